"""What all tests stand on: servers of this run, the application's own database role, strict templates, a browser."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.testcases import TransactionTestCase
from django.utils import translation

from chain import embedded
from tests import chromium

hypothesis.settings.register_profile("snoer", deadline=None)  # two cores are shared with browsers and servers
hypothesis.settings.load_profile("snoer")


# One pair of servers a run, in a folder that goes with them.


def pytest_sessionstart(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return  # a worker of xdist uses the servers of the process that started it
    session.config.stash[SERVERS] = embedded.use(
        settings.TEST_FOLDER, tests=True, port=settings.TEST_PORT, valkey_password=settings.TEST_PASSWORD
    )


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if servers := config.stash.get(SERVERS, None):
        servers.release()


SERVERS = pytest.StashKey[embedded.Servers]()


# The database's roles. Signed in is the superuser, who may change roles; each connection begins as the role that is set
# here: the owner while the test database is made and migrated, as in production, then the application.


def _become(role: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = role


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    _become("snoer_owner")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        _become("snoer_app")
    yield
    with django_db_blocker.unblock():
        _become("snoer_owner")


@contextlib.contextmanager
def role(name: str) -> Iterator[None]:
    """Another role for a while, on the same connection and in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"set role {name}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("set role snoer_app")


@pytest.fixture
def trusted(db: None) -> Callable[[], contextlib.AbstractContextManager[None]]:
    """Rows for anybody: `with trusted():` steps out of row-level security and back."""
    return lambda: role("snoer_owner")


# Tables with rows are few, and TRUNCATE makes new files for each of two hundred: ten times as long as this.
EMPTY = """do $$ declare name text; filled bool; begin
    perform set_config('session_replication_role', 'replica', true);  -- no triggers, no foreign keys
    for name in select format('%I', tablename) from pg_tables where schemaname = 'public'
        and tablename not in ('django_migrations', 'django_content_type', 'auth_permission') loop
      execute 'select exists (select from ' || name || ')' into filled;
      if filled then execute 'delete from ' || name; end if;
    end loop; end $$"""


def _empty(self: TransactionTestCase) -> None:
    with role("none"), connection.cursor() as cursor:  # signed in: what the application may not
        cursor.execute(EMPTY)


TransactionTestCase._fixture_teardown = _empty  # type: ignore[method-assign]


VACUUM_EVERY = 150  # tests


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Now and then what tests left behind is cleared away, between two of them: the server does it never by itself, for it
    would call tables empty in whose rows a test is at work."""
    yield
    item.session.stash[DONE] = item.session.stash.get(DONE, 0) + 1
    name = connection.settings_dict["NAME"]
    if item.session.stash[DONE] % VACUUM_EVERY == 0 and name.startswith("test_"):
        address = embedded.database_url(settings.TEST_FOLDER, "postgres", name)
        with psycopg.connect(address, autocommit=True) as superuser:
            superuser.execute("vacuum")


DONE = pytest.StashKey[int]()


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page that was asked for in English leaves its language behind in the thread."""
    yield
    translation.deactivate()


# Processes of the product beside the test.


@pytest.fixture
def signed_in(w: Any) -> Callable[[str], Browser]:
    """`signed_in("trainer")`: a browser of that user's, in the test's world `w`."""

    def sign_in(name: str) -> Browser:
        browser = Browser()
        browser.force_login(w.staff[name].user)
        return browser

    return sign_in


@pytest.fixture
def confirmed(w: Any, signed_in: Callable[[str], Browser]) -> Callable[[str], Browser]:
    """As `signed_in`, and the password was given just now."""

    from allauth.account.internal.flows.login import record_authentication

    def sign_in(name: str) -> Browser:
        browser = signed_in(name)
        session = browser.session
        record_authentication(SimpleNamespace(session=session), w.staff[name].user, "password")
        session.save()
        return browser

    return sign_in


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """For a web server, worker or command of the product: this test's database, as the application."""
    name = connection.settings_dict["NAME"]
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "chain.settings",
        "DATABASE_URL": embedded.database_url(settings.TEST_FOLDER, "snoer_app", name),
        "SNOER_DEBUG": "1",  # http, and static files from where they lie
        "PYTHONPATH": str(settings.BASE_DIR),
    }


@pytest.fixture
def start(process_environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts `python -m MODULE ARGUMENTS...` of the product in the test's database; ends it with the test.

    What it says is in tmp_path / "MODULE.log".
    """
    started = []

    def run(module: str, *arguments: str, **environment: str) -> subprocess.Popen:
        with (tmp_path / f"{module}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=process_environment | environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=embedded.dies_with_parent(signal.SIGTERM),  # also when the tests are killed
            )
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


# The browser.


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    path = chromium.installed()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": list(chromium.FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "locale": "nl-NL",
        "timezone_id": "Europe/Amsterdam",
        "viewport": {"width": 1440, "height": 900},
    }
