"""Signing in and what goes with every page: headers, language, throttling, and that nobody learns who has an account."""

import re

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from chain.models import User
from tests.factories import PASSWORD, UserFactory
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


@pytest.fixture
def user(trusted) -> User:
    with trusted():
        return UserFactory(username="rianne")


def send(name: str, password: str, browser: Browser | None = None):
    return (browser or Browser()).post("/aanmelden/", {"login": name, "password": password})


def words(response) -> str:
    """What the page says, without what differs by what was typed and by the moment."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'value="[^"]*"', "", text)


def test_a_password_signs_in_and_leads_home(user):
    browser = Browser()
    assert send("rianne", PASSWORD, browser).headers["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(user.pk)


def test_the_answer_does_not_tell_whether_somebody_has_an_account(user, trusted):
    with trusted():
        UserFactory(username="gone", is_active=False)
    wrong = send("rianne", "verkeerd")
    assert wrong.status_code == 200
    assert words(wrong) == words(send("nobody-at-all", "verkeerd")) == words(send("gone", "verkeerd"))
    assert words(wrong) == words(send("gone", PASSWORD))  # switched off, and the password is right


def test_a_system_has_no_password(w, trusted):
    with trusted():
        name = w.staff["count"].user.username
        User.objects.filter(username=name).update(password="!")
    assert send(name, "!").status_code == 200
    assert send(name, "").status_code == 200


def test_guessing_is_slowed_down_for_known_and_unknown_names_alike(user):
    cache.clear()
    answers = {}
    for name in ("rianne", "nobody-at-all"):
        cache.clear()
        answers[name] = [words(send(name, f"verkeerd{turn}")) for turn in range(7)]
    assert answers["rianne"] == answers["nobody-at-all"]
    assert answers["rianne"][0] != answers["rianne"][-1]
    cache.clear()
    for turn in range(7):
        send("rianne", f"verkeerd{turn}")
    assert send("rianne", PASSWORD).status_code != 302  # also the right password has to wait
    cache.clear()


def test_nobody_signs_up_resets_or_connects_by_an_address_of_the_library(db):
    browser = Browser()
    for address in ("/accounts/signup/", "/signup/", "/accounts/password/reset/", "/aanmelden/signup/", "/admin/"):
        assert browser.get(address).status_code == 404


def test_signing_in_gives_the_session_a_new_key(user):
    browser = Browser()
    browser.get("/aanmelden/")
    session = browser.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    browser.cookies["sessionid"] = before
    send("rianne", PASSWORD, browser)
    assert browser.session.session_key != before


def test_signing_in_leads_to_no_foreign_address(user):
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"):
        answer = Browser().post("/aanmelden/", {"login": "rianne", "password": PASSWORD, "next": away})
        assert answer.headers["Location"] == "/", away


@pytest.mark.parametrize("secure", [False, True])
def test_the_cookie_is_for_this_site_and_not_for_scripts(user, settings, secure):
    settings.SESSION_COOKIE_SECURE = secure
    browser = Browser()
    cookie = send("rianne", PASSWORD, browser).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) is secure


# Every page


def test_every_page_carries_a_strict_policy_for_what_it_may_load(w):
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    for address in (
        "/aanmelden/",
        "/mijn-dag/",
        "/clienten/",
        f"/clienten/{w['both'].number}/",
        "/palet/",
        "/clienten/K-99999/",
    ):
        for reader in (Browser(), browser):
            answer = reader.get(address)
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            for weak in ("unsafe", "http:", "data:", "*"):
                assert weak not in policy, address
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            text = answer.content.decode()
            assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), address
            assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style", text), address


def test_pages_about_people_stay_in_no_cache(w):
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    number = w["both"].number
    for address in ("/mijn-dag/", "/clienten/", f"/clienten/{number}/", f"/clienten/{number}/logboek/",
                    f"/clienten/{number}/gegevens/", "/lopend/", "/voorstellen/"):  # fmt: skip
        assert "no-store" in browser.get(address).headers.get("Cache-Control", ""), address


def test_the_language_switch_leads_to_no_foreign_address(db):
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "///evil.example",
                 "javascript:alert(1)", "http:evil.example", ""):  # fmt: skip
        answer = Browser().post("/taal/", {"language": "en", "next": away})
        assert answer.headers["Location"] == "/", away
    answer = Browser().post("/taal/", {"language": "en", "next": "/clienten/?q=a"})
    assert answer.headers["Location"] == "/clienten/?q=a"
    assert answer.cookies["django_language"].value == "en"
    assert "django_language" not in Browser().post("/taal/", {"language": "xx"}).cookies


def test_a_post_without_its_token_is_refused_in_plain_words(w):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(w.staff["consultant"].user)
    answer = browser.post(f"/clienten/{w['both'].number}/notities/", {"text": "x"})
    assert answer.status_code == 403
    assert not re.search(r"csrf(?!middlewaretoken)", answer.content.decode().lower())


def test_the_bsn_is_in_no_page_until_it_is_asked_for(w):
    from clients import bsn

    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    number = w["both"].number
    plain = bsn.decrypt(_cipher(w))
    for address in (
        f"/clienten/{number}/",
        f"/clienten/{number}/gegevens/",
        f"/clienten/{number}/logboek/",
        "/clienten/",
    ):
        text = browser.get(address).content.decode()
        assert plain not in text, address
        assert not re.search(r"\b\d{9}\b", text), address
    assert plain in browser.post(f"/clienten/{number}/bsn/").content.decode()


def _cipher(w: World) -> bytes:
    from chain.acting import acting_as
    from clients.models import Identity

    with acting_as(w.acting("consultant")):
        return bytes(Identity.objects.get(client=w["both"]).bsn_cipher)
