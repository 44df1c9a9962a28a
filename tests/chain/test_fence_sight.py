"""Net 2: how a partner comes to see a person and stops seeing them, by steps, placements and the case team."""

import threading

import pytest
from django.db import connection, transaction

from chain.acting import acting_as
from chain.days import today
from clients.models import Client, Involvement, Residence, Step, TeamMember
from tests.attacks import refused, sql
from tests.factories import (
    ClientFactory,
    PlacementFactory,
    ResidenceFactory,
    StepFactory,
    TeamMemberFactory,
    days_ago,
)
from tests.world import SEEN_BY_ANNEX, World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def of_step(step: Step):
    return Involvement.objects.filter(source="step", source_id=step.pk)


def annex_sees(w: World, name: str = "unknown") -> bool:
    """Whether net 2 shows the person to Annex; net 1 has to agree."""
    with acting_as(w.acting("trainer")):
        seen = Client.objects.filter(pk=w[name].pk).exists()
        assert Client.objects.visible_to(w.staff["trainer"]).filter(pk=w[name].pk).exists() == seen
        return seen


def test_a_step_gives_sight_from_its_registration_until_ninety_days_after_its_end(w, trusted):
    with acting_as(w.acting("consultant")):
        step = StepFactory(client=w["unknown"], partner=w.partners["annex"], instrument=w.instrument, status="planned")
    assert annex_sees(w)
    with acting_as(w.acting("trainer")):
        step.status, step.started_on = "active", days_ago(200)
        step.save()
    assert annex_sees(w)
    for days, sees in [(0, True), (89, True), (90, True), (91, False), (89, True)]:
        with trusted():
            Step.objects.filter(pk=step.pk).update(status="done", ended_on=days_ago(days))
            assert of_step(step).get().seen_until == days_ago(days - 90)
        assert annex_sees(w) is sees, days


def test_a_step_that_ends_later_or_is_planned_anew_gives_sight_again(w, trusted):
    with trusted():
        step = StepFactory(
            client=w["unknown"],
            partner=w.partners["annex"],
            instrument=w.instrument,
            status="done",
            ended_on=days_ago(91),
        )
    assert not annex_sees(w)
    with trusted():
        StepFactory(client=w["unknown"], partner=w.partners["annex"], instrument=w.instrument, status="planned")
    assert annex_sees(w)
    with trusted():
        Step.objects.filter(client=w["unknown"]).exclude(pk=step.pk).update(status="cancelled")
    assert annex_sees(w)  # ninety days


def test_touching_a_cancelled_step_does_not_prolong_the_sight(w, trusted):
    with trusted():
        step = StepFactory(
            client=w["unknown"], partner=w.partners["annex"], instrument=w.instrument, status="cancelled"
        )
        of_step(step).update(ended_on=days_ago(90), seen_until=today())
    with acting_as(w.acting("trainer")):
        assert Step.objects.filter(pk=step.pk).update(goal="nog eens aangeraakt") == 1
    with trusted():
        assert of_step(step).get().seen_until == today()


def test_a_step_that_passes_to_another_partner_takes_the_sight_along(w, trusted):
    with acting_as(w.acting("consultant")):
        Step.objects.filter(pk=w.steps["step"].pk).update(partner=w.partners["mtb"])
    assert not annex_sees(w, "step")
    with acting_as(w.acting("coach")):
        assert Client.objects.filter(pk=w["step"].pk).exists()


def test_a_placement_gives_sight_like_a_step(w, trusted):
    with trusted():
        placement = PlacementFactory(
            client=w["unknown"], step__partner=w.partners["annex"], step__instrument=w.work, step__status="done",
            step__ended_on=days_ago(90),
        )  # fmt: skip
        assert of_step(placement.step).get().reason == "placement"
    assert annex_sees(w)


def test_the_case_team_gives_sight_while_it_lasts(w, trusted):
    with acting_as(w.acting("consultant")):
        member = TeamMemberFactory(
            client=w["unknown"], partner=w.partners["annex"], user=w.staff["trainer"].user, started_on=today()
        )
    assert annex_sees(w)
    for ended, sees in [(days_ago(-1), True), (today(), True), (days_ago(1), False)]:
        with trusted():
            TeamMember.objects.filter(pk=member.pk).update(started_on=days_ago(9), ended_on=ended)
        assert annex_sees(w) is sees, ended
    with trusted():
        TeamMember.objects.filter(pk=member.pk).update(started_on=days_ago(-1), ended_on=None)
    assert not annex_sees(w)  # from tomorrow on


def test_no_relation_before_it_and_no_relation_after_another_of_the_same_partner(w):
    assert not annex_sees(w, "unknown")
    assert annex_sees(w, "both")
    assert not annex_sees(w, "mtb")


def test_a_partner_brings_nobody_in_and_stays_not_by_itself(w):
    """Net 2 refuses what is not its own; that a partner plans one more step of its own, net 1 asks a mandate for."""
    with acting_as(w.acting("trainer")):
        with refused():
            StepFactory(client=w["unknown"], partner=w.partners["annex"], instrument=w.instrument)
        with refused():
            StepFactory(client=w["step"], partner=w.partners["mtb"], instrument=w.instrument)
        with refused():
            TeamMemberFactory(client=w["step"], partner=w.partners["annex"])
        with refused():  # of somebody who is seen, to somebody who is not
            Step.objects.filter(pk=w.steps["step"].pk).update(client=w["unknown"])
        assert sql("update clients_teammember set ended_on = null returning 1") == []


@pytest.mark.parametrize("order", ["bulk", "one by one"])
def test_a_bulk_of_steps_gives_the_same_sight_as_one_by_one(w, trusted, order):
    with trusted():
        clients = [ClientFactory(chain=w.chain, lives=w.maastricht) for _ in range(5)]
        steps = [
            StepFactory.build(client=client, chain=w.chain, partner=w.partners["annex"], instrument=w.instrument)
            for client in clients
        ]
        if order == "bulk":
            Step.objects.bulk_create(steps)
        else:
            for step in steps:
                step.save()
        assert {tuple(client.partner_ids) for client in Client.objects.filter(pk__in=[c.pk for c in clients])} == {
            (w.partners["annex"].pk,)
        }
        Step.objects.filter(client__in=clients).update(status="stopped", ended_on=days_ago(91))
        assert not Client.objects.filter(pk__in=[c.pk for c in clients]).exclude(partner_ids=[]).exists()


def test_the_daily_job_ends_and_begins_sight_that_only_time_changed(w, trusted):
    """Days pass without a trigger: as if the rows had been written long ago."""
    annex = w.partners["annex"].pk
    with trusted():
        sql("set constraints all immediate; alter table clients_involvement disable trigger user")
        Involvement.objects.filter(client=w["step"]).update(ended_on=days_ago(91), seen_until=days_ago(1))
        Involvement.objects.filter(client=w["left-team"]).update(started_on=today(), ended_on=None, seen_until=None)
        Involvement.objects.filter(client=w["ended90"]).update(seen_until=today())
        sql("set constraints all immediate; alter table clients_involvement enable trigger user")
        assert annex in Client.objects.get(pk=w["step"].pk).partner_ids
    # Net 1 looks at the dates, so it knows already.
    with acting_as(w.acting("trainer")):
        assert not Client.objects.visible_to(w.staff["trainer"]).filter(pk=w["step"].pk).exists()
    with acting_as(w.acting("sight")):
        assert sql("select snoer_end_sight(%s)", w.chain.pk) == [(2,)]
        assert sql("select snoer_end_sight(%s)", w.chain.pk) == [(0,)]
    with acting_as(w.acting("trainer")):
        assert set(Client.objects.values_list("last_name", flat=True)) == (SEEN_BY_ANNEX - {"step"}) | {"left-team"}


def test_the_daily_job_of_one_chain_touches_no_other(w, trusted):
    with trusted():
        sql("set constraints all immediate; alter table clients_involvement disable trigger user")
        Involvement.objects.update(ended_on=days_ago(91), seen_until=days_ago(1))
        sql("set constraints all immediate; alter table clients_involvement enable trigger user")
    with acting_as(w.acting("other_sight")):
        assert sql("select snoer_end_sight(%s)", w.chain.pk) == [(0,)]
    with acting_as(w.acting("trainer")):
        assert sql("select snoer_end_sight(%s)", w.chain.pk) == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_do_not_miss_each_others_partner(trusted):
    with trusted():
        w = world()
    client, ready = w["unknown"], threading.Barrier(2)
    failed = []

    def plan(partner: str) -> None:
        try:
            with acting_as(w.acting("consultant")):
                Client.objects.first()
                ready.wait(10)
                StepFactory(client=client, partner=w.partners[partner], instrument=w.instrument)
                sql("select pg_sleep(0.3)")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=plan, args=(name,)) for name in ("annex", "mtb")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    with trusted():
        client.refresh_from_db()
    assert set(client.partner_ids) == {w.partners["annex"].pk, w.partners["mtb"].pk}


# Where a person lives.


def test_the_home_is_where_a_person_lives_last_and_a_move_out_hides_nobody(w):
    with acting_as(w.acting("consultant")):
        client = ClientFactory(chain=w.chain)
        assert (client.home_id, client.lived_in) == (None, [])
        for start, end, place in [("2010-01-01", "2015-12-31", w.elsewhere), ("2016-01-01", "2019-12-31", w.vaals),
                                  ("2020-01-01", None, w.maastricht)]:  # fmt: skip
            ResidenceFactory(client=client, municipality=place, started_on=start, ended_on=end)
        client.refresh_from_db()
        assert client.home == w.maastricht
        assert client.lived_in == sorted([w.maastricht.pk, w.vaals.pk])  # of the chain's own alone
        Residence.objects.filter(client=client, ended_on=None).update(ended_on="2021-01-01")
        ResidenceFactory(client=client, municipality=w.elsewhere, started_on="2021-01-02")
        client.refresh_from_db()
        assert client.home == w.elsewhere
        Residence.objects.filter(client=client, municipality=w.vaals).delete()
        client.refresh_from_db()
        assert client.lived_in == [w.maastricht.pk]
        Residence.objects.filter(client=client).delete()  # all were mistakes
        client.refresh_from_db()
        assert client.lived_in == []
        with transaction.atomic():
            client.save()


def test_moving_a_residence_to_another_client_moves_what_is_derived(w):
    with acting_as(w.acting("consultant")):
        first, second = ClientFactory(chain=w.chain), ClientFactory(chain=w.chain)
        residence = ResidenceFactory(client=first, municipality=w.vaals)
        residence.client = second
        residence.save()
        first.refresh_from_db()
        second.refresh_from_db()
        assert second.lived_in == [w.vaals.pk]
        assert first.lived_in == []
