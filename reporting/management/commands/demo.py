"""The whole product on this machine, with invented people: `make demo`.

manage.py has started the embedded servers (chain/embedded.py). This command migrates, loads the demo where the database
is empty, starts web server, worker and beat, says where they are, and ends them together.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from chain import embedded
from chain.days import today
from chain.demo import CHAIN, PASSWORD, PEOPLE
from chain.models import Chain
from chain.parts import ROLES
from chain.vitals import SWEPT
from reporting.demo import suite

LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}
SUITE = "uitkeringen.csv"
PROGRAMS = {
    # Threads, since browsers open connections ahead that they may never use: each would occupy a sync worker.
    "web": "gunicorn chain.wsgi --workers 2 --worker-class gthread --threads 4 --no-control-socket --bind 127.0.0.1:{port}",
    "worker": "celery -A chain worker --concurrency 2 --loglevel WARNING --without-gossip --without-mingle",
    "beat": "celery -A chain beat --schedule {folder}/beat-schedule --loglevel WARNING",
}


class _End(BaseException):
    """Somebody asked us to stop."""


def _end(number: int, frame: FrameType | None) -> None:
    raise _End


class Command(BaseCommand):
    help = "Run the whole product here with invented people: servers, web, worker and beat. Ctrl-C ends everything."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the first port to try")

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_what_is_real()
        folder = Path(os.environ["SNOER_DATA"])
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _end)
        processes: dict[str, subprocess.Popen] = {}
        try:
            with _only_demo(folder):
                self._prepare(folder)
                port = _free_port(options["port"])
                address = f"http://localhost:{port}/"
                (folder / "address").write_text(address)
                (folder / "static").mkdir(exist_ok=True)
                cache.delete(SWEPT)
                for name, command in PROGRAMS.items():
                    processes[name] = _start(folder, name, command.format(port=port, folder=folder))
                self._wait_for(f"http://127.0.0.1:{port}/aanmelden/", folder, processes)
                self._welcome(address, folder)
                self._watch(folder, processes)
        except _End:
            self.stdout.write("\nStopping.")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            connections.close_all()
            _stop(processes)

    def _refuse_what_is_real(self) -> None:
        if not settings.DEMO or "owner" not in settings.DATABASES or "SNOER_DATA" not in os.environ:
            raise CommandError("The demo brings its own servers: start it without DATABASE_URL, as `make demo` does.")
        public = [host for host in settings.ALLOWED_HOSTS if host not in LOCAL and not host.endswith(".localhost")]
        if public:
            raise CommandError(f"The demo is for this machine only and refuses the host name {', '.join(public)}.")

    def _prepare(self, folder: Path) -> None:
        half_loaded = folder / "loading"  # stands while the demo is being loaded
        if half_loaded.exists():
            self.stdout.write("The last start was ended while it loaded: beginning anew.")
            _empty_database()
        self.stdout.write("Preparing the database.")
        try:
            call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise CommandError(
                f"The data in {folder} are of another version of Snoer; remove that folder to begin anew.\n{error}"
            ) from error
        with connections["owner"].cursor() as cursor:
            cursor.execute("select exists (select 1 from chain_chain)")
            filled = cursor.fetchone()[0]
        if not filled or half_loaded.exists():
            self.stdout.write("Loading the demo: invented people, two programmes.")
            half_loaded.touch()
            settings.SNOER_MAIL = _mail(folder)
            call_command("load_demo", stdout=self.stdout)
            suite.write(folder / SUITE, Chain.objects.get(slug=CHAIN), "loes", today())
            half_loaded.unlink()
        connections.close_all()

    def _wait_for(self, page: str, folder: Path, processes: dict[str, subprocess.Popen]) -> None:
        """Until the pages answer, and the worker has done what the clock asked it."""
        end = time.monotonic() + 90
        while not (_answers(page) and cache.get(SWEPT)):
            self._complain_about_the_dead(folder, processes)
            if time.monotonic() > end:
                raise CommandError(f"Not everything answers within a minute and a half: see {folder / 'log'}.")
            time.sleep(0.1)

    def _watch(self, folder: Path, processes: dict[str, subprocess.Popen]) -> None:
        while True:
            time.sleep(1)
            self._complain_about_the_dead(folder, processes)

    def _complain_about_the_dead(self, folder: Path, processes: dict[str, subprocess.Popen]) -> None:
        for name, process in processes.items():
            if process.poll() is not None:
                said = (folder / "log" / f"{name}.log").read_text(errors="replace")[-3000:]
                raise CommandError(f"{name} ended by itself:\n{said}")
        if not embedded.running(folder):
            raise CommandError(f"The database ended by itself; see {folder / 'log'}.")

    def _welcome(self, address: str, folder: Path) -> None:
        write = self.stdout.write
        write("")
        write(self.style.SUCCESS(f"Snoer runs at {address}"))
        write("Everybody in it is invented. Sign in as one of these; the password is the same for all:")
        write("")
        for person in PEOPLE:
            write(f"  {person.username:<8} {person.name:<20} {person.partner:<10} {ROLES[person.role]}")
        write("")
        write(f"  password: {self.style.SUCCESS(PASSWORD)}")
        write("")
        if (folder / SUITE).exists():
            write(f"A file as Suite gives it, for Loes to read in at {address}inlezen/benefits/: {folder / SUITE}")
        write(f"E-mail goes nowhere: it is kept in {folder / 'mail'}.")
        write(f"Logs: {folder / 'log'}. Ctrl-C stops everything; the data stays for the next time.")
        self.stdout.flush()


@contextlib.contextmanager
def _only_demo(folder: Path) -> Iterator[None]:
    with embedded.alone(folder / "demo") as first:
        if not first:
            at = folder / "address"
            raise CommandError(f"The demo runs already, at {at.read_text() if at.exists() else 'another place'}.")
        yield


def _empty_database() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
        cursor.execute("grant usage on schema public to public")
    connections.close_all()


def _free_port(first: int) -> int:
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise CommandError(f"No port from {first} to {first + 99} is free.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def _mail(folder: Path) -> str:
    """What the demo sends goes nowhere: each message is a file in a folder."""
    return (folder / "mail").as_uri()


def _start(folder: Path, name: str, command: str) -> subprocess.Popen:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
    if name != "worker":  # as in a real set-up: nothing else may erase
        environment.pop("DATABASE_ERASER_URL", None)
    environment["SNOER_POOL"] = "1" if name == "web" else "0"
    environment["SNOER_STATIC"] = str(folder / "static")  # empty: the demo serves static files from where they lie
    environment["SNOER_HOSTS"] = "localhost,127.0.0.1"
    environment["SNOER_MAIL"] = _mail(folder)
    environment["SNOER_URL"] = (folder / "address").read_text()
    with (folder / "log" / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *command.split()],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=settings.BASE_DIR,
            env=environment,
            start_new_session=True,  # Ctrl-C comes to us alone, and we end it with its children
            preexec_fn=embedded.dies_with_parent(signal.SIGTERM),
        )


def _stop(processes: dict[str, subprocess.Popen]) -> None:
    for process in processes.values():
        process.terminate()
    end = time.monotonic() + 15
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, end - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):  # what is left of it and its children
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
