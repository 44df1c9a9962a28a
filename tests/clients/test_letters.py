"""Letters: filled in from the file by a template, kept as a draft, made final, on paper; who writes and who reads them."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from pypdf import PdfReader

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_full
from chain.legal_days import object_until
from chain.once import NotNow
from clients import letters
from clients.letters import INVITATION
from clients.models import Event, Letter, LetterTemplate
from tests.factories import AppointmentFactory, ContactFactory, LetterFactory, LetterTemplateFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def templates(w, trusted):
    with trusted():
        for key, source, body in (
            (INVITATION, "appointment", "Beste [naam],\n\nKom op [dag] om [tijd] uur.\n- Adres: [waar]\n\n[schrijver]"),
            ("free", "person", "Beste [naam],\n\nHallo."),
            ("late", "person", "Bezwaar kan tot en met [bezwaar-tot]."),
            ("plan", "plan", "# Doelen\n- [doelen]\n\n# Kijken\nOp [terugkijken-op]."),
        ):
            LetterTemplateFactory(chain=w.chain, key=key, source=source, subject=f"Over {key}", body=body)


@pytest.fixture
def composed(w, templates):
    """`composed("free")`: a letter to somebody whom all see, by the consultant, final unless told otherwise."""

    def make(key="free", by="consultant", client="both", **more):
        with acting_as(w.acting(by)):
            return letters.compose(w[client], key, by=w.staff[by], **more)

    return make


def pages(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_an_invitation_is_filled_in_filed_and_told(w, composed, trusted):
    with trusted():
        one = AppointmentFactory(client=w["both"], partner=w.partners["szmh"], user=w.staff["lead"].user, place="")
    letter = composed(INVITATION, about=one)
    writer = w.staff["consultant"].user.name
    assert letter.body == f"Beste {w['both'].name},\n\nKom op {day_full(today())} om 10:00 uur.\n\n{writer}"
    assert (letter.status, letter.part, letter.about, letter.about_id) == ("final", "plan", "appointment", one.pk)
    assert letter.final_on == today() == letter.on
    with trusted():
        assert Event.objects.get(act="letter-sent").params == {"what": letter.subject}


def test_a_later_template_does_not_touch_what_was_sent(w, composed, trusted):
    letter = composed("free")
    with acting_as(w.acting("admin")):
        LetterTemplate.objects.filter(key="free").update(body="Heel anders.")
    with acting_as(w.acting("consultant")):
        assert "Hallo." in pages(letters.pdf(Letter.objects.select_related("client").get(pk=letter.pk)))


def test_the_last_day_to_object_is_reckoned_from_the_day_on_which_it_becomes_final(w, composed, trusted):
    draft = composed("late", final=False)
    assert draft.body == "Bezwaar kan tot en met [bezwaar-tot]." and draft.final_on is None
    with acting_as(w.acting("consultant")):
        final = letters.make_final(draft, by=w.staff["consultant"])
    assert final.body == f"Bezwaar kan tot en met {day_full(object_until(today()))}."


def test_a_field_that_nothing_fills_in_keeps_a_letter_from_being_final(w, composed, trusted):
    draft = composed("free", final=False)
    with acting_as(w.acting("consultant")):
        Letter.objects.filter(pk=draft.pk).update(body="Beste [naam],")
        with pytest.raises(ValidationError) as refused:
            letters.make_final(draft, by=w.staff["consultant"])
    assert "body" in refused.value.message_dict


def test_nothing_changes_a_final_letter_not_even_by_hand(w, composed):
    letter = composed("free")
    with acting_as(w.acting("consultant")):
        for act in (letters.make_final, letters.discard):
            with pytest.raises(NotNow):
                act(letter, by=w.staff["consultant"])
        assert Letter.objects.filter(pk=letter.pk).update(body="Anders") == 0
        assert Letter.objects.filter(pk=letter.pk).delete()[0] == 0


def test_a_colleague_goes_on_with_a_draft_and_another_partner_does_not(w, composed):
    draft = composed("free", final=False)
    with acting_as(w.acting("trainer")), pytest.raises(PermissionDenied):
        letters.make_final(draft, by=w.staff["trainer"])
    with acting_as(w.acting("lead")):
        with pytest.raises(PermissionDenied):  # what another is writing is not thrown away
            letters.discard(draft, by=w.staff["lead"])
        assert letters.make_final(draft, by=w.staff["lead"]).author_id == w.staff["lead"].user_id


def test_who_does_not_write_the_part_writes_no_letter_and_the_database_holds_it(w, composed, trusted):
    for name in ("manager", "archivist"):
        with pytest.raises(PermissionDenied):
            composed("free", by=name)
    stranger = {"partner": w.partners["szmh"], "author": w.staff["manager"].user}
    with acting_as(w.acting("manager")), pytest.raises(ProgrammingError), transaction.atomic():
        LetterFactory(client=w["both"], **stranger)


def test_a_chain_without_the_template_says_so(w, composed):
    with pytest.raises(LetterTemplate.DoesNotExist):
        composed("nothing")


def test_an_appointment_of_somebody_else_is_not_there(w, composed, trusted):
    with trusted():
        one = AppointmentFactory(client=w["mtb"], partner=w.partners["szmh"])
    with pytest.raises(LookupError):
        composed(INVITATION, about=one)


def test_a_plan_without_goals_leaves_their_heading_out(w, composed, trusted):
    with trusted():
        PlanFactory(client=w["both"], evaluate_on=dt.date(2027, 5, 3))
    assert composed("plan").body == "# Kijken\nOp 3 mei 2027."


# On paper


@pytest.fixture
def address(w, trusted):
    with trusted():
        ContactFactory(client=w["both"], postcode="6211 AB", house_number="12")


def test_the_paper_is_accessible_and_has_sender_window_day_and_reference(w, composed, address, trusted):
    with trusted():
        w.partners["szmh"].address, w.partners["szmh"].phone = "Postbus 1\n6200 AA Maastricht", "043 000 00 00"
        w.partners["szmh"].save()
    letter = composed("free")
    with acting_as(w.acting("consultant")):
        made = letters.pdf(letter)
    text = pages(made)
    for said in ("Postbus 1", "043 000 00 00", w["both"].name, "Huisnummer 12", "6211 AB  MAASTRICHT", "Over free",
                 f"{w['both'].number}/{letter.pk}"):  # fmt: skip
        assert said in text
    root = PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("nl")
    assert b"pdfuaid:part" in made or "pdfuaid" in str(root["/Metadata"].get_data())


def test_the_address_is_that_of_the_day_on_which_it_became_final(w, composed, trusted):
    with transaction.atomic(), trusted():
        contact = ContactFactory(client=w["both"], postcode="6211 AB", house_number="12")
    letter = composed("free")
    with trusted():
        connection.cursor().execute(
            "update clients_letterevent set pgh_created_at = now() - interval '1 day';"
            " update clients_contactevent set pgh_created_at = now() - interval '2 days'"
        )
        contact.house_number = "99"
        contact.save()
        w["both"].last_name = "Nieuwenaam"
        w["both"].save()
        connection.cursor().execute(
            "update clients_clientevent set pgh_created_at = now() - interval '2 days' where last_name = 'both'"
        )
    with acting_as(w.acting("consultant")):
        lines = letters.addressed(Letter.objects.select_related("client__home").get(pk=letter.pk))
    assert lines[0].endswith("both") and lines[1] == "Huisnummer 12"


def test_who_does_not_read_the_address_gets_the_name_alone(w, composed, address):
    letter = composed("free")
    with acting_as(w.acting("manager")):  # net 2, whatever is asked
        assert letters.addressed(Letter.objects.select_related("client__home").get(pk=letter.pk)) == [w["both"].name]
    with acting_as(w.acting("consultant")):
        assert letters.addressed(letter, window=False) == [w["both"].name]


def test_marks_of_the_notation_in_what_people_typed_do_nothing_but_show(w, composed, templates, trusted):
    with trusted():
        LetterTemplate.objects.filter(key="free").update(body="Beste [naam],\n#set page(width: 1cm) *vet* $x$ \\u{41}")
    with acting_as(w.acting("consultant")):
        assert "#set page(width: 1cm) *vet* $x$" in pages(letters.pdf(composed("free")))
