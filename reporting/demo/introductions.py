"""Who is brought together with which employer in the demo: some forty introductions, at every point of their course."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from chain.acting import acting_as
from chain.models import Chain, Membership
from chain.once import NotNow
from clients.models import Client
from clients.queries import shows
from diagnosis.models import TargetOccupation
from placement import introductions, profile_card, trials
from placement.models import ContactPerson, Employer, Introduction, Vacancy
from placement.models.introductions import OPEN
from placement.vacancies import open_ones

DAY = dt.timedelta(days=1)
# Who introduces, and how far each of theirs is.
COURSE = {
    "iris": ["trial", "offer", "talk", "declined", "sent", "proposed", "agreed", "trial", "talk", "sent", "declined", "talk",
             "sent", "agreed", "declined", "proposed", "talk", "sent", "declined", "agreed", "talk", "sent"],
    "sjef": ["talk", "offer", "sent", "declined", "talk", "proposed"],
    "loes": ["agreed", "proposed", "sent", "declined", "agreed", "sent", "proposed"],
    "marc": ["sent", "agreed", "talk", "declined", "sent"],
}  # fmt: skip
WAY = ("agreed", "sent", "talk", "trial", "offer")
WHY = [
    "Deed dit werk eerder en wil het graag weer doen.",
    "Komt altijd op tijd en werkt netjes. Woont op fietsafstand.",
    "Heeft in de diagnose laten zien dat het tempo goed is.",
    "Wil graag leren op de werkvloer; de werkgever kent die aanpak.",
    "De uren passen bij wat deze persoon nu kan en wil.",
    "Werkt graag met mensen en spreekt hun taal.",
    "Was hier op bezoek en kwam enthousiast terug.",
]
NO = [
    ("employer", "no-click", ""), ("employer", "skills", ""), ("person", "travel", ""), ("person", "hours", ""),
    ("employer", "withdrawn", ""), ("partner", "other", "De werkgever belde drie keer niet terug."),
]  # fmt: skip
MORE = ["hours", "abilities", "experience", "languages", "place", "available", "courses", "licences"]


def told(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """Make them, each by who would; how many. Does less where there are fewer vacancies or people than hoped."""
    rng, made = random.Random(26), 0
    for name, course in COURSE.items():
        by = people.get(name)
        if by is None:
            continue
        with acting_as(by.pk, "load_demo"):
            work, persons = _work(chain), _persons(chain, by)
            goals = list(course)
            for place, client in enumerate(persons):
                if not goals:
                    break
                if _one(client, goals[0], _fitting(client, work, rng, place), by, today, rng):
                    goals.pop(0)
                    made += 1
    return made


def _one(
    client: Client, goal: str, fitting: Iterator[tuple[Employer, Vacancy | None]], by: Membership, today: dt.date,
    rng: random.Random,
) -> bool:  # fmt: skip
    """Whether one could be told: not where another has the place, or the person has a trial placement already."""
    for employer, vacancy in fitting:
        try:
            with transaction.atomic():
                _tell(client, employer, vacancy, goal, by, today, rng)
        except (ValidationError, NotNow):
            continue
        return True
    return False


def _work(chain: Chain) -> list[tuple[Employer, Vacancy | None]]:
    """Open vacancies, and where there are none the employers themselves."""
    vacancies = list(open_ones(chain.pk).select_related("employer", "occupation").order_by("pk")[:200])
    found: list[tuple[Employer, Vacancy | None]] = [(one.employer, one) for one in vacancies]
    return found or [(one, None) for one in Employer.objects.filter(chain=chain).order_by("pk")[:40]]


def _persons(chain: Chain, by: Membership) -> list[Client]:
    """People in sight who are introduced nowhere yet, those first who know what work they want."""
    seen = Client.objects.visible_to(by).filter(
        shows(by, "placements", client="pk"), chain=chain, closed_on=None, ref__startswith="N"
    )
    if by.is_contact_point:
        seen = seen.filter(lead=by.user_id)
    busy = Introduction.objects.filter(status__in=OPEN).values("client")
    wanting = set(TargetOccupation.objects.filter(chain=chain).values_list("client", flat=True))
    found = seen.exclude(pk__in=busy).select_related("home").order_by("ref")
    return sorted(found, key=lambda client: client.pk not in wanting)[:30]


def _fitting(
    client: Client, work: list[tuple[Employer, Vacancy | None]], rng: random.Random, place: int
) -> Iterator[tuple[Employer, Vacancy | None]]:
    """What fits best first: the occupation that is wanted, then its sector, then anything; now and then no vacancy yet."""
    targets = TargetOccupation.objects.filter(client=client).select_related("occupation")
    wanted = {each.occupation_id: each.occupation.sector for each in targets}
    shuffled = rng.sample(work, len(work))

    def rank(each: tuple[Employer, Vacancy | None]) -> int:
        occupation = each[1].occupation if each[1] else None
        return 2 if occupation is None else 0 if occupation.pk in wanted else 2 - (occupation.sector in wanted.values())

    best = sorted(shuffled, key=rank)[:3]
    if place % 8 == 7 and best:
        best.insert(0, (best[0][0], None))
    yield from best


def _tell(
    client: Client, employer: Employer, vacancy: Vacancy | None, goal: str, by: Membership, today: dt.date,
    rng: random.Random,
) -> None:  # fmt: skip
    """The course of one introduction until it stands where it should, each act on a day of its own."""
    last = rng.choice(["agreed", "sent", "talk"]) if goal == "declined" else goal
    way = WAY[: WAY.index(last) + 1] if last in WAY else ()
    way = tuple(act for act in way if act != "trial" or goal == "trial")
    begun = max(client.registered_on, today - (rng.randint(4, 9) + 8 * len(way)) * DAY)
    one = introductions.propose(client, employer, vacancy, rng.choice(WHY), on=begun, by=by)
    on = begun
    for status in way:
        on = min(on + rng.randint(2, 7) * DAY, today)
        act = {"agreed": "agree", "sent": "send", "talk": "talk", "trial": "try", "offer": "offer"}[status]
        facts = _facts(act, one, on, today, goal, rng)
        if facts is None:  # nobody to give the card to
            break
        one = introductions.move(one, act, by=by, **facts)
    if goal == "trial" and one.trial and one.trial.status == "active" and rng.random() < 0.5:
        end = min(trials.usual_end(one.chain_id, one.trial.started_on or today) + 40 * DAY, today + 100 * DAY)
        trials.extend(one, end, "De vaste begeleider was lang afwezig; er is meer tijd nodig om het te zien.", by=by)
    if goal == "declined":
        who, reason, text = rng.choice(NO)
        introductions.move(one, "decline", by=by, who=who, reason=reason, text=text, on=min(on + 4 * DAY, today))


def _facts(
    act: str, one: Introduction, on: dt.date, today: dt.date, goal: str, rng: random.Random
) -> dict[str, Any] | None:
    if act == "send":
        person = ContactPerson.objects.filter(employer=one.employer_id).order_by("pk").first()
        chosen = {"first-name", "wanted", *rng.sample(MORE, 4)}
        words = {field.key: field.words for field in profile_card.offered(one) if field.key in chosen and field.words}
        return {"chosen": words, "person": person, "on": on} if person else None
    if act == "try":
        return {"start": on, "hours": rng.choice([12, 16, 20, 24])}
    if act == "talk" and goal == "talk" and rng.random() < 0.5:
        return {"on": today + rng.randint(1, 8) * DAY}
    return {"on": on}
