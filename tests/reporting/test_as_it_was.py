"""As it was: the same numbers for all who steer, and the people and the facts behind them for who may."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients.models import BenefitPeriod, Look, Step
from reporting.counting import count
from reporting.models import Programme, Report
from tests.factories import BenefitPeriodFactory, InstrumentFactory, StepFactory
from tests.kept import kept
from tests.reporting.test_known import HISTORIES
from tests.world import World, world

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/doelen/intensivering/veranderd/"
MAY = dt.date(2020, 5, 31)
STEERING = ["lead", "manager", "annex_manager", "podium24_manager", "policy", "coordinator", "annex_coordinator"]


@kept
def corrected() -> World:
    """As of the end of 2020. Known yesterday: `step` was activated at Annex, `unknown` flowed out. Written today: `step` began
    earlier, `unknown` came back after ten days, `mtb` was activated at MTB too."""
    w = world()
    w.programme = Programme.objects.create(
        chain=w.chain, key="intensivering", name="Intensivering 2018-2021", started_on=dt.date(2018, 1, 1),
        ended_on=dt.date(2021, 12, 31), counted_schemes=["participatiewet"],
    )  # fmt: skip
    training = InstrumentFactory(chain=w.chain, code="training", name="Empowerment", activates=True)
    for name in ("step", "mtb"):
        BenefitPeriodFactory(client=w[name], started_on=dt.date(2015, 1, 1))
    BenefitPeriodFactory(client=w["unknown"], started_on=dt.date(2015, 1, 1), ended_on=MAY, end_reason="work")
    began = StepFactory(
        client=w["step"], instrument=training, partner=w.partners["annex"], started_on=dt.date(2020, 3, 1)
    )
    with connection.cursor() as cursor:
        for table in HISTORIES:
            cursor.execute(f"update {table} set pgh_created_at = pgh_created_at - interval '2 days'")
    Step.objects.filter(pk=began.pk).update(started_on=dt.date(2020, 2, 1))
    StepFactory(client=w["mtb"], instrument=training, partner=w.partners["mtb"], started_on=dt.date(2020, 4, 1))
    BenefitPeriodFactory(client=w["unknown"], started_on=MAY + dt.timedelta(10))
    return w


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        made = corrected()
    with acting_as(made.acting("count"), "test"):
        count(Programme.objects.get())
    return made


@pytest.fixture
def sees(w, client):
    def page(user: str, query: str = "", path: str = PAGE):
        client.force_login(w.staff[user].user, backend=BACKEND)
        return client.get(path + (query or f"?op=31-12-2020&bekend={day_typed(today() - dt.timedelta(1))}"))

    return page


def cells(response, table: str, line: str) -> tuple:
    (found,) = [one for one in response.context["tables"] if one.key == table]
    return {each.key: each.cells for each in found.every_line()}[line]


def names(response) -> list[str]:
    return sorted(person.client.last_name for person in response.context["persons"])


@pytest.mark.parametrize("user", STEERING)
def test_who_steers_sees_the_same_numbers(sees, user):
    found = sees(user)
    assert found.status_code == 200
    assert cells(found, "changes-years", "2020") == (1, 2, 1, 1, 0, -1)
    assert cells(found, "changes-years", "all") == (1, 2, 1, 1, 0, -1)
    assert cells(found, "changes-places", "GM0935") == (1, 2, 1, 1, 0, -1)
    assert cells(found, "changes-partners", "mtb") == (0, 1, 1)
    assert cells(found, "changes-extent", "full") == (1, 0, -1)
    assert cells(found, "changes-reasons", "corrected") == (0, 0, 1, 0, 0, 0)
    assert cells(found, "changes-reasons", "registered") == (0, 1, 0, 0, 0, 0)
    assert cells(found, "changes-reasons", "returned") == (0, 0, 0, 1, 0, 0)
    assert cells(found, "changes-returned", "all") == (1, 0)


@pytest.mark.parametrize(
    "user", ["consultant", "trainer", "coach", "adviser", "privacy", "archivist", "admin", "alderman"]
)
def test_who_does_not_steer_does_not(sees, user):
    assert sees(user).status_code == 403


def test_another_chain_and_what_is_not_there(sees):
    assert sees("stranger").status_code in (403, 404)
    assert sees("policy", path="/doelen/nergens/veranderd/").status_code == 404


def test_the_lead_of_the_point_of_contact_sees_everybody_and_every_fact(sees, w):
    found = sees("lead")
    assert names(found) == ["mtb", "step", "unknown"]
    assert "later vastgelegd" in found.text
    assert "Terug in de uitkering binnen 31 dagen" in found.text
    (back,) = [person for person in found.context["persons"] if person.client.last_name == "unknown"]
    ((one, facts, more),) = back.rows()
    assert more == 0
    assert (one["kind"], one["was"].startswith("31 mei 2020, Maastricht"), one["now"]) == ("outflow", True, "telt niet")
    assert [(fact.about, str(fact.done)) for fact in facts] == [("benefit", "later vastgelegd")]
    (earlier,) = [person for person in found.context["persons"] if person.client.last_name == "step"]
    ((_one, (fact,), _more),) = earlier.rows()
    assert [(str(label), was, is_now) for label, was, is_now in fact.lines] == [
        ("begonnen op", "1 mrt 2020", "1 feb 2020")
    ]


def test_the_looks_at_them_are_logged_with_the_parts_shown(sees, w, trusted):
    sees("lead")
    with trusted():
        looks = {look.client.last_name: set(look.parts) for look in Look.objects.select_related("client")}
    assert looks.keys() == {"mtb", "step", "unknown"}
    assert all({"results", "plan", "benefit", "contact"} == parts for parts in looks.values())


def test_another_partner_sees_its_own_people_and_nothing_of_the_benefit(sees):
    found = sees("annex_manager")
    assert names(found) == ["step"]
    assert "unknown" not in found.text
    assert {fact.about for person in found.context["persons"] for fact in person.facts} == {"step"}


def test_the_manager_of_the_point_of_contact_sees_who_and_not_what_of_the_benefit(sees):
    found = sees("manager")
    (back,) = [person for person in found.context["persons"] if person.client.last_name == "unknown"]
    assert (back.facts, "benefit" in back.hidden) == ([], True)
    assert "een deel van het dossier dat u niet leest" in found.text


def test_what_did_it_is_not_told_of_a_part_that_one_does_not_read(sees):
    """That somebody is on benefit again is for who reads the benefit; what happened to a step the manager reads."""
    causes = {
        person.client.last_name: str(one["cause"])
        for person in sees("manager").context["persons"] for one, _facts, _more in person.rows()
    }  # fmt: skip
    assert causes == {"step": "verbeterd", "mtb": "later vastgelegd", "unknown": "een gegeven veranderde"}


@pytest.mark.parametrize("cause", ["returned", "removed", "corrected", "registered"])
def test_nor_learned_by_choosing_it(sees, cause):
    found = sees("manager", f"?op=31-12-2020&bekend={day_typed(today() - dt.timedelta(1))}&reden={cause}")
    assert names(found) == ["mtb", "step", "unknown"]
    assert found.context["picked"] == []
    urls = [url for table in found.context["tables"] for line in table.lines for url in line.urls.values()]
    assert urls
    assert not any("reden=" in url for url in urls)


@pytest.mark.parametrize("user", ["policy", "coordinator"])
def test_policy_staff_sees_numbers_and_nobody(sees, user):
    found = sees(user)
    assert found.context["persons"] == []
    assert "K-0" not in found.text
    assert "#mensen" not in found.text


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("soort=activation", ["mtb", "step"]), ("soort=outflow", ["unknown"]), ("reden=corrected", ["step"]),
        ("wijze=gone", ["unknown"]), ("reden=nergens", ["mtb", "step", "unknown"]), ("gemeente=GM0981", []),
    ],
)  # fmt: skip
def test_the_people_behind_a_number(sees, query, who):
    found = sees("lead", f"?op=31-12-2020&bekend={day_typed(today() - dt.timedelta(1))}&{query}")
    assert names(found) == who


def test_every_number_of_why_leads_to_its_people(sees, client):
    found = sees("lead")
    (table,) = [one for one in found.context["tables"] if one.key == "changes-reasons"]
    urls = {(line.key, key): url for line in table.lines for key, url in line.urls.items()}
    assert urls.keys() == {
        ("returned", "outflow-gone"),
        ("corrected", "activation-other"),
        ("registered", "activation-new"),
    }
    assert names(client.get(urls["returned", "outflow-gone"].partition("#")[0])) == ["unknown"]


def test_as_of_an_earlier_day_what_came_later_makes_no_difference(sees):
    found = sees("policy", f"?op=31-03-2020&bekend={day_typed(today() - dt.timedelta(1))}")
    assert cells(found, "changes-years", "all") == (1, 1, 0, 0, 0, 0)


def test_who_came_back_after_the_day_is_told_apart(sees):
    found = sees("policy", f"?op=31-05-2020&bekend={day_typed(today() - dt.timedelta(1))}")
    assert cells(found, "changes-years", "all")[3:] == (1, 1, 0)
    assert cells(found, "changes-returned", "gone") == (0, 1)


def test_a_report_is_compared_as_of_its_day_and_moment(sees, w, trusted):
    with trusted():
        row = {
            "chain": w.chain,
            "programme": w.programme,
            "author": w.staff["policy"].user,
            "content": {"sections": []},
        }
        row |= {"published_at": now(), "published_by": w.staff["policy"].user}
        report = Report.objects.create(as_of=dt.date(2020, 12, 31), made_at=now() - dt.timedelta(1), **row)
    for query in (f"?rapport={report.pk}", "?"):  # without a choice it is the last report
        found = sees("policy", query)
        assert found.context["asked"].report == report
        assert cells(found, "changes-years", "all") == (1, 2, 1, 1, 0, -1)
        assert "zoals in het rapport van" in found.text


@pytest.mark.parametrize("query", ["?rapport=999999", "?rapport=x"])
def test_a_report_that_is_not_there_is_not_found(sees, query):
    assert sees("policy", query).status_code == 404


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?bekend=31-02-2020", "Deze dag bestaat niet"), ("?bekend=gisteren", "Vul de datum in als dag-maand-jaar"),
        (f"?bekend={day_typed(today())}", "Kies een dag vóór vandaag"),
        (f"?op={day_typed(today() + dt.timedelta(1))}", "Deze dag moet nog komen"),
    ],
)  # fmt: skip
def test_a_filter_says_what_is_wrong(sees, query, said):
    found = sees("policy", query)
    assert found.status_code == 200
    assert said in found.text


def test_before_the_programme_was_in_snoer(sees):
    found = sees("lead", "?op=31-12-2020&bekend=01-01-2021")
    assert "Toen stond dit programma nog niet in Snoer" in found.text
    assert found.context["persons"] == []


def test_the_number_of_queries_does_not_grow_with_the_people(sees, w, trusted, django_assert_num_queries):
    sees("lead")
    with CaptureQueriesContext(connection) as few:
        assert len(sees("lead").context["persons"]) == 3
    with trusted():
        training = Step.objects.filter(instrument__code="training").first().instrument
        for name in ("team", "planned", "ended89", "ended90"):
            BenefitPeriodFactory(client=w[name], started_on=dt.date(2015, 1, 1))
            StepFactory(
                client=w[name], instrument=training, partner=w.partners["annex"], started_on=dt.date(2020, 4, 1)
            )
        assert BenefitPeriod.objects.count() > 6
    with acting_as(w.acting("count"), "test"):
        count(Programme.objects.get())
    with django_assert_num_queries(len(few)):
        assert len(sees("lead").context["persons"]) == 7
