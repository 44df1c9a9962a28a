"""The region's labour market in the demo, as Podium24 would keep it, and what was found of people in it. Invented."""

import datetime as dt
import random
from typing import Any

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients.models import Client
from diagnosis import personal_outlook
from diagnosis.models import Occupation, Outlook, PersonalOutlook, TargetOccupation
from diagnosis.occupations import load_own
from diagnosis.outlook_keeping import OutlookForm

DAY = dt.timedelta(1)
TALKS, FIGURES = "gesprekken met werkgevers", "arbeidsmarktcijfers van de regio"
PEOPLE = 30  # of whom something was found

# Days that it still holds, sector, occupation ("" all of it), chances, hard to fill, what is asked, and that in codes.
REGION: list[tuple[int, str, str, str, bool, str, dict[str, Any]]] = [
    (170, "logistics", "", "good", True,
     "Magazijnen en distributiecentra zoeken het hele jaar mensen. Wie op tijd komt en doorwerkt, leert de rest daar.",
     {"dutch": "2", "competences": ["on-time", "pace", "instructions"], "hours_min": 24, "source": TALKS}),
    (170, "logistics", "orderpicker", "good", True,
     "Leerlijn van werkritme tot contract. Staand werk, in ploegen. Een cv is niet nodig.",
     {"level": "2", "dutch": "2", "competences": ["pace", "accuracy", "on-time"], "hours_min": 24, "irregular": "1",
      "source": TALKS}),
    (140, "logistics", "heftruckchauffeur", "good", True,
     "Met een heftruckcertificaat kan iemand bijna meteen beginnen. Werkgevers betalen de herhaling.",
     {"dutch": "2", "certificate": "heftruck", "competences": ["safety", "accuracy"], "hours_min": 32, "source": TALKS}),
    (110, "logistics", "pakketbezorger", "fair", False,
     "Eigen routes, veel klantcontact. Rustige rijders blijven het langst.",
     {"dutch": "2", "licences": ["B"], "competences": ["customers", "independence"], "hours_min": 20, "source": TALKS}),
    (150, "catering", "", "good", True,
     "Hotels, keukens en bediening komen mensen tekort, het meest van maart tot oktober. Werken en leren tegelijk kan.",
     {"competences": ["together", "on-time"], "irregular": "1", "source": TALKS}),
    (150, "catering", "keukenhulp", "good", True,
     "Inwerken gebeurt op de plek zelf. Taal leert iemand in de keuken. Avonden horen erbij.",
     {"competences": ["pace", "hygiene", "together"], "hours_min": 16, "irregular": "1", "source": TALKS}),
    (90, "catering", "kamermedewerker hotel", "good", True,
     "Ochtenden, dus goed te doen naast school van de kinderen. Tempo is het lastigst.",
     {"competences": ["pace", "hygiene"], "hours_min": 16, "source": TALKS}),
    (130, "cleaning", "", "good", True,
     "Schoonmaakbedrijven nemen mensen aan met een baangarantie na een leerwerktraject van acht weken.",
     {"dutch": "2", "competences": ["appointments", "independence"], "hours_min": 12, "source": TALKS}),
    (60, "care", "hulp in de huishouding", "good", True,
     "Thuisorganisaties leiden zelf op. Een verklaring omtrent het gedrag is nodig.",
     {"dutch": "3", "competences": ["caring", "independence"], "hours_min": 16, "source": TALKS}),
    (200, "care", "verzorgende", "good", True,
     "Zonder diploma niveau 3 begint iemand als zorghulp en leert door.",
     {"level": "4", "dutch": "3", "certificate": "verzorgende", "competences": ["caring", "pressure"], "irregular": "1",
      "source": FIGURES}),
    (18, "industry", "lasser", "good", True,
     "Metaalbedrijven leiden op tijdens het werk, met taalles op de werkvloer.",
     {"level": "3", "dutch": "2", "certificate": "VCA", "competences": ["accuracy", "safety", "manual"], "hours_min": 32,
      "source": TALKS}),
    (120, "industry", "productiemedewerker", "fair", False,
     "Vooral via het uitzendbureau. Ploegendienst is gewoon. Wie blijft, krijgt na een jaar een contract.",
     {"dutch": "2", "competences": ["pace", "endurance", "safety"], "hours_min": 32, "irregular": "1", "source": FIGURES}),
    (180, "construction", "", "fair", True,
     "Isolatie en zonnepanelen groeien. Kleine bedrijven nemen graag iemand op proef.",
     {"certificate": "VCA", "licences": ["B"], "competences": ["manual", "safety", "strength"], "source": FIGURES}),
    (100, "green", "", "fair", False,
     "Werk per seizoen, van april tot november. Goed om ritme op te bouwen.",
     {"competences": ["strength", "endurance", "together"], "hours_min": 16, "source": TALKS}),
    (80, "retail", "vakkenvuller", "fair", False,
     "Korte diensten, ook in de avond. Vaak jonge mensen; ouderen kunnen overdag.",
     {"dutch": "2", "competences": ["pace", "on-time"], "source": TALKS}),
    (160, "retail", "kassamedewerker", "poor", False,
     "Door zelfscankassa's minder plekken. Wie goed met klanten is, maakt kans in de servicebalie.",
     {"dutch": "3", "competences": ["customers", "arithmetic"], "irregular": "1", "source": FIGURES}),
    (190, "administration", "", "poor", False,
     "Eenvoudig kantoorwerk verdwijnt. Klantcontact aan de telefoon blijft over.",
     {"level": "4", "dutch": "4", "competences": ["digital", "reading-writing", "customers"], "source": FIGURES}),
    (-40, "government", "medewerker openbare ruimte", "fair", False,
     "De bedrijfsschool van de buitendienst neemt twee keer per jaar een groep aan.",
     {"competences": ["together", "strength"], "hours_min": 24, "source": TALKS}),
]  # fmt: skip

FOUND = {
    "good": [
        ("", "Werkgever wil na de kennismaking meteen een proefplaatsing."),
        (
            "Werkschoenen en een reisroute voor de vroege dienst.",
            "Vier weken meegelopen, elke dag op tijd en in tempo.",
        ),
    ],
    "fair": [
        ("Nog twee maanden opbouwen in uren.", "Houdt vier ochtenden vol. De werkgever wil vijf."),
        ("Nederlands op de werkvloer.", "Begrijpt de uitleg, durft nog weinig te vragen. Deed de proefdag goed."),
    ],
    "poor": [
        (
            "Eerst kijken welk werk past, in de praktijk.",
            "Bij twee werkgevers gestopt in de eerste week, om het tempo.",
        ),
        (
            "Een certificaat, en ervaring op een leerwerkplek.",
            "Drie werkgevers vroegen om ervaring die er nog niet is.",
        ),
    ],
}


def region(chain: Chain, adviser: Membership, today: dt.date) -> None:
    """What Podium24 keeps: one row has expired, one expires within a month."""
    load_own()
    occupations = {each.name: each for each in Occupation.objects.filter(source="own")}
    with acting_as(adviser.pk, "load_demo"):
        for left, sector, name, chances, hard, asked, codes in REGION:
            if name and name not in occupations:
                continue
            started_on, until = today - 90 * DAY, today + abs(left) * DAY
            said = {
                "sector": sector, "occupation": name, "chances": chances, "hard_to_fill": hard, "asked": asked,
                "irregular": "0", "started_on": started_on, "valid_until": until, "version": 1, **codes,
            }  # fmt: skip
            form = OutlookForm(said, instance=Outlook(chain_id=chain.pk))
            if not form.is_valid():
                raise ValueError(form.errors)
            kept = form.keep(adviser)
            if left < 0:  # nobody says today that something held until last month
                Outlook.objects.filter(pk=kept.pk).update(valid_until=today + left * DAY)


def people(chain: Chain, memberships: dict[str, Membership], today: dt.date) -> None:
    """What was found of some of those who know what they want: by Podium24 where it knows them, else by the lead."""
    rng = random.Random(24)
    adviser = memberships["iris"]
    with acting_as(memberships["rianne"].pk, "load_demo"):
        wanted = TargetOccupation.objects.filter(
            client__chain=chain, client__closed_on=None, client__lead__isnull=False
        )
        rows = list(
            wanted.select_related("client__lead", "occupation").order_by("client__ref", "position")[: 2 * PEOPLE]
        )
    with acting_as(adviser.pk, "load_demo"):
        known = set(
            Client.objects.visible_to(adviser)
            .filter(pk__in={row.client_id for row in rows})
            .values_list("pk", flat=True)
        )
    for row in rows:
        if row.position and rng.random() < 0.6:  # the first choice most of all
            continue
        chances = rng.choice(["good", "fair", "fair", "poor"])
        lead = memberships[row.client.lead.username]  # type: ignore[union-attr]
        later = adviser if row.client_id in known else lead
        before = max(row.client.registered_on, today - rng.randint(60, 120) * DAY)
        earlier = _find(row, lead, rng.choice(["fair", "poor"]), before, rng) if rng.random() < 0.3 else None
        _find(row, later, chances, max(before, today - rng.randint(1, 50) * DAY), rng, earlier)


def _find(
    row: TargetOccupation, by: Membership, chances: str, on: dt.date, rng: random.Random,
    earlier: PersonalOutlook | None = None,
) -> PersonalOutlook:  # fmt: skip
    missing, evidence = rng.choice(FOUND[chances])
    with acting_as(by.pk, "load_demo"):
        return personal_outlook.find(
            row.client, row.occupation, chances, evidence, missing=missing, on=on, by=by,
            after=earlier.pk if earlier else None,
        )  # fmt: skip
