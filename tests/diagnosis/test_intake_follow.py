"""How an intake ends, and what can follow from it: people choose, the next page begins with what was said."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from chain.acting import acting_as
from chain.days import today
from clients.models import Event
from clients.steps import NotNow
from diagnosis import intake as acts
from diagnosis.models import Intake
from tests.diagnosis.intakes import answers, conclude, intake_world, part, save, shown, text, the_intake, typed, url
from tests.factories import ContactFactory, IntakeFactory, PlanFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(trusted):
    with trusted():
        return intake_world()


@pytest.fixture
def begun(w):
    with acting_as(w.acting("consultant")):
        acts.begin(w["unknown"], w.staff["consultant"])
    return w["unknown"]


# Concluding


def test_people_choose_the_conclusion_and_say_why(w, begun, signed_in, trusted):
    browser = signed_in("consultant")
    conclude(browser, begun, conclusion="development", grounds="Eerst Nederlands leren.")
    intake = the_intake(trusted, begun)
    assert (intake.status, intake.concluded_on) == ("concluded", today())
    assert (intake.step.status, intake.step.ended_on) == ("done", today())
    with trusted():
        told = [event.act for event in Event.objects.filter(client=begun).order_by("pk")]
        assert told == ["intake-started", "intake-concluded"]
    page = browser.get(url(begun))
    assert "Eerst Nederlands leren." in text(page)
    assert "Er gebeurt niets vanzelf" in text(page)


def test_without_conclusion_it_stays_open_but_what_was_typed_is_kept(begun, signed_in, trusted):
    answer = conclude(signed_in("consultant"), begun, question="Welk werk past?")
    assert answer.context["outcome"].form.errors.keys() == {"conclusion", "grounds"}
    assert 'href="#id_outcome-grounds"' in answer.content.decode()
    intake = the_intake(trusted, begun)
    assert (intake.status, intake.question) == ("open", "Welk werk past?")


def test_a_deeper_diagnosis_has_a_question(begun, signed_in, trusted):
    browser = signed_in("consultant")
    answer = conclude(browser, begun, conclusion="diagnosis", grounds="Nog niet duidelijk.")
    assert answer.context["outcome"].form.errors.keys() == {"question"}
    conclude(
        browser, begun, conclusion="diagnosis", grounds="Nog niet duidelijk.", question="Hoeveel uur is vol te houden?"
    )
    assert the_intake(trusted, begun).status == "concluded"


def test_the_conclusion_saves_as_it_goes(begun, signed_in, trusted):
    answer = save(signed_in("consultant"), begun, "outcome", more={"autosave": "1"}, conclusion="none", grounds="Rust")
    assert answer.json()["fields"]["outcome-version"] == "2"
    intake = the_intake(trusted, begun)
    assert (intake.status, intake.conclusion, intake.grounds) == ("open", "none", "Rust")


def test_two_conclusions_are_both_shown(begun, signed_in, trusted):
    one, other = signed_in("consultant"), signed_in("lead")
    before = shown(one.get(url(begun)), "outcome")
    save(one, begun, "outcome", before, conclusion="none", grounds="Eerst rust.")
    answer = save(other, begun, "outcome", before, {"conclude": "1"}, conclusion="placement", grounds="Kan meteen.")
    assert answer.status_code == 422
    assert answer.context["outcome"].form.theirs == {"conclusion": "Geen vervolg nu", "grounds": "Eerst rust."}
    assert the_intake(trusted, begun).status == "open"


@pytest.mark.parametrize("conclusion", ["", "verzonnen"])
def test_a_conclusion_that_is_none_is_refused(begun, signed_in, trusted, conclusion):
    conclude(signed_in("consultant"), begun, conclusion=conclusion, grounds="Zomaar")
    assert the_intake(trusted, begun).status == "open"


def test_after_that_nobody_changes_it_and_what_was_typed_is_shown(begun, signed_in, trusted):
    browser = signed_in("consultant")
    before = shown(browser.get(url(begun)), "work")
    conclude(browser, begun, conclusion="none", grounds="Eerst rust.")
    answer = browser.post(url(begun), {**before, **typed("work", work="Nog dit")})
    assert answer.status_code == 409
    assert "Nog dit" in text(answer)
    assert "Zet het in een notitie" in text(answer)
    assert browser.post(url(begun), {**before, "autosave": "1", "work-work": "Nog dit"}).status_code == 422
    with trusted():
        assert not Intake.objects.get(client=begun).sections.filter(answers__has_key="work").exists()


def test_a_conclusion_needs_its_grounds(w, trusted):
    with trusted():
        intake = IntakeFactory(client=w["step"], conclusion="none")
    with acting_as(w.acting("consultant")), pytest.raises(ValidationError, match="waarom"):
        acts.conclude(intake, w.staff["consultant"])


def test_it_is_concluded_once_and_not_on_a_day_to_come(w, begun):
    me = w.staff["consultant"]
    with acting_as(me.pk):
        intake = Intake.objects.select_related("client").get(client=begun)
        intake.conclusion, intake.grounds = "none", "Rust."
        with pytest.raises(ValidationError, match="moet nog komen"):
            acts.conclude(intake, me, on=today() + dt.timedelta(1))
        acts.conclude(intake, me)
        with pytest.raises(NotNow):
            acts.conclude(intake, me)


def test_a_new_one_can_follow_and_the_former_stays(begun, signed_in, trusted):
    browser = signed_in("consultant")
    save(browser, begun, "work", work="Zes jaar bakker")
    conclude(browser, begun, conclusion="none", grounds="Eerst rust.")
    former = the_intake(trusted, begun).pk
    browser.post(url(begun), {"begin": "1"})
    with trusted():
        assert Intake.objects.filter(client=begun).count() == 2
    page = text(browser.get(f"{url(begun)}?intake={former}"))
    assert "Zes jaar bakker" in page
    assert "Naar de laatste intake" in page
    assert browser.get(f"{url(begun)}?intake=999999").status_code == 404
    assert browser.get(f"{url(begun)}?intake=x").status_code == 404


# What is known already


def test_what_lasts_of_the_former_intake_is_put_in_sight_and_not_saved_by_itself(begun, signed_in, trusted):
    browser = signed_in("consultant")
    save(browser, begun, "work", work="Zes jaar bakker")
    save(browser, begun, "motivation", words="Toen wilde ik rust.")
    conclude(browser, begun, conclusion="none", grounds="Eerst rust.")
    browser.post(url(begun), {"begin": "1"})
    page = browser.get(url(begun))
    assert part(page, "work").form["work"].value() == "Zes jaar bakker"
    assert "Dit stond al in het dossier" in text(page)
    assert not part(page, "motivation").form["words"].value()  # what the person wants is asked anew
    assert answers(trusted, begun, "work") == {}
    save(browser, begun, "work", work="Zes jaar bakker", education="Mbo")
    assert answers(trusted, begun, "work") == {"work": "Zes jaar bakker", "education": "Mbo"}
    assert "Vorige intake" in text(page)


def test_an_interpreter_that_is_needed_is_not_asked_for_again(w, begun, signed_in, trusted):
    with trusted():
        w["unknown"].contact.delete() if hasattr(w["unknown"], "contact") else None
        ContactFactory(client=w["unknown"], language="pol")
    page = signed_in("consultant").get(url(begun))
    assert part(page, "practical").form["interpreter_needed"].value() is True
    assert "Pools" in text(page)


def test_the_margin_says_what_the_record_knows(w, begun, signed_in, trusted):
    with trusted():
        PlanFactory(client=w["unknown"])
    page = text(signed_in("consultant").get(url(begun)))
    assert "Al bekend" in page
    assert "Plan van aanpak" in page
    assert "Naar waar iemand staat" in page


# What follows


@pytest.mark.parametrize(
    ("conclusion", "function", "asked"),
    [
        ("placement", "placement", "Kan meteen aan het werk."),
        ("diagnosis", "practical-diagnosis", "Hoeveel uur is vol te houden?"),
        ("development", "basic-development", "Kan meteen aan het werk."),
    ],
)
def test_a_referral_begins_with_the_question_and_its_partner(w, begun, signed_in, conclusion, function, asked):
    browser = signed_in("consultant")
    conclude(
        browser,
        begun,
        conclusion=conclusion,
        grounds="Kan meteen aan het werk.",
        question="Hoeveel uur is vol te houden?",
    )
    page = browser.get(url(begun))
    (way,) = [step.url for step in page.context["steps"] if "verwijzingen" in step.url]
    assert way == f"/clienten/{begun.number}/verwijzingen/nieuw/?uit=intake"
    form = browser.get(way).context["form"]
    assert (form["function"].value(), form["question"].value()) == (function, asked)
    partner = {"placement": "podium24"}.get(function, "annex")
    assert form["partner"].value() == w.partners[partner].pk
    assert form["shared"].value() == ["profile"]


def test_a_plan_begins_with_the_words_of_the_person(begun, signed_in):
    browser = signed_in("consultant")
    save(browser, begun, "motivation", words="Ik wil bakker worden.")
    conclude(browser, begun, conclusion="development", grounds="Eerst leren.")
    way = browser.get(url(begun)).context["steps"][0]
    assert (way.text, way.url) == ("Plan maken", f"/clienten/{begun.number}/plan/nieuw/?uit=intake")
    form = browser.get(way.url).context["form"]
    assert (form["words"].value(), form["kind"].value()) == ("Ik wil bakker worden.", "action")


def test_a_perspective_talk_leads_to_a_perspective_plan(w, signed_in):
    browser, client = signed_in("consultant"), w["unknown"]
    browser.post(url(client), {"begin": "1", "form": "perspective"})
    conclude(browser, client, conclusion="placement", grounds="Wil graag.")
    way = browser.get(url(client)).context["steps"][0]
    assert way.text == "Perspectiefplan maken"
    assert browser.get(way.url).context["form"]["kind"].value() == "perspective"


def test_where_there_is_a_plan_the_way_leads_to_it(w, begun, signed_in, trusted):
    with trusted():
        PlanFactory(client=w["unknown"])
    browser = signed_in("consultant")
    conclude(browser, begun, conclusion="participation", grounds="Meedoen.")
    assert "Naar het plan" in [step.text for step in browser.get(url(begun)).context["steps"]]


def test_without_an_intake_a_referral_begins_empty(w, signed_in):
    for source in ("intake", "elders", ""):
        form = (
            signed_in("consultant")
            .get(f"/clienten/{w['step'].number}/verwijzingen/nieuw/?uit={source}")
            .context["form"]
        )
        assert not form["question"].value()


def test_a_partner_finds_only_its_own_ways_on(w, signed_in, trusted):
    with trusted():
        step = StepFactory(client=w["step"], partner=w.partners["szmh"])
        IntakeFactory(
            client=w["step"], author=w.staff["consultant"].user, step=step, status="concluded", conclusion="none",
            grounds="Eerst rust.", concluded_on=today(),
        )  # fmt: skip
    page = signed_in("trainer").get(url(w["step"]))
    assert {way.text for way in page.context["steps"]} <= {"Stap plannen", "Naar het plan"}
    assert "Opnieuw een intake?" not in text(page)
