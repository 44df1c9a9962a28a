"""What is typed and not saved: kept on the server, there again on coming back, theirs alone, gone once saved."""

import uuid

import pytest
from django.urls import reverse

from chain.days import today
from chain.formats import day_typed
from clients.models import Draft, Note, Task
from tests.conftest import role
from tests.factories import days_ago

TYPED = {"text": "Half af", "kind": "phone", "with_whom": "person", "part": "notes", "audience": "chain"}


@pytest.fixture
def post(w, signed_in):
    """`post("consultant", text=...)`: to the notes of the person `step`, as the form does."""

    def send(who, htmx=False, **fields):
        data = {"on": day_typed(today()), "once": str(uuid.uuid4()), **TYPED, **fields}
        headers = {"HX-Request": "true"} if htmx else {}
        return signed_in(who).post(reverse("note_new", args=[w["step"].number]), data, headers=headers)

    return send


@pytest.fixture
def form(w, signed_in):
    """The note form on the record, as HTML."""

    def shown(who, name="record"):
        html = signed_in(who).get(reverse(name, args=[w["step"].number])).content.decode()
        return html[html.index('<form class="note"') : html.index('id="log-entries"')]

    return shown


def drafts():
    with role("snoer_owner"):
        return list(Draft.objects.all())


def test_what_is_typed_is_kept_and_is_there_on_coming_back(post, form):
    answer = post("consultant", autosave="1")
    assert answer.json()["saved"]
    for page in ("record", "timeline"):
        shown = form("consultant", page)
        assert "Half af</textarea>" in shown
        assert '<option value="phone" selected>' in shown
        assert "Nog niet opgeslagen. Dit typte u op" in shown
        assert 'name="discard" value="1" data-discard>' in shown


def test_the_next_save_takes_the_place_of_the_one_before(post, form):
    post("consultant", autosave="1")
    post("consultant", autosave="1", text="Half af, en meer")
    assert len(drafts()) == 1
    assert "Half af, en meer</textarea>" in form("consultant")


def test_a_draft_is_nobody_elses(post, form, w, trusted):
    post("trainer", autosave="1")
    assert "Half af" not in form("consultant")
    assert "Half af" not in form("annex_consultant")
    assert "Half af" in form("trainer")


def test_it_is_gone_once_saved(post, form):
    post("consultant", autosave="1")
    assert post("consultant").status_code == 302
    assert drafts() == []
    assert "Half af" not in form("consultant")


def test_it_can_be_thrown_away(post, form):
    post("consultant", autosave="1")
    answer = post("consultant", discard="1")
    assert answer.url.endswith("#log")
    assert drafts() == []
    with role("snoer_owner"):
        assert not Note.objects.exists()


def test_thrown_away_with_htmx_the_form_comes_back_empty(w, post, signed_in):
    post("consultant", autosave="1")
    answer = post("consultant", htmx=True, discard="1")
    html = signed_in("consultant").get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert "De tekst is weggegooid." in html
    assert "Half af" not in html


def test_an_empty_form_is_no_draft(post):
    post("consultant", autosave="1")
    assert post("consultant", autosave="1", text="  ").json() == {"saved": ""}
    assert drafts() == []


def test_a_save_that_comes_in_late_does_not_bring_back_what_was_saved(post, form):
    """The form was on its way when its last autosave was: that one arrives second."""
    key = str(uuid.uuid4())
    post("consultant", once=key)
    post("consultant", once=key, autosave="1")
    assert "Half af" not in form("consultant")
    post("consultant", autosave="1", text="Iets nieuws")
    assert "Iets nieuws" in form("consultant")


def test_what_comes_back_is_a_form_of_its_own(post, form):
    """Saved in one tab, the other can still be saved too: nothing typed is dropped."""
    key = str(uuid.uuid4())
    post("consultant", once=key, autosave="1")
    assert key not in form("consultant")


@pytest.mark.parametrize("typed", [{"kind": "gossip"}, {"on": "straks"}, {"part": "benefit"}, {"text": "x" * 9000}])
def test_anything_that_is_typed_is_kept(post, form, typed):
    assert post("trainer", autosave="1", **typed).status_code == 200
    assert form("trainer")


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("coach", 404), ("stranger", 404)])
def test_who_writes_no_notes_keeps_no_draft(post, who, status):
    assert post(who, autosave="1").status_code == status
    assert drafts() == []


def test_the_form_is_folded_until_something_in_it_differs(post, form):
    assert "<details open>" not in form("consultant")
    post("consultant", autosave="1", on=day_typed(days_ago(3)))
    assert form("consultant").count("<details open>") == 1
    post("consultant", autosave="1", on=day_typed(days_ago(3)), next="Bellen")
    assert form("consultant").count("<details open>") == 2


# what comes next


def test_what_comes_next_is_a_task_of_the_writer(w, post):
    assert post("trainer", next="Fiets regelen", next_on=day_typed(days_ago(-7))).status_code == 302
    with role("snoer_owner"):
        task, note = Task.objects.get(), Note.objects.get()
    assert (task.text, task.due_on, task.about, task.about_id) == ("Fiets regelen", days_ago(-7), "note", note.pk)
    assert (task.user_id, task.partner_id) == (w.staff["trainer"].user_id, w.partners["annex"].pk)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"next": "Bellen"}, "Kies de dag waarop het klaar moet zijn"),
        ({"next_on": "01-01-2199"}, "Schrijf op wat er moet gebeuren"),
        ({"next": "Bellen", "next_on": "01-01-2020"}, "Deze dag is al voorbij"),
        ({"next": "Bellen", "next_on": "31-02-2027"}, "Deze dag bestaat niet"),
    ],
)
def test_a_next_step_has_a_text_and_a_day(post, fields, says):
    answer = post("consultant", **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert "<details open>" in html
    with role("snoer_owner"):
        assert not Note.objects.exists()
