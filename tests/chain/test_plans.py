"""How PostgreSQL answers the main questions under the policies, with 5,000 people: by an index.

Each page is asked as its user asks it, and every statement that it sends is EXPLAINed with the same values, under the
same membership. A sequential scan over what grows with the people fails, and so does a sub-select that is worked out for all
of them in advance (a hashed SubPlan over clients), by which a list costs what the chain is big.
"""

import datetime as dt
import io
import json
import re
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from bench.cards import cards
from bench.development import development
from bench.fill import fill
from chain import embedded
from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain, Membership, User
from clients import terms
from clients.models import Client, Handover, HandoverPerson, Involvement, Step, Task
from development.models import CooperationSignal, Group, LearningPlace, Station, Support
from diagnosis.models import ScreeningEntry
from placement.models import Employer, Vacancy
from reporting import quality
from reporting.counting import count
from reporting.models import Programme
from tests.attacks import sql
from tests.factories import GroupCoachFactory, GroupFactory, ScreenerFactory, ScreeningFactory, StayFactory

PEOPLE = 5000
COLUMNS = ("basis", "stappen", "plan", "contact", "uitkering", "werk")
GROWS = {
    "clients_client", "clients_word", "clients_step", "clients_involvement", "clients_note", "clients_event",
    "clients_residence", "clients_benefitperiod", "clients_identity", "clients_look", "clients_recent", "reporting_result",
    "clients_task", "clients_appointment", "clients_mail", "reporting_flaw",
    "diagnosis_workprofile", "diagnosis_targetoccupation", "diagnosis_competence",
    "diagnosis_profileterm", "placement_vacancy", "placement_vacancyword", "placement_requirement", "placement_employer",
    "placement_workcard", "placement_cardoccupation", "development_support", "development_cooperationsignal",
    "development_stay", "development_attendance", "development_onward", "development_pause",
}  # fmt: skip
# Page -> what it may look at as a whole, because it shows or orders that much of it.
ALLOWED = {
    # One in twenty of what was ever brought in: to look at all is quicker than to go along the index for 25.
    "all vacancies of a kind": ("Seq Scan on placement_vacancy",),
    "running": ('Seq Scan on clients_client: SELECT "clients_step"',),  # all open steps of a partner, by name
}


# Practical support with one in four steps, of which one in five waits; a signal with one in forty.
WHO = """cross join lateral (select m.user_id from chain_membership m where m.partner_id = s.partner_id limit 1) m
      cross join lateral (select i.id from chain_instrument i where i.chain_id = s.chain_id and i.function = 'support'
        limit 1) i"""
SUPPORT = f"""insert into development_support (client_id, chain_id, instrument_id, for_step_id, text, blocks, asked_on,
      partner_id, author_id, status, decided_on, decision, cost_per, version)
    select s.client_id, s.chain_id, i.id, s.id, 'Om er te komen.', true, snoer_today() - (s.id % 300)::int, s.partner_id,
      m.user_id, (array['asked', 'granted', 'declined', 'declined', 'declined'])[1 + s.id / 4 % 5], snoer_today(), '', '', 1
    from clients_step s {WHO} where s.id % 4 = 0"""
SIGNALS = f"""insert into development_cooperationsignal (client_id, chain_id, step_id, partner_id, author_id, "on", what,
      evidence, person_view, status, decision, decision_why, version)
    select s.client_id, s.chain_id, s.id, s.partner_id, m.user_id, snoer_today() - (s.id % 300)::int, 'not-there',
      'Niet gekomen.', '', case when s.id / 40 % 4 = 0 then 'open' else 'withdrawn' end, '', '', 1
    from clients_step s {WHO} where s.id % 40 = 0"""
# Appointments with one in two steps: of five one is to come in the weeks ahead, the others were.
APPOINTMENTS = f"""insert into clients_appointment (client_id, chain_id, partner_id, user_id, author_id, subject, "on", time,
      minutes, "where", place, invited_by, status, result, made_at, version)
    select s.client_id, s.chain_id, s.partner_id, m.user_id, m.user_id, 'Samen verder kijken',
      case when s.id / 2 % 5 = 0 then snoer_today() + (s.id % 40)::int else snoer_today() - (s.id % 700)::int end, '10:00', 45,
      'office', 'Hier', 'said', case when s.id / 2 % 5 = 0 then 'planned' when s.id / 2 % 5 = 1 then 'no-show' else 'kept' end,
      '', now(), 1
    from clients_step s {WHO} where s.id % 2 = 0"""
MAILS = """insert into clients_mail (chain_id, client_id, key, kind, about, about_id, status, tries, next_at, made_at, error)
    select chain_id, client_id, 'appointment-' || id || '-1', 'invitation', 'appointment', id, 'sent', 1, now(), now(), ''
    from clients_appointment"""

# Looks of the years before, by any colleague; refused in one of five hundred, at a rare part in one of a hundred.
LOOKS = """insert into clients_look (id, chain_id, client_id, asked, membership_id, parts, why, at)
    select gen_random_uuid(), c.chain_id, c.id, '', m.ids[1 + (c.id + k * 7) % cardinality(m.ids)],
      case when (c.id + k) % 100 = 0 then '{identity}' else '{client,plan}' end::varchar[],
      case when (c.id + k) % 500 = 0 then 'refused' else 'contact-point' end,
      now() - (k * 37 + c.id % 37) * interval '1 day' - c.id * interval '7 seconds'
    from clients_client c cross join generate_series(0, 19) k
      cross join (select array_agg(id order by id) as ids from chain_membership where role <> 'system') m"""


@pytest.fixture
def people(transactional_db: None) -> None:
    with translation.override("nl"):
        call_command("load_chain", "maastricht-heuvelland", stdout=io.StringIO())
    address = embedded.database_url(settings.TEST_FOLDER, "postgres", connection.settings_dict["NAME"])
    fill(address, PEOPLE, say=lambda line: None)
    for chain in Chain.objects.all():
        terms.run(chain.pk)
        with acting_as(system_membership(chain, "count")):
            for programme in Programme.objects.filter(chain=chain):
                count(programme)
            quality.look(chain.pk)
        cards(address, chain.pk, PEOPLE)
        development(address, chain.pk)
    with psycopg.connect(address) as superuser:
        superuser.execute(SUPPORT)
        superuser.execute(SIGNALS)
        superuser.execute(APPOINTMENTS)
        superuser.execute(MAILS)
    settle()


def settle() -> None:
    """Tables as dense and statistics as true as they can be, or plans hang on what stood there before this test."""
    address = embedded.database_url(settings.TEST_FOLDER, "postgres", connection.settings_dict["NAME"])
    with psycopg.connect(address, autocommit=True) as superuser:
        superuser.execute("vacuum (full, analyze) " + ", ".join(sorted(GROWS)))


class Plans:
    """An execute wrapper: explains what passes, and keeps what looks at all."""

    def __init__(self) -> None:
        self.statements = 0
        self.wrong: list[str] = []

    def __call__(self, execute, query, parameters, many, context):
        result = execute(query, parameters, many, context)
        if re.match(r"\s*(select|with|insert|update)", query, re.I) and not many and "set_config" not in query:
            self.statements += 1
            with connection.connection.cursor() as cursor:
                cursor.execute("explain (format json) " + query, parameters)
                (plan,) = cursor.fetchone()
            plan = plan if isinstance(plan, list) else json.loads(plan)
            self.judge(plan[0]["Plan"], query)
        return result

    def judge(self, plan: dict, query: str) -> None:
        nodes = list(walk(plan))
        hashed = {name for node in nodes for text in node.values() if isinstance(text, str)
                  for name in re.findall(r"hashed (SubPlan \d+)", text)}  # fmt: skip
        for node in nodes:
            if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in GROWS:
                self.wrong.append(f"Seq Scan on {node['Relation Name']}: {query[:1500]}")
            if node.get("Subplan Name", "") in hashed:
                over = {inner.get("Relation Name") for inner in walk(node)} & GROWS
                if over:
                    self.wrong.append(f"hashed SubPlan over {over}: {query[:1500]}")


def walk(node: dict) -> Iterator[dict]:
    yield node
    for inner in node.get("Plans", []):
        yield from walk(inner)


def ask(user: User, method: str, address: str, data: dict | None = None) -> Plans:
    browser = Browser()
    browser.force_login(user)
    with connection.execute_wrapper(plans := Plans()):
        answer = getattr(browser, method)(address, data or {})
    assert answer.status_code in (200, 302), (address, answer.status_code)
    return plans


def meeting_today(coach: Membership) -> tuple[Group, dict]:
    """A group of fifteen who are in a step of the coach's partner, and what is sent in about them."""
    steps = Step.objects.filter(
        partner=coach.partner, status="active", client__closed_on=None, instrument__form_of_work=""
    )
    group = GroupFactory(chain=coach.chain, partner=coach.partner, instrument=steps[0].instrument)
    GroupCoachFactory(group=group, user=coach.user)
    for step in steps[:15]:
        StayFactory(step=step, chain=coach.chain, group=group)
    return group, {f"mark-{step.pk}": "absent" for step in steps[:15]}


@pytest.mark.slow
def test_the_main_pages_look_at_no_more_than_they_show(people, trusted):
    with trusted():
        someone = {
            role: User.objects.get(username=f"bench-{role}-1")
            for role in ("consultant", "trainer", "coach", "adviser", "manager")
        }
        programme = Programme.objects.get(key="lopend")
        acting = {
            name: Membership.objects.get(user=user) for name, user in someone.items()
        }  # fmt: skip
        # What Podium24 sees, it sees by involvements for some parts of the file: the long way through the policies.
        Involvement.objects.filter(partner=acting["adviser"].partner).update(
            parts=["client", "contact", "profile", "plan", "referrals", "placements", "notes"]
        )
        row = ScreeningFactory(chain=programme.chain, partner=acting["consultant"].partner)
        ScreenerFactory(screening=row, member=acting["consultant"])
        ScreenerFactory(screening=row, member=acting["adviser"])
        some = Client.objects.filter(closed_on=None, ref=None).order_by("pk")[:200]
        ScreeningEntry.objects.bulk_create(
            [ScreeningEntry(screening=row, client=each, chain=programme.chain, position=n) for n, each in enumerate(some, 1)]
        )  # fmt: skip
        place = LearningPlace.objects.filter(host=acting["coach"].partner).order_by("pk")[3].pk
        group, there = meeting_today(acting["trainer"])
        vacancy = Vacancy.objects.filter(status="open").order_by("-opened_on", "-pk")[400].pk
        employer = Employer.objects.order_by("name")[100]
        given = Handover.objects.create(
            chain=programme.chain, partner=acting["consultant"].partner, taker=someone["consultant"], why="leave",
            giver=User.objects.get(username="bench-consultant-2"), author=someone["consultant"], started_on=today(),
        )  # fmt: skip
        HandoverPerson.objects.bulk_create(
            HandoverPerson(handover=given, client=each, chain=programme.chain, partner=given.partner)
            for each in some[:60]
        )
        stop = Station.objects.order_by("pk").first()
        support = Support.objects.filter(status="asked").order_by("asked_on", "pk")[60].pk
        late = Task.objects.filter(status="open", key__in=["contact", "next-step", "choose-lead"], due_on__lt=today())
        passed = late.order_by("due_on", "pk")[late.count() // 2].pk
        signal = CooperationSignal.objects.filter(status="open").order_by("on", "pk")[30].pk
    settle()
    pages = []
    for name, membership in acting.items():
        with acting_as(membership.pk):
            visible = Client.objects.visible_to(membership).filter(closed_on=None)
            client = visible.filter(pk__in=Step.objects.values("client")).order_by("sort_name")[PEOPLE // 100]
            own = Step.objects.filter(partner=membership.partner, client__in=visible).select_related("client").first()
            word = client.last_name[:4]
        last = reverse("clients") + f"?na={client.number}"
        for title, address in [
            ("list", reverse("clients")),
            ("list, further on", last),
            ("list, latest first", reverse("clients") + "?sorteer=nieuw"),
            ("list of a partner", reverse("clients") + "?partner=annex"),
            ("list of mine", reverse("clients") + "?consulent=mijn"),
            ("list, first registered first", reverse("clients") + "?sorteer=oud"),
            (
                "list with all columns",
                reverse("clients") + "?" + "&".join(f"kolommen={key}" for key in COLUMNS),
            ),
            ("list of mine, longest without contact", reverse("clients") + "?consulent=mijn&sorteer=contact"),
            ("list of mine, longest without a step", reverse("clients") + "?consulent=mijn&sorteer=stap"),
            (
                "list of mine, further on without a step",
                reverse("clients") + f"?consulent=mijn&sorteer=stap&na={client.number}",
            ),
            (
                "list as a file",
                reverse("clients_export") + "?kolommen=basis&kolommen=contact&kolommen=uitkering&partner=annex",
            ),
            (
                "all of a choice for an act",
                reverse("bulk_new") + f"?doe=refer&allen=1&consulent=mijn&q={word}" if name != "manager" else "",
            ),
            ("list with a running step", reverse("clients") + "?status=loopt"),
            ("list without a running step", reverse("clients") + "?status=zonder"),
            ("search by beginning", reverse("clients") + f"?q={word}"),
            ("search by two beginnings", reverse("clients") + f"?q={word}+{client.first_name[:2]}"),
            ("search, misspelt", reverse("clients") + f"?q={client.last_name[:-2]}x{client.last_name[-2:]}q"),
            ("search in profiles", reverse("clients") + "?q=vakkenv"),
            ("search in profiles by two words", reverse("clients") + "?q=vakkenv+rijbewijs+b"),
            ("list by a word of the profile", reverse("clients") + "?werk=schoonm"),
            ("list by a licence", reverse("clients") + "?werk=rijbewijs+b&consulent=mijn"),
            ("work profile", reverse("profile", args=[client.number]) if name != "manager" else ""),
            ("search by number", reverse("clients") + f"?q={client.number}"),
            ("one box", reverse("find") + f"?q={word}"),
            ("one box, misspelt", reverse("find") + f"?q={client.last_name[:-2]}x{client.last_name[-2:]}q"),
            ("one box, an employer", reverse("find") + "?q=werkgever+12"),
            ("one box, a birth date", reverse("find") + "?q=12-03-1975"),
            ("what was opened last", reverse("find")),
            ("Mijn dag", reverse("day")),
            ("agenda", reverse("agenda") if name != "manager" else ""),
            ("agenda of all of the partner", reverse("agenda") + "?wie=iedereen" if name != "manager" else ""),
            ("rounds", reverse("screenings")),
            ("round", reverse("screening", args=[row.pk])),
            ("person in a round", reverse("screening_entry", args=[row.pk, 1]) if name == "consultant" else ""),
            ("record", reverse("record", args=[client.number])),
            ("who sees what", reverse("sight", args=[client.number])),
            ("timeline", reverse("timeline", args=[client.number])),
            ("step", reverse("step", args=[own.client.number, own.pk]) if own else ""),
            ("running", reverse("running")),
            ("palette", reverse("palette")),
            ("what fits a person", reverse("palette_for", args=[client.number]) if name != "manager" else ""),
            ("moving on", reverse("onward")),
            ("past the norm", reverse("onward") + "?lijst=norm"),
            ("past the norm, of a partner", reverse("onward") + "?lijst=norm&partner=annex&gemeente=GM0935"),
            ("stuck", reverse("onward") + "?lijst=vast"),
            ("places", reverse("places")),
            ("places with room", reverse("places") + "?ruimte=vrij&sector=logistics"),
            ("place", reverse("place", args=[place])),
            ("groups of today", reverse("groups_today") if name != "manager" else ""),
            ("groups", reverse("groups")),
            ("groups with a seat left", reverse("groups") + "?welke=vrij"),
            ("group", reverse("group", args=[group.pk])),
            ("ready", reverse("ready") if name != "manager" else ""),
            ("ready, found", reverse("ready") + "?lijst=gevonden" if name != "manager" else ""),
            ("questions about cards", reverse("card_requests") if name in ("consultant", "adviser") else ""),
            (
                "answers about cards",
                reverse("card_requests") + "?lijst=klaar" if name in ("consultant", "adviser") else "",
            ),
            ("introductions", reverse("introductions") if name != "trainer" else ""),
            ("introductions of the partner", reverse("introductions") + "?wie=partner" if name != "trainer" else ""),
            (
                "introductions that are over",
                reverse("introductions") + "?lijst=klaar&wie=partner" if name != "trainer" else "",
            ),
            ("practical support", reverse("supports") if name != "manager" else ""),
            (
                "practical support, further on",
                reverse("supports") + f"?na={support}" if name in ("consultant", "trainer") else "",
            ),
            ("practical support to decide", reverse("supports") + "?stand=asked" if name != "manager" else ""),
            ("practical support of mine", reverse("supports") + "?wie=mijn" if name == "consultant" else ""),
            ("signals", reverse("signals") if name in ("consultant", "trainer") else ""),
            ("signals of mine", reverse("signals") + "?wie=mijn" if name == "consultant" else ""),
            ("signals, further on", reverse("signals") + f"?na={signal}" if name == "consultant" else ""),
            ("caseload analysed", reverse("analysis") if name == "manager" else ""),
            ("who is in a group", reverse("analysis_people") + "?gemeente=GM0935" if name == "manager" else ""),
            ("still at work", reverse("staying") + "?per=werkgever"),
            ("wage subsidies", reverse("subsidies") if name in ("consultant", "coach", "adviser") else ""),
            ("labour market", reverse("outlooks")),
            ("chances of a person", reverse("personal_outlook", args=[client.number]) if name != "manager" else ""),
            ("vacancies", reverse("vacancies")),
            ("vacancies, further on", reverse("vacancies") + f"?na={vacancy}"),
            ("vacancies that close first", reverse("vacancies") + f"?sorteer=sluit&na={vacancy}"),
            ("all vacancies of a kind", reverse("vacancies") + "?stand=alle&soort=carved"),
            ("vacancies of a sector without a car", reverse("vacancies") + "?sector=care&auto=niet&uren=24"),
            ("vacancies of mine", reverse("vacancies") + "?wie=mijn"),
            ("vacancies by a word", reverse("vacancies") + "?q=schoonm"),
            ("vacancies by two words", reverse("vacancies") + "?q=schoonm+maastr"),
            ("vacancy", reverse("vacancy", args=[vacancy])),
            (
                "cards for a vacancy",
                reverse("vacancy_matches", args=[vacancy]) if name in ("consultant", "adviser") else "",
            ),
            ("work for a person", reverse("client_matches", args=[client.number]) if name != "manager" else ""),
            ("employers", reverse("employers")),
            ("employers, further on", reverse("employers") + f"?na={employer.pk}"),
            ("employers by a word", reverse("employers") + "?q=werkgever+1"),
            ("employers by place", reverse("employers") + "?q=maas"),
            ("employers to speak with", reverse("employers") + "?contact=alle"),
            ("employer", reverse("employer", args=[employer.pk])),
            ("projects", reverse("projects")),
            ("lines", reverse("lines")),
            ("line", reverse("line", args=[stop.line_id])),
            ("station", reverse("station", args=[stop.line_id, stop.pk])),
            ("station, who waits", reverse("station", args=[stop.line_id, stop.pk]) + "?lijst=komt"),
            ("handing over", reverse("handover_new") if name != "manager" else ""),
            ("summary of a handover", reverse("handover_summary", args=[client.number])),
            ("what was handed over", reverse("handover", args=[given.pk]) if name == "consultant" else ""),
            ("what waits too long", reverse("overdue") if name == "manager" else ""),
            ("out of sight", reverse("out_of_sight") + "?wie=iedereen"),
            ("out of sight, of one consultant", reverse("out_of_sight") + f"?wie={client.lead_id or 1}&reden=contact"),
            ("out of sight for one reason", reverse("out_of_sight") + "?wie=iedereen&reden=contact&gemeente=GM0935"),
            ("out of sight, further on", reverse("out_of_sight") + f"?wie=iedereen&na={passed}"),
            ("what lies ahead", reverse("out_of_sight") + "?wie=iedereen&reden=ahead"),
            ("caseloads", reverse("caseloads") if name == "manager" else ""),
            ("dashboard", reverse("dashboard", args=[programme.key])),
            ("what is to be mended", reverse("quality")),
            ("whose gender is missing", reverse("quality_people", args=["no-gender"]) if name == "consultant" else ""),
            ("of mine", reverse("quality_people", args=["no-gender"]) + "?wie=mijn" if name == "consultant" else ""),
            ("steps past their end", reverse("quality_people", args=["step-past-end"])),
            (
                "persons behind a figure",
                reverse("results", args=[programme.key]) if name in ("consultant", "manager") else "",
            ),
        ]:
            if address and not (name == "manager" and title in ("Mijn dag", "running")):
                pages.append((name, title, "get", address, None))
        if name != "manager":
            note = {"kind": "talk", "on": f"{today():%d-%m-%Y}", "text": "Gesproken.", "audience": "chain", "once": ""}
            pages.append((name, "save a note", "post", reverse("note_new", args=[client.number]), note))
    with trusted():
        someone["lead"] = User.objects.get(username="bench-consultant-2")
        Membership.objects.filter(user=someone["lead"]).update(role="lead_consultant")
    pages.append(("lead", "Mijn dag of everybody", "get", reverse("day") + "?wie=iedereen", None))
    pages.append(("lead", "Mijn dag of a colleague", "get", reverse("day") + f"?wie={someone['consultant'].pk}", None))
    pages.append(("lead", "Mijn dag of the team", "get", reverse("day_team"), None))
    logged = reverse("group_day", args=[group.pk, today().isoformat()])
    pages.append(("trainer", "group on a day", "get", logged, None))
    pages.append(("trainer", "log a group", "post", logged, there))
    wrong = {}
    for name, title, method, address, data in pages:
        plans = ask(someone[name], method, address, data)
        assert plans.statements > 1, title
        if found := [line for line in plans.wrong if not line.startswith(ALLOWED.get(title, ()))]:
            wrong[name, title] = found
    assert not wrong, "\n\n".join(f"{where}: {line}" for where, lines in wrong.items() for line in lines)


@pytest.mark.slow
def test_duplicates_are_found_by_an_index(people, trusted):
    """A definer function hides its plan: its body is EXPLAINed as it stands, by its owner."""
    with trusted():
        membership = Membership.objects.get(user__username="bench-consultant-1")
    with acting_as(membership.pk):
        ((body,),) = sql("select prosrc from pg_proc where proname = 'snoer_duplicates'")
        given = {"wanted_bsn": "'a'", "wanted_name": "'jansen, anna'", "wanted_birth": "date '1980-01-01'"}
        for parameter, value in given.items():
            body = re.sub(rf"\b{parameter}\b", value, body)
        with trusted():
            ((plan,),) = sql("explain (format json) " + body)
    plans = Plans()
    plans.judge((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"], "snoer_duplicates")
    assert not plans.wrong, plans.wrong


@pytest.mark.slow
def test_the_privacy_officer_reads_the_look_log_by_its_indexes(people, trusted):
    address = embedded.database_url(settings.TEST_FOLDER, "postgres", connection.settings_dict["NAME"])
    with psycopg.connect(address) as superuser:
        superuser.execute(LOOKS)
    settle()
    with trusted():
        officer, looker = (User.objects.get(username=f"bench-{name}-1") for name in ("manager", "trainer"))
        Membership.objects.filter(user=officer).update(role="privacy")
        membership = Membership.objects.get(user=officer)
        number = Client.objects.filter(closed_on=None, ref=None).order_by("pk")[PEOPLE // 2].number
    log = reverse("look_log")
    wrong = {}
    for title, address in {
        "what is unusual": reverse("looks"),
        "what is unusual in a month": reverse("looks") + "?dagen=30",
        "log": log,
        "log of a month": log + f"?van={today() - dt.timedelta(60):%d-%m-%Y}&tot={today() - dt.timedelta(30):%d-%m-%Y}",
        "log by colleague": log + f"?wie={looker.pk}",
        "log by partner": log + "?partner=annex",
        "log by number": log + f"?klant={number}",
        "log by a number that is not there": log + "?klant=K-99999999",
        "log by number and ground": log + f"?klant={number}&grond=refused",
        "log by ground": log + "?grond=refused",
        "log by part": log + "?deel=identity",
        "log by part and colleague": log + f"?deel=identity&wie={looker.pk}",
        "log, further on": log + f"?na={today() - dt.timedelta(200):%Y-%m-%d}T12:00:00%2B00:00_{uuid.uuid4()}",
        "who looked at one": reverse("who_looked", args=[number]),
    }.items():
        plans = ask(officer, "get", address)
        assert plans.statements > 1, title
        if plans.wrong:
            wrong[title] = plans.wrong
    plans = Plans()
    with acting_as(membership.pk), trusted():  # what a definer function hides, as the page asks it at most
        ((body,),) = sql("select prosrc from pg_proc where proname = 'snoer_unusual_looks'")
        given = {"since": "(now() - interval '90 days')", "until": "now()"}
        given |= dict.fromkeys(("files", "people", "refused", "outside", "bsns", "opens", "closes"), "20")
        for parameter, value in given.items():
            body = re.sub(rf"(?<!['.\w]){parameter}(?!['\w])", value, body)
        ((plan,),) = sql("explain (format json) " + body)
    plans.judge((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"], "snoer_unusual_looks")
    # The looks of three months are at nearly everybody: to look through the people once is quicker than one by one.
    if found := [line for line in plans.wrong if not line.startswith("Seq Scan on clients_client:")]:
        wrong["unusual"] = found
    assert "look_latest" in json.dumps(plan)
    assert not wrong, "\n\n".join(f"{where}: {line}" for where, lines in wrong.items() for line in lines)
