"""In-depth diagnoses in the demo: begun on a question, seen by the day by Annex and MTB, talked over and given, or running."""

import datetime as dt
import random
from typing import Any

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients import referrals, team
from clients.models import Client, Referral
from diagnosis import findings, report
from diagnosis.models import PracticalDiagnosis

DAY = dt.timedelta(1)
QUESTION = "Welk werk past, hoeveel uur per dag, en wat is daarvoor nodig op de werkplek?"
PLACES = ["groenploeg Beatrixhaven", "inpakken, hal 2", "wasserij", "fietsenwerkplaats", "kantine en schoonmaak"]
SEEN = [
    "Was op tijd. Werkte rustig door en maakte de bestelling af.",
    "Vroeg zelf om uitleg bij de nieuwe machine. Deed het daarna alleen.",
    "Na de middag ging het langzamer. Na een korte pauze lukte het weer.",
    "Hielp een nieuwe collega op weg, zonder dat iemand het vroeg.",
    "Vergat de handschoenen en haalde ze zelf. Hield zich daarna aan de regels.",
    "Vond de drukte in de hal lastig. Aan een tafel bij het raam ging het goed.",
    "Werkte vier uur staand. Wisselde zelf af met zittend werk.",
    "Wist de volgorde van gisteren nog en begon uit zichzelf.",
]
MISSED = ["", "Belde af: de bus reed niet.", "Belde af, kind ziek."]
COMPETENCES = [
    ("on-time", "1", "Elf van de twaalf dagen op tijd."), ("together", "2", "In een ploeg van vijf."),
    ("instructions", "1", "Eén keer voordoen was genoeg."), ("endurance", "3", "Na vier uur zakt het tempo."),
    ("pressure", "3", "Bij drukte twee keer weggelopen, en zelf teruggekomen."), ("manual", "1", "Netjes en precies werk."),
    ("asking-help", "2", "Vraagt het, als de begeleider in de buurt is."), ("safety", "2", "Draagt wat nodig is."),
    ("digital", "5", ""),
]  # fmt: skip
WRITTEN: list[dict[str, Any]] = [
    {
        "competences": "Werkt netjes en komt afspraken na. Leert het best door te doen. Vier uur per dag gaat goed.",
        "motivation": "Wil weer collega's hebben. Zegt: thuis zitten maakt mij moe.",
        "chances": "Werk met een vaste plek en korte uitleg. In de regio is er vraag in de logistiek en de schoonmaak.",
        "advice": "Kan vier uur per dag aan, vijf dagen per week. Nodig: een vaste begeleider en een rustige plek. "
        "Eerste stap: een leerwerktraject bij inpakken, en na drie maanden kijken naar zes uur.",
        "says": "Het klopt. Ik wist niet dat ik dit nog kon. Ik wil graag naar zes uur.",
    },
    {
        "competences": "Sterk in buitenwerk. Overziet een hele klus. Heeft moeite met werk waarbij vaak iets verandert.",
        "motivation": "Is graag buiten en wil zien wat er klaar is aan het einde van de dag.",
        "chances": "Groen en openbare ruimte. Er zijn in het voorjaar steeds plekken in de ploegen.",
        "advice": "Klaar voor een proefplaatsing in het groen, drie dagen per week. Nodig: één leidinggevende, en op tijd "
        "horen wat er anders gaat. Eerste stap: kennismaken met twee werkgevers.",
        "says": "Ik ben het ermee eens. Liever niet in het weekend.",
    },
    {
        "competences": "Is vriendelijk en helpt anderen. Het tempo wisselt. Nederlands is nog een drempel bij nieuwe taken.",
        "motivation": "Wil voor mensen zorgen, en eerst de taal beter leren.",
        "chances": "Hulp in de keuken of de linnenkamer van een zorghuis, met taal op de werkvloer.",
        "advice": "Eerst drie maanden leren en werken tegelijk: twaalf uur werk en twee dagdelen taal. Daarna opnieuw kijken.",
        "says": "Goed. De taal is voor mij het belangrijkste.",
    },
]  # fmt: skip
ADVICES = [
    ("test", "Testbureau Maasdal", "Leert vlot door te doen. Denkniveau past bij een opleiding op mbo 2."),
    ("medical", "Bureau Belastbaar Werk", "Kan vier tot zes uur per dag werken. Niet langer dan een uur staan, niet tillen."),
    ("occupational", "Arbeidskundig adviesbureau Jeker", "Past: licht productiewerk met een vaste plek en vaste tijden."),
]  # fmt: skip


class Diagnoses:
    """Told by reporting.demo.story, for a step that has begun; `coach`: who works at MTB."""

    def __init__(self, today: dt.date, seed: int) -> None:
        self.today, self.rng = today, random.Random(seed)

    def tell(
        self, client: Client, row: dict[str, Any], referral: Referral | None, by: Membership, coach: Membership,
        lead: Membership,
    ) -> None:  # fmt: skip
        """A diagnosis on the referral's question, as it went; the step runs already and ends with it."""
        start = row["started_on"]
        until = row["ended_on"] or row["planned_end"]
        weeks = min(max(((until - start).days + 1) // 7, 1), 52)
        with acting_as(lead.pk, "demo"):
            guest, at_mtb = None, coach.partner in report.hosts(client)
            if at_mtb and not client.team.filter(user=coach.user).exists():
                guest = team.join(client, coach, "Werkplek voor de diagnose", on=start, by=lead)
        with acting_as(by.pk, "demo"):
            found = report.start(
                client, question=referral.question if referral else QUESTION, place=self.rng.choice(PLACES), weeks=weeks,
                days_a_week=3, started_on=start, host=coach.partner if at_mtb else None, referral=referral, sure=True, by=by,
            )  # fmt: skip
        self._days(found, by, coach if at_mtb else by, min(until, self.today))
        self._write(found, by, row, until)
        if guest is not None and row["status"] != "active":
            with acting_as(lead.pk, "demo"):
                team.leave(guest, on=until, by=lead)

    def running(self, chain: Chain, people: dict[str, Membership], most: int = 4) -> None:
        """Of those who were asked for a diagnosis some days ago, some began at once at MTB: their days come in now."""
        by, coach = people["roy"], people["sjef"]
        with acting_as(by.pk, "demo"):
            asked = list(
                Referral.objects.filter(
                    chain=chain, function="practical-diagnosis", status="asked", partner=by.partner,
                    asked_on__lte=self.today - DAY, client__in=Client.objects.visible_to(by),
                ).select_related("client__home", "client__lead", "partner").order_by("asked_on", "pk")
            )  # fmt: skip
        for referral in asked:
            client = referral.client
            lead = next((one for one in people.values() if one.user_id == client.lead_id), None)
            if lead is None or most == 0:
                continue
            with acting_as(by.pk, "demo"):
                on = referral.asked_on
                accepted = referrals.act(referral, "accept", on=on, by=by)
            row = {
                "started_on": on,
                "ended_on": None,
                "planned_end": on + dt.timedelta(weeks=8, days=-1),
                "status": "active",
            }
            self.tell(client, row, accepted, by, coach, lead)
            most -= 1

    def _days(self, found: PracticalDiagnosis, by: Membership, coach: Membership, until: dt.date) -> None:
        """Three days a week, most of them by who works there: of a long time the last three weeks."""
        day = max(found.started_on, until - 21 * DAY)
        while day <= until:
            if day.weekday() in (0, 2, 3):
                there = self.rng.random() < 0.87
                writer = coach if self.rng.random() < 0.8 else by
                text = self.rng.choice(SEEN if there else MISSED)
                with acting_as(writer.pk, "demo"):
                    report.observe(found, text, present=there, on=day, by=writer)
            day += DAY

    def _write(self, found: PracticalDiagnosis, by: Membership, row: dict[str, Any], until: dt.date) -> None:
        texts = dict(self.rng.choice(WRITTEN))
        seen = self.rng.sample(COMPETENCES, self.rng.randint(4, 7))
        with acting_as(by.pk, "demo"):
            if row["status"] == "stopped":
                report.stop(found, "Heeft zelf werk gevonden en wil daar nu voor gaan.", on=until, by=by)
                return
            if self.rng.random() < 0.6:
                kind, whom, said = self.rng.choice(ADVICES)
                on = min(found.started_on + 14 * DAY, self.today, until)
                valid = on + dt.timedelta(self.rng.choice([120, 365, 730])) if kind != "test" else None
                given = {"kind": kind, "given_by": whom, "on": on, "conclusion": said, "valid_until": valid}
                findings.add(found.client, by, diagnosis=found, **given)
            if row["status"] == "done":
                report.save(found, {**texts, "talked_on": until}, seen, by=by)
                report.give(found, on=until, by=by)
            else:  # half written
                half = {name: texts[name] for name in ("competences", "motivation") if self.rng.random() < 0.7}
                report.save(found, half, seen[:3], by=by)
