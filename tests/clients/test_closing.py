"""Closing a file and opening it again: who may, what has to end first, who sees it then, and that it is told once."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients import closing, team
from clients.models import Client, Closure, Event, Step, Task
from clients.steps import NotNow
from placement.proposals import Refusal, confirm
from tests.attacks import sql
from tests.factories import (
    BenefitProposalFactory,
    InvitationFactory,
    PlacementFactory,
    PlanFactory,
    ReferralFactory,
    StepFactory,
    TaskFactory,
    days_ago,
)
from tests.world import STAFF, world


def acts(trusted, client):
    with trusted():
        return list(Event.objects.filter(client=client).order_by("pk").values_list("act", flat=True))


def close_url(client):
    return reverse("file_close", args=[client.number])


def typed(reason="work", on=None):
    return {"reason": reason, "on": (on or today()).strftime("%d-%m-%Y"), "explanation": ""}


def seers(w, client):
    found = set()
    for name in STAFF:
        with acting_as(w.acting(name)):
            sees = Client.objects.filter(pk=client.pk).exists()
            assert Client.objects.visible_to(w.staff[name]).filter(pk=client.pk).exists() == sees or name == "privacy"
            if sees:
                found.add(name)
    return found


def test_a_closed_file_is_out_of_sight_but_for_few_and_comes_back(w, signed_in, trusted):
    client = w["unknown"]
    with acting_as(w.acting("consultant")):
        team.change_lead(client, w.staff["consultant"], on=days_ago(9))
    browser = signed_in("consultant")
    assert "Geen andere partner ziet dit dossier nu" in browser.get(close_url(client)).content.decode()
    answer = browser.post(close_url(client), typed())
    assert (answer.status_code, answer["Location"]) == (302, "/clienten/?consulent=mijn")
    assert "is gesloten" in browser.get(answer["Location"]).content.decode()
    assert seers(w, client) == {"lead", "archivist", "privacy"}
    with trusted():
        client.refresh_from_db()
        assert client.closed_on == today()
        assert not client.team.filter(ended_on=None).exists()
        closure = Closure.objects.get(client=client)
        assert (closure.reason, closure.author) == ("work", w.staff["consultant"].user)
    assert browser.get(reverse("record", args=[client.number])).status_code == 404
    page = signed_in("archivist").get(reverse("record", args=[client.number])).content.decode()
    assert "Gesloten op" in page
    assert "Heropenen" not in page
    url = reverse("file_reopen", args=[client.number])
    assert signed_in("archivist").get(url).status_code == 403
    lead = signed_in("lead")
    assert "Heropenen" in lead.get(reverse("record", args=[client.number])).content.decode()
    assert lead.post(url, {"why": "", "lead": w.staff["consultant"].pk}).status_code == 422
    assert lead.post(url, {"why": "Weer uit werk", "lead": w.staff["consultant"].pk}).status_code == 302
    assert lead.get(url).status_code == 403  # open by now
    assert "consultant" in seers(w, client)
    with trusted():
        client.refresh_from_db()
        assert (client.closed_on, client.lead) == (None, w.staff["consultant"].user)
        assert client.team.get(is_lead=True, ended_on=None).user == client.lead
        assert Closure.objects.get(client=client).reopened_why == "Weer uit werk"
    assert acts(trusted, client) == ["lead-changed", "file-closed", "file-reopened"]


def test_what_somebody_waits_for_ends_first(w, signed_in, trusted):
    client = w["step"]
    with trusted():
        placement = PlacementFactory(client=client, step__partner=w.partners["annex"], step__instrument=w.work)
        BenefitProposalFactory(placement=placement, proposed_by=w.staff["trainer"].user)
        ReferralFactory(client=client, partner=w.partners["mtb"], asked_by=w.partners["szmh"])
    browser = signed_in("consultant")
    page = browser.get(close_url(client)).content.decode()
    for told in ("Stap loopt", "Verwijzing zonder antwoord", "Voorstel voor de uitkering", "Annex"):
        assert told in page, told
    answer = browser.post(close_url(client), typed())
    assert (answer.status_code, "Rond dat eerst af" in answer.content.decode()) == (422, True)
    assert acts(trusted, client) == []
    with trusted():
        assert Client.objects.get(pk=client.pk).closed_on is None


@pytest.mark.parametrize("reason", ["deceased", "moved"])
def test_death_or_a_move_away_ends_what_nobody_can_end_any_more(w, trusted, reason):
    client = w["step"]
    with trusted():
        placement = PlacementFactory(client=client, step__partner=w.partners["annex"], step__instrument=w.work)
        proposal = BenefitProposalFactory(placement=placement, proposed_by=w.staff["trainer"].user)
        asked = ReferralFactory(client=client, partner=w.partners["mtb"], asked_by=w.partners["szmh"])
        taken = ReferralFactory(
            client=client, partner=w.partners["annex"], asked_by=w.partners["szmh"], status="accepted",
            function="trajectories",
        )  # fmt: skip
        planned = StepFactory(client=client, partner=w.partners["mtb"], instrument=w.instrument, status="planned")
        plan = PlanFactory(client=client)
        task = TaskFactory(client=client)
        invited = InvitationFactory(client=client, partner=w.partners["podium24"], on=days_ago(-3))
    with acting_as(w.acting("consultant")):
        closing.close(client, reason, on=today())
    with trusted():
        for row in (proposal, asked, taken, planned, plan, task, invited, placement.step):
            row.refresh_from_db()
        running = set(Step.objects.filter(client=client, status__in=["planned", "active"]))
        # A job goes on where somebody has moved, and still counts as work.
        assert running == ({placement.step} if reason == "moved" else set())
        assert (planned.status, placement.step.ended_on) == ("cancelled", None if reason == "moved" else today())
        assert (asked.status, taken.status, proposal.status) == ("withdrawn", "returned", "declined")
        assert "Dossier gesloten" in asked.answer
        assert asked.lines.count() == 1
        assert (plan.ended_on, plan.end_reason, task.status) == (today(), "closed", "cleared")
        assert invited.cancelled_on == today()
        assert Client.objects.get(pk=client.pk).closed_on == today()
    assert acts(trusted, client)[-1] == "file-closed"


def test_who_closes_and_opens(w, signed_in):
    for name in ("trainer", "annex_consultant", "manager"):
        assert signed_in(name).get(close_url(w["both"])).status_code == 403, name
        with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
            closing.close(w["both"], "work")
    with acting_as(w.acting("consultant")), pytest.raises(PermissionDenied):
        closing.reopen(w["closed"], "zomaar")
    for name in ("archivist", "privacy"):
        with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
            closing.reopen(w["closed"], "zomaar")


def test_a_day_that_cannot_be(w):
    with acting_as(w.acting("consultant")):
        for day in (days_ago(-1), w["unknown"].registered_on.replace(year=2019)):
            with pytest.raises(ValidationError):
                closing.close(w["unknown"], "work", on=day)
        with pytest.raises(KeyError):
            closing.close(w["unknown"], "zin in")


def test_closed_twice_or_the_form_twice_is_once(w, signed_in, trusted):
    browser = signed_in("consultant")
    key = browser.get(close_url(w["unknown"])).context["form"].once
    for _time in range(2):
        answer = browser.post(close_url(w["unknown"]), typed() | {"once": key})
        assert (answer.status_code, answer["Location"]) == (302, "/clienten/?consulent=mijn")
    assert acts(trusted, w["unknown"]) == ["file-closed"]
    with acting_as(w.acting("lead")), pytest.raises(NotNow):
        closing.close(w["unknown"], "work")


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_it_once(trusted):
    with trusted():
        w = world()
    ready, ended = threading.Barrier(2), []

    def close(name):
        try:
            with acting_as(w.acting(name)):
                ready.wait(10)
                closing.close(w["unknown"], "work")
                ended.append("closed")
        except Exception as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=(name,)) for name in ("consultant", "lead")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["NotNow", "closed"]
    assert acts(trusted, w["unknown"]) == ["file-closed"]


def test_the_database_closes_what_is_open_and_ones_own_alone(w):
    for name, which in [("trainer", "step"), ("annex_consultant", "step"), ("manager", "both"), ("consultant", "closed"),
                        ("consultant", "foreign"), ("lead", "closed"), ("privacy", "both"), ("count", "both")]:  # fmt: skip
        with acting_as(w.acting(name)):
            assert sql("select snoer_close_file(%s, %s)", w[which].pk, today()) == [(False,)], (name, which)


def test_who_moved_out_of_the_region_is_proposed_for_closing(w, signed_in):
    page = signed_in("consultant").get(reverse("record", args=[w["moved"].number])).content.decode()
    assert "buiten de regio" in page
    assert (
        "buiten de regio"
        not in signed_in("consultant").get(reverse("record", args=[w["both"].number])).content.decode()
    )


def test_a_file_closed_earlier_comes_back_on_a_day_that_can_be(w, trusted):
    with acting_as(w.acting("lead")):
        closing.close(w["unknown"], "work", on=days_ago(3))
        closing.reopen(Client.objects.get(pk=w["unknown"].pk), "Te vroeg gesloten", on=days_ago(9))
    with trusted():
        closure = Closure.objects.get(client=w["unknown"])
        assert (closure.closed_on, closure.reopened_on) == (days_ago(3), days_ago(3))
        assert w["unknown"].team.get(is_lead=True, ended_on=None).started_on == days_ago(3)


def test_the_acts_of_a_closed_file_are_refused_to_a_lead_consultant_too(w, signed_in, trusted):
    with trusted():
        placement = PlacementFactory(client=w["closed"], step__partner=w.partners["szmh"], step__instrument=w.work)
        proposal = BenefitProposalFactory(placement=placement, proposed_by=w.staff["trainer"].user)
    browser = signed_in("lead")
    url = reverse("proposal", args=[w["closed"].number, proposal.pk])
    assert browser.post(url, {"act": "confirm", "version": proposal.version}).status_code == 403
    assert browser.post(url, {"act": "decline", "version": proposal.version, "reason": "nee"}).status_code == 403
    with acting_as(w.acting("lead")):
        with pytest.raises(Refusal):
            confirm(proposal, proposal.version, by=w.staff["lead"])
        with pytest.raises(PermissionDenied):
            team.join(w["closed"], w.staff["trainer"], "x")
        with pytest.raises(PermissionDenied):
            team.change_lead(w["closed"], w.staff["lead"])


def test_the_tasks_of_a_closed_file_are_gone(w, trusted):
    with trusted():
        TaskFactory(client=w["unknown"])
    with acting_as(w.acting("consultant")):
        closing.close(w["unknown"], "own-request")
    with trusted():
        assert not Task.objects.filter(client=w["unknown"], status="open").exists()
