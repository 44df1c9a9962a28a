"""Still at work after 3, 6 and 12 months: the same as counted by hand, for who may see figures, and of one's own chain."""

import datetime as dt
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.models import FORMS_OF_WORK
from clients.terms import after
from placement.models import Placement
from placement.placements import PAID
from placement.staying_figures import After, figures, may_see
from placement.staying_sql import PAID as PAID_IN_SQL
from tests.factories import EmployerFactory, InstrumentFactory, PlacementFactory, TargetGroupFactory
from tests.world import STAFF

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 31)
GROUPS = {"step": ["wajong"], "team": ["wajong", "45plus"], "planned": ["45plus"]}
PEOPLE = ("step", "team", "planned", "mtb", "unknown")


@pytest.fixture
def shop(w, trusted):
    """No placements but those of the test; three employers, and people of some target groups."""
    with trusted():
        Placement.objects.all().delete()
        for name, codes in GROUPS.items():
            for code in codes:
                TargetGroupFactory(client=w[name], code=code)
        w.employers = [EmployerFactory(chain=w.chain) for _ in range(3)]
        w.forms = {form: InstrumentFactory(chain=w.chain, form_of_work=form) for form in FORMS_OF_WORK}
    return w


def work(w, name, started_on, ended_on=None, form="regular", employer=0, status=None):
    """A placement as it is on record, of the person called so."""
    status = status or ("done" if ended_on else "active")
    return PlacementFactory(
        client=w[name], form_of_work=form, employer=None if employer is None else w.employers[employer],
        step__partner=w.partners["podium24"], step__instrument=w.forms[form], step__status=status,
        step__started_on=started_on, step__ended_on=ended_on,
    )  # fmt: skip


def counted(w, per="", year=None, form="", day=DAY, name="consultant"):
    """What the database counts: group -> (begun, people, (came, still, same) after 3, 6, 12 months)."""
    with acting_as(w.acting(name)):
        return {
            row.name or "": (row.started, row.people, *((one.came, one.still, one.same) for one in row.after))
            for row in figures(per, year, form, day)
        }


def by_hand(rows, per="", year=None, form="", day=DAY):
    """The same, person by person, from (who, groups, form, employer, first day, last day or None)."""
    paid = [row for row in rows if row[2] in PAID and row[4] is not None and row[4] <= day]

    def groups(row):
        _who, of, kind, employer, started_on, _ended_on = row
        return {"form": [kind], "employer": [str(employer or "")], "year": [str(started_on.year)], "": [""],
                "group": of or [""]}[per]  # fmt: skip

    found = defaultdict(list)
    for row in paid:
        if (year is None or row[4].year == year) and form in ("", row[2]):
            for group in groups(row):
                found[group].append(row)
    result = {}
    for group, begun in found.items():
        each = []
        for months in (3, 6, 12):
            came = still = same = 0
            for row in begun:
                until = after(row[4], months, "months")
                if until > day:
                    continue
                there = [o for o in paid if o[0] == row[0] and o[4] <= until and (o[5] is None or o[5] >= until)]
                came += 1
                still += bool(there)
                same += any(o is row or (o[3] is not None and o[3] == row[3]) for o in there)
            each.append((came, still, same))
        result[group] = (len(begun), len({row[0] for row in begun}), *each)
    return result


# cases


def test_the_day_itself_counts_and_the_day_before_does_not(shop, trusted):
    with trusted():
        work(shop, "step", dt.date(2025, 11, 30), dt.date(2026, 2, 28))  # three months after 30 November is 28 February
        work(shop, "team", dt.date(2025, 11, 30), dt.date(2026, 2, 27))
    assert counted(shop)[""] == (2, 2, (2, 1, 1), (0, 0, 0), (0, 0, 0))


def test_a_day_to_come_is_not_measured(shop, trusted):
    with trusted():
        work(shop, "step", dt.date(2026, 1, 1))
    assert counted(shop, day=dt.date(2026, 3, 31))[""][2] == (0, 0, 0)
    assert counted(shop, day=dt.date(2026, 4, 1))[""][2] == (1, 1, 1)


def test_another_job_counts_as_work_and_not_as_the_same_employer(shop, trusted):
    with trusted():
        work(shop, "step", dt.date(2025, 1, 1), dt.date(2025, 2, 28))
        work(shop, "step", dt.date(2025, 3, 10), dt.date(2025, 12, 31), employer=1, form="secondment")
    assert counted(shop, form="regular")[""] == (1, 1, (1, 1, 0), (1, 1, 0), (1, 0, 0))
    assert counted(shop)[""] == (2, 1, (2, 2, 1), (2, 2, 1), (2, 0, 0))  # each start by itself


def test_a_new_contract_with_the_same_employer_is_staying_there(shop, trusted):
    with trusted():
        work(shop, "step", dt.date(2025, 1, 1), dt.date(2025, 2, 28), "temporary-agency")
        work(shop, "step", dt.date(2025, 3, 1), None, "regular")
    assert counted(shop, form="temporary-agency")[""] == (1, 1, (1, 1, 1), (1, 1, 1), (1, 1, 1))


@pytest.mark.parametrize("form", sorted(set(FORMS_OF_WORK) - set(PAID)))
def test_what_is_not_paid_is_neither_a_start_nor_work(shop, trusted, form):
    with trusted():
        work(shop, "step", dt.date(2025, 1, 1), dt.date(2025, 2, 28))
        work(shop, "step", dt.date(2025, 3, 1), None, form)
    assert counted(shop)[""] == (1, 1, (1, 0, 0), (1, 0, 0), (1, 0, 0))


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_who_did_not_begin_does_not_count(shop, trusted, status):
    with trusted():
        work(shop, "step", None, None, status=status)
    assert counted(shop) == {}


def test_of_49_in_sheltered_work_37_stayed(shop, trusted):
    """The figures that document 004 gives of Weener XL."""
    from tests.factories import ClientFactory

    with trusted():
        for number in range(49):
            shop.clients["one"] = ClientFactory(chain=shop.chain, lives=shop.maastricht)
            work(
                shop,
                "one",
                dt.date(2025, 1, 1),
                None if number < 37 else dt.date(2025, 3, 1),
                "sheltered",
                employer=None,
            )
    assert counted(shop, "form") == {"sheltered": (49, 49, (49, 37, 37), (49, 37, 37), (49, 37, 37))}
    assert After(6, 49, 37, 37).percent == 76


@pytest.mark.parametrize(
    ("still", "came", "percent"), [(1, 2, 50), (1, 8, 13), (1, 3, 33), (2, 3, 67), (0, 5, 0), (0, 0, None)]
)
def test_percent_is_rounded_half_up_and_of_nobody_there_is_none(still, came, percent):
    assert After(3, came, still, 0).percent == percent


def test_the_forms_are_those_that_are_paid():
    assert set(PAID_IN_SQL) == set(PAID)


# by hand


@st.composite
def placed(draw):
    started_on = draw(st.dates(dt.date(2024, 6, 1), dt.date(2026, 4, 30)))
    ended_on = draw(st.none() | st.integers(0, 500).map(lambda days: started_on + dt.timedelta(days)))
    return (draw(st.sampled_from(PEOPLE)), draw(st.sampled_from([*PAID, "volunteering"])),
            draw(st.sampled_from([0, 1, 2, None])), started_on, ended_on)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(placed(), max_size=14),
    year=st.sampled_from([None, 2024, 2025]),
    form=st.sampled_from(["", "regular"]),
)
def test_the_database_counts_as_one_would_by_hand(shop, trusted, rows, year, form):
    with trusted():
        Placement.objects.all().delete()
        for who, kind, employer, started_on, ended_on in rows:
            work(shop, who, started_on, ended_on, kind, employer)
    told = [
        (
            who,
            GROUPS.get(who, []),
            kind,
            None if employer is None else shop.employers[employer].pk,
            started_on,
            ended_on,
        )
        for who, kind, employer, started_on, ended_on in rows
    ]
    for per in ("", "form", "year", "group", "employer"):
        assert counted(shop, per, year, form) == by_hand(told, per, year, form), per


# who sees it


@pytest.mark.parametrize("name", sorted(STAFF))
def test_figures_are_for_who_reads_placements_or_results_and_for_policy(shop, trusted, signed_in, name):
    with trusted():
        work(shop, "mtb", dt.date(2025, 1, 1))
    sees = name not in ("privacy", "admin")
    assert may_see(shop.staff[name]) == sees
    assert signed_in(name).get("/bemiddeling/nog-aan-het-werk/").status_code == (200 if sees else 403)
    assert bool(counted(shop, name=name)) == sees  # the database says the same
    by_employer = sees and name not in ("policy", "coordinator", "annex_coordinator", "archivist")
    assert bool(counted(shop, "employer", name=name)) == by_employer


def test_they_are_the_same_for_all_also_of_people_one_does_not_see(shop, trusted):
    with trusted():
        work(shop, "mtb", dt.date(2025, 1, 1))
    assert counted(shop, name="trainer") == counted(shop, name="policy") == counted(shop, name="lead") != {}


def test_and_of_ones_own_chain(shop, trusted, signed_in):
    with trusted():
        work(shop, "step", dt.date(2025, 1, 1))
    assert counted(shop, name="stranger") == {}
    assert "Nog niets te tellen" in signed_in("stranger").get("/bemiddeling/nog-aan-het-werk/").content.decode()


# the page


def page(signed_in, asked="", name="consultant"):
    return signed_in(name).get("/bemiddeling/nog-aan-het-werk/" + asked).content.decode()


def test_the_page_tells_numbers_beside_each_percentage_and_how_they_are_counted(shop, trusted, signed_in):
    with trusted():
        work(shop, "step", today() - dt.timedelta(200))
        work(shop, "team", today() - dt.timedelta(200), today() - dt.timedelta(150), "sheltered", None)
    shown = page(signed_in)
    for text in ("Na 3 maanden", "50 procent", "<b>1</b> van 1 (100%)", "<b>0</b> van 1 (0%)", "nog niet", "Zo is geteld",
                 "Regulier werk", "Beschut werk"):  # fmt: skip
        assert text in shown


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("?per=doelgroep", "Wajong"),
        ("?per=jaar", "Beginjaar"),
        ("?per=werkgever&vorm=regular", "Werkgever"),
        ("?per=onzin&jaar=xx&vorm=gek&blad=-3", "Soort werk"),
        ("?jaar=1900", "Soort werk"),
        ("?jaar=2015", "Nog niets te tellen"),
    ],
)
def test_its_filters_stand_in_the_address(shop, trusted, signed_in, asked, text):
    with trusted():
        work(shop, "step", today() - dt.timedelta(200))
    assert text in page(signed_in, asked)


def test_by_employer_is_for_who_reads_of_employers(shop, trusted, signed_in):
    with trusted():
        work(shop, "step", today() - dt.timedelta(200))
    name = shop.employers[0].name
    assert name in page(signed_in, "?per=werkgever")
    assert name not in page(signed_in, "?per=werkgever", "policy")


def test_many_employers_stand_on_more_pages(shop, trusted, signed_in):
    with trusted():
        shop.employers = [EmployerFactory(chain=shop.chain) for _ in range(27)]
        for number in range(27):
            work(shop, "step", today() - dt.timedelta(200), employer=number)
    first, second = page(signed_in, "?per=werkgever"), page(signed_in, "?per=werkgever&blad=2")
    assert "blad=2" in first and 'rel="prev"' in second
    assert first.count('scope="row"') == 25 and second.count('scope="row"') == 2


def test_the_page_asks_the_same_number_of_times_whatever_there_is(
    shop, trusted, signed_in, django_assert_max_num_queries
):
    with trusted():
        for number in range(3):
            work(shop, "step", today() - dt.timedelta(200), employer=number)
    browser = signed_in("consultant")
    browser.get("/bemiddeling/nog-aan-het-werk/")
    with django_assert_max_num_queries(9):
        browser.get("/bemiddeling/nog-aan-het-werk/?per=werkgever")
