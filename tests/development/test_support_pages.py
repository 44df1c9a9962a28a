"""The pages of practical support: ask, decide, the list with what it costs, the record, the page of a step and Mijn dag."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients.closing import open_ends
from clients.models import Client, Event, Look, News
from clients.news import spread
from development.models import Support
from tests.factories import ClientFactory, InstrumentFactory, StepFactory, SupportFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(w, trusted):
    with trusted():
        return StepFactory(
            client=w["both"], chain=w.chain, instrument=w.learning, partner=w.partners["mtb"], status="planned",
            started_on=None, planned_on=today(),
        )  # fmt: skip


@pytest.fixture
def asked(w, trusted):
    def make(client="both", by="coach", **more):
        with trusted():
            found = w[client] if isinstance(client, str) else client
            facts = {"instrument": w.bus_pass, "partner": w.staff[by].partner, "author": w.staff[by].user}
            return SupportFactory(client=found, **(facts | more))

    return make


def text(answer):
    return answer.content.decode()


def new(w):
    return reverse("support_new", args=[w["both"].number])


def page_of(one):
    return reverse("support", args=[one.client.number, one.pk])


def test_a_coach_asks_from_the_page_of_the_step_and_the_consultant_grants_and_arranges(w, signed_in, planned, trusted):
    step = text(signed_in("coach").get(reverse("step", args=[w["both"].number, planned.pk])))
    assert f"{new(w)}?stap={planned.pk}" in step
    form = text(signed_in("coach").get(f"{new(w)}?stap={planned.pk}"))
    assert f'<option value="{planned.pk}" selected>' in form
    answer = signed_in("coach").post(
        new(w), {"instrument": w.bus_pass.pk, "text": "Naar Beek.", "for_step": planned.pk, "blocks": "on"}
    )
    with trusted():
        one = Support.objects.select_related("client").get()
    assert answer.headers["Location"] == page_of(one)
    step = text(signed_in("coach").get(reverse("step", args=[w["both"].number, planned.pk])))
    assert "Deze stap wacht nog op iets" in step
    start = signed_in("coach").post(
        reverse("step_act", args=[w["both"].number, planned.pk, "start"]), {"on": day_typed(today())}
    )
    assert start.status_code == 422 and f"wacht op: {w.bus_pass.name}" in text(start)
    assert "wacht hierop en kan nog niet beginnen" in text(signed_in("consultant").get(page_of(one)))
    signed_in("consultant").post(page_of(one), {"act": "grant", "cost": "49,50", "cost_per": "month"})
    signed_in("consultant").post(page_of(one), {"act": "arrange", "on": day_typed(today())})
    with trusted():
        one.refresh_from_db()
    assert (one.status, one.cost, one.step_id) == ("arranged", Decimal("49.50"), None)
    assert signed_in("coach").post(
        reverse("step_act", args=[w["both"].number, planned.pk, "start"]), {"on": day_typed(today())}
    ).status_code == 302  # fmt: skip


def test_a_bad_question_comes_back_with_what_was_typed(w, signed_in, trusted):
    answer = signed_in("coach").post(new(w), {"instrument": 999_999, "text": "Naar Beek."})
    assert answer.status_code == 422
    assert "error-summary" in text(answer) and "Naar Beek." in text(answer)
    answer = signed_in("coach").post(new(w), {"instrument": w.bus_pass.pk, "text": "", "for_step": w.steps["mtb"].pk})
    assert answer.status_code == 422
    with trusted():
        assert not Support.objects.exists()


@pytest.mark.parametrize(("data", "words"), [
    ({"act": "grant", "cost": "-3", "cost_per": "once"}, "id_grant_cost_error"),
    ({"act": "grant", "cost": "veel"}, "Vul een getal in"),
    ({"act": "grant", "planned_on": "31-02-2026"}, "bestaat niet"),
    ({"act": "decline", "text": ""}, "Vul in waarom niet"),
])  # fmt: skip
def test_a_bad_decision_comes_back_with_what_is_wrong(w, signed_in, asked, data, words):
    answer = signed_in("consultant").post(page_of(asked()), data)
    assert answer.status_code == 422 and words in text(answer)


def test_what_nobody_knows_is_not_found_and_who_may_not_is_refused(w, signed_in, asked):
    one = asked(by="trainer")
    assert signed_in("consultant").post(page_of(one), {"act": "steel"}).status_code == 404
    assert signed_in("coach").post(page_of(one), {"act": "grant"}).status_code == 403
    assert signed_in("manager").get(page_of(one)).status_code == 403
    assert signed_in("adviser").get(page_of(one)).status_code == 404  # knows nobody here
    other = reverse("support", args=[w["mtb"].number, one.pk])
    assert signed_in("consultant").get(other).status_code == 404  # of somebody else


def test_who_is_second_is_told_so(w, signed_in, asked, trusted):
    one = asked()
    signed_in("lead").post(page_of(one), {"act": "decline", "text": "Er rijdt een busje."})
    answer = signed_in("consultant").post(page_of(one), {"act": "grant"}, follow=True)
    assert "een collega was u voor" in text(answer)
    answer = signed_in("coach").post(page_of(one), {"act": "withdraw"}, follow=True)
    assert "een collega was u voor" in text(answer)
    with trusted():
        assert Support.objects.get().status == "declined"


def test_sent_twice_it_is_asked_once(w, signed_in, trusted):
    data = {"instrument": w.bus_pass.pk, "text": "Naar Beek.", "once": "6e1a2b4c-3e4f-4f39-9d0b-1d6f6d0b7a11"}
    browser = signed_in("coach")
    first, second = browser.post(new(w), data), browser.post(new(w), data)
    assert first.headers["Location"] == second.headers["Location"]
    with trusted():
        assert Support.objects.count() == 1


def test_each_sees_its_own_buttons(w, signed_in, asked):
    one = asked(by="coach")
    consultant, coach, trainer = (
        text(signed_in(name).get(page_of(one))) for name in ("consultant", "coach", "trainer")
    )
    assert 'value="grant"' in consultant and 'value="decline"' in consultant
    assert 'value="grant"' not in coach and 'value="withdraw"' in coach
    assert 'name="act"' not in trainer


def test_a_certificate_of_conduct_has_no_field_for_words(w, signed_in, asked, trusted):
    with trusted():
        vog = InstrumentFactory(chain=w.chain, code="vog", function="support", name="Verklaring omtrent het gedrag")
    page = text(signed_in("consultant").get(page_of(asked(instrument=vog))))
    assert 'name="text"' not in page and "alleen vast of zij er is" in page


# The list


def test_the_list_shows_what_waits_the_oldest_first_with_filters(w, signed_in, asked, trusted):
    asked("step", by="trainer", asked_on=days_ago(9), text="Eerste.")
    asked("both", by="coach", asked_on=days_ago(3), text="Tweede.")
    asked("mtb", by="coach", asked_on=days_ago(1), text="Derde.", status="granted", decided_on=today())
    asked("both", by="coach", text="Klaar.", status="declined", decided_on=today())
    page = text(signed_in("consultant").get(reverse("supports")))
    assert page.index("Eerste.") < page.index("Tweede.") < page.index("Derde.") and "Klaar." not in page
    assert "Derde." not in text(signed_in("consultant").get(reverse("supports") + "?stand=asked"))
    assert "Eerste." not in text(signed_in("consultant").get(reverse("supports") + "?stand=granted"))
    coach = text(signed_in("coach").get(reverse("supports")))
    assert "Eerste." not in coach and "Tweede." in coach  # MTB does not know the first
    assert "Tweede." not in text(signed_in("trainer").get(reverse("supports") + "?wie=gevraagd"))
    assert "Niets met deze keuze" in text(signed_in("consultant").get(reverse("supports") + "?wie=mijn"))
    with trusted():
        looked = Look.objects.filter(membership=w.staff["coach"], parts__contains=["support"])
        assert set(looked.values_list("client", flat=True)) == {w["both"].pk, w["mtb"].pk}


@pytest.mark.parametrize(
    "query", ["?na=%00", "?na=x", "?soort=99999999999999999999", "?wie=iedereen&stand=ooit", "?na=4"]
)
def test_the_list_leaves_out_what_it_does_not_understand(w, signed_in, asked, query):
    asked(text="Eerste.")
    answer = signed_in("consultant").get(reverse("supports") + query)
    assert answer.status_code == 200 and "Eerste." in text(answer)


def test_the_list_goes_on_where_the_page_ended_and_asks_as_much_for_one_as_for_many(w, signed_in, asked, trusted):
    asked(text="Nummer 0.")
    browser = signed_in("consultant")
    browser.get(reverse("supports"))
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("supports"))
    for number in range(1, 30):
        with trusted():
            client = ClientFactory(chain=w.chain, lives=w.maastricht)
        asked(client, text=f"Nummer {number}.", asked_on=days_ago(30 - number))
    with CaptureQueriesContext(connection) as many:
        first = browser.get(reverse("supports"))
    assert len(many) == len(few)
    (link,) = [part.split('"')[0] for part in text(first).split('rel="next" href="')[1:]]
    second = text(browser.get(reverse("supports") + link.replace("&amp;", "&")[link.index("?") :]))
    assert "Nummer 25." in text(first) and "Nummer 26." in second and "Nummer 25." not in second


def test_costs_stand_beneath_for_who_decides_alone(w, signed_in, asked):
    asked(status="granted", decided_on=today(), cost=Decimal(80), cost_per="once")
    assert "Kosten in" in text(signed_in("consultant").get(reverse("supports")))
    assert "Kosten in" not in text(signed_in("trainer").get(reverse("supports")))


@pytest.mark.parametrize("name", ["manager", "policy", "coordinator", "archivist", "privacy"])
def test_the_list_is_for_who_guides_people(signed_in, name):
    assert signed_in(name).get(reverse("supports")).status_code == 403


# The record, Mijn dag, news


def test_the_record_shows_what_is_asked_with_no_query_of_its_own(w, signed_in, asked, planned):
    browser = signed_in("coach")
    browser.get(reverse("record", args=[w["both"].number]))
    with CaptureQueriesContext(connection) as before:
        page = text(browser.get(reverse("record", args=[w["both"].number])))
    assert "Nodig om mee te doen" in page
    asked(for_step=planned)
    with CaptureQueriesContext(connection) as after:
        page = text(browser.get(reverse("record", args=[w["both"].number])))
    assert f"{w.learning.name} wacht hierop" in page
    assert len(after) == len(before)
    assert "panel-supports" not in text(signed_in("manager").get(reverse("record", args=[w["both"].number])))


def test_the_lead_finds_on_mijn_dag_what_is_to_be_decided_with_the_way_to_it(w, signed_in, asked, planned, trusted):
    with trusted():
        Client.objects.filter(pk=w["both"].pk).update(lead=w.staff["consultant"].user)
    one = asked(for_step=planned)
    page = text(signed_in("consultant").get(reverse("day")))
    assert page_of(one) in page and f"{w.learning.name} wacht op: {w.bus_pass.name}" in page
    assert page_of(one) not in text(signed_in("lead").get(reverse("day")))  # has not the lead


def test_the_partners_hear_that_it_is_arranged(w, signed_in, asked, trusted):
    one = asked(status="granted", decided_on=today())
    signed_in("consultant").post(page_of(one), {"act": "arrange", "on": day_typed(today())})
    with trusted():
        event = Event.objects.get(act="support-arranged")
    with acting_as(w.acting("terms")):
        spread(w.chain.pk, [event.pk])
    with trusted():
        assert w.partners["mtb"].pk in News.objects.values_list("partner", flat=True)
    assert "Ondersteuning geregeld" in text(signed_in("coach").get(reverse("day")))


def test_closing_the_file_ends_what_is_still_asked(w, signed_in, asked, trusted):
    one = asked("unknown")
    with acting_as(w.acting("consultant")):
        ends = [end for end in open_ends(w["unknown"], w.staff["consultant"]) if end.what == "Ondersteuning"]
        ends[0].end(today(), "Verhuisd.", w.staff["consultant"])
    with trusted():
        one.refresh_from_db()
    assert (one.status, one.decision) == ("withdrawn", "Verhuisd.")
