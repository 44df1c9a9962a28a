"""The vacancies of the demo: work of all kinds at its employers, as partners would type it in. Invented."""

import datetime as dt
import random
from typing import Any

from chain.acting import acting_as
from chain.formats import day_typed
from chain.models import Chain, Membership
from placement import employers, vacancies
from placement.models import Cohort, ContactPerson, Placement, Site, Vacancy
from placement.requirements import parse, usual
from placement.vacancy_forms import VacancyForm

# Employer, title, occupation, positions, hours, working times, and what is asked beside what is usual.
REGULAR: list[tuple[str, str, str, int, tuple[int, int], str, str]] = [
    ("Logistiek Centrum Beatrix", "Orderpicker dagdienst", "orderpicker", 4, (24, 38), "day", "language:nld:2 competence:pace*2"),
    ("Logistiek Centrum Beatrix", "Heftruckchauffeur avond", "heftruckchauffeur", 2, (32, 38), "evening", "certificate:forklift! level:2"),
    ("Distributie Aachenstraat", "Pakketbezorger Vaals en Gulpen", "pakketbezorger", 3, (20, 32), "day weekend", "licence:B! language:nld:2!"),
    ("Distributie Aachenstraat", "Sorteerder vroege dienst", "orderpicker", 5, (12, 20), "day", "shifts! competence:on-time*3"),
    ("Magazijn Borgharen", "Magazijnmedewerker", "magazijnmedewerker", 2, (24, 40), "day", "level:2 competence:accuracy"),
    ("Magazijn Borgharen", "Inpakker seizoen", "inpakker", 6, (16, 32), "day evening", "hours"),
    ("Supermarkt Scharn", "Vakkenvuller avond", "vakkenvuller", 3, (8, 16), "evening", "competence:pace shifts!"),
    ("Supermarkt Scharn", "Kassamedewerker", "kassamedewerker", 1, (16, 24), "day weekend", "language:nld:3! competence:customers*2"),
    ("Tuincentrum Savelsbos", "Verkoopmedewerker buiten", "winkelmedewerker", 1, (24, 32), "day weekend", "language:nld:3"),
    ("Hotel Op de Vrijthof", "Kamermedewerker", "kamermedewerker hotel", 3, (16, 28), "day weekend", "competence:pace competence:hygiene"),
    ("Hotel Op de Vrijthof", "Receptionist nacht", "receptionist hotel", 1, (24, 32), "night", "language:nld:3! language:eng:3! shifts!"),
    ("Hotel Geulzicht", "Medewerker bediening", "medewerker bediening", 2, (20, 38), "evening weekend", "language:nld:3 experience:1"),
    ("Restaurant De Kluis", "Zelfstandig werkend kok", "kok", 1, (32, 38), "evening weekend", "experience:3! certificate:haccp"),
    ("Brasserie Het Bassin", "Keukenhulp", "keukenhulp", 2, (12, 24), "evening weekend", "competence:hygiene"),
    ("Camping Gulperberg", "Allround medewerker camping", "klusjesman", 1, (24, 38), "day weekend", "licence:B! competence:manual"),
    ("Schoonmaak Heuvelrug", "Schoonmaker kantoren", "schoonmaker", 5, (10, 20), "evening", "competence:independence*2"),
    ("Schoonmaak Vijfsterren", "Glazenwasser", "glazenwasser", 1, (32, 38), "day", "licence:B! competence:safety*2"),
    ("Schoonmaak Vijfsterren", "Schoonmaker scholen", "schoonmaker", 4, (12, 16), "day", "certificate:cleaning competence:on-time"),
    ("Wasserij Geuldal", "Wasserijmedewerker vouwen", "wasserijmedewerker", 3, (16, 32), "day", "competence:pace competence:endurance"),
    ("Zorggroep Jekerdal", "Verzorgende IG", "verzorgende", 3, (16, 32), "day evening weekend", "education:4! language:nld:3!"),
    ("Zorggroep Jekerdal", "Huishoudelijk medewerker", "schoonmaker", 2, (12, 24), "day", "language:nld:2 competence:hygiene"),
    ("Thuiszorg Vijf Kernen", "Hulp in de huishouding", "hulp in de huishouding", 8, (12, 24), "day", "language:nld:2! competence:independence*2"),
    ("Woonzorg Sint Gerlach", "Begeleider nacht", "begeleider in de zorg", 1, (20, 28), "night", "education:4! shifts!"),
    ("Kinderopvang De Vlinder", "Groepshulp", "pedagogisch medewerker", 1, (16, 24), "day", "language:nld:3! competence:caring*3"),
    ("Metaalwerk Eijsderhof", "Lasser MIG/MAG", "lasser", 2, (36, 40), "day", "certificate:welding! experience:2"),
    ("Lastechniek Beatrixhaven", "Constructiebankwerker", "constructiebankwerker", 1, (38, 40), "day", "level:3! certificate:vca"),
    ("Keukenfabriek Sint Pieter", "Productiemedewerker ploegen", "productiemedewerker", 4, (36, 38), "day evening", "competence:machines shifts!"),
    ("Drukkerij Wyck", "Medewerker nabewerking", "productiemedewerker", 1, (24, 38), "day", "competence:accuracy*2"),
    ("Bakkerij De Maaskorst", "Bakker nacht", "bakker", 1, (32, 38), "night", "shifts! experience:1"),
    ("Brouwerij De Zwarte Os", "Medewerker vullijn", "medewerker voedingsindustrie", 2, (32, 38), "day evening", "certificate:haccp"),
    ("Zonnepanelen Zuid", "Monteur zonnepanelen", "elektricien", 2, (36, 40), "day", "certificate:vca! licence:B! level:3"),
    ("Zonnepanelen Zuid", "Isolatiemonteur", "isolatiemonteur", 3, (32, 40), "day", "licence:B competence:strength"),
    ("Bouwbedrijf Ransdaal", "Opperman", "opperman", 2, (36, 40), "day", "certificate:vca competence:strength*2"),
    ("Callcenter Céramique", "Klantadviseur telefoon", "medewerker klantenservice", 4, (20, 36), "day evening", "language:nld:4! competence:digital"),
    ("Buitendienst Heuvelland", "Medewerker openbare ruimte", "medewerker openbare ruimte", 2, (24, 36), "day", "licence:B competence:together"),
]  # fmt: skip
# Of another kind: the same, with the tasks, and for what is carved what the tasks were split off from.
OTHERS: list[tuple[str, str, str, str, int, tuple[int, int], str, str, str, str]] = [
    ("apprenticeship", "Metaalwerk Eijsderhof", "Leerling lasser", "lasser", 2, (32, 38), "day", "language:nld:2 competence:learning*2",
     "Vier dagen werken, één dag school. Een praktijkopleider loopt mee.", ""),
    ("apprenticeship", "Zorggroep Jekerdal", "Leerling zorghulp", "zorghulp", 3, (24, 28), "day weekend", "language:nld:3! competence:caring*2",
     "Wassen, aankleden en samen eten, onder begeleiding. Diploma op niveau 1.", ""),
    ("apprenticeship", "Fietsenmakerij Jekerkwartier", "Leerling fietsenmaker", "fietsenmaker", 1, (24, 32), "day", "competence:manual",
     "Banden, remmen en verlichting. Later ook elektrische fietsen.", ""),
    ("apprenticeship", "Groenvoorziening Mergelland", "Leerling hovenier", "hovenier", 2, (28, 36), "day", "competence:strength competence:together",
     "Snoeien, maaien en planten in een vaste ploeg.", ""),
    ("carved", "Zorggroep Jekerdal", "Gastvrouw of gastheer afdeling", "gastvrouw of gastheer in de zorg", 2, (12, 20), "day", "competence:caring*2 language:nld:2!",
     "Koffie rondbrengen, tafels dekken, bedden opmaken, een praatje maken.", "het werk van de verzorgenden"),
    ("carved", "Keukenfabriek Sint Pieter", "Opruimer werkplaats", "productiemedewerker", 1, (16, 24), "day", "competence:instructions",
     "Werkplaats vegen, afval scheiden, schroeven aanvullen.", "het werk van de monteurs"),
    ("carved", "Hotel Geulzicht", "Linnenmedewerker", "wasserijmedewerker", 1, (8, 16), "day", "competence:endurance",
     "Linnen tellen, wagens vullen en klaarzetten per gang.", "het werk van de kamermedewerkers"),
    ("carved", "Callcenter Céramique", "Medewerker post en archief", "medewerker gegevensinvoer", 1, (12, 20), "day", "competence:accuracy*2 competence:digital",
     "Brieven scannen en op de goede plek zetten.", "het werk van de klantadviseurs"),
    ("created", "Supermarkt Scharn", "Winkelhulp ouderen", "winkelmedewerker", 1, (12, 20), "day", "competence:customers*2 language:nld:3!",
     "Met klanten meelopen, tassen inpakken en boodschappen thuisbrengen.", ""),
    ("created", "Kinderopvang De Vlinder", "Huismeester van de opvang", "conciërge", 1, (16, 24), "day", "competence:manual competence:independence",
     "Buitenruimte netjes houden, speelgoed schoonmaken, kleine klussen.", ""),
    ("volunteering", "Vrijwilligersloket Maastricht", "Gastvrouw of gastheer buurtkamer", "", 4, (4, 8), "day", "", "Ontvangen en koffie schenken.", ""),
    ("volunteering", "Vrijwilligerscentrale Heuvelland", "Maatje voor een boodschap", "", 6, (2, 6), "day", "", "Samen naar de winkel met wie slecht loopt.", ""),
    ("volunteering", "Dierenpark De Weide", "Dierverzorger", "", 3, (4, 12), "day weekend", "", "Voeren, hokken schoonmaken, bezoekers rondleiden.", ""),
    ("work-experience", "Kringloop Maas en Geul", "Werkervaring winkel en sorteren", "medewerker kringloopwinkel", 4, (12, 24), "day", "competence:on-time",
     "Spullen aannemen, nakijken en prijzen. Zes maanden.", ""),
    ("work-experience", "Buitendienst Heuvelland", "Werkervaring buitendienst", "medewerker groenonderhoud", 2, (16, 24), "day", "",
     "Meewerken in de ploeg. Na drie maanden een gesprek over een contract.", ""),
    ("work-experience", "Drukkerij Wyck", "Werkervaring expeditie", "inpakker", 1, (16, 24), "day", "", "Inpakken en klaarzetten voor verzending.", ""),
    ("project", "Hotel Op de Vrijthof", "Leerplek hotelkamers", "kamermedewerker hotel", 2, (20, 28), "day weekend", "competence:hygiene", "", ""),
    ("project", "Restaurant De Kluis", "Leerplek keuken", "keukenhulp", 2, (20, 32), "evening weekend", "competence:hygiene", "", ""),
    ("project", "Brasserie Het Bassin", "Leerplek bediening", "medewerker bediening", 1, (20, 32), "evening weekend", "language:nld:2", "", ""),
    ("project", "Lastechniek Beatrixhaven", "Plek in de lasklas", "lasser", 3, (32, 36), "day", "competence:manual language:nld:2", "", ""),
    ("project", "Wasserij Geuldal", "Rustige plek vouwen", "wasserijmedewerker", 3, (8, 16), "day", "", "", ""),
    ("project", "Groenvoorziening Mergelland", "Rustige plek groen", "medewerker groenonderhoud", 2, (8, 20), "day", "", "", ""),
    ("project", "Thuiszorg Vijf Kernen", "Leerplek hulp bij mensen thuis", "hulp in de huishouding", 4, (12, 20), "day", "language:nld:2!", "", ""),
]  # fmt: skip
# Who of the partners brings in what: Podium24 most of it, others what they came across.
BRING = ["iris", "iris", "iris", "sjef", "loes", "roy", "iris"]
WAGES = ["", "", "Volgens de cao", "Minimumloon en daarna de cao", "15,20 bruto per uur"]
CLOSED = {"Glazenwasser": "Zelf iemand gevonden.", "Receptionist nacht": "Het rooster verandert: deze dienst vervalt."}
PAUSED = ("Medewerker nabewerking",)
FULL = 2  # vacancies whose positions are all taken


def offered(chain: Chain, people: dict[str, Membership], today: dt.date, seed: int = 37) -> None:
    """Bring them in, by who would, in the last four months; close two, pause one, fill two."""
    rng = random.Random(seed)
    rows = [("regular", *row, "", "") for row in REGULAR] + OTHERS
    for number, row in enumerate(rows):
        by = people[BRING[number % len(BRING)]]
        with acting_as(by.pk, "demo"):
            _bring_in(chain, by, row, today, rng)
    with acting_as(people["iris"].pk, "demo"):
        there = {one.title: one for one in Vacancy.objects.filter(chain=chain)}
        for title, why in CLOSED.items():
            if title in there:
                vacancies.move(there[title], "close", why, by=people["iris"])
        for title in PAUSED:
            if title in there:
                vacancies.move(there[title], "pause", by=people["iris"])


def _bring_in(chain: Chain, by: Membership, row: tuple[Any, ...], today: dt.date, rng: random.Random) -> None:
    kind, at, title, occupation, positions, (least, most), shifts, asked, tasks, carved_from = row
    opened = today - dt.timedelta(rng.randint(0, 110))
    closes = today + dt.timedelta(rng.randint(3, 70)) if rng.random() < 0.6 else None
    employer = employers.named(chain.pk, at)
    cohort = _cohort(chain, at, today) if kind == "project" else None
    if employer is None or (kind == "project" and cohort is None):
        return
    site = Site.objects.filter(employer=employer, ended_on=None).order_by("pk").first()
    contact = ContactPerson.objects.filter(employer=employer).order_by("pk").first()
    said = {
        "version": 1, "employer": at, "title": title, "kind": kind, "occupation": occupation, "positions": positions,
        "hours_min": least, "hours_max": most, "shifts": shifts.split(), "tasks": tasks, "carved_from": carved_from,
        "cohort": cohort.pk if cohort else "", "site": site.pk if site else "", "contact": contact.pk if contact else "",
        "contract": rng.choice(["B", "B", "O"]) if kind in ("regular", "apprenticeship") else "",
        "wage": rng.choice(WAGES) if kind != "volunteering" else "", "without_car": "0",
        "starts_on": day_typed(today + dt.timedelta(rng.randint(7, 45))) if rng.random() < 0.4 else "",
        "closes_on": day_typed(closes) if closes else "",
    }  # fmt: skip
    form = VacancyForm(said, instance=Vacancy(chain_id=chain.pk, opened_on=opened), by=by)
    if not form.is_valid():
        raise ValueError(f"{title}: {form.errors}")
    wants = {want.key: want for want in usual(kind, form.cleaned_data["occupation"], chain.pk)}
    form.keep((wants | {want.key: want for want in parse(asked)}).values())


def _cohort(chain: Chain, at: str, today: dt.date) -> Cohort | None:
    """A group that goes on, or is to begin, of a project in which the employer takes part."""
    groups = Cohort.objects.filter(chain=chain, project__employers__employer__name=at, ended_on__gte=today)
    return groups.order_by("started_on", "pk").first()


def filled(chain: Chain, by: Membership) -> None:
    """Some people who work at an employer came by a vacancy, which is full now: told by who placed them."""
    with acting_as(by.pk, "demo"):
        running = Placement.objects.filter(chain=chain, vacancy=None, step__status="active", form_of_work="regular")
        running = running.filter(step__partner=by.partner_id)
        done: set[int] = set()
        latest = running.exclude(employer=None).select_related("employer", "step").order_by("-step__started_on", "-pk")
        for placement in latest[:60]:
            employer, since = placement.employer, placement.step.started_on
            if employer and since and len(done) < FULL and employer.pk not in done:
                done.add(employer.pk)
                opened, title = since - dt.timedelta(40), placement.job or "Medewerker"
                new = Vacancy(chain_id=chain.pk, employer=employer, title=title, positions=1, opened_on=opened)
                placement.vacancy = vacancies.bring_in(new, usual("regular", None, chain.pk), by=by)
                placement.save(update_fields=["vacancy"])
