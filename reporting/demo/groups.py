"""Courses and work teams of the demo that meet on every working day (and today, whatever day it is), with weeks of attendance:
most come, somebody stays away without notice, somebody is often ill, one meeting was forgotten. Invented."""

import datetime as dt
import random
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef

from chain.acting import acting_as
from chain.formats import day_typed
from chain.models import Chain, Instrument, Membership
from chain.once import NotNow
from clients.models import Client, Step
from clients.queries import any_of
from development import attendance, groups, stays
from development.attendance import Mark
from development.group_forms import GroupForm
from development.models import Group, Stay

WEEKS = 4
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(1, 6)
ALL = [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY]
# Name, kind, module, who leads it, where, days (today is added to those of every day), from, to, seats; how many others wait.
GROUPS: list[tuple[str, str, str, str, str, list[int], str, str, int, int]] = [
    ("Taal op de werkvloer", "course", "taaltraining", "roy", "Annex, lokaal 2", ALL, "9:00", "12:00", 15, 3),
    (
        "Taal voor beginners",
        "course",
        "taaltraining",
        "femke",
        "Annex, lokaal 4",
        [TUESDAY, THURSDAY],
        "13:00",
        "15:30",
        14,
        2,
    ),
    (
        "Motivatie en ritme",
        "course",
        "motivatie",
        "roy",
        "Annex, lokaal 1",
        [MONDAY, WEDNESDAY, FRIDAY],
        "13:00",
        "15:00",
        14,
        2,
    ),
    (
        "Empowerment voor vrouwen",
        "course",
        "empowerment",
        "femke",
        "Buurthuis Wyck",
        [WEDNESDAY],
        "9:30",
        "12:00",
        10,
        0,
    ),
    (
        "Werknemersvaardigheden",
        "course",
        "werknemersvaardigheden",
        "femke",
        "Annex, lokaal 3",
        ALL,
        "9:00",
        "11:30",
        10,
        1,
    ),
    ("Magazijn, ochtendploeg", "team", "leerwerktraject", "sjef", "MTB, hal 3", ALL, "7:30", "12:00", 15, 2),
    ("Inpak en montage", "team", "leerwerktraject", "sjef", "MTB, hal 1", ALL, "12:30", "16:30", 12, 1),
    ("Groenploeg", "team", "leerlijn", "sjef", "Werf Beatrixhaven", [MONDAY, TUESDAY, THURSDAY], "8:00", "15:30", 8, 0),
]
SEEN = [
    "Werkte de hele ochtend door en vroeg op tijd om hulp.", "Legde een nieuwe collega uit hoe de lijst werkt.",
    "Kwam op tijd en nam zelf initiatief.", "Had moeite met het tempo na de pauze. Morgen beginnen we met iets anders.",
    "Las de werkinstructie voor het eerst zonder hulp.", "Werkte goed samen bij het laden.",
]  # fmt: skip
# How often somebody is there, late, excused, away without notice.
HABITS = {"steady": (88, 5, 7, 0), "late": (62, 26, 12, 0), "ill": (30, 0, 70, 0), "away": (52, 4, 4, 40)}


def meeting(chain: Chain, people: dict[str, Membership], today: dt.date, seed: int = 53) -> None:
    """The groups, who is in them and who waits, and who was there in the last weeks; today is still to be filled in by
    Roy and Sjef."""
    rng = random.Random(seed)
    for row in GROUPS:
        by = people[row[3]]
        with acting_as(by.pk, "load_demo"):
            group = _group(chain, by, row, today)
            if group is None:
                continue
            _filled(group, by, row[2], rng)
            _waiting(group, by, row[2], row[9])
    # People of Annex in a team of MTB: host and guide see them both.
    with acting_as(people["roy"].pk, "load_demo"):
        team = Group.objects.filter(chain=chain, name="Magazijn, ochtendploeg").first()
        if team:
            _filled(team, people["roy"], "leerwerktraject", rng, most=3)
    for group in _made(chain, people["rianne"]):
        _attended(group, people[_leader(group)], today, rng)


def _leader(group: Group) -> str:
    return next(row[3] for row in GROUPS if row[0] == group.name)


def _made(chain: Chain, by: Membership) -> list[Group]:
    with acting_as(by.pk, "load_demo"):
        names = [row[0] for row in GROUPS]
        return list(Group.objects.filter(chain=chain, name__in=names).select_related("partner", "place").order_by("pk"))


def _group(chain: Chain, by: Membership, row: tuple, today: dt.date) -> Group | None:
    name, kind, module, _leader, where, days, starts, ends, seats, _waits = row
    instrument = Instrument.objects.filter(chain=chain, code=module).first()
    if instrument is None:
        return None
    said = {
        "name": name, "kind": kind, "instrument": instrument.pk, "partner": by.partner_id, "place": "", "where": where,
        "weekdays": sorted({*days, today.isoweekday()}) if days == ALL else days, "starts_at": starts, "ends_at": ends,
        "seats": seats, "started_on": day_typed(today - dt.timedelta(1100)), "ended_on": "", "coaches": [by.user_id],
        "version": 1,
    }  # fmt: skip
    form = GroupForm(said, instance=Group(chain_id=chain.pk), membership=by)
    if not form.is_valid():
        raise ValueError(form.errors)
    return form.keep()


def _free(by: Membership, module: str, status: str) -> list[Step]:
    """Steps of the partner that are in no group yet, with sight of the person."""
    seen = Client.objects.visible_to(by).filter(pk=OuterRef("client_id"), closed_on=None)
    return list(
        Step.objects.filter(any_of(seen), partner=by.partner_id, instrument__code=module, status=status)
        .exclude(stay__group__isnull=False)
        .select_related("client", "instrument", "partner", "stay").order_by("pk")
    )  # fmt: skip


def _seat(step: Step, group: Group, by: Membership, *, reserve: bool) -> bool:
    """Put the person in the group, beside the place that there may be already; False where that cannot be."""
    try:
        stay = Stay.objects.filter(step=step).first()
        if stay and reserve:
            stays.reserve(stay, group=group, by=by)
        elif stay is None:
            stays.ask(step, group=group, reserve=reserve, by=by)
        return True
    except (NotNow, ValidationError, PermissionDenied):
        return False


def _filled(group: Group, by: Membership, module: str, rng: random.Random, most: int | None = None) -> None:
    """Who runs in the module, until one or two seats are left."""
    free = _free(by, module, "active")
    rng.shuffle(free)
    room = group.seats - rng.randint(1, 3) - Stay.objects.filter(group=group, state__in=["running", "held"]).count()
    others = sum(row[2] == module for row in GROUPS[[row[0] for row in GROUPS].index(group.name) + 1 :])
    share = len(free) // (others + 1) if others and most is None else len(free)
    for step in free[: max(min(room, share, most or room), 0)]:
        _seat(step, group, by, reserve=True)


def _waiting(group: Group, by: Membership, module: str, number: int) -> None:
    """Somebody with a seat who begins soon, and a wait list."""
    for place, step in enumerate(_free(by, module, "planned")[: number + 1]):
        _seat(step, group, by, reserve=place == 0)


def _attended(group: Group, by: Membership, today: dt.date, rng: random.Random) -> None:
    """Weeks of marks, one act a meeting; of a day in the second week it was forgotten."""
    with acting_as(by.pk, "load_demo"):
        members = [step for step in groups.members_on(by, group, today) if step.status == "active"]
        habits = {step.pk: _habit(place) for place, step in enumerate(members)}
        length = groups.hours(group)
        for ago in range(7 * WEEKS, -1, -1):
            on = today - dt.timedelta(ago)
            if not groups.meets(group, on) or ago == 9 or (ago == 0 and by.user.username != "femke"):
                continue
            marks = {
                step.pk: _mark(habits[step.pk], length, rng)
                for step in members if step.started_on and step.started_on <= on
            }  # fmt: skip
            seen = [pk for pk, mark in marks.items() if mark.hours]
            whom = rng.sample(seen, min(len(seen), rng.choice([1, 1, 2, 3]))) if rng.random() < 0.12 else []
            attendance.log(by, on, marks, rng.choice(SEEN) if whom else "", whom, group=group.pk)


def _habit(place: int) -> str:
    return {2: "away", 5: "late", 7: "ill"}.get(place, "steady")


def _mark(habit: str, length: Decimal, rng: random.Random) -> Mark:
    mark = rng.choices(["present", "late", "excused", "absent"], HABITS[habit])[0]
    if mark == "present":
        return Mark(mark, length)
    return Mark(mark, length - Decimal("0.5")) if mark == "late" else Mark(mark)
