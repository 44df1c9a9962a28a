"""Servers under measure, their processor time, and the users that ask them. Only on 127.0.0.1."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from chain import embedded

ROOT = Path(__file__).resolve().parent.parent
USERS = 8  # who ask at the same time


class Request(NamedTuple):
    """What is asked: a path; with a form it is posted. `user` is one of the signed-in users (0 and up)."""

    path: str
    user: int = 0
    form: dict[str, str] | None = None


class Answer(NamedTuple):
    seconds: float
    status: int
    queries: int
    body: bytes


@dataclass
class Measured:
    """A series of requests: seconds of each, processor milliseconds per request, and what stands in the answers."""

    answers: list[Answer] = field(default_factory=list)
    seconds: float = 0
    web: float = 0  # ms per request
    database: float = 0  # ms per request

    @property
    def cpu(self) -> float:
        return self.web + self.database

    def quantile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(answer.seconds for answer in self.answers)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cpu(pids: list[int]) -> float:
    """Seconds of processor time that the processes have had, all threads; ended ones count as nothing."""
    total = 0.0
    for pid in pids:
        try:
            exact = [int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()]
            total += sum(exact) / 1e9
        except OSError:
            try:
                words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return total


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


class Server:
    """gunicorn with two synchronous workers, as in a real set-up; `wsgi` is the application's dotted name."""

    def __init__(self, wsgi: str, folder: Path, environment: dict[str, str]) -> None:
        self.port = embedded.free_port()
        self.log = folder / f"{wsgi.partition(':')[0]}.log"
        self.cookies: list[str] = []
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", wsgi, "--workers", "2", "--bind", f"127.0.0.1:{self.port}"],
                cwd=ROOT, env={**os.environ, **environment, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
                preexec_fn=embedded.dies_with_parent(signal.SIGTERM),
            )  # fmt: skip
        end = time.monotonic() + 30
        while len(children(self.process.pid)) < 2 or not self._listens():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{wsgi} did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def _listens(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.connect()
        except OSError:
            return False
        connection.close()
        return True

    def pids(self) -> list[int]:
        return [self.process.pid, *children(self.process.pid)]

    def ask(self, request: Request, accept: tuple[int, ...] = (200, 302)) -> Answer:
        """One request on a connection of its own; SystemExit for an answer that is not to be expected."""
        host = f"127.0.0.1:{self.port}"
        headers = {"X-Forwarded-Proto": "https", "Origin": f"https://{host}", "Accept-Encoding": "gzip"}
        if self.cookies:
            headers["Cookie"] = f"sessionid={self.cookies[request.user % len(self.cookies)]}; csrftoken={'b' * 32}"
        form = None
        if request.form is not None:
            form = urlencode(request.form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": "b" * 32}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        started = time.perf_counter()
        connection.request("GET" if form is None else "POST", request.path, form, headers)
        response = connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - started
        connection.close()
        if response.status not in accept or (form is None and response.status != 200):
            said = self.log.read_text(errors="replace")[-3000:]
            raise SystemExit(f"{request} answered {response.status}\n{body[:500]!r}\n{said}")
        return Answer(seconds, response.status, int(response.headers.get("X-Bench-Queries", 0)), body)

    def measure(self, requests: Iterator[Request], postgres: Callable[[], list[int]], number: int, users: int = 1,
                seconds: float = 10) -> Measured:  # fmt: skip
        """`number` requests by so many users at once, or as many as can be had in the time."""
        found, lock, errors = Measured(), threading.Lock(), []
        end = time.monotonic() + seconds
        left = [next(requests) for _ in range(number)][::-1]

        def work() -> None:
            while time.monotonic() < end:
                with lock:
                    if not left or errors:
                        return
                    request = left.pop()
                try:
                    answer = self.ask(request)
                except BaseException as error:
                    errors.append(error)
                    return
                with lock:
                    found.answers.append(answer)

        web, database = self.pids(), postgres()
        before = cpu(web), cpu(database), time.perf_counter()
        threads = [threading.Thread(target=work) for _ in range(users)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        count = len(found.answers)
        found.seconds = time.perf_counter() - before[2]
        found.web = 1000 * (cpu(web) - before[0]) / count
        found.database = 1000 * (cpu(database) - before[1]) / count
        return found

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def postgres_pids(folder: Path) -> list[int]:
    """The postmaster of the embedded server in the folder, and all that it started."""
    postmaster = int((folder / "postgresql" / "postmaster.pid").read_text().split()[0])
    return [postmaster, *children(postmaster)]
