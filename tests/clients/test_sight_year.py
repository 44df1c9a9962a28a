"""A year of somebody's life in the chain, day by day: who sees what, against a model of the rules in plain Python.

The model below knows nothing of the product's code: a table of what each function reads, and spans of days. What it says is
compared with the record page and what stands on it, the list, the search, and the number of rows in the database, for each
user of each partner. The quick version takes the days around each change; `slow` takes every day in the database, and the
pages of who sees the same as the day before on every fifth.
"""

import datetime as dt
import sys

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from chain import days
from chain.acting import acting_as, system_membership
from chain.models import Mandate
from chain.parts import CONTACT_READS, OUTSIDE
from clients import closing, residences, team
from clients.models import Client, Involvement, Referral, Step, TeamMember
from diagnosis import intake, invitations
from diagnosis.models import Intake
from tests import factories as make
from tests.attacks import sql
from tests.conftest import role
from tests.world import world

LAST = 345
START = days.today() - dt.timedelta(LAST + 30)


def day(number: int) -> dt.date:
    return START + dt.timedelta(number)


# What happens on which day; what the model knows of it stands below.

REGISTERED, MOVES_TO_VAALS, MOVES_OUT, CLOSED, REOPENED = 0, 200, 250, 260, 300

# The model: of whom, which parts (None: all that the function reads), first and last day of sight.
GROUNDS = [
    ("podium24", {"client", "referrals", "plan", "profile"}, 20, 35),  # a referral with the profile
    ("annex", None, 40, 70),  # the case team
    ("mtb", {"client", "contact", "profile", "plan", "referrals"}, 60, 63),  # invited to the intake
    ("annex", None, 75, 120 + 90),  # a step, from its plan on
    ("podium24", None, 90, 150 + 90),  # a placement
    ("mtb", {"client", "referrals", "plan", "notes"}, 125, 140),  # a referral with the notes
    ("mtb", None, 180, 230 + 90),  # a step whose tail lasts longer than the file was closed
    ("podium24", None, 310, 330),  # the case team
]
GLASSES = [("coordinator", 160, 160), ("consultant", 270, 270)]
CONTACTS = {"szmh": {"maastricht"}, "desk": {"vaals"}}
CONSULTANT = {
    "client",
    "identity",
    "contact",
    "benefit",
    "capacity",
    "profile",
    "plan",
    "referrals",
    "placements",
    "notes",
}
READS = {
    "consultant": CONSULTANT,
    "lead_consultant": CONSULTANT,
    "archive": CONSULTANT,
    "manager": {"client", "plan", "referrals", "placements"},
    "trainer": {"client", "contact", "capacity", "profile", "plan", "referrals", "placements", "notes"},
    "work_coach": {"client", "contact", "capacity", "profile", "plan", "referrals", "placements", "notes"},
    "employer_adviser": {"client", "contact", "profile", "plan", "referrals", "placements", "notes"},
    "coordinator": {"client", "contact", "capacity", "profile", "plan", "referrals", "placements", "notes"},
    "privacy": {"client"},
    "policy": set(),
    "alderman": set(),
    "admin": set(),
}
BY_RELATION = {"consultant", "lead_consultant", "archive", "manager", "trainer", "work_coach", "employer_adviser"}


def is_closed(now: int) -> bool:
    return CLOSED <= now < REOPENED


def expected(name: str, partner: str, function: str, now: int) -> set[str]:
    """The parts of the file that somebody sees on the day; none at all: the file is not there."""
    reads, closed = READS[function], is_closed(now)
    if any(who == name and first <= now <= last for who, first, last in GLASSES):
        return reads if partner in CONTACTS else reads - {"identity", "benefit"}
    if function == "privacy":
        return reads
    if function not in BY_RELATION:
        return set()
    if partner in CONTACTS:
        lived = {"maastricht"} | ({"vaals"} if now >= MOVES_TO_VAALS else set())
        if not CONTACTS[partner] & lived:
            return set()
        if closed:
            return reads if function in ("lead_consultant", "archive") else set()
        return reads if function != "archive" else set()
    if closed or function == "archive":
        return set()
    shown: set[str] = set()
    for who, parts, first, last in GROUNDS:
        if who == partner and first <= now <= last:
            shown |= reads if parts is None else reads & parts
    return shown - {"identity", "benefit"}


def test_the_model_reads_of_the_benefit_what_the_rules_say():
    assert {"identity", "benefit", "rights", "retention"} == CONTACT_READS


CHANGES = sorted(
    {REGISTERED, MOVES_TO_VAALS, MOVES_OUT, CLOSED, REOPENED, LAST}
    | {edge for _who, _parts, first, last in GROUNDS for edge in (first, last + 1)}
    | {edge for _who, first, last in GLASSES for edge in (first, last + 1)}
)
AROUND = sorted({near for change in CHANGES for near in (change - 1, change) if 0 <= near <= LAST})


class Year:
    """The client, who looks, and what happens on which day."""

    def __init__(self, monkeypatch) -> None:
        self.now, self.real = 0, days.today
        for module in list(sys.modules.values()):
            if getattr(module, "today", None) is self.real:
                monkeypatch.setattr(module, "today", lambda: day(self.now))
        with role("snoer_owner"):
            sql(
                "create or replace function snoer_today() returns date language sql stable parallel safe as"
                " $$ select current_setting('snoer.test_day')::date $$"
            )  # goes with the test's transaction
            self.set_day(0)
            self.w = w = world()
            Mandate.objects.filter(partner=w.partners["szmh"], function="person").update(municipality=w.maastricht)
            w.partners["desk"] = make.PartnerFactory(chain=w.chain, code="desk")
            make.MandateFactory(partner=w.partners["desk"], municipality=w.vaals)
            w.staff["desk"] = make.MembershipFactory(user__username="desk", partner=w.partners["desk"])
            make.MandateFactory(partner=w.partners["szmh"], function="intake")
            make.InstrumentFactory(chain=w.chain, code="intake", phase="diagnosis", function="intake")
        self.people = {
            name: member for name, member in w.staff.items()
            if member.chain_id == w.chain.pk and member.partner_id and name not in ("at_szmh", "at_mtb")
        }  # fmt: skip
        self.browsers = {name: Browser() for name in self.people}
        for name, browser in self.browsers.items():
            browser.force_login(self.people[name].user)
        self.before: dict[str, set[str]] = {}

    def set_day(self, now: int) -> None:
        self.now = now
        sql("select set_config('snoer.test_day', %s, false)", day(now).isoformat())

    def acting(self, name: str):
        return acting_as(self.w.acting(name))

    def referral(self, partner: str, shared: list[str], first: int, last: int) -> None:
        if self.now == first:
            make.ReferralFactory(
                client=self.client, partner=self.w.partners[partner], asked_by=self.w.partners["szmh"], shared=shared,
                asked_on=day(first), turn_since=day(first), function="placement",
            )  # fmt: skip
        elif self.now == last:
            found = Referral.objects.get(client=self.client, partner=self.w.partners[partner])
            found.status, found.closed_on, found.answer = "answered", day(last), "Dit is het antwoord."
            found.save()

    def step(self, partner: str, planned: int, start: int, end: int, work: bool = False) -> None:
        """By the owner: that acts ask mandates and a status is tried elsewhere."""
        mine = Step.objects.filter(client=self.client, partner=self.w.partners[partner])
        if self.now == planned:
            given = {"status": "planned", "planned_on": day(start)}
            if work:
                given = {f"step__{key}": value for key, value in given.items()}
                make.PlacementFactory(
                    client=self.client, step__partner=self.w.partners[partner], step__instrument=self.w.work, **given
                )
            else:
                make.StepFactory(
                    client=self.client, partner=self.w.partners[partner], instrument=self.w.instrument, **given
                )
            # Written down on this day, too.
            mine.update(planned_on=day(planned))
        elif self.now == start:
            mine.update(status="active", started_on=day(start))
        elif self.now == end:
            mine.filter(status="active").update(status="done", ended_on=day(end))

    def glass(self, name: str, first: int) -> None:
        """Broken by the product; its hours are told by the clock, which is put to the day."""
        if self.now == first:
            with self.acting(name):
                assert sql("select snoer_break_glass(%s, %s)", self.client.number, "reden genoeg") == [
                    (self.client.pk,)
                ]
            with role("snoer_owner"):
                Involvement.objects.filter(membership=self.people[name]).update(
                    started_on=day(first), ended_on=day(first + 1), seen_until=day(first + 1)
                )
        elif self.now == first + 1:
            with role("snoer_owner"):
                sql("update clients_involvement set expires_at = now() - interval '1 hour' where membership_id = %s",
                    self.people[name].pk)  # fmt: skip

    def live(self, now: int) -> None:
        """The day begins: the nightly job runs, and what belongs to the day happens."""
        self.set_day(now)
        with acting_as(system_membership(self.w.chain.pk, "sight")):
            sql("select snoer_end_sight(%s)", self.w.chain.pk)
        with role("snoer_owner"):
            self.facts(now)
        self.acts(now)

    def facts(self, now: int) -> None:
        if now == REGISTERED:
            self.client = client = make.ClientFactory(
                chain=self.w.chain, number="K-70000", first_name="Wies", last_name="Zwaluwstaart",
                registered_on=day(0), lives=self.w.maastricht, bsn=make.a_bsn(777),
            )  # fmt: skip
            make.ContactFactory(client=client)
            make.CapacityFactory(client=client)
            make.BenefitPeriodFactory(client=client)
            for part in CONSULTANT:
                make.EventFactory(client=client, part=part, act="client-changed", params={"fields": part}, on=day(0))
        if now in (REGISTERED, 125, REOPENED):  # the log on the record page shows the last twenty
            make.NoteFactory(
                client=self.client, membership=self.people["consultant"], text="Fluit in de regen.", on=day(now)
            )
        self.referral("podium24", ["profile"], 20, 35)
        self.referral("mtb", ["notes"], 125, 140)
        self.step("annex", 75, 80, 120)
        self.step("podium24", 90, 95, 150, work=True)
        self.step("mtb", 180, 185, 230)

    def acts(self, now: int) -> None:
        with self.acting("consultant"):
            if now == 40:
                team.join(self.client, self.people["trainer"], "begeleidt")
            elif now == 55:
                invitations.invite(self.client, self.w.partners["mtb"], day(60), dt.time(10))
            elif now == 58:
                intake.begin(self.client, self.people["consultant"])
            elif now == 63:
                found = Intake.objects.select_related("client", "step").get(client=self.client)
                found.conclusion, found.grounds = "development", "Zo kozen we samen."
                found.save()
                intake.conclude(found, self.people["consultant"])
            elif now == 70:
                team.leave(TeamMember.objects.get(client=self.client, partner=self.w.partners["annex"]))
            elif now == MOVES_TO_VAALS:
                residences.move(self.client, self.w.vaals, day(now))
            elif now == MOVES_OUT:
                residences.move(self.client, self.w.elsewhere, day(now))
            elif now == CLOSED:
                closing.close(self.client, "moved")
            elif now == 310:
                team.join(self.client, self.people["adviser"], "zoekt werk")
            elif now == 330:
                team.leave(
                    TeamMember.objects.get(client=self.client, partner=self.w.partners["podium24"], ended_on=None)
                )
        if now == REOPENED:
            with self.acting("lead"):
                closing.reopen(self.client, "Woont hier weer.", lead=self.people["consultant"])
        for name, first, _last in GLASSES:
            self.glass(name, first)

    # the comparison

    def look(self, *, everything: bool) -> list[str]:
        """What differs from the model today. Pages are asked by those for whom it changes today or tomorrow."""
        wrong = []
        with role("snoer_owner"):
            there = rows(self.client)
        for name, member in self.people.items():
            parts = expected(name, member.partner.code, member.role, self.now)
            tomorrow = expected(name, member.partner.code, member.role, min(self.now + 1, LAST))
            changes = parts != tomorrow or parts != self.before.get(name, set())
            with acting_as(member.pk):
                seen = rows(self.client)
                visible = Client.objects.visible_to(member).filter(pk=self.client.pk).count()
            should = {table: number if parts and part in parts else 0 for (table, part), number in there.items()}
            told = {table: seen[table, part] for table, part in there}
            wrong += [f"{name}: {table}: {told[table]} rows, should be {should[table]}" for table in should
                      if told[table] != should[table]]  # fmt: skip
            if visible != bool(parts):
                wrong.append(f"{name}: visible_to: {visible}")
            if everything or changes:
                wrong += [f"{name}: {line}" for line in self.pages(name, member, parts, searches=changes)]
            self.before[name] = parts
        return [f"day {self.now}: {line}" for line in wrong]

    def pages(self, name: str, member, parts: set[str], *, searches: bool) -> list[str]:
        browser, wrong = self.browsers[name], []
        answer = browser.get(reverse("record", args=[self.client.number]))
        stranger = (
            403 if member.role in OUTSIDE else 404
        )  # to aldermen every page of people is shut, whoever is asked for
        if answer.status_code != (200 if parts else stranger):
            wrong.append(f"record: {answer.status_code}")
        elif parts:
            page = answer.content.decode()
            for part, mark in MARKS.items():
                if (part == "placements" and self.now < 90) or (part == "plan" and self.now < 58):
                    continue
                if (mark in page) != (part in parts):
                    wrong.append(f"record: {part} {'stands' if mark in page else 'does not stand'} on the page")
        listed = parts and (member.role == "archive") == is_closed(self.now)
        for query in ({}, {"q": "zwaluwst"}, {"q": self.client.number}) if searches else ({"q": "zwaluwst"},):
            answer = browser.get(reverse("clients"), query)
            if answer.status_code == 403:
                found = 0
            else:
                found = sum(row["number"] == self.client.number for row in answer.context["found"].rows)
            should = bool(listed) or (bool(parts) and "q" in query and query["q"] == self.client.number)
            if found != should:
                wrong.append(f"list {query}: {found}, should be {should}")
        return wrong


# What tells that a part stands on the record page.
MARKS = {
    "identity": "<dt>BSN</dt>", "benefit": "<dt>Uitkering</dt>", "capacity": "rbeidsvermogen 60%", "plan": 'href="#steps"',
    "notes": "Fluit in de regen.", "profile": 'id="panel-intake"', "placements": 'id="panel-placements"',
}  # fmt: skip
TABLES = {
    "clients_identity": "identity", "clients_contact": "contact", "clients_residence": "contact",
    "clients_benefitperiod": "benefit", "clients_capacity": "capacity", "clients_step": "plan",
    "clients_teammember": "plan", "clients_note": "notes", "clients_referral": "referrals", "diagnosis_intake": "profile",
    "diagnosis_invitation": "profile", "placement_placement": "placements", "clients_stepevent": "plan",
    "clients_noteevent": "notes", "clients_identityevent": "identity", "clients_referralevent": "referrals",
    "clients_involvement": "client", "clients_word": "client",
}  # fmt: skip
COUNTS = " union all ".join(
    [f"select '{table}', '{part}', count(*) from {table} where client_id = %(client)s" for table, part in TABLES.items()]
    + ["select 'clients_client', 'client', count(*) from clients_client where id = %(client)s"]
    + [f"select 'event:{part}', '{part}', count(*) from clients_event where client_id = %(client)s and part = '{part}'"
       for part in sorted(CONSULTANT)]
)  # fmt: skip


def rows(client: Client) -> dict[tuple[str, str], int]:
    """How many rows of the person each table shows: (table, part) -> number."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"client": client.pk})
        return {(table, part): number for table, part, number in cursor.fetchall()}


@pytest.fixture
def year(db, monkeypatch) -> Year:
    return Year(monkeypatch)


@pytest.mark.slow
def test_a_year_in_the_days_around_each_change(year):
    wrong = []
    for now in range(LAST + 1):
        if now in AROUND or now in (55, 58, 63, 80, 95, 120, 150, 185, 230):
            year.live(now)
        if now in AROUND:
            wrong += year.look(everything=False)
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.slow
def test_a_year_day_by_day(year):
    wrong = []
    for now in range(LAST + 1):
        year.live(now)
        wrong += year.look(everything=now % 5 == 0)
    assert not wrong, "\n".join(wrong[:40])
