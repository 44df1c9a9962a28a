"""Who is ready for mediation in the demo: about sixty are marked, of whom some forty are not out yet (document 002, annex 3 f);
each of those with its last step, and what Podium24 asked about their cards, in all states."""

import datetime as dt
import random

from django.db.models import OuterRef

from chain.acting import acting_as
from chain.formats import day_typed
from chain.models import Chain, Membership
from clients.models import Client
from clients.queries import any_of
from placement import cards, mediation
from placement.mediation_forms import LastStepForm
from placement.models import Mediation, Placement, Vacancy, WorkCard
from placement.placements import PAID
from placement.vacancies import open_ones
from reporting.demo.profiles import Profiles

NOT_OUT, OUT, ASKED = 42, 18, 14
STEPS = (
    "Cv nalopen, en oefenen om te vertellen wat je kunt", "Vervoer voor de vroege dienst regelen",
    "Opvang voor twee middagen zoeken", "Een ochtend meelopen bij een werkgever", "VCA halen",
    "Proefles heftruck, om te kijken of het bevalt", "Nederlands op de werkvloer oefenen, vier weken",
    "Werkkleding en werkschoenen", "Kennismaken met de jobcoach", "Rooster afstemmen met het vrijwilligerswerk",
    "Telefoongesprek met een werkgever oefenen", "Fiets laten maken",
)  # fmt: skip
WHY = (
    "Wil dit werk, en deed het eerder.", "De uren passen, en het is dichtbij te bereiken.",
    "De werkgever zoekt iemand die rustig wil beginnen.", "Zoekt een plek in een klein team, en dat is het.",
)  # fmt: skip
NOT = (
    "Begint volgende week ergens anders met een proefplaats.",
    "Wil eerst de cursus afmaken. Vraag het over een maand nog eens.",
)
ENDED = ("Verhuisd voor werk van de partner.", "Wil zelf een tijdje wachten.", "Gaat eerst een opleiding doen.")


def marked(chain: Chain, people: dict[str, Membership], today: dt.date, seed: int = 31) -> None:
    """The marks, their last steps, and the questions about their cards, by the acts of the product."""
    rng = random.Random(seed)
    for client in _chosen(people["rianne"], today, rng):
        lead = people.get(client.lead.username if client.lead else "", people["rianne"])
        with acting_as(lead.pk, "load_demo"):
            on = max(today - dt.timedelta(rng.randrange(10, 200)), client.registered_on)
            told = max(on - dt.timedelta(rng.randrange(0, 10)), client.registered_on)
            made = mediation.mark(client, told, on=on, by=lead)
            if rng.random() < 0.75:
                _last_step(made, client, lead, people, today, rng)
    _asked(chain, people, rng)
    with acting_as(people["rianne"].pk, "load_demo"):
        for reason, found in zip(
            ENDED, Mediation.objects.filter(ended_on=None, needs="").order_by("-pk"), strict=False
        ):
            mediation.end(found, reason, by=people["rianne"])


def _chosen(by: Membership, today: dt.date, rng: random.Random) -> list[Client]:
    """Who has a profile first; others get one told, so that there is something on their cards."""
    work = Placement.objects.filter(
        client=OuterRef("pk"), form_of_work__in=PAID, step__status__in=("planned", "active")
    )
    with acting_as(by.pk, "load_demo"):
        open_ones_ = Client.objects.visible_to(by).filter(closed_on=None, lead__isnull=False, ref__startswith="N")
        there = open_ones_.annotate(works=any_of(work)).select_related("lead").order_by("work_profile", "ref")
        idle, busy = list(there.filter(works=None)[:NOT_OUT]), list(there.filter(works=True)[:OUT])
        without = [client for client in idle + busy if not hasattr(client, "work_profile")]
    profiles = Profiles(today, rng.randrange(100))
    for client in without:
        profiles.tell(client, by)
    return idle + busy


def _last_step(
    made: Mediation, client: Client, lead: Membership, people: dict[str, Membership], today: dt.date, rng: random.Random
) -> None:
    who = rng.choice((lead, lead, people["roy"], people["sjef"]))
    known = mediation.colleagues(client, lead).filter(pk=who.user_id).exists()
    on = today + dt.timedelta(rng.randrange(-20, 45))
    said = {
        "needs": rng.choice(STEPS), "needs_by": who.user_id if known else lead.user_id,
        "needs_on": day_typed(on) if rng.random() < 0.85 else "", "version": made.version,
    }  # fmt: skip
    form = LastStepForm(said, instance=made, client=client, by=lead)
    if not form.is_valid():
        raise ValueError(form.errors)
    form.save()


def _asked(chain: Chain, people: dict[str, Membership], rng: random.Random) -> None:
    """What iris asked for the vacancies that there are: some wait, some were answered either way, taken back or ended."""
    iris, rianne = people["iris"], people["rianne"]
    with acting_as(iris.pk, "load_demo"):
        vacancies = list(open_ones(chain.pk).select_related("occupation").order_by("pk")[:60])
        known = Client.objects.visible_to(iris)
        there = list(WorkCard.objects.filter(chain=chain).order_by("code"))
        seen = set(Mediation.objects.filter(client__in=known, ended_on=None).values_list("card_id", flat=True))
        made = [
            cards.ask(card, _fitting(card, vacancies, rng), rng.choice(WHY), by=iris)
            for card in [card for card in there if card.pk not in seen][: ASKED if vacancies else 0]
        ]
        for one in made[:1]:
            cards.move(one, "withdraw", text="De vacature is toch vervuld.", by=iris)
    with acting_as(rianne.pk, "load_demo"):
        for one in made[1:6]:
            cards.move(one, "accept", text="Besproken. Bel gerust, liefst in de ochtend.", by=rianne)
        for one, why in zip(made[6:9], NOT * 2, strict=False):
            cards.move(one, "decline", text=why, by=rianne)
    with acting_as(iris.pk, "load_demo"):
        for one in made[1:2]:
            cards.move(one, "end", text="Kennisgemaakt. Het werk past toch niet.", by=iris)


def _fitting(card: WorkCard, vacancies: list[Vacancy], rng: random.Random) -> Vacancy:
    of = [each for each in vacancies if each.occupation and each.occupation.sector in card.sectors]
    return rng.choice(of or vacancies)
