"""Single sign-on: who a provider's claims let in, as what, and for how long. With browsers: tests/browser/test_sign_in.py."""

import datetime as dt
import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from django.test import Client as Browser

from chain import oidc, oidc_settings
from chain.acting import acting_as, memberships_of, system_membership
from chain.days import today
from chain.models import Membership, User, UserAct
from tests.factories import PASSWORD, MembershipFactory
from tests.provider import GROUPS, Provider
from tests.world import World, world

ANNA = {"sub": "a-1", "preferred_username": "anna", "name": "Anna Provider", "email": "anna@example.org"}


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        made = world()
        for chain, name in ((made.chain, "accounts-1"), (made.other_chain, "accounts-2")):
            if not Membership.objects.filter(chain=chain, job="accounts").exists():
                MembershipFactory(user__username=name, chain=chain, job="accounts")
    return made


@pytest.fixture(scope="module")
def server():
    found = Provider({})
    yield found
    found.close()


@pytest.fixture
def provider(server, settings):
    """The provider as the settings name it; anna is a consultant there, bob is in no group that the table names."""
    server.claims = {"anna": ANNA | {"groups": ["snoer-consulent", "koffie"]},
                     "bob": {"sub": "b-1", "preferred_username": "bob", "groups": ["koffie"]}}  # fmt: skip
    server.audience, server.nonce, server.userinfo_sub, server.issuer = "snoer", "", "", ""
    server.key = server.published
    settings.SNOER_OIDC = oidc_settings.read(json.dumps({"providers": [server.settings()]}), insecure=True)
    settings.SOCIALACCOUNT_PROVIDERS = oidc_settings.for_allauth(settings.SNOER_OIDC)
    return server


def come(provider, name: str, browser: Browser | None = None, **given):
    """Somebody goes to the provider, signs in there, and comes back: the browser, and the answer to that."""
    browser = browser or Browser()
    asked = browser.post("/aanmelden/bij/gemeente/", given)
    assert asked.headers["Location"].startswith(f"{provider.url}/authorize?"), asked.content
    query = dict(parse_qsl(urlsplit(asked.headers["Location"]).query))
    assert query["code_challenge_method"] == "S256" and query["nonce"] and query["state"]
    return browser, browser.get(provider.signed_in(name, query).removeprefix("http://testserver"))


def functions(trusted, username: str) -> list[tuple]:
    with trusted():
        rows = Membership.objects.filter(user__username=username).order_by("pk").select_related("partner")
        return [(one.partner.code, one.role, one.started_on, one.ended_on, one.by_claims) for one in rows]


def test_who_comes_for_the_first_time_gets_an_account_and_what_the_groups_give(w, provider, trusted):
    browser, answer = come(provider, "anna")
    assert answer.headers["Location"] == "/"
    user = User.objects.get(username="anna")
    assert (user.name, user.email, user.has_usable_password()) == ("Anna Provider", "anna@example.org", False)
    assert functions(trusted, "anna") == [("szmh", "consultant", today(), None, "gemeente")]
    assert browser.get("/hulp/").status_code == 200
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == ("gemeente", "a-1", {})  # and nothing else is kept
    come(provider, "anna")
    assert User.objects.filter(username="anna").count() == 1
    assert len(functions(trusted, "anna")) == 1


def test_the_second_step_was_at_the_provider(w, provider, settings):
    settings.SNOER_SECOND_FACTOR = True
    browser, _answer = come(provider, "anna")
    assert browser.get("/hulp/").status_code == 200
    assert "regelt ook de tweede stap" in browser.get("/mijn-instellingen/").content.decode()


def test_changed_groups_are_changed_functions_at_once(w, provider, trusted):
    come(provider, "anna")
    provider.claims["anna"]["groups"] = ["snoer-trainer"]
    come(provider, "anna")
    assert functions(trusted, "anna") == [
        ("szmh", "consultant", today(), today() - dt.timedelta(1), "gemeente"),
        ("annex", "trainer", today(), None, "gemeente"),
    ]
    provider.claims["anna"]["groups"] = []
    browser, answer = come(provider, "anna")
    assert answer.status_code == 403
    assert "geen functie" in answer.content.decode()
    assert memberships_of(User.objects.get(username="anna").pk) == []
    assert browser.get("/hulp/").headers["Location"].startswith("/aanmelden/")


def test_a_running_session_ends_when_claims_at_another_sign_in_take_the_function_away(w, provider):
    first, _answer = come(provider, "anna")
    assert first.get("/hulp/").status_code == 200
    provider.claims["anna"]["groups"] = []
    come(provider, "anna")
    assert first.get("/hulp/").headers["Location"].startswith("/aanmelden/")


def test_what_an_administrator_arranged_is_left_alone(w, provider, trusted):
    come(provider, "anna")
    with trusted():
        user = User.objects.get(username="anna")
        MembershipFactory(user=user, partner=w.partners["annex"], role="trainer", started_on=today())
    provider.claims["anna"]["groups"] = ["snoer-trainer"]  # which is there already
    come(provider, "anna")
    provider.claims["anna"]["groups"] = []
    _browser, answer = come(provider, "anna")
    assert answer.headers["Location"] == "/"
    assert functions(trusted, "anna")[1:] == [("annex", "trainer", today(), None, "")]


def test_what_the_claims_gave_is_acted_under_only_by_who_came_from_there(w, provider, trusted):
    """An account of one's own (a password, a code) goes on where the provider put somebody out."""
    browser, _answer = come(provider, "anna")
    user = User.objects.get(username="anna")
    (given,) = memberships_of(user.pk)
    user.set_password(PASSWORD)
    user.save()
    local = Browser()
    local.post("/aanmelden/", {"login": "anna", "password": PASSWORD})
    assert local.get("/").headers["Location"] == "/voor-wie/"
    assert "geen functie" in local.get("/voor-wie/").content.decode()
    local.post("/voor-wie/", {"membership": given})
    assert "membership" not in local.session
    session = local.session
    session["membership"] = given
    session.save()
    assert local.get("/hulp/").headers["Location"].startswith("/aanmelden/")
    with trusted():
        own = MembershipFactory(user=user, partner=w.partners["annex"], role="trainer", started_on=today())
    local.post("/aanmelden/", {"login": "anna", "password": PASSWORD})
    local.get("/")
    assert local.session["membership"] == own.pk
    come(provider, "anna", browser)
    browser.post("/voor-wie/", {"membership": given})
    assert browser.get("/hulp/").status_code == 200


def test_a_provider_that_is_gone_gives_nothing_more(w, provider, trusted, settings):
    browser, _answer = come(provider, "anna")
    assert browser.get("/hulp/").status_code == 200
    settings.SNOER_OIDC = []
    assert browser.get("/hulp/").headers["Location"].startswith("/aanmelden/")
    with acting_as(system_membership(w.chain, "accounts")):
        oidc.end_gone(w.chain.pk)
    assert functions(trusted, "anna") == [("szmh", "consultant", today(), today() - dt.timedelta(1), "gemeente")]


@pytest.mark.parametrize("groups", [["koffie"], [], None, "koffie", 7, [{"a": 1}], {"snoer-consulent": 1}])
def test_a_group_that_is_not_in_the_table_gives_nothing_and_makes_no_account(w, provider, groups):
    provider.claims["bob"]["groups"] = groups
    browser, answer = come(provider, "bob")
    assert answer.status_code == 403
    assert "geen functie" in answer.content.decode()
    assert not User.objects.filter(username="bob").exists() and not SocialAccount.objects.exists()
    assert "_auth_user_id" not in browser.session


def test_a_partner_that_the_chain_does_not_know_gives_nothing_and_makes_no_account(w, provider, settings):
    settings.SNOER_OIDC[0]["groups"] = {"koffie": GROUPS["snoer-trainer"] | {"partner": "nergens"}}
    _browser, answer = come(provider, "bob")
    assert answer.status_code == 403
    assert not User.objects.filter(username="bob").exists()


def test_who_is_switched_off_reads_the_same_as_who_has_no_function(w, provider):
    come(provider, "anna")
    User.objects.filter(username="anna").update(is_active=False)
    _one, off = come(provider, "anna")
    _other, none = come(provider, "bob")
    first, second = (re.sub(r'value="[^"]*"', "", one.content.decode()) for one in (off, none))
    assert first == second and off.status_code == none.status_code == 403


@pytest.mark.parametrize("wrong", ["audience", "issuer", "nonce", "userinfo_sub", "key"])
def test_a_token_that_is_not_right_lets_nobody_in(w, provider, wrong):
    value = rsa.generate_private_key(public_exponent=65537, key_size=2048) if wrong == "key" else "iets-anders"
    setattr(provider, wrong, value)
    browser, answer = come(provider, "anna")
    assert answer.status_code == 403
    assert "niet goed gegaan" in answer.content.decode()
    assert "_auth_user_id" not in browser.session and not User.objects.filter(username="anna").exists()


def test_coming_back_without_having_gone_or_twice_lets_nobody_in(w, provider):
    assert Browser().get("/aanmelden/bij/gemeente/terug/?code=x&state=y").status_code == 403
    asked = Browser().post("/aanmelden/bij/gemeente/")
    query = dict(parse_qsl(urlsplit(asked.headers["Location"]).query))
    back = provider.signed_in("anna", query).removeprefix("http://testserver")
    assert Browser().get(back).status_code == 403  # another browser than the one that went
    cancelled = Browser()
    asked = cancelled.post("/aanmelden/bij/gemeente/")
    state = dict(parse_qsl(urlsplit(asked.headers["Location"]).query))["state"]
    answer = cancelled.get(f"/aanmelden/bij/gemeente/terug/?error=access_denied&state={state}")
    assert "U bent gestopt" in answer.content.decode()
    assert Browser().post("/aanmelden/bij/nergens/").status_code == 404
    assert Browser().get("/aanmelden/bij/nergens/terug/").status_code == 404
    assert Browser().get("/aanmelden/bij/gemeente/").status_code == 405  # a link elsewhere signs nobody in


def test_coming_back_in_vain_counts_as_a_try(w, provider, settings):
    settings.SNOER_TRIES = "3/m/ip,5/5m/key"
    answers = [Browser().get("/aanmelden/bij/gemeente/terug/?code=x&state=y").status_code for _turn in range(4)]
    assert answers == [403, 403, 403, 429]


def test_a_provider_that_is_away_is_told(w, provider, settings):
    settings.SNOER_OIDC[0]["server_url"] = "http://127.0.0.1:9"
    settings.SOCIALACCOUNT_PROVIDERS = oidc_settings.for_allauth(settings.SNOER_OIDC)
    answer = Browser().post("/aanmelden/bij/gemeente/")
    assert answer.status_code == 503
    assert "antwoordt nu niet" in answer.content.decode()


# An account that was here already


def test_the_same_name_or_address_binds_nobody(w, provider, trusted):
    provider.claims["anna"] |= {"preferred_username": "Consultant", "email": "c@example.org"}
    with trusted():
        User.objects.filter(username="consultant").update(email="c@example.org")
    browser, answer = come(provider, "anna")
    assert answer.status_code == 403
    assert "al een gebruiker met uw gebruikersnaam" in answer.content.decode()
    assert "_auth_user_id" not in browser.session and not SocialAccount.objects.exists()


def test_one_binds_ones_own_account_after_the_password(w, provider, trusted):
    browser = Browser()
    browser.post("/aanmelden/", {"login": "consultant", "password": PASSWORD})
    assert "Koppelen" in browser.get("/mijn-instellingen/").content.decode()
    _same, answer = come(provider, "anna", browser, bind="1")
    assert answer.headers["Location"] == "/mijn-instellingen/"
    assert SocialAccount.objects.get().user == w.staff["consultant"].user
    later, _answer = come(provider, "anna")
    assert later.session["_auth_user_id"] == str(w.staff["consultant"].user_id)
    assert functions(trusted, "consultant") == [("szmh", "consultant", w.staff["consultant"].started_on, None, "")]
    other = Browser()
    other.post("/aanmelden/", {"login": "trainer", "password": PASSWORD})
    come(provider, "anna", other, bind="1")  # is somebody else's
    assert SocialAccount.objects.get().user == w.staff["consultant"].user


def test_binding_without_the_password_asks_for_it(w, provider, signed_in):
    assert "verder" in signed_in("consultant").post("/aanmelden/bij/gemeente/", {"bind": "1"}).headers["Location"]
    assert "verder" in Browser().post("/aanmelden/bij/gemeente/", {"bind": "1"}).headers["Location"]


@pytest.mark.parametrize(("name", "status"), [("admin", 302), ("manager", 403), ("stranger", 403)])
def test_the_administrator_binds_and_frees(w, provider, trusted, confirmed, name, status):
    user, browser = w.staff["consultant"].user, confirmed(name)
    where = f"/beheer/gebruikers/{user.pk}/koppelen/"
    assert browser.post(where, {"provider": "gemeente", "uid": "a-1"}).status_code == status
    if status == 403:
        return
    assert browser.post(where, {"provider": "gemeente", "uid": "a-1"}).status_code == 422  # it has an account
    assert browser.post(where, {"provider": "nergens", "uid": "a-2"}).status_code == 422
    mine, _answer = come(provider, "anna")
    assert mine.session["_auth_user_id"] == str(user.pk)
    page = browser.get(f"/beheer/gebruikers/{user.pk}/").content.decode()
    assert "Losmaken" in page
    account = SocialAccount.objects.get()
    assert browser.post(f"{where}{account.pk}/weg/").status_code == 302
    assert not SocialAccount.objects.exists()
    assert mine.get("/hulp/").headers["Location"].startswith("/aanmelden/")
    with trusted():
        assert [one.act for one in UserAct.objects.order_by("pk")] == ["bound", "freed"]


def test_binding_a_colleague_asks_the_administrators_own_password(w, provider, signed_in):
    browser, user = signed_in("admin"), w.staff["consultant"].user
    where = f"/beheer/gebruikers/{user.pk}/koppelen/"
    assert "Uw wachtwoord" in browser.get(where).content.decode()
    browser.post(where, {"provider": "gemeente", "uid": "a-1"})
    assert not SocialAccount.objects.exists()
    assert browser.post(where, {"password": PASSWORD}).headers["Location"] == where
    assert "Kenmerk van de gebruiker" in browser.get(where).content.decode()


def test_an_administrator_without_a_password_signs_in_anew(w, provider, trusted, settings):
    settings.SNOER_OIDC[0]["groups"] = {"koffie": GROUPS["snoer-consulent"] | {"role": "admin"}}
    browser, _answer = come(provider, "anna")
    where = f"/beheer/gebruikers/{w.staff['consultant'].user_id}/koppelen/"
    assert "Kenmerk van de gebruiker" in browser.get(where).content.decode()
    session = browser.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    assert browser.get(where).headers["Location"] == f"/beheer/gebruikers/{w.staff['consultant'].user_id}/"


# The page and the settings


def test_the_sign_in_page_offers_it_and_only_there_a_form_may_lead_away(w, provider, signed_in):
    page = Browser().get("/aanmelden/")
    assert "Aanmelden met Gemeente Voorbeeld" in page.content.decode()
    assert f"form-action 'self' {provider.url}" in page.headers["Content-Security-Policy"]
    assert provider.url not in signed_in("consultant").get("/hulp/").headers["Content-Security-Policy"]


def changed(**changes):
    given = {
        "id": "a",
        "name": "A",
        "server_url": "https://a.example",
        "client_id": "c",
        "secret": "s",
        "groups": GROUPS,
    }
    return json.dumps({"providers": [{name: value for name, value in (given | changes).items() if value is not None}]})


@pytest.mark.parametrize(
    ("told", "says"),
    [("{", "cannot be read"), ("/nergens.json", "nergens"), (changed(secret=None), "secret missing"),
     (changed(server_url="http://a.example"), "https"), (changed(colour="red"), "unknown: colour"),
     (changed(groups={"g": {"chain": "k", "partner": "p"}}), "group g"), (changed(id="a b"), "the id"),
     (changed(groups={"g": {"chain": "k", "partner": "p", "role": "system"}}), "unknown role system"),
     (changed(groups={"g": {"chain": "k", "partner": "p", "role": "alderman"}}), "municipality")],
)  # fmt: skip
def test_settings_that_are_wrong_are_refused_at_the_start_in_plain_words(told, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        oidc_settings.read(told)


def test_settings_are_read_from_json_or_a_file(tmp_path):
    assert oidc_settings.read("") == []
    (read,) = oidc_settings.read(changed())
    (file := tmp_path / "a.json").write_text(changed())
    assert oidc_settings.read(str(file)) == [read]
    (toml := tmp_path / "a.toml").write_text(
        '[[providers]]\nid = "a"\nname = "A"\nserver_url = "https://a.example"\nclient_id = "c"\nsecret = "s"\n'
        '[providers.groups.g]\nchain = "keten"\npartner = "szmh"\nrole = "consultant"\n'
    )
    assert oidc_settings.read(str(toml))[0]["groups"]["g"]["role"] == "consultant"
