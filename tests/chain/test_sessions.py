"""Where one is signed in: listed, ended by oneself or the administrator, ended at once where the work for a partner ends.

And the end of an idle session in the middle of a form: what was typed waits for the same user.
"""

import datetime as dt
import html
import re

import pytest
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from chain.days import today
from chain.models import Membership
from chain.sessions import device
from clients.models import Note
from clients.tasks import forget_keys
from tests.factories import PASSWORD, MembershipFactory
from tests.world import World, world

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def sign_in(w: World, name: str, agent: str = FIREFOX, browser: Browser | None = None, **more) -> Browser:
    browser = browser or Browser()
    told = {"login": w.staff[name].user.username, "password": PASSWORD, **more}
    browser.answer = browser.post("/aanmelden/", told, headers={"User-Agent": agent})
    return browser


def signed_out(browser: Browser) -> bool:
    return browser.get("/hulp/").headers.get("Location", "").startswith("/aanmelden/")


# The list


def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(w):
    desk, phone, other = sign_in(w, "consultant"), sign_in(w, "consultant", ANDROID), sign_in(w, "trainer")
    page = desk.get("/mijn-instellingen/").content.decode()
    assert "Firefox op Linux" in page and "Chrome op Android" in page and "dit apparaat" in page
    keys = {row.session_key: row.pk for row in UserSession.objects.all()}
    for mine in (keys[desk.session.session_key], keys[other.session.session_key], 999999):
        assert desk.post(f"/mijn-instellingen/aangemeld/{mine}/weg/").status_code == 404
    assert desk.post(f"/mijn-instellingen/aangemeld/{keys[phone.session.session_key]}/weg/").status_code == 302
    assert signed_out(phone)
    assert not signed_out(desk) and not signed_out(other)
    assert "Chrome op Android" not in desk.get("/mijn-instellingen/").content.decode()


def test_one_ends_all_the_others_at_once(w):
    desk, phone, tablet = sign_in(w, "consultant"), sign_in(w, "consultant", ANDROID), sign_in(w, "consultant")
    assert desk.post("/mijn-instellingen/aangemeld/weg/").status_code == 302
    assert signed_out(phone) and signed_out(tablet) and not signed_out(desk)


def test_a_session_that_is_over_is_not_listed_and_is_forgotten_at_the_next_sign_in(w):
    old = sign_in(w, "consultant", ANDROID)
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=timezone.now() - dt.timedelta(1))
    desk = sign_in(w, "consultant")
    assert "Chrome op Android" not in desk.get("/mijn-instellingen/").content.decode()
    assert UserSession.objects.count() == 1


def test_pages_write_nothing_for_the_list(w):
    desk = sign_in(w, "consultant")
    desk.get("/hulp/")
    before = list(UserSession.objects.values())
    desk.get("/hulp/")
    assert list(UserSession.objects.values()) == before


def test_a_new_password_ends_the_others_and_this_one_goes_on(w):
    desk, phone = sign_in(w, "consultant"), sign_in(w, "consultant", ANDROID)
    new = "een heel ander wachtwoord"
    assert desk.post("/wachtwoord/", {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert signed_out(phone) and not signed_out(desk)
    page = desk.get("/mijn-instellingen/").content.decode()
    assert "dit apparaat" in page and "Chrome op Android" not in page


@pytest.mark.parametrize(("name", "status"), [("admin", 302), ("manager", 403), ("stranger", 403)])
def test_the_administrator_ends_all_of_a_user(w, signed_in, name, status):
    desk, user = sign_in(w, "consultant"), w.staff["consultant"].user
    assert signed_in(name).post(f"/beheer/gebruikers/{user.pk}/afmelden/").status_code == status
    assert signed_out(desk) is (status == 302)


@pytest.mark.parametrize(
    ("agent", "called"), [(FIREFOX, "Firefox op Linux"), (ANDROID, "Chrome op Android"), ("", "Onbekend apparaat"),
                          ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge op Windows")],
)  # fmt: skip
def test_a_device_has_a_name(agent, called):
    assert device(agent) == called


# Leaving a partner


def test_the_end_of_the_last_function_ends_access_at_the_next_click(w, signed_in):
    desk, member = sign_in(w, "consultant"), w.staff["consultant"]
    assert not signed_out(desk)
    back = {"ended_on": (today() - dt.timedelta(1)).strftime("%d-%m-%Y"), "confirm": "1"}
    assert signed_in("admin").post(f"/beheer/functies/{member.pk}/einde/", back).status_code == 302
    assert not UserSession.objects.filter(user=member.user).exists()
    assert signed_out(desk)


def test_a_function_that_ends_in_a_running_session_is_over_at_the_next_click_though_another_goes_on(w, trusted):
    with trusted():
        other = MembershipFactory(user=w.staff["consultant"].user, partner=w.partners["annex"], role="trainer")
    desk = sign_in(w, "consultant")
    desk.post("/voor-wie/", {"membership": w.acting("consultant")})
    assert desk.get(f"/clienten/{w['both'].number}/").status_code == 200
    with trusted():
        Membership.objects.filter(pk=w.acting("consultant")).update(ended_on=today() - dt.timedelta(1))
    assert signed_out(desk)
    again = sign_in(w, "consultant", browser=desk)
    again.get("/hulp/")
    assert again.session["membership"] == other.pk


def test_who_works_for_two_partners_chooses_and_rights_do_not_add_up(w):
    """SZMH's consultant sees who MTB has no part in; MTB's work coach, the same person, does not."""
    desk = Browser()
    desk.post("/aanmelden/", {"login": "both_ways", "password": PASSWORD})
    assert desk.get("/").headers["Location"] == "/voor-wie/"
    address = f"/clienten/{w['step'].number}/"
    assert desk.get(address).status_code in (403, 404)  # nothing is chosen: nobody acts
    for name, status in (("at_mtb", 404), ("at_szmh", 200), ("at_mtb", 404)):
        desk.post("/voor-wie/", {"membership": w.acting(name)})
        assert desk.get(address).status_code == status


# An idle end while somebody types


def been_idle(browser: Browser) -> None:
    Session.objects.filter(session_key=browser.session.session_key).update(
        expire_date=timezone.now() - dt.timedelta(seconds=1)
    )


def typing(w: World, name: str = "consultant") -> tuple[Browser, str]:
    """Somebody at work in a browser, whose session has ended just now."""
    browser = sign_in(w, name)
    where = f"/clienten/{w['both'].number}/notities/"
    assert browser.get("/hulp/" if name == "admin" else f"/clienten/{w['both'].number}/").status_code == 200
    been_idle(browser)
    return browser, where


SAID = "Ze was er <b>vroeg</b> & bleef"


def test_what_was_typed_is_sent_after_signing_in_again(w, trusted):
    browser, where = typing(w)
    asked = browser.post(where, {"text": SAID, "tags": ["a", "b"], "csrfmiddlewaretoken": "x"})
    assert asked.headers["Location"] == "/aanmelden/?next=%2Faanmelden%2Fverder%2F"
    assert "is bewaard" in browser.get(asked.headers["Location"]).content.decode()
    assert SAID[:6] not in str(list(Session.objects.values_list("session_data", flat=True)))
    assert SAID not in str(browser.session.items())  # encrypted, as everything about people
    sign_in(w, "consultant", browser=browser, next="/aanmelden/verder/")
    page = browser.get(browser.answer.headers["Location"]).content.decode()
    assert f'action="{where}"' in page
    fields = re.findall(r'<input type="hidden" name="(text|tags)" value="([^"]*)">', page)
    assert "data-send-on" not in page and html.escape(SAID) in page.partition("<dl")[2].partition("</dl>")[0]
    assert [(name, html.unescape(value)) for name, value in fields] == [("text", SAID), ("tags", "a"), ("tags", "b")]
    assert 'value="x"' not in page  # the token of the session that ended
    assert browser.get("/aanmelden/verder/").headers["Location"] == "/"  # once
    browser.post(where, {"text": SAID})
    with trusted():
        assert Note.objects.filter(text=SAID).exists()


def test_another_user_gets_the_beginning_and_what_was_typed_is_gone(w):
    browser, where = typing(w)
    browser.post(where, {"text": SAID})
    sign_in(w, "trainer", browser=browser, next="/aanmelden/verder/")
    answer = browser.get("/aanmelden/verder/")
    assert answer.headers["Location"] == "/"
    assert "typed" not in browser.session


def test_it_goes_on_for_the_partner_that_it_was_typed_for(w, trusted):
    with trusted():
        MembershipFactory(user=w.staff["consultant"].user, partner=w.partners["annex"], role="trainer")
    browser = sign_in(w, "consultant")
    browser.post("/voor-wie/", {"membership": w.acting("consultant")})
    browser.get("/hulp/")
    been_idle(browser)
    browser.post(f"/clienten/{w['both'].number}/notities/", {"text": SAID})
    sign_in(w, "consultant", browser=browser)
    assert browser.get("/aanmelden/verder/").status_code == 200
    assert browser.session["membership"] == w.acting("consultant")


def test_a_file_cannot_be_kept_and_the_page_says_so(w):
    browser, where = typing(w)
    browser.post(where, {"text": SAID, "bijlage": SimpleUploadedFile("a.txt", b"a")})
    sign_in(w, "consultant", browser=browser)
    page = browser.get("/aanmelden/verder/").content.decode()
    assert "kies dat hierna opnieuw" in page and "data-send-on" not in page


def test_passwords_are_not_kept_nor_what_comes_from_nobody(w):
    browser, where = typing(w)
    answer = browser.post("/wachtwoord/", {"old": "geheim", "new": "geheimer"})
    assert "verder" not in answer.headers["Location"] and "typed" not in browser.session
    stranger = Browser()
    assert "verder" not in stranger.post(where, {"text": SAID}).headers["Location"]
    forged = Browser()
    forged.cookies["snoer_who"] = browser.cookies["snoer_who"].value[:-2] + "xx"
    assert "verder" not in forged.post(where, {"text": SAID}).headers["Location"]


@pytest.mark.parametrize("ends", ["signs out", "elsewhere"])
def test_after_a_session_was_ended_nobody_types_in_its_name(w, ends):
    browser, elsewhere = sign_in(w, "consultant"), sign_in(w, "consultant")
    browser.get("/hulp/")
    if ends == "signs out":
        browser.post("/afmelden/")
        assert not browser.cookies["snoer_who"].value
    else:
        elsewhere.post("/mijn-instellingen/aangemeld/weg/")
    answer = browser.post(f"/clienten/{w['both'].number}/notities/", {"text": SAID})
    assert "verder" not in answer.headers["Location"] and "typed" not in browser.session


@pytest.mark.parametrize("where", ["/beheer/gebruikers/nieuw/", "/privacy/bewaren/nieuw/", "/mijn-instellingen/"])
def test_acts_about_access_and_rights_are_typed_anew(w, where):
    browser, _where = typing(w, "admin")
    browser.post(where, {"name": "Iemand"})
    assert "typed" not in browser.session


def test_what_was_sealed_with_a_key_that_is_gone_is_dropped(w, settings):
    browser, where = typing(w)
    browser.post(where, {"text": SAID})
    sign_in(w, "consultant", browser=browser)
    settings.BSN_KEYS = [Fernet.generate_key().decode()]
    assert browser.get("/aanmelden/verder/").headers["Location"] == "/"


def test_sessions_that_are_over_go_with_what_was_typed_in_them(w, trusted):
    browser, over, nobody = sign_in(w, "consultant"), sign_in(w, "trainer"), Browser()
    nobody.get("/aanmelden/")
    nobody.session.save()
    mine, theirs, typed_in = (one.session.session_key for one in (browser, over, nobody))
    assert {mine, theirs, typed_in} == set(Session.objects.values_list("pk", flat=True))

    def left(hours: int) -> set[str]:
        ended = timezone.now() - dt.timedelta(hours=hours)
        Session.objects.filter(pk__in=[theirs, typed_in]).update(expire_date=ended)
        forget_keys()
        return set(Session.objects.values_list("pk", flat=True))

    assert left(1) == {mine, theirs}  # a form of theirs that is still open is sent on
    assert left(73) == {mine}
    assert [row.session_key for row in UserSession.objects.all()] == [mine]


def test_a_script_is_told_where_to_sign_in_and_gets_no_page_for_an_answer(w):
    browser, where = typing(w)
    page = f"http://testserver/clienten/{w['both'].number}/"
    saving = browser.post(
        where, {"text": SAID, "autosave": "1"}, headers={"Accept": "application/json", "Referer": page}
    )
    assert (saving.status_code, saving.content) == (403, b"")
    assert "verder" not in saving.headers["X-Sign-In"]  # the form itself is still open, and keeps what was typed
    asked = browser.get("/clienten/", headers={"HX-Request": "true", "Referer": page})
    assert asked.status_code == 403
    assert asked.headers["X-Sign-In"] == f"/aanmelden/?next=%2Fclienten%2F{w['both'].number}%2F"
    sent = browser.post(where, {"text": SAID}, headers={"HX-Request": "true", "Referer": page})
    assert sent.headers["X-Sign-In"] == "/aanmelden/?next=%2Faanmelden%2Fverder%2F"
    sign_in(w, "consultant", browser=browser)
    assert SAID[:6] in browser.get("/aanmelden/verder/").content.decode()
