"""Net 2: history is written by the database alone, by single and bulk changes alike; the look log only grows."""

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from chain import rowsecurity
from chain.acting import acting_as
from clients.models import Client, Look, Note, Residence, Step, TargetGroup
from tests.attacks import refused, sql
from tests.factories import LookFactory, NoteFactory, StepFactory, TargetGroupFactory
from tests.world import World, world

NoteEvent = apps.get_model("clients", "NoteEvent")
StepEvent = apps.get_model("clients", "StepEvent")
ClientEvent = apps.get_model("clients", "ClientEvent")
TargetGroupEvent = apps.get_model("clients", "TargetGroupEvent")


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def tables_of_history() -> list[str]:
    return [model._meta.db_table for model in rowsecurity.fenced() if rowsecurity.tracked(model)]


def test_every_table_that_people_write_keeps_history(db):
    kept = {rowsecurity.tracked(model) for model in rowsecurity.fenced()}
    without = {model.__name__ for model in rowsecurity.fenced() if model not in kept and not rowsecurity.tracked(model)}
    # Told once and never changed, derived, counted, or of the machinery.
    assert without == {
        "Event", "Look", "Involvement", "Word", "Tally", "Result", "Cell", "ErasedCell", "Counter", "Outbox", "JobRun", "Once",
        "ReferralLine", "PlanVersion", "Evaluation", "Glass", "Draft", "News", "ProfileTerm",
        "VacancyWord", "WorkCard", "CardOccupation", "Mail", "Bulk", "BulkLine", "Recent", "OutsideReport", "ReportFile",
        "Facet", "Flaw", "Upload", "Mapping", "Document", "ErasureEntry", "UserAct",
    }  # fmt: skip


def test_history_is_written_by_nobody(w):
    for name in ("consultant", "admin", "import", "count"):
        with acting_as(w.acting(name)):
            for table in tables_of_history():
                for attack in (
                    f"insert into {table} select * from {table}",
                    f"update {table} set pgh_label = 'x'",
                    f"delete from {table}",
                    f"truncate {table}",
                ):
                    with refused():
                        sql(attack)


def test_history_tells_what_was_who_acted_and_why(w):
    with acting_as(w.acting("trainer"), "/clienten/K-00001/notities/"):
        note = NoteFactory(client=w["both"], membership=w.staff["trainer"], text="eerst")
        note.text = "daarna"
        note.save()
        first, second = NoteEvent.objects.filter(id=note.pk).order_by("pgh_id")
        assert (first.pgh_label, first.text, second.pgh_label, second.text) == ("insert", "eerst", "update", "daarna")
        for event in (first, second):
            assert event.pgh_context == {"membership": w.acting("trainer"), "why": "/clienten/K-00001/notities/"}


def test_a_change_that_changes_nothing_leaves_no_history(w):
    with acting_as(w.acting("consultant")):
        before = StepEvent.objects.count()
        Step.objects.get(pk=w.steps["step"].pk).save()
        assert StepEvent.objects.count() == before


def test_bulk_changes_and_raw_sql_are_recorded_too(w):
    with acting_as(w.acting("consultant")):
        before = StepEvent.objects.count()
        steps = Step.objects.bulk_create(
            StepFactory.build(
                client=w["unknown"], chain=w.chain, partner=w.partners["mtb"], instrument=w.instrument, status="planned"
            )
            for _ in range(3)
        )
        Step.objects.filter(pk__in=[step.pk for step in steps]).update(goal="Werkritme")
        for step in steps:
            step.goal = "Taal"
        Step.objects.bulk_update(steps, ["goal"])
        sql("update clients_step set goal = 'Rekenen' where client_id = %s", w["unknown"].pk)
        assert StepEvent.objects.count() == before + 4 * 3
        assert set(StepEvent.objects.filter(client=w["unknown"]).values_list("goal", flat=True)) == {
            "", "Werkritme", "Taal", "Rekenen",
        }  # fmt: skip
        assert not StepEvent.objects.filter(client=w["unknown"], pgh_context=None).exists()


def test_what_is_deleted_leaves_an_event(w):
    with acting_as(w.acting("consultant"), "corrected"):
        group = TargetGroupFactory(client=w["both"])
        TargetGroup.objects.filter(pk=group.pk).delete()
        last = TargetGroupEvent.objects.latest("pgh_id")
        assert (last.pgh_label, last.id, last.code) == ("delete", group.pk, "45plus")
        assert last.pgh_context["membership"] == w.acting("consultant")


def test_history_is_read_as_the_row_is(w):
    with acting_as(w.acting("consultant")):
        expected = set(Client.objects.values_list("pk", flat=True))
        assert set(ClientEvent.objects.values_list("id", flat=True)) == expected
    for name in ("trainer", "coach", "adviser", "stranger", "policy"):
        with acting_as(w.acting(name)):
            assert set(ClientEvent.objects.values_list("id", flat=True)) == set(
                Client.objects.values_list("pk", flat=True)
            ), name
            assert set(StepEvent.objects.values_list("id", flat=True)) == set(Step.objects.values_list("pk", flat=True))
            residences = apps.get_model("clients", "ResidenceEvent").objects.values_list("id", flat=True)
            assert set(residences) == set(Residence.objects.values_list("pk", flat=True)), name


def test_history_of_what_is_gone_stays_with_those_who_see_the_person(w):
    with acting_as(w.acting("consultant")):
        TargetGroupFactory(client=w["both"]).delete()
        assert TargetGroupEvent.objects.filter(client=w["both"]).count() == 2
    with acting_as(w.acting("coach")):
        assert TargetGroupEvent.objects.count() == 2
    for name in ("adviser", "stranger", "manager"):
        with acting_as(w.acting(name)):
            assert not TargetGroupEvent.objects.exists()


def test_a_trigger_that_fails_undoes_the_change(w):
    """Nothing is changed without its history: the trigger is part of the statement."""
    with acting_as(w.acting("trainer")):
        note = NoteFactory(client=w["both"], membership=w.staff["trainer"])
        with refused("22P02"):  # the reason of the act is no JSON
            sql("select set_config('pghistory.context_metadata', 'x', true)")
            Note.objects.filter(pk=note.pk).update(text="unseen")
        note.refresh_from_db()
        assert note.text != "unseen"


# The look log


def test_the_look_log_takes_on_and_gives_nothing_back(w):
    me = w.staff["trainer"]
    with acting_as(me.pk):
        Look.objects.bulk_create([LookFactory.build(client=w["both"], chain=w.chain, membership=me)])
        Look.objects.bulk_create(
            [LookFactory.build(client=None, chain=w.chain, membership=me, asked="K-1", why="refused")]
        )
        assert not Look.objects.exists()
        for attack in (
            "update clients_look set why = 'x'",
            "delete from clients_look",
            "truncate clients_look",
        ):
            with refused():
                sql(attack)
        with refused():  # RETURNING is reading
            sql(
                "insert into clients_look (id, chain_id, asked, membership_id, parts, why, at)"
                " values (gen_random_uuid(), %s, '', %s, '{}', 'x', now()) returning id", w.chain.pk, me.pk,
            )  # fmt: skip
    with acting_as(w.acting("privacy")):
        assert Look.objects.count() == 2
        for attack in ("update clients_look set why = 'x'", "delete from clients_look"):
            with refused():
                sql(attack)


@pytest.mark.parametrize(
    "wrong", ["another's membership", "another chain", "a client out of sight", "a client that is not there"]
)
def test_a_look_is_ones_own_and_at_somebody_in_sight(w, wrong):
    look = {"membership": w.staff["trainer"], "chain": w.chain, "client": w["both"]}
    look |= {
        "another's membership": {"membership": w.staff["coach"]},
        "another chain": {"chain": w.other_chain},
        "a client out of sight": {"client": w["unknown"]},
        "a client that is not there": {"client": Client(pk=999_999_999, chain=w.chain)},
    }[wrong]
    with acting_as(w.acting("trainer")), refused():
        Look.objects.bulk_create([LookFactory.build(**look)])


def test_looks_of_another_chain_are_not_the_privacy_officers(w, trusted):
    with trusted():
        LookFactory(client=w["foreign"], membership=w.staff["stranger"])
    with acting_as(w.acting("privacy")):
        assert not Look.objects.exists()


def test_the_log_cannot_be_copied_into(db):
    """COPY into a fenced table is refused, so that a bulk goes through INSERT and its policies."""
    with pytest.raises(Exception) as caught, connection.cursor() as cursor:
        with cursor.copy("copy clients_look from stdin") as copy:
            copy.write(str(timezone.now()))
    assert caught.value.sqlstate in ("0A000", "42501")
