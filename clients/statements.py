"""What the person says beside a part of the file that stays contested: put in, withdrawn, and shown to all who read that part."""

from collections.abc import Iterable
from typing import Any

from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from clients import access
from clients.models import Client, RightsRequest, Statement
from clients.models.rights import DOCUMENT_PARTS
from clients.timeline import record

# Row-level security leaves out those about parts that are not read.
LATEST = """
    select s.id, s.part, s.text, s."on" from clients_statement s
    where s.client_id = %(client)s and s.withdrawn_on is null order by s."on", s.id"""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The select of the statements that stand, for clients.asked: of the parts that the membership reads."""
    return {"statements": LATEST}


def standing(membership: Membership, client: Client, parts: Iterable[str] = DOCUMENT_PARTS) -> list[dict[str, Any]]:
    """The statements beside these parts that the membership reads, oldest first, with the part's name; one query, none
    where the page asked already."""
    if client.asked is not None and "statements" in client.asked:
        rows = client.asked["statements"]
    else:
        found = Statement.objects.filter(client=client, withdrawn_on=None).order_by("on", "pk")
        rows = [dict(row) for row in found.values("id", "part", "text", "on")]
    wanted = {part for part in parts if access.reads(membership, client, part)}
    return [{**row, "about": DOCUMENT_PARTS.get(row["part"], "")} for row in rows if row["part"] in wanted]


def add(
    client: Client, part: str, text: str, *, by: Membership, request: RightsRequest | None = None
) -> Statement:  # fmt: skip
    """Put a statement beside the part, from today on; all who read the part find it in the log."""
    made = Statement.objects.create(
        client=client, chain_id=client.chain_id, request=request, part=part, text=text, on=today(), author_id=by.user_id
    )
    _tell("statement-added", made, client, by)
    return made


def withdraw(statement: Statement, *, by: Membership) -> None:
    """It stands beside the file no longer, from today on; it stays in the whole file. NotNow where it was withdrawn already."""
    found = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    if found.withdrawn_on:
        raise NotNow
    found.withdrawn_on = today()
    found.save(update_fields=["withdrawn_on"])
    _tell("statement-withdrawn", found, statement.client, by)


def _tell(act: str, statement: Statement, client: Client, by: Membership) -> None:
    """In the log of the part that it is about; by the privacy officer, who reads no such part, in that of the rights."""
    part = statement.part if access.reads(by, client, statement.part) else "rights"
    record(act, client, statement, part=part, reason=DOCUMENT_PARTS[statement.part])
