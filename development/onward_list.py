"""Who could move on: three lists of running steps, with the figures of all of them, in three questions to the database.

`kans`: participation places and other unpaid work from which paid work could come (document 002, annex 3 d). `norm`: who takes
longer than the module's norm, the longest first. `vast`: who is stuck, said last first. Each with what was said last of it. The
filters stand in the address, by code; pages go by the last one shown (`na`), so that the last is as quick as the first.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.addresses import among, number
from chain.days import today
from chain.models import Membership
from chain.parts import ARCHIVE, WITHOUT_FILES
from clients.asked import ask
from clients.models import Assessment, Client, Step
from clients.queries import any_of, sees_by_place, shows
from development import norms
from development.models import Onward
from development.onward import BESIDE, UNPAID
from diagnosis.models import PersonalOutlook
from placement.models import Placement
from placement.placements import PAID

PAGE = 25
LISTS = {
    "kans": _("Kans op betaald werk"),
    "norm": _("Langer dan de norm"),
    "vast": _("Zit vast"),
}
CODE = re.compile(r"[-\w]{1,50}", re.A)
WORDS = ("job-ready", "work-fit")
COULD = ("now", "soon")

PLACE = """(select s.municipality_id from chain_chainmunicipality s join chain_municipality m on m.id = s.municipality_id
    where s.chain_id = %(chain)s and m.code = %(gemeente)s)"""
PARTNER = "(select p.id from chain_partner p where p.chain_id = %(chain)s and p.code = %(partner)s)"
MODULE = "(select i.id from chain_instrument i where i.chain_id = %(chain)s and i.code = %(module)s)"
THERE = {
    "partners": "select id, code, name, colour from chain_partner where chain_id = %(chain)s order by position, name",
    "places": """select m.id, m.code, m.name from chain_chainmunicipality s join chain_municipality m
        on m.id = s.municipality_id where s.chain_id = %(chain)s order by m.name""",
    "modules": """select id, code, name, form_of_work as form, phase, function, coalesce(nullif(norm_weeks, 0), weeks) as weeks
        from chain_instrument where chain_id = %(chain)s order by name""",
    "words": """select id, key, name from clients_definition where chain_id = %(chain)s and key in ('job-ready', 'work-fit')
        order by started_on""",
}
FIGURES = {"figures": f"select * from snoer_onward({PLACE}, {PARTNER}, {MODULE})"}  # noqa: S608 (constants)
POTENTIAL = {"potential": f"select snoer_onward_potential({PLACE}, {PARTNER}, {MODULE}) as people"}


def reads_lists(membership: Membership) -> bool:
    """Whose steps they are: by name for who sees files by relation."""
    return membership.reads("plan") and membership.role not in WITHOUT_FILES | ARCHIVE


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    tab: str = "kans"
    partner: str = ""
    module: str = ""
    place: str = ""
    after: str = ""

    @classmethod
    def of(cls, data: Any) -> "Asked":
        def code(name: str) -> str:
            typed = data.get(name, "")
            return typed if CODE.fullmatch(typed) else ""

        return cls(
            among(data.get("lijst"), LISTS) or "kans", code("partner"), code("module"), code("gemeente"),
            number(data.get("na")),
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        """The list with these filters, from its beginning unless `na` is given."""
        here = {"lijst": self.tab, "partner": self.partner, "module": self.module, "gemeente": self.place} | changes
        if here["lijst"] == "kans":
            del here["lijst"]
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("onward") + (f"?{query}" if query else "")

    @property
    def filtered(self) -> bool:
        return bool(self.partner or self.module or self.place)


@dataclass
class There:
    """What there is in the chain: partners, modules, places and words, by id; the figures, where they were asked for."""

    partners: dict[int, dict[str, Any]]
    modules: dict[int, dict[str, Any]]
    places: dict[int, dict[str, Any]]
    words: dict[str, dict[str, Any]]  # by key: the ids that it had, and what it is called now
    figures: list[dict[str, Any]] = field(default_factory=list)
    helps: list[dict[str, Any]] = field(default_factory=list)
    potential: int | None = None

    @property
    def norms(self) -> dict[int, int | None]:
        """Weeks by module, of those that people move on from."""
        return {pk: one["weeks"] for pk, one in self.modules.items() if one["concerned"]}

    def ids(self, kind: str, code: str) -> int | None:
        """The id behind a code in the address."""
        rows: dict[int, dict[str, Any]] = getattr(self, kind)
        return next((pk for pk, one in rows.items() if code and one["code"] == code), None)


def there(membership: Membership, asked: Asked) -> There:
    """What the page chooses from and counts, in one question. On a further page of a list nothing is counted again."""
    first = not asked.after
    # Who sees everybody's file sees them all in the list itself.
    more = asked.tab == "kans" and first and not (reads_lists(membership) and sees_by_place(membership))
    found = ask(
        THERE | (FIGURES if first else {}) | (POTENTIAL if more else {}),
        {"chain": membership.chain_id, "partner": asked.partner, "module": asked.module, "gemeente": asked.place},
    )
    words: dict[str, dict[str, Any]] = {key: {"ids": [], "name": ""} for key in WORDS}
    for row in found["words"]:
        words[row["key"]]["ids"].append(row["id"])
        words[row["key"]]["name"] = row["name"]
    for one in found["modules"]:
        one["concerned"] = (
            one["form"] in UNPAID if one["form"] else one["phase"] == "development" and one["function"] not in BESIDE
        )
    by_id: Any = {name: {row["id"]: row for row in found[name]} for name in ("partners", "modules", "places")}
    counted = found.get("figures", [])
    figures, helps = ([row for row in counted if bool(row["help"]) is said] for said in (False, True))
    potential = found["potential"][0]["people"] if more else None
    return There(**by_id, words=words, figures=figures, helps=helps, potential=potential)


# The lists


class Unsorted(Func):
    """A number as no index has it: who asks for some modules is to walk along the first days, not to sort all of theirs."""

    template, output_field = "(%(expressions)s + 0)", IntegerField()


def running(membership: Membership, asked: Asked, known: There) -> QuerySet[Step]:
    """Running steps that people move on from, of open files in sight that show the plan, as the filters leave them."""
    people = Client.objects.filter(pk=OuterRef("client"), closed_on=None)  # in sight: below
    if place := known.ids("places", asked.place):
        people = people.filter(home=place)
    found = Step.objects.filter(chain_id=membership.chain_id, status="active").alias(of=Unsorted("instrument"))
    module = known.ids("modules", asked.module)
    found = found.filter(of__in=[module] if module in known.norms else [] if module else [*known.norms])
    if partner := known.ids("partners", asked.partner):
        found = found.alias(by=Unsorted("partner")).filter(by=partner)
    if not sees_by_place(membership):
        found = found.filter(shows(membership, "plan"))
    return found.filter(any_of(people))


def could_work(steps: Any, known: There, profile: bool) -> Any:
    """Unpaid work of who has no paid work that runs or is planned, and of whom something says that it could come: what was
    said last, and (`profile`) what was found of the person."""
    unpaid = [pk for pk, one in known.modules.items() if one["form"] in UNPAID]
    works = Placement.objects.filter(
        client=OuterRef("client"), form_of_work__in=PAID, step__status__in=("planned", "active")
    )
    said = any_of(Onward.objects.filter(step=OuterRef("pk"), verdict__in=COULD))
    found = steps.filter(of__in=unpaid).annotate(works=any_of(works), could=said)
    signs = Q(could=True)
    if profile:
        found = with_signs(found, known)
        signs |= Q(ready="yes") | Q(fit="yes") | Q(chances__isnull=False)
    return found.filter(signs, works=None)


def with_signs(steps: Any, known: There) -> Any:
    """Each with what was found last in the chain's words (`ready`, `fit`), when (`ready_on`, `fit_on`), and in which
    occupation the chances are good (`chances`)."""
    for name, key in (("ready", "job-ready"), ("fit", "work-fit")):
        said = Assessment.objects.filter(client=OuterRef("client"), definition__in=known.words[key]["ids"])
        last = said.order_by("-on", "-pk")
        steps = steps.annotate(
            **{name: Subquery(last.values("value")[:1]), f"{name}_on": Subquery(last.values("on")[:1])}
        )
    good = PersonalOutlook.objects.filter(client=OuterRef("client"), ended_on=None, chances="good").order_by(
        "-on", "-pk"
    )
    return steps.annotate(chances=Subquery(good.values("occupation__name")[:1]))


def shown(membership: Membership, asked: Asked, known: There) -> list[int]:
    """Ids of the page's steps and one more."""
    found = running(membership, asked, known)
    if asked.tab == "vast":
        stuck = Onward.objects.filter(
            any_of(found.filter(pk=OuterRef("step"))), chain_id=membership.chain_id, verdict="stuck"
        )
        if asked.after and (last := Onward.objects.filter(step=int(asked.after)).first()):
            stuck = stuck.filter(Q(on__lt=last.on) | Q(pk__lt=last.pk), on__lte=last.on)
        return list(stuck.order_by("-on", "-pk").values_list("step", flat=True)[: PAGE + 1])
    if asked.tab == "kans":
        found = could_work(found, known, membership.reads("profile"))
    else:
        found = norms.past(found, known.norms, today())
    if asked.after and (began := Step.objects.filter(pk=asked.after).values_list("started_on", flat=True).first()):
        found = found.filter(Q(started_on__gt=began) | Q(pk__gt=asked.after), started_on__gte=began)
    return list(found.order_by("started_on", "pk").values_list("pk", flat=True)[: PAGE + 1])


@dataclass(frozen=True)
class Row:
    """Somebody on a list: the step and its module, how long, what was said last, and what speaks for paid work."""

    step: Any  # Step, with `paused` and the signs
    onward: Onward | None
    stay: Any
    days: int
    norm: int | None

    @property
    def weeks(self) -> int:
        return self.days // 7

    @property
    def over(self) -> int:
        """Days more than the norm."""
        return max(self.days - 7 * self.norm, 0) if self.norm else 0

    @property
    def weeks_over(self) -> int:
        return self.over // 7


def rows(membership: Membership, asked: Asked, known: There, ids: list[int]) -> list[Row]:
    """The page's people, in the order of the ids, one query."""
    day = today()
    found = norms.with_pauses(Step.objects.filter(pk__in=ids), day)
    if asked.tab == "kans" and membership.reads("profile"):
        found = with_signs(found, known)
    steps = found.select_related(
        "client__home", "instrument", "partner", "onward__author", "onward__partner", "stay__place", "stay__group"
    )  # fmt: skip
    by_id: dict[int, Any] = {step.pk: step for step in steps}
    return [_row(by_id[pk], known, day) for pk in ids if pk in by_id]


def _row(step: Any, known: There, day: dt.date) -> Row:
    taken = max((day - step.started_on).days + 1 - step.paused, 0)
    return Row(
        step, getattr(step, "onward", None), getattr(step, "stay", None), taken, known.norms.get(step.instrument_id)
    )
