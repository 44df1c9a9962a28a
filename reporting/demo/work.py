"""What goes with work in the demo: contracts and wages, secondments, wage values, subsidies, participation places, hosts."""

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError

from chain.acting import acting_as, system_membership
from chain.models import Chain, Instrument, Membership
from clients import steps, terms, todo
from clients.models import Client, Task
from placement import employers, participation, placements, subsidies, wage_values
from placement.models import Amount, Placement, WageSubsidy, WageValue
from placement.wage_rules import Measured
from placement.wage_values import Line

STAFF = {"szmh": "loes", "mtb": "sjef", "podium24": "iris"}
MONTH = 30
HOSTS = [("MaastrichtDoet, vrijwilligersloket", "volunteer-desk"), ("Vrijwilligerssteunpunt Valkenburg", "volunteer-desk"),
         ("Buurtkamer Malberg", "day-activity"), ("Zorgboerderij Sint-Gerlach", "day-activity")]  # fmt: skip
PLACES = ["Kringloop Heuvelland", "Wijkteam Groen Meerssen", "Museum aan de Maas"]
WORKSHEETS = [
    [("Afwas", 40, 70, 90, 90), ("Snijwerk", 35, 60, 80, 90), ("Schoonmaken", 25, 80, 90, 100)],
    [("Orders verzamelen", 60, 65, 95, 85), ("Inpakken", 40, 75, 90, 85)],
    [("Schoffelen en harken", 70, 55, 85, 80), ("Snoeien", 30, 50, 80, 80)],
    [("Vakken vullen", 80, 85, 95, 90), ("Spiegelen", 20, 70, 90, 90)],
]  # fmt: skip


class Work:
    """Adds to what is there; where that is less than hoped for, there is less."""

    def __init__(self, chain: Chain, people: dict[str, Membership], today: dt.date, seed: int = 11) -> None:
        self.chain, self.people, self.today = chain, people, today
        self.rng = random.Random(seed)
        self.instruments = {
            i.form_of_work: i
            for i in Instrument.objects.filter(chain=chain).exclude(form_of_work="").select_related("partner")
        }

    def tell(self) -> None:
        self._contracts()
        self._hosts()
        free = self._free()
        self._participation(free)
        self._new(free, "secondment", 2)
        self._subsidies(free)

    def _by(self, placement: Placement) -> Membership | None:
        return self.people.get(STAFF.get(placement.step.partner.code, ""))

    def _running(self) -> list[Placement]:
        found = Placement.objects.filter(chain=self.chain, step__status="active", client__closed_on=None)
        rows = found.filter(client__ref__startswith="N").select_related(
            "step__partner", "step__client", "client", "employer"
        )
        return list(rows.order_by("-step__started_on", "pk")[:150])

    def _change(self, placement: Placement, **facts: object) -> bool:
        """Other particulars, by who carries it out; whether that could be."""
        by = self._by(placement)
        if by is None:
            return False
        now: dict = {"contract": "", "wage": None, "site": None, "employed_by": None, "quick_start": False, "learning": False,
                     "employer": placement.employer, "job": placement.job, "hours": placement.step.hours_per_week}  # fmt: skip
        with acting_as(by.pk, "demo"):
            if not Client.objects.visible_to(by).filter(pk=placement.client_id).exists() or not placements.may_change(
                by, placement
            ):
                return False
            placements.change(placement, by=by, **(now | facts))
        return True

    def _contracts(self) -> None:
        """Contract and wage of the latest paid work; two of it began as a quick start, a few are learning places too."""
        with acting_as(self.people["rianne"].pk, "demo"):
            paid = [one for one in self._running() if one.form_of_work in placements.PAID][:60]
        quick = 0
        for number, one in enumerate(paid):
            wage = Decimal(1499 + self.rng.randint(0, 60) * 5) / 100
            starts = quick < 2 and one.form_of_work == "regular"
            done = self._change(
                one, contract="O" if number % 4 == 0 else "B", wage=wage, quick_start=starts, learning=number % 9 == 3
            )
            quick += done and starts

    def _hosts(self) -> None:
        """Volunteering and day activity have an organisation where they are."""
        with acting_as(self.people["rianne"].pk, "demo"):
            hosts = [employers.new(self.chain.pk, name, kind) for name, kind in HOSTS]
            unpaid = [
                one for one in self._running() if one.form_of_work in placements.UNPAID_HOSTS and one.employer is None
            ]
        for one in unpaid[:40]:
            kind = placements.UNPAID_HOSTS[one.form_of_work]
            self._change(one, employer=self.rng.choice([host for host in hosts if host.kind == kind]))

    def _free(self) -> Iterator[Client]:
        """People of the running programme who have an intake behind them and no work in any form."""
        with acting_as(self.people["rianne"].pk, "demo"):
            busy = Placement.objects.filter(chain=self.chain).values("client")
            found = Client.objects.filter(chain=self.chain, ref__startswith="N", closed_on=None, intakes__status="concluded",
                                          registered_on__lt=self.today - dt.timedelta(4 * MONTH))  # fmt: skip
            return iter(list(found.exclude(pk__in=busy).order_by("registered_on", "pk").distinct()[:120]))

    def _place(
        self, client: Client, form: str, days: int, employer: str, job: str, hours: int, **facts: object
    ) -> Placement | None:
        """Placed so many days ago by the usual partner; None where that cannot be."""
        instrument, on = self.instruments.get(form), self.today - dt.timedelta(days)
        usual = instrument.partner if instrument else None
        by = self.people.get(STAFF.get(usual.code, "")) if usual else None
        if instrument is None or usual is None or by is None:
            return None
        planner = self.people["rianne"]  # who sees all; the partner sees the person from the placement on
        with acting_as(planner.pk, "demo"):
            if usual.pk not in steps.holders(instrument, client.home_id, on):
                return None
            try:
                return placements.place(
                    client, instrument, usual, by=planner, started_on=on, employer=employers.new(self.chain.pk, employer), job=job,
                    hours=hours, **facts,  # type: ignore[arg-type]
                )  # fmt: skip
            except ValidationError:
                return None

    def _new(self, free: Iterator[Client], form: str, number: int, days: int = 75) -> list[Placement]:
        made: list[Placement] = []
        work = [("Grand Café Vrijthof", "medewerker keuken"), ("Logistiek Beatrixhaven", "magazijnmedewerker"),
                ("Hoveniers Mergelland", "hulp in het groen"), ("Supermarkt Brusselsepoort", "winkelmedewerker")]  # fmt: skip
        for client in free:
            if len(made) >= number:
                break
            employer, job = work[len(made) % len(work)]
            one = self._place(client, form, days + 9 * len(made), employer, job, 24 + 4 * (len(made) % 3), contract="B",
                              wage=Decimal("14.99"))  # fmt: skip
            if one:
                made.append(one)
        return made

    def _participation(self, free: Iterator[Client]) -> None:
        """Three places: just begun, reviewed, and near the end of the two years."""
        with acting_as(system_membership(self.chain, "setup"), "load_demo"):
            Amount.objects.get_or_create(
                chain=self.chain, key="premium", started_on=dt.date(2015, 1, 1),
                defaults={"value": Decimal(300), "source": "Verzonnen voor de demo"},
            )  # fmt: skip
        made: list[Placement] = []
        months = (3, 10, 22)
        for client in free:
            if len(made) == len(months):
                break
            days = months[len(made)] * MONTH
            one = self._place(client, participation.FORM, days, PLACES[len(made)], "ondersteunende taken", 16)
            if one:
                made.append(one)
        terms.run(self.chain.pk, [one.client_id for one in made])
        said = {"pp-schooling": "Korte cursus aangeboden, begint in het voorjaar.", "pp-premium": "Premie betaald.",
                "pp-review": "Samen bekeken: de plaats helpt, gaat door."}  # fmt: skip
        by = self.people["rianne"]
        with acting_as(by.pk, "demo"):
            for one in made:
                due = Task.objects.filter(about="step", about_id=one.step_id, status="open", key__in=said,
                                          due_on__lt=self.today).select_related("client", "term")  # fmt: skip
                for task in due.order_by("due_on"):
                    todo.done(task, on=task.due_on, result=said[task.key], by=by)

    def _subsidies(self, free: Iterator[Client]) -> None:
        """In all states: waiting without and with a wage value, granted, flat-rate, refused and ended."""
        iris, rianne = self.people["iris"], self.people["rianne"]
        made = self._new(free, "wage-subsidy", 7)
        for number, one in enumerate(made[:5]):
            self._measure(one, WORKSHEETS[number % len(WORKSHEETS)], settled=number != 1)
        states = ["granted", "requested", "requested", "ended", "refused", "flat", "flat-waits"]
        for one, state in zip(made, states, strict=False):
            began = one.step.started_on or self.today
            kind = "flat-rate" if state.startswith("flat") else "regular"
            asked = WageSubsidy(
                placement=one, kind=kind, asked_by="municipality" if state == "requested" else "employer",
                requested_on=began, started_on=began, hours=Decimal(one.step.hours_per_week or 24),
            )  # fmt: skip
            try:
                with acting_as(iris.pk, "demo"):
                    found = subsidies.ask(asked, by=iris)
                with acting_as(rianne.pk, "demo"):
                    if state in ("granted", "ended", "flat"):
                        found = subsidies.grant(found, found.version, by=rianne)
                    if state == "ended":
                        subsidies.end(
                            found, found.version, self.today - dt.timedelta(5), "Het contract liep af.", by=rianne
                        )
                    if state == "refused":
                        subsidies.refuse(
                            found,
                            found.version,
                            "De werkgever krijgt voor deze baan al subsidie van het UWV.",
                            by=rianne,
                        )
            except ValidationError:  # no amount on that day
                continue

    def _measure(self, one: Placement, tasks: list[tuple], settled: bool) -> None:
        by = self.people["iris"]
        on = (one.step.started_on or self.today) + dt.timedelta(30)
        with acting_as(by.pk, "demo"):
            found = WageValue(
                placement=one, on=on, expert="M. Lardinois, loonwaardedeskundige", reference_job=one.job,
                employer_agrees=settled, again_on=terms.after(on, 12, "months") if settled else None,
            )  # fmt: skip
            lines = [Line(name, Measured(*numbers)) for name, *numbers in tasks]
            found = wage_values.write(found, lines, by=by)
            if settled:
                wage_values.settle(found, found.version, by=by)
