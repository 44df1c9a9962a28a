"""The administrator's pages about machines: made with a secret that is shown once, given another, ended at once; and that
nobody meets a machine where people are chosen."""

import datetime as dt
import re
import uuid

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from chain import machines
from chain.acting import acting_as, memberships_of
from chain.api.scopes import SCOPES
from chain.days import today
from chain.models import ApiClient, Membership, User
from clients.appointments import colleagues as appointment_colleagues
from clients.handovers import colleagues as handover_colleagues
from clients.team import caseworkers
from diagnosis.screening import candidates
from placement.employer_forms import keepers
from tests.world import World, world

ASKED = list(SCOPES)[:2]


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def typed(w, **changes):
    given = {
        "name": "Suite",
        "partner": w.partners["szmh"].pk,
        "role": "consultant",
        "scopes": ASKED,
        "once": str(uuid.uuid4()),
    }
    return given | changes


def secret_in(answer):
    return re.findall(r"<code>([A-Za-z0-9]{100,})</code>", answer.text)[0]


@pytest.fixture
def machine(w, trusted):
    with acting_as(w.acting("admin")):
        made, _id, _secret = machines.make(
            by=w.staff["admin"], name="Suite", partner=w.partners["szmh"], role="consultant", scopes=ASKED
        )
    return made


def token_of(machine, trusted):
    with trusted():
        application = Application.objects.get(pk=machine.application_id)
        return AccessToken.objects.create(
            application=application,
            token=str(uuid.uuid4()),
            scope=ASKED[0],
            expires=timezone.now() + dt.timedelta(hours=1),
        )


def valid_tokens():
    return list(AccessToken.objects.filter(expires__gt=timezone.now()))


def comes_in(trusted, machine):
    """Whether a token of the machine would open anything."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from snoer_api_membership(%s)", [machine.application_id])
        return cursor.fetchone()[0] == 1


def test_a_new_machine_gets_a_secret_that_is_shown_once(w, trusted, signed_in):
    browser, given = signed_in("admin"), typed(w)
    answer = browser.post(reverse("machine_new"), given)
    secret = secret_in(answer)
    with trusted():
        made = ApiClient.objects.select_related("membership__user").get()
        application = Application.objects.get(pk=made.application_id)
        kept = made.membership
        assert (kept.role, kept.partner_id, kept.started_on) == ("consultant", w.partners["szmh"].pk, today())
        assert not kept.user.has_usable_password() and kept.user.username.startswith("koppeling-")
        assert (made.scopes, made.made_by_id) == (ASKED, w.staff["admin"].user_id)
    assert application.authorization_grant_type == "client-credentials" and application.client_type == "confidential"
    assert application.client_secret != secret and check_password(secret, application.client_secret)
    again = browser.post(reverse("machine_new"), given)
    assert again.status_code == 302
    page = browser.get(reverse("machine", args=[made.pk])).text
    assert secret not in page and application.client_id in page
    assert comes_in(trusted, made)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"scopes": []}, "scopes"), ({"scopes": ["alles:read"]}, "scopes"), ({"role": "admin"}, "role"),
     ({"role": "privacy"}, "role"), ({"role": "alderman"}, "role"), ({"role": "system"}, "role"), ({"partner": "0"}, "partner")],
)  # fmt: skip
def test_bad_input_makes_no_machine(w, trusted, signed_in, changes, field):
    with trusted():
        before = User.objects.count()
    answer = signed_in("admin").post(reverse("machine_new"), typed(w, **changes))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    with trusted():
        assert User.objects.count() == before and not Application.objects.exists()


def test_a_partner_of_another_chain_is_not_there(w, signed_in):
    answer = signed_in("admin").post(reverse("machine_new"), typed(w, partner=w.partners["other"].pk))
    assert "partner" in answer.context["form"].errors


def test_only_the_administrator_of_the_chain_makes_changes_and_ends_machines(w, trusted, signed_in, machine):
    here = [reverse("machines"), reverse("machine_new"), reverse("machine", args=[machine.pk])]
    for name in ("lead", "manager", "privacy", "alderman", "stranger"):
        assert {signed_in(name).get(url).status_code for url in here} == {403}
        assert signed_in(name).post(reverse("machine_end", args=[machine.pk])).status_code == 403
        assert signed_in(name).post(reverse("machine_secret", args=[machine.pk])).status_code == 403
    for act in (machines.new_secret, machines.end):
        with acting_as(w.acting("lead")), pytest.raises(PermissionDenied):
            act(machine, by=w.staff["lead"])
    with acting_as(w.acting("admin")), pytest.raises(ValidationError):
        machines.make(by=w.staff["admin"], name="x", partner=w.partners["szmh"], role="privacy", scopes=ASKED)


def test_a_new_secret_ends_the_old_one_and_its_tokens(w, trusted, signed_in, machine):
    token_of(machine, trusted)
    with trusted():
        before = Application.objects.get(pk=machine.application_id).client_secret
    key = {"once": str(uuid.uuid4())}
    answer = signed_in("admin").post(reverse("machine_secret", args=[machine.pk]), key)
    assert len(secret_in(answer)) > 100
    assert signed_in("admin").post(reverse("machine_secret", args=[machine.pk]), key).status_code == 302
    with trusted():
        assert Application.objects.get(pk=machine.application_id).client_secret != before
        assert not valid_tokens()
    assert comes_in(trusted, machine)


def test_other_scopes_and_what_was_changed(w, trusted, signed_in, machine):
    token_of(machine, trusted)
    url = reverse("machine", args=[machine.pk])
    assert signed_in("admin").post(url, {"name": "Suite uitkeringen", "scopes": ASKED[:1]}).status_code == 302
    with trusted():
        changed = ApiClient.objects.select_related("membership__user").get(pk=machine.pk)
        assert (changed.name, changed.scopes) == ("Suite uitkeringen", ASKED[:1])
        assert str(changed.membership.user) == "Suite uitkeringen"
        assert not valid_tokens()  # with a scope that it may not ask for any more
    page = signed_in("admin").get(url).text
    assert "Suite uitkeringen" in page and str(SCOPES[ASKED[0]])[1:] in page
    wrong = signed_in("admin").post(url, {"name": "Suite", "scopes": []})
    assert wrong.status_code == 422 and "scopes" in wrong.context["form"].errors


def test_an_ended_machine_comes_nowhere_any_more(w, trusted, signed_in, machine):
    token_of(machine, trusted)
    assert "niet terugdraaien" in signed_in("admin").get(reverse("machine_end", args=[machine.pk])).text
    assert comes_in(trusted, machine)
    assert signed_in("admin").post(reverse("machine_end", args=[machine.pk])).url == reverse("machines")
    assert not comes_in(trusted, machine)
    with trusted():
        assert not valid_tokens()
    page = signed_in("admin").get(reverse("machine", args=[machine.pk])).text
    assert "gestopt" in page and reverse("machine_end", args=[machine.pk]) not in page
    for name in ("machine_end", "machine_secret"):  # no way back
        assert signed_in("admin").post(reverse(name, args=[machine.pk])).url == reverse("machine", args=[machine.pk])
    assert not comes_in(trusted, machine)


def test_nobody_signs_in_as_a_machine_or_meets_one_among_people(w, trusted, signed_in, machine):
    user = machine.membership.user
    assert memberships_of(user.pk) == []
    assert signed_in("admin").get(reverse("users"), {"q": "Suite"}).context["people"] == []
    assert signed_in("admin").get(reverse("user_edit", args=[user.pk])).status_code == 404
    assert signed_in("admin").get(reverse("membership_end", args=[machine.membership_id])).status_code == 404
    lead = w.staff["lead"]
    with acting_as(w.acting("lead")):
        assert user not in appointment_colleagues(lead)
        for chosen in (handover_colleagues(lead), caseworkers(w["unknown"]), candidates(w.chain.pk)):
            assert chosen and user.pk not in {one.user_id for one in chosen}
        assert user.pk not in {pk for pk, _name in keepers(w.chain.pk)}
        assert Membership.objects.filter(user=user).exists()  # what it does is told under its name
