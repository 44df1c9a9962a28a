"""`make demo` as its user meets it: everything runs, everything ends, nothing is left behind, the data stays."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(f"/tmp/snoer-demo-{os.getpid()}")
    yield place
    subprocess.run(["rm", "-rf", str(place)], check=True)


def environment(folder: Path, **more: str) -> dict[str, str]:
    ours = ("DATABASE", "REDIS", "SNOER_", "DJANGO_SETTINGS")
    return (
        {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        | {"SNOER_DATA": str(folder)}
        | more
    )


class Demo:
    """A running demo: what it said until it was ready, and where it is."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", "8400"],
            cwd=settings.BASE_DIR, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout
        self.said, started = "", time.monotonic()
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Logs:"):
                break
        self.seconds = time.monotonic() - started
        found = re.search(r"http://localhost:\d+/", self.said)
        assert found, self.said
        self.address = found[0]

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        assert self.process.stdout
        self.said += self.process.stdout.read()
        return self.process.wait(60)


def left_behind(folder: Path, seconds: float = 30) -> list[str]:
    """The processes that still speak of the folder after a while: as argument or in their environment."""
    end = time.monotonic() + seconds
    while True:
        left = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if str(folder).encode() in told and int(entry.name) != os.getpid():
                left.append((entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " "))
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.2)


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def test_it_starts_twice_and_leaves_nothing_behind_but_its_data(folder: Path) -> None:
    demo = Demo(folder)
    try:
        assert "Loading the demo" in demo.said
        assert re.search(r"password: \S+", demo.said)
        assert (folder / "uitkeringen.csv").exists() and str(folder / "uitkeringen.csv") in demo.said
        assert 'name="password"' in get(demo.address + "aanmelden/")
        second = subprocess.run(
            [sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR, env=environment(folder), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert second.returncode == 1
        assert f"The demo runs already, at {demo.address}" in second.stderr
    finally:
        assert demo.end(signal.SIGINT) == 0
    assert left_behind(folder) == []

    again = Demo(folder)
    try:
        assert "Loading the demo" not in again.said
        assert again.seconds < 60  # on a busy machine; some six seconds on an idle one
        get(again.address + "aanmelden/")
    finally:
        assert again.end(signal.SIGTERM) == 0
    assert left_behind(folder) == []

    killed = Demo(folder)
    killed.process.kill()
    killed.process.wait()
    assert left_behind(folder) == []


def test_it_refuses_a_public_host_name(folder: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=settings.BASE_DIR, env=environment(folder, SNOER_HOSTS="localhost,snoer.example.nl"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode == 1
    assert "refuses the host name snoer.example.nl" in refused.stderr


def test_it_refuses_a_real_database(folder: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=settings.BASE_DIR,
        env=environment(
            folder, DATABASE_URL="postgres://snoer_app@localhost/snoer", SNOER_SECRET_KEY="x", SNOER_BSN_KEYS="x",
            SNOER_FILES="x",
        ),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode == 1
    assert "start it without DATABASE_URL" in refused.stderr
