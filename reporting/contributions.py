"""Each partner's part in the joint result. The result is the chain's: no ranks, no colours, partners in the chain's own order."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from chain.models import Partner
from reporting.dashboard_tables import cells_up_to
from reporting.scope import Scope, Section
from reporting.tables import Column, Line, Table, Value
from reporting.waiting import Group, waited

FIRST_ANSWER = "first-answer"  # the wait of reporting.waits


@dataclass
class Parts:
    """By partner id: people of whom the activation was counted there, people with a step there in the year before their outflow,
    first answers to referrals, people who got a seat, and people placed. `None`: of all partners together.

    gone: people who flowed out; alone: of those who had no step at any partner in that year."""

    activated: Mapping[int | None, int] = field(default_factory=dict)
    before: Mapping[int | None, int] = field(default_factory=dict)
    answers: Mapping[int | None, Group] = field(default_factory=dict)
    seats: Mapping[int | None, int] = field(default_factory=dict)
    placements: Mapping[int | None, int] = field(default_factory=dict)
    gone: int = 0

    @property
    def alone(self) -> int:
        return self.gone - self.before.get(None, 0)


def parts(scope: Scope) -> Parts:
    """Results are of the programme up to the day; the rest of the period. Four queries."""
    place = scope.municipality.pk if scope.municipality else None
    found = Parts()
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_parts(%s, %s, %s)", [scope.first, scope.day, place])
        told: dict[str, dict[int | None, int]] = {"seats": {}, "placements": {}}
        for what, partner, people in cursor.fetchall():
            told[what][partner] = people
        found.seats, found.placements = told["seats"], told["placements"]
        if scope.programme:
            cursor.execute(
                "select * from snoer_steps_before_outflow(%s, %s, %s)", [scope.programme.pk, scope.day, place]
            )
            before = dict(cursor.fetchall())
            found.gone = before.pop(None, 0)
            found.before = {partner or None: people for partner, people in before.items()}
    if scope.programme:
        cells = cells_up_to(scope.programme, scope.day, kind="activation").within(place)
        activated: Counter[int | None] = Counter(cells.by("partner", "activation"))
        activated[None] = sum(activated.values())
        found.activated = activated
    past = waited(scope.first, scope.day, place, FIRST_ANSWER)
    found.answers = {int(key): row for key, row in past.of("partner").items() if key} | {None: past.whole}
    return found


def tables(scope: Scope) -> list[Table]:
    """One table of numbers, a line a partner that has any part in it. Five queries."""
    return [table_of(scope, parts(scope), list(Partner.objects.filter(chain_id=scope.chain_id)))]


def table_of(scope: Scope, found: Parts, partners: list[Partner]) -> Table:
    lines = [(partner, _cells(found, partner.pk)) for partner in partners]
    notes = [
        translate("Van %(period)s: antwoorden, plekken en plaatsingen. Vanaf het begin van het programma tot en met %(day)s: "
                  "geactiveerd en stappen vóór de uitstroom.")
        % {"period": formats.period(scope.first, scope.day), "day": formats.day(scope.day)},
        translate("Wie stappen had bij meer partners, telt bij elk mee: de regels tellen niet op."),
    ]  # fmt: skip
    if found.gone:
        notes.append(
            translate(
                "Van de %(gone)s mensen die uitstroomden, had %(alone)s in het jaar ervoor bij geen partner een stap."
            )
            % {"gone": formats.number(found.gone), "alone": formats.number(found.alone)}
        )
    return Table(
        "contributions", translate("Wat iedere partner doet voor het gezamenlijke resultaat"), translate("Partner"),
        (
            Column("activated", translate("Geactiveerd"), means="activated"),
            Column("before", translate("Stap vóór de uitstroom"), means="step-before-outflow"),
            Column("answers", translate("Verwijzingen beantwoord"), means="first-answers"),
            Column("agreed", translate("Iets afgesproken")),
            Column("within", translate("Waarvan op tijd"), of="agreed"),
            Column("seats", translate("Kreeg een plek"), means="seats-given"),
            Column("placements", translate("Aan het werk"), means="placed-people"),
        ),
        tuple(Line(partner.name, cells, partner.code) for partner, cells in lines if any(cells)),
        Line(translate("De keten samen"), _cells(found, None), "total"), adds=False, note=" ".join(notes),
        definition="contributions",
    )  # fmt: skip


def _cells(found: Parts, partner: int | None) -> tuple[Value, ...]:
    """In time is said only where something was agreed."""
    answers = found.answers.get(partner)
    number, agreed, within = (answers.number, answers.agreed_number, answers.within) if answers else (0, 0, 0)
    return (
        found.activated.get(partner, 0), found.before.get(partner, 0), number, agreed, within if agreed else None,
        found.seats.get(partner, 0), found.placements.get(partner, 0),
    )  # fmt: skip


SECTION = Section("contributions", _("Ieders deel"), tables)
