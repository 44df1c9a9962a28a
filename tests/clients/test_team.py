"""The team: chosen by the point of contact; being in it gives one's partner sight of the person."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
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
