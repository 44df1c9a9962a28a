"""Tokens: who gets one, what it opens, and when it stops."""

import base64
import datetime as dt

import pytest
from django.test import Client as Browser

from chain.days import today
from chain.models import ApiClient, Membership
from tests.api.calls import Machine
from tests.factories import ApiClientFactory, ApplicationFactory, PartnerAgreementFactory
from tests.world import world

SECRET = "a secret of nobody"


def machine_of(membership, scopes, **application):
    app = ApplicationFactory(user=membership.user, client_secret=SECRET, **application)
    ApiClientFactory(membership=membership, application_id=app.pk, scopes=scopes)
    return app


def ask(app, secret=SECRET, **body):
    basic = base64.b64encode(f"{app.client_id}:{secret}".encode()).decode()
    return Browser(headers={"authorization": f"Basic {basic}"}).post(
        "/oauth/token", {"grant_type": "client_credentials", **body}
    )


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        w.app = machine_of(w.staff["consultant"], ["clients:read", "steps:read"])
    return w


def test_who_has_the_secret_gets_a_token_for_an_hour_and_it_opens_the_api(w):
    answer = ask(w.app)
    assert answer.status_code == 200, answer.content
    token = answer.json()
    assert token["expires_in"] == 3600 and token["token_type"].lower() == "bearer" and "refresh_token" not in token
    assert set(token["scope"].split()) == {"clients:read", "steps:read"}
    assert Machine(token["access_token"]).get("/clients").status_code == 200


def test_a_token_can_be_asked_for_less_and_never_for_more(w):
    less = ask(w.app, scope="steps:read").json()
    assert Machine(less["access_token"]).get("/clients").status_code == 403
    assert ask(w.app, scope="steps:read steps:write").status_code == 400


def test_no_token_for_a_wrong_secret_nor_by_another_way(w):
    wrong = ask(w.app, secret="something else")
    assert wrong.status_code == 401 and wrong.json()["error"] == "invalid_client"
    for way in ("password", "authorization_code", "refresh_token", "implicit", ""):
        answer = ask(w.app, grant_type=way, username="consultant", password="x", code="x", refresh_token="x")
        assert answer.status_code == 400, way


@pytest.mark.parametrize("name", ["a\0b", "%00"])
def test_a_name_that_nobody_can_have_is_no_machine(w, name):
    basic = base64.b64encode(f"{name}:x".encode()).decode()
    asked = {"grant_type": "client_credentials"}
    by_header = Browser(headers={"authorization": f"Basic {basic}"}).post("/oauth/token", asked)
    by_form = Browser().post("/oauth/token", asked | {"client_id": name, "client_secret": "x"})
    for answer in (by_header, by_form):
        assert answer.status_code == 401 and answer.json()["error"] == "invalid_client"


def test_a_device_gets_none(w):
    way = "urn:ietf:params:oauth:grant-type:device_code"
    for given in ({}, {"device_code": "a\0b"}, {"device_code": "x"}):
        answer = ask(w.app, grant_type=way, **given)
        assert answer.status_code == 400 and answer.json()["error"] == "unsupported_grant_type"


def test_neither_secret_nor_token_is_kept_as_it_is(w, trusted):
    from oauth2_provider.models import AccessToken, Application

    token = ask(w.app).json()["access_token"]
    assert SECRET not in Application.objects.get(pk=w.app.pk).client_secret
    assert token not in str(AccessToken.objects.values_list("token", "token_checksum").get())


ENDS = {
    "its membership ends": lambda m: Membership.objects.filter(pk=m.pk).update(ended_on=today() - dt.timedelta(1)),
    "the agreements of its partner lapse": lambda m: PartnerAgreementFactory(
        partner=m.partner, started_on=today() - dt.timedelta(9), ended_on=today() - dt.timedelta(1)
    ),
    "its user is switched off": lambda m: type(m.user).objects.filter(pk=m.user_id).update(is_active=False),
    "the machine is taken away": lambda m: ApiClient.objects.filter(membership=m).delete(),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
def test_there_is_no_token_and_an_earlier_one_stops_at_once_when(w, trusted, end):
    machine = Machine(ask(w.app).json()["access_token"])
    assert machine.get("/clients").status_code == 200
    with trusted():
        end(w.staff["consultant"])
    refused = machine.get("/clients")
    assert refused.status_code == 401 and 'error="invalid_token"' in refused["WWW-Authenticate"]
    assert ask(w.app).status_code == 401


def test_a_scope_that_is_taken_back_stops_at_once(w, trusted):
    machine = Machine(ask(w.app).json()["access_token"])
    with trusted():
        ApiClient.objects.update(scopes=["steps:read"])
    assert machine.get("/clients").status_code == 403


def test_a_machine_does_not_sign_in_as_a_person(w):
    from chain.acting import memberships_of

    assert memberships_of(w.staff["consultant"].user_id) == []


def test_too_many_tries_from_one_address_have_to_wait(w, settings):
    settings.SNOER_TOKENS_A_MINUTE = 2
    said = [ask(w.app, secret="wrong") for _ in range(4)]  # four, since a minute can begin between
    assert said[-1].status_code == 429 and int(said[-1]["Retry-After"]) <= 60
