"""The summary on one sheet: the person's own words, what runs, what waits, who; each part for who reads it."""

import datetime as dt
import io
import re
from html import unescape

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients import plans
from clients.models import Client, Contact, Look
from tests.conftest import role
from tests.factories import (
    AppointmentFactory,
    MandateFactory,
    NoteFactory,
    ReferralFactory,
    StatementFactory,
    StepFactory,
    TaskFactory,
    TeamMemberFactory,
    days_ago,
)

WORDS = "Ik wil met mijn handen werken, en niet te ver van huis. "


@pytest.fixture
def w(w, trusted):
    """`both` is in a step of Annex and of MTB; with a plan, talks, a task, an appointment, and a phone."""
    with trusted():
        for code in ("annex", "mtb"):
            MandateFactory(partner=w.partners[code], function="trajectories")
        both, szmh = w["both"], w.partners["szmh"]
        Client.objects.filter(pk=both.pk).update(lead=w.staff["consultant"].user)
        Contact.objects.update_or_create(
            client=both, chain=w.chain, defaults={"phone": "043 123 45 67", "language": "tir", "postcode": "6211 AB"}
        )
        for days in (30, 20, 10, 2):
            NoteFactory(
                client=both, membership=w.staff["trainer"], on=days_ago(days), text=f"Gesprek van {days} dagen geleden."
            )
        NoteFactory(
            client=both, membership=w.staff["consultant"], on=days_ago(1), text="Onder ons.", audience="partner"
        )
        NoteFactory(
            client=both, membership=w.staff["consultant"], on=today(), text="Over de uitkering.", part="benefit"
        )
        TaskFactory(
            client=both, partner=szmh, for_whom="partner", text="Fiets regelen", due_on=days_ago(1), since=days_ago(8)
        )
        AppointmentFactory(
            client=both, partner=szmh, user=w.staff["consultant"].user, on=days_ago(-1), subject="Hoe gaat het"
        )
        ReferralFactory(client=both, partner=w.partners["annex"], asked_by=szmh, author=w.staff["consultant"].user)
        TeamMemberFactory(client=both, partner=w.partners["mtb"], user=w.staff["coach"].user, task="op de werkplek")
    with acting_as(w.acting("consultant")):
        plan = plans.start(both, words=WORDS, ladder_start=2, on=days_ago(50))
        plans.add_goal(plan, "Ik wil leren lassen")
        plans.add_agreement(plan, "Ik bel als ik niet kom", due_on=days_ago(-5))
    return w


def url(w, name="handover_summary", who="both"):
    return reverse(name, args=[w[who].number])


def text(answer):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def paper(answer):
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    return read, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read.pages))


ALL = (
    "met mijn handen werken", "Ik wil leren lassen", "Ik bel als ik niet kom", "Fiets regelen", "Hoe gaat het",
    "morgen om 10:00 uur", "Gesprek van 2 dagen geleden.", "043 123 45 67", "Tigrinya", "op de werkplek", "Work-rhythm",
)  # fmt: skip


def test_the_page_tells_the_story(w, signed_in):
    said = text(signed_in("consultant").get(url(w))).replace("Morgen", "morgen")
    for part in ALL:
        assert part in said, part
    assert "Over de uitkering." in said and "Onder ons." in said
    assert "Gesprek van 20 dagen geleden." not in said, "the last three"


def test_it_fits_one_sheet_and_is_accessible(w, signed_in):
    answer = signed_in("consultant").get(url(w, "handover_pdf"))
    read, said = paper(answer)
    for part in ALL:
        assert part in said, part
    root = read.trailer["/Root"]
    assert len(read.pages) == 1
    assert root["/Lang"].startswith("nl") and root["/MarkInfo"]["/Marked"]
    named = answer.headers["Content-Disposition"]
    assert named == f'attachment; filename="overdracht-{w["both"].number}.pdf"'


def test_a_full_file_fits_one_sheet_too(w, trusted, signed_in):
    long = "Een lange tekst over wat er allemaal gebeurd is, met veel woorden. " * 30
    with trusted():
        both = w["both"]
        both.notes.update(text=long)
        for number in range(12):
            step = {"client": both, "partner": w.partners["annex"], "instrument": w.instrument, "chain": w.chain}
            StepFactory(**step, goal=long[:190], status="planned", planned_on=days_ago(-number))
            StepFactory(**step, goal=long[:190], status="active", started_on=days_ago(number))
            StepFactory(**step, status="done", started_on=days_ago(90), ended_on=days_ago(60 - number))
            TaskFactory(client=both, partner=w.partners["szmh"], for_whom="partner", text=long[:200])
            AppointmentFactory(
                client=both, partner=w.partners["szmh"], on=days_ago(-1), subject=long[:120], place=long[:200]
            )
            StatementFactory(client=both, part="plan", text=long)
    with acting_as(w.acting("consultant")):
        plan = plans.open_plan(both)
        for _time in range(6):
            plans.add_goal(plan, long[:200])
            plans.add_agreement(plan, long[:300])
    with role("snoer_owner"):
        both.plans.update(words=long)
    read, said = paper(signed_in("consultant").get(url(w, "handover_pdf")))
    assert len(read.pages) == 1
    assert "Klantnummer" in said and "in het dossier" in said
    assert said.count("Verklaring van de inwoner,") == 3 and "meer verklaringen van de inwoner" in said


def test_each_reads_the_parts_that_are_theirs(w, signed_in):
    trainer, manager = text(signed_in("trainer").get(url(w))), text(signed_in("manager").get(url(w)))
    assert "Gesprek van 2 dagen geleden." in trainer
    assert "Over de uitkering." not in trainer and "Onder ons." not in trainer
    assert "Gesprek van" not in manager and "043 123" not in manager, "reads the plan, and no notes or phone"
    assert "Ik wil leren lassen" in manager
    for said in (trainer, manager):
        assert "6211 AB" not in said, "nobody's address is on it"


def test_what_the_person_says_beside_a_part_stands_there_for_who_reads_it(w, trusted, signed_in):
    with trusted():
        for part, words, more in (
            ("plan", "Ik was wel op tijd.", {"on": dt.date(2026, 5, 3)}),
            ("notes", "Zo praatten we niet.", {}),
            ("contact", "Ik woon daar niet meer.", {}),
            ("benefit", "Het bedrag klopt niet.", {}),
            ("plan", "Toch niet waar.", {"withdrawn_on": today()}),
        ):
            StatementFactory(client=w["both"], part=part, text=words, **more)
    known = {"Ik was wel op tijd.", "Zo praatten we niet.", "Ik woon daar niet meer."}
    for name, reads in (("consultant", known), ("manager", {"Ik was wel op tijd."})):
        browser = signed_in(name)
        for said in (text(browser.get(url(w))), paper(browser.get(url(w, "handover_pdf")))[1]):
            assert {one for one in (*known, "Het bedrag klopt niet.", "Toch niet waar.") if one in said} == reads, name
            assert "Verklaring van de inwoner, 3 mei 2026 Ik was wel op tijd." in said, name
            assert "meer verklaringen" not in said


@pytest.mark.parametrize(("name", "status"), [("adviser", 404), ("privacy", 403), ("coach", 200), ("admin", 404)])
def test_who_does_not_see_the_person_reads_nothing(w, signed_in, name, status):
    for page in ("handover_summary", "handover_pdf"):
        assert signed_in(name).get(url(w, page)).status_code == status


def test_what_is_typed_never_acts_as_code(w, trusted, signed_in):
    evil = '#read("/etc/passwd") *vet* $x^2$ @ref <b>'
    with trusted():
        w["both"].plans.update(words=evil)
        w["both"].notes.update(text=evil)
    _read, said = paper(signed_in("consultant").get(url(w, "handover_pdf")))
    assert "root:" not in said and '#read("/etc/passwd")' in said
    assert "@ref &lt;b&gt;" in signed_in("consultant").get(url(w)).content.decode()


def test_of_somebody_without_anything_it_says_so(w, signed_in):
    said = text(signed_in("consultant").get(url(w, who="unknown")))
    for part in ("Er loopt niets en er staat niets gepland.", "Er is nog geen plan.", "Er wacht niets."):
        assert part in said
    assert len(paper(signed_in("consultant").get(url(w, "handover_pdf", who="unknown")))[0].pages) == 1


def test_it_asks_few_questions_and_is_logged(w, signed_in):
    browser = signed_in("consultant")
    browser.get(url(w))
    with CaptureQueriesContext(connection) as asked:
        browser.get(url(w))
    selects = [q["sql"] for q in asked if q["sql"].lstrip("( ").lower().startswith(("select", "with"))]
    assert len(selects) <= 9, "\n".join(selects)
    with role("snoer_owner"):
        look = Look.objects.filter(client=w["both"]).latest("at")
    assert {"client", "plan", "notes"} <= set(look.parts)
