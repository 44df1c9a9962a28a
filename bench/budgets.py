"""What may be spent, from the project's design for speed (docs/performance.md tells where each figure comes from).

Query counts and ratios to the floor are judged; times are shown beside their goals and not judged, for they depend on
the machine and on its neighbours.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """Of one row: at most so many queries a request and so many times the floor's processor time; goals of time."""

    queries: int | None = None
    ratio: float | None = None  # processor time, web and database, against the floor's in the same run
    p95: float | None = None  # ms, the goal; not judged
    rate: float | None = None  # requests a second by 8 users, the goal; not judged


# Queries: the design's figure where it has one (list 8, record 14, saving 10, and one to let go of the draft), else what was
# reached. A search has four of its own, and the two that find session and user. Ratios: what was reached on a quiet machine,
# where the floor is quickest, with room for a neighbour's noise.
BUDGETS = {
    "list": Budget(queries=8, ratio=20, p95=25, rate=150),
    "search": Budget(queries=6, ratio=12, p95=25),
    "misspelt": Budget(queries=8, ratio=10, p95=25),
    "found by profile": Budget(queries=7, ratio=15, p95=25),
    "find": Budget(queries=7, ratio=14, p95=25),  # one of them where nobody is called so
    "vacancies": Budget(queries=8, ratio=20, p95=25),
    "vacancy search": Budget(queries=8, ratio=20, p95=25),
    "nets list": Budget(ratio=1.25),
    "nets record": Budget(ratio=1.25),
    "record": Budget(queries=14, ratio=55, p95=50),
    "note": Budget(queries=11, ratio=18, p95=20, rate=200),
    "start": Budget(queries=19, ratio=20, p95=20, rate=200),
    "dashboard": Budget(queries=9, ratio=12, p95=40),
    "persons": Budget(queries=12, ratio=38, p95=40),  # one is the look at them, as in the list
    # With one in a hundred people corrected; half of the questions are settings and tables for it.
    "as it was": Budget(queries=50, ratio=60),
    "recount": Budget(ratio=2.5),
    "recount one": Budget(),
    "recounted": Budget(p95=1000),
    "terms": Budget(p95=20_000),  # with 100,000 clients
    "terms one": Budget(p95=50),
    "still at work": Budget(p95=150),  # with 10,000 clients
    "waiting": Budget(p95=150),  # both questions of the page, with 10,000 clients
    "flow": Budget(p95=60),  # the dearest of benefits, files and steps, each a page of its own, with 10,000 clients
    "paths": Budget(p95=60),  # with 10,000 clients
    "file": Budget(p95=1500),  # from asked to done, PDF and workbook together; a worker's, so nobody's page waits
    "quality": Budget(p95=150),  # the numbers of the page, with 100,000 clients
    "analysis": Budget(p95=100),  # the dearest question of the page, at 100,000 clients
    "returns": Budget(p95=150),  # at 100,000 clients
    "places": Budget(queries=9, ratio=20, p95=25),
    "groups today": Budget(queries=8, ratio=30, p95=25),
    "log group": Budget(queries=8, ratio=30, p95=25),  # the figure, of fifteen people
    "moving on": Budget(queries=10, ratio=50, p95=40),
    "palette for": Budget(queries=20, ratio=55, p95=40),
    "reserve": Budget(queries=25, ratio=50, p95=25),
    "match": Budget(p95=20),  # the first 25 of a region's 12,000 cards, on the database's clock
    "match nation": Budget(p95=60),  # of 100,000
    "first page": Budget(),
}
HTML = 40_000  # bytes, of the first page
WEIGHT = 250_000  # bytes, of the first page with style, script, icons and font, as they go over the line
