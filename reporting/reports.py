"""Reports: an edition is made by a worker, looked at, and published; from then on it stays as it is (access.md, rule 9).

An edition holds the exact tables of every section for the chain, and what leaves it: a report for each municipality and one
for all together, made at the same moment and hidden together (reporting/suppression.py). It is written in Dutch. What it says
is as known at the moment that the worker saw, which is not that at which it was asked for.
"""

import contextlib
import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.functions import Now
from django.http import Http404
from django.utils.encoding import force_str
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain import formats
from chain.acting import acting_as
from chain.days import today
from chain.models import Membership, Municipality, holds_on
from chain.outbox import send
from chain.parts import PUBLISHES
from reporting.content import Content, Part, made_for
from reporting.dashboard import is_behind
from reporting.files import alone
from reporting.models import OutsideReport, Programme, Report, Tally
from reporting.scope import Scope, Section, places_of, scope_of, sections
from reporting.suppression import CHAIN, LEFT_OUT, SMALL, signs, suppress
from reporting.suppression_search import NotSafe
from reporting.tables import Drawing, Table, kept, read
from reporting.told_chart import drawn

logger = logging.getLogger(__name__)
TASK = "reporting.tasks.make_report"
TRIES = 3  # of an edition that no worker survives
LOST = dt.timedelta(minutes=10)  # one that is not there by then may be thrown away
LANGUAGE = "nl"
# What leaves the chain: section -> table -> its columns (none: all). What is not named here stays within, such as what a
# partner did, what counts few people by its nature, and the crossings.
YEARS = ("full", "partial", "counted", "baseline", "extra", "target", "pace", "difference", "share")
GROUPS = ("people", "share")
LEAVES: dict[str, dict[str, tuple[str, ...]]] = {
    "targets": {
        "activation-years": YEARS, "outflow-years": YEARS, "activation-municipalities": YEARS, "outflow-municipalities": YEARS,
    },
    "returns": {"years": ("people",), "extents": ("people",), "municipalities": ("people", "planned", "spent")},
    "caseload": dict.fromkeys(
        ("leeftijd", "duur", "arbeidsvermogen", "trede", "doelgroep", "huishouden", "opleiding", "gemeente"), GROUPS
    ),
}  # fmt: skip
# What was saved stays within: with the prices of full and partial outflow an amount tells how many there were of each, also
# where one of them is small. What such a table is called without it:
NAMED = {
    "returns/years": _("Uitstroom onder de opbrengst, per jaar"), "returns/extents": _("Uitgestroomd naar omvang"),
    "returns/municipalities": _("Uitgestroomd en kosten per gemeente"),
}  # fmt: skip
OF_TODAY = "caseload"  # a section that knows no earlier day: it leaves the chain only as of today
# Tables with a line a municipality: for the chain's report alone.
BY_PLACE = frozenset({"activation-municipalities", "outflow-municipalities", "municipalities", "gemeente"})


def publishes(membership: Membership | None) -> bool:
    """Whether the membership makes reports and publishes them."""
    return membership is not None and membership.role in PUBLISHES


def ask(membership: Membership, programme: Programme, as_of: dt.date, note: str = "") -> Report:
    """A new edition, which a worker makes. PermissionDenied for who does not publish."""
    if not publishes(membership):
        raise PermissionDenied
    with transaction.atomic():
        made = Report.objects.create(
            chain_id=membership.chain_id, programme=programme, as_of=as_of, note=note, author_id=membership.user_id
        )
        transaction.on_commit(lambda: send(TASK, membership.pk, made.pk), robust=True)
    return made


def status(report: Report) -> str:
    """`making`, `failed`, `draft` or `published`."""
    if report.published_at:
        return "published"
    return "failed" if "failed" in report.content else "draft" if "sections" in report.content else "making"


def lost(report: Report) -> bool:
    """Whether it should have been there by now."""
    return status(report) == "making" and report.made_at < now() - LOST


def why(report: Report) -> str:
    """Why the edition could not be made, in words."""
    if report.content.get("failed") == NotSafe.__name__:
        return translate("Een klein aantal mensen is in dit rapport uit te rekenen, wat er ook wordt weggelaten. Daarom is het "
                         "niet gemaakt en verlaat niets de keten. Kies een andere dag of vraag het de beheerder.")  # fmt: skip
    return translate("Er ging iets mis. Maak een nieuw rapport; lukt dat ook niet, vraag het dan de beheerder.")


# The worker


def carry_out(membership_id: int, report_id: int) -> bool:
    """Work out the edition; False where it is there already, another is at it, the count is not there, or the membership is not
    any more. All in one transaction that sees one moment: killed in the middle nothing is there, and the sweep asks anew."""
    with alone("reports", report_id) as free:
        return free and _counted(membership_id, report_id) and _carried_out(membership_id, report_id)


def _counted(membership_id: int, report_id: int) -> bool:
    """Whether its programme was ever counted, after counting what waits for that: else it would tell noughts."""
    from reporting.jobs import empty_outbox  # which sends what was lost

    with acting_as(membership_id, "report"):
        report = Report.objects.defer("content").select_related("programme__tally").filter(pk=report_id).first()
        behind = report is not None and is_behind(report.programme)
    if report is None:
        return False
    if behind:
        empty_outbox(report.chain_id)
    with acting_as(membership_id, "report"):
        return Tally.objects.filter(programme=report.programme_id).exists()


def _carried_out(membership_id: int, report_id: int) -> bool:
    try:
        with acting_as(membership_id, "report"):
            if not _taken(report_id):
                return False
        with _one_moment(), acting_as(membership_id, "report"), override(LANGUAGE):
            membership = Membership.objects.with_contact_point().select_related("user", "chain", "partner").filter(
                pk=membership_id
            ).first()  # fmt: skip
            report = Report.objects.select_for_update(of=("self",)).filter(pk=report_id, published_at=None).first()
            if membership is None or report is None or status(report) == "draft":
                return False
            make(report, membership)
    except (OperationalError, InterfaceError):  # the database is gone, or another was first: it waits for the sweep
        raise
    except Exception as error:  # without its text, in which the database tells what stood in the row
        logger.error("report %s failed: %s", report_id, type(error).__name__)
        with acting_as(membership_id, "report"):
            Report.objects.filter(pk=report_id, published_at=None).update(content={"failed": type(error).__name__})
    return True


def _taken(report_id: int) -> bool:
    """Whether it is still to be made, counting this try; one that ended its workers too often is not."""
    report = Report.objects.filter(pk=report_id, published_at=None).first()
    if report is None or status(report) == "draft":
        return False
    tries = report.content.get("tries", 0) + 1
    content = {"tries": tries} if tries <= TRIES else {"failed": "lost"}
    Report.objects.filter(pk=report_id, published_at=None).update(content=content)
    return tries <= TRIES


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction whose statements all see the same moment, so that what adds up does so in every report."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        yield


def make(report: Report, membership: Membership) -> None:
    """Work out all that stands in the edition, as the membership sees it: what is exact, and what leaves the chain. It is made
    at the moment at which its transaction began, as facts are written."""
    places = places_of(report.chain_id)
    whole = _scope(membership, report)
    exact = {section.key: section.tables(whole) for section in sections().values()}
    report.content = {
        "sections": [
            _section(section, exact[section.key], _drawings(section, whole)) for section in sections().values()
        ],
        "about": _about(whole),
    }
    report.made_at = TransactionNow()  # type: ignore[assignment]
    report.save(update_fields=["content", "made_at"])
    leaves = [key for key in LEAVES if key in sections() and (key != OF_TODAY or report.as_of == today())]
    edition = {CHAIN: dict(_leaving({key: exact[key] for key in leaves}))}
    for place in places:
        scope = _scope(membership, report, place)
        found = {key: sections()[key].tables(scope) for key in leaves}
        edition[place.code] = {name: table for name, table in _leaving(found) if name.partition("/")[2] not in BY_PLACE}
    told = suppress(edition)
    OutsideReport.objects.filter(report=report).delete()
    OutsideReport.objects.bulk_create(
        OutsideReport(
            report=report, chain_id=report.chain_id, municipality=place,
            content={
                **_outside(told[place.code if place else CHAIN], _about(_scope(membership, report, place))), "note": report.note,
            },
        )
        for place in (None, *places)
    )  # fmt: skip


def _scope(membership: Membership, report: Report, place: Municipality | None = None) -> Scope:
    asked = {"op": formats.day_typed(report.as_of), "programma": report.programme.key}
    return scope_of(membership, asked | ({"gemeente": place.code} if place else {}))[0]


def _about(scope: Scope) -> list[list[str]]:
    told = [
        [translate("Keten"), scope.membership.chain.name],
        [translate("Gemeente"), scope.municipality.name if scope.municipality else translate("Alle gemeenten")],
        [translate("Stand op"), formats.day_long(scope.day)],
        [translate("Tijdvak"), formats.period(scope.first, scope.day)],
    ]
    if scope.programme is not None:
        told += [[translate("Programma"), scope.programme.name], [translate("Telregels"), scope.programme.rule_set]]
        if tally := getattr(scope.programme, "tally", None):
            told.append([translate("Geteld op"), formats.moment(tally.counted_at)])
    return told


def _drawings(section: Section, scope: Scope) -> list[Drawing]:
    return section.drawings(scope) if section.drawings else []


def _section(section: Section, tables: Iterable[Table], drawings: Iterable[Drawing]) -> dict[str, Any]:
    return {
        "key": section.key, "name": force_str(section.name), "tables": [kept(table) for table in tables],
        "drawings": [
            {"key": one.key, "title": str(one.title), "wide": str(one.wide), "narrow": str(one.narrow),
             "conclusion": str(one.conclusion), "legend": str(one.legend)}
            for one in drawings
        ],
    }  # fmt: skip


def _leaving(found: dict[str, list[Table]]) -> Iterator[tuple[str, Table]]:
    """What leaves the chain of the tables: `section/table`, and the table with only the columns that do."""
    for section, tables in found.items():
        for table in tables:
            if columns := LEAVES.get(section, {}).get(table.key):
                name = f"{section}/{table.key}"
                told = narrowed(table, columns)
                yield name, replace(told, title=str(NAMED[name])) if name in NAMED else told


def narrowed(table: Table, columns: Iterable[str]) -> Table:
    """The table with these columns alone."""
    wanted = [place for place, column in enumerate(table.columns) if column.key in set(columns)]

    def line(of: Any) -> Any:
        return replace(of, cells=tuple(of.cells[place] for place in wanted), urls={})

    return replace(
        table, columns=tuple(table.columns[place] for place in wanted), lines=tuple(map(line, table.lines)),
        total=line(table.total) if table.total else None,
    )  # fmt: skip


def _outside(tables: dict[str, Table], about: list[list[str]]) -> dict[str, Any]:
    found: dict[str, list[Table]] = {}
    for name, table in tables.items():
        found.setdefault(name.partition("/")[0], []).append(table)
    return {
        "sections": [_section(sections()[key], told, filter(None, map(drawn, told))) for key, told in found.items()],
        "about": about,
    }


def start_lost() -> None:
    """Of the acting job's chain: what waits although nobody is at it is asked for anew, of who still may."""
    waiting = Report.objects.filter(published_at=None, made_at__lt=Now() - dt.timedelta(minutes=1))
    for report in waiting.exclude(content__has_any_keys=["sections", "failed"]).only("chain", "author"):
        who = Membership.objects.filter(
            holds_on(today()), chain=report.chain_id, user=report.author_id, role__in=PUBLISHES
        )
        if membership_id := who.values_list("pk", flat=True).first():
            send(TASK, membership_id, report.pk)


# Read back


def parts(content: dict[str, Any]) -> list[Part]:
    """The parts of what was kept, as pages and files show them."""
    return [
        Part(row["name"], [read(table) for table in row["tables"]], [_drawing(one) for one in row["drawings"]])
        for row in content.get("sections", [])
    ]


def _drawing(row: dict[str, str]) -> Drawing:
    """As it was drawn by the sections themselves: row security lets nobody else write it."""
    return Drawing(**row | {name: mark_safe(row[name]) for name in ("wide", "narrow")})


def content(pk: int, membership: Membership) -> Content:
    """Of an edition what is exact, for a file; Http404 where it is not there for the membership."""
    report = Report.objects.select_related("programme").filter(pk=pk, chain_id=membership.chain_id).first()
    if report is None or "sections" not in report.content:
        raise Http404
    about = [(name, text) for name, text in report.content["about"]] + _said(report)
    return Content(title(report), [*about, *made_for(membership)], parts(report.content))


def outside_content(pk: int, membership: Membership) -> Content:
    """What leaves the chain, for a file."""
    found = OutsideReport.objects.select_related("municipality").filter(pk=pk, chain_id=membership.chain_id).first()
    if found is None:
        raise Http404
    told = parts(found.content)
    about = [(name, text) for name, text in found.content["about"]] + _of_outside(found)
    about += legend(table for part in told for table in part.tables)
    return Content(outside_title(found), [*about, *made_for(membership)], told)


def _said(report: Report) -> list[tuple[str, str]]:
    found = [(translate("Toelichting"), report.note)] if report.note else []
    if report.published_at:
        found.append((translate("Gepubliceerd op"), formats.day_long(report.published_at)))
    return found


def _of_outside(found: OutsideReport) -> list[tuple[str, str]]:
    return [] if found.published else [(translate("Let op"), translate("Dit is een concept: nog niet gepubliceerd."))]


def title(report: Report) -> str:
    return translate("Rapport %(day)s") % {"day": formats.day_long(report.as_of)}


def outside_title(found: OutsideReport) -> str:
    return found.municipality.name if found.municipality else translate("Alle gemeenten samen")


def legend(tables: Iterable[Table]) -> list[tuple[str, str]]:
    """What is read instead of numbers, as far as it is there: (sign, meaning)."""
    there = signs(tables)
    told = [
        (SMALL, translate("minder dan 5 mensen. Het precieze aantal staat er niet, omdat u anders kunt zien wie het is.")),
        (LEFT_OUT, translate("weggelaten, omdat een klein aantal er anders uit te rekenen is.")),
    ]  # fmt: skip
    found = [pair for pair in told if pair[0] in there]
    if found:
        found.append((translate("Afgerond"), translate("Totalen waarin een klein aantal meetelt, zijn afgerond op 5.")))
    return found
