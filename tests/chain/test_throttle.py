"""One throttle for all ways in, and nothing in an answer, in the questions to the database or in the time that tells who has
an account."""

import itertools
import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.factories import PASSWORD, UserFactory


@pytest.fixture(autouse=True)
def _people(trusted):
    with trusted():
        UserFactory(username="known")
        for name in ("off", "off-too"):
            UserFactory(username=name, is_active=False)
        nobody = UserFactory(username="provider-only")
        nobody.set_unusable_password()
        nobody.save()


def send(name: str, password: str = "verkeerd", browser: Browser | None = None, **more):
    return (browser or Browser()).post("/aanmelden/", {"login": name, "password": password}, **more)


ADDRESSES = itertools.count(1)


def tried(name: str, password: str) -> tuple[int, str, list[str]]:
    """What a try answers and asks of the database, without what was typed and the moment."""
    with CaptureQueriesContext(connection) as asked:
        answer = send(name, password, REMOTE_ADDR=f"10.1.0.{next(ADDRESSES)}")
    questions = [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asked.captured_queries]
    return answer.status_code, re.sub(r'value="[^"]*"', "", answer.content.decode()), questions


def test_known_and_unknown_are_answered_with_the_same_words_and_the_same_questions():
    shown = tried("known", "x")
    for name, password in (("niemand", "x"), ("off", "x"), ("off-too", PASSWORD), ("provider-only", "x")):
        assert tried(name, password) == shown, name


def test_a_password_is_hashed_as_often_for_nobody_as_for_somebody(monkeypatch):
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: (hashed.append(given[1]), encode(*given))[1])
    counts = {}
    for name, password in (("known", "x"), ("niemand", "x"), ("off", "x"), ("off", PASSWORD), ("provider-only", "x")):
        hashed.clear()
        send(name, password)
        counts[name, password] = len(hashed)
    assert set(counts.values()) == {1}, counts


@pytest.mark.parametrize("name", ["known", "niemand", "off"])
def test_guessing_for_a_name_has_to_wait_from_wherever_it_is_done(name):
    for turn in range(5):
        assert send(name, REMOTE_ADDR=f"10.0.0.{turn}").status_code == 200
    refused = send(name.upper() + " ", PASSWORD, REMOTE_ADDR="10.0.0.9")
    assert refused.status_code == 429
    assert 200 < int(refused.headers["Retry-After"]) <= 300
    assert "Wacht 5 minuten. Probeer het daarna nog eens." in refused.content.decode()
    assert send("iemand-anders", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_trying_names_from_one_address_has_to_wait_too(settings):
    settings.SNOER_TRIES = "3/m/ip,5/5m/key"
    assert [send(f"naam{turn}").status_code for turn in range(4)] == [200, 200, 200, 429]
    assert send("known", PASSWORD).status_code == 429
    assert send("known", PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_who_signs_in_well_uses_up_nothing(settings):
    settings.SNOER_TRIES = "2/m/ip,2/5m/key"
    assert [send("known", PASSWORD).status_code for _turn in range(5)] == [302] * 5


def test_the_old_password_and_the_password_once_more_are_in_the_same_count():
    browser = Browser()
    send("known", PASSWORD, browser)
    for _turn in range(3):
        assert browser.post("/wachtwoord/", {"old": "x", "new": "y", "again": "y"}).status_code == 422
    for _turn in range(2):
        assert browser.post("/telefoon/verder/", {"password": "x"}).status_code == 422
    assert browser.post("/telefoon/verder/", {"password": PASSWORD}).status_code == 429
    assert send("known", PASSWORD).status_code == 429
