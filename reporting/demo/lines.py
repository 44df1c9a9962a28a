"""The learning lines of the demo: logistics (document 002, annex 3 i), green and metal, with people at every station; some can
go on, some are stuck, and one station is full. Invented, but for the names of the places and employers of the document."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chain.acting import acting_as
from chain.formats import day_typed
from chain.models import Chain, Instrument, Membership, Partner
from chain.once import NotNow
from clients import steps
from clients.models import Client, Step
from development import course, lines, occupancy, onward, stays
from development.line_forms import LineForm, SchoolForm, StationForm, TaskForm
from development.models import LearningLine, LearningPlace, LineEmployer, Onward, Station, Stay
from development.place_forms import PlaceForm
from placement import employers
from placement.employer_forms import EmployerForm
from placement.models import Employer, Placement, Vacancy
from placement.placements import PAID
from placement.requirements import usual
from placement.vacancy_forms import VacancyForm

DAY = dt.timedelta(1)
STAFF = {"mtb": "sjef", "annex": "roy", "szmh": "rianne", "podium24": "iris"}
RESULTS = [
    "Werkt zelfstandig en houdt het tempo bij.", "Komt op tijd en kent het magazijn.", "Kan een dag lang met een scanner werken.",
]  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """A station: its name, level, module, place (a word of its name), usual weeks, and who is there: how many run and wait;
    of those who run how many can go on, are stuck and are there long. `full`: as many as there is room for."""

    name: str
    level: str
    module: str
    place: str
    weeks: int
    text: str
    there: int = 0
    waiting: int = 0
    ready: int = 0
    stuck: int = 0
    late: int = 0
    full: bool = False


# Places that are made where no module before this one did: at whom (a partner's code, or an employer), sector, level, seats.
PLACES = {
    "MTB Logistiek": ("mtb", "logistics", "preparation", 20), "LKS": ("LKS Kleerhangersorteercentrale", "logistics", "basic", 7),
    "DHL": ("DHL", "logistics", "skilled", 4), "MTB Groen": ("mtb", "green", "basic", 12),
    "Stadsbeheer": ("Stadsbeheer Maastricht", "green", "skilled", 10), "MTB Werkplaats": ("mtb", "industry", "basic", 8),
    "Thomas Regout": ("Thomas Regout", "industry", "skilled", 5),
}  # fmt: skip
LINES: list[tuple[str, str, str, str, list[Stop], list[tuple[str, str]], list[tuple[str, str, str, str]], list[str]]] = [
    ("Logistiek", "logistics", "podium24", "Van de eerste dag in het magazijn naar een baan bij een logistiek bedrijf in de regio.",
     [Stop("Voorbereiding bij MTB", "preparation", "leerwerktraject", "MTB Logistiek", 8, "Ritme, tempo en veilig werken.", 7, 2, 2, 1, 1),
      Stop("LKS", "basic", "leerlijn", "LKS", 13, "Sorteren en orders maken in een gewone ploeg.", 6, 1, 3, 0, 1),
      Stop("DHL", "skilled", "leerlijn", "DHL", 13, "Ontvangst, picken en verzenden. Heftruckcertificaat mogelijk.", 8, 2, 1, 1, 0, True)],
     [("annex", "Begeleidt mensen op de werkvloer, bij elk station."), ("mtb", "Voert de stappen uit en zorgt voor de plekken."),
      ("podium24", "Zorgt voor de werkgevers aan het eind en stelt mensen voor."),
      ("szmh", "Meldt mensen aan, ook voor een station halverwege, en houdt de regie.")],
     [("ROC", "Logistiek medewerker", "", "Een dag school, vier dagen werk. Diploma na een jaar."),
      ("Praktech", "Heftruck en reachtruck", "", "Vijf dagen praktijk met certificaat.")],
     ["DHL", "Businesspost", "PostNL", "Nedlin", "DocMorris", "Mosadex", "Mainfreight", "Katoen Natie"]),
    ("Groen", "green", "annex", "Buiten werken en leren: van het terrein van MTB naar het onderhoud van de stad.",
     [Stop("Groenploeg MTB", "preparation", "leerwerktraject", "MTB Groen", 13, "Schoffelen, maaien en gereedschap onderhouden.", 3, 0, 1, 0, 1),
      Stop("Stadsbeheer", "skilled", "leerlijn", "Stadsbeheer", 26, "Zelf een wijk onderhouden, met een voorman.", 3, 0, 1, 0, 0)],
     [("annex", "Begeleidt de ploegen en toetst wat iemand kan."), ("podium24", "Zoekt werk bij hoveniers en gemeenten.")],
     [("Praktech", "Groen en motorzeis", "", "")], ["Groenvoorziening Mergelland", "Buitendienst Heuvelland"]),
    ("Metaal en hout", "industry", "podium24", "Leren lassen, zagen en monteren, met een baan in de techniek.",
     [Stop("Werkplaats MTB", "preparation", "leerwerktraject", "MTB Werkplaats", 10, "Meten, zagen en boren.", 3, 1, 1, 0, 0),
      Stop("Thomas Regout", "regular", "werkleerbedrijf", "Thomas Regout", 26, "Werken aan de lijn in een ploeg.", 0, 0, 0, 0, 0)],
     [("mtb", "Leert de eerste handgrepen in de werkplaats."), ("podium24", "Regelt het leren bij de werkgever.")],
     [("Praktech", "Lassen niveau 1", "", "Twaalf weken, met lascertificaat."), ("ROC", "Assistent metaal en hout", "", "")],
     ["Metaalwerk Eijsderhof", "Lastechniek Beatrixhaven"]),
]  # fmt: skip
# Employer, title, occupation, positions.
WORK = [("DHL", "Medewerker sortering", "orderpicker", 3), ("PostNL", "Pakketsorteerder vroege dienst", "orderpicker", 4),
        ("DocMorris", "Orderpicker medicijnen", "orderpicker", 2), ("Mainfreight", "Magazijnmedewerker", "magazijnmedewerker", 2),
        ("Katoen Natie", "Heftruckchauffeur", "heftruckchauffeur", 1)]  # fmt: skip


class Lines:
    """Lays the lines and leads people along them; does less where there are fewer people or places than hoped."""

    def __init__(self, chain: Chain, people: dict[str, Membership], today: dt.date, seed: int = 62) -> None:
        self.chain, self.people, self.today, self.rng = chain, people, today, random.Random(seed)
        self.lead = people["rianne"]
        self.partners = {one.code: one for one in Partner.objects.filter(chain=chain)}
        self.modules = {one.code: one for one in Instrument.objects.filter(chain=chain)}

    def tell(self) -> None:
        with acting_as(self.lead.pk, "demo"):
            free = self._free()
        for name, sector, puller, text, stops, tasks, schools, takers in LINES:
            with acting_as(self.people["iris"].pk, "demo"):
                line = self._line(name, sector, puller, text)
                laid = [(stop, self._station(line, stop)) for stop in stops if stop.module in self.modules]
                self._pieces(line, tasks, schools, takers)
            for stop, station in laid:
                self._fill(stop, station, free)
            if laid:
                self._before(laid[0][1], 6 if name == "Logistiek" else 2)
        with acting_as(self.people["iris"].pk, "demo"):
            for row in WORK:
                self._vacancy(*row)

    # What a line is

    def _line(self, name: str, sector: str, puller: str, text: str) -> LearningLine:
        said = {"name": name, "sector": sector, "text": text, "partner": self.partners[puller].pk, "version": 1,
                "started_on": day_typed(self.today - 500 * DAY), "ended_on": ""}  # fmt: skip
        made: LearningLine = _kept(LineForm(said, instance=LearningLine(chain=self.chain)))
        return made

    def _station(self, line: LearningLine, stop: Stop) -> Station:
        place = self._place(stop.place)
        said = {"name": stop.name, "level": stop.level, "instrument": self.modules[stop.module].pk, "weeks": stop.weeks,
                "place": place.pk if place else "", "text": stop.text}  # fmt: skip
        form = StationForm(said, instance=Station(line=line, chain=self.chain))
        if not form.is_valid():
            raise ValueError(form.errors)
        return lines.add_station(form.save(commit=False), by=self.people["iris"])

    def _place(self, word: str) -> LearningPlace | None:
        """The place with that word in its name, of the right sector first; else a new one."""
        at, sector, level, seats = PLACES[word]
        there = LearningPlace.objects.filter(chain=self.chain, name__icontains=word, ended_on=None).order_by("name")
        if found := there.filter(sector=sector).first() or there.first():
            return found
        partner = self.partners.get(at)
        employer = None if partner else self._employer(at, sector)
        by = self.people["roy"]
        said = {"name": f"{word}, leerwerkplek", "kind": "learning", "host": partner.pk if partner else "", "version": 1,
                "employer": employer.name if employer else "", "municipality": "", "sector": sector, "level": level,
                "text": "", "seats": seats, "guide": self.partners["annex"].pk, "guidance_hours": "",
                "started_on": day_typed(self.today - 900 * DAY), "ended_on": ""}  # fmt: skip
        with acting_as(by.pk, "demo"):
            made: LearningPlace = _kept(PlaceForm(said, instance=LearningPlace(chain=self.chain), membership=by))
        return made

    def _employer(self, name: str, sector: str) -> Employer:
        if found := employers.named(self.chain.pk, name):
            return found
        said = {"name": name, "place": "Maastricht", "kind": "employer", "sector": sector, "trains": "1", "checked": "on",
                "version": 1, "kvk": "", "sbi": "", "size": "", "website": "", "keeper": self.people["iris"].user_id}  # fmt: skip
        made: Employer = _kept(EmployerForm(said, instance=Employer(chain_id=self.chain.pk)))
        return made

    def _pieces(
        self,
        line: LearningLine,
        tasks: list[tuple[str, str]],
        schools: list[tuple[str, str, str, str]],
        takers: list[str],
    ) -> None:
        rows = []
        for code, task in tasks:
            form = TaskForm({"partner": self.partners[code].pk, "task": task}, chain_id=self.chain.pk)
            rows.append(_row(form, line))
        for school, taught, level, text in schools:
            said = {"school": school, "course": taught, "level": level, "text": text}
            rows.append(_row(SchoolForm(said, chain_id=self.chain.pk), line))
        for row in rows:
            row.save()
        for name in takers:
            LineEmployer.objects.create(line=line, chain=self.chain, employer=self._employer(name, line.sector))

    def _vacancy(self, at: str, title: str, occupation: str, positions: int) -> None:
        by = self.people["iris"]
        said = {
            "version": 1, "employer": at, "title": title, "kind": "regular", "occupation": occupation, "positions": positions,
            "hours_min": 20, "hours_max": 38, "shifts": ["day"], "tasks": "", "carved_from": "", "cohort": "", "site": "",
            "contact": "", "contract": "B", "wage": "Volgens de cao", "without_car": "1", "starts_on": "",
            "closes_on": day_typed(self.today + self.rng.randint(15, 60) * DAY),
        }  # fmt: skip
        opened = self.today - self.rng.randint(1, 30) * DAY
        form = VacancyForm(said, instance=Vacancy(chain_id=self.chain.pk, opened_on=opened), by=by)
        if form.is_valid():
            form.keep(
                {want.key: want for want in usual("regular", form.cleaned_data["occupation"], self.chain.pk)}.values()
            )

    # Who is on it

    def _free(self) -> list[Client]:
        """People of the running programme without work and without a place, the longest registered first."""
        busy = Placement.objects.filter(chain=self.chain).values("client")
        staying = Stay.objects.filter(chain=self.chain).values("client")
        found = Client.objects.filter(chain=self.chain, ref__startswith="N", closed_on=None, home__isnull=False)
        late = self.today - dt.timedelta(200)
        rows = found.exclude(pk__in=busy).exclude(pk__in=staying).filter(registered_on__lt=late)
        return list(rows.select_related("home").order_by("registered_on", "pk")[:80])

    def _fill(self, stop: Stop, station: Station, free: list[Client]) -> None:
        room = stop.there
        if station.place_id:
            with acting_as(self.lead.pk, "demo"):
                left = occupancy.of_places([station.place_id])[station.place_id].free
            room = min(left, 8) if stop.full else min(stop.there, left)
        for number in range(max(room, 0) + stop.waiting):
            runs = number < room
            if not free:
                return
            begun = (
                7 * stop.weeks + self.rng.randint(10, 40)
                if number < stop.late
                else self.rng.randint(10, 6 * stop.weeks)
            )
            planned = self.today - begun * DAY if runs else self.today + self.rng.randint(7, 30) * DAY
            step = self._come(free.pop(0), station, planned, runs)
            if step and runs and stop.late <= number < stop.late + stop.ready:
                self._say(step, "now", ["vacancy"] if stop.full else ["place"], "")
            elif step and runs and stop.late + stop.ready <= number < stop.late + stop.ready + stop.stuck:
                self._say(step, "stuck", ["transport", "hours"], "De vroege dienst is niet te halen met de bus.")

    def _by(self, step: Step) -> Membership | None:
        return self.people.get(STAFF.get(step.partner.code, ""))

    def _come(self, client: Client, station: Station, planned_on: dt.date, runs: bool) -> Step | None:
        """Planned by who has the lead, with a seat (or on the wait list), and begun by the partner; None where that cannot be."""
        try:
            with transaction.atomic():
                with acting_as(self.lead.pk, "demo"):
                    holders = steps.holders(station.instrument, client.home_id, planned_on)
                    partner = next((one for one in self.partners.values() if one.pk in holders), None)
                    if partner is None:
                        return None
                    end = max(planned_on + (station.weeks or 13) * 7 * DAY, self.today + 14 * DAY) if runs else None
                    step = steps.plan(
                        client, station.instrument, partner, planned_on=planned_on, planned_end=end, by=self.lead,
                        hours_per_week=self.rng.choice([16, 20, 24, 28]), on=min(planned_on, self.today),
                    )  # fmt: skip
                    stays.ask(step, station=station, reserve=runs, by=self.lead)
                by = self._by(step)
                if runs and by:
                    with acting_as(by.pk, "demo"):
                        step = steps.move(step, "start", on=planned_on, by=by)
            return step
        except (ValidationError, NotNow, PermissionDenied):
            return None

    def _say(self, step: Step, verdict: str, helps: list[str], text: str) -> None:
        by = self._by(step)
        if by is None or Onward.objects.filter(step=step).exists():
            return
        with acting_as(by.pk, "demo"):
            on = max(self.today - self.rng.randint(1, 20) * DAY, step.started_on or self.today)
            onward.say(step, verdict, helps, text, on=on, by=by)

    def _before(self, station: Station, number: int) -> None:
        """Some who have paid work now were at the station before: a step that is over, from before the first day of work."""
        with acting_as(self.lead.pk, "demo"):
            found = Placement.objects.filter(
                chain=self.chain, form_of_work__in=PAID, step__status="active", client__closed_on=None
            )
            rows = list(
                found.exclude(client__in=Stay.objects.filter(station__isnull=False).values("client"))
                .select_related("client__home", "step").order_by("step__started_on", "pk")[: 4 * number]
            )  # fmt: skip
        for row in rows:
            if number == 0 or row.step.started_on is None:
                return
            last = row.step.started_on - 7 * DAY
            step = self._come(row.client, station, last - 70 * DAY, runs=True)
            by = self._by(step) if step else None
            if step and by:
                with acting_as(by.pk, "demo"):
                    course.end(step, "finish", on=last, result=self.rng.choice(RESULTS), by=by)
                number -= 1


def _kept(form: LineForm | PlaceForm | EmployerForm) -> Any:
    if not form.is_valid():
        raise ValueError(form.errors)
    return form.keep()


def _row(form: TaskForm | SchoolForm, line: LearningLine) -> Any:
    if not form.is_valid():
        raise ValueError(form.errors)
    row = form.save(commit=False)
    row.line, row.chain_id = line, line.chain_id
    return row


def laid(chain: Chain, people: dict[str, Membership], today: dt.date) -> None:
    """The three lines with who is on them."""
    with acting_as(people["rianne"].pk, "demo"):
        told = Lines(chain, people, today)
    told.tell()
