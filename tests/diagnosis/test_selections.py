"""Who fits a selection: each with its edges, and what leaves somebody out of all of them."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from clients.models import Client, Identity, Term
from clients.terms import after, due
from diagnosis import selections
from diagnosis.selections import Coming, born_between, coming, described, find
from placement.placements import PAID
from reporting.blueprint import find as blueprint
from reporting.blueprint import read
from tests import factories as make
from tests.attacks import sql
from tests.factories import days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        for row in read(blueprint("maastricht-heuvelland")).terms:
            if row["key"] in selections.EVENTS:
                make.TermFactory(
                    chain=w.chain, key=row["key"], name=row["name"], source=row["source"], offset=row["offset"],
                    unit=row.get("unit", "months"), started_on=row["from"], ended_on=row.get("until"),
                )  # fmt: skip
    return w


def fit(w: World, selection: str, by: str = "lead", **parameters: object) -> list[str]:
    """Last names of who fits, in their order."""
    with acting_as(w.acting(by)):
        found = find(w.staff[by], selection, parameters)
        assert found.number == len(found.first)
        names = dict(Client.objects.filter(pk__in=[pk for pk, _since in found.first]).values_list("pk", "last_name"))
        return [names[pk] for pk, _since in found.first]


def years_ago(number: int) -> dt.date:
    return after(today(), -12 * number, "months")


def test_long_on_benefit_is_without_a_day_between(w, trusted):
    with trusted():
        three = years_ago(3)
        make.BenefitPeriodFactory(client=w["unknown"], started_on=three)
        make.BenefitPeriodFactory(client=w["team"], started_on=three + dt.timedelta(1))
        # From full to partial, and to another scheme the next day: it goes on.
        make.BenefitPeriodFactory(client=w["step"], started_on=years_ago(5), ended_on=years_ago(2))
        make.BenefitPeriodFactory(client=w["step"], started_on=years_ago(2) + dt.timedelta(1), scheme="ioaw")
        # A day between: it began anew.
        make.BenefitPeriodFactory(client=w["mtb"], started_on=years_ago(5), ended_on=years_ago(2))
        make.BenefitPeriodFactory(client=w["mtb"], started_on=years_ago(2) + dt.timedelta(2))
        make.BenefitPeriodFactory(client=w["both"], started_on=years_ago(9), ended_on=days_ago(1))
        make.BenefitPeriodFactory(client=w["planned"], started_on=years_ago(9), ended_on=today())
        make.BenefitPeriodFactory(client=w["moved"], started_on=years_ago(9), scheme="wajong")
        make.BenefitPeriodFactory(client=w["closed"], started_on=years_ago(9))
        make.BenefitPeriodFactory(client=w["foreign"], started_on=years_ago(9))
    assert fit(w, "long-on-benefit", years=3) == ["planned", "step", "unknown"]  # the longest first
    assert fit(w, "long-on-benefit", years=6) == ["planned"]


def test_in_a_participation_place_is_who_is_in_one_now(w, trusted):
    with trusted():
        place = make.InstrumentFactory(chain=w.chain, form_of_work="participation-place", phase="placement")
        for name, status, began in [("unknown", "active", 300), ("team", "active", 400), ("mtb", "done", 500)]:
            make.StepFactory(
                client=w[name], partner=w.partners["mtb"], instrument=place, status=status, started_on=days_ago(began)
            )
        make.StepFactory(client=w["both"], partner=w.partners["mtb"], instrument=place, status="planned")
    assert fit(w, "participation-place") == ["team", "unknown"]


def test_ready_is_the_last_answer_and_not_out_is_without_paid_work(w, trusted):
    assert sorted(selections.WORK) == sorted(PAID)
    with trusted():
        old = make.DefinitionFactory(chain=w.chain, key="work-fit", ended_on=days_ago(100))
        fit_now = make.DefinitionFactory(chain=w.chain, key="work-fit", started_on=days_ago(99))
        ready = make.DefinitionFactory(chain=w.chain, key="job-ready")
        other = make.DefinitionFactory(chain=w.chain, key="motivated")

        def say(name: str, definition, value: str, ago: int) -> None:
            make.AssessmentFactory(client=w[name], definition=definition, value=value, on=days_ago(ago))

        say("unknown", fit_now, "yes", 10)
        say("team", old, "yes", 200)  # said while the word meant something else: it is still the last that was said
        say("mtb", old, "yes", 200)
        say("mtb", fit_now, "not-yet", 20)  # taken back
        say("both", fit_now, "not-yet", 20)
        say("both", ready, "yes", 30)  # one of the two words is enough
        say("moved", other, "yes", 20)
        say("placement", fit_now, "yes", 20)  # works
        say("step", fit_now, "yes", 5)  # in a step that is no work
    assert fit(w, "ready-not-out") == ["team", "both", "unknown", "step"]


def test_work_ability_has_its_bounds_inside(w, trusted):
    with trusted():
        for name, percent in [("unknown", 29), ("team", 30), ("mtb", 80), ("both", 81), ("step", None)]:
            make.CapacityFactory(client=w[name], work_ability=percent)
    assert set(fit(w, "work-ability")) == {"team", "mtb"}
    assert set(fit(w, "work-ability", lowest=81, highest=100)) == {"both"}


def test_life_events_within_so_many_months_the_nearest_first(w, trusted):
    def born(months: int, days: int = 0) -> dt.date:
        """Of who reaches so many months so many days from today."""
        return after(today() + dt.timedelta(days), -months, "months")

    with trusted():
        Identity.objects.all().delete()
        for name, birth, child in [
            ("unknown", born(27 * 12, 40), None), ("team", None, born(60, 20)), ("mtb", None, born(216, 300)),
            ("both", born(27 * 12, -2), born(60, -2)), ("step", None, born(144, 60)), ("planned", None, born(60, 400)),
        ]:  # fmt: skip
            make.IdentityFactory(client=w[name], birth_date=birth, youngest_child_born_on=child)
        make.IdentityFactory(client=w["moved"], birth_date=dt.date(today().year - 67, 1, 1))
    assert fit(w, "life-event", months=3) == ["team", "unknown", "step"]
    assert fit(w, "life-event", months=12)[:4] == ["team", "unknown", "step", "mtb"]
    assert fit(w, "life-event", months=3, events=["child-12"]) == ["step"]
    assert fit(w, "life-event", months=3, events=[]) == []


def a_term(months: int, started_on: dt.date = dt.date(1900, 1, 1), ended_on: dt.date | None = None) -> Term:
    return Term(key="turns-27", offset=months, unit="months", started_on=started_on, ended_on=ended_on)


@given(
    st.dates(dt.date(1940, 1, 1), dt.date(2020, 12, 31)), st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31)),
    st.integers(0, 400), st.sampled_from([60, 144, 216, 324, 804, 807]),
)  # fmt: skip
def test_who_was_born_then_reaches_it_between_the_days_and_nobody_else(birth, first, days, months):
    term, last = a_term(months), first + dt.timedelta(days)
    born = born_between(term, first, last)
    assert (first <= due(term, birth) <= last) is (born is not None and born[0] <= birth <= born[1])


@pytest.mark.parametrize(
    ("birth", "day"), [("1960-12-31", "2027-12-31"), ("1961-01-01", "2028-04-01"), ("1960-02-29", "2027-02-28")]
)
def test_the_pension_age_is_67_and_from_2028_on_67_and_3_months(w, trusted, birth, day):
    """Algemene Ouderdomswet article 7a: by the dated rows of the blueprint, the same as the terms have."""
    with acting_as(w.acting("lead")):
        terms = selections.event_terms(w.chain.pk)
    found = coming(terms, dt.date.fromisoformat(birth), None, dt.date(2026, 1, 1))
    assert found == [Coming("pension-age", dt.date.fromisoformat(day))]
    born = {
        found for term in terms if term.key == "pension-age"
        for found in [born_between(term, dt.date.fromisoformat(day), dt.date.fromisoformat(day))] if found
    }  # fmt: skip
    assert any(first <= dt.date.fromisoformat(birth) <= last for first, last in born)


def test_nobody_is_of_pension_age_in_the_first_months_of_2028(w, trusted):
    with acting_as(w.acting("lead")):
        terms = [term for term in selections.event_terms(w.chain.pk) if term.key == "pension-age"]
    assert not [term for term in terms if born_between(term, dt.date(2028, 1, 1), dt.date(2028, 3, 31))]


def test_the_youngest_child_of_the_29th_of_february(w, trusted):
    with acting_as(w.acting("lead")):
        terms = selections.event_terms(w.chain.pk)
    found = coming(terms, None, dt.date(2020, 2, 29), dt.date(2024, 1, 1))
    assert [(each.key, each.on.isoformat()) for each in found] == [
        ("child-5", "2025-02-28"), ("child-12", "2032-02-29"), ("child-18", "2038-02-28"),
    ]  # fmt: skip


def test_narrowed_to_a_municipality_a_consultant_and_who_was_not_screened_lately(w, trusted):
    with trusted():
        for name in ("unknown", "team", "mtb", "both"):
            make.CapacityFactory(client=w[name], work_ability=50)
        make.ResidenceFactory(
            client=make.ClientFactory(chain=w.chain, last_name="vaals", lead=w.staff["consultant"].user),
            municipality=w.vaals,
        )
        make.CapacityFactory(client=Client.objects.get(last_name="vaals"), work_ability=50)
        past = make.ScreeningFactory(
            chain=w.chain,
            partner=w.partners["szmh"],
            started_on=days_ago(100),
            ends_on=days_ago(60),
            closed_on=days_ago(60),
        )
        make.ScreeningEntryFactory(screening=past, client=w["team"], outcome="candidate", decided_on=days_ago(70))
        make.ScreeningEntryFactory(screening=past, client=w["mtb"])  # nobody came to it
    assert fit(w, "work-ability", home=w.vaals.pk) == ["vaals"]
    assert fit(w, "work-ability", lead=w.staff["consultant"].user_id) == ["vaals"]
    assert "team" in fit(w, "work-ability") and "team" in fit(w, "work-ability", not_screened=2)
    assert "team" not in fit(w, "work-ability", not_screened=6) and "mtb" in fit(w, "work-ability", not_screened=6)


def test_who_stands_in_a_running_round_or_was_put_off_is_left_out(w, trusted):
    with trusted():
        for name in ("unknown", "team", "mtb", "both"):
            make.CapacityFactory(client=w[name], work_ability=50)
        round_ = {"chain": w.chain, "partner": w.partners["szmh"]}
        make.ScreeningEntryFactory(screening=make.ScreeningFactory(**round_), client=w["unknown"])
        over = make.ScreeningFactory(**round_, closed_on=days_ago(1))
        make.ScreeningEntryFactory(
            screening=over, client=w["team"], outcome="not-now", until=days_ago(-30), decided_on=days_ago(3)
        )
        make.ScreeningEntryFactory(
            screening=over, client=w["mtb"], outcome="not-now", until=today(), decided_on=days_ago(3)
        )
    assert set(fit(w, "work-ability")) == {"mtb", "both"}


def test_at_most_so_many_are_taken_and_all_are_counted(w, trusted, monkeypatch):
    monkeypatch.setattr(selections, "MOST", 2)
    with trusted():
        for name in ("unknown", "team", "mtb"):
            make.CapacityFactory(client=w[name], work_ability=50)
    with acting_as(w.acting("lead")):
        found = find(w.staff["lead"], "work-ability", {})
        assert (found.number, len(found.first)) == (3, 2)
        assert selections.select(w.chain.pk, w.staff["lead"], "work-ability", {}).count() == 2


@pytest.mark.parametrize("name", ["adviser", "trainer", "annex_consultant", "manager"])
def test_only_who_sees_people_by_place_and_reads_what_is_looked_in_selects(w, name):
    with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
        find(w.staff[name], "long-on-benefit", {})


def test_the_database_itself_selects_for_nobody_else(w, trusted):
    with trusted():
        make.CapacityFactory(client=w["step"], work_ability=50)
        make.CapacityFactory(client=w["foreign"], work_ability=50)
    ask = 'select client_id from snoer_select(\'work-ability\', %s, \'{"lowest": 1, "highest": 99, "most": 9}\')'
    for name in ("trainer", "annex_consultant", "adviser", "manager", "policy", "privacy", "stranger"):
        with acting_as(w.acting(name)):
            assert not sql(ask, w.chain.pk), name
    with acting_as(w.acting("consultant")):
        assert sql(ask, w.chain.pk) == [(w["step"].pk,)]
        assert not sql(ask, w.other_chain.pk)


def test_what_was_asked_in_words():
    assert described("long-on-benefit", {"years": 3, "not_screened": 12}) == (
        "3 jaar of langer onafgebroken, niet gescreend in 12 maanden"
    )
    assert described("work-ability", {"lowest": 30, "highest": 80, "home_name": "Vaals"}) == (
        "van 30 tot en met 80 procent, woont in Vaals"
    )
    assert described("life-event", {"months": 1, "events": ["child-5"]}) == "binnen 1 maand, jongste kind wordt 5"
