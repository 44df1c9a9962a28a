# ruff: noqa: F811 (fixtures of another file)
"""The count is right whatever is corrected, and what was known is what was counted then: by brute force and by copies."""

import datetime as dt
import itertools
import random
from collections import Counter
from types import ModuleType
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from chain.acting import acting_as, system_membership
from chain.models import Chain, ChainMunicipality, Instrument, Municipality, Partner
from clients.models import BenefitPeriod, Client, Residence, Step
from reporting.caseload import import_folder
from reporting.counting import count, progress, recheck
from reporting.dashboard_tables import cells_up_to
from reporting.known import Comparison, compare
from reporting.models import Programme, Result
from tests.factories import BenefitPeriodFactory, ResidenceFactory, StepFactory
from tests.reporting.test_counting import (  # noqa: F401
    Person,
    Region,
    day,
    heuvelland,
    maker,
    person,
    region,
    without_maker,
)

DAYS = [dt.date(2018, 12, 31), dt.date(2020, 9, 30), dt.date(2022, 6, 30)]
HISTORIES = [
    "clients_stepevent", "clients_benefitperiodevent", "clients_residenceevent", "chain_instrumentevent",
    "chain_chainmunicipalityevent", "reporting_programmeevent",
]  # fmt: skip


@pytest.fixture
def a_day_passes(trusted):
    """All that was written becomes a day older."""

    def older() -> None:
        with trusted(), connection.cursor() as cursor:
            for table in HISTORIES:
                cursor.execute(f"update {table} set pgh_created_at = pgh_created_at - interval '1 day'")

    return older


def before_the_last(days: int) -> dt.datetime:
    """A moment before what was written in the last days."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0] - dt.timedelta(days - 0.5)


# Brute force


def rows_of(chain: Chain) -> dict[str, list[dict[str, Any]]]:
    """The facts of the chain as the maker of caseloads has them."""

    def lines(query: Any, **columns: str) -> list[dict[str, Any]]:
        found = query.filter(chain=chain).order_by("pk").values_list("client__ref", *columns.values())
        return [
            {name: "" if value is None else value for name, value in zip(("client_ref", *columns), row, strict=True)}
            for row in found
        ]

    return {
        "clients": [{"client_ref": ref} for ref in Client.objects.filter(chain=chain).values_list("ref", flat=True)],
        "residences": lines(Residence.objects, municipality="municipality__code", started_on="started_on", ended_on="ended_on"),
        "benefits": lines(BenefitPeriod.objects, scheme="scheme", level="level", started_on="started_on",
                          ended_on="ended_on", end_reason="end_reason"),
        "steps": lines(Step.objects, step_ref="ref", instrument="instrument__code", partner="partner__code",
                       started_on="started_on", ended_on="ended_on"),
        "placements": [],
    }  # fmt: skip


def right(maker: ModuleType, rows: dict[str, Any], as_of: dt.date) -> dict[str, Any]:
    found: dict[str, Any] = maker.expected(rows, as_of)
    del found["sample"]
    return found


@without_maker
@pytest.mark.parametrize(("clients", "seed"), [(250, 41), (400, 77)])
def test_every_as_of_day_of_a_quarter_is_right_in_all_municipalities(heuvelland, maker, tmp_path, clients, seed):
    maker.make(tmp_path, clients, seed)
    import_folder(tmp_path, heuvelland)
    with acting_as(system_membership(heuvelland, "count"), "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
        rows = rows_of(heuvelland)
        for number in range(92):
            as_of = dt.date(2020, 7, 1) + dt.timedelta(number)
            assert progress(programme, as_of) == right(maker, rows, as_of), as_of


class Corrections:
    """Facts moved, ended, opened again, deleted and inserted, as they come; what the database refuses is not done."""

    def __init__(self, chain: Chain, seed: int) -> None:
        self.chain, self.numbers, self.refs = chain, random.Random(seed), itertools.count(1)
        self.instruments = list(
            Instrument.objects.filter(pk__in=Step.objects.values("instrument"), form_of_work="").order_by("pk")
        )  # those that the brute force knows
        self.partners = list(Partner.objects.filter(chain=chain).order_by("pk"))
        self.places = list(
            Municipality.objects.filter(code__in=["GM0935", "GM0363", "GM0981", "GM1903"]).order_by("pk")
        )
        self.clients = list(Client.objects.filter(chain=chain).order_by("pk"))

    def make(self, many: int) -> set[int]:
        """The clients that were touched."""
        acts = [self.step, self.benefit, self.residence, self.new_step, self.new_benefit]
        touched = set()
        for _number in range(many):
            try:
                with transaction.atomic():
                    touched.add(self.numbers.choice(acts)())
            except IntegrityError:
                continue
        return touched

    def _some(self, query: Any) -> Any:
        found = list(query.filter(client=self.numbers.choice(self.clients)).order_by("pk"))
        return self.numbers.choice(found) if found else None

    def _day(self) -> dt.date:
        return dt.date(2017, 6, 1) + dt.timedelta(self.numbers.randrange(1700))

    def step(self) -> int:
        step = self._some(Step.objects.filter(instrument__form_of_work="", started_on__isnull=False))
        if step is None:
            return self.new_step()
        match self.numbers.randrange(5):
            case 0:
                step.started_on = self._day()
                step.status, step.ended_on = "active", None
            case 1:
                step.status, step.ended_on = (
                    "done",
                    step.started_on + dt.timedelta(self.numbers.choice([0, 60, 182, 183, 184])),
                )
            case 2:
                step.status, step.started_on, step.ended_on, step.stopped_for = "planned", None, None, ""
            case 3:
                step.instrument = self.numbers.choice(self.instruments)
            case 4:
                client = step.client_id
                step.delete()
                return int(client)
        step.save()
        return int(step.client_id)

    def benefit(self) -> int:
        benefit = self._some(BenefitPeriod.objects)
        if benefit is None:
            return self.new_benefit()
        match self.numbers.randrange(4):
            case 0:
                benefit.ended_on = benefit.started_on + dt.timedelta(self.numbers.randrange(1500))
                benefit.end_reason = self.numbers.choice(["work", "work", "moved"])
            case 1:
                benefit.ended_on, benefit.end_reason = None, ""
            case 2:
                benefit.level = self.numbers.choice(["full", "partial"])
                benefit.scheme = self.numbers.choice(["participatiewet", "ioaw", "wsw"])
            case 3:
                client = benefit.client_id
                benefit.delete()
                return int(client)
        benefit.save()
        return int(benefit.client_id)

    def residence(self) -> int:
        residence = self._some(Residence.objects)
        if residence is None:
            client = self.numbers.choice(self.clients)
            ResidenceFactory(client=client, municipality=self.numbers.choice(self.places), started_on=self._day())
            return int(client.pk)
        match self.numbers.randrange(3):
            case 0:
                residence.municipality = self.numbers.choice(self.places)
            case 1:
                residence.ended_on = residence.started_on + dt.timedelta(self.numbers.randrange(2500))
            case 2:
                client_id = residence.client_id
                residence.delete()
                return int(client_id)
        residence.save()
        return int(residence.client_id)

    def new_step(self) -> int:
        client = self.numbers.choice(self.clients)
        StepFactory(
            client=client, chain=self.chain, ref=f"R{self.numbers.randrange(10)}-{next(self.refs)}", started_on=self._day(),
            instrument=self.numbers.choice(self.instruments), partner=self.numbers.choice(self.partners),
        )  # fmt: skip
        return int(client.pk)

    def new_benefit(self) -> int:
        """Half of them a return within about a month."""
        client = self.numbers.choice(self.clients)
        ended = BenefitPeriod.objects.filter(client=client, ended_on__isnull=False).order_by("pk").last()
        on = self._day()
        if ended and self.numbers.random() < 0.5:
            on = ended.ended_on + dt.timedelta(self.numbers.choice([1, 10, 30, 31, 32, 33]))
        BenefitPeriodFactory(
            client=client, scheme=self.numbers.choice(["participatiewet", "ioaw", "ioaz", "wsw"]),
            level=self.numbers.choice(["full", "partial"]), started_on=on,
        )  # fmt: skip
        return int(client.pk)


Copy = dict[dt.date, tuple[Counter, dict[tuple[int, str], tuple]]]


def copied(programme: Programme) -> Copy:
    """What is counted now: the cells and the persons of each day."""
    found: Copy = {}
    for as_of in DAYS:
        cells = Counter({row[:5]: row[5] for row in cells_up_to(programme, as_of).rows})
        live = Result.objects.filter(programme=programme, since__lte=as_of).exclude(until__lte=as_of)
        found[as_of] = cells, {
            (r.client_id, r.kind): (r.on, r.municipality_id, r.partner_id, r.extent) for r in live
        }  # fmt: skip
    return found


def same_as(copy: Copy, programme: Programme, moment: dt.datetime) -> None:
    """That what was known at the moment is the copy, in numbers and in persons."""
    for as_of, (cells, persons) in copy.items():
        found = compare(programme, as_of, moment)
        then = Counter({row[:5]: row[5] for row in cells_up_to(programme, as_of).rows})
        for row in found.delta:
            then[row[:5]] += row[5]
        assert {key: many for key, many in then.items() if many} == dict(cells), as_of
        now = copied(programme)[as_of][1]
        differing = {key for key in {*persons, *now} if persons.get(key) != now.get(key)}
        assert {(one.client, one.kind) for one in found.changed} == differing
        for one in found.changed:
            for side, counted in ((persons, one.was), (now, one.now)):
                want = side.get((one.client, one.kind))
                assert (counted and (counted.on, counted.municipality, counted.partner, counted.extent)) == want


@pytest.mark.slow
@without_maker
@pytest.mark.parametrize("seed", [1, 2])
def test_thousands_of_corrections_are_counted_as_all_is_and_what_was_known_stays_so(
    heuvelland, maker, tmp_path, trusted, a_day_passes, seed
):  # fmt: skip
    maker.make(tmp_path, 300, 100 + seed)
    import_folder(tmp_path, heuvelland)
    membership = system_membership(heuvelland, "count")
    with acting_as(membership, "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
        corrections, copies = Corrections(heuvelland, seed), [copied(programme)]
    for _batch in range(5):
        a_day_passes()
        with trusted():
            touched = corrections.make(300)
        with acting_as(membership, "test"):
            count(programme, touched)
            assert recheck(programme) == []
            assert count(programme) == 0
            rows = rows_of(heuvelland)
            for as_of in DAYS:
                assert progress(programme, as_of) == right(maker, rows, as_of), as_of
            copies.append(copied(programme))
            for days in {1, len(copies) - 1}:
                same_as(copies[-1 - days], programme, before_the_last(days))


@without_maker
def test_what_was_known_holds_when_schemes_modules_or_municipalities_change(
    heuvelland, maker, tmp_path, trusted, a_day_passes
):
    maker.make(tmp_path, 250, 9)
    import_folder(tmp_path, heuvelland)
    membership = system_membership(heuvelland, "count")
    with acting_as(membership, "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
        corrections, copies = Corrections(heuvelland, 5), [copied(programme)]

    def schemes() -> None:
        programme.counted_schemes = ["participatiewet"]
        programme.save()

    def modules() -> None:
        for code in ("leerwerktraject", "jobcoaching"):
            module = Instrument.objects.get(chain=heuvelland, code=code)
            module.activates = not module.activates
            module.save()

    def municipalities() -> None:
        ChainMunicipality.objects.filter(chain=heuvelland, municipality__code="GM0981").delete()

    for change in (schemes, modules, municipalities):
        a_day_passes()
        with trusted():
            change()
            corrections.make(40)
        with acting_as(membership, "test"):
            count(programme)
            copies.append(copied(programme))
            for days in range(1, len(copies)):
                same_as(copies[-1 - days], programme, before_the_last(days))
    with acting_as(membership, "test"):
        found = compare(programme, DAYS[-1], before_the_last(3))
    assert {one.what for one in found.settings} == {"counted_schemes", "activates", "served"}


# Why it differs


@pytest.fixture
def known(region, a_day_passes):
    """What differs as of a day from what was known before the given act."""

    def since(act: Any, as_of: str = "2021-06-30", later: str | None = None) -> Comparison:
        region.count()
        a_day_passes()
        act()
        region.count()
        with acting_as(region.membership, "test"):
            return compare(region.programme, day(as_of), before_the_last(1), day(later) if later else None)

    return since


def causes(found: Comparison) -> list[tuple[str, str, str]]:
    return [(one.kind, one.way, one.cause) for one in found.changed]


def test_a_step_that_is_registered_afterwards(person, known):
    anna = person()
    assert causes(known(lambda: anna.step("2019-03-01"))) == [("activation", "new", "registered")]


def test_a_step_whose_first_day_is_corrected(person, known, trusted):
    anna = person()
    step = anna.step("2019-03-01")

    def correct() -> None:
        with trusted():
            Step.objects.filter(pk=step.pk).update(started_on=day("2019-02-01"))

    found = known(correct)
    assert causes(found) == [("activation", "other", "corrected")]
    assert (str(found.changed[0].was.on), str(found.changed[0].now.on)) == ("2019-03-01", "2019-02-01")


def test_a_step_that_is_taken_away(person, known, trusted):
    anna = person()
    step = anna.step("2019-03-01")

    def take() -> None:
        with trusted():
            step.delete()

    assert causes(known(take)) == [("activation", "gone", "removed")]


def test_a_step_of_after_the_day_changes_nothing(person, known):
    anna = person()
    found = known(lambda: anna.step("2019-03-01"), "2019-02-28")
    assert (found.changed, found.delta, found.touched) == ([], [], 1)


def test_what_tells_nothing_of_the_count_changes_nothing(person, known, trusted):
    anna = person()
    step = anna.step("2019-03-01")

    def told() -> None:
        with trusted():
            Step.objects.filter(pk=step.pk).update(goal="Nederlands leren", hours_per_week=12)

    assert causes(known(told)) == []


def test_an_end_that_is_registered_afterwards(person, known, trusted):
    anna = person(benefit=False)
    period = anna.receives("2014-01-01")

    def end() -> None:
        with trusted():
            BenefitPeriod.objects.filter(pk=period.pk).update(ended_on=day("2020-05-31"), end_reason="work")

    assert causes(known(end)) == [("outflow", "new", "registered")]


@pytest.mark.parametrize(
    ("days", "level", "way"), [(1, "full", "gone"), (31, "full", "gone"), (31, "partial", "other"), (32, "full", None)]
)
def test_who_came_back_within_31_days_is_a_kind_of_its_own(person, known, days, level, way):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2020-05-31", "work")
    back = str(day("2020-05-31") + dt.timedelta(days))
    found = known(lambda: anna.receives(back, level=level))
    assert causes(found) == ([("outflow", way, "returned")] if way else [])


def test_who_came_back_after_the_day_is_told_apart(person, known, region):
    """As of the last of May somebody has flowed out; as of the end of June not any more."""
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2020-05-31", "work")
    found = known(lambda: anna.receives("2020-06-10"), "2020-05-31", "2020-06-30")
    assert causes(found) == []
    assert found.returned == [("gone", region.here.pk, 1)]


def test_a_still_received_benefit_is_no_return(person, known):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2020-05-31", "work")
    found = known(lambda: anna.receives("2018-01-01", scheme="ioaw"))
    assert causes(found) == [("outflow", "gone", "registered")]


def test_another_municipality(person, known, region, trusted):
    anna = person()
    anna.step("2019-03-01")

    def move() -> None:
        with trusted():
            Residence.objects.update(municipality=region.there)

    found = known(move)
    assert causes(found) == [("activation", "other", "corrected")]
    assert (found.changed[0].was.municipality, found.changed[0].now.municipality) == (region.here.pk, region.there.pk)


def test_a_module_that_activates_from_now_on_counts_everybody_anew(person, known, region, trusted):
    anna, bram = person(), person()
    anna.step("2019-03-01", instrument=region.coaching)
    bram.step("2019-03-01")

    def activates() -> None:
        with trusted():
            region.coaching.activates = True
            region.coaching.save()

    found = known(activates)
    assert causes(found) == [("activation", "new", "settings")]
    assert [(one.what, one.of, one.was, one.now) for one in found.settings] == [("activates", "Coaching", False, True)]
    assert found.touched == 0


def test_before_the_history_began_a_fact_is_known_as_it_is(person, known, region, trusted):
    anna = person()
    anna.step("2019-03-01")
    with trusted(), connection.cursor() as cursor:
        cursor.execute("delete from clients_stepevent; delete from clients_benefitperiodevent")
    assert causes(known(lambda: anna.step("2021-01-01", "2021-02-01"))) == []


def test_before_the_programme_was_there_nothing_was_known(person, region):
    anna = person()
    anna.step("2019-03-01")
    region.count()
    with acting_as(region.membership, "test"):
        found = compare(region.programme, day("2020-01-01"), before_the_last(1000))
    assert (found.begun, causes(found)) == (False, [("activation", "new", "registered")])


@without_maker
def test_what_was_known_of_one_client_reads_no_whole_table(heuvelland, maker, tmp_path, trusted, a_day_passes):
    """Whatever the number of people: of who was touched, by an index."""
    maker.make(tmp_path, 1500, 6)
    import_folder(tmp_path, heuvelland)
    a_day_passes()
    with trusted(), connection.cursor() as cursor:
        cursor.execute("analyze clients_stepevent, clients_benefitperiodevent, clients_residenceevent")
        step = Step.objects.filter(chain=heuvelland, started_on__isnull=False).order_by("pk")[700]
        step.started_on -= dt.timedelta(1)
        step.save()
    plans: list[str] = []

    def explained(execute, sql, params, many, context):
        if "create temporary table snoer_known_" in sql and "clients_" in sql:
            with connection.cursor() as cursor:
                cursor.cursor.execute("explain " + sql, params)
                plans.append("\n".join(line for (line,) in cursor.cursor.fetchall()))
        return execute(sql, params, many, context)

    with acting_as(system_membership(heuvelland, "count"), "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
        with connection.execute_wrapper(explained):
            assert compare(programme, DAYS[1], before_the_last(1)).touched == 1
    assert len(plans) == 3
    assert "Seq Scan on clients_" not in "\n".join(plans)
