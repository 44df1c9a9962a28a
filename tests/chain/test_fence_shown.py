"""Net 2 by involvement: for some parts of the file, or for one person only, and what a closed file shows to whom."""

import contextlib

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction

from chain import rowsecurity
from chain.acting import acting_as
from chain.parts import CONTACT_READS, PARTS
from clients import access
from clients.models import Client, Event, Involvement, Note, Referral, Step
from clients.queries import shows
from tests import factories as make
from tests.attacks import refused, sql
from tests.chain.test_fence_parts import kind_of, part_of
from tests.factories import ReferralFactory, days_ago
from tests.world import STAFF, World, world

ALWAYS = {"client", "referrals", "plan"}


@pytest.fixture
def w(trusted) -> World:
    """`shared`: SZMH's person, of whom Podium24 is asked something, with everything there is under one."""
    with trusted():
        w = world()
        client, szmh = w["unknown"], w.staff["consultant"]
        w.clients["shared"] = client
        step = make.StepFactory(client=client, partner=szmh.partner, instrument=w.instrument)
        make.ContactFactory(client=client)
        make.CapacityFactory(client=client)
        make.TargetGroupFactory(client=client)
        make.BenefitPeriodFactory(client=client)
        make.ObservationFactory(step=step, author=szmh.user)
        make.NoteFactory(client=client, membership=szmh)
        make.IntakeFactory(client=client, step=step, author=szmh.user)
        make.PlacementFactory(client=client, step__partner=szmh.partner, step__instrument=w.work, employer=None)
        for part in PARTS:
            make.EventFactory(client=client, part=part, act="client-changed")
    return w


def ask(w, trusted, *shared, partner="podium24", **more):
    with trusted():
        return ReferralFactory(
            client=w["shared"], partner=w.partners[partner], asked_by=w.partners["szmh"], shared=list(shared), **more
        )


@pytest.mark.parametrize("shared", [(), ("profile",), ("notes",), ("contact", "placements"), ("capacity",)])
def test_an_asked_partner_reads_the_shared_parts_and_nothing_else(w, trusted, shared):
    ask(w, trusted, *shared)
    for name in ("adviser", "podium24_manager"):
        member = w.staff[name]
        with acting_as(member.pk):
            found = access._found(member, w["shared"].number)
            for model in rowsecurity.fenced():
                columns, part = {field.name for field in model._meta.local_fields}, part_of(model)
                if "client" not in columns or part is None or kind_of(model) in ("draft", "glass", "news", "log"):
                    continue
                shown = part in ALWAYS | set(shared) and member.reads(part)
                rows = model._base_manager.filter(client=w["shared"])
                if not shown:
                    assert not rows.exists(), (name, shared, model)
                assert access.reads(member, found, part) == shown, (name, shared, part)
            told = set(Event.objects.filter(client=w["shared"]).values_list("part", flat=True))
            assert told == {part for part in ALWAYS | set(shared) if member.reads(part)}, name
            assert Step.objects.filter(client=w["shared"]).exists()
            assert Note.objects.filter(client=w["shared"]).exists() == ("notes" in shared and member.reads("notes"))


def test_an_asked_partner_writes_nothing_in_what_is_not_shared(w, trusted):
    referral = ask(w, trusted, "profile")
    member = w.staff["adviser"]
    with acting_as(member.pk):
        with refused():
            make.NoteFactory(client=w["shared"], membership=member)
        assert Client.objects.filter(pk=w["shared"].pk).update(alias="x") == 0
        assert Note.objects.filter(client=w["shared"]).update(text="x") == 0
        # It does not share more with itself: the point of contact chose.
        for attack in ({"parts": None}, {"seen_until": None}):
            with refused():
                Involvement.objects.filter(source_id=referral.pk).update(**attack)
    with trusted():
        assert set(Involvement.objects.get(source="referral").parts) == ALWAYS | {"profile"}


def test_two_grounds_add_up_and_each_ends_by_itself(w, trusted):
    first = ask(w, trusted, "profile")
    ask(w, trusted, "notes", function="job-coaching")
    member = w.staff["adviser"]
    with acting_as(member.pk):
        found = access._found(member, w["shared"].number)
        assert found.shown == ALWAYS | {"profile", "notes"}
        assert Note.objects.filter(client=w["shared"]).exists()
    with trusted():
        Referral.objects.filter(pk=first.pk).update(
            status="answered", answer="Ja.", asked_on=days_ago(9), closed_on=days_ago(1)
        )
    with acting_as(member.pk):
        assert access._found(member, w["shared"].number).shown == ALWAYS | {"notes"}
        assert not apps.get_model("diagnosis", "Intake").objects.exists()
    with trusted():
        make.TeamMemberFactory(client=w["shared"], partner=member.partner, user=member.user)
    with acting_as(member.pk):
        assert access._found(member, w["shared"].number).shown is None
        assert apps.get_model("diagnosis", "Intake").objects.exists()


def test_lists_show_the_plan_of_those_only_whose_file_shows_it(w, trusted):
    """Net 1, by itself: no source of today leaves the plan out, a later one may."""
    ask(w, trusted)
    with trusted():
        Involvement.objects.filter(source="referral").update(parts=["client"])
    member = w.staff["adviser"]
    with acting_as(member.pk):
        assert Client.objects.filter(pk=w["shared"].pk).exists()
        assert not Step.objects.filter(client=w["shared"]).exists()
    with trusted():  # without net 2
        steps = Step.objects.filter(client=w["shared"])
        assert steps.exists()
        assert not steps.filter(shows(member, "plan")).exists()
        assert steps.filter(shows(w.staff["consultant"], "plan")).exists()


def test_the_application_does_not_write_who_sees_every_part(w):
    with acting_as(w.acting("consultant")):
        before = Client.objects.get(pk=w["shared"].pk).full_partner_ids
        Client.objects.filter(pk=w["shared"].pk).update(full_partner_ids=[w.partners["annex"].pk])
        assert Client.objects.get(pk=w["shared"].pk).full_partner_ids == before != [w.partners["annex"].pk]


def test_a_closed_file_is_there_for_lead_consultants_the_archive_and_the_privacy_officer(w):
    for name in STAFF:
        with acting_as(w.acting(name)):
            seen = {which for which in ("closed", "closed-step") if Client.objects.filter(pk=w[which].pk).exists()}
        assert bool(seen) == (name in ("lead", "archivist", "privacy")), name
    with acting_as(w.acting("archivist")):
        assert set(Client.objects.values_list("last_name", flat=True)) == {"closed", "closed-step"}
        identities = apps.get_model("clients", "Identity").objects.filter(client=w["closed"])
        assert identities.exists()
        for model in rowsecurity.fenced():
            if kind_of(model) in ("log", "once", "draft"):
                continue
            with transaction.atomic():
                changed = 0
                with contextlib.suppress(ProgrammingError), transaction.atomic():  # refused
                    changed = model._base_manager.update(chain_id=w.chain.pk)
                assert changed == 0, model
    assert {"identity", "benefit", "rights", "retention"} == CONTACT_READS


def test_an_archivist_of_a_partner_sees_nothing(w, trusted):
    with trusted():
        member = make.MembershipFactory(partner=w.partners["annex"], role="archive")
    with acting_as(member.pk):
        assert sql("select count(*) from clients_client") == [(0,)]
        assert not Client.objects.visible_to(member).exists()


def test_who_sees_no_file_by_relation_does_not_at_the_point_of_contact_either(w, trusted):
    with trusted():
        member = make.MembershipFactory(partner=w.partners["szmh"], role="coordinator")
    with acting_as(member.pk):
        assert not Client.objects.exists()
        assert not Client.objects.visible_to(member).exists()
    with trusted():  # net 1 by itself
        assert not Client.objects.visible_to(member).exists()
