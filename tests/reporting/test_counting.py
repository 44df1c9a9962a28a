"""Rule set 2018: a case per rule, persons at random against a brute force, caseloads with a known answer."""

import datetime as dt
import importlib.util
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chain.acting import acting_as, system_membership
from chain.models import Chain, Instrument, Municipality, Partner
from clients.models import BenefitPeriod, Client, Residence, Step
from reporting.blueprint import find, read
from reporting.caseload import import_folder
from reporting.counting import count, progress, recheck
from reporting.loading import load
from reporting.models import Cell, Programme, Result, Tally
from tests.factories import (
    BenefitPeriodFactory,
    ChainFactory,
    ClientFactory,
    InstrumentFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartnerFactory,
    ProgrammeFactory,
    ResidenceFactory,
    StepFactory,
)

FAR = dt.date(2030, 1, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass
class Region:
    """A chain with two municipalities, two partners, an activating instrument and one that is not, and a programme."""

    chain: Chain
    programme: Programme
    here: Municipality
    there: Municipality
    elsewhere: Municipality
    annex: Partner
    szmh: Partner
    training: Instrument
    coaching: Instrument
    membership: int
    people: list[Client] = field(default_factory=list)

    def count(self, clients: list[int] | None = None) -> int:
        with acting_as(self.membership, "test"):
            return count(self.programme, clients)

    def progress(self, as_of: str | dt.date = FAR) -> dict[str, Any]:
        with acting_as(self.membership, "test"):
            return progress(self.programme, dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of)


@pytest.fixture
def region(trusted) -> Region:
    with trusted():
        chain = ChainFactory(slug="region")
        return Region(
            chain=chain,
            programme=ProgrammeFactory(chain=chain),
            here=MunicipalityFactory(code="GM0935", served_by=chain),
            there=MunicipalityFactory(code="GM0938", served_by=chain),
            elsewhere=MunicipalityFactory(code="GM0363"),
            annex=PartnerFactory(chain=chain, code="annex"),
            szmh=PartnerFactory(chain=chain, code="szmh"),
            training=InstrumentFactory(chain=chain, code="training", activates=True),
            coaching=InstrumentFactory(chain=chain, code="coaching"),
            membership=MembershipFactory(chain=chain, job="count").pk,
        )


class Person:
    """Somebody on full benefit of the Participatiewet since 2014, who lives here; each case says what is different."""

    def __init__(self, region: Region, trusted: Any, benefit: bool = True, home: bool = True) -> None:
        self.region, self.trusted = region, trusted
        with trusted():
            self.client = ClientFactory(chain=region.chain)
        if home:
            self.lives(region.here, "2014-01-01")
        if benefit:
            self.receives("2014-01-01")

    def _make(self, factory: Any, **values: Any) -> Any:
        for name in ("started_on", "ended_on"):
            if isinstance(values.get(name), str):
                values[name] = day(values[name])
        with self.trusted():
            return factory(client=self.client, **values)

    def lives(self, where: Municipality, start: str, end: str | None = None) -> None:
        self._make(ResidenceFactory, municipality=where, started_on=start, ended_on=end)

    def receives(self, start: str, end: str | None = None, reason: str = "", **more: Any) -> BenefitPeriod:
        return self._make(BenefitPeriodFactory, started_on=start, ended_on=end, end_reason=reason, **more)

    def step(self, start: str, end: str | None = None, **more: Any) -> Step:
        values = {"instrument": self.region.training, "partner": self.region.annex} | more
        return self._make(StepFactory, started_on=start, ended_on=end, status="done" if end else "active", **values)

    def result(self, kind: str, as_of: str | dt.date = FAR) -> Result | None:
        self.region.count()
        return self.now(kind, as_of)

    def now(self, kind: str, as_of: str | dt.date = FAR) -> Result | None:
        with self.trusted():
            found = Result.objects.filter(client=self.client, kind=kind, since__lte=as_of)
            found = [result for result in found if result.until is None or str(result.until) > str(as_of)]
        assert len(found) < 2
        return found[0] if found else None


@pytest.fixture
def person(region, trusted):
    return lambda **options: Person(region, trusted, **options)


# Activation


def test_a_person_on_benefit_who_starts_an_activating_step_is_activated(person, region):
    anna = person()
    step = anna.step("2019-03-01")
    found = anna.result("activation")
    assert (found.on, found.since, found.until) == (day("2019-03-01"), day("2019-03-01"), None)
    assert (found.municipality_id, found.partner_id, found.evidence) == (region.here.pk, region.annex.pk, step.pk)


def test_activation_needs_an_activating_instrument(person, region):
    anna = person()
    anna.step("2019-03-01", instrument=region.coaching)
    assert anna.result("activation") is None


def test_activation_needs_a_real_start(person, region, trusted):
    anna = person()
    with trusted():
        StepFactory(client=anna.client, instrument=region.training, partner=region.annex, status="planned")
        StepFactory(client=anna.client, instrument=region.training, partner=region.annex, status="cancelled")
    assert anna.result("activation") is None


@pytest.mark.parametrize(
    ("start", "counts"), [("2017-12-31", False), ("2018-01-01", True), ("2021-12-31", True), ("2022-01-01", False)]
)
def test_activation_is_within_the_programme(person, start, counts):
    anna = person()
    anna.step(start)
    assert bool(anna.result("activation")) is counts


@pytest.mark.parametrize(("as_of", "counts"), [("2019-02-28", False), ("2019-03-01", True), ("2025-01-01", True)])
def test_activation_is_on_or_before_the_as_of_day(person, as_of, counts):
    anna = person()
    anna.step("2019-03-01")
    assert bool(anna.result("activation", as_of)) is counts


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("2019-03-01", "2019-03-01", True),
        ("2019-01-01", "2019-02-28", False),
        ("2019-03-02", None, False),
        ("2019-01-01", None, True),
    ],
)
def test_activation_is_on_a_day_on_benefit(person, start, end, counts):
    anna = person(benefit=False)
    anna.receives(start, end, "other" if end else "")
    anna.step("2019-03-01")
    assert bool(anna.result("activation")) is counts


@pytest.mark.parametrize(("scheme", "counts"), [("ioaw", True), ("ioaz", True), ("wsw", False), ("wajong", False)])
def test_activation_is_on_a_counted_benefit(person, scheme, counts):
    anna = person(benefit=False)
    anna.receives("2015-01-01", scheme=scheme)
    anna.step("2019-03-01")
    assert bool(anna.result("activation")) is counts


def test_a_partial_benefit_counts_for_activation(person):
    anna = person(benefit=False)
    anna.receives("2015-01-01", level="partial")
    anna.step("2019-03-01")
    assert anna.result("activation")


def test_activation_is_where_the_person_lived_that_day(person, region):
    anna = person(home=False)
    anna.lives(region.elsewhere, "2014-01-01", "2018-06-30")
    anna.lives(region.there, "2018-07-01", "2019-06-30")
    anna.lives(region.here, "2019-07-01")
    anna.step("2018-06-30", "2018-06-30")
    assert anna.result("activation") is None
    anna.step("2019-06-30")
    assert anna.result("activation").municipality_id == region.there.pk


def test_nobody_knows_where_is_not_in_the_chain(person):
    anna = person(home=False)
    anna.step("2019-03-01")
    assert anna.result("activation") is None


@pytest.mark.parametrize(("days_before", "counts"), [(182, False), (183, False), (184, True), (400, True)])
def test_activation_comes_out_of_183_days_of_rest(person, days_before, counts):
    anna = person()
    last = day("2019-09-01") - dt.timedelta(days_before)
    anna.step("2017-01-01", str(last))
    anna.step("2019-09-01")
    assert bool(anna.result("activation")) is counts


def test_a_step_without_end_blocks_for_ever(person):
    anna = person()
    anna.step("2017-01-01")
    anna.step("2021-01-01")
    assert anna.result("activation") is None


def test_every_activating_step_blocks_also_one_that_does_not_count(person, region):
    anna = person(benefit=False)
    anna.receives("2018-09-01")
    anna.step("2018-06-01", "2018-12-31")  # without benefit, so not counted
    anna.step("2019-02-01", "2019-02-01")  # blocked by it
    anna.step("2019-09-01")  # 212 days after the last
    assert anna.result("activation").on == day("2019-09-01")


def test_a_step_of_another_kind_does_not_block(person, region):
    anna = person()
    anna.step("2018-01-01", instrument=region.coaching)
    anna.step("2019-03-01")
    assert anna.result("activation").on == day("2019-03-01")


def test_steps_of_one_day_count_in_the_order_of_their_reference_by_code_point(person, region):
    anna = person()
    anna.step("2019-03-01", ref="a-1", partner=region.annex)
    anna.step("2019-03-01", ref="B-1", partner=region.szmh)  # capitals come first, whatever the language
    assert anna.result("activation").partner_id == region.szmh.pk


def test_a_person_is_activated_once(person, region):
    anna = person()
    anna.step("2018-03-01", "2018-04-01")
    anna.step("2020-03-01")
    assert anna.result("activation").on == day("2018-03-01")
    assert region.progress()["activation"]["total"] == 1


# Outflow


def test_the_end_of_a_benefit_for_work_is_an_outflow(person, region):
    anna = person(benefit=False)
    period = anna.receives("2014-01-01", "2019-05-31", "work")
    found = anna.result("outflow")
    assert (found.on, found.since, found.until, found.extent) == (day("2019-05-31"), day("2019-05-31"), None, "full")
    assert (found.municipality_id, found.partner_id, found.evidence) == (region.here.pk, None, period.pk)


@pytest.mark.parametrize("reason", ["relationship", "pension-age", "moved", "study", "other", ""])
def test_the_end_for_another_reason_is_not(person, reason):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", reason)
    assert anna.result("outflow") is None


def test_the_end_of_another_scheme_is_not(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work", scheme="wsw")
    assert anna.result("outflow") is None


@pytest.mark.parametrize(
    ("end", "counts"), [("2017-12-31", False), ("2018-01-01", True), ("2021-12-31", True), ("2022-01-01", False)]
)
def test_an_outflow_is_within_the_programme(person, end, counts):
    anna = person(benefit=False)
    anna.receives("2014-01-01", end, "work")
    assert bool(anna.result("outflow")) is counts


def test_an_outflow_is_where_the_person_lived_that_day(person, region):
    anna = person(benefit=False, home=False)
    anna.lives(region.elsewhere, "2014-01-01", "2019-05-30")
    anna.lives(region.there, "2019-05-31", "2019-05-31")
    anna.receives("2014-01-01", "2019-05-31", "work")
    assert anna.result("outflow").municipality_id == region.there.pk


def test_who_moved_out_of_the_chain_before_does_not_flow_out(person, region):
    anna = person(benefit=False, home=False)
    anna.lives(region.here, "2014-01-01", "2019-05-30")
    anna.receives("2014-01-01", "2019-05-31", "work")
    assert anna.result("outflow") is None


def test_back_on_partial_benefit_is_a_partial_outflow_from_the_day_of_the_return(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work")
    anna.receives("2019-06-11", level="partial")
    assert anna.result("outflow", "2019-06-10").extent == "full"  # not known yet
    assert anna.now("outflow", "2019-06-11").extent == "partial"


@pytest.mark.parametrize(("days_after", "extent"), [(1, None), (31, None), (32, "full")])
def test_back_on_full_benefit_within_31_days_is_no_outflow(person, days_after, extent):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work")
    anna.receives(str(day("2019-05-31") + dt.timedelta(days_after)))
    found = anna.result("outflow")
    assert (found.extent if found else None) == extent
    assert anna.now("outflow", "2019-05-31").extent == "full"


def test_partial_still_received_beside_it_is_a_partial_outflow_at_once(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work")
    anna.receives("2018-01-01", scheme="ioaw", level="partial")
    assert anna.result("outflow", "2019-05-31").extent == "partial"


def test_full_still_received_beside_it_is_none(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work")
    anna.receives("2018-01-01", "2019-06-01", "other", scheme="ioaw")
    assert anna.result("outflow") is None


def test_what_ended_on_the_same_day_is_not_received_still(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work")
    anna.receives("2018-01-01", "2019-05-31", "other", scheme="ioaw")
    assert anna.result("outflow").extent == "full"


def test_a_scheme_that_does_not_count_is_not_received(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work")
    anna.receives("2018-01-01", scheme="wajong")
    assert anna.result("outflow").extent == "full"


def test_partial_as_before_is_none(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work", level="partial")
    anna.receives("2019-06-01", level="partial")
    assert anna.result("outflow") is None


def test_a_partial_benefit_that_ends_is_a_full_outflow(person):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work", level="partial")
    assert anna.result("outflow").extent == "full"


def test_a_person_flows_out_once_on_the_first_day_and_full_if_any_event_is(person, region):
    anna = person(benefit=False)
    first = anna.receives("2014-01-01", "2018-05-31", "work")
    anna.receives("2018-06-01", "2019-05-31", "work", level="partial")
    found = anna.result("outflow", "2018-12-31")
    assert (found.on, found.extent) == (day("2018-05-31"), "partial")
    found = anna.now("outflow")
    assert (found.on, found.extent, found.evidence) == (day("2018-05-31"), "full", first.pk)
    assert region.progress("2018-12-31")["outflow"]["by_extent"] == {"partial": 1}
    assert region.progress()["outflow"] == {
        "total": 1, "by_year": {"2018": 1}, "by_municipality": {"GM0935": 1}, "by_extent": {"full": 1},
    }  # fmt: skip


def test_when_the_first_event_falls_away_the_next_is_the_first(person, region):
    anna = person(benefit=False, home=False)
    anna.lives(region.here, "2014-01-01", "2018-12-31")
    anna.lives(region.there, "2019-01-01")
    anna.receives("2014-01-01", "2018-12-20", "work")
    anna.receives("2019-01-05", "2019-06-30", "work")
    anna.result("outflow")
    told = [(as_of, anna.now("outflow", as_of)) for as_of in ("2019-01-04", "2019-01-05", "2019-06-29", "2019-06-30")]
    assert [(as_of, found and str(found.on)) for as_of, found in told] == [
        ("2019-01-04", "2018-12-20"), ("2019-01-05", None), ("2019-06-29", None), ("2019-06-30", "2019-06-30"),
    ]  # fmt: skip
    assert region.progress()["outflow"]["by_municipality"] == {"GM0938": 1}
    assert region.progress("2019-01-05")["outflow"]["total"] == 0


# What is kept


def test_both_are_persons_in_both(person, region):
    anna, bram = person(benefit=False), person()
    anna.receives("2014-01-01", "2019-05-31", "work")
    anna.step("2018-03-01")
    bram.step("2018-03-01")
    region.count()
    assert [region.progress(as_of)["both"] for as_of in ("2019-05-30", "2019-05-31")] == [0, 1]


def test_an_outflow_is_provisional_for_31_days(person, region, trusted):
    anna = person(benefit=False)
    anna.receives("2014-01-01", "2019-05-31", "work")
    region.count()
    with trusted():
        cells = dict(Cell.objects.filter(kind="provisional").values_list("day", "change"))
    assert cells == {day("2019-05-31"): 1, day("2019-07-02"): -1}


def test_a_corrected_fact_changes_the_answer_and_nothing_else_is_written(person, region, trusted):
    anna, bram = person(), person()
    step = anna.step("2019-03-01")
    bram.step("2019-04-01")
    assert region.count() == 2
    with trusted():
        before = {result.client_id: result.pk for result in Result.objects.all()}
        step.started_on = day("2019-02-01")
        step.save()
    assert region.count([anna.client.pk]) == 1
    assert anna.now("activation").on == day("2019-02-01")
    with trusted():
        assert Result.objects.get(client=bram.client).pk == before[bram.client.pk]
    assert region.count() == 0


def test_a_fact_that_goes_takes_the_result_with_it(person, region, trusted):
    anna = person()
    step = anna.step("2019-03-01")
    region.count()
    with trusted():
        step.delete()
    assert region.count([anna.client.pk]) == 1
    assert region.progress()["activation"]["total"] == 0
    with trusted():
        assert not Cell.objects.exists()


def test_cells_that_do_not_follow_from_the_results_are_mended_by_counting_all(person, region, trusted):
    anna = person()
    anna.step("2019-03-01")
    region.count()
    with trusted():
        Cell.objects.update(change=7)
    with acting_as(region.membership):
        assert recheck(region.programme)
    region.count()
    with acting_as(region.membership):
        assert recheck(region.programme) == []
    assert region.progress()["activation"]["total"] == 1


def test_the_time_of_the_count_is_kept_also_when_nothing_changed(region, trusted):
    region.count()
    with trusted():
        first = Tally.objects.get().counted_at
    region.count()
    with trusted():
        assert Tally.objects.get().counted_at > first


def test_an_unknown_rule_set_is_an_error(region):
    region.programme.rule_set = "1998"
    with pytest.raises(KeyError, match="1998"):
        region.count()


def test_another_chain_is_not_counted(person, region, trusted):
    with trusted():
        other = ClientFactory()
        ResidenceFactory(client=other, municipality=region.here)
        BenefitPeriodFactory(client=other, started_on=day("2014-01-01"))
        training = InstrumentFactory(chain=other.chain, activates=True)
        StepFactory(client=other, instrument=training, started_on=day("2019-03-01"))
    assert region.count() == 0


# Persons at random against a brute force of this test


@dataclass(frozen=True)
class Life:
    homes: list[tuple[str, dt.date, dt.date | None]]
    benefits: list[tuple[str, str, dt.date, dt.date | None, str]]
    steps: list[tuple[str, bool, dt.date, dt.date | None]]


def answer(life: Life, as_of: dt.date, first: dt.date, last: dt.date) -> dict[str, tuple]:
    """Kind -> (day, municipality, evidence by position, extent), told as the rules tell it and with no cleverness."""
    found: dict[str, tuple] = {}

    def holds(start: dt.date, end: dt.date | None, on: dt.date) -> bool:
        return start <= on and (end is None or end >= on)

    def home(on: dt.date) -> str | None:
        return next((where for where, start, end in life.homes if where != "elsewhere" and holds(start, end, on)), None)

    counted = [benefit for benefit in life.benefits if benefit[0] != "wsw"]
    for ref, activates, start, _end in sorted(life.steps, key=lambda step: (step[2], step[0].encode())):
        rest = all(
            not (before < start and (until is None or until >= start - dt.timedelta(183)))
            for _ref, activated, before, until in life.steps
            if activated
        )
        if (
            activates and first <= start <= min(last, as_of) and rest and home(start)
            and any(holds(s, e, start) for _scheme, _level, s, e, _reason in counted)
        ):  # fmt: skip
            found["activation"] = (start, home(start), ref, "")
            break
    events = []
    for number, (_scheme, level, _start, end, reason) in enumerate(counted):
        if end is None or reason != "work" or not first <= end <= min(last, as_of) or not home(end):
            continue
        received = {
            other[1]
            for position, other in enumerate(counted)
            if position != number
            and other[2] <= min(end + dt.timedelta(31), as_of)
            and (other[3] is None or other[3] > end)
        }
        if not received:
            events.append((end, "full"))
        elif level == "full" and received == {"partial"}:
            events.append((end, "partial"))
    if events:
        on = min(end for end, _extent in events)
        found["outflow"] = (
            on,
            home(on),
            None,
            "full" if any(extent == "full" for _end, extent in events) else "partial",
        )
    return found


START = dt.date(2018, 1, 1)
gaps = st.sampled_from([0, 1, 2, 5, 30, 31, 32, 33, 60, 182, 183, 184, 185, 300])


@st.composite
def periods(draw, most: int, gap: int = 0):
    """Up to `most` periods after one another, at least `gap` days between; the last may be without end."""
    on = START + dt.timedelta(draw(st.integers(-400, 900)))
    result = []
    for _number in range(draw(st.integers(0, most))):
        end = on + dt.timedelta(draw(gaps))
        if draw(st.integers(0, 4)) == 0:
            result.append((on, None))
            break
        result.append((on, end))
        on = end + dt.timedelta(1 + draw(gaps)) + dt.timedelta(gap)
    return result


@st.composite
def lives(draw):
    homes = [(draw(st.sampled_from(["here", "here", "there", "elsewhere"])), *p) for p in draw(periods(3))]
    if draw(st.booleans()):
        homes = [("here", dt.date(2010, 1, 1), None)]
    benefits = []
    for scheme in draw(st.lists(st.sampled_from(["participatiewet", "ioaw", "wsw"]), unique=True, min_size=1)):
        for start, end in draw(periods(4)):
            reason = draw(st.sampled_from(["work", "work", "work", "other"])) if end else ""
            benefits.append((scheme, draw(st.sampled_from(["full", "full", "partial"])), start, end, reason))
    steps = []
    for number in range(draw(st.integers(0, 5))):
        start = START + dt.timedelta(draw(st.integers(-200, 1500)))
        if steps and draw(st.booleans()):
            start = (steps[-1][3] or steps[-1][2]) + dt.timedelta(draw(gaps))
        end = start + dt.timedelta(draw(gaps)) if draw(st.integers(0, 3)) else None
        steps.append((f"{draw(st.sampled_from('aBé-'))}{number}", draw(st.integers(0, 4)) > 0, start, end))
    return Life(homes, benefits, steps)


def put(region: Region, life: Life) -> Client:
    where = {"here": region.here, "there": region.there, "elsewhere": region.elsewhere}
    client = ClientFactory(chain=region.chain)
    own = {"client": client, "chain": region.chain}
    Residence.objects.bulk_create(
        Residence(**own, municipality=where[home], started_on=start, ended_on=end) for home, start, end in life.homes
    )
    BenefitPeriod.objects.bulk_create(
        BenefitPeriod(**own, scheme=scheme, level=level, started_on=start, ended_on=end, end_reason=reason)
        for scheme, level, start, end, reason in life.benefits
    )
    Step.objects.bulk_create(
        Step(
            **own, ref=f"{ref}-{client.pk}", instrument=region.training if activates else region.coaching,
            partner=region.annex, phase="development", started_on=start, ended_on=end,
            status="done" if end else "active",
        )
        for ref, activates, start, end in life.steps
    )  # fmt: skip
    return client


def found_for(region: Region, client: Client) -> Any:
    """as-of day -> kind -> what was counted, as `answer` tells it."""
    names = {region.here.pk: "here", region.there.pk: "there"}
    results = list(Result.objects.filter(client=client))
    refs = dict(Step.objects.filter(client=client).values_list("pk", "ref"))

    def at(as_of: dt.date) -> dict[str, tuple]:
        return {
            result.kind: (
                result.on, names[result.municipality_id],
                refs[result.evidence].rpartition("-")[0] if result.kind == "activation" else None, result.extent,
            )
            for result in results
            if result.since <= as_of and (result.until is None or result.until > as_of)
        }  # fmt: skip

    return at


def days_that_matter(life: Life) -> list[dt.date]:
    """The days on which anything begins or ends, and those around them and around the days of return."""
    dates = {date for _h, *period in life.homes for date in period}
    dates |= {date for _s, _l, *period, _r in life.benefits for date in period}
    dates |= {date for _r, _a, *period in life.steps for date in period}
    near = {date + dt.timedelta(days) for date in dates if date for days in (-1, 0, 1, 30, 31, 32)}
    return sorted(near | {START, dt.date(2021, 12, 31), FAR})


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lives(), min_size=1, max_size=4))
def test_any_life_is_counted_as_the_brute_force_does_on_every_day(region, trusted, people):
    with transaction.atomic():
        with trusted():
            clients = [put(region, life) for life in people]
        region.count([client.pk for client in clients])
        with trusted():
            for life, client in zip(people, clients, strict=True):
                found = found_for(region, client)
                for as_of in days_that_matter(life):
                    assert found(as_of) == answer(life, as_of, START, dt.date(2021, 12, 31)), as_of
        with acting_as(region.membership):
            assert recheck(region.programme) == []
        assert region.count() == 0  # counting all finds what counting some did
        transaction.set_rollback(True)


# Caseloads with a known answer, of any seed and size

MAKER = settings.BASE_DIR.parent / "shared" / "design" / "caseload.py"
without_maker = pytest.mark.skipif(not MAKER.exists(), reason=f"the maker of caseloads is not there: {MAKER}")


@pytest.fixture(scope="session")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("caseload_maker", MAKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def heuvelland(db) -> Chain:
    load(read(find("maastricht-heuvelland")))
    return Chain.objects.get(slug="maastricht-heuvelland")


def at_random(numbers: random.Random, chain: Chain) -> list[int]:
    """Correct some facts at random, as the owner of the tables; the clients they are of."""
    touched: set[int] = set()
    steps = list(Step.objects.filter(chain=chain, status="done").order_by("pk"))
    for step in numbers.sample(steps, 30):
        step.started_on -= dt.timedelta(numbers.randrange(200))
        step.save()
        touched.add(step.client_id)
    for benefit in numbers.sample(list(BenefitPeriod.objects.filter(chain=chain).order_by("pk")), 30):
        if numbers.random() < 0.5 and benefit.ended_on:
            benefit.end_reason = numbers.choice(["work", "other"])
            benefit.level = numbers.choice(["full", "partial"])
            benefit.save()
        else:
            benefit.delete()
        touched.add(benefit.client_id)
    for residence in numbers.sample(list(Residence.objects.filter(chain=chain).order_by("pk")), 20):
        residence.municipality = Municipality.objects.get(code=numbers.choice(["GM0935", "GM0363", "GM0981"]))
        residence.save()
        touched.add(residence.client_id)
    return sorted(touched)


@without_maker
@pytest.mark.parametrize(
    ("clients", "seed"),
    [
        (40, 11), (700, 2), (700, 3), (2500, 20260101),
        pytest.param(20_000, 5, marks=pytest.mark.slow), pytest.param(30_000, 99, marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_a_caseload_is_counted_to_the_person(heuvelland, maker, tmp_path, trusted, clients, seed):
    maker.make(tmp_path, clients, seed)
    import_folder(tmp_path, heuvelland)
    with acting_as(system_membership(heuvelland, "count"), "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
        for as_of, expected in json.loads((tmp_path / "expected.json").read_text()).items():
            sample = expected.pop("sample")
            assert progress(programme, day(as_of)) == expected, as_of
            for ref, kinds in sample.items():
                for kind, want in kinds.items():
                    result = Result.objects.select_related("municipality", "partner").filter(
                        client__ref=ref, kind=kind, since__lte=as_of
                    ).exclude(until__lte=as_of).get()  # fmt: skip
                    have = {"on": str(result.on), "municipality": result.municipality.code, "extent": result.extent}
                    if result.partner:
                        have |= {"partner": result.partner.code, "evidence": Step.objects.get(pk=result.evidence).ref}
                    assert {name: have[name] for name in want} == want


@without_maker
def test_counting_those_touched_by_corrections_equals_counting_all(heuvelland, maker, tmp_path, trusted):
    maker.make(tmp_path, 500, 8)
    import_folder(tmp_path, heuvelland)
    membership = system_membership(heuvelland, "count")
    with acting_as(membership, "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
    for seed in range(4):
        with trusted():
            touched = at_random(random.Random(seed), heuvelland)
        with acting_as(membership, "test"):
            assert count(programme, touched) > 0
            assert recheck(programme) == []
            assert count(programme) == 0


@without_maker
def test_cells_equal_results_on_every_day(heuvelland, maker, tmp_path):
    maker.make(tmp_path, 600, 4)
    import_folder(tmp_path, heuvelland)
    with acting_as(system_membership(heuvelland, "count"), "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
        results = list(Result.objects.select_related("municipality", "partner").filter(programme=programme))
        for number in range(0, 1700, 17):
            as_of = dt.date(2017, 12, 31) + dt.timedelta(number)
            live = [r for r in results if r.since <= as_of and (r.until is None or r.until > as_of)]
            told = progress(programme, as_of)
            for kind in ("activation", "outflow"):
                mine = [result for result in live if result.kind == kind]
                assert told[kind]["total"] == len(mine)
                assert told[kind]["by_year"] == Counter(str(result.on.year) for result in mine)
                assert told[kind]["by_municipality"] == Counter(result.municipality.code for result in mine)
            assert told["both"] == len({r.client_id for r in live if r.kind == "activation"}
                                       & {r.client_id for r in live if r.kind == "outflow"})  # fmt: skip


@without_maker
def test_counting_one_client_reads_no_whole_table(heuvelland, maker, tmp_path):
    """Whatever the number of people: every table of persons by an index."""
    maker.make(tmp_path, 2500, 6)
    import_folder(tmp_path, heuvelland)
    plans: list[str] = []

    def explained(execute, sql, params, many, context):
        if sql.lstrip().startswith(("insert into snoer_counted", "create temporary table snoer_differing")):
            with connection.cursor() as cursor:
                cursor.cursor.execute("explain " + sql, params)
                plans.append("\n".join(line for (line,) in cursor.cursor.fetchall()))
        return execute(sql, params, many, context)

    with acting_as(system_membership(heuvelland, "count"), "test"):
        programme = Programme.objects.get(chain=heuvelland)
        count(programme)
        client = Client.objects.order_by("pk")[1000]
        with connection.execute_wrapper(explained):
            count(programme, [client.pk])
    assert len(plans) == 3
    for plan in plans:
        for table in (
            "clients_client",
            "clients_step",
            "clients_benefitperiod",
            "clients_residence",
            "reporting_result",
        ):
            assert f"Seq Scan on {table}" not in plan, plan
