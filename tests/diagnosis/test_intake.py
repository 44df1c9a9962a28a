"""The intake: begun, saved as it goes, concluded; two at once lose nothing; who may write it and who reads."""

import pytest
from django.test import Client as Browser

from chain.acting import acting_as
from chain.days import today
from clients.models import Event, Look, Step
from diagnosis import intake as pages
from diagnosis import panels
from diagnosis.models import Intake
from tests.factories import InstrumentFactory, IntakeFactory, MandateFactory, StepFactory
from tests.world import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        InstrumentFactory(chain=w.chain, code="intake", name="Intake", phase="diagnosis", function="intake")
        MandateFactory(partner=w.partners["szmh"], function="intake")
        MandateFactory(partner=w.partners["annex"], function="practical-diagnosis")
    return w


@pytest.fixture
def signed_in(w):
    def sign_in(name):
        browser = Browser()
        browser.force_login(w.staff[name].user)
        return browser

    return sign_in


def url(client):
    return f"/clienten/{client.number}/intake/"


@pytest.fixture
def begun(w, signed_in, trusted):
    """A client whose intake the consultant has just begun, and its address."""
    client = w["unknown"]
    signed_in("consultant").post(url(client), {"begin": "1"})
    return client


def the_intake(trusted, client):
    with trusted():
        return Intake.objects.select_related("step__partner", "author").get(client=client)


def shown(page):
    """The hidden fields that a save needs, as the page has them."""
    return dict(page.context["form"].base(page.context["intake"]))


# Beginning


def test_it_begins_with_a_step_of_the_partner_that_acts(w, begun, trusted):
    intake = the_intake(trusted, begun)
    assert (intake.status, intake.author) == ("open", w.staff["consultant"].user)
    assert (intake.step.status, intake.step.partner, intake.step.started_on) == ("active", w.partners["szmh"], today())
    with trusted():
        assert [event.act for event in Event.objects.filter(client=begun)] == ["intake-started"]


def test_beginning_twice_gives_one_intake(w, begun, signed_in, trusted):
    signed_in("lead").post(url(begun), {"begin": "1"})
    assert the_intake(trusted, begun).author == w.staff["consultant"].user


def test_looking_begins_nothing(w, signed_in, trusted):
    page = signed_in("consultant").get(url(w["unknown"]))
    assert "Intake beginnen" in page.content.decode()
    with trusted():
        assert not Intake.objects.exists()


# Saving


def test_a_part_of_it_can_be_saved(begun, signed_in, trusted):
    browser = signed_in("consultant")
    answer = browser.post(
        url(begun), {**shown(browser.get(url(begun))), "question": "Wil graag werken.", "hours": "24"}
    )
    assert answer.status_code == 302
    intake = the_intake(trusted, begun)
    assert (intake.question, intake.hours, intake.version) == ("Wil graag werken.", 24, 2)
    assert "Opgeslagen om" in browser.get(url(begun)).content.decode()


def test_it_saves_as_it_goes_and_says_when(begun, signed_in, trusted):
    browser = signed_in("consultant")
    answer = browser.post(url(begun), {**shown(browser.get(url(begun))), "work": "Bakker", "autosave": "1"})
    assert answer.json()["saved"][2] == ":"
    assert answer.json()["fields"]["version"] == "2"
    assert the_intake(trusted, begun).work == "Bakker"


def test_a_save_that_changes_nothing_is_no_version(begun, signed_in, trusted):
    browser = signed_in("consultant")
    browser.post(url(begun), {**shown(browser.get(url(begun))), "question": "", "autosave": "1"})
    assert the_intake(trusted, begun).version == 1


def test_what_is_wrong_is_said_at_its_field(begun, signed_in):
    browser = signed_in("consultant")
    answer = browser.post(url(begun), {**shown(browser.get(url(begun))), "hours": "veel"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"hours"}
    assert 'href="#id_hours"' in answer.content.decode()


# Two at once


def test_what_two_wrote_in_different_fields_is_both_kept(begun, signed_in, trusted):
    one, other = signed_in("consultant"), signed_in("lead")
    before = shown(one.get(url(begun)))
    one.post(url(begun), {**before, "question": "Van de een", "work": ""})
    answer = other.post(url(begun), {**before, "question": "", "work": "Van de ander"})
    assert answer.status_code == 302
    intake = the_intake(trusted, begun)
    assert (intake.question, intake.work) == ("Van de een", "Van de ander")


def test_what_two_wrote_in_one_field_is_shown_and_neither_lost(begun, signed_in, trusted):
    one, other = signed_in("consultant"), signed_in("lead")
    before = shown(one.get(url(begun)))
    one.post(url(begun), {**before, "question": "Van de een"})
    answer = other.post(url(begun), {**before, "question": "Van de ander"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Van de een" in page
    assert "Van de ander" in page
    assert the_intake(trusted, begun).question == "Van de een"
    again = other.post(url(begun), {**shown(answer), "question": "Van de een. Van de ander."})
    assert again.status_code == 302
    assert the_intake(trusted, begun).question == "Van de een. Van de ander."


def test_an_own_save_under_way_is_no_stranger(begun, signed_in, trusted):
    """The page saves by itself while the button is pressed: the longer text goes on from the shorter."""
    browser = signed_in("consultant")
    before = shown(browser.get(url(begun)))
    browser.post(url(begun), {**before, "question": "Wil werk", "autosave": "1"})
    assert browser.post(url(begun), {**before, "question": "Wil werken"}).status_code == 302
    assert the_intake(trusted, begun).question == "Wil werken"


def test_line_ends_of_browsers_are_no_change(begun, signed_in, trusted):
    one, other = signed_in("consultant"), signed_in("lead")
    one.post(url(begun), {**shown(one.get(url(begun))), "work": "Bakker\r\nKok"})
    before = shown(other.get(url(begun)))
    one.post(url(begun), {**before, "work": "Bakker\r\nKok\r\nOber"})
    other.post(url(begun), {**before, "work": "Bakker\r\nKok", "wish": "Kok"})
    assert the_intake(trusted, begun).work.split() == ["Bakker", "Kok", "Ober"]


# Concluding


def conclude(browser, client, **typed):
    return browser.post(url(client), {**shown(browser.get(url(client))), **typed, "conclude": "1"})


def test_people_choose_the_conclusion_and_say_why(begun, signed_in, trusted):
    browser = signed_in("consultant")
    conclude(browser, begun, conclusion="development", grounds="Eerst Nederlands leren.")
    intake = the_intake(trusted, begun)
    assert (intake.status, intake.concluded_on) == ("concluded", today())
    assert (intake.step.status, intake.step.ended_on) == ("done", today())
    with trusted():
        acts = [event.act for event in Event.objects.filter(client=begun).order_by("pk")]
        assert acts == ["intake-started", "intake-concluded"]
    page = browser.get(url(begun)).content.decode()
    assert "Eerst Nederlands leren." in page
    assert f"/clienten/{begun.number}/stappen/nieuw/" in page
    assert f"/clienten/{begun.number}/plaatsing/" in page


def test_without_conclusion_it_stays_open_but_what_was_typed_is_kept(begun, signed_in, trusted):
    answer = conclude(signed_in("consultant"), begun, question="Wil graag werken.")
    assert answer.context["form"].errors.keys() == {"conclusion", "grounds"}
    assert 'href="#id_grounds"' in answer.content.decode()
    intake = the_intake(trusted, begun)
    assert (intake.status, intake.question) == ("open", "Wil graag werken.")


def test_after_that_nobody_changes_it(begun, signed_in, trusted):
    browser = signed_in("consultant")
    before = shown(browser.get(url(begun)))
    conclude(browser, begun, conclusion="none", grounds="Eerst rust.")
    browser.post(url(begun), {**before, "grounds": "Toch niet"})
    assert browser.post(url(begun), {**before, "autosave": "1"}).status_code == 409
    assert the_intake(trusted, begun).grounds == "Eerst rust."


def test_a_conclusion_needs_its_grounds(w, trusted):
    with trusted():
        intake = IntakeFactory(client=w["step"], conclusion="none")
    with pytest.raises(ValueError, match="grounds"):
        pages.conclude(intake, w.staff["consultant"])


def test_a_new_one_can_follow(begun, signed_in, trusted):
    browser = signed_in("consultant")
    conclude(browser, begun, conclusion="none", grounds="Eerst rust.")
    browser.post(url(begun), {"begin": "1"})
    with trusted():
        assert Intake.objects.filter(client=begun).count() == 2


# Who


@pytest.mark.parametrize(
    ("name", "client", "status"),
    [
        ("consultant", "step", 200),
        ("lead", "step", 200),
        ("trainer", "step", 200),
        ("trainer", "unknown", 404),
        ("coach", "step", 404),
        ("adviser", "step", 404),
        ("stranger", "step", 404),
        ("manager", "step", 403),
        ("policy", "step", 404),
    ],
)
def test_who_reads(w, signed_in, trusted, name, client, status):
    with trusted():
        IntakeFactory(client=w[client], author=w.staff["consultant"].user, motivation="Graag bakker")
    answer = signed_in(name).get(url(w[client]))
    assert answer.status_code == status
    assert ("Graag bakker" in answer.content.decode()) == (status == 200)


@pytest.mark.parametrize("name", ["trainer", "annex_consultant"])
def test_a_partner_reads_along_and_does_not_write(w, signed_in, trusted, name):
    with trusted():
        intake = IntakeFactory(client=w["step"], author=w.staff["consultant"].user)
    browser = signed_in(name)
    assert "Intake afronden" not in browser.get(url(w["step"])).content.decode()
    assert browser.post(url(w["step"]), {"question": "Anders"}).status_code == 403
    assert browser.post(url(w["step"]), {"begin": "1"}).status_code == 403
    with trusted():
        assert Look.objects.filter(client=w["step"], why="refused").count() == 2
        intake.refresh_from_db()
    assert intake.question == ""


def test_nobody_signed_in_is_asked_to(w):
    assert Browser().get(url(w["step"])).headers["Location"].startswith("/aanmelden/")


# On the record and Mijn dag


def test_the_panel_says_how_it_stands(w, signed_in, trusted, django_assert_max_num_queries):
    client = w["step"]
    me = w.staff["consultant"]
    with acting_as(me.pk):
        assert me.is_contact_point and me.holds("intake", client.home_id)  # as a request knows of its membership
    with acting_as(me.pk), django_assert_max_num_queries(2):
        panel = panels.intake(me, client)
    assert (panel.context["intake"], panel.context["writes"]) == (None, True)
    with acting_as(w.acting("trainer")):
        assert panels.intake(w.staff["trainer"], client).context["writes"] is False
    assert panels.intake(w.staff["manager"], client) is None


def test_mijn_dag_shows_who_waits_for_an_intake_and_own_open_ones(w, trusted, django_assert_max_num_queries):
    me = w.staff["consultant"]
    with trusted():
        for name in ("unknown", "step", "left-team"):
            w[name].lead = me.user
            w[name].save()
        IntakeFactory(client=w["team"], author=me.user, step=StepFactory(client=w["team"], partner=w.partners["szmh"]))
    with acting_as(me.pk), django_assert_max_num_queries(3):
        rows = panels.day_rows(me)
    assert {(row.client_id, row.next_step) for row in rows} == {
        (w["team"].pk, "Intake afronden"),
        (w["unknown"].pk, "Intake beginnen"),
        (w["left-team"].pk, "Intake beginnen"),
    }
    with acting_as(w.acting("trainer")):
        assert panels.day_rows(w.staff["trainer"]) == []


def test_the_page_asks_no_more_with_more_intakes(w, begun, signed_in, trusted, django_assert_max_num_queries):
    browser = signed_in("consultant")
    browser.get(url(begun))
    with django_assert_max_num_queries(16):
        browser.get(url(begun))


def test_steps_that_are_not_the_intake_s_stay(w, begun, trusted):
    with trusted():
        assert Step.objects.filter(client=begun).count() == 1
