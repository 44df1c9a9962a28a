"""The product as it runs: web server and worker of their own on the test's database, and people in browsers."""

import contextlib
import io
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import global_settings
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from chain import demo
from chain.acting import acting_as, system_membership
from chain.models import Chain
from reporting.demo.load import running_programme
from reporting.models import Programme
from tests.kept import kept

expect.set_options(timeout=20_000)

# What `make test` does in browsers: the main job from end to end, and the page that consultants begin with.
QUICK = ("test_walk.py", "test_day.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name not in QUICK:
            item.add_marker(pytest.mark.slow)


@kept
def shipped() -> Chain:
    call_command("load_chain", demo.CHAIN, stdout=io.StringIO())
    found = Chain.objects.get(slug=demo.CHAIN)
    strong = override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS)  # the server knows no others
    with acting_as(system_membership(found, "setup"), "test"), strong:
        demo.make_people(found)
        running_programme(Programme.objects.get(chain=found, key="intensivering-2018"))
    return found


@pytest.fixture
def chain(transactional_db: None) -> Chain:
    """The chain of the blueprint, the demo's users, and a running programme; nobody on record yet."""
    return shipped()


@pytest.fixture
def server(chain: Chain, start: Callable[..., subprocess.Popen]) -> str:
    """The address of the product's own web server on the test's database."""
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start(
        "gunicorn", "chain.wsgi", "--worker-class", "gthread", "--threads", "4", "--bind", f"127.0.0.1:{port}"
    )
    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/aanmelden/", timeout=20)
            return address
        assert process.poll() is None, "the web server ended by itself"
        assert time.monotonic() < end, "the web server did not answer within a minute"
        time.sleep(0.1)


@pytest.fixture
def worker(chain: Chain, start: Callable[..., subprocess.Popen]) -> subprocess.Popen:
    """A real worker on the test's database."""
    return start("celery", "-A", "chain", "worker", "--pool", "solo", "--loglevel", "INFO", "--without-gossip",
                 "--without-mingle")  # fmt: skip


@pytest.fixture
def as_user(browser: Browser, browser_context_args: dict, server: str) -> Iterator[Callable[..., Page]]:
    """`as_user("loes")`: a browser of her own, signed in. Fails the test where a page has an error in its console."""
    contexts, complaints = [], []

    def sign_in(username: str, **context: object) -> Page:
        opened = browser.new_context(**{**browser_context_args, "base_url": server, **context})
        opened.set_default_timeout(20_000)
        contexts.append(opened)
        page = opened.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/aanmelden/")
        page.get_by_label("Gebruikersnaam").fill(username)
        page.get_by_label("Wachtwoord").fill(demo.PASSWORD)
        page.get_by_role("button", name="Aanmelden", exact=True).click()
        expect(page).not_to_have_url(re.compile("aanmelden"))
        return page

    yield sign_in
    for opened in contexts:
        opened.close()
    # Refusals and forms sent back are answers, an animation between two pages may be cut short, and a test may cut the line.
    allowed = "status of 4|ViewTransition|Transition was|net::ERR_(FAILED|INTERNET_DISCONNECTED)|Failed to fetch"
    assert not [said for said in complaints if not re.search(allowed, said)]
