"""`make bench`: the speed of the product's own server against its budgets (docs/performance.md).

Exit 1 when a query count or a ratio to the floor is over its budget. Options: `python bench/run.py --help`.
"""

import argparse
import contextlib
import itertools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.budgets import BUDGETS, HTML, WEIGHT, Budget  # noqa: E402
from bench.finding import find, found_by_profile, misspelt, search, vacancy_search  # noqa: E402
from bench.server import USERS, Request, Server, cpu, postgres_pids  # noqa: E402
from chain import embedded  # noqa: E402

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


# The rows.


def caseload(bench: Bench) -> Row:
    users = itertools.cycle(range(USERS))
    leads = itertools.cycle(bench.leads)
    return bench.pages(
        "list",
        (Request("/clienten/?consulent=mijn", user) for user in users),
        (Request(f"/list?lead={lead}") for lead in leads),
    )


def vacancy_list(bench: Bench) -> Row:
    """What is open now, the newest first and further on; as the floor a caseload of as many rows."""
    ids = [
        row[0] for row in bench.asked("select id from placement_vacancy where id %% 97 = 0 order by id desc limit 60")
    ]
    pages = itertools.cycle(["/vacatures/", *(f"/vacatures/?na={pk}" for pk in ids), "/vacatures/?sorteer=sluit"])
    users, leads = itertools.cycle(range(USERS)), itertools.cycle(bench.leads)
    return bench.pages(
        "vacancies",
        (Request(page, user) for page, user in zip(pages, users, strict=False)),
        (Request(f"/list?lead={lead}") for lead in leads),
    )


def _caseloads(bench: Bench) -> Iterator[tuple[int, str]]:
    """User and client number, in turn, over the caseloads of the 8 consultants."""
    rows = bench.asked(
        "select lead_id, number from clients_client where lead_id = any(%s) and closed_on is null order by id",
        bench.leads,
    )
    return itertools.cycle([(bench.leads.index(lead), number) for lead, number in rows])


def record(bench: Bench) -> Row:
    return bench.pages(
        "record",
        (Request(f"/clienten/{number}/", user) for user, number in _caseloads(bench)),
        (Request(f"/record?number={number}") for _, number in _caseloads(bench)),
    )


def nets(bench: Bench, name: str, page: Callable[[], Iterator[Request]]) -> Row:
    """A page with the nets and without them, in turn: the ratio is the middle one of the rounds."""
    bare = Server("bench.nets:application", bench.folder, {"SNOER_POOL": "1", "DATABASE_URL": bench.owner_url})
    bare.cookies = bench.cookies
    postgres = lambda: postgres_pids(bench.folder)  # noqa: E731
    try:
        requests, each = page(), max(10, bench.requests // ROUNDS)
        for server in (bench.web, bare):
            server.measure(requests, postgres, 16, users=2)
        rounds = [
            (bench.web.measure(requests, postgres, each), bare.measure(requests, postgres, each))
            for _ in range(2 * ROUNDS)
        ]
    finally:
        bare.stop()
    held, open_ = sorted(rounds, key=lambda pair: pair[0].cpu / pair[1].cpu)[ROUNDS]
    times = f"{held.web:.1f} + {held.database:.1f} ms, without {open_.web:.1f} + {open_.database:.1f}"
    return Row(name, floor=open_.cpu, ratio=held.cpu / open_.cpu, note=f"web + pg: {times}")


def nets_list(bench: Bench) -> Row:
    users = itertools.cycle(range(USERS))
    return nets(bench, "nets list", lambda: (Request("/clienten/?consulent=mijn", user) for user in users))


def nets_record(bench: Bench) -> Row:
    return nets(
        bench, "nets record", lambda: (Request(f"/clienten/{number}/", user) for user, number in _caseloads(bench))
    )


def _once() -> str:
    import uuid

    return str(uuid.uuid4())


def _today() -> str:
    from chain.days import today

    return today().strftime("%d-%m-%Y")


def note(bench: Bench) -> Row:
    text = "Gesproken over de komende weken en wat daarvoor nodig is. Volgende week bellen we weer."
    ((membership,),) = bench.asked(
        "select id from chain_membership where user_id = %s", bench.leads[0]
    )  # fmt: skip
    return bench.pages(
        "note",
        (
            Request(f"/clienten/{number}/notities/", user,
                    {"text": text, "kind": "talk", "on": _today(), "audience": "chain", "once": _once()})
            for user, number in _caseloads(bench)
        ),
        (
            Request("/note", 0, {"number": number, "membership": membership, "text": text})
            for _, number in _caseloads(bench)
        ),
    )  # fmt: skip


def _planned(bench: Bench) -> list[tuple[int, str]]:
    """Planned steps of Annex that a trainer may start today: step and client number."""
    return bench.asked(
        "select s.id, c.number from clients_step s join clients_client c on c.id = s.client_id"
        " join chain_partner p on p.id = s.partner_id join chain_instrument i on i.id = s.instrument_id"
        " where s.status = 'planned' and p.code = 'annex' and i.function = 'basic-development' and c.closed_on is null"
        " order by s.id"
    )


def start(bench: Bench) -> Row:
    steps = _planned(bench)
    half = len(steps) // 3 * 2
    ((membership,),) = bench.asked(
        "select m.id from chain_membership m join chain_user u on u.id = m.user_id where u.username = 'bench-trainer-1'"
    )
    users = itertools.cycle(range(9, 17))
    return bench.pages(
        "start",
        (
            Request(f"/clienten/{number}/stappen/{step}/start/", user, {"on": _today(), "once": _once()})
            for (step, number), user in zip(steps[:half], users, strict=False)
        ),
        (Request("/start", 0, {"step": str(step), "membership": membership}) for step, _number in steps[half:]),
    )  # fmt: skip


def dashboard(bench: Bench) -> Row:
    from bench.fill import PROGRAMME

    return bench.pages(
        "dashboard",
        (Request(f"/doelen/{PROGRAMME}/", user) for user in itertools.cycle(range(9))),
        itertools.repeat(Request(f"/dashboard?key={PROGRAMME}")),
    )


def persons(bench: Bench) -> Row:
    from bench.fill import PROGRAMME

    return bench.pages(
        "persons",
        (Request(f"/doelen/{PROGRAMME}/personen/", user) for user in itertools.cycle(range(9))),
        itertools.repeat(Request(f"/persons?key={PROGRAMME}")),
    )


def as_it_was(bench: Bench) -> Row:
    """What was known yesterday beside now, with one in a hundred people corrected today; by the manager."""
    from bench.fill import PROGRAMME
    from bench.known import history
    from chain.days import today

    touched = history(bench)
    with bench.counting() as programme:
        count(programme, touched)
    day = (today() - timedelta(1)).strftime("%d-%m-%Y")
    return bench.pages(
        "as it was",
        itertools.repeat(Request(f"/doelen/{PROGRAMME}/veranderd/?bekend={day}", USERS)),
        itertools.repeat(Request(f"/dashboard?key={PROGRAMME}")),
    )


def places(bench: Bench) -> Row:
    """The learning places with how full they are; as the floor a caseload of as many rows."""
    users, leads = itertools.cycle(range(USERS)), itertools.cycle(bench.leads)
    pages = itertools.cycle(["/leerwerkplekken/", "/leerwerkplekken/?sector=logistics"])
    return bench.pages(
        "places",
        (Request(page, user) for page, user in zip(pages, users, strict=False)),
        (Request(f"/list?lead={lead}") for lead in leads),
    )


def _groups(bench: Bench) -> list[tuple[int, int, list[int]]]:
    """Of the eight trainers: which user, their group of fifteen of today, and the steps of who is in it."""
    rows = bench.asked(
        "select u.username, c.group_id, array_agg(s.step_id order by s.step_id) from development_groupcoach c"
        " join chain_user u on u.id = c.user_id join development_stay s on s.group_id = c.group_id and s.state = 'running'"
        " where u.username ~ '^bench-trainer-[1-8]$' group by 1, 2 order by 1"
    )
    return [(USERS + int(name.rpartition("-")[2]), group, steps) for name, group, steps in rows]


def groups_today(bench: Bench) -> Row:
    """The start page of who coaches: today's group of fifteen."""
    users, leads = itertools.cycle(user for user, _group, _steps in _groups(bench)), itertools.cycle(bench.leads)
    return bench.pages(
        "groups today",
        (Request("/groepen/vandaag/", user) for user in users),
        (Request(f"/list?lead={lead}") for lead in leads),
    )


def log_group(bench: Bench) -> Row:
    """Fifteen marks and an observation of one of them, with one save; each time all of them differ from what stood there."""
    from chain.days import today

    marks = itertools.cycle(["present", "late", "excused"])

    def posts() -> Iterator[Request]:
        for user, group, steps in itertools.cycle(_groups(bench)):
            now = next(marks)
            form = {f"mark-{step}": now for step in steps} | {f"hours-{step}": "3" for step in steps}
            form |= {"observation": "Werkte rustig door.", "about": str(steps[0]), "once": _once()}
            yield Request(f"/groepen/{group}/{today().isoformat()}/", user, form)

    ((membership,),) = bench.asked("select id from chain_membership where user_id = %s", bench.leads[0])
    return bench.pages(
        "log group",
        posts(),
        (
            Request("/note", 0, {"number": number, "membership": membership, "text": "Werkte rustig door."})
            for _, number in _caseloads(bench)
        ),
    )


def moving_on(bench: Bench) -> Row:
    """The three lists, from the beginning, further on and of a partner, for consultants and trainers."""
    ids = bench.asked("select id from clients_step where status = 'active' and id %% 97 = 0 order by id limit 60")
    further = [f"/doorstroom/?lijst=norm&na={pk}" for (pk,) in ids]
    firsts = [
        "/doorstroom/",
        "/doorstroom/?lijst=norm",
        "/doorstroom/?lijst=vast",
        "/doorstroom/?lijst=norm&partner=annex",
    ]
    pages = itertools.cycle([page for pair in zip(itertools.cycle(firsts), further, strict=False) for page in pair])
    users, leads = itertools.cycle([*range(USERS), *range(9, 17)]), itertools.cycle(bench.leads)
    return bench.pages(
        "moving on",
        (Request(page, user) for page, user in zip(pages, users, strict=False)),
        (Request(f"/list?lead={lead}") for lead in leads),
    )


def palette_for(bench: Bench) -> Row:
    """What fits somebody, and where there is room."""
    return bench.pages(
        "palette for",
        (Request(f"/clienten/{number}/palet/", user) for user, number in _caseloads(bench)),
        (Request(f"/record?number={number}") for _, number in _caseloads(bench)),
    )


def reserve(bench: Bench) -> Row:
    """A seat at another place for somebody of whom one was held, by the point of contact."""
    steps = bench.asked(
        "select s.id, c.number from development_stay t join clients_step s on s.id = t.step_id"
        " join clients_client c on c.id = s.client_id where t.state = 'held' and t.place_id is not null order by s.id limit 400"
    )
    there = [pk for (pk,) in bench.asked(
        "select id from development_learningplace where host_id is null order by id limit 7"
    )]  # fmt: skip
    users = itertools.cycle(range(USERS))
    ((membership,),) = bench.asked("select id from chain_membership where user_id = %s", bench.leads[0])
    return bench.pages(
        "reserve",
        (
            Request(f"/clienten/{number}/stappen/{step}/plek/", user,
                    {"place": str(place), "guidance": "0", "once": _once()})
            for (step, number), place, user in zip(itertools.cycle(steps), itertools.cycle(there), users, strict=False)
        ),
        (
            Request("/note", 0, {"number": number, "membership": membership, "text": "Een plek gereserveerd."})
            for _, number in _caseloads(bench)
        ),
    )  # fmt: skip


def _spent(bench: Bench, act: Callable[[], object], times: int) -> tuple[list[float], float]:
    """Milliseconds of each time, and processor milliseconds of one time, ours and the database's."""
    pids, taken = [os.getpid(), *postgres_pids(bench.folder)], []
    before = cpu(pids)
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - started))
    return sorted(taken), 1000 * (cpu(pids) - before) / times


def recount(bench: Bench) -> Row:
    """The whole programme, nothing having changed; the floor: its rules and cells as bare selects of the owner's."""
    import psycopg

    from reporting import counting

    with bench.counting() as programme:
        values = {
            "programme": programme.pk, "chain": programme.chain_id, "first": programme.started_on,
            "last": programme.ended_on, "schemes": list(programme.counted_schemes), "quiet": counting.QUIET_DAYS,
            "return": counting.RETURN_DAYS, "clients": None,
        }  # fmt: skip
        count(programme)
        taken, spent = _spent(bench, lambda: count(programme), 5)
    only = {f"only_{table}": "true" for table in "sbfr"}
    with psycopg.connect(
        bench.owner_url.replace("postgres://", "postgresql://"), cursor_factory=psycopg.ClientCursor
    ) as connection:

        def bare() -> None:
            selects = [rule.format(**counting.TABLES, **only) for rule in counting.RULE_SETS[programme.rule_set]]
            for select in (*selects, counting.AS_CELLS.format(rows=counting.OF_ALL)):
                connection.execute(f"select count(r) from ({select}) r", values)  # type: ignore[arg-type]

        bare()
        _floors, floor = _spent(bench, bare, 5)
    return Row(
        "recount", p50=statistics.median(taken), p95=taken[-1], database=spent, floor=floor, ratio=spent / floor,
        rate=1000 / statistics.mean(taken),
    )  # fmt: skip


def recount_one(bench: Bench) -> Row:
    ids = [row[0] for row in bench.asked("select client_id from reporting_result order by id limit 60")]
    them = itertools.cycle(ids)
    with bench.counting() as programme:
        count(programme, [ids[0]])
        taken, spent = _spent(bench, lambda: count(programme, [next(them)]), 40)
    return Row("recount one", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken))  # fmt: skip


def terms_of_all(bench: Bench) -> Row:
    """All terms over all clients, nothing having changed: what a night costs; the first time is told beside it."""
    from clients import terms

    with bench.counting() as programme:
        chain = programme.chain_id
    started = time.perf_counter()
    ran = terms.run(chain)
    first = time.perf_counter() - started
    bench.asked("vacuum analyze clients_task", rows=False)  # as the server does by itself after so many new rows
    taken, spent = _spent(bench, lambda: terms.run(chain), 3)
    return Row("terms", p50=statistics.median(taken), p95=taken[-1], database=spent,
               note=f"first {ran.made} made, {ran.moved} moved in {first:.1f} s")  # fmt: skip


def terms_of_one(bench: Bench) -> Row:
    """The terms of one client, as after each act."""
    from clients import terms

    with bench.counting() as programme:
        chain = programme.chain_id
    ids = [row[0] for row in bench.asked("select id from clients_client where closed_on is null order by id limit 60")]
    them = itertools.cycle(ids)
    terms.run(chain, ids)
    taken, spent = _spent(bench, lambda: terms.run(chain, [next(them)]), 40)
    return Row("terms one", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken))  # fmt: skip


def recounted(bench: Bench) -> Row:
    """From the answer to a step's start until the programme has been counted with it, while 8 users work."""
    import threading

    import psycopg

    from bench.fill import PROGRAMME

    log = (bench.folder / "worker.log").open("wb")
    command = "celery -A chain worker --concurrency 2 --loglevel WARNING --without-gossip --without-mingle"
    worker = subprocess.Popen(
        [sys.executable, "-m", *command.split()], cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        preexec_fn=embedded.dies_with_parent(15),
    )  # fmt: skip
    over = threading.Event()
    numbers = _caseloads(bench)
    lock = threading.Lock()
    done = [0]

    def work(user: int) -> None:
        while not over.is_set():
            with lock:
                _, number = next(numbers)
            bench.web.ask(Request("/clienten/?consulent=mijn", user))
            bench.web.ask(Request(f"/clienten/{number}/", user))
            done[0] += 2
            time.sleep(0.15)  # people read what they get

    taken: list[float] = []
    workers = [threading.Thread(target=work, args=(user,)) for user in range(USERS)]
    url = bench.super_url.replace("postgres://", "postgresql://")
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            counted = "select counted_at > %s from reporting_tally t join reporting_programme p on p.id = t.programme_id where p.key = %s"  # noqa: E501
            steps = _planned(bench)[-60:]
            for position, (step, number) in enumerate(steps[:26]):
                (since,) = connection.execute("select clock_timestamp()").fetchone()  # type: ignore[misc]
                bench.web.ask(
                    Request(
                        f"/clienten/{number}/stappen/{step}/start/", 9 + position % 8, {"on": _today(), "once": _once()}
                    )
                )
                started = time.perf_counter()
                limit = 60 if not position else 15  # the first waits for the worker to be up, and is not counted
                while not connection.execute(counted, [since, PROGRAMME]).fetchone()[0]:  # type: ignore[index]
                    if time.perf_counter() - started > limit:
                        said = (bench.folder / "worker.log").read_text()[-1500:]
                        raise SystemExit(f"not recounted within {limit} seconds\n{said}")
                    time.sleep(0.005)
                if position:
                    taken.append(1000 * (time.perf_counter() - started))
                else:
                    for thread in workers:
                        thread.start()
                    time.sleep(1)
    finally:
        over.set()
        for thread in workers:
            if thread.ident:
                thread.join()
        worker.terminate()
        try:
            worker.wait(15)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        log.close()
    taken.sort()
    return Row("recounted", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))],
               note=f"while 8 users had {done[0]} pages")  # fmt: skip


def imported(bench: Bench) -> Row:
    """So many people out of a caseload folder into an empty database, and their programme counted; bad neighbours aside,
    both are to grow with the number of people and no faster."""
    import datetime as dt

    from bench.fill import CHAIN
    from reporting.demo.lives import Time, lives, write

    folder, name = bench.folder / "caseload", "snoer_import"
    when = Time(dt.date(2018, 1, 1), dt.date(2021, 6, 30), dt.date(2021, 12, 31))
    write(folder, lives(bench.number, 7, "B", when, 900_000_000))
    rows = sum(len(file.read_bytes().splitlines()) - 1 for file in folder.iterdir())
    bench.asked(f"drop database if exists {name} with (force)", rows=False)
    bench.asked(f"create database {name} owner snoer_owner", rows=False)
    environment = os.environ | {"DATABASE_URL": embedded.database_url(bench.folder, "snoer_app", name)}
    owner = environment | {"DATABASE_OWNER_URL": embedded.database_url(bench.folder, "snoer_owner", name)}
    manage: dict[str, Any] = {"cwd": ROOT, "stdout": subprocess.DEVNULL}
    subprocess.run([sys.executable, "manage.py", "migrate"], env=owner, check=True, **manage)
    subprocess.run([sys.executable, "manage.py", "load_chain", CHAIN], env=environment, check=True, **manage)
    started = time.perf_counter()
    command = [sys.executable, "manage.py", "import_caseload", str(folder), "--chain", CHAIN]
    process = subprocess.Popen(command, env=environment, **manage)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("the import failed")
    seconds, memory = time.perf_counter() - started, usage.ru_maxrss / 1024
    counted = subprocess.run(
        [sys.executable, "-m", "bench.counted", CHAIN],
        env=environment,
        cwd=ROOT,
        check=True,
        text=True,
        capture_output=True,
    ).stdout.split()
    bench.asked(f"drop database {name} with (force)", rows=False)
    said = f"{bench.number:,} people, {rows:,} rows in {seconds:.1f} s and {memory:.0f} MB; "
    said += f"{counted[0]} persons counted in {counted[1]} s, anew in {counted[2]} s"
    return Row("import", p50=1000 * seconds, note=said)


def still_at_work(bench: Bench) -> Row:
    """Both sums of the page of who stayed in work: all together, and by form."""
    from placement.staying_figures import figures

    with bench.counting():
        figures("form")
        taken, spent = _spent(bench, lambda: (figures(), figures("form")), 30)
        begun = figures()[0].started
    return Row("still at work", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{begun:,} placements")  # fmt: skip


def waiting(bench: Bench) -> Row:
    """Who waits now and what ended in a year: both questions of the page, as the chain's job that counts."""
    from chain.days import today
    from reporting.waiting import waited, waiting

    day = today()
    with bench.counting():
        taken, spent = _spent(bench, lambda: (waiting(), waited(day.replace(year=day.year - 1, day=1), day)), 20)
        number = waiting().whole.number
    return Row("waiting", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{number:,} waits")  # fmt: skip


def brought(bench: Bench) -> Row:
    """What the page of what it brings asks of the database: savings, and what became of who flowed out."""
    from django.db import connection

    from chain.days import today
    from reporting.returns import HORIZON_DAYS

    with bench.counting() as programme:

        def ask() -> list[Any]:
            with connection.cursor() as cursor:
                given = (programme.pk, today(), HORIZON_DAYS)
                cursor.execute("select * from snoer_returns(%s, %s, %s)", given)
                rows = cursor.fetchall()
                cursor.execute("select * from snoer_after_outflow(%s, %s, %s)", given)
                return rows

        people = sum(row[3] for row in ask())
        taken, spent = _spent(bench, ask, 20)
    return Row("returns", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{people:,} who flowed out")  # fmt: skip


def flowing(bench: Bench, name: str, *looks: str) -> Row:
    """What the page asks the database of twelve months: of benefits, of files and of steps each by itself, or of the paths."""
    from chain.acting import acting_as
    from chain.days import today
    from chain.models import Membership
    from reporting import flow_figures, path_figures
    from reporting.flow_figures import a_year_to
    from reporting.scope import Scope, programme_of

    ask = {
        "benefits": flow_figures.benefits,
        "files": flow_figures.files,
        "steps": flow_figures.steps,
        "paths": path_figures.paths,
    }
    ((pk,),) = bench.asked(
        "select m.id from chain_membership m join chain_user u on u.id = m.user_id where u.username = 'bench-manager-1'"
    )
    told, rows = [], []
    with acting_as(pk, "bench"):
        membership = Membership.objects.get(pk=pk)
        scope = Scope(membership, programme_of(membership), a_year_to(today()), today(), [])
        for look in looks:
            ask[look](scope)
            rows.append(_spent(bench, lambda look=look: ask[look](scope), 20))  # type: ignore[misc]
            told.append(f"{look} {statistics.median(rows[-1][0]):.0f} ms")
    taken, spent = max(rows, key=lambda row: statistics.median(row[0]))
    return Row(name, p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=", ".join(told))  # fmt: skip


def analysed(bench: Bench) -> Row:
    """What the page of the analysis asks of the database: all kinds, two of them crossed, and those of one municipality; the
    dearest of them. Before that the rows are renewed, as the night does; that takes so long as the note says."""
    from chain.acting import acting_as
    from chain.models import Membership
    from reporting import analysis, facets
    from reporting.scope import scope_of

    with bench.counting() as programme:
        started = time.perf_counter()
        facets.renew(programme.chain_id)
        renewed = time.perf_counter() - started
    ((pk,),) = bench.asked(
        "select m.id from chain_membership m join chain_user u on u.id = m.user_id where u.username = 'bench-manager-1'"
    )
    rows = []
    with acting_as(pk, "bench"):
        membership = Membership.objects.get(pk=pk)
        for asked in (
            {},
            {"rij": "leeftijd", "kolom": "duur"},
            {"rij": "gemeente", "kolom": "doelgroep"},
            {"gemeente": "GM0935"},
        ):
            scope, _form = scope_of(membership, asked)
            wanted = analysis.Asked.of(scope)
            look = analysis.crossing if wanted.crossed else analysis.numbers
            rows.append(_spent(bench, lambda look=look, scope=scope, wanted=wanted: look(scope, wanted), 20))  # type: ignore[misc]
    taken, spent = max(rows, key=lambda row: statistics.median(row[0]))
    each = ", ".join(f"{statistics.median(one):.0f}" for one, _spent_there in rows)
    return Row("analysis", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{each} ms; renewed in {renewed:.1f} s")  # fmt: skip


def flow(bench: Bench) -> Row:
    return flowing(bench, "flow", "benefits", "files", "steps")


def paths(bench: Bench) -> Row:
    return flowing(bench, "paths", "paths")


def figures_file(bench: Bench) -> Row:
    """The dashboard as PDF and as a workbook, from asked to done, as the worker does it for the manager."""
    from bench.fill import PROGRAMME
    from chain.acting import acting_as
    from chain.models import Membership
    from reporting import files

    ((pk,),) = bench.asked(
        "select m.id from chain_membership m join chain_user u on u.id = m.user_id where u.username = 'bench-manager-1'"
    )

    def make() -> None:
        for shape in ("pdf", "xlsx"):
            with acting_as(pk, "bench"):
                membership = Membership.objects.get(pk=pk)
                made = files.ask(membership, "section:targets", {"programma": PROGRAMME}, shape)
            files.carry_out(pk, made.pk)

    make()  # fonts and styles are read once a worker
    taken, spent = _spent(bench, make, 10)
    ((failed,),) = bench.asked("select count(*) from reporting_reportfile where status = 'failed'")
    return Row("file", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"PDF and XLSX; {failed} failed")  # fmt: skip


def quality(bench: Bench) -> Row:
    """What the page of what is to be mended asks, for the manager; and beside it what a night costs that finds nothing new."""
    from chain.acting import acting_as
    from chain.models import Membership
    from reporting.quality import look
    from reporting.quality_figures import figures

    with bench.counting() as programme:
        found, _mended = look(programme.chain_id)
    bench.asked("vacuum analyze reporting_flaw", rows=False)  # as the server does by itself after so many new rows
    with bench.counting() as programme:
        nightly, _spent_on_it = _spent(bench, lambda: look(programme.chain_id), 2)
    ((pk,),) = bench.asked(
        "select m.id from chain_membership m join chain_user u on u.id = m.user_id where u.username = 'bench-manager-1'"
    )
    with acting_as(pk, "bench"):
        membership = Membership.objects.get(pk=pk)
        taken, spent = _spent(bench, lambda: figures(membership), 20)
    return Row("quality", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{found:,} to mend; found in {nightly[0] / 1000:.1f} s")  # fmt: skip


def matched(bench: Bench, name: str, number: int) -> Row:
    """The first 25 cards for a vacancy that names an occupation, against so many, on the database's clock: planning too."""
    from django.db import connection

    from bench.cards import cards
    from bench.fill import CHAIN
    from chain.acting import acting_as
    from placement.matching import cards_for
    from placement.models import Vacancy

    ((chain, membership, there),) = bench.asked(
        "select c.id, m.id, (select count(*) from placement_workcard k where k.chain_id = c.id) from chain_chain c"
        " join chain_membership m on m.chain_id = c.id join chain_user u on u.id = m.user_id"
        " where c.slug = %s and u.username = 'bench-adviser-1'", CHAIN,
    )  # fmt: skip
    if there < number:
        cards(bench.super_url, chain, number - there, after=there)
    taken: list[float] = []

    def clock(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "best as materialized" in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute("explain (analyze, timing off, format json) " + sql, params)
                ((plan,),) = cursor.fetchone()
                taken.append(plan["Planning Time"] + plan["Execution Time"])
        return execute(sql, params, many, context)

    with acting_as(membership, "bench"):
        wanted = list(Vacancy.objects.filter(status="open", occupation__isnull=False).order_by("-opened_on", "pk")[:80])
        for each in wanted[:5]:
            cards_for(each)
        with connection.execute_wrapper(clock):
            for each in wanted[5:]:
                cards_for(each)
    taken.sort()
    return Row(
        name, p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], note=f"{max(there, number):,} cards"
    )


def match(bench: Bench) -> Row:
    return matched(bench, "match", 12_000)


def match_nation(bench: Bench) -> Row:
    return matched(bench, "match nation", 100_000)


def first_page(bench: Bench) -> Row:
    """What a browser gets on its first page, the caseload, as it goes over the line."""
    page = bench.web.ask(Request("/clienten/?consulent=mijn")).body
    html = page.decode()
    linked = re.findall(r'<(?:link|script|img|use)[^>]*?(?:href|src)="([^"#]+)', html)
    parts = {path: len(bench.web.ask(Request(path)).body) for path in {p for p in linked if p.startswith("/static/")}}
    total = len(page) + sum(parts.values())
    said = f"HTML {len(page):,} of {HTML:,}, with {len(parts)} files {total:,} of {WEIGHT:,} bytes"
    return Row("first page", size=total, note=said)


ROWS: dict[str, Callable[[Bench], Row]] = {
    "list": caseload, "search": search, "misspelt": misspelt, "found by profile": found_by_profile,
    "find": find,
    "vacancies": vacancy_list, "vacancy search": vacancy_search,
    "record": record, "nets list": nets_list, "nets record": nets_record, "note": note, "start": start,
    "dashboard": dashboard, "persons": persons, "as it was": as_it_was,
    "recount": recount, "recount one": recount_one, "recounted": recounted,
    "terms": terms_of_all, "terms one": terms_of_one, "still at work": still_at_work,
    "waiting": waiting, "returns": brought, "flow": flow, "paths": paths, "analysis": analysed,
    "file": figures_file, "quality": quality,
    "places": places, "groups today": groups_today, "log group": log_group, "moving on": moving_on,
    "palette for": palette_for, "reserve": reserve,
    "match": match, "match nation": match_nation, "first page": first_page, "import": imported,
}  # fmt: skip
COLUMNS = {
    "row": "name", "queries": "queries", "web ms": "web", "pg ms": "database", "p50": "p50", "p95": "p95",
    "req/s": "rate", "req/s 8": "rate8", "p95 8": "p95_8", "bytes": "size", "floor ms": "floor", "ratio": "ratio", "": "note",
}  # fmt: skip


def table(rows: list[Row]) -> str:
    lines = [list(COLUMNS)]
    for row in rows:
        line = []
        for key in COLUMNS.values():
            value = getattr(row, key)
            line.append("" if value is None else f"{value:,.1f}" if isinstance(value, float) else str(value))
        lines.append(line)
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) if i in (0, len(COLUMNS) - 1) else cell.rjust(width)
                  for i, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip() for line in lines
    )  # fmt: skip


def pace() -> float:
    """Processor milliseconds of a fixed piece of work, the quickest of five: how fast this machine is at this moment."""
    taken = []
    for _ in range(5):
        before = time.process_time()
        sum(n * n for n in range(1_000_000))
        taken.append(1000 * (time.process_time() - before))
    return min(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description="The speed of the product's own server against its budgets.")
    parser.add_argument("--size", type=int, default=10_000, help="clients in the database (10000, 100000, 400000)")
    parser.add_argument("--only", help=f"rows, with commas between them: {', '.join(ROWS)}")
    parser.add_argument("--requests", type=int, default=120, help="per row, by one user; by eight three times that")
    parser.add_argument("--json", type=Path, help="write the rows to this file too")
    parser.add_argument("--folder", type=Path, help="keep the filled database here, and use it again")
    given = parser.parse_args()
    wanted = (
        given.only.split(",")
        if given.only
        else [name for name in ROWS if name not in ("import", "match nation") or given.size >= 100_000]
    )
    if unknown := set(wanted) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    folder = given.folder or Path(tempfile.mkdtemp(prefix="snoer-bench-"))
    if not given.folder:
        folder.rmdir()  # the servers make it, with the rights that they need
    bench, rows = Bench(folder.absolute(), given.size, given.requests), []
    paces = [pace()]
    try:
        bench.prepare()
        for name in wanted:
            say(f"Measuring {name}.")
            rows.append(ROWS[name](bench))
        paces = sorted([*paces, pace()])
    finally:
        bench.stop()
        if not given.folder:
            shutil.rmtree(folder, ignore_errors=True)
    print(
        f"{given.size:,} clients; a million squares take {paces[0]:.0f} to {paces[1]:.0f} ms of processor time here and now."
    )
    print(table(rows))
    if given.json:
        given.json.write_text(
            json.dumps({"size": given.size, "pace": paces, "rows": [asdict(row) for row in rows]}, indent=1)
        )
    over = {row.name: row.over() for row in rows if row.over()}
    for name, found in over.items():
        print(f"OVER {name}: {'; '.join(found)}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
