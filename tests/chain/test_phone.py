"""One's own phone: a touch signs in for longer, an idle session narrows to today's groups, a lost phone ends at once.

The touch itself, with a real key, is in tests/browser/test_phone.py; here it is taken as given.
"""

import datetime as dt
import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.test import Client as Browser
from django.utils import timezone

from chain import phones
from chain.days import today
from chain.models import Membership, User
from tests.development.conftest import developing_world
from tests.factories import PASSWORD, MembershipFactory, PhoneFactory
from tests.world import World

IDLE = 31 * 60
A_TOUCH = '{"id": "x"}'


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return developing_world()


@pytest.fixture
def phone(w, trusted) -> Authenticator:
    with trusted():
        return PhoneFactory(user=w.staff["trainer"].user)


def on(phone: Authenticator, idle: int = 0) -> Browser:
    """A browser signed in by a touch of the phone, the last thing in it done so many seconds ago."""
    browser = Browser()
    browser.force_login(phone.user)
    session = browser.session
    phones.begin(SimpleNamespace(session=session), phone)
    session["seen"] = int(time.time()) - idle
    session.save()
    return browser


@pytest.fixture
def touching(monkeypatch):
    """`touching(phone)`: whatever is posted as a touch is one of that phone."""

    def take(phone: Authenticator) -> None:
        from allauth.mfa.webauthn.internal import auth

        monkeypatch.setattr(auth, "parse_authentication_response", lambda response: None)
        monkeypatch.setattr(auth, "extract_user_from_response", lambda response: phone.user)
        monkeypatch.setattr(auth, "complete_authentication", lambda user, response: phone)

    return take


def touch(browser: Browser, **more):
    return browser.post("/aanmelden/telefoon/", {"credential": A_TOUCH, **more})


# Signing in


def test_a_touch_signs_in_and_the_next_time_the_page_begins_with_it(phone, touching):
    touching(phone)
    browser = Browser()
    assert "Aanmelden met deze telefoon" in browser.get("/aanmelden/").content.decode()  # folded away
    answer = touch(browser)
    assert answer.headers["Location"] == "/"
    assert browser.session["phone"] == phone.pk
    browser.post("/afmelden/")
    assert browser.get("/aanmelden/").content.decode().count("button primary") == 2
    phone.refresh_from_db()
    assert phone.last_used_at is not None


def test_a_session_by_touch_keeps_its_cookie_and_ends_on_its_day_however_busy(phone, touching, settings):
    touching(phone)
    browser = Browser()
    answer = touch(browser)
    assert int(answer.cookies["sessionid"]["max-age"]) == pytest.approx(settings.PHONE_DAYS * 86400, abs=5)
    ends = Session.objects.get(session_key=browser.session.session_key).expire_date
    assert ends == pytest.approx(timezone.now() + dt.timedelta(days=14), abs=dt.timedelta(seconds=10))
    session = browser.session
    session["seen"] = int(time.time()) - 120
    session.save()
    assert browser.get("/groepen/vandaag/").status_code == 200  # which renews what was last done
    assert browser.session["seen"] > time.time() - 60
    assert Session.objects.get(session_key=browser.session.session_key).expire_date == ends
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert browser.get("/groepen/vandaag/").headers["Location"].startswith("/aanmelden/")


def test_the_password_gives_a_session_as_short_as_ever_also_on_a_phone_that_is_ready(phone, settings):
    browser = Browser()
    browser.cookies[phones.COOKIE] = "1"
    answer = browser.post("/aanmelden/", {"login": phone.user.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/"  # and no second step after it
    assert answer.cookies["sessionid"]["max-age"] == ""
    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert "phone" not in browser.session


@pytest.mark.parametrize("why", ["function", "ended", "off"])
def test_who_may_not_reads_the_same_as_who_is_not_known(w, phone, touching, trusted, why):
    touching(phone)
    with trusted():
        if why == "function":
            Membership.objects.filter(user=phone.user).update(role="consultant")
        if why == "ended":
            Membership.objects.filter(user=phone.user).update(ended_on=today() - dt.timedelta(1))
        if why == "off":
            User.objects.filter(pk=phone.user.pk).update(is_active=False)
            phone.user.refresh_from_db()
    browser, stranger = Browser(), Browser()
    refused = touch(browser)
    assert "_auth_user_id" not in browser.session
    unknown = stranger.post("/aanmelden/telefoon/", {"credential": '{"id": "x"}'})
    assert refused.status_code == unknown.status_code == 302
    assert refused.headers["Location"] == unknown.headers["Location"] == "/aanmelden/"
    said = "Aanraken is niet gelukt"
    assert said in browser.get("/aanmelden/").content.decode()


@pytest.mark.parametrize(
    "rubbish",
    [
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "AA",'
        ' "signature": "", "userHandle": "MQ"}, "clientExtensionResults": {}}',
        "",
        "x",
        "[]",
        "{}",
        "null",
        '"a"',
        '{"response": {"userHandle": "AAAA"}}',
        '{"response": {"userHandle": 1}}',
    ],
)
def test_rubbish_for_a_touch_is_refused(w, rubbish):
    browser = Browser()
    browser.get("/aanmelden/telefoon/", headers={"Accept": "application/json"})
    answer = browser.post("/aanmelden/telefoon/", {"credential": rubbish})
    assert answer.headers["Location"] == "/aanmelden/"
    assert "_auth_user_id" not in browser.session
    mine = signed_in(w, "trainer")
    mine.get("/telefoon/verder/", headers={"Accept": "application/json"})
    assert mine.post("/telefoon/verder/", {"credential": rubbish}).status_code == 422
    mine.get("/telefoon/nieuw/")
    assert mine.post("/telefoon/nieuw/", {"name": "x", "credential": rubbish}).status_code == 422


def test_the_question_to_the_phone_names_nobody_and_wants_to_know_who_holds_it(phone):
    asked = Browser().get("/aanmelden/telefoon/", headers={"Accept": "application/json"}).json()["request_options"]
    assert asked["publicKey"]["userVerification"] == "required"
    assert not asked["publicKey"].get("allowCredentials")


def test_a_flood_of_touches_has_to_wait(phone, settings):
    from django.core.cache import cache

    settings.MFA_RATE_LIMITS = {"webauthn_login": "3/m/ip"}
    cache.clear()
    answers = [touch(Browser()).status_code for _turn in range(4)]
    assert answers == [302, 302, 302, 429]
    cache.clear()


# Narrowing


def test_a_session_that_was_idle_sees_todays_groups_and_nothing_else(w, phone):
    browser = on(phone, IDLE)
    assert browser.get("/groepen/vandaag/").status_code == 200
    assert browser.get(f"/groepen/{w.group.pk}/{today()}/").status_code == 200
    assert browser.get("/").headers["Location"] == "/groepen/vandaag/"
    for address in (
        f"/clienten/{w['both'].number}/", "/clienten/", "/mijn-dag/", f"/groepen/{w.group.pk}/", "/telefoon/", "/lopend/",
        f"/groepen/{w.group.pk}/{today() - dt.timedelta(1)}/", "/clienten/K-99999/", "/werkt-niet/",
    ):  # fmt: skip
        answer = browser.get(address)
        assert (answer.status_code, answer.headers.get("Location", "")[:23]) in {
            (302, "/telefoon/verder/?next="),
            (404, ""),
        }
        assert w["both"].number not in answer.content.decode()
    assert browser.get(f"/clienten/{w['both'].number}/").status_code == 302


def test_looking_at_todays_groups_makes_an_idle_session_no_wider(w, phone):
    browser = on(phone, IDLE)
    for _turn in range(2):
        browser.get("/groepen/vandaag/")
        assert browser.get(f"/clienten/{w['both'].number}/").status_code == 302
    assert on(phone, IDLE - 120).get(f"/clienten/{w['both'].number}/").status_code == 200


def test_a_touch_makes_it_wide_again_and_leads_on(w, phone, touching):
    touching(phone)
    browser = on(phone, IDLE)
    where = f"/clienten/{w['both'].number}/"
    asked = browser.get(where)
    page = browser.get(asked.headers["Location"]).content.decode()
    assert "Verder met deze telefoon" in page
    options = browser.get("/telefoon/verder/", headers={"Accept": "application/json"})
    assert options.status_code == 200
    answer = browser.post("/telefoon/verder/", {"credential": A_TOUCH, "next": where})
    assert answer.headers["Location"] == where
    assert browser.get(where).status_code == 200


def test_the_password_does_too_and_a_wrong_one_does_not(w, phone):
    browser = on(phone, IDLE)
    where = f"/clienten/{w['both'].number}/"
    wrong = browser.post("/telefoon/verder/", {"password": "verkeerd", "next": where})
    assert wrong.status_code == 422
    assert "Dit wachtwoord klopt niet" in wrong.content.decode()
    assert browser.get(where).status_code == 302
    assert browser.post("/telefoon/verder/", {"password": PASSWORD, "next": where}).headers["Location"] == where
    assert browser.get(where).status_code == 200
    assert browser.session["phone"] == phone.pk  # and ends on the day that it would


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", ""]
)
def test_it_leads_to_no_foreign_address(phone, away):
    browser = on(phone, IDLE)
    assert browser.post("/telefoon/verder/", {"password": PASSWORD, "next": away}).headers["Location"] == "/"
    sent = browser.post("/telefoon/verder/", {"password": PASSWORD, "next": "/", "typed_to": away, "typed-text": "x"})
    assert away == "" or f'action="{away}"' not in sent.content.decode()


def test_what_was_typed_rides_along_and_is_sent_after_the_touch(w, phone):
    browser = on(phone, IDLE)
    where = f"/clienten/{w['both'].number}/notities/"
    asked = browser.post(where, {"text": "Ze was er <b>vroeg</b> & bleef", "csrfmiddlewaretoken": "x"})
    assert asked.status_code == 403
    page = asked.content.decode()
    assert 'name="typed-text" value="Ze was er &lt;b&gt;vroeg&lt;/b&gt; &amp; bleef"' in page
    assert "typed-csrf" not in page
    on_again = browser.post("/telefoon/verder/", {"password": PASSWORD, "typed_to": where, "typed-text": "Ze was er"})
    assert f'action="{where}"' in on_again.content.decode()
    assert 'name="text" value="Ze was er"' in on_again.content.decode()


def test_an_address_that_somebody_else_made_sends_nothing_on(w, phone):
    """It would carry the form's own token."""
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = on(phone, IDLE).cookies
    where = f"/clienten/{w['both'].number}/notities/"
    page = browser.get(
        "/telefoon/verder/", {"next": "/", "typed_to": where, "typed-text": "Ze was er"}
    ).content.decode()
    page = page.partition("<main")[2]
    assert "typed" not in page and "Ze was er" not in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[1]
    told = {"password": PASSWORD, "next": "/hulp/"}
    made = f"/telefoon/verder/?typed_to={where}&typed-text=Ze+was+er"
    assert browser.post(made, told).status_code == 403
    assert browser.post(made, told | {"csrfmiddlewaretoken": token}).headers["Location"] == "/hulp/"


def test_a_script_is_told_where_to_touch(w, phone):
    browser = on(phone, IDLE)
    for header in ({"HX-Request": "true"}, {"Accept": "application/json"}):
        answer = browser.get("/clienten/", headers={**header, "Referer": "http://testserver/clienten/?q=a"})
        assert answer.status_code == 403
        assert answer.headers["X-Touch"] == "/telefoon/verder/?next=%2Fclienten%2F%3Fq%3Da"
        assert answer.content == b""


def test_the_sign_in_page_asks_for_the_touch(phone):
    """A form that could not be sent leads there."""
    browser = on(phone, IDLE)
    assert browser.get("/aanmelden/").headers["Location"] == "/telefoon/verder/?next=%2Faanmelden%2F"
    assert (
        browser.post("/telefoon/verder/", {"password": PASSWORD, "next": "/aanmelden/"}).headers["Location"]
        == "/aanmelden/"
    )
    assert browser.get("/aanmelden/").headers["Location"] == "/"


def test_idle_in_a_function_that_may_not_it_ends_like_any_other(w, trusted, phone):
    with trusted():
        other = MembershipFactory(user=phone.user, partner=w.partners["szmh"], role="consultant")
    browser = on(phone)
    session = browser.session
    session["membership"] = other.pk
    session.save()
    assert browser.get("/mijn-dag/").status_code == 200
    session = browser.session
    session["seen"] = int(time.time()) - IDLE
    session.save()
    assert browser.get("/mijn-dag/").headers["Location"] == "/aanmelden/"
    assert "_auth_user_id" not in browser.session


# What ends it


def test_a_phone_taken_away_ends_the_sessions_that_it_began_and_no_others(w, phone, trusted):
    with trusted():
        second = PhoneFactory(user=phone.user, name="Tablet")
    lost, tablet, desk = on(phone), on(second), Browser()
    desk.force_login(phone.user)
    page = desk.get("/telefoon/").content.decode()
    assert "Werktelefoon" in page and "Tablet" in page
    assert desk.post(f"/telefoon/{phone.pk}/weg/").headers["Location"] == "/telefoon/"
    assert lost.get("/groepen/vandaag/").headers["Location"].startswith("/aanmelden/")
    assert "_auth_user_id" not in lost.session
    assert tablet.get("/groepen/vandaag/").status_code == 200
    assert desk.get("/groepen/vandaag/").status_code == 200
    assert "Werktelefoon" not in desk.get("/telefoon/").content.decode()


def test_the_end_of_a_membership_ends_it(w, phone, trusted):
    browser = on(phone, IDLE)
    assert browser.get("/groepen/vandaag/").status_code == 200
    with trusted():
        Membership.objects.filter(user=phone.user).update(ended_on=today() - dt.timedelta(1))
    assert browser.get("/groepen/vandaag/").status_code == 302
    assert "_auth_user_id" not in browser.session


def test_a_new_password_ends_it(phone, trusted):
    browser = on(phone)
    with trusted():
        phone.user.set_password("een heel ander wachtwoord")
        phone.user.save()
    assert browser.get("/groepen/vandaag/").headers["Location"].startswith("/aanmelden/")


# Who adds and who takes away


def signed_in(w: World, name: str) -> Browser:
    browser = Browser()
    browser.post("/aanmelden/", {"login": w.staff[name].user.username, "password": PASSWORD})
    return browser


@pytest.mark.parametrize("name", ["trainer", "coach"])
def test_who_is_with_a_group_adds_a_phone(w, name):
    browser = signed_in(w, name)
    assert "Deze telefoon klaarzetten" in browser.get("/telefoon/").content.decode()
    page = browser.get("/telefoon/nieuw/")
    assert page.status_code == 200
    assert "&quot;residentKey&quot;: &quot;required&quot;" in page.content.decode()
    assert browser.post("/telefoon/nieuw/", {"name": "Mijn", "credential": A_TOUCH}).status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "name", ["consultant", "lead", "adviser", "manager", "policy", "privacy", "admin", "coordinator"]
)
def test_others_are_told_in_a_sentence_and_add_none(w, name):
    browser = signed_in(w, name)
    page = browser.get("/telefoon/").content.decode()
    assert "/telefoon/nieuw/" not in page
    assert name in ("manager", "admin") or "kan alleen voor wie bij een groep is" in page
    assert browser.get("/telefoon/nieuw/").status_code == 403
    assert browser.post("/telefoon/nieuw/", {"name": "x", "credential": A_TOUCH}).status_code == 403


def test_a_phone_in_other_hands_brings_in_no_second_one(phone, touching):
    touching(phone)
    browser = on(phone)
    asked = browser.get("/telefoon/nieuw/")
    assert asked.headers["Location"] == "/telefoon/verder/?next=%2Ftelefoon%2Fnieuw%2F&wachtwoord=1"
    page = browser.get(asked.headers["Location"]).content.decode()
    assert "Verder met deze telefoon" not in page
    browser.post("/telefoon/verder/", {"credential": A_TOUCH, "next": "/telefoon/nieuw/"})  # by a touch after all
    assert browser.get("/telefoon/nieuw/").status_code == 302
    browser.post("/telefoon/verder/", {"password": PASSWORD, "next": "/telefoon/nieuw/", "wachtwoord": "1"})
    assert browser.get("/telefoon/nieuw/").status_code == 200


@pytest.mark.parametrize(
    ("name", "may"),
    [("trainer", True), ("annex_manager", True), ("manager", False), ("admin", False), ("annex_consultant", False),
     ("coach", False), ("privacy", False), ("stranger", False)],
)  # fmt: skip
def test_a_phone_is_taken_away_by_its_user_or_a_manager_of_the_partner(w, phone, name, may):
    browser = signed_in(w, name)
    shown = "Werktelefoon" in browser.get("/telefoon/").content.decode()
    assert shown is may
    answer = browser.post(f"/telefoon/{phone.pk}/weg/")
    assert answer.status_code == (302 if may else 404)
    assert Authenticator.objects.filter(pk=phone.pk).exists() is not may
    assert browser.post("/telefoon/999999/weg/").status_code == 404


def test_a_key_never_changes_hands_in_the_database(w, phone):
    for change in ({"user": w.staff["coach"].user}, {"data": {}}, {"type": "totp"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Authenticator.objects.filter(pk=phone.pk).update(**change)


def test_a_phone_cannot_be_made_ready_at_an_address_of_numbers_and_the_page_says_so(w):
    browser = signed_in(w, "trainer")
    said = "adres van cijfers"
    for host, told in [("127.0.0.1:8000", True), ("127.0.0.1", True), ("localhost:8000", False)]:
        page = browser.get("/telefoon/", headers={"Host": host}).content.decode()
        assert (said in page) is told, host
