"""Who was there: the one way in which marks and observations of a day are logged, of a whole group or of people in none.

Two movements, so that a form of fifteen people costs four statements: `check` reads and refuses, `save` writes. The steps
are not locked: of who hosts a group the database would hide the rows that are another partner's (a lock asks the right to
change), and the mark of a day is one row whatever comes in between; the later one takes the place of the earlier.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.models import Membership
from clients import steps
from clients.models import Client, Observation, Step
from clients.queries import any_of
from clients.timeline import Telling, record_many
from development.models import Attendance
from development.models.course import MARKS, THERE

LONGEST = 1000  # of an observation
MOST_HOURS = 24


class Mark(NamedTuple):
    """What was seen of somebody on the day; `hours` of who was there."""

    mark: str
    hours: Decimal | None = None


class Late(NamedTuple):
    """Somebody whose mark or observation has no place any more: the name (if still in sight), why, and the words."""

    name: str
    why: str
    text: str


@dataclass
class Checked:
    """What can be kept of what was sent in, and what is too late."""

    by: Membership
    on: dt.date
    group_id: int | None
    marks: list[tuple[Step, Mark]] = field(default_factory=list)
    texts: list[tuple[Step, str]] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len({step.pk for step, _what in [*self.marks, *self.texts]})

    def save(self) -> None:
        """Write it, in the transaction of the caller: marks, observations and what is told, one statement each."""
        told = [Telling(*one) for one in self._absent()]
        changed = [(step, mark) for step, mark in self.marks if Mark(*was(step)) != mark]
        if changed:
            Attendance.objects.bulk_create(
                [
                    Attendance(
                        group_id=self.group_id or _group(step), on=self.on, mark=mark.mark, hours=mark.hours, **self._said(step)
                    )
                    for step, mark in sorted(changed, key=lambda each: each[0].pk)
                ],
                update_conflicts=True, unique_fields=["step", "on"],
                update_fields=["mark", "hours", "group", "partner", "author", "at"],
            )  # fmt: skip
        if self.texts:
            Observation.objects.bulk_create(
                [Observation(on=self.on, text=text, **self._said(step)) for step, text in self.texts]
            )
            told += [
                Telling("step-observed", step.client, step, {"step": step.instrument.name, "text": text})
                for step, text in self.texts
            ]
        record_many(told, on=self.on)

    def _said(self, step: Step) -> dict[str, Any]:
        """Whose the row is: the executing partner's, or that of the host who saw it."""
        own = self.by.role == "system" or steps.is_of(self.by, step.partner)
        return {
            "step_id": step.pk, "client_id": step.client_id, "chain_id": step.chain_id, "author_id": self.by.user_id,
            "partner_id": step.partner_id if own else self.by.partner_id,
        }  # fmt: skip

    def _absent(self) -> list[tuple[str, Client, Step, dict[str, Any]]]:
        """Only an absence without notice stands on the timeline: all the other marks would bury it."""
        told = []
        for step, mark in self.marks:
            before, after = was(step)[0] == "absent", mark.mark == "absent"
            if before != after:
                act = "not-there" if after else "not-there-corrected"
                told.append((act, step.client, step, {"step": step.instrument.name}))
        return told


def log(
    by: Membership,
    on: dt.date,
    marks: Mapping[int, Mark],
    observation: str = "",
    whom: Collection[int] = (),
    group: int | None = None,
    texts: Mapping[int, str] | None = None,
) -> Checked:
    """Check and save; see check()."""
    checked = check(by, on, marks, observation, whom, group, texts)
    checked.save()
    return checked


def check(
    by: Membership,
    on: dt.date,
    marks: Mapping[int, Mark],
    observation: str = "",
    whom: Collection[int] = (),
    group: int | None = None,
    texts: Mapping[int, str] | None = None,
) -> Checked:
    """What of it can be logged under `by` for the day, by the key of the step: marks, one observation for several people
    (`whom`), and words of each (`texts`). One question.

    PermissionDenied for who writes no steps. ValidationError, and then of nobody, at `on` for a day to come, at
    `hours-KEY` for hours that cannot be, at `observation` or `text-KEY` for too many words, at `about` where it is said of
    nobody. Whose step ended, did not begin, or is out of sight by now stands in `late`.
    """
    if not by.writes("plan"):
        raise PermissionDenied
    told = {pk: text.strip() for pk, text in (texts or {}).items() if text.strip()}
    if observation := observation.strip():
        told |= {pk: f"{told[pk]} {observation}" if pk in told else observation for pk in whom}
    _check(on, by, marks, observation, whom, told)
    found = {step.pk: step for step in _steps(by, on, {*marks, *told}) if _may(by, step)}
    checked = Checked(by, on, group)
    for pk in {**marks, **told}:
        step, text = found.get(pk), told.get(pk, "")
        why = _too_late(step, on, group)
        if step is None or why:
            checked.late.append(Late(step.client.name if step else "", why, text))
            continue
        if pk in marks:
            checked.marks.append((step, marks[pk]))
        if text and step.status == "active":
            checked.texts.append((step, text))
        elif text:
            checked.late.append(Late(step.client.name, translate("de stap is intussen afgelopen"), text))
    return checked


def _check(
    on: dt.date,
    by: Membership,
    marks: Mapping[int, Mark],
    observation: str,
    whom: Collection[int],
    told: Mapping[int, str],
) -> None:
    steps.check_day(on, by)
    wrong: dict[str, Any] = {}
    for pk, mark in marks.items():
        if mark.mark not in MARKS:
            raise ValueError(mark.mark)
        if mark.hours is not None and (mark.mark not in THERE or not 0 < mark.hours <= MOST_HOURS):
            wrong[f"hours-{pk}"] = _("Vul uren in tussen 0 en 24")
    for pk, text in told.items():
        if len(text) > LONGEST and text != observation:
            wrong[f"text-{pk}"] = _("Dit is te lang: schrijf het korter")
    if len(observation) > LONGEST:
        wrong["observation"] = _("Dit is te lang: schrijf het korter")
    if observation and not whom:
        wrong["about"] = _("Kies over wie u dit schrijft")
    if wrong:
        raise ValidationError(wrong)


def _steps(by: Membership, on: dt.date, pks: set[int]) -> list[Step]:
    """Those of the steps that are in sight, with what was marked on the day: one question."""
    if not pks:
        return []
    earlier = (
        Attendance.objects.filter(step=OuterRef("pk"), on=on)
        .order_by()
        .values(row=JSONObject(mark="mark", hours="hours"))
    )
    return list(
        Step.objects.filter(
            any_of(Client.objects.visible_to(by).filter(pk=OuterRef("client_id"), closed_on=None)), pk__in=pks
        )
        .select_related("client", "instrument", "partner", "stay__group", "stay__place")
        .annotate(was=Subquery(earlier[:1]))
    )  # fmt: skip


def was(step: Step) -> tuple[str, Decimal | None]:
    """The mark and hours that stand on the day; "" for none."""
    was: dict[str, Any] | None = getattr(step, "was", None)
    if not was:
        return "", None
    return was["mark"], None if was["hours"] is None else Decimal(str(was["hours"]))


def _group(step: Step) -> int | None:
    return step.stay.group_id if hasattr(step, "stay") else None


def _may(by: Membership, step: Step) -> bool:
    """The partner whose step it is, who gives the group, and the host of the place: these are with the person."""
    if by.role == "system" or steps.is_of(by, step.partner):
        return True
    stay = getattr(step, "stay", None)
    return stay is not None and bool(
        {stay.group.partner_id if stay.group else None, stay.place.host_id if stay.place else None} & set(by.acts_for)
    )


def _too_late(step: Step | None, on: dt.date, group: int | None) -> str:
    """Why nothing of the day can be said of the step (any more); "" if it can."""
    if step is None:
        return translate("is niet meer in beeld")
    if step.status in ("planned", "cancelled") or step.started_on is None:
        return translate("is nog niet begonnen") if step.status == "planned" else translate("de stap gaat niet door")
    if on < step.started_on:
        return translate("was op deze dag nog niet begonnen")
    if step.ended_on and on > step.ended_on:
        return translate("de stap is intussen afgelopen")
    if group is not None and _group(step) != group:
        return translate("zit niet meer in deze groep")
    return ""


def said(checked: Checked, say: Callable[[str, str], object]) -> None:
    """Tell what was kept and what was not, as `say(level, text)`: to the page and to the phone."""
    if checked.people:
        text = ngettext("Opgeslagen voor %(count)s persoon.", "Opgeslagen voor %(count)s personen.", checked.people)
        say("success", text % {"count": checked.people})
    elif not checked.late:
        say("info", translate("Er was niets ingevuld."))
    for one in checked.late:
        text = translate("%(name)s: %(why)s. Niet opgeslagen.")
        if one.text:
            text = translate("%(name)s: %(why)s. Niet opgeslagen: %(text)s")
        say("warning", text % {"name": one.name or translate("Iemand"), "why": one.why, "text": one.text})
