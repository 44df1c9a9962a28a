"""Rows of the bench about figures: the dashboard and its persons, as it was, flow, waiting, analysis, files, quality."""

import itertools
import statistics
import time
from datetime import timedelta
from typing import Any

from bench.frame import Bench, Row, count, timed
from bench.server import USERS, Request


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


def still_at_work(bench: Bench) -> Row:
    """Both sums of the page of who stayed in work: all together, and by form."""
    from placement.staying_figures import figures

    with bench.counting():
        figures("form")
        taken, spent = timed(bench, lambda: (figures(), figures("form")), 30)
        begun = figures()[0].started
    return Row("still at work", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{begun:,} placements")  # fmt: skip


def waiting(bench: Bench) -> Row:
    """Who waits now and what ended in a year: both questions of the page, as the chain's job that counts."""
    from chain.days import today
    from reporting.waiting import waited, waiting

    day = today()
    with bench.counting():
        taken, spent = timed(bench, lambda: (waiting(), waited(day.replace(year=day.year - 1, day=1), day)), 20)
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
        taken, spent = timed(bench, ask, 20)
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
            rows.append(timed(bench, lambda look=look: ask[look](scope), 20))  # type: ignore[misc]
            told.append(f"{look} {statistics.median(rows[-1][0]):.0f} ms")
    taken, spent = max(rows, key=lambda row: statistics.median(row[0]))
    return Row(name, p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=", ".join(told))  # fmt: skip


def flow(bench: Bench) -> Row:
    return flowing(bench, "flow", "benefits", "files", "steps")


def paths(bench: Bench) -> Row:
    return flowing(bench, "paths", "paths")


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
            rows.append(timed(bench, lambda look=look, scope=scope, wanted=wanted: look(scope, wanted), 20))  # type: ignore[misc]
    taken, spent = max(rows, key=lambda row: statistics.median(row[0]))
    each = ", ".join(f"{statistics.median(one):.0f}" for one, _spent_there in rows)
    return Row("analysis", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{each} ms; renewed in {renewed:.1f} s")  # fmt: skip


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
    taken, spent = timed(bench, make, 10)
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
        nightly, _spent_on_it = timed(bench, lambda: look(programme.chain_id), 2)
    ((pk,),) = bench.asked(
        "select m.id from chain_membership m join chain_user u on u.id = m.user_id where u.username = 'bench-manager-1'"
    )
    with acting_as(pk, "bench"):
        membership = Membership.objects.get(pk=pk)
        taken, spent = timed(bench, lambda: figures(membership), 20)
    return Row("quality", p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], database=spent,
               rate=1000 / statistics.mean(taken), note=f"{found:,} to mend; found in {nightly[0] / 1000:.1f} s")  # fmt: skip
