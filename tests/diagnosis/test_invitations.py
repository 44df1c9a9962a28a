"""Partners at the joint intake: invited on a day, in sight from it until the intake ends, and told on Mijn dag."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients.models import Client, Event, Involvement
from diagnosis import intake, invitations
from diagnosis.models import Intake, Invitation
from tests.attacks import refused
from tests.factories import InstrumentFactory, InvitationFactory, MandateFactory, NoteFactory, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        MandateFactory(partner=w.partners["szmh"], function="intake")
        MandateFactory(partner=w.partners["podium24"], function="market-demand")
        InstrumentFactory(chain=w.chain, code="intake", phase="diagnosis", function="intake")
    return w


def sees(w, name="adviser", which="unknown"):
    with acting_as(w.acting(name)):
        found = Client.objects.filter(pk=w[which].pk).exists()
        assert Client.objects.visible_to(w.staff[name]).filter(pk=w[which].pk).exists() == found
        return found


def typed(w, on=None, time="10:30", partner="podium24"):
    return {"partner": w.partners[partner].pk, "on": (on or today()).strftime("%d-%m-%Y"), "time": time}


def test_an_invited_partner_sees_the_person_on_the_day_and_until_the_intake_ends(w, signed_in, trusted):
    with trusted():
        NoteFactory(client=w["unknown"], membership=w.staff["consultant"], text="Alleen voor ons.")
    url = reverse("invitation_new", args=[w["unknown"].number])
    assert "Partner bij de intake" in signed_in("consultant").get(url).content.decode()
    assert signed_in("consultant").post(url, typed(w)).status_code == 302
    record = signed_in("consultant").get(reverse("record", args=[w["unknown"].number])).content.decode()
    assert "Uitgenodigd" in record
    assert "10:30" in record
    day = signed_in("adviser").get(reverse("day")).content.decode()
    assert "Intake samen" in day
    assert "10:30" in day
    page = signed_in("adviser").get(reverse("record", args=[w["unknown"].number])).content.decode()
    assert "Alleen voor ons." not in page
    assert "Gesprek vastleggen" not in page
    assert not sees(w, "coach")
    with acting_as(w.acting("consultant")):
        begun = intake.begin(w["unknown"], w.staff["consultant"])
        Intake.objects.filter(pk=begun.pk).update(conclusion="placement", grounds="Samen gekozen.")
        intake.conclude(Intake.objects.select_related("client", "step").get(pk=begun.pk), w.staff["consultant"])
    with trusted():
        invitation = Invitation.objects.get()
        assert (invitation.ended_on, invitation.intake_id) == (today(), begun.pk)
        assert Involvement.objects.get(source="invitation").seen_until == today()
        Invitation.objects.update(on=days_ago(3), ended_on=days_ago(1))
    assert not sees(w)
    assert "Intake samen" not in signed_in("adviser").get(reverse("day")).content.decode()


def test_before_the_day_there_is_nothing_and_cancelled_it_never_is(w, signed_in, trusted):
    with acting_as(w.acting("consultant")):
        made = invitations.invite(w["unknown"], w.partners["podium24"], days_ago(-2), dt.time(9))
        assert not sees(w)
    url = reverse("invitation_cancel", args=[w["unknown"].number, made.pk])
    assert signed_in("consultant").get(url).status_code == 200
    for _time in range(2):
        assert signed_in("consultant").post(url).status_code == 302
    with trusted():
        assert list(Event.objects.filter(client=w["unknown"]).order_by("pk").values_list("act", flat=True)) == [
            "intake-invited", "invitation-cancelled",
        ]  # fmt: skip
        Invitation.objects.update(on=today())
        found = Involvement.objects.get(source="invitation")
        assert (found.started_on, found.seen_until) == (today(), today())
        Invitation.objects.update(cancelled_on=days_ago(1))
    assert not sees(w)


def test_who_invites_whom(w, signed_in):
    url = reverse("invitation_new", args=[w["both"].number])
    for name in ("trainer", "annex_consultant", "manager"):
        assert signed_in(name).get(url).status_code == 403
        with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
            invitations.invite(w["both"], w.partners["podium24"], today(), dt.time(9))
    answer = signed_in("consultant").post(url, typed(w, partner="szmh"))
    assert (answer.status_code, "partner" in answer.context["form"].errors) == (422, True)
    for wrong in ({"on": "gisteren"}, {"time": "half elf"}, {"on": days_ago(1).strftime("%d-%m-%Y")}):
        assert signed_in("consultant").post(url, typed(w) | wrong).status_code == 422, wrong
    with acting_as(w.acting("consultant")):
        invitations.invite(w["both"], w.partners["podium24"], today(), dt.time(9))
        with pytest.raises(ValidationError, match="al uitgenodigd"):
            invitations.invite(w["both"], w.partners["podium24"], days_ago(-1), dt.time(9))


def test_a_partner_does_not_invite_itself_in_the_database(w):
    for name in ("trainer", "adviser"):
        with acting_as(w.acting(name)), refused():
            InvitationFactory(client=w["both"], partner=w.staff[name].partner)
    with acting_as(w.acting("adviser")):
        assert not Invitation.objects.exists()


def test_a_concluded_intake_that_is_touched_ends_no_later_invitation(w, trusted):
    with acting_as(w.acting("consultant")):
        begun = intake.begin(w["unknown"], w.staff["consultant"], days_ago(30))
        Intake.objects.filter(pk=begun.pk).update(conclusion="placement", grounds="Samen gekozen.")
        intake.conclude(
            Intake.objects.select_related("client", "step").get(pk=begun.pk), w.staff["consultant"], days_ago(20)
        )
        invitations.invite(w["unknown"], w.partners["podium24"], today(), dt.time(9))
        Intake.objects.filter(pk=begun.pk).update(grounds="Samen zo gekozen.")
    with trusted():
        assert Invitation.objects.get().ended_on is None
