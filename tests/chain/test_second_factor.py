"""The second step of signing in with a password: set up once, asked each time, each code good once, lost and taken away."""

import base64
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser
from django.urls import reverse

from chain import second_factor
from chain.models import User
from tests.factories import PASSWORD, PhoneFactory
from tests.world import World, world

PAGE = "/mijn-instellingen/tweede-stap/"


@pytest.fixture(autouse=True)
def _on(settings):
    settings.SNOER_SECOND_FACTOR = True


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def password(w: World, name: str = "consultant", browser: Browser | None = None):
    """A browser in which the password was given, and the answer to it."""
    browser = browser or Browser()
    answer = browser.post("/aanmelden/", {"login": w.staff[name].user.username, "password": PASSWORD})
    return browser, answer


def secret_on(page: str) -> str:
    return re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page).group(1).replace(" ", "")


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def ready(w: World, name: str = "consultant") -> tuple[Browser, str, list[str]]:
    """Somebody with a second step: the browser that it was set up in, the app's secret, and the recovery codes."""
    browser, _answer = password(w, name)
    secret = secret_on(browser.get(PAGE).content.decode())
    shown = browser.post(PAGE, {"code": code(secret, -1)}).content.decode()
    return browser, secret, re.findall(r'name="code" value="(\d{10})"', shown)


def test_who_has_none_is_led_to_set_it_up_and_to_nothing_else(w):
    browser, _answer = password(w)
    for address in ("/", "/mijn-dag/", "/clienten/", f"/clienten/{w['both'].number}/", "/mijn-instellingen/"):
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, PAGE), address
    assert browser.post(f"/clienten/{w['both'].number}/notities/", {"text": "x"}).headers["Location"] == PAGE
    assert browser.get("/clienten/", headers={"HX-Request": "true"}).status_code == 204
    page = browser.get(PAGE).content.decode()
    assert "<svg" in page and "style=" not in page
    assert secret_on(page) == secret_on(browser.get(PAGE).content.decode())  # a page asked for again is the same
    assert browser.post(PAGE, {"code": "000000"}).status_code == 422
    assert browser.get("/hulp/").status_code == 302
    done = browser.post(PAGE, {"code": code(secret_on(page))})
    codes = re.findall(r'name="code" value="(\d{10})"', done.content.decode())
    assert len(codes) == len(set(codes)) == 10
    assert browser.get("/hulp/").status_code == 200
    file = browser.post("/mijn-instellingen/herstelcodes/bestand/", {"code": codes})
    assert all(one in file.content.decode() for one in codes)
    assert browser.post("/mijn-instellingen/herstelcodes/bestand/", {"code": codes[:9]}).status_code == 404
    assert codes[0] not in browser.get("/mijn-instellingen/").content.decode()


def test_an_alderman_and_a_phone_need_none(w, trusted):
    browser, _answer = password(w, "alderman")
    assert browser.get(reverse("reports")).status_code == 200
    touched = Browser()
    touched.force_login(w.staff["trainer"].user)
    session = touched.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "passwordless": True, "at": 1}]
    session["account_authentication_methods_user"] = str(w.staff["trainer"].user_id)
    session.save()
    assert touched.get("/hulp/").status_code == 200


def test_the_code_is_asked_after_the_password_and_is_good_once(w):
    _first, secret, _codes = ready(w)
    browser, answer = password(w)
    assert answer.headers["Location"] == "/aanmelden/code/"
    assert browser.get("/hulp/").headers["Location"].startswith("/aanmelden/")
    now = code(secret)
    assert browser.post("/aanmelden/code/", {"code": "123"}).status_code == 422
    assert browser.post("/aanmelden/code/", {"code": now}).headers["Location"] == "/"
    assert browser.get("/hulp/").status_code == 200
    again, _answer = password(w)
    assert again.post("/aanmelden/code/", {"code": now}).status_code == 422  # over somebody's shoulder
    assert again.post("/aanmelden/code/", {"code": code(secret, -1)}).status_code == 422
    assert again.post("/aanmelden/code/", {"code": code(secret, 1)}).headers["Location"] == "/"


def test_who_stops_at_the_code_begins_anew(w):
    ready(w)
    browser, _answer = password(w)
    assert browser.get("/aanmelden/").headers["Location"] == "/aanmelden/code/"
    browser.post("/afmelden/")
    assert browser.get("/aanmelden/").status_code == 200
    assert browser.get("/aanmelden/code/").headers["Location"] == "/aanmelden/"


def test_a_clock_may_be_half_a_minute_off_and_no_more(w):
    _first, secret, _codes = ready(w)
    Authenticator.objects.filter(type="totp").update(data={**Authenticator.objects.get(type="totp").data, "last": 0})
    for steps in (-2, 2, 3):
        assert second_factor.matching(secret, code(secret, steps)) is None
    for steps in (-1, 0, 1):
        assert second_factor.matching(secret, code(secret, steps)) == int(time.time()) // 30 + steps


def test_a_recovery_code_is_good_once_and_new_ones_replace_the_old(w):
    signed_in, _secret, codes = ready(w)
    for _turn, allowed in enumerate((True, False)):
        browser, _answer = password(w)
        answer = browser.post("/aanmelden/code/", {"code": f"{codes[3][:5]} {codes[3][5:]}"})
        assert (answer.status_code == 302) is allowed
    assert signed_in.post("/mijn-instellingen/herstelcodes/", {"password": "verkeerd"}).status_code == 422
    shown = signed_in.post("/mijn-instellingen/herstelcodes/", {"password": PASSWORD}).content.decode()
    fresh = re.findall(r'name="code" value="(\d{10})"', shown)
    assert len(fresh) == 10 and not set(fresh) & set(codes)
    browser, _answer = password(w)
    assert browser.post("/aanmelden/code/", {"code": codes[5]}).status_code == 422
    assert browser.post("/aanmelden/code/", {"code": fresh[5]}).status_code == 302


def test_guessing_a_code_has_to_wait_like_guessing_a_password_in_one_count(w):
    _first, secret, _codes = ready(w)
    browser, _answer = password(w)
    name = w.staff["consultant"].user.username
    for _turn in range(3):
        browser.post("/aanmelden/code/", {"code": "000000"})
    for _turn in range(2):
        Browser().post("/aanmelden/", {"login": name, "password": "verkeerd"})
    refused = browser.post("/aanmelden/code/", {"code": code(secret, 1)})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert "Wacht 5 minuten" in refused.content.decode()


def test_taking_it_away_takes_the_password(w):
    browser, _secret, _codes = ready(w)
    assert browser.post(f"{PAGE}weg/", {"password": "verkeerd"}).status_code == 422
    assert second_factor.of(w.staff["consultant"].user_id)
    assert browser.post(f"{PAGE}weg/", {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.exists()
    later, answer = password(w)
    assert answer.headers["Location"] == "/"
    assert later.get("/hulp/").headers["Location"] == PAGE


def test_setting_up_takes_the_password_where_it_was_given_long_ago(w, settings):
    settings.SNOER_SECOND_FACTOR = False
    browser, _answer = password(w)
    session = browser.session
    session["account_authentication_methods"] = [
        {**one, "at": time.time() - 400} for one in session["account_authentication_methods"]
    ]
    session.save()
    secret = secret_on(browser.get(PAGE).content.decode())
    assert browser.post(PAGE, {"code": code(secret)}).status_code == 422
    assert browser.post(PAGE, {"code": code(secret), "password": PASSWORD}).status_code == 200
    assert second_factor.of(w.staff["consultant"].user_id)


@pytest.mark.parametrize(("name", "status"), [("admin", 302), ("manager", 403), ("stranger", 403)])
def test_the_administrator_takes_a_lost_one_away_and_never_sees_it(w, settings, confirmed, name, status, caplog):
    first, secret, _codes = ready(w)
    settings.SNOER_SECOND_FACTOR = False
    user = w.staff["consultant"].user
    browser = confirmed(name)
    if name == "admin":
        page = browser.get(f"/beheer/gebruikers/{user.pk}/").content.decode()
        assert "Tweede stap weghalen" in page and secret not in page
    with caplog.at_level("INFO"):
        assert browser.post(f"/beheer/gebruikers/{user.pk}/tweede-stap/weg/").status_code == status
    assert (second_factor.of(user.pk) is None) is (status == 302)
    if status == 302:
        assert f"second step of user {user.pk} taken away by membership {w.acting('admin')}" in caplog.text
        assert first.get("/hulp/").headers["Location"].startswith("/aanmelden/")


def test_an_administrator_does_not_take_ones_own_away_there(w, settings, signed_in):
    admin = w.staff["admin"].user
    assert signed_in("admin").post(f"/beheer/gebruikers/{admin.pk}/tweede-stap/weg/").status_code in (302, 403)
    settings.SNOER_SECOND_FACTOR = False
    assert signed_in("admin").post(f"/beheer/gebruikers/{admin.pk}/tweede-stap/weg/").status_code == 403


# At rest


def test_secrets_are_encrypted_in_the_database_also_while_they_wait(w):
    browser, _answer = password(w)
    secret = secret_on(browser.get(PAGE).content.decode())
    assert secret not in str(browser.session.items())
    browser.post(PAGE, {"code": code(secret)})
    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert secret not in rows and base64.b32decode(secret).hex() not in rows


def test_after_a_new_key_the_old_secrets_still_work(w, settings):
    """Sealed anew by rotate_bsn_keys: tests/clients/test_key_rotation.py."""
    _first, secret, codes = ready(w)
    settings.BSN_KEYS = [base64.urlsafe_b64encode(b"n" * 32).decode(), *settings.BSN_KEYS]
    user = w.staff["consultant"].user
    assert second_factor.accept(user, code(secret, 1))
    assert second_factor.accept(user, codes[0])


def test_the_database_lets_no_way_to_sign_in_change_hands(w, trusted):
    ready(w)
    with trusted():
        phone = PhoneFactory(user=w.staff["trainer"].user)
        other = User.objects.get(username="coach")
    for row in (phone, Authenticator.objects.get(type="totp")):
        for change in ({"user": other}, {"type": "recovery_codes"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Authenticator.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Authenticator.objects.filter(pk=phone.pk).update(data={})
    Authenticator.objects.filter(type="totp").update(data={**Authenticator.objects.get(type="totp").data, "last": 1})
