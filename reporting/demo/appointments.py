"""Appointments in the demo: today's of a consultant, a trainer and a work coach, the week ahead, and somebody who did not come.
Does less where there are fewer people than hoped. Where e-mail is on (`make demo`), one invitation goes by e-mail: a file."""

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction

from chain.acting import acting_as
from chain.days import now
from chain.models import Chain, Membership
from chain.once import NotNow
from clients import appointments, mail, todo
from clients.models import Client, Contact, Step

DAY = dt.timedelta(days=1)
NOT_TOLD = (ValidationError, PermissionDenied, NotNow, ProgrammingError)
OFFICE = {"szmh": "Mosae Forum 10, Maastricht", "annex": "Annex, lokaal 2", "mtb": "MTB, Dukatenstraat, bij de balie"}
# who, days from now, at what time, about what, how, where (empty: the office), how invited, and what became of it
MADE = [
    ("loes", 0, "9:00", "Plan doornemen", "office", "", "letter", ""),
    ("loes", 0, "10:30", "Bellen over de kinderopvang", "phone", "", "said", ""),
    ("loes", 0, "15:30", "Hoe bevalt de training?", "outside", "Stadspark, bij de ingang aan de Prins Bisschopsingel", "said", ""),
    ("loes", 1, "11:00", "Eerste gesprek over werk", "office", "", "email", ""),
    ("loes", 3, "14:00", "Samen naar de evaluatie", "office", "", "letter", ""),
    ("loes", -6, "10:00", "Plan doornemen", "office", "", "letter", "miss"),
    ("loes", -2, "13:00", "Kennismaken", "home", "", "said", "open"),
    ("loes", -9, "9:30", "Wat wil ik?", "office", "", "said", "keep"),
    ("roy", 0, "9:15", "Voortgang van de training", "office", "", "said", ""),
    ("roy", 0, "13:45", "Sollicitatiebrief bekijken", "office", "", "said", ""),
    ("roy", 2, "10:00", "Proefgesprek oefenen", "office", "", "said", ""),
    ("sjef", 0, "10:15", "Hoe gaat het op de werkplek?", "work", "Kwekerij, kas 3", "said", ""),
    ("sjef", 0, "14:30", "Meer uren?", "work", "Montagehal", "said", ""),
    ("sjef", -1, "11:00", "Kennismaken met de werkplek", "work", "Montagehal", "said", "open"),
]  # fmt: skip


def made(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """All of them; how many."""
    number = 0
    free: dict[str, Iterator[Client]] = {
        name: _people(people[name]) for name in ("loes", "roy", "sjef") if name in people
    }
    for who, days, time, subject, where, place, invited_by, became in MADE:
        for client in free.get(who, iter(())):
            try:
                with transaction.atomic():
                    _one(
                        people[who], client, today + days * DAY, time, subject, where, place, invited_by, became, today
                    )
            except NOT_TOLD:
                continue
            number += 1
            break
    return number


def _people(member: Membership) -> Iterator[Client]:
    """Each once: those of whom one has the lead, or with whom one's partner is at work."""
    with acting_as(member.pk, "load_demo"):
        mine = Client.objects.visible_to(member).filter(closed_on=None, ref__startswith="N")
        if member.is_contact_point:
            mine = mine.filter(lead=member.user_id)
        else:
            runs = Step.objects.filter(partner__in=member.acts_for, status="active", instrument__form_of_work="")
            mine = mine.filter(pk__in=runs.values("client"))
        found = list(mine.order_by("ref", "pk")[:40])
    yield from found


def _one(
    member: Membership, client: Client, on: dt.date, time: str, subject: str, where: str, place: str, invited_by: str,
    became: str, today: dt.date,
) -> None:  # fmt: skip
    hour, minute = map(int, time.split(":"))
    assert member.partner
    with acting_as(member.pk, "load_demo"):
        if invited_by == "email" and not (
            mail.on() and Contact.objects.filter(client=client).exclude(email="").exists()
        ):
            invited_by = "letter"
        if on == today and invited_by != "said" and now().time() > dt.time(hour, minute):
            invited_by = "said"
        one = appointments.make(
            client, on=on, time=dt.time(hour, minute), subject=subject, user=member.user, where=where,
            place=place or (OFFICE.get(member.partner.code, "") if where in appointments.NEEDS_PLACE else ""),
            invited_by=invited_by, made_on=max(min(on, today) - 5 * DAY, client.registered_on), by=member,
        )  # fmt: skip
        if became == "miss":
            appointments.settle(one, "miss", text="Was er niet en nam de telefoon niet op.", by=member)
            todo.add(
                client,
                "Bellen: waarom lukte het niet, en hoe verder?",
                today + DAY,
                by=member,
                about=one,
                user=member.user,
            )
        elif became == "keep":
            appointments.settle(one, "keep", text="Wil graag met planten werken. Kan drie ochtenden.", by=member)
