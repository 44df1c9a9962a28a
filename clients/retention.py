"""The end of a file's keeping: what is past its date, a list proposed by one person, approved by another.

When a file is past its date is the database's to say (clients/retention_sql.py). Archiefwet article 3 and 5; Selectielijst
gemeenten en intergemeentelijke organen 2020; AVG article 5(1)(e).
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from clients.models import Client, Erasure, ErasureEntry, RetentionRule
from clients.models.retention import RETAINED

MOST = 100  # files on one list: more are not read with care
STUCK_AFTER = dt.timedelta(2)  # no worker has the role, or it fails each night (clients/erasure.py)
# Why a file stays that snoer_erase() found to be kept after all, in its words: the other reasons somebody typed.
FOUND_KEPT = {
    "Het dossier is weer open.": _("Het dossier is weer open."),
    "De bewaartermijn is niet voorbij.": _("De bewaartermijn is niet voorbij."),
    "Er loopt een verzoek van de inwoner.": _("Er loopt een verzoek van de inwoner."),
}


@dataclass(frozen=True)
class Due:
    """A closed file that is past its date. before: why an earlier list kept it, or empty."""

    client_id: int
    number: str
    closed_on: dt.date
    kind: str
    due_on: dt.date
    rule: str
    before: str | None

    @property
    def kind_name(self) -> object:
        return RETAINED[self.kind]


@dataclass(frozen=True)
class Kept:
    """Until when a closed file is kept, for which kind of RETAINED, and by which rule."""

    kind: str
    due_on: dt.date
    rule: str

    @property
    def kind_name(self) -> object:
        return RETAINED[self.kind]

    @property
    def past(self) -> bool:
        return self.due_on <= today()


@dataclass(frozen=True)
class Choice:
    """What is proposed for a file: an act of ACTS, and why where it is kept."""

    act: str
    why: str = ""


def may(membership: Membership) -> bool:
    """The archivist of the point of contact, and the privacy officer of whatever partner."""
    return membership.writes("retention")


def due(most: int | None = MOST) -> list[Due]:
    """The files of the acting membership's chain that are past their date and on no list that waits, the longest past first."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_due_files(%s)", [most])
        return [Due(*row) for row in cursor.fetchall()]


def how_many_due() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from snoer_due_files(null)")
        number: int = cursor.fetchone()[0]
    return number


def until(client: Client) -> Kept | None:
    """Until when this closed file is kept; None for who reads nothing of retention, where no rule of the chain holds for
    it, or where the person has a request open."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_kept_until(%s)", [client.pk])
        found = cursor.fetchone()
    return Kept(*found) if found else None


def rules(chain_id: int) -> list[RetentionRule]:
    return list(RetentionRule.objects.filter(chain_id=chain_id).order_by("kind", "-started_on"))


def propose(by: Membership, choices: dict[int, Choice], note: str = "") -> Erasure:
    """A list of the files (client ids) with what is to become of each; who is not among them waits for a next list.

    PermissionDenied for who may not; NotNow where a file is not past its date any more, or on another list by now;
    ValidationError where nothing was chosen, or something is kept without a reason.
    """
    if not may(by):
        raise PermissionDenied
    if not choices:
        raise ValidationError(_("Kies ten minste één dossier."))
    with transaction.atomic():
        _one_at_a_time(by.chain_id)
        found = {one.client_id: one for one in due(None)}
        if not choices.keys() <= found.keys():
            raise NotNow
        if any(choice.act == "keep" and not choice.why.strip() for choice in choices.values()):
            raise ValidationError(_("Schrijf bij elk dossier dat blijft waarom."))
        erasure = Erasure.objects.create(chain_id=by.chain_id, proposed_by_id=by.user_id, note=note.strip())
        ErasureEntry.objects.bulk_create(
            ErasureEntry(
                erasure=erasure, chain_id=by.chain_id, client_id=pk, number=found[pk].number,
                closed_on=found[pk].closed_on, due_on=found[pk].due_on, rule=f"{found[pk].kind}: {found[pk].rule}"[:200],
                act=choice.act, why_kept=choice.why.strip() if choice.act == "keep" else "",
            )
            for pk, choice in choices.items()
        )  # fmt: skip
    return erasure


def _one_at_a_time(chain_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('erasure ' || %s::text, 0))", [chain_id])


def digest(numbers: list[str]) -> str:
    """SHA-256, in hexadecimal, of the numbers in their order as text, each on a line: whoever kept the list can prove it."""
    return hashlib.sha256("".join(f"{number}\n" for number in sorted(numbers)).encode()).hexdigest()


def why_kept(entry: ErasureEntry) -> str:
    return str(FOUND_KEPT.get(entry.why_kept, entry.why_kept))


def may_approve(membership: Membership, erasure: Erasure) -> bool:
    """A second person: never who proposed it, under whatever membership."""
    return may(membership) and waits(erasure) and erasure.proposed_by_id != membership.user_id


def waits(erasure: Erasure) -> bool:
    """Whether it waits for a second person."""
    return erasure.approved_at is None and erasure.withdrawn_at is None


def may_stop(membership: Membership, erasure: Erasure) -> bool:
    """Who approved it may take that back until the list is carried out; what is erased by then stays so."""
    return may(membership) and state(erasure) in ("approved", "stuck") and erasure.approved_by_id == membership.user_id


def _locked(by: Membership, erasure: Erasure, version: int) -> Erasure:
    """PermissionDenied for who may not; NotNow where somebody else was first."""
    if not may(by):
        raise PermissionDenied
    found = Erasure.objects.select_for_update().filter(pk=erasure.pk).first()
    if found is None or not (waits(found) or may_stop(by, found)) or found.version != version:
        raise NotNow
    return found


def approve(by: Membership, erasure: Erasure, version: int, answer: str = "") -> None:
    """From here on the role snoer_eraser may carry it out. PermissionDenied for the proposer; NotNow, see _locked()."""
    with transaction.atomic():
        found = _locked(by, erasure, version)
        if not waits(found):
            raise NotNow
        if not may_approve(by, found):
            raise PermissionDenied
        numbers = list(ErasureEntry.objects.filter(erasure=found, act="erase").values_list("number", flat=True))
        Erasure.objects.filter(pk=found.pk).update(
            approved_by=by.user_id, approved_at=Now(), answer=answer.strip(), version=F("version") + 1,
            proof={"digest": digest(numbers), "listed": len(numbers), "files": 0, "rows": {}},
        )  # fmt: skip


def send_back(by: Membership, erasure: Erasure, version: int, answer: str) -> None:
    """It is not carried out; its files can be on a next list. Who proposed it may take it back in the same way, and who
    approved it too, until it is carried out."""
    if not answer.strip():
        raise ValidationError({"answer": _("Schrijf waarom de lijst teruggaat.")})
    with transaction.atomic():
        found = _locked(by, erasure, version)
        Erasure.objects.filter(pk=found.pk).update(withdrawn_at=Now(), answer=answer.strip(), version=F("version") + 1)


def state(erasure: Erasure) -> str:
    """`waits`, `back`, `approved` (to be carried out), `stuck` (nights went by and nobody did) or `done`."""
    if erasure.withdrawn_at:
        return "back"
    if erasure.carried_out_at:
        return "done"
    if erasure.approved_at is None:
        return "waits"
    return "stuck" if erasure.approved_at < timezone.now() - STUCK_AFTER else "approved"


def proven(erasure: Erasure) -> bool:
    """Whether there is a statement of destruction: the list is over, and at least a file of it went."""
    return state(erasure) == "done" or (state(erasure) == "back" and bool(erasure.proof.get("files")))


STATES = {
    "waits": (_("wacht op een tweede persoon"), "warn"),
    "approved": (_("goedgekeurd, wordt vannacht uitgevoerd"), "info"),
    "stuck": (_("goedgekeurd en nog niet uitgevoerd, vraag de beheerder"), "warn"),
    "done": (_("uitgevoerd"), "good"),
    "back": (_("teruggestuurd"), ""),
}
