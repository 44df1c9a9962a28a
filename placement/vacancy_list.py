"""The list of vacancies: found by words, narrowed by choices, 25 a page; all of it in the address.

Words are those of title, employer, occupation and place, kept by triggers (placement/vacancy_sql.py). Pages go by the last
vacancy shown (`na`, or `voor` back), as in clients/listing.py, so that the last is as quick as the first.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from clients import search
from clients.queries import any_of
from diagnosis.codes import SECTORS
from diagnosis.models import Occupation
from placement.models import Employer, Project, Requirement, Vacancy, VacancyWord
from placement.models.vacancies import KINDS
from placement.vacancies import STATES, open_ones, state

PAGE = 25
SHOWN = {
    "": _("Nu te vervullen"), "vol": _("Vol"), "verlopen": _("Sluitdag voorbij"), "even-niet": _("Even niet"),
    "gesloten": _("Gesloten"), "alle": _("Alle"),
}  # fmt: skip
SORTS = {"nieuw": ("opened_on", True), "sluit": ("until", False)}  # key -> (column, latest first)
CHOICES = ("q", "soort", "sector", "stand", "uren", "auto", "project", "wie", "werkgever", "sorteer")


@dataclass
class Asked:
    """What the address asks for; what it does not understand is left out."""

    q: str = ""
    soort: str = ""
    sector: str = ""
    stand: str = ""
    uren: str = ""  # so many hours a week at most
    auto: str = ""  # `niet`: within reach without a car
    project: str = ""
    wie: str = ""  # `mijn`: brought in by the reader
    werkgever: str = ""
    sorteer: str = "nieuw"
    na: str = ""
    voor: str = ""
    projects: list[tuple[str, str]] = field(default_factory=list)
    employer: Employer | None = None

    @classmethod
    def of(cls, data: QueryDict, membership: Membership) -> "Asked":
        typed = {name: data.get(name, "").strip() for name in (*CHOICES, "na", "voor")}
        projects = Project.objects.filter(chain_id=membership.chain_id).order_by("name", "pk")
        asked = cls(
            q=typed["q"][: search.LONGEST].replace("\x00", ""), na=_number(typed["na"]), voor=_number(typed["voor"]),
            uren=_number(typed["uren"][:2]), werkgever=_number(typed["werkgever"]),
            projects=[(str(pk), name) for pk, name in projects.values_list("pk", "name")],
        )  # fmt: skip
        there: dict[str, Any] = {"soort": KINDS, "sector": SECTORS, "stand": SHOWN, "sorteer": SORTS, "auto": {"niet"},
                                 "wie": {"mijn"}, "project": dict(asked.projects)}  # fmt: skip
        for name, known in there.items():
            if typed[name] in known:
                setattr(asked, name, typed[name])
        if asked.werkgever:
            asked.employer = Employer.objects.filter(chain_id=membership.chain_id, pk=asked.werkgever).first()
            asked.werkgever = asked.werkgever if asked.employer else ""
        return asked

    def address(self, **changes: str) -> str:
        """The list with these choices; `na` and `voor` only where they are given."""
        here = {name: getattr(self, name) for name in CHOICES} | changes
        if here["sorteer"] == "nieuw":
            del here["sorteer"]
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("vacancies") + (f"?{query}" if query else "")

    @property
    def more(self) -> bool:
        """Whether one of the less usual choices is made: they stand behind a fold."""
        return bool(self.uren or self.project or self.stand or self.sorteer != "nieuw")

    @property
    def filtered(self) -> bool:
        return any(getattr(self, name) for name in CHOICES if name != "sorteer")


def _number(typed: str) -> str:
    return typed if typed.isascii() and typed.isdigit() and len(typed) < 12 else ""


@dataclass
class Found:
    """A page of the list."""

    rows: list[Vacancy]
    next: str = ""  # number of the vacancy after which the next page begins
    previous: str = ""


def find(membership: Membership, asked: Asked) -> Found:
    """The page that is asked for, with its employers and what must be: three questions."""
    there = filtered(membership, asked)
    column, descending = SORTS[asked.sorteer]
    backwards = bool(asked.voor) and not asked.na
    down = descending != backwards
    if number := asked.na or asked.voor:
        anchor = Vacancy.objects.filter(pk=number, chain_id=membership.chain_id)
        last, last_id = Subquery(anchor.values(column)[:1]), Subquery(anchor.values("pk")[:1])
        beyond, past = ("lte", "lt") if down else ("gte", "gt")
        # Not a disjunction alone: the first condition is what the index is entered by.
        there = there.filter(
            Q(**{f"{column}__{past}": last}) | Q(**{f"pk__{past}": last_id}), **{f"{column}__{beyond}": last}
        )
    order = [F(column).desc(), F("pk").desc()] if down else [column, "pk"]
    musts = Requirement.objects.filter(must=True).exclude(kind__in=("hours", "start", "occupation"))
    # Not joined: where many rows are left out, all employers would be read for a page of 25.
    shown = there.order_by(*order).prefetch_related("employer", Prefetch("requirements", musts, to_attr="musts"))
    rows: list[Vacancy] = [*shown[: PAGE + 1]]
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    found = Found(rows)
    if rows:
        found.next = str(rows[-1].pk) if backwards or more else ""
        found.previous = str(rows[0].pk) if (asked.na if not backwards else more) else ""
    return found


def filtered(membership: Membership, asked: Asked) -> QuerySet[Vacancy]:
    """Those that all choices leave, by the words that are typed."""
    found = _in_state(membership.chain_id, asked.stand)
    if asked.soort:
        found = found.filter(kind=asked.soort)
    if asked.sector:
        of_occupation = any_of(Occupation.objects.filter(pk=OuterRef("occupation"), sector=asked.sector))
        of_employer = any_of(Employer.objects.filter(pk=OuterRef("employer"), sector=asked.sector))
        found = found.alias(in_sector=of_occupation, at_employer=of_employer)
        found = found.filter(Q(in_sector=True) | Q(occupation=None, at_employer=True))
    if asked.uren:
        found = found.filter(Q(hours_min=None) | Q(hours_min__lte=int(asked.uren)))
    if asked.auto:
        found = found.filter(without_car="1")
    if asked.project:
        found = found.filter(cohort__project=int(asked.project))
    if asked.wie:
        found = found.filter(author_id=membership.user_id)
    if asked.employer:
        found = found.filter(employer=asked.employer)
    return named(found, membership.chain_id, asked.q) if asked.q else found


def _in_state(chain_id: int, key: str) -> QuerySet[Vacancy]:
    found = Vacancy.objects.filter(chain_id=chain_id)
    match key:
        case "vol":
            return found.filter(status="open", taken__gte=F("positions"))
        case "verlopen":
            return found.filter(status="open", until__lt=today())
        case "even-niet":
            return found.filter(status="paused")
        case "gesloten":
            return found.filter(status="closed")
        case "alle":
            return found
    return open_ones(chain_id)


def named(found: QuerySet[Vacancy], chain_id: int, typed: str) -> QuerySet[Vacancy]:
    """Those with, for each word, a word that begins with it."""
    wanted = search.words(typed)
    if not wanted:
        return found.none()
    if len(wanted) > 1:
        return found.filter(pk__in=RawSQL("select snoer_vacancies_having(%s)", ([*wanted],)))
    beginning = VacancyWord.objects.filter(chain_id=chain_id, word__begins=wanted[0])
    if len(wanted[0]) > search.COMMON:
        return found.filter(pk__in=beginning.values("vacancy_id"))
    return found.filter(any_of(beginning.filter(vacancy=OuterRef("pk"))))


def labelled(vacancy: Vacancy) -> tuple[object, str]:
    """What it is called in the list, and how that is shown."""
    return STATES[state(vacancy)]
