"""Participation places: who may, how long, and the calendar (Participatiewet, articles 7 and 10a)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.formats import day, day_typed
from clients import terms
from clients.models import Identity, Task, Term
from clients.terms import after
from placement.models import Placement
from placement.participation import last_day, moments
from tests.factories import AmountFactory, EmployerFactory, PlacementFactory, StepFactory, TermFactory, days_ago

ONE_DAY = dt.timedelta(1)
days = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


# The rules, of days alone


def test_two_years_then_twice_a_year_elsewhere_and_four_in_all():
    start = dt.date(2026, 1, 15)
    assert last_day(start, 0) == (dt.date(2028, 1, 14), False)
    third = dt.date(2028, 1, 15)
    assert last_day(third, (third - start).days) == (dt.date(2029, 1, 14), True)
    fourth = dt.date(2029, 1, 15)
    assert last_day(fourth, (fourth - start).days) == (dt.date(2030, 1, 14), True)
    fifth = dt.date(2030, 1, 15)
    assert last_day(fifth, (fifth - start).days) is None


def test_what_was_used_before_is_taken_off():
    assert last_day(dt.date(2026, 6, 1), 100) == (after(dt.date(2026, 2, 21), 24, "months") - ONE_DAY, False)


@given(start=days, used=st.integers(0, 2000))
def test_all_together_it_is_never_more_than_four_years(start, used):
    began = start - dt.timedelta(used)
    found = last_day(start, used)
    if found is None:
        assert start >= after(began, 48, "months")
    else:
        last, longer = found
        assert start <= last < after(began, 48, "months")
        assert longer == (last >= after(began, 24, "months"))
        assert (last - start).days < 24 * 31


@given(start=days, cut=st.integers(1, 700))
def test_a_place_in_two_pieces_ends_when_the_whole_would(start, cut):
    whole, _longer = last_day(start, 0)
    second = start + dt.timedelta(cut)
    assert last_day(second, cut) == (whole, False)


CALENDAR = [
    {"key": "pp-schooling", "name": "Scholing aanbieden", "offset": 6, "article": "artikel 10a lid 5"},
    {"key": "pp-premium", "name": "Premie", "offset": 6, "every": 6, "times": 8, "article": "artikel 10a lid 6"},
    {"key": "pp-review", "name": "Beoordelen", "offset": 9, "article": "artikel 10a lid 8"},
    {"key": "pp-stop", "name": "Niet beoordeeld: stopt", "offset": 12, "article": "artikel 10a lid 8"},
    {"key": "pp-end", "name": "Eindigt", "offset": 24, "hard": True, "article": "artikel 10a lid 1"},
]


@given(days)
def test_the_calendar_of_a_place_has_its_days_in_order(start):
    last, _longer = last_day(start, 0)
    rows = [Term(unit="months", **{"every": None, "times": 1, "hard": False} | row) for row in CALENDAR]
    found = moments(start, last, rows)
    assert [one.on for one in found] == sorted(one.on for one in found)
    by_key = {
        key: [one.on for one in found if one.key == key] for key in ("pp-schooling", "pp-review", "pp-stop", "pp-end")
    }
    assert by_key == {
        "pp-schooling": [after(start, 6, "months")], "pp-review": [after(start, 9, "months")],
        "pp-stop": [after(start, 12, "months")], "pp-end": [after(start, 24, "months") - ONE_DAY],
    }  # fmt: skip
    premiums = [one.on for one in found if one.key == "pp-premium"]
    assert premiums == [after(start, months, "months") for months in (6, 12, 18, 24)]


# On the pages


@pytest.fixture
def rules(w, trusted):
    """The chain's terms of article 10a, and somebody who is 40."""
    with trusted():
        for row in CALENDAR:
            source = "participation-not-reviewed" if row["key"] == "pp-stop" else "step-started"
            scope = "" if row["key"] == "pp-stop" else "participation-place"
            TermFactory(chain=w.chain, source=source, scope=scope, unit="months", **row)
        for key, offset in (("pp-longer", 12), ("pp-most", 48), ("pp-age", 324)):
            TermFactory(chain=w.chain, key=key, source="participation-limit", offset=offset, unit="months", hard=True)
        Identity.objects.filter(client=w["job"]).update(birth_date=dt.date(1985, 5, 17))


def url(w):
    return f"/clienten/{w['job'].number}/plaatsing/"


def typed(**more):
    return {"form_of_work": "participation-place", "employer": "Kringloop", "job": "sorteren",
            "started_on": day_typed(today())} | more  # fmt: skip


def born(w, trusted, on):
    with trusted():
        Identity.objects.filter(client=w["job"]).update(birth_date=on)


@pytest.mark.django_db
@pytest.mark.parametrize(("later", "status"), [(0, 302), (1, 422)])
def test_not_for_who_is_under_27_on_the_first_day(w, rules, signed_in, trusted, later, status):
    years = after(today(), -324, "months")
    born(w, trusted, years + dt.timedelta(later))
    answer = signed_in("consultant").post(url(w), typed())
    assert answer.status_code == status
    if status == 422:
        assert "27 jaar" in answer.context["form"].errors["form_of_work"][0]
        assert day_typed(years + dt.timedelta(later)) not in answer.content.decode()
        with trusted():
            assert not Placement.objects.filter(client=w["job"]).exists()


@pytest.mark.django_db
def test_without_a_birth_date_it_is_asked_for(w, rules, signed_in, trusted):
    born(w, trusted, None)
    answer = signed_in("consultant").post(url(w), typed())
    assert "geboortedatum is niet bekend" in answer.context["form"].errors["form_of_work"][0]


@pytest.mark.django_db
def test_who_does_not_read_birth_dates_is_told_a_yes_or_no_and_who_does_not_see_the_person_nothing(w, rules, trusted):
    from placement.participation import too_young

    for name, told in [
        ("consultant", False),
        ("adviser", False),
        ("coach", None),
        ("stranger", None),
        ("manager", None),
    ]:
        with acting_as(w.acting(name)):
            assert too_young(w["job"], today()) is told, name


def ran(w, started_on, ended_on=None, employer="Kringloop", job="sorteren"):
    from chain.models import Instrument

    instrument = Instrument.objects.get(chain=w.chain, code="participation-place")
    step = StepFactory(client=w["job"], partner=w.partners["szmh"], instrument=instrument, started_on=started_on,
                       ended_on=ended_on, status="done" if ended_on else "active")  # fmt: skip
    return PlacementFactory(client=w["job"], step=step, form_of_work="participation-place", job=job,
                            employer=EmployerFactory(chain=w.chain, name=employer))  # fmt: skip


@pytest.mark.django_db
def test_no_longer_than_two_years_with_what_was_before(w, rules, signed_in, trusted):
    with trusted():
        ran(w, days_ago(400), days_ago(300))
    last = after(today() - dt.timedelta(101), 24, "months") - ONE_DAY
    browser = signed_in("consultant")
    longer = browser.post(url(w), typed(planned_end=day_typed(last + ONE_DAY)))
    assert day(last) in longer.context["form"].errors["planned_end"][0]
    assert browser.post(url(w), typed(planned_end=day_typed(last))).status_code == 302


@pytest.mark.django_db
def test_after_two_years_only_elsewhere_with_other_work_and_a_year(w, rules, signed_in, trusted):
    began = after(today(), -24, "months")
    with trusted():
        ran(w, began, days_ago(1))
    browser = signed_in("consultant")
    for same in ({}, {"job": "Sorteren ", "employer": "Museum"}, {"job": "kassa"}):
        assert "andere plek" in browser.post(url(w), typed(**same)).context["form"].errors["employer"][0]
    last = after(began, 36, "months") - ONE_DAY
    elsewhere = typed(employer="Museum", job="kassa")
    longer = browser.post(url(w), elsewhere | {"planned_end": day_typed(last + ONE_DAY)})
    assert day(last) in longer.context["form"].errors["planned_end"][0]
    assert browser.post(url(w), elsewhere | {"planned_end": day_typed(last)}).status_code == 302


@pytest.mark.django_db
def test_after_four_years_it_is_over(w, rules, signed_in, trusted):
    with trusted():
        ran(w, after(today(), -48, "months"), days_ago(1))
    answer = signed_in("consultant").post(url(w), typed(employer="Museum", job="kassa"))
    assert "vier jaar" in answer.context["form"].errors["started_on"][0]


@pytest.mark.django_db
def test_its_page_has_the_calendar_with_what_was_done(w, rules, signed_in, trusted):
    with trusted():
        AmountFactory(chain=w.chain, key="premium", value="300")
        place = ran(w, after(today(), -10, "months"))
    terms.run(w.chain.pk)
    browser = signed_in("consultant")
    address = f"{url(w)}{place.pk}/"
    page = browser.get(address).content.decode().replace("\xa0", " ")
    assert "Kalender van de participatieplaats" in page
    assert "€ 300" in page
    assert "Niet beoordeeld: stopt" in page
    with trusted():
        task = Task.objects.get(key="pp-review")
    browser.post(
        f"/clienten/{w['job'].number}/taken/{task.pk}/", {"on": day_typed(today()), "result": "De plaats helpt."}
    )
    terms.run(w.chain.pk)
    page = browser.get(address).content.decode()
    assert "De plaats helpt." in page
    assert "Niet beoordeeld: stopt" not in page
    with trusted():
        assert Task.objects.get(key="pp-stop").status == "cleared"
        assert {task.nth for task in Task.objects.filter(key="pp-premium", status="open")} >= {1, 2}


@pytest.mark.django_db
def test_an_amount_that_was_not_set_is_not_made_up(w, rules, signed_in, trusted):
    with trusted():
        place = ran(w, days_ago(30))
    assert "niet ingesteld" in signed_in("consultant").get(f"{url(w)}{place.pk}/").content.decode()
