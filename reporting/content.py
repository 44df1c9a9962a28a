"""What goes into a file of figures: the tables and drawings of one or more parts, and what is to be known about them.

The same content becomes a PDF (reporting/paper.py), a workbook or CSV (reporting/sheets.py): none of them reckons anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as translate

from chain import formats
from chain.models import Membership
from chain.words import WORDS
from reporting.choices import in_words
from reporting.scope import Scope, Section
from reporting.tables import Drawing, Table


@dataclass(frozen=True)
class Part:
    """What one page of figures tells."""

    name: str
    tables: list[Table]
    drawings: list[Drawing] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """about: what is told of the whole, (name, text) each: of when, of whom, counted when and how, made by whom."""

    title: str
    about: list[tuple[str, str]]
    parts: list[Part]

    def tables(self) -> Iterator[Table]:
        for part in self.parts:
            yield from part.tables


def of_section(section: Section, scope: Scope, only: str = "") -> Content:
    """The section as its page shows it; `only`: the key of one table of it, which then stands alone. KeyError for a table
    that is not there."""
    name, tables = force_str(section.name), section.tables(scope)
    if only:
        table = {one.key: one for one in tables}[only]
        return Content(table.title, about(scope, counted=section.counted), [Part(name, [table])])
    drawings = section.drawings(scope) if section.drawings else []
    return Content(name, about(scope, counted=section.counted), [Part(name, tables, drawings)])


def about(scope: Scope, *, counted: bool = True) -> list[tuple[str, str]]:
    """Of when, of whom and, of what is `counted` for a programme, when and by which rules; one query for whether facts
    changed since then."""
    from reporting.dashboard import is_behind  # which shows what a file is made of

    chain, programme = scope.membership.chain, scope.programme
    told = [
        (translate("Keten"), chain.name),
        (translate("Gemeente"), scope.municipality.name if scope.municipality else translate("Alle gemeenten")),
        (translate("Stand op"), formats.day_long(scope.day)),
        (translate("Tijdvak"), formats.period(scope.first, scope.day)),
    ]
    if programme is not None and counted:
        told += [(translate("Programma"), programme.name), (translate("Telregels"), programme.rule_set)]
        if tally := getattr(programme, "tally", None):
            since = translate("er is sindsdien iets gewijzigd") if is_behind(programme) else ""
            told.append((translate("Geteld op"), ", ".join(filter(None, [formats.moment(tally.counted_at), since]))))
    if chosen := in_words(scope):
        told.append((translate("Verdere keuze"), "; ".join(chosen)))
    return told + made_for(scope.membership)


def made_for(membership: Membership) -> list[tuple[str, str]]:
    """By when and for whom a file is made."""
    who = ", ".join(filter(None, [membership.user.name, force_str(membership.partner) if membership.partner else ""]))
    return [(translate("Gemaakt op"), formats.moment(now())), (translate("Gemaakt voor"), who)]


def meanings(tables: Iterable[Table]) -> list[tuple[str, str]]:
    """What the columns mean and by which rules the tables are counted, each once: (term, text)."""
    there = list(tables)
    keys = dict.fromkeys(column.means for table in there for column in table.columns if column.means)
    rules = dict.fromkeys(table.definition for table in there if table.definition)
    told = [pair for key in rules if (pair := rule(key))]
    return told + [(_capital(WORDS[key].term), force_str(WORDS[key].text)) for key in keys if key in WORDS]


def rule(key: str) -> tuple[str, str] | None:
    """The name and the rule in words of a definition; None where there is none of that key."""
    try:
        from reporting.definitions import DEFINITIONS
    except ImportError:
        return None
    found = DEFINITIONS.get(key)
    return (_capital(found.name), force_str(found.rule)) if found else None


def _capital(text: object | Promise) -> str:
    words = force_str(text)
    return words[:1].upper() + words[1:]


def file_name(content: Content, ending: str, day: str) -> str:
    """`doorstroom-2026-11-22.pdf`."""
    return f"{slugify(content.title)[:80] or 'cijfers'}-{day}.{ending}"
