"""What the file of a person is made of: each floor names its tables in SNOER_FILE_SECTIONS, with what they are called in Dutch.

A text that people type, a name, and who wrote something may be about somebody else: such a value is marked for review, unless
its table says that it is `plain`. What a floor keeps of a person and leaves out of the file stands in `left_out`, with why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from chain.models import Membership, User
from chain.registry import registered

SECRET = frozenset({"bsn_cipher", "bsn_index"})  # never leave the database by this way
# Of the machinery, and nothing about the person.
TECHNICAL = SECRET | {"id", "chain", "client", "version", "position", "about", "about_id", "sort_name", "term", "ref",
                      "lived_in", "partner_ids", "full_partner_ids", "key", "source_id", "digest", "stored", "nth"}  # fmt: skip
SHORT = 30  # letters: what is shorter is a code or a number, and nobody's name
# What fields are called that many tables have; others by their own name, or by their table.
LABELS: dict[str, object] = {
    "accepted_on": _("opgepakt op"), "act": _("wat"), "agreed_on": _("besproken op"), "answered_by": _("beantwoord door"),
    "answered_on": _("beantwoord op"), "asked_by": _("gevraagd door"), "asked_on": _("gevraagd op"),
    "at": _("vastgelegd op"), "author": _("geschreven door"), "by": _("door"), "closed_at": _("gesloten op"),
    "closed_on": _("gesloten op"), "code": _("code"), "content": _("inhoud"), "decided_by": _("besloten door"),
    "decided_on": _("besloten op"), "definition": _("begrip"), "diagnosis": _("bij diagnose van"), "done_by": _("gedaan door"),
    "done_on": _("gedaan op"), "due_on": _("uiterlijk op"), "employer": _("werkgever"), "end_reason": _("waarom beëindigd"),
    "ended_at": _("klaar op"), "ended_on": _("tot en met"), "evidence": _("waaruit blijkt het"), "expires_at": _("eindigt op"),
    "final_on": _("definitief op"), "for_whom": _("voor wie"), "form_of_work": _("vorm van werk"), "group": _("groep"),
    "handler": _("behandelaar"), "home": _("gemeente"), "hours": _("uren"), "instrument": _("instrument"),
    "kind": _("soort"), "lead": _("regie"), "made_at": _("gemaakt op"), "made_by": _("gemaakt door"),
    "mastery": _("hoe goed"), "membership": _("wie"), "municipality": _("gemeente"), "number": _("nummer"),
    "occupation": _("beroep"), "on": _("datum"), "opened_at": _("geopend op"), "part": _("onderdeel"),
    "partner": _("organisatie"), "parts": _("onderdelen"), "phase": _("fase"), "place": _("plek"),
    "placement": _("bij plaatsing"), "postcode": _("postcode"), "plan_goal": _("bij doel"), "proposed_by": _("voorgesteld door"),
    "proposed_at": _("voorgesteld op"), "proposed_on": _("bedacht op"), "reason": _("reden"), "saved_at": _("opgeslagen op"),
    "seen_until": _("zichtbaar tot en met"), "shown_from": _("getoond vanaf"), "since": _("sinds"), "site": _("vestiging"),
    "started_at": _("begonnen op"), "started_on": _("vanaf"), "station": _("stap op de leerlijn"), "status": _("stand"),
    "step": _("bij stap"), "template": _("sjabloon"), "text": _("tekst"), "track": _("spoor"), "until": _("tot en met"),
    "user": _("wie"), "vacancy": _("vacature"), "value": _("antwoord"), "why": _("waarom"),
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A value of a row, as the file tells it: `raw` for machines, `text` for people; `review`: may be of somebody else."""

    name: str
    label: str
    raw: Any
    text: str
    review: bool


@dataclass(frozen=True)
class FileTable:
    """A table with rows about the person. `model`: app.Model; `labels`: field -> what it is called here; `words`: field -> what
    its codes mean; `plain`: texts that name nobody else; `left`: fields that say nothing about the person.

    `link`: how its rows (t) belong to the client (wanted), where they carry no client: SQL, no text that people type.
    `tell`: what makes its values itself, of a row as the database gave it.
    """

    model: str
    title: object
    labels: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, Mapping[Any, object]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    link: str = "t.client_id = wanted"
    tell: Callable[[dict[str, Any]], list[Value]] | None = None

    @property
    def of(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def fields(self) -> list[Any]:
        """Those that the file tells, in the order of the model."""
        return [one for one in self.of._meta.fields if one.name not in TECHNICAL | self.left]

    def label(self, one: Any) -> str:
        """What the field is called; KeyError where nobody named it in Dutch."""
        if one.name in self.labels:
            return str(self.labels[one.name])
        named = str(one.verbose_name)
        return named if named != one.name.replace("_", " ") else str(LABELS[one.name])

    def review(self, one: Any) -> bool:
        """Whether a value of the field may be another person's name, or words that name another."""
        if one.is_relation:
            return one.related_model in (User, Membership) or one.related_model._meta.object_name == "ContactPerson"
        if one.name in self.plain or one.name in self.words or one.choices:
            return False
        if isinstance(one, models.CharField) and not isinstance(one, models.SlugField):
            return (one.max_length or SHORT + 1) > SHORT
        return isinstance(one, models.TextField | models.JSONField)


@dataclass(frozen=True)
class FileSection:
    """A heading of the file and the tables under it; `position` its place among those of all floors."""

    title: object
    tables: tuple[FileTable, ...]
    position: int


@dataclass(frozen=True)
class FloorFile:
    """What a floor keeps of a person: `sections` in the file, and by app.Model why a table is left out."""

    sections: tuple[FileSection, ...]
    left_out: Mapping[str, object] = field(default_factory=dict)


@cache
def sections() -> tuple[FileSection, ...]:
    """Of all floors, in their order."""
    found = [section for floor in registered("SNOER_FILE_SECTIONS") for section in floor.sections]
    return tuple(sorted(found, key=lambda section: section.position))


def tables() -> list[FileTable]:
    return [table for section in sections() for table in section.tables]


def left_out() -> dict[str, object]:
    return {model: why for floor in registered("SNOER_FILE_SECTIONS") for model, why in floor.left_out.items()}


def history_of(model: type[models.Model]) -> type[models.Model] | None:
    """The table with what the rows of the model said before; None where it is not kept."""
    return next((one for one in apps.get_models() if getattr(one, "pgh_tracked_model", None) is model), None)
