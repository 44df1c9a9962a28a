"""Nobody out of sight: how many are, by reason and by consultant, and who they are, as far as the reader may see them.

The figures are the same for all in the chain (access.md, rule 9); the people behind them are those in sight, with the part of
the file that the task tells of. The filters stand in the address, by code; pages go by the task of the last one shown (`na`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from chain.addresses import among, number
from chain.days import today
from chain.models import Membership
from chain.parts import ARCHIVE, CONSULTANTS, WITHOUT_FILES
from clients.asked import ask
from clients.models import Task
from clients.queries import sees_by_place, shows
from clients.reasons import AHEAD, REASONS
from clients.terms import sources
from clients.unseen_sql import SEES

PAGE = 25
ALL, MINE, NOBODY = "iedereen", "mijn", "zonder"  # in the address, beside a user's id

FIGURES = {
    "figures": """select * from snoer_out_of_sight((select s.municipality_id from chain_chainmunicipality s
        join chain_municipality m on m.id = s.municipality_id where s.chain_id = %(chain)s and m.code = %(place)s))"""
}
THERE = {
    "places": """select m.id, m.code, m.name from chain_chainmunicipality s join chain_municipality m
        on m.id = s.municipality_id where s.chain_id = %(chain)s order by m.name""",
    # Consultants of today, and whoever had somebody's lead and works here no more.
    "people": """select u.id, u.name, bool_or(d.role = any(%(consultants)s) and d.started_on <= %(today)s
          and (d.ended_on is null or d.ended_on >= %(today)s)) as here
        from chain_membership d join chain_user u on u.id = d.user_id where d.chain_id = %(chain)s and d.role <> 'system'
        group by u.id, u.name order by u.name""",
    "terms": "select distinct key, source from clients_term where chain_id = %(chain)s",
}


def reads_page(membership: Membership) -> bool:
    return membership.role in SEES


def reads_names(membership: Membership) -> bool:
    """Whether people stand on it for the membership: for who sees files by relation."""
    return membership.reads("plan") and membership.role not in WITHOUT_FILES | ARCHIVE


def reasons(membership: Membership) -> dict[str, Any]:
    """The reasons that the membership reads of; what lies ahead tells of birth dates."""
    return {key: one for key, one in REASONS.items() if key != AHEAD or membership.reads("identity")}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out. `lead`: a user's id, or one of three words."""

    reason: str = ""  # "": all that are out of sight
    lead: str = ALL
    place: str = ""
    after: str = ""

    @classmethod
    def of(cls, data: Any, membership: Membership) -> "Asked":
        own = {MINE} if has_own(membership) else set()
        lead = among(data.get("wie"), {ALL, NOBODY} | own) or number(data.get("wie")) or begins(membership)
        if own and lead == str(membership.user_id):
            lead = MINE
        return cls(
            among(data.get("reden"), reasons(membership)), lead,
            among(data.get("gemeente"), Codes()), number(data.get("na")),
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        """The page with these filters, from the beginning of the list unless `na` is given."""
        here = {"reden": self.reason, "wie": self.lead, "gemeente": self.place} | changes
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("out_of_sight") + (f"?{query}" if query else "")


class Codes:
    """Whatever can be the code of a municipality."""

    def __contains__(self, typed: object) -> bool:
        text = str(typed)
        return len(text) <= 10 and text.isascii() and text.isalnum()


def has_own(membership: Membership) -> bool:
    """Whether the membership can have people of its own: a consultant of the point of contact."""
    return membership.role in CONSULTANTS and bool(membership.is_contact_point)


def begins(membership: Membership) -> str:
    """Consultants begin with their own people; who leads them with everybody's."""
    return MINE if has_own(membership) and membership.role == "consultant" else ALL


@dataclass
class There:
    """What there is in the chain: municipalities, people, keys of terms by reason, and the figures where they were asked."""

    places: list[dict[str, Any]]
    people: dict[int, dict[str, Any]]
    keys: dict[str, str]  # of a term -> reason
    figures: list[dict[str, Any]] = field(default_factory=list)

    def of(self, reason: str) -> list[str]:
        """The keys of a reason; of "" all that make somebody out of sight."""
        return [key for key, one in self.keys.items() if (one == reason if reason else one != AHEAD)]


def there(membership: Membership, asked: Asked) -> There:
    """What the page chooses from and counts, in one question; on a further page of the list nothing is counted again."""
    found = ask(
        THERE | ({} if asked.after else FIGURES),
        {"chain": membership.chain_id, "place": asked.place, "today": today(), "consultants": sorted(CONSULTANTS)},
    )
    known, readable = sources(), reasons(membership)
    keys = {row["key"]: known[row["source"]].unseen for row in found["terms"] if row["source"] in known}
    return There(
        found["places"], {row["id"]: row for row in found["people"]},
        {key: reason for key, reason in keys.items() if reason in readable}, found.get("figures", []),
    )  # fmt: skip


# The list: of each person the task that passed first. Sight is asked as in Client.objects.visible_to().
SEEN = """c.chain_id = %(chain)s and c.closed_on is null {led} and (%(place)s::bigint is null or c.home_id = %(place)s)
      and (%(contact)s or exists (select 1 from clients_involvement v where v.client_id = c.id
        and v.partner_id = any(%(partners)s) and v.membership_id is null and (v.parts is null or t.part = any(v.parts))
        and v.started_on <= %(today)s and (v.seen_until is null or v.seen_until >= %(today)s)))"""
# Of who has nobody in the lead, that alone is told: first somebody has to be chosen.
LED = """and not exists (select from clients_task n where n.client_id = c.id and n.key = any(%(alone)s)
        and n.status = 'open' and n.due_on < %(today)s)"""
FIRST = """select x.id, x.due_on, x.part from clients_task x where x.client_id = {client} and x.status = 'open'
      and x.key = any(%(keys)s) and x.{waits} order by x.due_on, x.id limit 1"""
# Along the days of each key, until the page is full; for all reasons together along the days of all that waits, of which those
# are most (a key in pieces is none that an index has: else all of them are fetched and sorted).
OF_ALL = f"""select t.id from {{along}} t.chain_id = %(chain)s and {{key}} and t.status = 'open' and t.{{waits}} {{on}}
        and t.id = (select f.id from ({FIRST.replace("{client}", "t.client_id")}) f)
        and (select true from clients_client c where c.id = t.client_id and {SEEN})
      order by t.due_on, t.id limit %(most)s{{again}}"""  # noqa: S608
BY_KEY = {
    "along": "unnest(%(keys)s::text[]) k(key) cross join lateral (select t.id, t.due_on from clients_task t where",
    "key": "t.key = k.key", "again": ") t order by t.due_on, t.id limit %(most)s",
}  # fmt: skip
TOGETHER = {"along": "clients_task t where", "key": "t.key || '' = any(%(keys)s)", "again": ""}
# A caseload is some hundred people: by person.
OF_LEAD = f"""select t.id from clients_client c cross join lateral ({FIRST.replace("{client}", "c.id")}) t
    where {{lead}} and {SEEN} {{on}} order by t.due_on, t.id limit %(most)s"""  # noqa: S608
ON = "and (t.due_on, t.id) > ((select l.due_on from clients_task l where l.id = %(after)s), %(after)s)"


def shown(membership: Membership, asked: Asked, known: There) -> list[int]:
    """Ids of the tasks of the page's people, and one more: one question."""
    params: dict[str, Any] = {
        "chain": membership.chain_id, "today": today(), "most": PAGE + 1, "keys": known.of(asked.reason),
        "contact": sees_by_place(membership), "partners": membership.acts_for,
        "alone": known.of("lead"), "place": next((one["id"] for one in known.places if one["code"] == asked.place), None),
    }  # fmt: skip
    lead = ""
    if asked.lead == NOBODY:
        lead = "c.lead_id is null"
    elif asked.lead != ALL:
        lead, params["lead"] = "c.lead_id = %(lead)s", membership.user_id if asked.lead == MINE else int(asked.lead)
    if asked.after:
        params["after"] = int(asked.after)
    sql = (OF_LEAD if lead else OF_ALL).format(
        **(BY_KEY if asked.reason else TOGETHER), on=ON if asked.after else "", lead=lead,
        led="" if asked.reason in ("", "lead") else LED,
        waits="shown_from <= %(today)s" if asked.reason == AHEAD else "due_on < %(today)s",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


@dataclass
class Person:
    """Somebody on the list: the task that passed first, and per reason since when (a day) it holds, the first one first."""

    task: Task
    reasons: dict[str, Task] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """What has to be done before the rest."""
        return next((key for key in REASONS if key in self.reasons), "")


def people(membership: Membership, known: There, ids: Iterable[int]) -> list[Person]:
    """The people of these tasks, in that order, with all that puts them out of sight: two queries."""
    named = Task.objects.select_related("client__home", "client__lead").in_bulk(list(ids))
    found = {task.client_id: Person(task) for pk in ids if (task := named.get(pk))}
    readable: Any = Q(pk__in=[])
    for part in sorted({source.part for source in sources().values() if source.unseen}):
        if membership.reads(part):
            readable |= Q(part=part) & shows(membership, part)
    also = Task.objects.filter(
        readable,
        client__in=found,
        chain_id=membership.chain_id,
        status="open",
        key__in=known.keys,
        shown_from__lte=today(),
    )
    for task in also.select_related("term", "partner").order_by("due_on", "pk"):
        reason = known.keys[task.key]
        if reason == AHEAD or task.due_on < today():
            found[task.client_id].reasons.setdefault(reason, task)
    return list(found.values())
