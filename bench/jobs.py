"""Rows of the bench about what workers do: counting, terms, and the import."""

import itertools
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from bench.daily import caseloads, day_typed, once, planned
from bench.frame import ROOT, Bench, Row, count, timed
from bench.server import USERS, Request
from chain import embedded


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
        taken, spent = timed(bench, lambda: count(programme), 5)
    only = {f"only_{table}": "true" for table in "sbfr"}
    with psycopg.connect(
        bench.owner_url.replace("postgres://", "postgresql://"), cursor_factory=psycopg.ClientCursor
    ) as connection:

        def bare() -> None:
            selects = [rule.format(**counting.TABLES, **only) for rule in counting.RULE_SETS[programme.rule_set]]
            for select in (*selects, counting.AS_CELLS.format(rows=counting.OF_ALL)):
                connection.execute(f"select count(r) from ({select}) r", values)  # type: ignore[arg-type]

        bare()
        _floors, floor = timed(bench, bare, 5)
    return Row(
        "recount", p50=statistics.median(taken), p95=taken[-1], database=spent, floor=floor, ratio=spent / floor,
        rate=1000 / statistics.mean(taken),
    )  # fmt: skip


def recount_one(bench: Bench) -> Row:
    ids = [row[0] for row in bench.asked("select client_id from reporting_result order by id limit 60")]
    them = itertools.cycle(ids)
    with bench.counting() as programme:
        count(programme, [ids[0]])
        taken, spent = timed(bench, lambda: count(programme, [next(them)]), 40)
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
    taken, spent = timed(bench, lambda: terms.run(chain), 3)
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
    taken, spent = timed(bench, lambda: terms.run(chain, [next(them)]), 40)
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
    numbers = caseloads(bench)
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
            steps = planned(bench)[-60:]
            for position, (step, number) in enumerate(steps[:26]):
                (since,) = connection.execute("select clock_timestamp()").fetchone()  # type: ignore[misc]
                bench.web.ask(
                    Request(
                        f"/clienten/{number}/stappen/{step}/start/",
                        9 + position % 8,
                        {"on": day_typed(), "once": once()},
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
