"""The quick note: saved once, read by whom it is meant for, corrected only by who wrote it."""

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

FIELDS = {"text": "Gebeld over de opvang.", "kind": "phone", "audience": "chain"}
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
def test_saving_takes_at_most_ten_queries(w, signed_in, who):
    browser = signed_in(w, who)
    save(browser, w["step"])
    with CaptureQueriesContext(connection) as queries:
        save(browser, w["step"], htmx=True, once=str(uuid.uuid4()))
    asked = [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]
    assert len(asked) <= 10, "\n".join(asked)
