"""A question to Annex, from the answer that it takes weeks to find: begun, seen at MTB on a phone, talked over, given."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from chain import demo
from chain.acting import acting_as, system_membership
from chain.models import Chain, Membership, Municipality
from clients import referrals, team
from clients.models import Client
from tests.factories import ClientFactory

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def a_question() -> str:
    """Somebody of Maastricht, with MTB in the team and a question to Annex; the number."""
    chain = Chain.objects.get(slug=demo.CHAIN)
    with acting_as(system_membership(chain, "setup"), "test"):
        people = {m.user.username: m for m in Membership.objects.filter(chain=chain).select_related("user", "partner")}
        home = Municipality.objects.get(code="GM0935")
    loes, sjef, roy = people["loes"], people["sjef"], people["roy"]
    with acting_as(system_membership(chain, "import"), "test"):
        client = ClientFactory(chain=chain, first_name="Noor", last_name="Meer", lives=home, lead=loes.user)
    with acting_as(loes.pk, "test"):
        client = Client.objects.get(pk=client.pk)
        team.join(client, sjef, "werkplek", by=loes)
        referrals.ask(client, "practical-diagnosis", roy.partner, "Hoeveel uur per dag lukt?", by=loes)
    return client.number


def test_from_the_question_to_the_answer(as_user: Callable[..., Page]) -> None:
    number = a_question()
    trainer = as_user("roy")
    trainer.goto(f"/clienten/{number}/verwijzingen/")
    trainer.get_by_role("link", name="Praktijkdiagnose").first.click()
    trainer.get_by_role("button", name="Aannemen").click()
    trainer.get_by_role("link", name="Diagnose beginnen").click()
    expect(trainer.get_by_label("De vraag")).to_have_value("Hoeveel uur per dag lukt?")
    trainer.get_by_label("Bij welke partner").select_option(label="MTB")
    trainer.get_by_label("Waar", exact=True).fill("Groenploeg")
    trainer.get_by_label("Aantal weken").fill("20")
    trainer.get_by_role("button", name="Diagnose beginnen").click()
    expect(trainer.get_by_text("Wilt u het toch zo?").first).to_be_visible()
    trainer.get_by_label("Aantal weken").fill("8")
    trainer.get_by_role("button", name="Diagnose beginnen").click()
    expect(trainer.get_by_text("De diagnose is begonnen.")).to_be_visible()

    _observe(as_user("sjef", **PHONE), number)
    _write_and_give(trainer)
    _read(as_user("loes"), number)


def _observe(coach: Page, number: str) -> None:
    coach.goto(f"/clienten/{number}/")
    coach.get_by_role("link", name="Dag opschrijven").click()
    coach.get_by_label("Wat zag u?").fill("Werkte de hele ochtend door.")
    coach.get_by_role("button", name="Opslaan").click()
    expect(coach.get_by_text("De dag is opgeslagen.")).to_be_visible()
    expect(coach.get_by_text("Werkte de hele ochtend door.")).to_be_visible()
    assert coach.evaluate("document.documentElement.scrollWidth <= 390")
    assert coach.evaluate("localStorage.length + sessionStorage.length") == 0


def _write_and_give(trainer: Page) -> None:
    trainer.get_by_label("Wat kan deze persoon?").fill("Houdt vier uur vol.")
    expect(trainer.get_by_text("Bewaard om")).to_be_visible()  # without a button
    trainer.get_by_label("Tempo houden", exact=True).select_option(label="Voldoende")
    trainer.get_by_label("Wat wil deze persoon?").fill("Buiten werken.")
    trainer.get_by_label("Welke kansen zijn er?").fill("Groen.")
    trainer.get_by_role("textbox", name="Advies").fill("Vier uur per dag, in het groen.")
    trainer.get_by_role("button", name="Opslaan en bespreken").click()
    trainer.get_by_label("Wat vindt u ervan?").fill("Het klopt.")
    trainer.get_by_role("button", name="Vastleggen").click()
    trainer.get_by_role("link", name="Rapport geven").click()
    expect(trainer.get_by_label("Antwoord op de vraag")).to_have_value("Vier uur per dag, in het groen.")
    trainer.get_by_label("Antwoord op de vraag").fill("Vier uur per dag, buiten.")
    trainer.get_by_role("button", name="Rapport geven").click()
    expect(trainer.get_by_text("SZMH heeft het antwoord.")).to_be_visible()


def _read(consultant: Page, number: str) -> None:
    consultant.goto(f"/clienten/{number}/verwijzingen/")
    consultant.get_by_role("link", name="Praktijkdiagnose").first.click()
    expect(consultant.get_by_text("Vier uur per dag, buiten.").first).to_be_visible()
    consultant.get_by_role("link", name="Rapport lezen").click()
    expect(consultant.get_by_text("Het klopt.")).to_be_visible()
    with consultant.expect_download() as paper:
        consultant.get_by_role("link", name="PDF").click()
    assert paper.value.suggested_filename.startswith(f"diagnose-{number}-")
