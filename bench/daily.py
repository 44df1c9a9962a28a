"""Rows of the bench about the working day: lists, the record with its nets, a note, a step; and what a first page weighs."""

import itertools
import re
from collections.abc import Callable, Iterator

from bench.budgets import HTML, WEIGHT
from bench.frame import ROUNDS, Bench, Row
from bench.server import USERS, Measured, Request, Server, postgres_pids

WARM = 100  # requests before a page is compared with itself


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


def caseloads(bench: Bench) -> Iterator[tuple[int, str]]:
    """User and client number, in turn, over the caseloads of the 8 consultants."""
    rows = bench.asked(
        "select lead_id, number from clients_client where lead_id = any(%s) and closed_on is null order by id",
        bench.leads,
    )
    return itertools.cycle([(bench.leads.index(lead), number) for lead, number in rows])


def record(bench: Bench) -> Row:
    return bench.pages(
        "record",
        (Request(f"/clienten/{number}/", user) for user, number in caseloads(bench)),
        (Request(f"/record?number={number}") for _, number in caseloads(bench)),
    )


def nets(bench: Bench, name: str, page: Callable[[], Iterator[Request]]) -> Row:
    """A page with the nets and without them, of the same people and in turn.

    Each as quick as in a quarter of its rounds: what neighbours of the machine take is no cost of the nets.
    """
    bare = Server("bench.nets:application", bench.folder, {"SNOER_POOL": "1", "DATABASE_URL": bench.owner_url})
    bare.cookies = bench.cookies
    rounds: dict[Server, list[Measured]] = {bench.web: [], bare: []}
    try:
        requests, each = page(), max(10, bench.requests // ROUNDS)
        asked = [next(requests) for _ in range(each)]
        for server in rounds:  # until the statements of each connection are prepared
            server.measure(itertools.cycle(asked), lambda: [], WARM, users=2, seconds=60)
        for _ in range(4 * ROUNDS):
            for server, measured in rounds.items():
                measured.append(server.measure(iter(asked), lambda: postgres_pids(bench.folder), each))
    finally:
        bare.stop()
    held, open_ = (sorted(measured, key=lambda one: one.cpu)[ROUNDS] for measured in rounds.values())
    times = f"{held.web:.1f} + {held.database:.1f} ms, without {open_.web:.1f} + {open_.database:.1f}"
    return Row(name, floor=open_.cpu, ratio=held.cpu / open_.cpu, note=f"web + pg: {times}")


def nets_list(bench: Bench) -> Row:
    users = itertools.cycle(range(USERS))
    return nets(bench, "nets list", lambda: (Request("/clienten/?consulent=mijn", user) for user in users))


def nets_record(bench: Bench) -> Row:
    return nets(
        bench, "nets record", lambda: (Request(f"/clienten/{number}/", user) for user, number in caseloads(bench))
    )


def once() -> str:
    import uuid

    return str(uuid.uuid4())


def day_typed() -> str:
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
                    {"text": text, "kind": "talk", "on": day_typed(), "audience": "chain", "once": once()})
            for user, number in caseloads(bench)
        ),
        (
            Request("/note", 0, {"number": number, "membership": membership, "text": text})
            for _, number in caseloads(bench)
        ),
    )  # fmt: skip


def planned(bench: Bench) -> list[tuple[int, str]]:
    """Planned steps of Annex that a trainer may start today: step and client number."""
    return bench.asked(
        "select s.id, c.number from clients_step s join clients_client c on c.id = s.client_id"
        " join chain_partner p on p.id = s.partner_id join chain_instrument i on i.id = s.instrument_id"
        " where s.status = 'planned' and p.code = 'annex' and i.function = 'basic-development' and c.closed_on is null"
        " order by s.id"
    )


def start(bench: Bench) -> Row:
    steps = planned(bench)
    half = len(steps) // 3 * 2
    ((membership,),) = bench.asked(
        "select m.id from chain_membership m join chain_user u on u.id = m.user_id where u.username = 'bench-trainer-1'"
    )
    users = itertools.cycle(range(9, 17))
    return bench.pages(
        "start",
        (
            Request(f"/clienten/{number}/stappen/{step}/start/", user, {"on": day_typed(), "once": once()})
            for (step, number), user in zip(steps[:half], users, strict=False)
        ),
        (Request("/start", 0, {"step": str(step), "membership": membership}) for step, _number in steps[half:]),
    )  # fmt: skip


def first_page(bench: Bench) -> Row:
    """What a browser gets on its first page, the caseload, as it goes over the line."""
    page = bench.web.ask(Request("/clienten/?consulent=mijn")).body
    html = page.decode()
    linked = re.findall(r'<(?:link|script|img|use)[^>]*?(?:href|src)="([^"#]+)', html)
    parts = {path: len(bench.web.ask(Request(path)).body) for path in {p for p in linked if p.startswith("/static/")}}
    total = len(page) + sum(parts.values())
    said = f"HTML {len(page):,} of {HTML:,}, with {len(parts)} files {total:,} of {WEIGHT:,} bytes"
    return Row("first page", size=total, note=said)
