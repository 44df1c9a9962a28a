"""The pages of letters: choose, write, keep, make final, read; and the administrator's templates."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from chain.acting import acting_as
from chain.days import today
from clients import letters
from clients.models import Event, Letter, LetterTemplate, Look
from tests.factories import AppointmentFactory, LetterFactory, LetterTemplateFactory, PlanFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(w, trusted):
    with trusted():
        return LetterTemplateFactory(chain=w.chain, key="free", name="Gewone brief", body="Beste [naam],\n\nHallo.")


@pytest.fixture
def draft(w, free, trusted):
    with trusted():
        consultant = w.staff["consultant"]
        return LetterFactory(client=w["both"], template=free, partner=consultant.partner, author=consultant.user)


def text(answer):
    return answer.content.decode()


def new(w, more="", client="both"):
    return reverse("letter_new", args=[w[client].number]) + more


def page_of(one, name="letter"):
    return reverse(name, args=[one.client.number, one.pk])


def filled(**more):
    return {"subject": "Een bericht", "body": "Beste [voornaam],\n\nTot dan.", "version": "1", **more}


def test_a_letter_is_chosen_filled_in_kept_and_made_final(w, signed_in, free, trusted):
    browser = signed_in("consultant")
    assert "Gewone brief" in text(browser.get(new(w)))
    assert f"Beste {w['both'].name}," in text(browser.get(new(w, "?soort=free")))
    answer = browser.post(new(w, "?soort=free"), filled(draft="1"))
    with trusted():
        one = Letter.objects.select_related("client").get()
    assert answer.headers["Location"] == page_of(one)
    assert one.status == "draft" and one.body == f"Beste {w['both'].first_name},\n\nTot dan."
    answer = browser.post(page_of(one), filled(body="Tot morgen.", final="1", how="handed"))
    assert answer.status_code == 302
    read = text(browser.get(page_of(one)))
    assert "Tot morgen." in read and "meegegeven" in read and "<textarea" not in read
    with trusted():
        one.refresh_from_db()
        assert (one.status, one.final_on) == ("final", today())
        assert Look.objects.filter(client=w["both"], parts=["client", "plan", "contact"]).exists()


def test_who_reads_the_part_reads_the_letter_and_finds_it_on_the_record(w, signed_in, draft, trusted):
    with acting_as(w.acting("consultant")):
        letters.make_final(draft, by=w.staff["consultant"])
    for name in ("trainer", "coach", "lead"):
        assert draft.subject in text(signed_in(name).get(reverse("record", args=[w["both"].number])))
        assert draft.subject in text(signed_in(name).get(reverse("letters", args=[w["both"].number])))
        assert signed_in(name).get(page_of(draft)).status_code == 200
    assert signed_in("adviser").get(page_of(draft)).status_code == 404  # knows nobody here


def test_a_draft_is_its_own_partners(w, signed_in, draft):
    page = reverse("letters", args=[w["both"].number])
    assert draft.subject not in text(signed_in("trainer").get(page)) and draft.subject in text(
        signed_in("lead").get(page)
    )
    assert signed_in("trainer").get(page_of(draft)).status_code == 404
    assert signed_in("trainer").get(page_of(draft, "letter_pdf")).status_code == 404
    assert draft.subject not in text(signed_in("trainer").get(reverse("record", args=[w["both"].number])))


def test_the_preview_is_a_pdf_of_what_was_typed_and_keeps_nothing(w, signed_in, free, trusted):
    answer = signed_in("consultant").post(new(w, "?soort=free"), filled(preview="1", body="Alleen kijken."))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    read = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Alleen kijken." in read and "Concept." in read
    with trusted():
        assert not Letter.objects.exists()


@pytest.mark.parametrize(("typed", "words"), [
    ({"subject": ""}, "Vul in waar de brief over gaat"),
    ({"body": " "}, "Schrijf de brief"),
    ({"body": "Beste [vornaam],"}, "Bedoelt u [voornaam]?"),
    ({"body": "Bel [telefoon]."}, "[telefoon] is leeg in dit dossier"),
    ({"final": "1"}, "Kies hoe de brief naar de inwoner gaat"),
    ({"body": "x" * 8001}, "8000"),
])  # fmt: skip
def test_what_is_wrong_comes_back_with_what_was_typed(w, signed_in, free, trusted, typed, words):
    answer = signed_in("consultant").post(new(w, "?soort=free"), filled(**typed))
    assert answer.status_code == 422 and words in text(answer) and "error-summary" in text(answer)
    with trusted():
        assert not Letter.objects.exists()


@pytest.mark.parametrize("query", ["?soort=nergens", "?soort=uitnodiging&over=999999", "?soort=uitnodiging&over=-1x"])
def test_what_is_not_there_is_not_found_or_asked_again(w, signed_in, free, trusted, query):
    with trusted():
        LetterTemplateFactory(chain=w.chain, key="uitnodiging", source="appointment")
    assert signed_in("consultant").get(new(w, query)).status_code == (200 if "x" in query else 404)


def test_two_at_one_draft_lose_nothing(w, signed_in, draft, trusted):
    assert signed_in("lead").post(page_of(draft), filled(body="Van Lead.")).status_code == 302
    answer = signed_in("consultant").post(page_of(draft), filled(body="Van Consulent."))
    assert answer.status_code == 422 and "Van Lead." in text(answer) and "Van Consulent." in text(answer)
    signed_in("lead").post(page_of(draft), filled(version="2", final="1", how="letter"))
    answer = signed_in("consultant").post(page_of(draft), filled(final="1", how="letter"), follow=True)
    assert "intussen definitief" in text(answer)


def test_a_draft_is_thrown_away_by_who_wrote_it(w, signed_in, draft, trusted):
    assert signed_in("lead").post(page_of(draft), {"discard": "1"}).status_code == 403
    assert signed_in("consultant").post(page_of(draft), {"discard": "1"}).status_code == 302
    with trusted():
        assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_it_final_at_once_one_does(w, signed_in, draft, trusted):
    browsers = [signed_in("consultant"), signed_in("lead")]
    answers = at_once([lambda one=one: one.post(page_of(draft), filled(final="1", how="letter")) for one in browsers])
    assert sorted(answer.status_code for answer in answers) in ([302, 302], [302, 422])
    with trusted():
        assert Event.objects.filter(act="letter-sent").count() == 1


def test_the_list_asks_as_much_for_many_as_for_few(w, signed_in, draft, trusted):
    page, browser = reverse("letters", args=[w["both"].number]), signed_in("consultant")
    browser.get(page)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(page)
        return len(queries)

    few = asked()
    with trusted():
        LetterFactory.create_batch(12, client=w["both"], partner=w.partners["szmh"], author=w.staff["lead"].user)
    assert asked() == few


# Templates


def template(**more):
    return {
        "name": "Bezoek", "source": "appointment", "subject": "Wij komen op [dag]", "body": "Beste [naam],", "in_use": "on",
        "version": "1", **more,
    }  # fmt: skip


def test_an_administrator_makes_a_template_and_changes_it_and_its_history_stays(w, signed_in, trusted):
    browser = signed_in("admin")
    assert "[tijd]" in text(browser.get(reverse("letter_template_new") + "?waarover=appointment"))
    assert browser.post(reverse("letter_template_new"), template()).status_code == 302
    with trusted():
        one = LetterTemplate.objects.get()
    assert (one.key, one.version) == ("bezoek", 2)
    page = reverse("letter_template", args=[one.pk])
    assert browser.post(page, template(body="Dag [naam],", version="2")).status_code == 302
    read = text(browser.get(page))
    assert "<del>Beste [naam],</del>" in read and "<ins>Dag [naam],</ins>" in read
    assert "Bezoek" in text(browser.get(reverse("letter_templates")))
    answer = browser.post(page, template(body="Hoi [naam],", version="2"))
    assert answer.status_code == 422 and "Iemand anders heeft dit intussen gewijzigd" in text(answer)


@pytest.mark.parametrize(("typed", "words"), [
    ({"body": "Beste [naaam],"}, "Dit veld kennen we niet: [naaam]. Bedoelt u [naam]?"),
    ({"subject": "Over [doelen]"}, "Dit veld kennen we niet: [doelen]."),
    ({"source": ""}, "Kies waar zo’n brief over gaat"),
    ({"source": "benefit"}, "id_source_error"),
    ({"name": ""}, "Vul een naam in"),
])  # fmt: skip
def test_a_bad_template_comes_back_with_what_is_wrong(w, signed_in, trusted, typed, words):
    answer = signed_in("admin").post(reverse("letter_template_new"), template(**typed))
    assert answer.status_code == 422 and words in text(answer)
    with trusted():
        assert not LetterTemplate.objects.exists()


def test_a_template_is_seen_on_paper_with_invented_data(w, signed_in, trusted):
    answer = signed_in("admin").post(reverse("letter_template_new"), template(preview="1"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Johanna van den Voorbeeld" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    with trusted():
        assert not LetterTemplate.objects.exists()


def test_a_template_out_of_use_is_not_offered_and_the_invitation_stays_in_use(w, signed_in, free, trusted):
    page = reverse("letter_template", args=[free.pk])
    changed = template(in_use="", version="1")
    assert signed_in("admin").post(page, changed | {"subject": "Een bericht"}).status_code == 302
    assert signed_in("consultant").get(new(w, "?soort=free")).status_code == 404
    with trusted():
        one = LetterTemplateFactory(chain=w.chain, key=letters.INVITATION, source="appointment")
    answer = signed_in("admin").post(reverse("letter_template", args=[one.pk]), template(in_use=""))
    assert answer.status_code == 422 and "blijft daarom in gebruik" in text(answer)


@pytest.mark.parametrize("name", ["consultant", "lead", "manager", "stranger"])
def test_others_do_not_change_templates(w, signed_in, free, name):
    assert signed_in(name).get(reverse("letter_templates")).status_code == 403
    assert signed_in(name).post(reverse("letter_template", args=[free.pk]), template()).status_code == 403


@pytest.mark.parametrize("key", ["person", "plan", "appointment"])
def test_every_field_has_an_example_and_is_filled_in(w, trusted, key):
    source = letters.sources()[key]
    with trusted():
        made = {
            "plan": lambda: PlanFactory(client=w["both"]),
            "appointment": lambda: AppointmentFactory(client=w["both"], partner=w.partners["szmh"]),
        }.get(key, lambda: w["both"])()
    with acting_as(w.acting("consultant")):
        values = source.fill(w.staff["consultant"], w["both"], made.pk)
    assert set(source.fields) == set(source.examples) == set(values)
