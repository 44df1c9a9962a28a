"""The people of the demo's caseloads, told by the product's own acts: intake, steps, notes, placements, proposals."""

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from chain.acting import acting_as
from chain.models import Chain, Instrument, Membership
from clients import glass, notes, steps, team
from clients.models import Client
from diagnosis import intake, invitations
from diagnosis.models import Intake, IntakeSection
from placement import placements, proposals
from placement.models import Employer
from reporting.demo import texts
from reporting.demo.abilities import Abilities
from reporting.demo.diagnoses import Diagnoses
from reporting.demo.lives import Life
from reporting.demo.profiles import Profiles
from reporting.demo.staying import Staying
from reporting.demo.threads import Threads

STAFF = {"szmh": "loes", "annex": "roy", "mtb": "sjef", "podium24": "iris"}
CONCLUSION = {  # what the intake concluded, by the first step that followed
    "praktijkdiagnose": "diagnosis", "sollicitatietraining": "placement", "vrijwilligerswerk": "participation",
    "dagbesteding": "participation", "participatieplaats": "participation",
}  # fmt: skip


def without_acts(life: Life) -> Life:
    """The life as the import brings it in where a story tells the rest: no steps, and the benefit as it began."""
    rows = {**life.rows, "steps": [], "placements": []}
    first = dict(life.rows["benefits"][0])
    if first["end_reason"] == "work":
        rows["benefits"] = [first | {"ended_on": "", "end_reason": ""}]
    return Life(rows)


def assign(chain: Chain, people: dict[str, Membership], leads: list[str], today: dt.date) -> None:
    """Everybody of the running programme has a lead consultant, who spoke to nearly all of them not long ago."""
    rng = random.Random(5)
    turns = ["marc", "rianne", "karin", "wiel", "karin", "wiel", "loes"]
    with acting_as(people["rianne"].pk, "demo"):
        found = list(Client.objects.filter(chain=chain, ref__startswith="N", lead=None).order_by("ref"))
        chosen = [*leads, *(turns[n % len(turns)] for n in range(len(found)))]
        for client, username in zip(found, chosen, strict=False):
            team.change_lead(client, people[username], on=client.registered_on, by=people["rianne"])
    for username in {*turns}:
        by = people[username]
        with acting_as(by.pk, "demo"):
            for client, lead in list(zip(found, chosen, strict=False))[len(leads) :]:
                if lead == username and rng.random() < 0.93:
                    kind, text = rng.choice(texts.NOTES["szmh"])
                    day = max(client.registered_on, today - dt.timedelta(rng.randint(0, 55)))
                    notes.note(client, by, text, kind=kind, on=day)


class Story:
    """Tells lives one after the other; `people`: the demo's memberships by user name."""

    def __init__(self, chain: Chain, people: dict[str, Membership], today: dt.date, seed: int) -> None:
        self.chain, self.people, self.today = chain, people, today
        self.rng = random.Random(seed)
        self.threads = Threads(today, seed)
        self.profiles = Profiles(today, seed)
        self.diagnoses = Diagnoses(today, seed)
        self.abilities = Abilities(today, seed)
        self.staying = Staying(today, seed)
        self.instruments = {i.code: i for i in Instrument.objects.filter(chain=chain)}
        self.by_form = {i.form_of_work: i for i in self.instruments.values() if i.form_of_work}
        self.partners = {m.partner.code: m.partner for m in people.values() if m.partner}

    def tell(self, life: Life, lead: str) -> None:
        """The acts of a life in the order of their days, each by who would do it."""
        ref = life.rows["clients"][0]["client_ref"]
        client = Client.objects.get(chain=self.chain, ref=ref)
        for row in life.rows["steps"]:
            self._step(client, row, lead, life)
        for row in life.rows["placements"]:
            self._placement(client, row, life, lead)
        self._contacts(client, life, lead)
        begun = next((s["ended_on"] for s in life.rows["steps"] if s["instrument"] == "intake" and s["ended_on"]), None)
        if begun:
            self.profiles.tell(client, self.people[lead])
            self.threads.plan(client, begun, self.people[lead])
            self.threads.found(client, begun, self.people[lead])
            self.abilities.tell(client, begun, self.people[lead])
        self.threads.next(client, self.people[lead])
        self.threads.over(client, self.people[lead])
        client.refresh_from_db()
        self.threads.asks(client, self.people[lead], {code: self.people[name] for code, name in STAFF.items()})

    def guests(self, number: int) -> None:
        """Podium24 is invited to the intake of the first who wait for one, today and tomorrow."""
        by = self.people["loes"]
        with acting_as(by.pk, "demo"):
            had = Intake.objects.filter(chain=self.chain).values("client")
            waiting = Client.objects.visible_to(by).filter(chain=self.chain, lead=by.user_id).exclude(pk__in=had)
            guests = list(waiting.order_by("-registered_on", "pk")[:number])
            for days, client in enumerate(guests):
                on = self.today + dt.timedelta(days)
                invitations.invite(client, self.partners["podium24"], on, dt.time(10 + days), by=by)
            for client in guests[:1]:
                found = intake.begin(client, by, on=self.today)
                self._say(found, texts.INTAKES[2], by, but=("market", "practical"))
        for client in guests[:1]:
            self._market(client, texts.INTAKES[2])

    def glass(self, life: Life) -> None:
        """A coordinator looked with a reason: the lead consultant has a task, the privacy officer a line."""
        number = Client.objects.get(chain=self.chain, ref=life.rows["clients"][0]["client_ref"]).number
        with acting_as(self.people["tineke"].pk, "demo"):
            glass.break_glass(
                number, "De wijkagent belde: deze inwoner stond in paniek aan onze balie en vroeg om hulp."
            )

    def _by(self, partner: str, lead: str) -> Membership:
        return self.people[lead if partner == "szmh" else STAFF[partner]]

    def _step(self, client: Client, row: dict[str, Any], lead: str, life: Life) -> None:
        if row["instrument"] == "intake":
            if row["status"] in ("done", "active"):
                self._intake(client, row, lead, life)
            return
        instrument = self.instruments[row["instrument"]]
        by, partner = self._by(row["partner"], lead), self.partners[row["partner"]]
        planned = min(row["planned_on"], row["started_on"] or row["planned_on"])
        if partner.pk not in steps.holders(instrument, client.home_id, planned):
            return  # has moved to where nobody of the chain does this
        if instrument.form_of_work:
            self._form_of_work(client, row, instrument, by)
            return
        referral = None
        if row["partner"] != "szmh" and row["status"] != "cancelled":
            referral = self.threads.refer(client, instrument.function, partner, row, planned, self.people[lead], by)
            if referral and referral.status != "accepted":
                return  # waits for the partner's answer
        with acting_as(self.people[lead].pk, "demo"):
            step = steps.plan(
                client, instrument, partner, planned_on=planned, hours_per_week=row["hours_per_week"],
                planned_end=self._planned_end(row), by=self.people[lead], referral=referral,
                on=max(client.registered_on, planned - dt.timedelta(10)),
            )  # fmt: skip
            if row["status"] == "cancelled":
                steps.move(step, "cancel", on=planned, by=self.people[lead], result="Kiest voor iets anders.")
                return
        if not row["started_on"]:
            return
        with acting_as(by.pk, "demo"):
            step = steps.move(step, "start", on=row["started_on"], by=by)
        if row["instrument"] == "praktijkdiagnose":
            self.diagnoses.tell(client, row, referral, by, self.people[STAFF["mtb"]], self.people[lead])
            if referral and row["status"] == "stopped":
                self.threads.answer(referral, row, by)
            self._joins(client, row["partner"], row["started_on"], lead)
            return
        with acting_as(by.pk, "demo"):
            self._observe(step, row, by)
            if row["status"] == "done":
                steps.move(step, "finish", on=row["ended_on"], result=self.rng.choice(texts.RESULTS), by=by)
            elif row["status"] == "stopped":
                steps.move(step, "stop", on=row["ended_on"], result=self.rng.choice(texts.STOPPED), by=by)
        if referral:
            self.threads.answer(referral, row, by)
        self._joins(client, row["partner"], row["started_on"], lead)

    def _joins(self, client: Client, partner: str, on: dt.date, lead: str) -> None:
        by = self._by(partner, lead)
        with acting_as(self.people[lead].pk, "demo"):
            if partner != "szmh" and not client.team.filter(user=by.user).exists():
                team.join(client, by, texts.TASKS[partner], on=on, by=self.people[lead])

    def _planned_end(self, row: dict[str, Any]) -> dt.date:
        """As it went; one in twelve should have been over by now."""
        late = row["status"] == "active" and self.rng.random() < 0.08
        return (
            max(row["started_on"], self.today - dt.timedelta(self.rng.randint(3, 30))) if late else row["planned_end"]
        )

    def _observe(self, step: Any, row: dict[str, Any], by: Membership) -> None:
        until = min(row["ended_on"] or self.today, self.today)
        day = row["started_on"] + dt.timedelta(self.rng.randint(14, 40))
        if day < until:
            steps.observe(step, self.rng.choice(texts.OBSERVATIONS), on=day, by=by)

    def _intake(self, client: Client, row: dict[str, Any], lead: str, life: Life) -> None:
        by = self.people[lead]
        following = next((s["instrument"] for s in life.rows["steps"] if s["instrument"] != "intake"), None)
        said = self.rng.choice(texts.INTAKES)
        with acting_as(by.pk, "demo"):
            found = intake.begin(client, by, on=row["started_on"])
            if row["status"] == "active":  # Podium24 is at the table today, and writes its own section
                invitations.invite(client, self.partners["podium24"], self.today, dt.time(10, 30), by=by)
            self._say(found, said, by, but=("market",) if row["status"] == "active" else ())
            if row["status"] == "done":
                conclusion = CONCLUSION.get(following or "", "development" if following else "placement")
                question = texts.INTAKE_QUESTION if conclusion == "diagnosis" else ""
                outcome = {"conclusion": conclusion, "question": question, "grounds": texts.CONCLUDED[conclusion]}
                intake.conclude(intake.write_outcome(found, outcome, found.version, by=by), by, on=row["ended_on"])
        if row["status"] == "active":
            self._market(client, said)

    def _say(self, found: Intake, said: dict[str, dict[str, Any]], by: Membership, but: tuple[str, ...]) -> None:
        """What the consultant writes in each section, and the life domain that is opened."""
        for section in found.sections.all():
            if section.key in said and section.key not in but:
                intake.write(section, said[section.key], section.version, by=by)
        if domain := said.get("domain"):
            opened = intake.open_domain(found, domain["domain"], domain["why"], by=by)
            intake.write_domain(opened, domain, opened.version, by=by)

    def _market(self, client: Client, said: dict[str, dict[str, Any]]) -> None:
        """Podium24 writes its own section at the same table."""
        by = self.people["iris"]
        with acting_as(by.pk, "demo"):
            section = IntakeSection.objects.get(client=client, key="market", intake__status="open")
            intake.write(section, said["market"], section.version, by=by)

    def _form_of_work(self, client: Client, row: dict[str, Any], instrument: Instrument, by: Membership) -> None:
        if row["status"] == "cancelled" or (not row["started_on"] and row["planned_on"] < self.today):
            return
        with acting_as(by.pk, "demo"):
            try:
                placement = placements.place(
                    client, instrument, by.partner, by=by,  # type: ignore[arg-type]
                    started_on=row["started_on"] or row["planned_on"],
                    hours=row["hours_per_week"], job=self.rng.choice(texts.JOBS),
                )  # fmt: skip
            except ValidationError:  # too young for a participation place
                return
            if row["status"] in ("done", "stopped"):
                reason = "contract-ended" if row["status"] == "done" else "own-choice"
                placements.end(placement, row["ended_on"], reason, by=by)

    def _placement(self, client: Client, row: dict[str, Any], life: Life, lead: str) -> None:
        instrument = self.by_form[row["form_of_work"]]
        held = steps.holders(instrument, client.home_id, row["started_on"])
        if not held:
            return
        code = next((code for code, p in self.partners.items() if p.pk in held and code in STAFF), None)
        if code is None:
            return
        by = self._by(code, lead)
        self._joins(client, code, row["started_on"] - dt.timedelta(30), lead)
        effect = {"full": "full", "partial": "partial"}.get(self._extent(life), "none")
        with acting_as(by.pk, "demo"):
            employer, _new = Employer.objects.get_or_create(
                chain=self.chain, name=row["employer"], defaults={"checked": True, "place": "Maastricht"}
            )
            placement = placements.place(
                client, instrument, self.partners[code], by=by, started_on=row["started_on"], employer=employer,
                job=self.rng.choice(texts.JOBS), hours=row["hours_per_week"], effect=effect, from_on=row["started_on"],
            )  # fmt: skip
        with acting_as(self.people[lead].pk, "demo"):
            proposal = placement.proposals.filter(status="proposed").first()
            recent = (self.today - row["started_on"]).days < 25  # these wait for somebody in the demo
            if proposal and not recent:
                try:
                    proposals.confirm(proposal, proposal.version, by=self.people[lead])
                except proposals.Refusal:
                    proposals.decline(
                        proposal, proposal.version, "Geen uitkering meer op die dag.", by=self.people[lead]
                    )
        if row["ended_on"]:
            self.staying.tell(placement, row["ended_on"], by)
            with acting_as(by.pk, "demo"):
                placements.end(placement, row["ended_on"], row["end_reason"], by=by)

    def _extent(self, life: Life) -> str:
        benefits = life.rows["benefits"]
        if not any(b["end_reason"] == "work" for b in benefits):
            return ""
        return "partial" if any(b["level"] == "partial" for b in benefits) else "full"

    def _contacts(self, client: Client, life: Life, lead: str) -> None:
        """Notes by who has to do with the person, some weeks apart; for a few the last is long ago."""
        partners = ["szmh", *sorted({s["partner"] for s in life.rows["steps"] if s["started_on"]} - {"szmh"})]
        silent = self.today - dt.timedelta(self.rng.choice([0, 0, 0, 0, 75]))
        day = client.registered_on + dt.timedelta(self.rng.randint(5, 25))
        while day < silent:
            partner = self.rng.choice([*partners, "szmh"])
            kind, text = self.rng.choice(texts.NOTES[partner])
            by = self._by(partner, lead)
            with acting_as(by.pk, "demo"):
                if Client.objects.visible_to(by).filter(pk=client.pk).exists():
                    private = partner == "szmh" and self.rng.random() < 0.1
                    notes.note(client, by, text, kind=kind, on=day, audience="partner" if private else "chain")
            day += dt.timedelta(self.rng.randint(35, 120))


def told(lives: Iterable[Life], number: int) -> tuple[list[Life], list[Life]]:
    """The lives that a story tells, and all as the import takes them."""
    everybody = list(lives)
    return everybody[:number], [without_acts(life) for life in everybody[:number]] + everybody[number:]
