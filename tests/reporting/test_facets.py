"""What everybody counts for in the analysis: kept by a job, the same for some as for all, and equal to a brute force."""

import datetime as dt
import random

import pytest
from django.db import connection

from chain.acting import acting_as
from chain.days import today
from chain.models import JobRun, Outbox
from clients.models import Assessment, BenefitPeriod, Capacity, Client, Contact, Identity, TargetGroup
from diagnosis.models import Education
from reporting import facets, jobs
from reporting.facet_kinds import KINDS, pension_edge
from reporting.models import Facet
from tests.factories import (
    AssessmentFactory,
    BenefitPeriodFactory,
    CapacityFactory,
    EducationFactory,
    EvaluationFactory,
    FacetFactory,
    PlanFactory,
    TargetGroupFactory,
    TermFactory,
    days_ago,
)  # fmt: skip
from tests.reporting.caseloads import caseload_world, expected
from tests.threads import at_once
from tests.world import World

COLUMNS = [key for key in KINDS if key not in ("group", "place")]


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return caseload_world()


def renew(w: World, clients: set[int] | None = None, job: str = "count") -> int:
    with acting_as(w.acting(job), "test"):
        return facets.renew(w.chain.pk if job == "count" else w.other_chain.pk, clients)


def kept_rows(w: World) -> dict[int, dict[str, set[str]]]:
    """The rows in words, as the brute force has them."""
    served = {w.maastricht.pk: "GM0935", w.vaals.pk: "GM0981", None: "onbekend"}
    found = {}
    with acting_as(w.acting("count"), "test"):
        for row in Facet.objects.filter(chain=w.chain):
            groups = KINDS["group"].groups
            found[row.pk] = {KINDS[key].name: {KINDS[key].at(getattr(row, key))} for key in COLUMNS} | {
                "doelgroep": {code for place, code in enumerate(groups) if row.groups >> place & 1} or {"onbekend"},
                "gemeente": {served.get(row.home_id, "elders")},
            }
    return found


def test_each_open_file_has_a_row_as_the_brute_force_says(w, trusted):
    assert renew(w) > 60
    with trusted():
        assert kept_rows(w) == expected(w)
    assert renew(w) == 0, "nothing changed"


def test_who_is_in_another_chain_is_in_its_rows_alone(w, trusted):
    renew(w)
    renew(w, job="other_count")
    with trusted():
        assert list(Facet.objects.filter(chain=w.other_chain).values_list("client", flat=True)) == [w["foreign"].pk]
        assert not Facet.objects.filter(chain=w.chain, client=w["foreign"]).exists()


def test_nobody_but_the_job_reads_or_writes_the_rows(w):
    renew(w)
    for name in ("lead", "consultant", "manager", "policy", "coordinator", "admin", "trainer", "alderman", "stranger"):
        with acting_as(w.acting(name), "test"):
            assert not Facet.objects.exists(), name
            assert Facet.objects.update(age=1) == 0, name
    with acting_as(w.acting("lead"), "test"), pytest.raises(Exception, match="row-level security"):
        FacetFactory(client=w["step"], chain=w.chain)


@pytest.mark.parametrize("seed", range(3))
def test_renewing_who_the_outbox_names_is_renewing_everybody(w, trusted, seed):
    """A hundred and twenty random changes, in batches: after each the rows of some equal those of all."""
    renew(w)
    rng = random.Random(seed)
    with trusted():
        Outbox.objects.update(done_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        everybody = list(Client.objects.filter(chain=w.chain, number__startswith="B"))
    for _batch in range(6):
        with trusted():
            for _change in range(20):
                _change_something(w, rng, rng.choice(everybody))
        jobs.empty_outbox(w.chain.pk)
        with trusted():
            assert kept_rows(w) == expected(w)
        assert renew(w) == 0, "all of them are as they would be anew"


def _change_something(w: World, rng: random.Random, one: Client) -> None:
    act = rng.randrange(10)
    if act == 0:
        Client.objects.filter(pk=one.pk).update(closed_on=rng.choice([None, days_ago(1)]))
    elif act == 1:
        Identity.objects.filter(client=one).update(
            birth_date=days_ago(rng.randrange(6000, 26000)), household=rng.choice(["", "family"])
        )
    elif act == 2:
        Contact.objects.filter(client=one).update(language=rng.choice(["nld", "tir", "ukr", "ara"]))
    elif act == 3:
        Capacity.objects.filter(client=one).delete()
        CapacityFactory(client=one, work_ability=rng.randrange(101))
    elif act == 4:
        TargetGroup.objects.filter(client=one).delete()
        TargetGroupFactory(client=one, code=rng.choice(["wajong", "single-parent"]))
    elif act == 5:
        AssessmentFactory(client=one, definition=w.ladder_now, value=str(rng.randint(1, 6)), partner=w.partners["szmh"])
    elif act == 6:
        Education.objects.filter(client=one).update(diploma=rng.choice("012"))
        EducationFactory(client=one, level=rng.choice("12459"), diploma="1")
    elif act == 9:
        plan = PlanFactory(client=one, started_on=days_ago(300), ended_on=days_ago(1))
        EvaluationFactory(plan=plan, ladder=rng.choice([None, 2, 5]), on=days_ago(rng.randrange(3)))
    elif act == 7:
        BenefitPeriod.objects.filter(client=one).delete()
        BenefitPeriodFactory(client=one, started_on=days_ago(rng.randrange(5000)))
    else:
        one.residences.all().delete()
        one.residences.create(
            chain=w.chain, municipality=rng.choice([w.maastricht, w.vaals, w.elsewhere]), started_on=days_ago(50)
        )


def test_what_is_no_facet_puts_nobody_into_the_outbox(w, trusted):
    with trusted():
        before = Outbox.objects.filter(topic="facet").count()
        Client.objects.filter(pk=w["step"].pk).update(alias="Anneke", version=9)
        Assessment.objects.filter(client=w["step"]).update(ground="Anders gezegd.")
        assert Outbox.objects.filter(topic="facet").count() == before


def test_the_night_renews_what_was_missed(w, trusted):
    renew(w)
    with trusted(), connection.cursor() as cursor:
        one = Client.objects.filter(chain=w.chain, number__startswith="B", closed_on=None)[0]
        cursor.execute("update reporting_facet set age = 6, ladder = 6 where client_id = %s", [one.pk])
        FacetFactory(client=w["closed"], chain=w.chain)
    jobs.nightly()
    with trusted():
        assert kept_rows(w) == expected(w)
        assert JobRun.objects.get(chain=w.chain, job="facets").ended_at


def test_the_pension_age_is_the_one_of_the_chain(w, trusted):
    day = dt.date(2028, 3, 1)
    with trusted():
        assert pension_edge(w.chain.pk, day) == dt.date(1961, 3, 1)
        assert pension_edge(w.chain.pk, dt.date(2020, 1, 1)) == dt.date(1957, 2, 28), (
            "who was born before the first row has"
        )
        assert pension_edge(w.other_chain.pk, day) == dt.date.min, "nobody is known to have"
        TermFactory(
            chain=w.other_chain, key="pension-age", source="birth", offset=804, unit="months",
            started_on=dt.date(1957, 3, 1), ended_on=dt.date(1960, 12, 31),
        )  # fmt: skip
        TermFactory(
            chain=w.other_chain,
            key="pension-age",
            source="birth",
            offset=807,
            unit="months",
            started_on=dt.date(1961, 1, 1),
        )
        assert pension_edge(w.other_chain.pk, day) == dt.date(1960, 12, 31), (
            "born in January 1961: 67 years and 3 months"
        )
        assert pension_edge(w.other_chain.pk, dt.date(2028, 4, 1)) == dt.date(1961, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_renewed_twice_at_once_it_is_renewed_once(trusted):
    with trusted():
        w = caseload_world()
    changed = at_once([lambda: renew(w), lambda: renew(w)])
    assert sorted(changed)[0] == 0
    assert sorted(changed)[1] > 60
    with trusted():
        assert kept_rows(w) == expected(w)


def test_the_days_are_those_of_today(w, trusted):
    """Somebody who turns 27 today was in the first group yesterday."""
    with trusted():
        one = Client.objects.filter(chain=w.chain, number__startswith="B", closed_on=None, identity__isnull=False)[0]
        born = dt.date(today().year - 27, today().month, min(today().day, 28))
        Identity.objects.filter(client=one).update(birth_date=born)
    renew(w)
    assert kept_rows(w)[one.pk]["leeftijd"] == {"27-34"}
    with trusted():
        Identity.objects.filter(client=one).update(birth_date=born + dt.timedelta(1))
    jobs.empty_outbox(w.chain.pk)
    assert kept_rows(w)[one.pk]["leeftijd"] == {"18-26"} or today().day > 28
