"""The quick note: saved once, read by whom it is meant for, corrected only by who wrote it."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.days import today
from clients.models import Note
from tests.conftest import role
from tests.factories import NoteFactory, days_ago
from tests.world import world

FIELDS = {
    "text": "Gebeld over de opvang.", "kind": "phone", "with_whom": "person", "part": "notes", "audience": "chain",
}  # fmt: skip
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "select set_config('snoer.membership_id', ''")


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


@pytest.fixture
def signed_in(client):
    def sign_in(w, name):
        client.force_login(w.staff[name].user)
        return client

    return sign_in


def typed(day):
    return day.strftime("%d-%m-%Y")


def save(browser, client, htmx=False, **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    data = FIELDS | {"on": typed(today())} | fields
    return browser.post(reverse("note_new", args=[client.number]), data, headers=headers)


def notes(client):
    with role("snoer_owner"):
        return list(Note.objects.filter(client=client).select_related("partner", "author"))


@pytest.mark.parametrize(("who", "code"), [("consultant", "szmh"), ("trainer", "annex")])
def test_a_note_carries_who_wrote_it_and_for_which_partner(w, signed_in, who, code):
    answer = save(signed_in(w, who), w["step"])
    assert answer.status_code == 302
    assert answer.url == reverse("record", args=[w["step"].number]) + "#log"
    (note,) = notes(w["step"])
    assert (note.kind, note.on, note.text) == ("phone", today(), FIELDS["text"])
    assert (note.partner.code, note.author) == (code, w.staff[who].user)


def test_with_htmx_the_log_is_renewed_and_the_form_is_empty(w, signed_in):
    browser = signed_in(w, "consultant")
    answer = save(browser, w["step"], htmx=True)
    html = browser.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert html.startswith('<section class="panel" id="log-panel"')
    assert FIELDS["text"] in html
    assert "De notitie is opgeslagen." in html
    assert FIELDS["text"] not in html[html.index("<textarea") : html.index("</textarea>")]


def test_the_same_form_twice_is_one_note(w, signed_in):
    browser, key = signed_in(w, "consultant"), str(uuid.uuid4())
    assert save(browser, w["step"], once=key).url == save(browser, w["step"], once=key).url
    assert len(notes(w["step"])) == 1


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text": ""}, "Schrijf op wat er gezegd of gebeurd is"),
        ({"on": "31-02-2026"}, "Deze dag bestaat niet"),
        ({"on": "01-01-2199"}, "Deze dag moet nog komen"),
        ({"kind": "gossip"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(w, signed_in, htmx, wrong, says):
    answer = save(signed_in(w, "consultant"), w["step"], htmx=htmx, **({"text": "Bewaar mij"} | wrong))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert ("Bewaar mij" in html) == ("text" not in wrong)
    assert ("<html" in html) != htmx
    assert notes(w["step"]) == []


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("coach", 404), ("stranger", 404)])
def test_who_does_not_write_notes_or_does_not_know_the_person(w, signed_in, who, status):
    assert save(signed_in(w, who), w["step"]).status_code == status
    assert notes(w["step"]) == []


def test_a_note_for_ones_own_organisation_is_not_read_by_others(w, trusted, signed_in):
    save(signed_in(w, "trainer"), w["step"], text="Alleen voor Annex.", audience="partner")
    url = reverse("record", args=[w["step"].number])
    assert "Alleen voor Annex." in signed_in(w, "trainer").get(url).content.decode()
    assert "Alleen voor Annex." not in signed_in(w, "consultant").get(url).content.decode()


def test_who_wrote_it_corrects_it_and_what_stood_there_stays(w, trusted, signed_in):
    with trusted():
        note = NoteFactory(client=w["step"], membership=w.staff["trainer"], text="Komt morgen.", on=days_ago(2))
    browser, url = signed_in(w, "trainer"), reverse("note_edit", args=[w["step"].number, note.pk])
    assert "Komt morgen." in browser.get(url).content.decode()
    data = FIELDS | {"text": "Komt vrijdag.", "on": typed(days_ago(2)), "version": 1}
    assert browser.post(url, data).status_code == 302
    with role("snoer_owner"), connection.cursor() as cursor:
        cursor.execute("select text from clients_noteevent where pgh_obj_id = %s order by pgh_id", [note.pk])
        assert "Komt morgen." in {text for (text,) in cursor.fetchall()}
    html = browser.get(reverse("record", args=[w["step"].number])).content.decode()
    assert "Komt vrijdag." in html
    assert "verbeterd" in html


def test_a_correction_from_an_old_page_shows_both_texts(w, trusted, signed_in):
    with trusted():
        note = NoteFactory(client=w["step"], membership=w.staff["trainer"], text="Nieuw.", version=2)
    url = reverse("note_edit", args=[w["step"].number, note.pk])
    answer = signed_in(w, "trainer").post(url, FIELDS | {"text": "Ander.", "on": typed(today()), "version": 1})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nieuw." in html
    assert "Ander." in html


@pytest.mark.parametrize(("who", "status"), [("consultant", 403), ("manager", 403), ("coach", 404), ("stranger", 404)])
def test_nobody_else_corrects_it(w, trusted, signed_in, who, status):
    with trusted():
        note = NoteFactory(client=w["step"], membership=w.staff["trainer"], text="Van de trainer.")
    url = reverse("note_edit", args=[w["step"].number, note.pk])
    browser = signed_in(w, who)
    assert browser.get(url).status_code == status
    assert browser.post(url, FIELDS | {"on": typed(today()), "version": 1}).status_code == status
    assert notes(w["step"])[0].text == "Van de trainer."


@pytest.mark.parametrize("who", ["consultant", "trainer"])
def test_saving_takes_few_queries(w, signed_in, who):
    browser = signed_in(w, who)
    save(browser, w["step"])
    with CaptureQueriesContext(connection) as queries:
        save(browser, w["step"], htmx=True, once=str(uuid.uuid4()))
    asked = [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]
    assert len(asked) <= 11, "\n".join(asked)


# about what, with whom


def parts_to_choose(html):
    at = html.index('id="note-part"')
    return set(re.findall(r'<option value="([a-z]+)"', html[at : html.index("</select>", at)]))


def test_one_chooses_from_the_parts_that_one_reads_and_writes(w, signed_in):
    url = reverse("record", args=[w["step"].number])
    html = signed_in(w, "consultant").get(url).content.decode()
    assert parts_to_choose(html) == {"notes", "placements", "capacity", "benefit"}
    html = signed_in(w, "annex_consultant").get(url).content.decode()
    assert parts_to_choose(html) == {"notes", "placements"}
    assert '<input type="hidden" name="part" value="notes"' in signed_in(w, "trainer").get(url).content.decode()


@pytest.mark.parametrize(("who", "part"), [("trainer", "placements"), ("trainer", "benefit"), ("consultant", "plan")])
def test_another_part_is_no_choice(w, signed_in, who, part):
    assert save(signed_in(w, who), w["step"], part=part).status_code == 422
    assert notes(w["step"]) == []


def test_a_note_about_the_benefit_is_not_read_by_partners(w, signed_in):
    save(signed_in(w, "consultant"), w["step"], text="Over de uitkering.", part="benefit", with_whom="family")
    url = reverse("record", args=[w["step"].number])
    html = signed_in(w, "lead").get(url).content.decode()
    assert "Over de uitkering." in html
    assert "met familie of naaste" in html
    for who in ("trainer", "annex_consultant"):
        assert "Over de uitkering." not in signed_in(w, who).get(url).content.decode()


def test_text_alone_is_enough(w, signed_in):
    url = reverse("note_new", args=[w["step"].number])
    assert signed_in(w, "trainer").post(url, {"text": "Even gebeld."}).status_code == 302
    (note,) = notes(w["step"])
    assert (note.kind, note.with_whom, note.on, note.part, note.audience) == (
        "talk", "person", today(), "notes", "chain"
    )  # fmt: skip


# what stood there before


@pytest.fixture
def corrected(w, trusted, signed_in):
    """A note of the trainer's, first for Annex alone, then twice corrected and for all."""
    save(signed_in(w, "trainer"), w["step"], text="Alleen voor ons.", audience="partner")
    (note,) = notes(w["step"])
    url = reverse("note_edit", args=[w["step"].number, note.pk])
    for version, text in enumerate(("Voor ons en anderen.", "Voor allen."), 1):
        data = FIELDS | {"text": text, "on": typed(today()), "version": version}
        assert signed_in(w, "trainer").post(url, data).status_code == 302
    return note


def earlier(browser, client, note):
    return browser.get(reverse("note_history", args=[client.number, note.pk]))


def test_who_reads_the_note_reads_what_stood_there_and_who_corrected_it(w, signed_in, corrected):
    html = earlier(signed_in(w, "trainer"), w["step"], corrected).content.decode()
    places = [html.index(text) for text in ("Voor allen.", "Voor ons en anderen.", "Alleen voor ons.")]
    assert places == sorted(places)
    assert html.count("<span>Trainer</span>") == 3
    record = signed_in(w, "trainer").get(reverse("record", args=[w["step"].number])).content.decode()
    assert reverse("note_history", args=[w["step"].number, corrected.pk]) in record


def test_what_was_said_to_ones_own_organisation_stays_there(w, signed_in, corrected):
    html = earlier(signed_in(w, "consultant"), w["step"], corrected).content.decode()
    assert "Voor ons en anderen." in html
    assert "Alleen voor ons." not in html


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("coach", 404), ("stranger", 404)])
def test_who_does_not_read_the_note_does_not_read_its_history(w, signed_in, corrected, who, status):
    assert earlier(signed_in(w, who), w["step"], corrected).status_code == status


def test_the_history_of_a_note_that_is_not_theirs_is_not_there(w, trusted, signed_in):
    with trusted():
        private = NoteFactory(client=w["step"], membership=w.staff["trainer"], audience="partner")
        benefit = NoteFactory(client=w["step"], membership=w.staff["consultant"], part="benefit")
    assert earlier(signed_in(w, "consultant"), w["step"], private).status_code == 404
    assert earlier(signed_in(w, "trainer"), w["step"], benefit).status_code == 404
    assert earlier(signed_in(w, "trainer"), w["both"], private).status_code == 404


def test_saving_without_a_change_is_no_correction(w, trusted, signed_in):
    with trusted():
        note = NoteFactory(client=w["step"], membership=w.staff["trainer"], text="Blijft.", kind="phone")
    data = FIELDS | {"text": "Blijft.", "on": typed(today()), "version": 1}
    signed_in(w, "trainer").post(reverse("note_edit", args=[w["step"].number, note.pk]), data)
    assert notes(w["step"])[0].version == 1
