"""Practical support in the demo: a few asked, granted and arranged, a step that waits for childcare; activation places with
what was agreed there, and signals. Does less where there are fewer steps or people than hoped."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction

from chain.acting import acting_as
from chain.models import Chain, Instrument, Membership
from chain.once import NotNow
from clients.models import Client, Step
from development import cooperation, supports
from development.models import ActivationReason, CooperationSignal

DAY = dt.timedelta(days=1)
STAFF = {"szmh": "loes", "annex": "roy", "mtb": "sjef", "podium24": "iris"}
NOT_TOLD = (ValidationError, PermissionDenied, NotNow, ProgrammingError)  # out of sight, or somebody was first
# kind, what for, days ago, how far it is, and what the decision says
ASKED: list[tuple[str, str, int, str, dict[str, Any]]] = [
    ("kinderopvang", "Opvang voor twee kinderen op dinsdag en donderdag.", 9, "asked", {}),
    ("buskaart", "Naar de werkplek in Beek, drie dagen per week.", 6, "granted", {"cost": "49.50", "cost_per": "month"}),
    ("werkkleding", "Veiligheidsschoenen, maat 43.", 12, "arranged", {"cost": "84.95", "cost_per": "once"}),
    ("vog", "", 4, "granted", {}),
    ("reiskosten", "Met de trein naar Maastricht, vier dagen per week.", 20, "step", {"cost": "62", "cost_per": "month"}),
    ("fiets", "De werkplek ligt tien minuten fietsen van huis, er rijdt geen bus.", 2, "asked", {}),
    ("tolk", "Bij het eerste gesprek, Tigrinya.", 1, "asked", {}),
    ("buskaart", "Naar de taaltraining.", 15, "declined", {"text": "De training is om de hoek. We lopen de weg samen."}),
    ("kinderopvang", "Opvang in de schoolvakantie.", 3, "step", {"cost": "210", "cost_per": "month"}),
    ("werkkleding", "Warme jas voor het werk buiten.", 30, "arranged", {"cost": "59.90", "cost_per": "once"}),
    ("fiets", "Om zelf naar het werk te komen.", 8, "withdrawn", {"text": "Kreeg een fiets van een buurman."}),
    ("reiskosten", "Reizen naar de sollicitatietraining.", 5, "asked", {}),
]  # fmt: skip
AGREED = [
    ("Kwam niet naar twee trainingen. Zegt dat een groep te druk is.",
     "Drie ochtenden per week, van negen tot twaalf. Bellen vóór half negen als het niet lukt.",
     "Ik wil wel iets doen, maar niet met veel mensen om me heen."),
    ("Wilde niet beginnen met het leerwerktraject. We kijken hier eerst wat wel past.",
     "Vier ochtenden. Elke vrijdag een kort gesprek over hoe het ging.", ""),
]  # fmt: skip
TOLD = [
    ("not-there", "Vorige week op maandag, dinsdag en donderdag niet gekomen. Nam de telefoon niet op.", "", False),
    ("leaves", "Ging drie keer om half elf naar huis zonder iets te zeggen.",
     "Mijn dochter moet om elf uur uit school. Dat heb ik niet durven zeggen.", False),
    ("agreements", "Belde twee keer niet af, zoals was afgesproken.",
     "Ik had geen beltegoed meer.", True),
]  # fmt: skip


def told(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """All of it; how many."""
    if "loes" not in people or "roy" not in people:
        return 0
    return _supports(chain, people, today) + _cooperation(chain, people, today)


def _supports(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    with acting_as(people["loes"].pk, "load_demo"):
        kinds = {one.code: one for one in Instrument.objects.filter(chain=chain, function=supports.FUNCTION)}
    made, steps = 0, _steps(people)
    for code, text, ago, fate, decided in ASKED:
        for step in steps if code in kinds else ():
            try:
                with transaction.atomic():
                    _one(step, kinds[code], text, today - ago * DAY, fate, decided, people, today)
            except NOT_TOLD:
                continue
            made += 1
            break
    return made


def _steps(people: dict[str, Membership]) -> Iterator[Step]:
    """Of people whom Loes has: what is planned first, since it waits; each person once."""
    with acting_as(people["loes"].pk, "load_demo"):
        found = list(
            Step.objects.filter(
                client__lead=people["loes"].user_id, client__closed_on=None, client__ref__startswith="N",
                status__in=("planned", "active"), instrument__form_of_work="",
            )
            .exclude(instrument__function__in=("intake", supports.FUNCTION))
            .select_related("client", "instrument", "partner").order_by("client__ref", "pk")
        )  # fmt: skip
    there: set[int] = set()
    for step in sorted(found, key=lambda step: step.status != "planned"):
        if step.client_id not in there:
            there.add(step.client_id)
            yield step


def _one(
    step: Step, kind: Instrument, text: str, on: dt.date, fate: str, decided: dict[str, Any],
    people: dict[str, Membership], today: dt.date,
) -> None:  # fmt: skip
    asker, loes = people.get(STAFF.get(step.partner.code, ""), people["loes"]), people["loes"]
    with acting_as(asker.pk, "load_demo"):
        client = Client.objects.get(pk=step.client_id)
        one = supports.ask(client, kind, text, step=step, on=max(on, client.registered_on), by=asker)
        if fate == "withdrawn":
            supports.move(one, "withdraw", by=asker, **decided)
    if fate in ("asked", "withdrawn"):
        return
    with acting_as(loes.pk, "load_demo"):
        if fate == "declined":
            supports.move(one, "decline", by=loes, **decided)
            return
        grant = decided | ({"cost": Decimal(decided["cost"])} if "cost" in decided else {})
        if fate == "step":
            grant |= {"planned_on": today, "planned_end": today + 120 * DAY}
        one = supports.move(one, "grant", by=loes, **grant)
        if fate in ("arranged", "step"):
            supports.move(one, "arrange", on=today, by=loes)


def _cooperation(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """By the trainer of Annex, in the activation places that run; one of the signals is decided by the consultant."""
    roy, loes, made = people["roy"], people["loes"], 0
    with acting_as(roy.pk, "load_demo"):
        places = list(
            Step.objects.filter(
                chain=chain, instrument__function=cooperation.FUNCTION, status="active", partner__in=roy.acts_for,
                client__closed_on=None,
            ).select_related("client", "instrument", "partner").order_by("-client__ref", "pk")[:8]
        )  # fmt: skip
        places.sort(key=lambda step: step.client.lead_id != loes.user_id)
        for step, (why, agreed, view) in zip(places, AGREED, strict=False):
            on = max(step.started_on or today, today - 20 * DAY)
            reason = ActivationReason(step=step, why=why, agreed=agreed, person_view=view, on=on)
            cooperation.explain(reason, by=roy)
            made += 1
    for step, (what, evidence, view, decided) in zip(places * 2, TOLD, strict=False):
        made += _signal(step, what, evidence, view, decided, roy, loes, today)
    return made


def _signal(
    step: Step, what: str, evidence: str, view: str, decided: bool, roy: Membership, loes: Membership, today: dt.date
) -> int:  # fmt: skip
    on = max(step.started_on or today, today - 4 * DAY)
    heard = {"person_view": view, "heard_on": max(on, today - DAY)} if view else {}
    try:
        with transaction.atomic():
            with acting_as(roy.pk, "load_demo"):
                client = Client.objects.get(pk=step.client_id)
                one: CooperationSignal = cooperation.tell(client, what, evidence, on, step=step, by=roy, **heard)  # type: ignore[arg-type]
            if decided:
                with acting_as(loes.pk, "load_demo"):
                    cooperation.decide(
                        one,
                        "talk",
                        "Er was een reden. We spreken af dat een bericht via de buurvrouw ook goed is.",
                        by=loes,
                    )
    except NOT_TOLD:
        return 0
    return 1
