"""The employers of the demo as partners know them together: sites, people, contact, openness, and the four projects. Invented."""

import datetime as dt
import random
from typing import Any

from chain.acting import acting_as
from chain.models import Chain, Membership
from placement import employer_contacts, employers
from placement.employer_forms import AgreementForm, EmployerForm, Kept, OpennessForm, PersonForm, SiteForm
from placement.models import Agreement, Cohort, ContactPerson, Employer, Openness, Project, ProjectEmployer, Site
from placement.projects import CohortForm, ProjectForm

DAY = dt.timedelta(1)
# Name, place, sector, SBI, postcode, kind, whether it trains, whether one gets there without a car (1 yes, 2 no), workers.
KNOWN: list[tuple[str, str, str, str, str, str, str, str, int]] = [
    ("Bakkerij De Maaskorst", "Maastricht", "food", "1071", "6221 AB", "employer", "1", "1", 24),
    ("Hotel Op de Vrijthof", "Maastricht", "catering", "55101", "6211 LD", "employer", "1", "1", 85),
    ("Schoonmaak Heuvelrug", "Valkenburg", "cleaning", "81210", "6301 GG", "employer", "0", "1", 140),
    ("Zorggroep Jekerdal", "Maastricht", "care", "87100", "6212 CB", "employer", "1", "1", 620),
    ("Logistiek Centrum Beatrix", "Maastricht", "logistics", "52102", "6199 AB", "employer", "0", "2", 210),
    ("Groenvoorziening Mergelland", "Gulpen", "green", "8130", "6271 BB", "learning-company", "1", "2", 45),
    ("Metaalwerk Eijsderhof", "Eijsden", "industry", "2511", "6245 HW", "employer", "1", "1", 60),
    ("Wasserij Geuldal", "Meerssen", "cleaning", "96011", "6231 KV", "employer", "0", "1", 75),
    ("Distributie Aachenstraat", "Vaals", "logistics", "5320", "6291 AA", "employer", "0", "1", 95),
    ("Keukenfabriek Sint Pieter", "Maastricht", "industry", "3102", "6212 NH", "employer", "1", "1", 110),
    ("Tuincentrum Savelsbos", "Gronsveld", "retail", "47762", "6247 CA", "employer", "0", "2", 30),
    ("Restaurant De Kluis", "Valkenburg", "catering", "56101", "6301 BV", "employer", "1", "1", 18),
    ("Fietsenmakerij Jekerkwartier", "Maastricht", "retail", "47641", "6211 NS", "learning-company", "1", "1", 6),
    ("Callcenter Céramique", "Maastricht", "administration", "8220", "6221 KX", "employer", "0", "1", 160),
    ("Drukkerij Wyck", "Maastricht", "industry", "18121", "6221 BT", "employer", "0", "1", 35),
    ("Supermarkt Scharn", "Maastricht", "retail", "47111", "6226 AC", "employer", "1", "1", 55),
    ("Bouwbedrijf Ransdaal", "Ransdaal", "construction", "4120", "6311 AR", "employer", "1", "2", 40),
    ("Thuiszorg Vijf Kernen", "Gulpen", "care", "88101", "6271 CA", "employer", "1", "0", 180),
    ("Kringloop Maas en Geul", "Meerssen", "retail", "4779", "6231 AB", "learning-company", "1", "1", 28),
    ("Magazijn Borgharen", "Maastricht", "logistics", "52101", "6223 AA", "employer", "0", "2", 48),
    ("Brouwerij De Zwarte Os", "Wijlre", "food", "1105", "6321 AB", "employer", "0", "1", 70),
    ("Camping Gulperberg", "Gulpen", "catering", "55301", "6271 NP", "employer", "0", "2", 22),
    ("Hotel Geulzicht", "Valkenburg", "catering", "55101", "6301 HL", "employer", "1", "1", 60),
    ("Brasserie Het Bassin", "Maastricht", "catering", "56101", "6211 AK", "employer", "0", "1", 26),
    ("Zonnepanelen Zuid", "Maastricht", "construction", "4321", "6229 PB", "employer", "1", "1", 52),
    ("Lastechniek Beatrixhaven", "Maastricht", "industry", "2562", "6222 NK", "employer", "1", "2", 33),
    ("Constructie Maasbracht", "Maastricht", "industry", "2511", "6222 NL", "employer", "1", "2", 41),
    ("Schoonmaak Vijfsterren", "Maastricht", "cleaning", "81210", "6217 HM", "employer", "0", "1", 230),
    ("Kinderopvang De Vlinder", "Meerssen", "education", "88911", "6231 GC", "employer", "1", "1", 66),
    ("Woonzorg Sint Gerlach", "Valkenburg", "care", "87300", "6301 JA", "employer", "1", "1", 150),
    ("Buitendienst Heuvelland", "Gulpen", "government", "8411", "6271 AA", "employer", "1", "1", 90),
    ("Vrijwilligersloket Maastricht", "Maastricht", "care", "8899", "6211 EN", "volunteer-desk", "0", "1", 8),
    ("Vrijwilligerscentrale Heuvelland", "Valkenburg", "care", "8899", "6301 GW", "volunteer-desk", "0", "1", 5),
    ("Dierenpark De Weide", "Meerssen", "green", "9104", "6231 LA", "volunteer-desk", "0", "2", 12),
    ("Zorgboerderij Bemelen", "Bemelen", "green", "8810", "6268 NA", "day-activity", "0", "2", 9),
    ("Ateliers Aan de Maas", "Maastricht", "care", "8810", "6221 EV", "day-activity", "0", "1", 14),
]  # fmt: skip
STREETS = ["Industrieweg", "Stationsstraat", "Markt", "Dorpsstraat", "Nijverheidsweg", "Kerkstraat", "Rijksweg"]
NAMES = [
    ("Els Smeets", "planning"), ("Rob Hendriks", "eigenaar"), ("Karima Bouzid", "personeelszaken"), ("Guus Lenaerts", "teamleider"),
    ("Miranda Crutzen", "bedrijfsleider"), ("Jos Pieters", "praktijkopleider"), ("Sandra Wouters", "personeelszaken"),
    ("Bram Kicken", "chef keuken"), ("Anja Ploumen", "locatiemanager"), ("Tom Boesten", "voorman"),
]  # fmt: skip
CALLERS = ["iris", "iris", "iris", "sjef", "loes", "marc"]
SAID = {
    "vacancy": [
        "Zoekt twee mensen voor de ochtend. Een cv is niet nodig.", "Vanaf volgende maand weer plek, ook voor minder uren.",
        "Nu even geen vacatures. Na de zomer opnieuw bellen.", "Wil eerst een dag laten meelopen.",
    ],
    "candidate": ["Belt deze week terug over een kennismaking.", "Was tevreden over de proefdag."],
    "after-care": ["Gaat goed op de werkplek. De jobcoach komt volgende week langs.", "Wil graag één vast aanspreekpunt."],
    "carving": ["Wil taken van de vaste ploeg apart zetten: opruimen, aanvullen, afwas."],
    "getting-to-know": ["Rondleiding gehad. Staat open voor leren op de werkplek."],
    "subsidy": ["Had vragen over loonkostensubsidie. Uitleg gemaild."],
}  # fmt: skip
GROUPS = [["statushouder", "long-on-benefit"], ["45plus"], ["banenafspraak", "vso-pro"], ["alleenstaande-ouder", "45plus"],
          ["statushouder", "banenafspraak", "wajong"], ["long-on-benefit"]]  # fmt: skip
ADAPTATIONS = [["build-up", "learning", "simple-dutch"], ["few-hours", "fixed-hours"], ["job-coach", "slower-pace", "split-tasks"],
               ["school-hours", "few-hours", "no-diploma"], ["own-guidance", "no-diploma", "learning"]]  # fmt: skip
AGREED = [
    ("trial", "Twee proefplaatsingen per jaar. Daarna een gesprek over een contract."),
    ("learning", "Vier leerplekken, met een praktijkopleider op de vloer."),
    ("social-return", "Vijf procent van de opdracht gaat naar mensen uit de keten."),
    ("intention", "Belt ons eerst als er een plek vrijkomt."),
]
# Name, sector, what it is, who leads it, the employers, and the groups: name, first and last day counted from today.
PROJECTS: list[tuple[str, str, str, str, list[str], list[tuple[str, int, int]]]] = [
    ("horeca@work", "catering", "Werken en leren in keuken, bediening en hotelkamers. Beginnen zonder diploma.", "iris",
     ["Hotel Op de Vrijthof", "Restaurant De Kluis", "Hotel Geulzicht", "Brasserie Het Bassin", "Camping Gulperberg"],
     [("Voorjaar", -260, -130), ("Najaar", -70, 60), ("Nieuw seizoen", 75, 200)]),
    ("Balanz@work", "", "Rustig opbouwen: weinig uren, een vaste begeleider en een rustige plek.", "sjef",
     ["Kringloop Maas en Geul", "Groenvoorziening Mergelland", "Wasserij Geuldal", "Zorgboerderij Bemelen"],
     [("Eerste groep", -200, -20), ("Tweede groep", -15, 170)]),
    ("metal@work", "industry", "Lassen en metaal bewerken, met taal op de werkvloer en een baangarantie.", "iris",
     ["Metaalwerk Eijsderhof", "Lastechniek Beatrixhaven", "Constructie Maasbracht"],
     [("Lassers 1", -150, 30), ("Lassers 2", 45, 220)]),
    ("huishoudelijkezorg@work", "care", "Hulp in de huishouding bij ouderen thuis, binnen schooltijden.", "iris",
     ["Thuiszorg Vijf Kernen", "Zorggroep Jekerdal", "Woonzorg Sint Gerlach"],
     [("Ouders met schoolgaande kinderen", -95, 25)]),
]  # fmt: skip


def known(chain: Chain, people: dict[str, Membership], today: dt.date, seed: int = 31) -> None:
    """What partners know of some 36 employers; who was placed at others on import is still to be looked after."""
    rng = random.Random(seed)
    for number, row in enumerate(KNOWN):
        with acting_as(people["iris"].pk, "demo"):
            employer = _company(chain, people, number, row)
            persons = [_person(employer, name, job, rng) for name, job in rng.sample(NAMES, 1 + (row[8] > 80))]
            _site(employer, row, rng)
        _spoken(employer, persons, people, today, rng)
        with acting_as(people["iris"].pk, "demo"):
            if rng.random() < 0.75:
                _open(employer, people["iris"], today, rng)
            if rng.random() < 0.4:
                _agreed(employer, people["iris"], today, rng)
    for project in PROJECTS:
        _project(chain, people, today, *project)


def _keep(form: Kept, **more: Any) -> Any:
    if not form.is_valid():
        raise ValueError(form.errors)
    for name, value in more.items():
        setattr(form.instance, name, value)
    return form.keep()


def _company(chain: Chain, people: dict[str, Membership], number: int, row: tuple[Any, ...]) -> Employer:
    name, place, sector, sbi, _postcode, kind, trains, _car, size = row
    found = employers.named(chain.pk, name) or Employer(chain_id=chain.pk)
    keeper = people[("iris", "iris", "sjef", "loes")[number % 4] if kind == "employer" else "loes"]
    said = {
        "name": name, "place": place, "kind": kind, "kvk": str(90_001_000 + 37 * number), "sbi": sbi, "sector": sector,
        "trains": trains, "size": size, "website": "", "keeper": keeper.user_id if number % 6 else "", "checked": "on",
        "version": found.version,
    }  # fmt: skip
    return _keep(EmployerForm(said, instance=found))


def _site(employer: Employer, row: tuple[Any, ...], rng: random.Random) -> None:
    street = rng.choice(STREETS)
    said = {
        "name": street, "street": f"{street} {rng.randint(1, 190)}", "postcode": row[4], "place": row[1], "without_car": row[7],
        "kvk_site": "", "version": 1,
    }  # fmt: skip
    _keep(SiteForm(said, instance=Site(employer=employer, chain_id=employer.chain_id)))


def _person(employer: Employer, name: str, job: str, rng: random.Random) -> ContactPerson:
    first = name.split()[0].lower()
    said = {"name": name, "job": job, "phone": f"043 {rng.randint(100, 999)} {rng.randint(10, 99)} {rng.randint(10, 99)}",
            "email": f"{first}@werkgever.example", "site": "", "version": 1}  # fmt: skip
    return _keep(PersonForm(said, instance=ContactPerson(employer=employer, chain_id=employer.chain_id)))


def _spoken(
    employer: Employer, persons: list[ContactPerson], people: dict[str, Membership], today: dt.date, rng: random.Random
) -> None:
    """Some contacts in the last year, by whoever had a reason; after the last one a day for the next."""
    days = sorted([rng.randint(1, 75), *(rng.randint(40, 330) for _one in range(rng.randint(0, 4)))], reverse=True)
    for place, ago in enumerate(days):
        by, subject = people[rng.choice(CALLERS)], rng.choice(list(SAID))
        last = place == len(days) - 1
        next_on = today + rng.randint(-8, 30) * DAY if last and rng.random() < 0.6 else None
        on = today - ago * DAY
        with acting_as(by.pk, "demo"):
            employer_contacts.note(
                employer, by=by, way=rng.choice(["call", "call", "visit", "mail"]), subject=subject, on=on,
                text=rng.choice(SAID[subject]), person=rng.choice([*persons, None]),
                next_on=next_on if next_on and next_on > on else None,
            )  # fmt: skip


def _open(employer: Employer, by: Membership, today: dt.date, rng: random.Random) -> None:
    said = {
        "groups": rng.choice(GROUPS), "adaptations": rng.choice(ADAPTATIONS), "version": 1,
        "note": rng.choice(["", "Eerst een dag meelopen.", "Het liefst in de ochtend.", "Vraagt om een vaste begeleider."]),
        "talked_on": f"{today - rng.randint(5, 300) * DAY:%d-%m-%Y}",
    }  # fmt: skip
    row = Openness(employer=employer, chain_id=employer.chain_id)
    _keep(OpennessForm(said, instance=row), author_id=by.user_id)


def _agreed(employer: Employer, by: Membership, today: dt.date, rng: random.Random) -> None:
    kind, text = rng.choice(AGREED)
    said = {"kind": kind, "text": text, "started_on": f"{today - rng.randint(20, 400) * DAY:%d-%m-%Y}", "ended_on": "",
            "version": 1}  # fmt: skip
    row = Agreement(employer=employer, chain_id=employer.chain_id, partner_id=by.partner_id or 0, author_id=by.user_id)
    _keep(AgreementForm(said, instance=row))


def _project(
    chain: Chain, people: dict[str, Membership], today: dt.date, name: str, sector: str, text: str, leader: str,
    taking: list[str], groups: list[tuple[str, int, int]],
) -> None:  # fmt: skip
    by = people[leader]
    with acting_as(by.pk, "demo"):
        said = {"name": name, "sector": sector, "text": text, "started_on": f"{today - 420 * DAY:%d-%m-%Y}", "ended_on": "",
                "version": 1}  # fmt: skip
        project = _keep(ProjectForm(said, instance=Project(chain_id=chain.pk, partner_id=by.partner_id or 0)))
        for employer in filter(None, (employers.named(chain.pk, each) for each in taking)):
            ProjectEmployer.objects.create(project=project, chain_id=chain.pk, employer=employer)
        for title, first, last in groups:
            days = {"started_on": f"{today + first * DAY:%d-%m-%Y}", "ended_on": f"{today + last * DAY:%d-%m-%Y}"}
            _keep(
                CohortForm({"name": title, "version": 1, **days}, instance=Cohort(project=project, chain_id=chain.pk))
            )
