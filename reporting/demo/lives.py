"""Invented lives on benefit in the chain, as a caseload folder (counting.md): what happened to some people, and when.

A life is a path through the palette: moments one after the other, each of one or more steps at once, then perhaps work
and the end of the benefit. What lies after `now` is planned, what spans it runs.
"""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reporting.demo import people

FILES = {
    "clients": "client_ref bsn first_name prefix last_name birth_date postcode house_number phone email language "
               "work_ability target_groups registered_on",
    "residences": "client_ref municipality started_on ended_on",
    "benefits": "client_ref scheme level started_on ended_on end_reason",
    "steps": "step_ref client_ref instrument partner planned_on started_on ended_on status hours_per_week",
    "placements": "placement_ref client_ref employer form_of_work started_on ended_on end_reason hours_per_week",
}  # fmt: skip
PARTNER = {
    "intake": "szmh", "praktijkdiagnose": "annex", "empowerment": "annex", "motivatie": "annex",
    "werknemersvaardigheden": "annex", "taaltraining": "annex", "sollicitatietraining": "annex",
    "activeringsplek": "annex", "leerwerktraject": "mtb", "leerlijn": "mtb", "participatieplaats": "szmh",
    "behoud-van-uitkering": "szmh", "scholing": "szmh", "vrijwilligerswerk": "szmh", "dagbesteding": "szmh",
    "jobcoaching": "podium24", "proefplaats": "podium24", "loonwaardemeting": "szmh",
}  # fmt: skip
MTB_PLACES = {"GM0935", "GM0938", "GM1903"}
WEEKS = {  # usual duration
    "intake": (1, 3), "praktijkdiagnose": (6, 12), "empowerment": (8, 14), "motivatie": (6, 12),
    "werknemersvaardigheden": (8, 16), "taaltraining": (16, 32), "sollicitatietraining": (4, 8),
    "activeringsplek": (12, 26), "leerwerktraject": (20, 40), "leerlijn": (20, 44), "participatieplaats": (40, 100),
    "behoud-van-uitkering": (8, 26), "scholing": (20, 52), "vrijwilligerswerk": (26, 100), "dagbesteding": (40, 110),
    "jobcoaching": (13, 26), "proefplaats": (4, 9), "loonwaardemeting": (1, 2),
}  # fmt: skip
# weight, moments, form of work at the end, extent of the outflow
PATHS: list[tuple[int, list[list[str]], str, str]] = [
    (9, [["intake"], ["sollicitatietraining"]], "regular", "full"),
    (5, [["intake"]], "temporary-agency", "full"),
    (10, [["intake"], ["praktijkdiagnose"], ["empowerment", "taaltraining"], ["leerlijn"]], "regular", "full"),
    (9, [["intake"], ["praktijkdiagnose"], ["werknemersvaardigheden"], ["leerwerktraject"], ["proefplaats"]],
     "wage-subsidy", "partial"),
    (8, [["intake"], ["taaltraining"], ["behoud-van-uitkering"], ["proefplaats"]], "secondment", "partial"),
    (6, [["intake"], ["scholing"], ["sollicitatietraining"]], "regular", "full"),
    (7, [["intake"], ["motivatie"], ["vrijwilligerswerk"]], "", ""),
    (6, [["intake"], ["activeringsplek"], ["motivatie", "taaltraining"]], "", ""),
    (6, [["intake"], ["empowerment"], ["participatieplaats"]], "", ""),
    (5, [["intake"], ["loonwaardemeting"], ["leerwerktraject", "jobcoaching"]], "sheltered", "partial"),
    (4, [["intake"], ["dagbesteding"]], "", ""),
    (7, [["intake"], ["praktijkdiagnose"], ["leerwerktraject"]], "", ""),
    (5, [["intake"]], "", ""),
]  # fmt: skip


@dataclass
class Time:
    """When the lives take place: people come in from first to last; what is known ends at `now`.

    `shares`: how busy each of as many equal stretches of that time is, relative to the others. `followed`: most people
    who are left without a step by then have a new one. `closed`: what ran at `now` has ended since.
    """

    first: dt.date
    last: dt.date
    now: dt.date
    shares: tuple[float, ...] = (1,)
    followed: bool = False
    closed: bool = False

    def some_day(self, rng: random.Random) -> dt.date:
        stretch = rng.choices(range(len(self.shares)), self.shares)[0]
        return self.first + (self.last - self.first) * ((stretch + rng.random()) / len(self.shares))


@dataclass
class Life:
    """One person's rows, by file."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in FILES})


def lives(number: int, seed: int, prefix: str, time: Time, first_bsn: int) -> Iterator[Life]:
    """`number` invented people; the same for the same arguments."""
    rng = random.Random(seed)
    numbers = people.bsns(first_bsn)
    for position in range(1, number + 1):
        yield _life(rng, f"{prefix}{position:05d}", next(numbers), time)


def _life(rng: random.Random, ref: str, bsn: str, time: Time) -> Life:
    life = Life()
    registered = time.some_day(rng)
    born = registered - dt.timedelta(rng.randint(19 * 365, 64 * 365))
    home = people.municipality(rng)
    age = (registered - born).days // 365
    groups = {group for group in people.TARGET_GROUPS[1:] if rng.random() < 0.12} | ({"45plus"} if age >= 45 else set())
    language = rng.choice(people.LANGUAGES)
    prefix, last_name = people.surname(rng)
    if language in ("ara", "tir"):
        groups.add("status-holder")
    life.rows["clients"].append({
        "client_ref": ref, "bsn": bsn, "first_name": rng.choice(people.FIRST_NAMES),
        "prefix": prefix, "last_name": last_name, "birth_date": born,
        "postcode": f"{rng.choice(list(people.POSTCODES[home]))}{rng.choice('ABCDEGHK')}{rng.choice('ABCDEGHK')}",
        "house_number": rng.randint(1, 180), "phone": f"06 {rng.randint(10000000, 99999999)}", "email": "",
        "language": language, "work_ability": rng.choice(["", "", 30, 40, 50, 60, 70, 80, 100]),
        "target_groups": "|".join(sorted(groups)), "registered_on": registered,
    })  # fmt: skip
    _live(rng, life, ref, home, time, registered)
    outflow = _walk(rng, life, ref, time, registered)
    if outflow is None and time.followed and rng.random() < 0.8:
        _follow(rng, life, ref, time)
    _receive(rng, life, ref, time, registered, outflow)
    return life


def _live(rng: random.Random, life: Life, ref: str, home: str, time: Time, registered: dt.date) -> None:
    """Where somebody lives; one in fourteen moves, within the chain or out of it."""
    since = registered - dt.timedelta(rng.randint(200, 4000))
    moved = registered + dt.timedelta(rng.randint(60, 900))
    moves = rng.random() < 0.07 and moved < time.now
    life.rows["residences"].append(
        {"client_ref": ref, "municipality": home, "started_on": since,
         "ended_on": moved - dt.timedelta(1) if moves else ""}
    )  # fmt: skip
    if moves:
        to = rng.choice([people.municipality(rng), people.municipality(rng), rng.choice(people.ELSEWHERE)])
        life.rows["residences"].append({"client_ref": ref, "municipality": to, "started_on": moved, "ended_on": ""})


def _walk(rng: random.Random, life: Life, ref: str, time: Time, registered: dt.date) -> tuple[dt.date, str] | None:
    """The path; returns the first day of paid work and the extent of the outflow, if it came to that."""
    _weight, moments, form, extent = rng.choices(PATHS, [path[0] for path in PATHS])[0]
    day, stopped = registered + dt.timedelta(rng.randint(2, 20)), False
    for moment in moments:
        ends = []
        for instrument in moment:
            weeks = rng.randint(*WEEKS[instrument])
            ends.append(_step(rng, life, ref, instrument, day, day + dt.timedelta(7 * weeks), time))
            stopped = stopped or (life.rows["steps"][-1]["status"] == "stopped" and instrument != "intake")
        if stopped and rng.random() < 0.7:
            return None
        day = max(ends) + dt.timedelta(rng.choice([3, 7, 14, 21, 35, 70]))
        if day > time.now + dt.timedelta(50):
            return None
    if not form:
        return None
    return _work(rng, life, ref, form, extent, day, time)


def _follow(rng: random.Random, life: Life, ref: str, time: Time) -> None:
    """A step that runs now or is about to, for somebody whose path stopped some while ago."""
    last = max((row["planned_end"] for row in life.rows["steps"]), default=time.first)
    if last > time.now - dt.timedelta(45):
        return
    instrument = rng.choice(["taaltraining", "vrijwilligerswerk", "leerwerktraject", "behoud-van-uitkering", "motivatie",
                             "participatieplaats", "scholing"])  # fmt: skip
    start = time.now + dt.timedelta(rng.randint(-120, 25))
    start = max(start, last + dt.timedelta(1))
    _step(rng, life, ref, instrument, start, time.now + dt.timedelta(rng.randint(30, 200)), time)


def _step(
    rng: random.Random, life: Life, ref: str, instrument: str, start: dt.date, end: dt.date, time: Time
) -> dt.date:
    planned, status, ended = start - dt.timedelta(rng.choice([0, 0, 0, 7])), "done", end
    if rng.random() < 0.04:
        status, ended = "cancelled", start
    elif start > time.now:
        status, ended = ("cancelled", start) if time.closed else ("planned", end)
    elif end > time.now and not time.closed:
        status = "active"
    elif rng.random() < 0.10 and instrument != "intake":
        status, ended = "stopped", start + (end - start) // 3
    begun = status in ("active", "done", "stopped")
    life.rows["steps"].append({
        "step_ref": f"{ref}-{len(life.rows['steps']) + 1}", "client_ref": ref, "instrument": instrument,
        "partner": _partner(instrument, life), "planned_on": planned, "started_on": start if begun else "",
        "ended_on": ended if status in ("done", "stopped") else "", "status": status,
        "hours_per_week": 2 if instrument == "intake" else rng.choice([4, 8, 12, 16, 20, 24]), "planned_end": end,
    })  # fmt: skip
    return ended


def _partner(instrument: str, life: Life) -> str:
    """Learning by working is MTB's where MTB works, else Annex's (the blueprint's mandates)."""
    home = life.rows["residences"][-1]["municipality"]
    return "annex" if PARTNER[instrument] == "mtb" and home not in MTB_PLACES else PARTNER[instrument]


def _work(
    rng: random.Random, life: Life, ref: str, form: str, extent: str, day: dt.date, time: Time
) -> tuple[dt.date, str] | None:
    if day > time.now:
        return None
    weeks = rng.choice([13, 26, 26, 52, 104, 400, 400])
    end = day + dt.timedelta(min(7 * weeks, 1000) if time.closed else 7 * weeks)
    over = time.closed or end <= time.now
    life.rows["placements"].append({
        "placement_ref": f"{ref}-W", "client_ref": ref, "employer": rng.choice(people.EMPLOYERS), "form_of_work": form,
        "started_on": day, "ended_on": end if over else "",
        "end_reason": rng.choice(["contract-ended", "not-suitable", "own-choice", "illness"]) if over else "",
        "hours_per_week": rng.choice([12, 16, 20, 24, 28, 32, 36]),
    })  # fmt: skip
    return (day, extent) if rng.random() < 0.92 else None


def _receive(
    rng: random.Random, life: Life, ref: str, time: Time, registered: dt.date, outflow: tuple[dt.date, str] | None
) -> None:
    """The benefit: since before, ended by work or otherwise, sometimes received again."""
    scheme = rng.choice(["participatiewet"] * 9 + ["ioaw", "ioaz"])
    since = registered - dt.timedelta(rng.randint(0, 1800))
    periods: list[tuple[str, dt.date, dt.date | None, str]] = []
    if outflow is None:
        ended = registered + dt.timedelta(rng.randint(100, 1200))
        if rng.random() < 0.12 and ended < time.now:
            periods.append(
                ("full", since, ended, rng.choice(["relationship", "moved", "study", "pension-age", "other"]))
            )
        else:
            periods.append(("full", since, None, ""))
    else:
        last = outflow[0] - dt.timedelta(1)
        periods.append(("full", since, last, "work"))
        if outflow[1] == "partial":
            periods.append(("partial", outflow[0], None, ""))
        elif rng.random() < 0.12:  # lost the work, back on benefit
            back = last + dt.timedelta(rng.choice([15, 31, 32, 60, 140]))
            if back < time.now:
                periods.append(("full", back, None, ""))
    for level, started, last_day, reason in periods:
        life.rows["benefits"].append({
            "client_ref": ref, "scheme": scheme, "level": level, "started_on": started, "ended_on": last_day or "",
            "end_reason": reason,
        })  # fmt: skip


def write(folder: Path, all_lives: Iterator[Life]) -> None:
    """Write the five files of the exchange format."""
    folder.mkdir(parents=True, exist_ok=True)
    writers, files = {}, []
    try:
        for name, columns in FILES.items():
            file = (folder / f"{name}.csv").open("w", newline="", encoding="utf-8")
            files.append(file)
            writers[name] = csv.DictWriter(file, columns.split(), extrasaction="ignore")
            writers[name].writeheader()
        for life in all_lives:
            for name, rows in life.rows.items():
                writers[name].writerows(rows)
    finally:
        for file in files:
            file.close()
