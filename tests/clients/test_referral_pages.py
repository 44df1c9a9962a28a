"""The pages of referrals: the inbox, asking, one referral with its acts, one person's, the panel and Mijn dag."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.functions import FUNCTIONS
from clients import referral_inbox, referrals
from clients.models import Look, Referral, Step
from clients.models.referral import MOVES, STATUSES
from clients.referral_pages import ACTS, ICONS, SAID, TONES
from clients.referral_questions import QUESTIONS
from tests.conftest import role
from tests.factories import (
    ClientFactory,
    ContactFactory,
    MandateFactory,
    PlanFactory,
    PlanGoalFactory,
    ReferralFactory,
    ReferralLineFactory,
    StepFactory,
    days_ago,
)

INBOX = "/verwijzingen/"


@pytest.fixture
def w(w, trusted):
    with trusted():
        for code in ("annex", "mtb"):
            MandateFactory(partner=w.partners[code], function="tests", phase="diagnosis")
        MandateFactory(partner=w.partners["annex"], function="practical-diagnosis", phase="diagnosis")
        MandateFactory(partner=w.partners["annex"], function="trajectories", phase="placement")
    return w


def make(w, client="unknown", **more):
    """A referral of SZMH's consultant to Annex."""
    values = {
        "partner": w.partners["annex"],
        "asked_by": w.partners["szmh"],
        "author": w.staff["consultant"].user,
    } | more
    with role("snoer_owner"):
        referral = ReferralFactory(client=w[client] if isinstance(client, str) else client, **values)
        ReferralLineFactory(referral=referral)
    return referral


def url(referral, name="referral", *args):
    with role("snoer_owner"):
        number = Referral.objects.select_related("client").get(pk=referral.pk).client.number
    return reverse(name, args=[number, referral.pk, *args])


def text(response):
    return response.content.decode()


# the tables that the pages are made of


def test_every_act_and_status_has_its_words():
    assert set(ACTS) == set(MOVES) == set(referrals.TOLD_AS)
    assert set(TONES) == set(STATUSES)
    assert set(SAID) == {"asked", *MOVES}
    assert set(ICONS) <= set(SAID)
    assert set(QUESTIONS) == set(FUNCTIONS) - set(referrals.OF_NOBODY)


# the inbox


def test_the_inbox_shows_what_is_asked_by_whom_and_by_when_late_first(w, signed_in):
    make(w, "unknown", question="Later.", answer_by=days_ago(-9))
    make(w, "mtb", question="Zonder dag.")
    make(w, "both", question="Te laat!", respond_by=days_ago(3), answer_by=days_ago(-20))
    page = text(signed_in("trainer").get(INBOX))
    assert page.index("Te laat!") < page.index("Later.") < page.index("Zonder dag.")
    assert "3 dagen te laat" in page
    assert page.count("dagen te laat") == 1
    assert "eerste reactie" in page


def test_tabs_are_aan_ons_door_ons_and_afgesloten(w, signed_in):
    make(w, "unknown", question="Aan Annex.")
    make(w, "both", question="Van Annex.", asked_by=w.partners["annex"], partner=w.partners["mtb"])
    make(w, "step", question="Klaar.", status="answered", answer="Dat lukt.")
    browser = signed_in("trainer")
    shown = {tab: text(browser.get(INBOX, {"lijst": tab})) for tab in ("", "wij", "klaar")}
    for tab, question in (("", "Aan Annex."), ("wij", "Van Annex."), ("klaar", "Klaar.")):
        for other in ("Aan Annex.", "Van Annex.", "Klaar."):
            assert (other in shown[tab]) == (other == question), (tab, other)
    assert "Dat lukt." in shown["klaar"]


def test_the_inbox_is_filtered_by_function_and_by_whose_it_is(w, signed_in):
    make(w, "unknown", question="Een test?", function="tests")
    make(w, "both", question="Een diagnose?", author=w.staff["lead"].user)
    page = text(signed_in("trainer").get(INBOX, {"functie": "tests"}))
    assert "Een test?" in page
    assert "Een diagnose?" not in page
    browser = signed_in("consultant")
    assert "Een diagnose?" in text(browser.get(INBOX, {"lijst": "wij"}))
    mine = text(browser.get(INBOX, {"lijst": "wij", "wie": "mijn"}))
    assert "Een test?" in mine
    assert "Een diagnose?" not in mine
    with role("snoer_owner"):
        type(w["both"]).objects.filter(pk=w["both"].pk).update(lead=w.staff["consultant"].user)
    assert "Een diagnose?" in text(browser.get(INBOX, {"lijst": "wij", "wie": "mijn"})), "of one's caseload"


def test_what_is_out_of_sight_or_closed_is_not_in_the_inbox(w, signed_in):
    make(w, "closed", question="Dossier gesloten.")
    make(w, "unknown", question="Van een ander.", partner=w.partners["mtb"])
    over = make(w, "mtb", question="Geen zicht meer.", status="returned", closed_on=days_ago(2))
    browser = signed_in("trainer")
    for tab in ("", "wij", "klaar"):
        page = text(browser.get(INBOX, {"lijst": tab}))
        for question in ("Dossier gesloten.", "Van een ander.", "Geen zicht meer."):
            assert question not in page
    assert browser.get(url(over)).status_code == 404


@pytest.mark.parametrize("query", ["?lijst=x&functie=x&wie=x&na=x", "?na=99999999999999999999", "?na=-1", "?na=999"])
def test_the_inbox_leaves_out_what_it_does_not_understand(w, signed_in, query):
    make(w)
    assert "Wat kan deze persoon aan?" in text(signed_in("trainer").get(INBOX + query))


def test_who_reads_the_inbox(w, signed_in):
    make(w)
    for name in ("consultant", "trainer", "coach", "adviser", "manager", "annex_manager"):
        assert signed_in(name).get(INBOX).status_code == 200
    for name in ("privacy", "admin", "policy", "coordinator"):
        assert signed_in(name).get(INBOX).status_code == 403


def test_managers_see_their_partners_and_change_nothing(w, signed_in):
    referral = make(w)
    browser = signed_in("annex_manager")
    assert "Wat kan deze persoon aan?" in text(browser.get(INBOX))
    page = text(browser.get(url(referral)))
    assert "Annex is aan zet" not in page
    assert "Aannemen" not in page
    assert browser.post(url(referral, "referral_act", "accept")).status_code == 403
    assert "Wat kan deze persoon aan?" not in text(signed_in("podium24_manager").get(INBOX))


def test_looking_into_the_inbox_is_logged_for_each_person(w, signed_in):
    make(w, "unknown")
    make(w, "both", function="tests")
    signed_in("trainer").get(INBOX)
    with role("snoer_owner"):
        looks = Look.objects.filter(membership=w.staff["trainer"], parts=["client", "referrals"])
        assert {look.client_id for look in looks} == {w["unknown"].pk, w["both"].pk}


@pytest.mark.parametrize("tab", ["", "wij", "klaar"])
def test_pages_go_on_after_the_last_one_shown_and_show_each_once(w, signed_in, tab, monkeypatch):
    monkeypatch.setattr(referral_inbox, "PAGE", 4)
    terms = [
        None,
        None,
        days_ago(2),
        days_ago(2),
        days_ago(-3),
        days_ago(-3),
        days_ago(-4),
        None,
        days_ago(5),
        None,
        None,
    ]
    with role("snoer_owner"):
        people = [ClientFactory(chain=w.chain, lives=w.maastricht) for _term in terms]
    for number, (term, person) in enumerate(zip(terms, people, strict=True)):
        status = "answered" if tab == "klaar" else "asked"
        make(
            w, person, question=f"Vraag nummer {number}.", answer_by=term, status=status, turn_since=days_ago(number % 3),
            closed_on=days_ago(number % 2) if tab == "klaar" else None,
        )  # fmt: skip
    browser = signed_in("consultant" if tab != "" else "trainer")
    found, address = [], f"{INBOX}?lijst={tab}" if tab else INBOX
    for _page in range(4):
        response = browser.get(address)
        found += [row.referral.pk for row in response.context["rows"]]
        address = response.context["next_url"]
        if not address:
            break
    assert len(found) == len(set(found)) == len(terms)


def grow(w, number):
    with role("snoer_owner"):
        people = [ClientFactory(chain=w.chain, lives=w.maastricht) for _one in range(number)]
    for person in people:
        make(w, person, answer_by=days_ago(-4), handler=w.staff["trainer"].user)
        make(w, person, function="tests", status="answered")


@pytest.mark.parametrize("name", ["trainer", "consultant"])
@pytest.mark.parametrize("tab", ["", "wij", "klaar"])
def test_the_inbox_asks_the_same_of_more_referrals(w, signed_in, name, tab, django_assert_max_num_queries):
    browser = signed_in(name)
    address = f"{INBOX}?lijst={tab}"
    browser.get(address)
    for _size in range(2):
        grow(w, 6)
        with django_assert_max_num_queries(10):  # four of its own; session, user, who acts, the look, savepoints
            assert browser.get(address).status_code == 200


# asking


def test_the_function_says_which_partners_can_be_asked(w, signed_in):
    address = reverse("referral_new", args=[w["unknown"].number])
    browser = signed_in("consultant")
    page = text(browser.get(address))
    assert "Aanvullende testen" in page
    assert "Plaatsing in regulier werk" not in page, "nobody has that mandate here"
    fragment = text(browser.get(address, {"function": "practical-diagnosis"}, headers={"HX-Request": "true"}))
    assert "Annex" in fragment
    assert "Mtb" not in fragment
    assert "Kies een partner" not in fragment, "there is one"
    assert str(QUESTIONS["practical-diagnosis"]) in fragment
    assert "<html" not in fragment
    both = text(browser.get(address, {"function": "tests"}, headers={"HX-Request": "true"}))
    assert "Annex" in both
    assert "Mtb" in both
    whole = text(browser.get(address, {"function": "tests"}))
    assert str(QUESTIONS["tests"]) in whole


def fields(**more):
    return {"function": "tests", "question": "Kan zij mbo 2 aan?", "once": str(uuid.uuid4())} | more


def test_a_question_is_asked_once(w, signed_in):
    address, browser = reverse("referral_new", args=[w["unknown"].number]), signed_in("consultant")
    day = (today() + dt.timedelta(14)).strftime("%d-%m-%Y")
    typed = fields(partner=w.partners["annex"].pk, shared=["contact", "profile"], answer_by=day)
    first, second = browser.post(address, typed), browser.post(address, typed)
    with role("snoer_owner"):
        (made,) = Referral.objects.all()
    assert (made.question, made.shared, made.answer_by) == (
        "Kan zij mbo 2 aan?", ["contact", "profile"], today() + dt.timedelta(14),
    )  # fmt: skip
    assert first.url == second.url == url(made)


def test_with_one_partner_nobody_has_to_choose(w, signed_in):
    address = reverse("referral_new", args=[w["unknown"].number])
    browser = signed_in("consultant")
    assert browser.post(address, fields(function="practical-diagnosis")).status_code == 302
    refused = browser.post(address, fields())
    assert refused.status_code == 422
    assert "Kies een partner" in text(refused)


def test_a_partner_without_the_mandate_comes_back_with_what_was_typed(w, signed_in):
    typed = fields(function="practical-diagnosis", partner=w.partners["mtb"].pk, question="Blijft staan?")
    answer = signed_in("consultant").post(reverse("referral_new", args=[w["unknown"].number]), typed)
    assert answer.status_code == 422
    assert "heeft op die dag geen mandaat voor praktijkdiagnose" in text(answer)
    assert "Blijft staan?" in text(answer)
    with role("snoer_owner"):
        assert not Referral.objects.exists()


def test_the_goals_of_the_plan_can_be_chosen(w, signed_in):
    address, browser = reverse("referral_new", args=[w["unknown"].number]), signed_in("consultant")
    assert "Bij welk doel" not in text(browser.get(address))
    with role("snoer_owner"):
        goal = PlanGoalFactory(plan=PlanFactory(client=w["unknown"]), text="Een vaste baan")
    assert "Een vaste baan" in text(browser.get(address))
    browser.post(address, fields(partner=w.partners["annex"].pk, plan_goal=goal.pk))
    with role("snoer_owner"):
        assert Referral.objects.get().plan_goal == goal


def test_a_partner_is_offered_only_who_sees_the_person_and_what_it_sees_itself(w, signed_in):
    browser = signed_in("trainer")
    page = text(browser.get(reverse("referral_new", args=[w["step"].number])))
    assert "Mtb" not in page
    page = text(browser.get(reverse("referral_new", args=[w["both"].number])))
    assert "Mtb" in page
    assert 'value="contact"' in page
    assert 'value="benefit"' not in page
    make(w, "unknown", partner=w.partners["mtb"], shared=["contact"])
    page = text(signed_in("coach").get(reverse("referral_new", args=[w["unknown"].number])))
    assert 'value="contact"' in page
    assert 'value="notes"' not in page


def test_who_may_not_ask_sees_no_button_and_is_refused(w, signed_in):
    for name, client in (("trainer", "ended89"), ("manager", "unknown")):
        browser = signed_in(name)
        page = text(browser.get(reverse("record", args=[w[client].number])))
        assert "Een partner vragen" not in page
        assert browser.get(reverse("referral_new", args=[w[client].number])).status_code == 403
    page = text(signed_in("consultant").get(reverse("record", args=[w["unknown"].number])))
    assert "Een partner vragen" in page


# one referral


def test_the_page_tells_the_question_the_days_what_is_shared_and_what_was_said(w, signed_in):
    referral = make(w, respond_by=days_ago(2), answer_by=days_ago(-5), shared=["contact"])
    with role("snoer_owner"):
        ContactFactory(client=w["unknown"], phone="06 12345678")
    browser = signed_in("trainer")
    page = text(browser.get(url(referral)))
    for words in ("Wat kan deze persoon aan?", "U bent aan zet", "2 dagen te laat", "Adres en contactgegevens", "06 12345678",
                  "naam en nummer", "stelde de vraag", "Aannemen", "Om uitleg vragen", "Teruggeven"):  # fmt: skip
        assert words in page, words
    for words in ("Antwoorden<", "Intrekken", "Uitleg geven"):
        assert words not in page, words
    page = text(signed_in("consultant").get(url(referral)))
    assert "Annex is aan zet" in page
    assert "Intrekken" in page
    assert "Aannemen" not in page


def test_accepting_is_one_click_and_answering_one_form(w, signed_in):
    referral = make(w)
    browser = signed_in("trainer")
    answer = browser.post(url(referral, "referral_act", "accept"), {"once": str(uuid.uuid4())}, follow=True)
    assert "U hebt de vraag aangenomen" in text(answer)
    page = text(browser.get(url(referral, "referral_act", "answer")))
    assert "Wat kan deze persoon aan?" in page, "what is asked stands beside what is answered"
    refused = browser.post(url(referral, "referral_act", "answer"), {"text": "  "})
    assert refused.status_code == 422
    assert "Vul het antwoord in" in text(refused)
    answer = browser.post(url(referral, "referral_act", "answer"), {"text": "Een halve dag lukt."}, follow=True)
    assert "Een halve dag lukt." in text(answer)
    assert "Het antwoord" in text(answer)
    assert "Een halve dag lukt." in text(signed_in("consultant").get(url(referral)))


def test_who_comes_too_late_is_told_who_was_first(w, signed_in):
    referral = make(w)
    with acting_as(w.acting("trainer"), "test"):
        referrals.act(referral, "accept")
    browser = signed_in("annex_consultant")
    for method in ("get", "post"):
        answer = getattr(browser, method)(url(referral, "referral_act", "accept"), follow=True)
        assert answer.status_code == 200
        assert "Iemand was eerder: Trainer (Annex) nam de vraag aan." in text(answer)


@pytest.mark.parametrize("name", ["consultant", "coach"])
def test_another_partner_has_no_buttons_and_is_refused(w, signed_in, name):
    referral = make(w, "both", asked_by=w.partners["podium24"])
    browser = signed_in(name)
    page = text(browser.get(url(referral)))
    for act in ACTS:
        assert url(referral, "referral_act", act) not in page
        assert browser.post(url(referral, "referral_act", act), {"text": "x"}).status_code == 403


def test_an_unknown_act_or_referral_is_not_there(w, signed_in):
    referral, browser = make(w), signed_in("trainer")
    assert browser.get(url(referral, "referral_act", "finish")).status_code == 404
    assert browser.get(reverse("referral", args=[w["step"].number, referral.pk])).status_code == 404


def test_a_step_that_comes_of_it_is_planned_from_it_and_shown_with_it(w, signed_in):
    referral = make(w, function="trajectories")
    browser = signed_in("trainer")
    assert "Stap plannen" not in text(browser.get(url(referral)))
    browser.post(url(referral, "referral_act", "accept"))
    page = text(browser.get(url(referral)))
    address = f"{reverse('step_new', args=[w['unknown'].number])}?verwijzing={referral.pk}"
    assert address in page
    form = text(browser.get(address))
    assert f'<option value="{referral.pk}" selected>' in form
    day = today().strftime("%d-%m-%Y")
    typed = {"instrument": w.instrument.pk, "planned_on": day, "referral": referral.pk}
    assert browser.post(address, typed).status_code == 302
    with role("snoer_owner"):
        assert Step.objects.get(client=w["unknown"]).referral_id == referral.pk
    assert str(w.instrument) in text(browser.get(url(referral)))
    assert str(w.instrument) in text(signed_in("consultant").get(url(referral)))


# one person's


def test_one_persons_referrals_stand_side_by_side_open_first(w, signed_in):
    make(w, "both", question="Nog open.", function="tests")
    make(w, "both", question="Al klaar.", status="answered", answer="Dat gaat goed.")
    make(w, "unknown", question="Van een ander.")
    page = text(signed_in("consultant").get(reverse("client_referrals", args=[w["both"].number])))
    assert page.index("Nog open.") < page.index("Al klaar.") < page.index("Dat gaat goed.")
    assert "Van een ander." not in page
    assert "Een partner vragen" in page


def test_the_record_has_the_open_ones_and_the_last_answers(w, signed_in):
    make(w, "both", function="tests", answer_by=days_ago(3))
    for number in range(5):
        make(w, "both", status="answered", function="tests", answer=f"Antwoord {number}.", closed_on=days_ago(number))
    page = text(signed_in("consultant").get(reverse("record", args=[w["both"].number])))
    assert "Annex is aan zet" in page
    assert "3 dagen te laat" in page
    assert "Antwoord 2." in page
    assert "Antwoord 3." not in page
    panel = signed_in("consultant").get(reverse("panel", args=[w["both"].number, "referrals"]))
    assert panel.status_code == 200


def test_the_panel_asks_the_same_of_more_referrals(w, signed_in, django_assert_num_queries):
    from clients.referral_pages import panel

    with acting_as(w.acting("trainer"), "test"):
        membership = w.staff["trainer"]
        membership.is_contact_point, membership.acts_for = False, [w.partners["annex"].pk]
        for number in range(3):
            make(w, "step", function=f"f{number}")
            with django_assert_num_queries(2):
                panel(membership, w["step"])


# Mijn dag


def day_rows(w, name):
    with acting_as(w.acting(name), "test"):
        return {row.client_id: row for row in referral_inbox.day_rows(w.staff[name])}


def test_mijn_dag_shows_where_ones_partner_is_on_turn(w):
    make(w, "unknown")
    make(w, "mtb", status="accepted", handler=w.staff["trainer"].user, answer_by=days_ago(2))
    make(w, "both", status="queried")
    make(w, "step", status="answered")
    rows = day_rows(w, "trainer")
    assert set(rows) == {w["unknown"].pk, w["mtb"].pk}
    assert (rows[w["unknown"].pk].urgency, rows[w["unknown"].pk].term) == (2, None)
    assert (rows[w["mtb"].pk].urgency, rows[w["mtb"].pk].term) == (0, days_ago(2))
    assert set(day_rows(w, "consultant")) == {w["both"].pk}
    assert day_rows(w, "coach") == {}


def test_what_a_colleague_accepted_stands_with_the_colleague_until_it_is_late(w):
    make(w, "unknown", status="accepted", handler=w.staff["trainer"].user)
    late = make(w, "mtb", status="accepted", handler=w.staff["trainer"].user, answer_by=days_ago(1))
    assert set(day_rows(w, "annex_consultant")) == {late.client_id}


def test_at_the_point_of_contact_ones_own_and_those_of_ones_caseload(w):
    make(w, "both", status="queried")
    make(w, "unknown", status="queried", author=w.staff["trainer"].user)
    assert set(day_rows(w, "lead")) == set()
    with role("snoer_owner"):
        type(w["both"]).objects.filter(pk=w["both"].pk).update(lead=w.staff["lead"].user)
    assert set(day_rows(w, "lead")) == {w["both"].pk}


def test_the_rows_of_mijn_dag_are_one_question(w, django_assert_num_queries):
    with role("snoer_owner"):
        StepFactory(client=w["unknown"], partner=w.partners["annex"], instrument=w.instrument)
    for size in (2, 4):
        grow(w, size)
        with acting_as(w.acting("trainer"), "test"):
            membership = w.staff["trainer"]
            membership.is_contact_point, membership.acts_for = False, [w.partners["annex"].pk]
            with django_assert_num_queries(1):
                assert referral_inbox.day_rows(membership)
