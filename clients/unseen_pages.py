"""The page Uit beeld: figures by reason and by consultant for all staff of the chain, and the people for who may see them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.days import today
from chain.formats import day_near, day_short
from chain.models import Membership
from clients import access, task_rows, unseen
from clients.day_tabs import section, tabs
from clients.models import Task
from clients.reasons import AHEAD, REASONS
from clients.unseen import ALL, MINE, NOBODY, PAGE, Asked, Person, There

# Where what has to be done is done, for who plans with the person: else in the file.
ACTS = {
    "lead": "lead_change",
    "plan": "plan_new",
    "contact": "note_new",
    "step": "step_new",
    "evaluation": "plan_evaluate",
}


ROWS = 12  # consultants in the table, those with most first; the others on a page of its own (`consulenten=alle`)


@dataclass(frozen=True)
class Row:
    """Of one consultant, of nobody, or of all (`who`, as in the address): open files, people out of sight, a cell a reason."""

    who: str
    name: str
    note: str
    url: str
    files: int
    people: int
    cells: list[tuple[str, int, str]]  # reason in short, people, address of who they are


@login_required
@never_cache
@require_GET
def out_of_sight(request: HttpRequest) -> HttpResponse:
    """The page; its filters stand in the address: reden, wie (mijn, iedereen, zonder or a user's id), gemeente, na."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not unseen.reads_page(membership):
        raise PermissionDenied
    asked = Asked.of(request.GET, membership)
    known = unseen.there(membership, asked)
    names = unseen.reads_names(membership)
    ids = unseen.shown(membership, asked, known) if names else []
    people = unseen.people(membership, known, ids[:PAGE]) if ids else []
    told = {task.part for person in people for task in (person.task, *person.reasons.values())}
    parts = ["client", "plan", *sorted(told - {"plan"})]
    access.looks(membership, (person.task.client for person in people), parts)
    rows = _rows(membership, asked, known)
    chosen, every = next((row for row in rows if row.who == asked.lead), None), request.GET.get("consulenten") == "alle"
    context = {
        "section": section(membership), "tabs": tabs(membership, "out_of_sight"), "asked": asked, "names": names,
        "rows": rows if every else _few(rows), "by_reason": _by_reason(membership, asked, chosen), "chosen": chosen, "own": MINE,
        "reason": REASONS.get(asked.reason), "reasons": unseen.reasons(membership).values(), "of_all": asked.lead == ALL,
        "people": [_shown(membership, person, asked) for person in people], "whose": _whose(membership, known, asked),
        "places": [(one["code"], one["name"]) for one in known.places], "open": every or not unseen.has_own(membership),
        "every": "" if every or len(_few(rows)) == len(rows) else asked.address(consulenten="alle") + "#consultants",
        "next_url": asked.address(na=str(ids[PAGE - 1])) if len(ids) > PAGE else "",
        "first_url": asked.address() if asked.after else "", "everybody": asked.address(wie=ALL) if asked.lead != ALL else "",
    }  # fmt: skip
    return render(request, "clients/out_of_sight.html", context)


def _rows(membership: Membership, asked: Asked, known: There) -> list[Row]:
    """A row per lead, one's own first and then who has most of them; nobody's, and all together at the end."""
    own = membership.user_id if unseen.has_own(membership) else 0
    found = [_row(membership, asked, known, row, own) for row in known.figures]
    return sorted(found, key=lambda row: (row.who == ALL, row.who == NOBODY, row.who != MINE, -row.people, row.name))


def _few(rows: list[Row]) -> list[Row]:
    """One's own, those with the most, nobody's and all together."""
    named = [row for row in rows if row.who not in (ALL, NOBODY)]
    return [*named[:ROWS], *(row for row in rows if row.who in (ALL, NOBODY))]


def _row(membership: Membership, asked: Asked, known: There, row: dict[str, Any], own: int) -> Row:
    lead, note = row["lead_id"], ""
    if row["whole"]:
        who, name = ALL, translate("Alle inwoners")
    elif lead is None:
        who, name = NOBODY, translate("Nog niemand")
    else:
        found = known.people.get(lead) or {"name": "", "here": False}
        who, name = MINE if lead == own else str(lead), found["name"]
        note = "" if found["here"] else translate("werkt hier niet meer")
    cells = [
        (str(one.short), row[f"of_{key}"], asked.address(wie=who, reden=key) + "#list")
        for key, one in unseen.reasons(membership).items()
    ]
    return Row(who, name, note, asked.address(wie=who, reden="") + "#list", row["files"], row["people"], cells)


def _by_reason(membership: Membership, asked: Asked, chosen: Row | None) -> list[tuple[str, object, int | None, bool]]:
    """(address, name, people, whether it is chosen) for the choice above the list; without figures on a further page."""
    counts = (
        {key: cell[1] for key, cell in zip(unseen.reasons(membership), chosen.cells, strict=True)} if chosen else {}
    )
    told = chosen is not None
    found: list[tuple[str, object, int | None, bool]] = [
        (asked.address(reden=""), translate("Allemaal"), chosen.people if chosen else None, not asked.reason)
    ]
    for key, one in unseen.reasons(membership).items():
        if counts.get(key) or key == asked.reason or not told:
            found.append((asked.address(reden=key), one.label, counts.get(key), key == asked.reason))
    return found


def _whose(membership: Membership, known: There, asked: Asked) -> list[tuple[str, str]]:
    """Whose people can be chosen: one's own, everybody's, nobody's, and those of each consultant who has some."""
    own = [(MINE, translate("Mijn mensen"))] if unseen.has_own(membership) else []
    with_people = {row["lead_id"] for row in known.figures} if known.figures else set()
    others = [
        (str(pk), one["name"]) for pk, one in known.people.items()
        if (pk in with_people or one["here"] or str(pk) == asked.lead) and not (own and pk == membership.user_id)
    ]  # fmt: skip
    return [*own, (ALL, translate("Iedereen")), (NOBODY, translate("Nog niemand")), *others]


def _shown(membership: Membership, person: Person, asked: Asked) -> dict[str, Any]:
    """Somebody on the list: why, since when, who is on turn, and where it is done."""
    first, client = asked.reason or person.first, person.task.client
    task = person.reasons.get(first, person.task)
    return {
        "client": client, "label": REASONS[first].label, "since": _since(first, task), "partner": task.partner,
        "also": [REASONS[key].label for key in REASONS if key in person.reasons and key != first],
        "do": task.term if first == AHEAD else REASONS[first].do, "url": _url(membership, client.number, first, task),
        "tone": "info" if first == AHEAD else "warn",
    }  # fmt: skip


def _since(reason: str, task: Task) -> str:
    if reason == AHEAD:
        return day_near(task.due_on)
    days = max((today() - task.since).days, 0)
    if reason == "contact":
        return ngettext("%(days)s dag geen contact", "%(days)s dagen geen contact", days) % {"days": days}
    return translate("sinds %(day)s") % {"day": day_short(task.since)}


def _url(membership: Membership, number: str, reason: str, task: Task) -> str:
    if task.about in task_rows.PAGES and task.about_id and reason == "wait":
        return reverse(task_rows.PAGES[task.about], args=[number, task.about_id])
    if task.about in ("referral", "step") and task.about_id:
        return reverse(task.about, args=[number, task.about_id])
    name = ACTS.get(reason, "record")
    if name not in ("record", "note_new") and not (membership.writes("plan") and membership.is_contact_point):
        name = "record"
    return reverse(name if membership.writes("plan") else "record", args=[number])
