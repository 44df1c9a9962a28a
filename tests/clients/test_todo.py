"""Tasks of people: whose they are, what ends them, and where they stand: the record, Mijn dag, their own page."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients import terms, todo
from clients.models import Client, Event, Task
from clients.steps import NotNow
from tests.conftest import role
from tests.factories import IdentityFactory, NoteFactory, TaskFactory, TermFactory, days_ago

TOMORROW = days_ago(-1)


@pytest.fixture
def led(w, trusted):
    """Somebody in a step of Annex whose lead is the consultant."""
    with trusted():
        Client.objects.filter(pk=w["step"].pk).update(lead=w.staff["consultant"].user, registered_on=days_ago(400))
    w["step"].lead = w.staff["consultant"].user
    return w["step"]


def told(trusted, client, act="task-done"):
    with trusted():
        return [event.params for event in Event.objects.filter(client=client, act=act)]


def typed(day):
    return day.strftime("%d-%m-%Y")


# acts


def test_a_next_step_is_written_down_and_done(w, trusted, led):
    with acting_as(w.acting("trainer")):
        made = todo.add(led, " Bellen over de fiets ", TOMORROW, user=w.staff["trainer"].user)
        again = todo.add(led, "Nog iets", TOMORROW, for_whom="partner")
        assert (made.nth, again.nth) == (1, 2)
        assert (made.text, made.partner_id, made.for_whom, made.part) == (
            "Bellen over de fiets", w.partners["annex"].pk, "partner", "plan",
        )  # fmt: skip
        ended = todo.done(made, result="Fiets is er")
        assert (ended.status, ended.done_on, ended.done_by_id) == ("done", today(), w.staff["trainer"].user_id)
        with pytest.raises(NotNow):
            todo.done(made)
    assert told(trusted, led) == [{"task": "Bellen over de fiets", "result": "Fiets is er"}]


def test_it_is_of_the_part_of_what_it_follows_from(w, trusted, led):
    with trusted():
        note = NoteFactory(client=led, membership=w.staff["consultant"], part="benefit")
    with acting_as(w.acting("consultant")):
        made = todo.add(led, "Brief sturen", TOMORROW, about=note)
    assert (made.about, made.about_id, made.part, made.for_whom) == ("note", note.pk, "benefit", "lead")
    with acting_as(w.acting("trainer")):
        assert not Task.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(("text", "field"), [("", "text"), ("  ", "text"), ("x" * 201, "text")])
def test_without_a_text_there_is_nothing_to_do(w, led, text, field):
    with acting_as(w.acting("consultant")), pytest.raises(ValidationError) as wrong:
        todo.add(led, text, TOMORROW)
    assert field in wrong.value.message_dict


WHO = {
    "lead": {"consultant", "lead", "at_szmh"},
    "partner": {"trainer", "annex_consultant"},
    "own": {"trainer"},
    "manager": {"annex_manager"},
    "identity": {"consultant", "lead", "at_szmh"},
}


@pytest.mark.parametrize("kind", WHO)
@pytest.mark.parametrize(
    "name", ["consultant", "lead", "at_szmh", "trainer", "annex_consultant", "annex_manager", "manager", "coach"]
)
def test_who_ends_it(w, trusted, led, kind, name):
    annex = {"partner": w.partners["annex"], "for_whom": "partner"}
    given = {
        "lead": {}, "partner": annex, "own": annex | {"user": w.staff["trainer"].user},
        "manager": annex | {"for_whom": "manager"}, "identity": {"part": "identity"},
    }[kind]  # fmt: skip
    with trusted():
        task = TaskFactory(client=led, **given)
    with acting_as(w.acting(name)):
        if name in WHO[kind]:
            assert todo.done(task).status == "done"
        else:
            with pytest.raises(PermissionDenied):
                todo.done(task)
    with trusted():
        assert Task.objects.get().status == ("done" if name in WHO[kind] else "open")


def test_of_a_closed_file_nothing_is_ended(w, trusted, led):
    with trusted():
        task = TaskFactory(client=led)
        Client.objects.filter(pk=led.pk).update(closed_on=today())
    with acting_as(w.acting("lead")), pytest.raises(PermissionDenied):
        todo.done(task)


def test_what_would_move_by_itself_is_ended_with_a_reason(w, trusted, led):
    with trusted():
        TermFactory(chain=w.chain, source="contact", offset=60)
    terms.run(w.chain.pk, [led.pk])
    with acting_as(w.acting("consultant")):
        task = Task.objects.select_related("term").get(client=led)
        assert todo.renews(task)
        with pytest.raises(ValidationError):
            todo.done(task)
        todo.done(task, result="Is tot mei in het buitenland")


def test_a_term_is_not_put_off_and_a_next_step_is(w, trusted, led):
    with trusted():
        noted = TaskFactory(client=led)
        made = TaskFactory(client=led, key="contact", term=TermFactory(chain=w.chain))
    with acting_as(w.acting("consultant")):
        with pytest.raises(PermissionDenied):
            todo.postpone(made, TOMORROW, "Druk")
        for day, why, field in ((days_ago(1), "Druk", "due_on"), (TOMORROW, " ", "why")):
            with pytest.raises(ValidationError) as wrong:
                todo.postpone(noted, day, why)
            assert field in wrong.value.message_dict
        assert todo.postpone(noted, TOMORROW, "Ziek").due_on == TOMORROW
    assert told(trusted, led, "task-postponed")[0]["why"] == "Ziek"


# the record


def test_te_doen_stands_on_the_record(w, trusted, led, signed_in):
    with trusted():
        TaskFactory(client=led, text="Bellen", due_on=days_ago(2))
        TaskFactory(client=led, text="Later", shown_from=TOMORROW)
        TaskFactory(client=led, text="Gedaan", status="done", done_on=today())
        TaskFactory(client=led, text="Geboortedatum", part="identity")
        TaskFactory(client=led, text="Leiding", for_whom="manager", partner=w.partners["annex"])
    html = signed_in("consultant").get(reverse("record", args=[led.number])).content.decode()
    panel = html[html.index('id="panel-todo"') :]
    panel = panel[: panel.index("</section>")]
    assert "Bellen" in panel and "Geboortedatum" in panel
    for other in ("Later", "Leiding"):
        assert other not in panel
    trainer = signed_in("trainer").get(reverse("panel", args=[led.number, "todo"])).content.decode()
    assert "Bellen" in trainer and "Geboortedatum" not in trainer
    manager = signed_in("annex_manager").get(reverse("panel", args=[led.number, "todo"])).content.decode()
    assert "Leiding" in manager


def test_it_is_ended_from_the_record_and_told(w, trusted, led, signed_in):
    with trusted():
        task = TaskFactory(client=led, text="Bellen")
    browser = signed_in("consultant")
    url, back = reverse("task", args=[led.number, task.pk]), reverse("record", args=[led.number])
    answer = browser.post(url, {"on": typed(today()), "next": back})
    assert (answer.status_code, answer.url) == (302, back)
    assert "Gedaan: Bellen" in browser.get(back).content.decode()
    assert browser.post(url, {"on": typed(today()), "next": "https://elders.nl/"}).url == url  # was done already


# its page


def test_the_page_says_why_since_when_and_by_when(w, trusted, led, signed_in):
    with trusted():
        TermFactory(
            chain=w.chain, name="Contact opnemen", source="contact", offset=30, article="Werkafspraak van de keten"
        )
    terms.run(w.chain.pk, [led.pk])
    with trusted():
        task = Task.objects.get()
    html = signed_in("consultant").get(reverse("task", args=[led.number, task.pk])).content.decode()
    for text in ("Contact opnemen", "Werkafspraak van de keten", "het laatste contact", "verdwijnt deze taak vanzelf"):
        assert text in html
    assert "Uitstellen" not in html


@pytest.mark.parametrize(
    ("posted", "said"),
    [({"on": "31-02-2026"}, "bestaat niet"), ({"on": typed(TOMORROW)}, "moet nog komen"), ({}, "Vul een datum in"),
     ({"on": typed(today()), "result": "x" * 301}, "300"), ({"later-due_on": typed(days_ago(1)), "later-why": "x"}, "latere dag"),
     ({"later-due_on": typed(TOMORROW)}, "later-why")],
)  # fmt: skip
def test_bad_input_is_answered_with_what_was_typed(w, trusted, led, signed_in, posted, said):
    with trusted():
        task = TaskFactory(client=led)
    answer = signed_in("consultant").post(reverse("task", args=[led.number, task.pk]), posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with trusted():
        assert Task.objects.get().status == "open"


def test_a_next_step_is_noted_on_its_page(w, trusted, led, signed_in):
    browser, url = signed_in("trainer"), reverse("task_new", args=[led.number])
    assert browser.post(url, {"text": "x", "due_on": typed(days_ago(1)), "who": "me"}).status_code == 422
    assert browser.post(url, {"text": "Bellen", "due_on": typed(TOMORROW), "who": "lead"}).status_code == 302
    with trusted():
        task = Task.objects.get()
    assert (task.for_whom, task.partner_id, task.user_id, task.made_by_id) == (
        "lead", None, None, w.staff["trainer"].user_id,
    )  # fmt: skip


def test_who_broke_the_glass_is_told_to_the_lead(w, trusted, led, signed_in):
    with acting_as(w.acting("coordinator")), connection.cursor() as cursor:
        cursor.execute("select snoer_break_glass(%s, 'Vraag van het college')", [w["step"].number])
        assert cursor.fetchone()[0]
    with trusted():
        task = Task.objects.get(key="glass")
    browser = signed_in("consultant")
    day = browser.get(reverse("day")).content.decode()
    assert "Inzage met een reden" in day and w.staff["coordinator"].user.name in day
    page = browser.get(reverse("task", args=[led.number, task.pk])).content.decode()
    assert "Vraag van het college" in page
    assert browser.post(reverse("task", args=[led.number, task.pk]), {"on": typed(today())}).status_code == 302
    assert "Inzage met een reden" not in browser.get(reverse("day")).content.decode()


# Mijn dag

ROW = re.compile(r'<a id="r\d+".*?</td>.*?</td>.*?<td><a href="[^"]+">(.*?)</a>', re.DOTALL)


def rows(browser):
    return ROW.findall(browser.get(reverse("day")).content.decode())


def test_mijn_dag_shows_ones_own_tasks_only(w, trusted, led, signed_in):
    annex = {"partner": w.partners["annex"], "for_whom": "partner"}
    with trusted():
        TaskFactory(client=led, text="Van de regie", due_on=days_ago(3))
        TaskFactory(client=w["both"], text="Van Annex", due_on=days_ago(2), **annex)
        TaskFactory(client=w["team"], text="Van de trainer", due_on=days_ago(2), user=w.staff["trainer"].user, **annex)
        TaskFactory(client=w["mtb"], text="Uit het zicht", due_on=days_ago(2), **annex)
    assert "Van de regie" in rows(signed_in("consultant"))
    assert {"Van Annex", "Van de trainer"} <= set(rows(signed_in("trainer")))
    colleague = rows(signed_in("annex_consultant"))
    assert "Van Annex" in colleague and "Van de trainer" not in colleague
    for name in ("consultant", "trainer", "lead"):
        assert "Uit het zicht" not in rows(signed_in(name))
    assert "Van de regie" not in rows(signed_in("lead")) + rows(signed_in("trainer"))
    everyone = signed_in("lead").get(reverse("day"), {"wie": "iedereen"}).content.decode()
    assert "Van de regie" in everyone


def test_what_has_passed_goes_first_and_the_rest_of_a_person_goes_with_it(w, trusted, led, signed_in):
    with trusted():
        TaskFactory(client=led, text="Tweede", due_on=days_ago(2))
        TaskFactory(client=led, text="Eerste", due_on=days_ago(3))
        TaskFactory(client=led, text="Straks", due_on=TOMORROW)
    browser = signed_in("consultant")
    assert rows(browser) == ["Eerste"]
    html = browser.get(reverse("day")).content.decode()
    assert "ook: Volgende stap: Tweede" in html and "ook: Volgende stap: Straks" in html


def test_it_is_ended_in_place(w, trusted, led, signed_in):
    with trusted():
        TaskFactory(client=led, text="Bellen", due_on=days_ago(3))
    browser = signed_in("consultant")
    html = browser.get(reverse("day")).content.decode()
    form = html[html.index('<form id="do"') :]
    data = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    address = re.search(rf'formaction="(/clienten/{led.number}/taken/[^"]*)"', html)[1]
    assert browser.post(address, data).url == reverse("day")
    with role("snoer_owner"):
        assert Task.objects.get().status == "done"
    assert "Bellen" not in rows(browser)


# Wat te lang wacht


def waiting(browser, **query):
    html = browser.get(reverse("overdue"), query).content.decode()
    groups, _cut, names = html.partition('id="names"')
    return (
        [(name, int(number)) for name, number in re.findall(r'#names">(.*?)</a>.*?class="num"[^>]*>(\d+)<', groups, re.DOTALL)],
        re.findall(r'href="/clienten/[^"]+">([^<]+)</a>', names),
    )  # fmt: skip


def test_managers_see_what_their_partner_leaves_waiting(w, trusted, led, signed_in):
    annex = {"partner": w.partners["annex"], "for_whom": "partner"}
    with trusted():
        late = TermFactory(chain=w.chain, name="Nazorg", key="after-care")
        TaskFactory(client=led, key="after-care", term=late, due_on=days_ago(3), about="x", **annex)
        TaskFactory(client=w["both"], key="after-care", term=late, due_on=days_ago(9), about="x", **annex)
        TaskFactory(
            client=w["mtb"], key="after-care", term=late, due_on=days_ago(9), about="x", **annex
        )  # out of sight
        TaskFactory(client=led, text="Nog op tijd", due_on=today(), **annex)
        TaskFactory(client=led, text="Van de regie", due_on=days_ago(1))
        up = TermFactory(chain=w.chain, name="Wacht te lang", key="up")
        TaskFactory(
            client=led, key="up", term=up, due_on=today(), about="x", partner=w.partners["annex"], for_whom="manager"
        )
        IdentityFactory._meta.model.objects.all()
    groups, names = waiting(signed_in("annex_manager"))
    assert groups == [("Nazorg", 2), ("Wacht te lang", 1)]
    assert names == [w["both"].name, led.name, led.name]
    key = {"partner": w.partners["annex"].pk, "wat": "after-care"}
    assert waiting(signed_in("annex_manager"), **key)[1] == [w["both"].name, led.name]
    assert waiting(signed_in("manager"))[0] == [("Een genoteerde volgende stap", 1)]
    assert waiting(signed_in("lead"))[1] == [led.name]
    assert waiting(signed_in("podium24_manager")) == ([], [])
    for odd in ({"partner": "x", "wat": "y"}, {"partner": "9" * 30}, {"partner": "²"}):
        assert signed_in("manager").get(reverse("overdue"), odd).status_code == 200
