"""A real set-up: the checks are clean, headers and cookies are as docs/security.md says, and weaknesses can be reported."""

import datetime as dt
import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings as real
from django.test import Client as Browser
from django.urls import reverse

from chain.embedded import NOWHERE
from tests.world import world

SET = {
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "SNOER_SECRET_KEY": secrets.token_urlsafe(60),
    "SNOER_BSN_KEYS": NOWHERE["SNOER_BSN_KEYS"],
    "SNOER_FILES": "/nonexistent/files",
    "SNOER_HOSTS": "snoer.example.org",
    "SNOER_SECURITY_CONTACT": "mailto:security@example.org",
    "SNOER_API_CONTACT_EMAIL": "beheer@example.org",
}


def check(**changed: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=kept | SET | changed, cwd=real.BASE_DIR, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_checks_of_a_real_set_up_are_clean(db):
    done = check()
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_they_say_what_an_operator_left_open(db):
    said = check(SNOER_SECOND_FACTOR="0", SNOER_HOSTS="*", SNOER_SECURITY_CONTACT="", SNOER_API_CONTACT_EMAIL="").stderr
    for name in ("snoer.E002", "snoer.E003", "snoer.W001"):
        assert name in said
    assert "snoer.E001" in check(SNOER_DEMO="1").stderr


@pytest.fixture
def secure(settings, trusted):
    """As behind a proxy that speaks https."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    with trusted():
        w = world()
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    return w, browser


@pytest.mark.parametrize("address", ["account_login", "day", "clients", "record", "help"])
def test_every_page_carries_the_headers(secure, address):
    w, browser = secure
    browser = Browser() if address == "account_login" else browser
    answer = browser.get(
        reverse(address, args=[w["both"].number] if address == "record" else []), secure=True, follow=True
    )
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin" and answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    if address in ("day", "clients", "record"):
        assert {"private", "no-store"} <= set(re.split(", *", answer["Cache-Control"]))


def test_the_cookies_are_for_https_and_for_this_site_alone(secure):
    w, _browser = secure
    user = w.staff["trainer"].user
    user.set_password("een lang wachtwoord")
    user.save(update_fields=["password"])
    browser = Browser()
    browser.get(reverse("account_login"), secure=True)
    browser.post(
        reverse("account_login"), {"login": "trainer", "password": "een lang wachtwoord"}, secure=True, follow=True
    )
    assert {"sessionid", "csrftoken"} <= set(browser.cookies)
    for name, cookie in browser.cookies.items():
        if cookie.value:
            assert cookie["secure"] and cookie["samesite"] == "Lax", name
    assert browser.cookies["sessionid"]["httponly"]


def test_where_to_report_a_weakness(db, settings, client):
    settings.SNOER_SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get("/.well-known/security.txt")
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8" and told["Contact"] == "mailto:security@example.org"
    left = dt.datetime.fromisoformat(told["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=170) < left < dt.timedelta(days=366)
    settings.SNOER_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
