"""Files with figures: asked for on a page, made by a worker as the membership that asked, and fetched by nobody else.

The worker works out the figures anew, by the same functions as the page. Killed in the middle, the next sweep has it begun
again; two runs at once are one, since the second finds the file taken. What stands in a file is taken away after a day.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.functions import Now
from django.http import Http404
from django.utils.translation import get_language, override
from django.utils.translation import gettext as translate

from chain.acting import acting_as
from chain.addresses import number
from chain.days import today
from chain.jobs import LOCKS
from chain.models import Membership
from chain.outbox import send
from chain.parts import OUTSIDE
from reporting import paper, sheets
from reporting.content import Content, Part, file_name, of_section
from reporting.models import FORMATS, OutsideReport, Report, ReportFile
from reporting.scope import scope_of, sections, steers

__all__ = ["SOURCES", "Content", "Part", "ask", "carry_out", "start_lost"]
logger = logging.getLogger(__name__)
TASK = "reporting.tasks.make_file"
WAITING = ("asked", "running")
MOST = 5  # that wait at once for one membership
TRIES = 3  # of a file that no worker survives


@dataclass(frozen=True)
class Source:
    """What a file can be made of, by the word before the colon: `section:flow`, `report:12`.

    may: raises Http404 for a key that is not there for the membership, PermissionDenied for what it may not see.
    content: the key, the membership and what stood in the address -> what goes in.
    """

    may: Callable[[Membership, str], None]
    content: Callable[[Membership, str, Mapping[str, str]], Content]


def _may_section(membership: Membership, key: str) -> None:
    section = sections().get(key)
    if section is None:
        raise Http404
    if not section.may(membership):
        raise PermissionDenied


def _section(membership: Membership, key: str, asked: Mapping[str, str]) -> Content:
    scope, _form = scope_of(membership, asked)
    return of_section(sections()[key], scope, asked.get("tabel", ""))


def _may_report(membership: Membership, key: str) -> None:
    """For who steers; outside the chain there is no such report."""
    if membership.role in OUTSIDE:
        raise Http404
    if not steers(membership):
        raise PermissionDenied
    if not Report.objects.filter(chain_id=membership.chain_id, pk=number(key) or 0).exists():
        raise Http404


def _report(membership: Membership, key: str, asked: Mapping[str, str]) -> Content:
    from reporting import reports  # which makes files of its own accord too

    found: Content = reports.content(int(key), membership)
    return found


def _may_outside(membership: Membership, key: str) -> None:
    """For who steers, and of what was published for an alderman of the municipality, as row security says."""
    found = OutsideReport.objects.filter(chain_id=membership.chain_id, pk=number(key) or 0)
    if membership.role in OUTSIDE:
        found = found.filter(published=True)
    elif not steers(membership):
        raise PermissionDenied
    if not found.exists():
        raise Http404


def _outside(membership: Membership, key: str, asked: Mapping[str, str]) -> Content:
    from reporting import reports

    found: Content = reports.outside_content(int(key), membership)
    return found


SOURCES = {
    "section": Source(_may_section, _section),
    "report": Source(_may_report, _report),
    "outside": Source(_may_outside, _outside),
}


def source(what: str) -> tuple[Source, str]:
    """The source and its key of `section:flow`; Http404 for what there is none of."""
    kind, _, key = what.partition(":")
    if kind not in SOURCES or not key:
        raise Http404
    return SOURCES[kind], key


def ask(membership: Membership, what: str, asked: Mapping[str, str], shape: str) -> ReportFile:
    """A file of that, as the address says, in a format of FORMATS; the one that is under way where it was asked already.

    Http404 and PermissionDenied as the source says; ValidationError where MOST wait already.
    """
    found, key = source(what)
    if shape not in FORMATS:
        raise Http404
    found.may(membership, key)
    values = {"asked": dict(asked), "language": get_language() or "nl"}
    row = {"membership": membership, "what": what, "format": shape}
    waiting = ReportFile.objects.filter(membership=membership, status__in=WAITING)
    if same := waiting.filter(**row, values__asked=values["asked"]).order_by("pk").first():
        return same
    if waiting.count() >= MOST:
        raise ValidationError(translate("Er worden al %(most)s bestanden voor u gemaakt. Wacht tot er een klaar is.")
                              % {"most": MOST})  # fmt: skip
    with transaction.atomic():
        made = ReportFile.objects.create(chain_id=membership.chain_id, values=values, **row)
        transaction.on_commit(lambda: send(TASK, membership.pk, made.pk), robust=True)
    return made


# The worker


def carry_out(membership_id: int, file_id: int) -> bool:
    """Make the file; False where it is over already, or another is at it. Safe to run twice, at once, and to be killed."""
    with alone("files", file_id) as free:
        return free and _carried_out(membership_id, file_id)


@contextlib.contextmanager
def alone(name: str, key: int) -> Iterator[bool]:
    """Whether nobody else is at it, held over several transactions; a worker that dies lets go with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCKS[name], key % 2**31])
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        if free:
            with contextlib.suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCKS[name], key % 2**31])


def _carried_out(membership_id: int, file_id: int) -> bool:
    """In transactions of its own each: taken, worked out, told how far, written; the page sees how far it is."""
    with acting_as(membership_id, "file"):
        row = _taken(file_id)
        membership = _who(membership_id)
    if row is None or membership is None:  # one that ended gets nothing any more: the sweep says so
        return False
    try:
        with override(row.values["language"]):
            with acting_as(membership_id, "file"):
                found, key = source(row.what)
                found.may(membership, key)
                content = found.content(membership, key, row.values["asked"])
                tables = sum(1 for _table in content.tables())
            _tell(membership_id, file_id, done=tables, number=tables + 1)
            made, ending = written(content, row.format)
            name = file_name(content, ending, today().isoformat())
        _tell(
            membership_id, file_id, status="done", done=tables + 1, content=made, name=name, ended_at=Now(),
        )  # fmt: skip
    except (OperationalError, InterfaceError):  # the database is gone: the file waits
        raise
    except (Http404, PermissionDenied, KeyError):
        _failed(membership_id, row, "gone")
    except Exception as error:  # without its text, in which the database tells what stood in the row
        logger.error("file %s failed: %s", file_id, type(error).__name__)
        _failed(membership_id, row, "error")
    return True


def _taken(file_id: int) -> ReportFile | None:
    """The file, if it is not over; one that killed its workers too often is."""
    row = ReportFile.objects.defer("content").filter(pk=file_id, status__in=WAITING).first()
    if row is None:
        return None
    row.values["tries"] = row.values.get("tries", 0) + 1
    over = {"status": "failed", "ended_at": Now()} if row.values["tries"] > TRIES else {"status": "running"}
    ReportFile.objects.filter(pk=file_id).update(values=row.values | {"why": "error"}, **over)
    return row if over["status"] == "running" else None


def _who(membership_id: int) -> Membership | None:
    return Membership.objects.with_contact_point().select_related("user", "chain", "partner").filter(
        pk=membership_id
    ).first()  # fmt: skip


def _tell(membership_id: int, file_id: int, **values: Any) -> None:
    with acting_as(membership_id, "file"):
        ReportFile.objects.filter(pk=file_id).update(**values)


def _failed(membership_id: int, row: ReportFile, why: str) -> None:
    _tell(membership_id, row.pk, status="failed", ended_at=Now(), values=row.values | {"why": why})


def why(row: ReportFile) -> str:
    """Why it could not be made, in words."""
    if row.values.get("why") == "gone":
        return translate("U mag deze cijfers niet (meer) zien, of ze zijn er niet meer.")
    return translate("Er ging iets mis bij het maken. Probeer het nog eens.")


def written(content: Content, shape: str) -> tuple[bytes, str]:
    """The file itself, and how its name ends."""
    if shape == "pdf":
        return paper.document(content), "pdf"
    if shape == "xlsx":
        return sheets.workbook(content), "xlsx"
    return sheets.csv_file(content)


def start_lost() -> None:
    """Of the acting job's chain: what waits although nobody is at it is asked for anew, what is a day old is taken away."""
    with connection.cursor() as cursor:
        cursor.execute("select membership_id, file_id from snoer_report_files()")
        waiting = cursor.fetchall()
    for membership_id, file_id in waiting:
        send(TASK, membership_id, file_id)
