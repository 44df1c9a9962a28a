"""What rows of the bench stand on: a filled database, the servers before it, who asks, and what is told of a row."""

import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.budgets import BUDGETS, Budget
from bench.server import USERS, Request, Server, cpu, postgres_pids
from chain import embedded

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5  # of the product and the floor in turn: what counts is the middle one by their ratio


@dataclass
class Row:
    """A line of the table; empty: not measured for it."""

    name: str
    queries: int | None = None
    web: float | None = None
    database: float | None = None
    p50: float | None = None
    p95: float | None = None
    rate: float | None = None
    rate8: float | None = None
    p95_8: float | None = None
    size: int | None = None
    floor: float | None = None
    ratio: float | None = None
    note: str = ""

    def over(self) -> list[str]:
        """What is over the budget, in words."""
        budget, found = BUDGETS.get(self.name, Budget()), []
        if budget.queries is not None and self.queries is not None and self.queries > budget.queries:
            found.append(f"{self.queries} queries, at most {budget.queries}")
        if budget.ratio is not None and self.ratio is not None and self.ratio > budget.ratio:
            found.append(f"{self.ratio:.1f} times the floor, at most {budget.ratio:g}")
        return found


class Bench:
    """A filled database, the two servers before it, and the people who ask."""

    def __init__(self, folder: Path, number: int, requests: int) -> None:
        self.folder, self.number, self.requests = folder, number, requests
        self.servers = embedded.use(folder)
        kept = self.servers.environment(owner=True)
        self.owner_url = kept.pop("DATABASE_OWNER_URL")
        self.super_url = embedded.database_url(folder, "postgres")
        kept.pop("SNOER_DEMO")
        os.environ.update(
            kept | {"DJANGO_SETTINGS_MODULE": "chain.settings", "SNOER_STATIC": str(folder / "static"),
                    "SNOER_HOSTS": "127.0.0.1", "SNOER_SECOND_FACTOR": "0", "SNOER_FILES": str(folder / "files")}
        )  # fmt: skip
        for name in ("SNOER_DEMO", "SNOER_DEBUG", "SNOER_POOL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)

    def prepare(self) -> None:
        marker = self.folder / f"filled-{self.number}"
        manage = [sys.executable, "manage.py"]
        owner = os.environ | {"DATABASE_OWNER_URL": self.owner_url}
        subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=owner, check=True)
        subprocess.run([*manage, "collectstatic", "--noinput", "--verbosity", "0"], cwd=ROOT, check=True)
        import django

        django.setup()
        from bench import fill

        if not marker.exists():
            subprocess.run([*manage, "load_chain", fill.CHAIN], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            say(f"Filling a database with {self.number} clients.")
            fill.fill(self.super_url, self.number, say)
            compared = fill.check(self.super_url)
            say(f"  {compared} clients are as the triggers would have made them")
            started = time.perf_counter()
            with self.counting() as programme:
                changed = count(programme)
            say(f"  first count: {changed} persons with a result, {time.perf_counter() - started:.2f} s")
            marker.touch()
        self.develop()
        self.people()
        self.floor = Server("bench.floor:application", self.folder, {"DATABASE_OWNER_URL": self.owner_url})
        self.web = Server("bench.served:application", self.folder, {"SNOER_POOL": "1"})
        self.web.cookies = self.cookies

    def develop(self) -> None:
        """Places, groups and what happens in them; also where the rest was filled in an earlier run."""
        from bench.development import development
        from bench.fill import CHAIN

        ((chain,),) = self.asked("select id from chain_chain where slug = %s", CHAIN)
        started = time.perf_counter()
        development(self.super_url, chain)
        say(f"  places, groups and moving on: {time.perf_counter() - started:.1f} s")

    def people(self) -> None:
        """Sign in 8 consultants, a manager (8) and 8 trainers of Annex (9 and up), by sessions in the database."""
        from django.contrib.sessions.backends.db import SessionStore

        from chain.models import User

        names = [f"bench-consultant-{n}" for n in range(1, 9)] + ["bench-manager-1"]
        names += [f"bench-trainer-{n}" for n in range(1, 9)]
        users = {user.username: user for user in User.objects.filter(username__in=names)}
        self.cookies: list[str] = []
        self.leads = [users[name].pk for name in names[:8]]
        for name in names:
            session = SessionStore()
            session["_auth_user_id"] = str(users[name].pk)
            session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
            session["_auth_user_hash"] = users[name].get_session_auth_hash()
            session["seen"] = int(time.time()) + 36_000  # no renewal, which is one query more once a minute
            session.save()
            self.cookies.append(str(session.session_key))

    def asked(self, sql: str, *values: Any, rows: bool = True) -> list[tuple]:
        """Rows as the superuser: what the bench has to know, not what is measured."""
        import psycopg

        with psycopg.connect(self.super_url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
            answer = connection.execute(sql, values)
            return answer.fetchall() if rows else []

    @contextlib.contextmanager
    def counting(self) -> Iterator[Any]:
        """The bench's programme, acting as the chain's job that counts."""
        from bench.fill import CHAIN, PROGRAMME
        from chain.acting import acting_as, system_membership
        from chain.models import Chain
        from reporting.models import Programme

        chain = Chain.objects.get(slug=CHAIN)
        with acting_as(system_membership(chain, "count"), "bench"):
            yield Programme.objects.get(chain=chain, key=PROGRAMME)

    def pages(self, name: str, product: Iterator[Request], floor: Iterator[Request]) -> Row:
        """A row about a page, by one user and by eight, the product and the floor in turn."""
        postgres = lambda: postgres_pids(self.folder)  # noqa: E731
        for server, requests in ((self.web, product), (self.floor, floor)):
            server.measure(requests, postgres, 16, users=2)  # both workers have seen the page
        rounds = []
        each = max(10, self.requests // ROUNDS)
        for _ in range(ROUNDS):
            rounds.append(
                (self.web.measure(product, postgres, each), self.floor.measure(floor, postgres, each))
            )  # fmt: skip
        alone, bare = sorted(rounds, key=lambda pair: pair[0].cpu / pair[1].cpu)[ROUNDS // 2]
        answers = [answer for page, _ in rounds for answer in page.answers]
        crowd = self.web.measure(product, postgres, self.requests * 3, users=USERS)
        times = sorted(answer.seconds for answer in answers)
        return Row(
            name,
            queries=max(answer.queries for answer in answers + crowd.answers),
            web=alone.web,
            database=alone.database,
            p50=1000 * statistics.median(times),
            p95=1000 * times[int(0.95 * len(times))],
            rate=1000 / statistics.mean(1000 * t for t in times),
            rate8=len(crowd.answers) / crowd.seconds,
            p95_8=crowd.quantile(0.95),
            size=max(len(answer.body) for answer in answers),
            floor=bare.cpu,
            ratio=alone.cpu / bare.cpu,
        )

    def stop(self) -> None:
        for server in (getattr(self, "web", None), getattr(self, "floor", None)):
            if server:
                server.stop()
        if "django" in sys.modules:
            from django.db import connections

            with contextlib.suppress(Exception):
                connections.close_all()
        self.servers.release()


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def count(programme: Any, clients: list[int] | None = None) -> int:
    from reporting.counting import count as product_count

    return product_count(programme, clients)


def timed(bench: Bench, act: Callable[[], object], times: int) -> tuple[list[float], float]:
    """Milliseconds of each time, and processor milliseconds of one time, ours and the database's."""
    pids, taken = [os.getpid(), *postgres_pids(bench.folder)], []
    before = cpu(pids)
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - started))
    return sorted(taken), 1000 * (cpu(pids) - before) / times
