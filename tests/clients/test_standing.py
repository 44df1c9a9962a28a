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
from clients.models import Assessment, Capacity, Client, Event
from tests.conftest import role
from tests.factories import AssessmentFactory, DefinitionFactory, PlacementFactory, ReferralFactory, days_ago


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


# the ladder and work ability


@pytest.fixture
def more_words(w, trusted):
    with trusted():
        return {
            "ladder": DefinitionFactory(chain=w.chain, key="ladder", name="Ladder", kind="ladder", position=3),
            "ability": DefinitionFactory(
                chain=w.chain, key="ability", name="Arbeidsvermogen", kind="work-ability", position=4
            ),
        }


ABILITY = {"ability-value": "below", "ability-ground": "Loonwaarde gemeten.", "ability-percent": "55"}


def capacity(w, name="step"):
    with role("snoer_owner"):
        return Capacity.objects.filter(client=w[name]).values_list("work_ability", flat=True).first()


def test_the_ladder_and_how_one_came_to_it_is_for_every_caseworker(w, more_words, signed_in):
    given = {"ladder-value": "3", "ladder-ground": "Helpt elke week in het buurthuis.", "way": "practice"}
    assert send(signed_in("trainer"), w, **given).status_code == 302
    with role("snoer_owner"):
        found = Assessment.objects.get()
    assert (found.value, found.way, found.part, found.percent) == ("3", "practice", "profile", None)


def test_work_ability_is_the_point_of_contacts_and_becomes_the_percentage_on_record(w, more_words, signed_in):
    page = signed_in("consultant").get(address(w)).content.decode()
    assert "Procent van het minimumloon" in page
    assert send(signed_in("consultant"), w, **ABILITY, way="measured").status_code == 302
    with role("snoer_owner"):
        found = Assessment.objects.get()
        told = Event.objects.get(act="assessed-percent")
    assert (found.part, found.way, found.percent) == ("capacity", "measured", 55)
    assert (told.part, told.params["percent"]) == ("capacity", 55)
    assert capacity(w) == 55


@pytest.mark.parametrize("who", ["trainer", "annex_consultant"])
def test_who_may_not_write_it_does_not_see_the_question_and_is_refused(w, more_words, signed_in, who):
    assert "ability-value" not in signed_in(who).get(address(w)).content.decode()
    answer = send(signed_in(who), w, **ABILITY)
    assert (answer.status_code, said(w)) == (422, [])  # the page does not know the question: nothing was answered
    with acting_as(w.acting(who), "test"), pytest.raises(PermissionDenied):
        standing.assess(w["step"], more_words["ability"], "below", "Zomaar.", percent=50)


def test_who_reads_no_capacity_sees_nothing_of_it(w, more_words, trusted, signed_in):
    with trusted():
        AssessmentFactory(
            client=w["placement"], definition=more_words["ability"], partner=w.partners["szmh"], value="below", percent=43,
            part="capacity",
        )  # fmt: skip
        PlacementFactory(
            client=w["placement"], step__partner=w.partners["podium24"], step__instrument=w.work, form_of_work="regular"
        )
    panel = reverse("panel", args=[w["placement"].number, "standing"])
    for url in (panel, address(w, "placement"), reverse("ability", args=[w["placement"].number])):
        assert "43%" in signed_in("consultant").get(url).content.decode()
        html = signed_in("adviser").get(url).content.decode()
        assert "43%" not in html
        assert "Arbeidsvermogen" not in html


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (ABILITY | {"ability-percent": "101"}, "100"),
        (ABILITY | {"ability-percent": "-1"}, "0"),
        (ABILITY | {"ability-percent": "veel"}, "getal"),
        (ABILITY | {"ability-value": "unknown"}, "Bij dit antwoord hoort geen percentage"),
        ({"ability-percent": "50"}, "Kies een antwoord, of laat het percentage leeg"),
        ({"ladder-value": "7", "ladder-ground": "Ja."}, "Selecteer een geldige keuze"),
        (ABILITY | {"way": "dream"}, "Selecteer een geldige keuze"),
    ],
)
def test_a_wrong_percentage_ladder_or_way_comes_back(w, more_words, signed_in, fields, says):
    answer = send(signed_in("consultant"), w, **fields)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert (said(w), capacity(w)) == ([], None)


@pytest.mark.parametrize(
    ("kind", "value", "more"),
    [("ladder", "3", {"percent": 50}), ("ability", "below", {"percent": 101}), ("ability", "below", {"percent": -1}),
     ("ability", "none-now", {"percent": 0}), ("ladder", "3", {"way": "dream"}), ("ladder", "0", {})],
)  # fmt: skip
def test_the_act_refuses_them_too(w, more_words, kind, value, more):
    with acting_as(w.acting("consultant"), "test"), pytest.raises(ValidationError):
        standing.assess(w["step"], more_words[kind], value, "Zomaar.", **more)


def test_the_record_says_what_the_latest_day_says(w, more_words):
    word = more_words["ability"]
    with acting_as(w.acting("consultant"), "test"):
        standing.assess(w["step"], word, "below", "Nu.", percent=60, on=days_ago(3))
        standing.assess(w["step"], word, "below", "Toen, later ingevuld.", percent=30, on=days_ago(90))
        assert capacity(w) == 60
        standing.assess(w["step"], word, "below", "Zonder meting.", on=days_ago(2))
        assert capacity(w) == 60
        standing.assess(w["step"], word, "none-now", "Ligt stil.")
        assert capacity(w) is None


def test_a_stale_page_of_the_persons_data_notices(w, more_words):
    with acting_as(w.acting("consultant"), "test"):
        standing.assess(w["step"], more_words["ability"], "below", "Nu.", percent=60)
        before = Capacity.objects.get(client=w["step"]).version
        standing.assess(w["step"], more_words["ability"], "below", "Weer zo.", percent=60)
        assert Capacity.objects.get(client=w["step"]).version == before
        standing.assess(w["step"], more_words["ability"], "below", "Meer.", percent=70)
        assert Capacity.objects.get(client=w["step"]).version == before + 1


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
    assert "Nog niet gezegd: Afstand" in html
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
