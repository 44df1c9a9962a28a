"""Where somebody stands: in the chain's words of the day, by whom, on what ground; the last answer holds."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients import standing
from clients.models import Assessment, Client, Event
from tests.conftest import role
from tests.factories import AssessmentFactory, DefinitionFactory, ReferralFactory, days_ago


@pytest.fixture
def words(w, trusted):
    """Fit for work, which meant something else until a year ago, and the distance."""
    with trusted():
        return {
            "before": DefinitionFactory(
                chain=w.chain, key="work-fit", text="Toen.", started_on=days_ago(800), ended_on=days_ago(366), position=1
            ),
            "fit": DefinitionFactory(
                chain=w.chain, key="work-fit", text="Kan een werkdag aan.", signs="Komt op tijd.\nHoudt vol.",
                started_on=days_ago(365), position=1, source="Werkdocument",
            ),
            "distance": DefinitionFactory(
                chain=w.chain, key="distance", name="Afstand", kind="distance", started_on=days_ago(800), position=2
            ),
            "theirs": DefinitionFactory(chain=w.other_chain, key="work-fit", text="Van een andere keten."),
        }  # fmt: skip


def address(w, name="step"):
    return reverse("standing", args=[w[name].number])


def send(browser, w, name="step", **fields):
    return browser.post(address(w, name), {"on": day_typed(today()), "way": "talk", "once": str(uuid.uuid4())} | fields)


def said(w, name="step"):
    with role("snoer_owner"):
        given = Assessment.objects.filter(client=w[name]).order_by("pk")
        return list(given.values_list("definition__key", "value", "ground"))


FIT = {"work-fit-value": "yes", "work-fit-ground": "Werkt drie weken vijf dagen."}


# recording


@pytest.mark.parametrize(("who", "code"), [("consultant", "szmh"), ("trainer", "annex")])
def test_an_answer_carries_who_gave_it_on_what_ground_and_is_told(w, words, signed_in, who, code):
    answer = send(signed_in(who), w, **FIT)
    assert answer.url == reverse("record", args=[w["step"].number]) + "#panel-standing"
    with role("snoer_owner"):
        found = Assessment.objects.select_related("partner").get()
        told = Event.objects.get(act="assessed")
        assert (found.definition_id, found.value, found.on) == (words["fit"].pk, "yes", today())
        assert (found.partner.code, found.author_id) == (code, w.staff[who].user_id)
        assert (told.part, told.params) == ("profile", {"definition": "Arbeidsfit", "answer": "ja"})
    assert (
        "Arbeidsfit: ja." in signed_in("consultant").get(reverse("timeline", args=[w["step"].number])).content.decode()
    )


def test_several_at_once_and_what_is_left_empty_is_nothing(w, words, signed_in):
    far = {"distance-value": "long", "distance-ground": "Eerst taal."}
    assert send(signed_in("trainer"), w, **FIT, **far).status_code == 302
    assert {(key, value) for key, value, _ground in said(w)} == {("work-fit", "yes"), ("distance", "long")}
    send(signed_in("trainer"), w, **far)
    assert len(said(w)) == 3


def test_the_same_form_twice_is_one_answer(w, words, signed_in):
    key = str(uuid.uuid4())
    send(signed_in("trainer"), w, **FIT, once=key)
    send(signed_in("trainer"), w, **FIT, once=key)
    assert len(said(w)) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Kies bij ten minste één begrip een antwoord"),
        ({"work-fit-value": "yes"}, "Schrijf op waaraan u dat ziet"),
        ({"work-fit-ground": "Zomaar."}, "Kies een antwoord, of laat de uitleg leeg"),
        (FIT | {"work-fit-value": "maybe"}, "Selecteer een geldige keuze"),
        (FIT | {"on": "01-01-2199"}, "Deze dag moet nog komen"),
        (FIT | {"on": "31-02-2026"}, "Deze dag bestaat niet"),
        (FIT | {"on": "01-01-2000"}, "Op deze dag gold deze betekenis niet"),
    ],
)
def test_what_is_wrong_comes_back_and_nothing_is_recorded(w, words, signed_in, fields, says):
    answer = send(signed_in("trainer"), w, **fields)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert said(w) == []


def test_one_that_does_not_hold_that_day_stops_them_all(w, words, signed_in):
    answer = send(
        signed_in("trainer"), w, on=day_typed(days_ago(400)), **FIT,
        **{"distance-value": "long", "distance-ground": "Eerst taal."},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Arbeidsfit: Op deze dag gold deze betekenis niet" in answer.content.decode()
    assert said(w) == []


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("privacy", 403), ("coach", 404), ("stranger", 404)])
def test_who_does_not_know_the_person_or_writes_no_profile(w, words, signed_in, who, status):
    assert signed_in(who).get(address(w)).status_code == status
    assert send(signed_in(who), w, **FIT).status_code == status
    assert said(w) == []


def test_a_closed_file_is_read_and_not_added_to(w, words, trusted, signed_in):
    with trusted():
        AssessmentFactory(
            client=w["closed"], definition=words["fit"], partner=w.partners["szmh"], ground="Ooit gezien."
        )
    html = signed_in("lead").get(address(w, "closed")).content.decode()
    assert "Ooit gezien." in html
    assert "<textarea" not in html
    assert send(signed_in("lead"), w, "closed", **FIT).status_code == 403


def test_who_is_shown_only_some_parts_sees_it_where_the_profile_is_among_them(w, words, trusted, signed_in):
    for shared, status in ([], 403), (["profile"], 200):
        with trusted():
            ReferralFactory(
                client=w["unknown"], partner=w.partners["podium24"], asked_by=w.partners["szmh"], shared=shared,
                function="placement" if shared else "tests",
            )  # fmt: skip
        assert signed_in("adviser").get(address(w, "unknown")).status_code == status


# the act itself


@pytest.mark.parametrize(
    ("value", "ground", "on"), [("short", "Ja.", 0), ("yes", " ", 0), ("yes", "Ja.", -1), ("yes", "Ja.", 366)]
)
def test_the_act_refuses_what_the_form_refuses(w, words, value, ground, on):
    with acting_as(w.acting("trainer"), "test"), pytest.raises(ValidationError):
        standing.assess(w["step"], words["fit"], value, ground, on=days_ago(on))


def test_nothing_follows_by_itself(w, words):
    with acting_as(w.acting("trainer"), "test"):
        before = Client.objects.get(pk=w["step"].pk)
        standing.assess(w["step"], words["distance"], "long", "Eerst taal.")
        after = Client.objects.get(pk=w["step"].pk)
        assert (before.version, before.lead_id) == (after.version, after.lead_id)
        assert list(w["step"].steps.values_list("status", flat=True)) == ["active"]
    with acting_as(w.acting("manager"), "test"), pytest.raises(PermissionDenied):
        standing.assess(w["step"], words["distance"], "long", "Eerst taal.")


# reading


def test_the_panel_shows_the_latest_by_its_day(w, words, trusted, signed_in):
    with trusted():
        annex = {"partner": w.partners["annex"], "client": w["step"], "definition": words["fit"]}
        AssessmentFactory(**annex, value="not-yet", on=days_ago(3), ground="Nu niet.", author=w.staff["trainer"].user)
        AssessmentFactory(
            **annex, value="yes", on=days_ago(30), ground="Toen wel."
        )  # recorded later, of an earlier day
    html = signed_in("consultant").get(reverse("panel", args=[w["step"].number, "standing"])).content.decode()
    assert "Waar staat Anna" in html
    assert "Nog niet" in html
    assert "Nu niet." in html
    assert "Toen wel." not in html
    assert html.count("nog niet gezegd") == 1  # the distance
    assert "Trainer" in html
    assert "Vastleggen" in html


def test_an_answer_in_an_earlier_meaning_says_so(w, words, trusted, signed_in):
    with trusted():
        AssessmentFactory(
            client=w["step"], definition=words["before"], partner=w.partners["annex"], on=days_ago(400)
        )  # fmt: skip
    browser = signed_in("consultant")
    panel = browser.get(reverse("panel", args=[w["step"].number, "standing"])).content.decode()
    assert "Gezegd toen dit begrip iets anders betekende." in panel
    assert "in de betekenis van tot en met" in browser.get(address(w)).content.decode()


def test_a_chain_without_words_has_no_panel(w, signed_in):
    assert signed_in("consultant").get(reverse("panel", args=[w["step"].number, "standing"])).status_code == 404
    assert signed_in("consultant").get(address(w)).status_code == 200


def test_the_panel_is_one_question(w, words, trusted):
    with trusted():
        for number in range(8):
            AssessmentFactory(
                client=w["step"], definition=words["fit"], partner=w.partners["annex"], on=days_ago(number)
            )
    with acting_as(w.acting("consultant"), "test"), CaptureQueriesContext(connection) as queries:
        standing.latest(w["step"])
    assert len(queries) == 1


@pytest.mark.parametrize("number", [1, 12])
def test_the_history_asks_the_same_of_many_answers(w, words, trusted, signed_in, django_assert_max_num_queries, number):
    with trusted():
        for days in range(number):
            AssessmentFactory(client=w["step"], definition=words["fit"], partner=w.partners["annex"], on=days_ago(days))
    browser = signed_in("consultant")
    browser.get(address(w))
    with django_assert_max_num_queries(10):
        browser.get(address(w))


@pytest.mark.parametrize("who", ["consultant", "trainer", "manager", "policy", "admin", "privacy"])
def test_everybody_of_the_chain_reads_what_the_words_mean(w, words, signed_in, who):
    html = signed_in(who).get(reverse("meanings")).content.decode()
    assert "Kan een werkdag aan." in html
    assert "<li>Houdt vol.</li>" in html
    assert html.index("Kan een werkdag aan.") < html.index("Toen.")  # what it meant before
    assert "Werkdocument" in html
    assert "Van een andere keten." not in html
