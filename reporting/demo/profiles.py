"""Work profiles of the people in the demo's caseloads who have had an intake: some complete, some with gaps."""

import datetime as dt
import random

from chain.acting import acting_as
from chain.models import Membership
from clients.models import Client
from diagnosis import profile
from diagnosis.models import Competence, Course, Education, Experience, Language, Occupation, WorkProfile

# What somebody wants, and what goes with it: experience, education with its level, a course, the way there, interest,
# sector.
PATHS = (
    ("magazijnmedewerker", "orderpicker", "Magazijn bij een webwinkel", ("Vmbo techniek", "2"), "Heftruckcertificaat",
     "aanpakken", "logistics"),
    ("heftruckchauffeur", "magazijnmedewerker", "Heftruck rijden bij een groothandel", ("Logistiek medewerker", "4"),
     "Heftruckcertificaat", "vervoeren", "logistics"),
    ("schoonmaker", "kamermedewerker hotel", "Kantoren schoonmaken", ("Basisschool", "1"), "Basisopleiding schoonmaak",
     "aanpakken", "cleaning"),
    ("zorghulp", "gastvrouw of gastheer in de zorg", "Mantelzorg voor moeder", ("Vmbo zorg en welzijn", "2"), "EHBO",
     "helpen", "care"),
    ("keukenhulp", "kok", "Afwas en voorbereiding in een restaurant", ("Praktijkonderwijs", "2"), "HACCP", "maken",
     "catering"),
    ("hovenier", "medewerker groenonderhoud", "Tuinen bij mensen in de buurt", ("Groen, niveau 2", "4"),
     "Kettingzaag", "aanpakken", "green"),
    ("winkelmedewerker", "kassamedewerker", "Verkoop in een kledingwinkel", ("Detailhandel", "4"), "Sociale hygiëne",
     "verkopen", "retail"),
    ("productiemedewerker", "inpakker", "Lopende band in een koekjesfabriek", ("Basisschool", "1"), "VCA", "maken",
     "industry"),
    ("administratief medewerker", "receptionist", "Balie bij een school", ("Secretarieel medewerker", "4"), "Excel",
     "helpen", "administration"),
    ("pakketbezorger", "taxichauffeur", "Pakketten rondbrengen", ("Vmbo", "2"), "Code 95", "vervoeren", "logistics"),
)  # fmt: skip
SEEN = {
    "on-time": "Kwam steeds op tijd op de afspraken.", "together": "Werkte goed samen in de groep.",
    "learning": "Wil weten waarom iets zo moet.", "manual": "Liet foto's zien van eigen werk.",
    "endurance": "Houdt vier uur vol, daarna pauze nodig.", "customers": "Spreekt mensen vriendelijk aan.",
    "accuracy": "Telde de voorraad zonder fouten.", "asking-help": "Vraagt nog niet snel om hulp.",
}  # fmt: skip


class Profiles:
    """Told by reporting.demo.story after the intake of a life."""

    def __init__(self, today: dt.date, seed: int) -> None:
        self.today, self.rng = today, random.Random(seed + 4)
        self.occupations = {each.name: each for each in Occupation.objects.filter(source="own")}

    def tell(self, client: Client, lead: Membership) -> None:
        """A profile for nearly all; for half of them with everything that is usually asked."""
        if client.closed_on or self.rng.random() < 0.08:
            return
        wanted, other, did, (school, level), course, likes, sector = self.rng.choice(PATHS)
        whole = self.rng.random() < 0.5
        with acting_as(lead.pk, "demo"):
            profile.wants(client, [self.occupations[wanted], self.occupations[other]], by=lead)
            self._fill(profile.locked(client), level, likes, sector, whole)
            self._lists(client, did, school, level, course, whole)

    def _fill(self, work: WorkProfile, level: str, likes: str, sector: str, whole: bool) -> None:
        rng = self.rng
        work.interests, work.sectors = [likes], [sector]
        most = rng.choice([16, 20, 24, 24, 28, 32, 36])
        work.hours_min, work.hours_max = rng.choice([None, most - 4, most - 8]), most
        work.transport = rng.choice([["3"], ["3", "5"], ["5"], ["1", "3"]])
        work.licences = ["B"] if "1" in work.transport or rng.random() < 0.25 else []
        if whole:
            work.level = {"1": "2", "2": "3", "4": "4"}[level]
            work.available_from = self.today + dt.timedelta(rng.randint(-30, 40))
            work.distance_km, work.agreements = rng.choice([5, 10, 15, 25]), ["01"]
            work.irregular, work.office_hours = rng.choice(["1", "2", "0"]), rng.choice(["0", "1"])
            work.guidance = rng.choice(["", "", "De eerste weken iemand naast zich die het werk voordoet."])
        work.version += 1
        work.save()

    def _lists(self, client: Client, did: str, school: str, level: str, course: str, whole: bool) -> None:
        here = {"client": client, "chain_id": client.chain_id}
        first = self.rng.randint(2006, 2018)
        Competence.objects.bulk_create(
            Competence(
                **here,
                code=code,
                mastery="3" if code == "asking-help" else self.rng.choice("1123"),
                evidence=SEEN[code],
            )
            for code in self.rng.sample(list(SEEN), 4 if whole else self.rng.choice([0, 2]))
        )
        Language.objects.create(**here, code="nld", **dict.fromkeys(("speaking", "listening"), self.rng.choice("234")),
                                **dict.fromkeys(("reading", "writing"), self.rng.choice("123")))  # fmt: skip
        if whole:
            Experience.objects.create(**here, job=did, from_year=first, to_year=first + self.rng.randint(1, 6))
            Education.objects.create(**here, name=school, level=level, diploma=self.rng.choice("112"), year=first - 1)
        if whole and self.rng.random() < 0.6:
            until = self.today + dt.timedelta(self.rng.randint(-200, 900))
            Course.objects.create(**here, name=course, year=self.today.year - 3, valid_until=until)
