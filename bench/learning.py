"""Rows of the bench about development: places, groups, the palette, moving on."""

import itertools
from collections.abc import Iterator

from bench.daily import caseloads, once
from bench.frame import Bench, Row
from bench.server import USERS, Request


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
            form |= {"observation": "Werkte rustig door.", "about": str(steps[0]), "once": once()}
            yield Request(f"/groepen/{group}/{today().isoformat()}/", user, form)

    ((membership,),) = bench.asked("select id from chain_membership where user_id = %s", bench.leads[0])
    return bench.pages(
        "log group",
        posts(),
        (
            Request("/note", 0, {"number": number, "membership": membership, "text": "Werkte rustig door."})
            for _, number in caseloads(bench)
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
        (Request(f"/clienten/{number}/palet/", user) for user, number in caseloads(bench)),
        (Request(f"/record?number={number}") for _, number in caseloads(bench)),
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
                    {"place": str(place), "guidance": "0", "once": once()})
            for (step, number), place, user in zip(itertools.cycle(steps), itertools.cycle(there), users, strict=False)
        ),
        (
            Request("/note", 0, {"number": number, "membership": membership, "text": "Een plek gereserveerd."})
            for _, number in caseloads(bench)
        ),
    )  # fmt: skip
