"""`make bench`: the speed of the product's own server against its budgets (docs/performance.md).

Exit 1 when a query count or a ratio to the floor is over its budget. Options: `python bench/run.py --help`.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.daily import caseload, first_page, nets_list, nets_record, note, record, start, vacancy_list  # noqa: E402
from bench.figures import (  # noqa: E402
    analysed,
    as_it_was,
    brought,
    dashboard,
    figures_file,
    flow,
    paths,
    persons,
    quality,
    still_at_work,
    waiting,
)  # fmt: skip
from bench.finding import find, found_by_profile, misspelt, search, vacancy_search  # noqa: E402
from bench.frame import Bench, Row, say  # noqa: E402
from bench.jobs import imported, recount, recount_one, recounted, terms_of_all, terms_of_one  # noqa: E402
from bench.learning import groups_today, log_group, moving_on, palette_for, places, reserve  # noqa: E402
from bench.matching import match, match_nation  # noqa: E402

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
