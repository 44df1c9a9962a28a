"""The servers that come along: they start once, serve everybody, and go with the last one, however that one goes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from chain import embedded

USER = """
import sys, time
from pathlib import Path
from chain import embedded
servers = embedded.use(Path(sys.argv[1]), tests=True)
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(f"/tmp/snoer-embedded-{os.getpid()}")  # a short path, that the servers' account can reach
    yield place
    assert not place.exists()


def connect(servers: embedded.Servers, name: str = "DATABASE_URL") -> psycopg.Connection:
    return psycopg.connect(servers.environment(owner=True)[name].replace("postgres://", "postgresql://"))


def test_the_roles_are_those_of_a_real_server(folder: Path) -> None:
    servers = embedded.use(folder, tests=True)
    with connect(servers) as application, connect(servers, "DATABASE_OWNER_URL") as owner:
        assert application.execute("select current_user").fetchone() == ("snoer_app",)
        assert owner.execute(
            "select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname like 'snoer%' order by 1"
        ).fetchall() == [
            ("snoer_app", False, False, True),
            ("snoer_eraser", False, False, True),
            ("snoer_owner", False, False, True),
        ]
        assert owner.execute(
            "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
        ).fetchone() == ("snoer_owner",)
    servers.release()


def test_valkey_asks_for_the_password(folder: Path) -> None:
    servers = embedded.use(folder, tests=True)
    address = servers.environment()["REDIS_URL"]
    assert redis.from_url(address).ping()
    with pytest.raises(redis.AuthenticationError):
        redis.from_url("redis://" + address.partition("@")[2]).ping()
    servers.release()


def test_the_second_user_keeps_the_servers_when_the_first_leaves(folder: Path) -> None:
    first, second = embedded.use(folder, tests=True), embedded.use(folder, tests=True)
    first.release()
    with connect(second) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    second.release()
    assert not second.running()


def test_a_killed_user_leaves_no_process_behind(folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(embedded.ROLES.parent.parent)}
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert user.stdout
    assert user.stdout.readline() == "up\n"
    assert processes(folder)
    user.send_signal(signal.SIGKILL)
    user.wait()
    user.stdout.close()
    end = time.monotonic() + 20
    while processes(folder) and time.monotonic() < end:
        time.sleep(0.1)
    assert processes(folder) == []


def test_secrets_are_for_this_user_only(folder: Path) -> None:
    servers = embedded.use(folder, tests=True)
    assert (folder / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert (folder / "postgresql").stat().st_mode & 0o777 == 0o700
    assert embedded.socket_folder(folder).stat().st_mode & 0o777 == 0o700
    servers.release()


def test_a_path_too_long_for_a_socket_gets_a_short_one_beside() -> None:
    short, long = Path("/tmp/short"), Path("/tmp") / ("long" * 25)
    assert embedded.socket_folder(short) == short / "run"
    assert len(os.fsencode(embedded.socket_folder(long) / embedded.SOCKET_NAME)) <= embedded.LONGEST_SOCKET


def processes(folder: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line and "python -c" not in line]
