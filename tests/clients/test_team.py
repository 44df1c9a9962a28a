"""The team: chosen by the point of contact; being in it gives one's partner sight of the person."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients import team
from clients.models import Client, Event, Involvement, TeamMember
from tests.conftest import role
from tests.factories import TeamMemberFactory, days_ago
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


@pytest.fixture
def signed_in(client):
    def sign_in(w, name):
        client.force_login(w.staff[name].user)
        return client

    return sign_in


def acts(client):
    with role("snoer_owner"):
        return list(Event.objects.filter(client=client).order_by("pk").values_list("act", flat=True))


def test_who_joins_brings_their_partner_to_see(w, signed_in):
    record = reverse("record", args=[w["unknown"].number])
    assert signed_in(w, "adviser").get(record).status_code == 404
    url = reverse("team_add", args=[w["unknown"].number])
    answer = signed_in(w, "consultant").post(url, {"member": w.staff["adviser"].pk, "task": "zoekt werkgevers"})
    assert answer.status_code == 302
    assert acts(w["unknown"]) == ["team-joined"]
    assert "zoekt werkgevers" in signed_in(w, "adviser").get(record).content.decode()


def test_who_leaves_sees_until_the_end_of_the_day(w, signed_in):
    with role("snoer_owner"):
        joined = TeamMember.objects.get(client=w["team"])
    url = reverse("team_leave", args=[w["team"].number, joined.pk])
    assert "Vandaag is de laatste dag" in signed_in(w, "consultant").get(url).content.decode()
    for _time in range(2):  # a second time changes nothing
        assert signed_in(w, "consultant").post(url).status_code == 302
    assert acts(w["team"]) == ["team-left"]
    with role("snoer_owner"):
        joined.refresh_from_db()
        assert joined.ended_on == today()
        assert Involvement.objects.get(source="teammember", source_id=joined.pk).seen_until == today()


def test_one_is_in_the_team_once(w, signed_in):
    url = reverse("team_add", args=[w["team"].number])
    answer = signed_in(w, "consultant").post(url, {"member": w.staff["trainer"].pk, "task": "nog eens"})
    assert answer.status_code == 422
    assert "zit al in het team" in answer.content.decode()
    with acting_as(w.acting("consultant"), "test"), pytest.raises(ValidationError):
        team.join(w["team"], w.staff["trainer"], "nog eens")


def test_the_choice_is_of_caseworkers_of_the_own_chain(w, signed_in):
    html = signed_in(w, "consultant").get(reverse("team_add", args=[w["unknown"].number])).content.decode()
    for name, offered in (
        ("trainer", True),
        ("adviser", True),
        ("manager", False),
        ("stranger", False),
        ("count", False),
    ):
        assert (f'<option value="{w.staff[name].pk}">' in html) == offered
    url = reverse("team_add", args=[w["unknown"].number])
    answer = signed_in(w, "consultant").post(url, {"member": w.staff["stranger"].pk, "task": "meekijken"})
    assert answer.status_code == 422


def test_the_lead_is_a_consultant_of_the_point_of_contact(w, signed_in):
    url = reverse("lead_change", args=[w["step"].number])
    browser = signed_in(w, "consultant")
    assert browser.post(url, {"lead": w.staff["trainer"].pk}).status_code == 422
    assert browser.post(url, {"lead": w.staff["annex_consultant"].pk}).status_code == 422
    for _time in range(2):
        assert browser.post(url, {"lead": w.staff["lead"].pk}).status_code == 302
    with role("snoer_owner"):
        assert Client.objects.get(pk=w["step"].pk).lead == w.staff["lead"].user
    assert acts(w["step"]) == ["lead-changed"]
    assert "regie" in browser.get(reverse("record", args=[w["step"].number])).content.decode()


@pytest.mark.parametrize(("who", "status"), [("trainer", 403), ("manager", 403), ("coach", 404), ("stranger", 404)])
def test_nobody_else_changes_the_team(w, trusted, signed_in, who, status):
    with trusted():
        joined = TeamMemberFactory(client=w["step"], partner=w.partners["annex"], user=w.staff["trainer"].user)
    number = w["step"].number
    browser = signed_in(w, who)
    for url in (
        reverse("team_add", args=[number]),
        reverse("team_leave", args=[number, joined.pk]),
        reverse("lead_change", args=[number]),
    ):
        assert browser.get(url).status_code == status
        data = {"member": w.staff["trainer"].pk, "task": "x", "lead": w.staff["lead"].pk}
        assert browser.post(url, data).status_code == status
    with role("snoer_owner"):
        joined.refresh_from_db()
    assert joined.ended_on is None


def test_the_acts_themselves_refuse_too(w):
    with acting_as(w.acting("trainer"), "test"):
        with pytest.raises(PermissionDenied):
            team.join(w["step"], w.staff["trainer"], "x")
        with pytest.raises(PermissionDenied):
            team.change_lead(w["step"], w.staff["lead"])


def test_a_member_of_another_person_is_not_found_here(w, signed_in):
    with role("snoer_owner"):
        joined = TeamMember.objects.get(client=w["team"])
    url = reverse("team_leave", args=[w["step"].number, joined.pk])
    assert signed_in(w, "consultant").post(url).status_code == 404


def test_leaving_on_the_day_of_joining_is_one_day(w, trusted):
    with trusted():
        joined = TeamMemberFactory(client=w["unknown"], partner=w.partners["annex"], user=w.staff["trainer"].user,
                                   started_on=today())  # fmt: skip
    with acting_as(w.acting("consultant"), "test"):
        team.leave(joined, on=days_ago(1) - dt.timedelta(1))
        joined.refresh_from_db()
        assert joined.ended_on == today()


# the lead


def leads(client):
    with role("snoer_owner"):
        return [
            (row.user.username, row.started_on, row.ended_on)
            for row in client.team.filter(is_lead=True).select_related("user").order_by("pk")
        ]


def test_the_lead_leaves_only_by_a_hand_over(w, signed_in):
    with acting_as(w.acting("consultant")):
        team.change_lead(w["step"], w.staff["consultant"], on=days_ago(20))
    with role("snoer_owner"):
        joined = w["step"].team.get(is_lead=True)
    url = reverse("team_leave", args=[w["step"].number, joined.pk])
    answer = signed_in(w, "consultant").post(url)
    assert answer.status_code == 422
    assert "Draag eerst de regie over" in answer.content.decode()
    url = reverse("lead_change", args=[w["step"].number])
    day = days_ago(5).strftime("%d-%m-%Y")
    assert signed_in(w, "consultant").post(url, {"lead": w.staff["lead"].pk, "on": day}).status_code == 302
    assert leads(w["step"]) == [("consultant", days_ago(20), days_ago(5)), ("lead", days_ago(5), None)]
    page = signed_in(w, "consultant").get(url).content.decode()
    assert page.index("Wie de regie had") < page.index("Lead", page.index("Wie de regie had"))


def test_a_hand_over_told_afterwards_takes_no_days_from_who_had_it_before(w, signed_in):
    with acting_as(w.acting("consultant")):
        team.change_lead(w["step"], w.staff["consultant"], on=days_ago(20))
        team.change_lead(w["step"], w.staff["lead"], on=days_ago(10))
        for day in (days_ago(11), days_ago(30), days_ago(-1)):
            with pytest.raises(ValidationError):
                team.change_lead(w["step"], w.staff["consultant"], on=day)
    url = reverse("lead_change", args=[w["step"].number])
    typed = {"lead": w.staff["consultant"].pk, "on": days_ago(15).strftime("%d-%m-%Y")}
    answer = signed_in(w, "consultant").post(url, typed)
    assert (answer.status_code, "Toen had een ander de regie" in answer.content.decode()) == (422, True)
    with acting_as(w.acting("consultant")):  # on the very day: the other had it for no day at all
        team.change_lead(w["step"], w.staff["consultant"], on=days_ago(10))
    assert leads(w["step"])[-1] == ("consultant", days_ago(10), None)


def test_the_database_refuses_two_leads_in_words(w, monkeypatch):
    monkeypatch.setattr(team, "_check_lead_from", lambda *given: None)
    with acting_as(w.acting("consultant")):
        team.change_lead(w["step"], w.staff["consultant"], on=days_ago(20))
        team.change_lead(w["step"], w.staff["lead"], on=days_ago(10))
        with pytest.raises(ValidationError, match="Op die dag had een ander de regie"):
            team.change_lead(w["step"], w.staff["consultant"], on=days_ago(15))
    assert len(leads(w["step"])) == 2


def test_the_lead_stays_after_outflow(w, trusted):
    with acting_as(w.acting("consultant")):
        team.change_lead(w["step"], w.staff["consultant"], on=days_ago(20))
    with trusted():
        w["step"].steps.update(status="done", ended_on=days_ago(1))
    assert leads(w["step"]) == [("consultant", days_ago(20), None)]


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_over_at_once_leave_one_lead(trusted):
    with trusted():
        w = world()
    ready, failed = threading.Barrier(2), []

    def hand_over(name: str) -> None:
        try:
            with acting_as(w.acting("consultant")):
                ready.wait(10)
                team.change_lead(w["step"], w.staff[name])
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_over, args=(name,)) for name in ("consultant", "lead")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    with trusted():
        client = Client.objects.get(pk=w["step"].pk)
        assert client.team.get(is_lead=True, ended_on=None).user == client.lead
        assert client.team.filter(is_lead=True).count() == 2
