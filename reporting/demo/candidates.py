"""Candidates that Podium24 asks SZMH for in the demo: three by Thursday, of whom one is there, and one answer that was no."""

import datetime as dt

from django.core.exceptions import ValidationError

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients.models import Client
from placement import candidates, introductions
from placement.matching import cards_for
from placement.models import Introduction, Mediation, Vacancy
from placement.models.introductions import OPEN
from placement.vacancies import open_ones

THURSDAY = 3  # as weekday() counts
WANTED, REFUSED = "Orderpicker dagdienst", "Kamermedewerker"
TEXT = "De teamleider wil ze donderdag om 14.00 uur ontvangen voor een rondleiding. Kan binnen twee weken beginnen."
WHY = "Werkt graag in een vaste ploeg en kan snel beginnen. Het magazijn ligt op fietsafstand."
ANSWER = "Wie dit wil, begint net aan een leerwerkplek. Vraag het in januari nog eens."


def asked(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """Ask, propose and decline, by the product's own acts; how many people were proposed."""
    iris, loes, rianne = (people.get(name) for name in ("iris", "loes", "rianne"))
    if iris is None or loes is None or rianne is None:
        return 0
    thursday = today + dt.timedelta((THURSDAY - today.weekday() - 1) % 7 + 1)
    with acting_as(iris.pk, "load_demo"):
        there = list(open_ones(chain.pk).filter(candidate_requests=None).order_by("pk")[:200])
        if not there:
            return 0
        wanted = _called(there, WANTED)
        candidates.ask(wanted, 3, thursday, TEXT, by=iris)
        other = _called([one for one in there if one.pk != wanted.pk], REFUSED)
        no = candidates.ask(other, 2, today + dt.timedelta(5), by=iris) if other else None
    if no:
        with acting_as(rianne.pk, "load_demo"):
            candidates.move(no, "decline", ANSWER, by=rianne)
    with acting_as(loes.pk, "load_demo"):
        return _proposed(wanted, loes)


def _called(there: list[Vacancy], title: str) -> Vacancy:
    return next((one for one in there if one.title == title), there[0] if there else None)  # type: ignore[return-value]


def _proposed(vacancy: Vacancy, by: Membership) -> int:
    """The first of one's own people whose card fits, or else who is introduced nowhere."""
    cards = [match.card["id"] for match in cards_for(vacancy, limit=50)]
    marks = Mediation.objects.filter(card__in=cards, ended_on=None, client__lead=by.user_id, client__closed_on=None)
    people = [
        mark.client for mark in sorted(marks.select_related("client"), key=lambda mark: cards.index(mark.card_id))
    ]
    busy = Introduction.objects.filter(status__in=OPEN).values("client")
    own = Client.objects.visible_to(by).filter(lead=by.user_id, closed_on=None).exclude(pk__in=busy)
    for client in [*people, *own.order_by("pk")[:5]]:
        try:
            introductions.propose(client, None, vacancy, WHY, by=by)
        except ValidationError:
            continue
        return 1
    return 0
