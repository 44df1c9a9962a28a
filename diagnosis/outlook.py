"""What holds of the region's labour market, and how it lies beside a person (the comparison itself: diagnosis.gap).

It is kept once, by who serves the employers (diagnosis.outlook_keeping), and read by all who guide people to work.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from chain.days import today
from chain.models import Membership
from clients import access, asked
from clients.models import Client
from clients.registered import Panel, help_url
from diagnosis.codes import CHANCES, SECTORS
from diagnosis.gap import Demand, Known, Line, lines
from diagnosis.models import Occupation, Outlook

SOON_DAYS = 30  # so long before its last day an outlook asks to be looked at again
TONES = {"good": "good", "fair": "info", "poor": "outline"}

# The region


def valid(chain_id: int, on: dt.date | None = None) -> QuerySet[Outlook]:
    """What holds on the day (today)."""
    on = on or today()
    return kept(on).filter(chain_id=chain_id, started_on__lte=on, valid_until__gte=on)


def kept(on: dt.date | None = None) -> QuerySet[Outlook]:
    """What is kept up: not ended, though perhaps not looked at again in time."""
    return Outlook.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on or today()))


def in_order(found: QuerySet[Outlook]) -> QuerySet[Outlook]:
    """By sector, good chances first."""

    def place(name: str, codes: Iterable[str]) -> Case:
        return Case(
            *(When(**{name: code}, then=Value(number)) for number, code in enumerate(codes)),
            default=Value(99), output_field=IntegerField(),
        )  # fmt: skip

    return found.order_by(
        place("sector", SECTORS), place("chances", CHANCES), F("occupation__name").asc(nulls_first=True), "pk"
    )


def to_renew(chain_id: int, on: dt.date | None = None) -> QuerySet[Outlook]:
    """What has expired, or does so within a month."""
    on = on or today()
    return kept(on).filter(chain_id=chain_id, valid_until__lte=on + dt.timedelta(SOON_DAYS))


def state(valid_until: dt.date, ended_on: dt.date | None = None, on: dt.date | None = None) -> str:
    """`ended`, `expired`, `soon` (it expires within a month) or `valid`, on the day (today)."""
    on = on or today()
    if ended_on is not None and ended_on <= on:
        return "ended"
    if valid_until < on:
        return "expired"
    return "soon" if (valid_until - on).days <= SOON_DAYS else "valid"


def hints(chain_id: int, occupations: Iterable[Occupation]) -> dict[int, Outlook]:
    """What holds today for each of the occupations, by its id: of the occupation itself, or else of its sector."""
    wanted = list(occupations)
    names = Q(occupation__in=wanted) | Q(occupation=None, sector__in={one.sector for one in wanted} - {""})
    rows = list(valid(chain_id).filter(names).order_by("valid_until", "pk"))
    of_occupation = {row.occupation_id: row for row in rows if row.occupation_id}
    of_sector = {row.sector: row for row in rows if row.occupation_id is None}
    found = {one.pk: of_occupation.get(one.pk) or of_sector.get(one.sector) for one in wanted}
    return {pk: row for pk, row in found.items() if row is not None}


# A person

KNOWN = """
    select w.level, w.licences, w.hours_min, w.hours_max, w.irregular, w.office_hours,
      (select l.speaking from diagnosis_language l where l.client_id = %(client)s and l.code = 'nld') as dutch,
      (select jsonb_object_agg(c.code, c.mastery) from diagnosis_competence c where c.client_id = %(client)s) as competences,
      (select jsonb_agg(jsonb_build_array(c.name, c.valid_until) order by c.id) from diagnosis_course c
        where c.client_id = %(client)s) as courses,
      (select jsonb_agg(jsonb_build_array(e.name, e.diploma) order by e.id) from diagnosis_education e
        where e.client_id = %(client)s) as educations
    from (select 1) one left join diagnosis_workprofile w on w.client_id = %(client)s"""
# The occupations that somebody wants, in that order, and those that were looked at beside them: each with what the region
# says of it (what holds before what has expired, the occupation before its sector) and what was found last.
OCCUPATIONS = """
    select o.id as occupation_id, o.name, o.sector, t.position, r.id as outlook_id, r.sector as of_sector,
      r.occupation_id is null as whole_sector, r.chances as region, r.hard_to_fill, r.asked, r.level, r.dutch, r.licences,
      r.competences, r.certificate, r.hours_min, r.irregular, r.source, r.valid_until as until,
      p.id as found_id, p.chances, p.missing, p.evidence, p."on", n.name as partner, n.colour, u.name as author
    from diagnosis_occupation o
      left join diagnosis_targetoccupation t on t.client_id = %(client)s and t.occupation_id = o.id
      left join diagnosis_personaloutlook p on p.client_id = %(client)s and p.occupation_id = o.id and p.ended_on is null
      left join chain_partner n on n.id = p.partner_id left join chain_user u on u.id = p.author_id
      left join lateral (
        select r.* from diagnosis_outlook r
        where r.chain_id = %(chain)s and (r.ended_on is null or r.ended_on > %(today)s) and r.started_on <= %(today)s
          and (r.occupation_id = o.id or r.occupation_id is null and o.sector <> '' and r.sector = o.sector)
        order by (r.valid_until >= %(today)s) desc, r.occupation_id nulls last, r.valid_until desc, r.id desc limit 1) r on true
    where o.id in (select occupation_id from diagnosis_targetoccupation where client_id = %(client)s
      union select occupation_id from diagnosis_personaloutlook where client_id = %(client)s and ended_on is null)
    order by t.position nulls last, o.name"""
SELECTS = {"outlook_known": KNOWN, "outlook_occupations": OCCUPATIONS}


@dataclass
class Beside:
    """An occupation of a person: what the region says of it, the gap, and what was found; `row` as OCCUPATIONS selects."""

    row: Mapping[str, Any]
    lines: list[Line] = field(default_factory=list)

    @property
    def region(self) -> object:
        return CHANCES.get(self.row["region"], "")

    @property
    def region_tone(self) -> str:
        return TONES.get(self.row["region"], "")

    @property
    def sector(self) -> object:
        return SECTORS[self.row["of_sector"]][0] if self.row["of_sector"] else ""

    @property
    def expired(self) -> bool:
        return self.row["until"] is not None and self.row["until"] < today()

    @property
    def found(self) -> object:
        return CHANCES.get(self.row["chances"], "")

    @property
    def tone(self) -> str:
        return TONES.get(self.row["chances"], "")

    @property
    def missing(self) -> int:
        return sum(line.met is False for line in self.lines)

    @property
    def not_known(self) -> int:
        return sum(line.met is None for line in self.lines)


def gap(client: Client, outlook: Outlook) -> list[Line]:
    """What is asked beside what the work profile says, line by line."""
    (row,) = _asked(client, "outlook_known")["outlook_known"]
    return lines(_known(row), Demand.of(outlook))


def occupations(client: Client) -> list[Beside]:
    """Each occupation that the person wants or that was looked at, with the gap: one question, or none on the record."""
    there = _asked(client, *SELECTS)
    known = _known(there["outlook_known"][0])
    return [
        Beside(row, lines(known, Demand.of(row)) if row["outlook_id"] else []) for row in there["outlook_occupations"]
    ]


def with_help(found: list[Beside], client: Client, membership: Membership) -> list[Beside]:
    """The same, each line that is missing with where to find what closes it, for who plans."""
    for gap in found:
        gap.lines = [
            replace(line, help_url=help_url(membership, client, line.kind, line.value, line.amount))
            if line.met is False and line.kind
            else line
            for line in gap.lines
        ]
    return found


def _asked(client: Client, *names: str) -> Mapping[str, list[dict[str, Any]]]:
    if client.asked is not None and set(names) <= client.asked.keys():
        return client.asked
    selects = {name: SELECTS[name] for name in names}
    return asked.ask(selects, {"client": client.pk, "chain": client.chain_id, "today": today()})


def _known(row: Mapping[str, Any]) -> Known:
    """What the work profile says of what can be asked, as KNOWN selects it."""
    return Known(
        level=row["level"] or "", dutch=row["dutch"] or "0", licences=tuple(row["licences"] or ()),
        competences=row["competences"] or {},
        courses=tuple((name, until and dt.date.fromisoformat(until)) for name, until in row["courses"] or ()),
        educations=tuple((name, diploma) for name, diploma in row["educations"] or ()),
        hours_min=row["hours_min"], hours_max=row["hours_max"],
        irregular=row["irregular"] or "0", office_hours=row["office_hours"] or "0",
    )  # fmt: skip


def beside(client: Client, membership: Membership) -> dict[str, Any]:
    """For templates/diagnosis/_gap.html, on the page of the work profile; the part `profile` is the page's to ask."""
    gaps = with_help(occupations(client), client, membership)
    return {"gaps": gaps, "url": reverse("personal_outlook", args=[client.number])}


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """What the panel needs of the person, for who reads the profile."""
    return SELECTS if access.reads(membership, client, "profile") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """The chances on the record: an occupation a line, what was found last, how much is missing or not known."""
    if not access.reads(membership, client, "profile"):
        return None
    found = occupations(client)
    if not found:
        return None
    context = {"gaps": found, "url": reverse("personal_outlook", args=[client.number])}
    return Panel("outlook", "profile", "diagnosis/panel_outlook.html", context, place="side", position=22)
