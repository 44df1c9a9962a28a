"""What a person asks under the AVG: the term, the course, the register; of a closed file too, and of nobody else's."""

import datetime as dt

import pytest
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from chain.models import Membership
from clients import rights
from clients.models import Client, Event, Look, RightsRequest
from clients.rights_day import notices
from tests.conftest import role
from tests.factories import RightsRequestFactory, days_ago
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        Client.objects.filter(pk=w["foreign"].pk).update(number="K-66666")  # not also a number of the first chain
        return w


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-10", "2026-04-10"),  # the day with the same number
        ("2026-01-31", "2026-03-02"),  # 28 February is a Saturday
        ("2025-01-31", "2025-02-28"),  # the month has no such day: its last
        ("2024-01-31", "2024-02-29"),
        ("2026-03-31", "2026-04-30"),
        ("2026-02-28", "2026-03-30"),  # not the end of the month: the 28th, a Saturday
        ("2026-03-05", "2026-04-07"),  # Sunday 5 April is Easter; Monday is a holiday too
        ("2026-11-25", "2026-12-28"),  # Christmas on a Friday, then Saturday and Sunday
        ("2026-12-15", "2027-01-15"),  # over the year
    ],
)
def test_the_answer_is_due_in_a_month(received, due):
    assert rights.due_on(dt.date.fromisoformat(received)) == dt.date.fromisoformat(due)


def test_extended_it_is_due_two_months_later():
    assert rights.due_on(dt.date(2026, 1, 12), extended=True) == dt.date(2026, 4, 13)  # the 12th is a Sunday
    assert rights.due_on(dt.date(2025, 11, 28), extended=True) == dt.date(2026, 3, 2)


ASKED = {"kind": "access", "asked": "Ik wil alles zien."}


def ask(browser, w, who="both", **more):
    data = {**ASKED, "received_on": day_typed(today()), **more}
    return browser.post(reverse("rights_new", args=[w[who].number]), data)


def test_it_is_registered_answered_and_told_in_the_log(w, signed_in):
    browser = signed_in("consultant")
    answer = ask(browser, w)
    assert answer.status_code == 302
    with role("snoer_owner"):
        one = RightsRequest.objects.get()
        assert one.due_on == rights.due_on(today()) and one.handler == w.staff["consultant"].user
    assert "Ik wil alles zien." in browser.get(answer.url).content.decode()
    empty = browser.post(answer.url, {"act": "answer"})
    assert empty.status_code == 422 and "Kies de uitkomst" in empty.content.decode()
    given = {"act": "answer", "outcome": "partly", "answer": "Een deel.", "closed_on": day_typed(today())}
    assert browser.post(answer.url, given).status_code == 302
    late = browser.post(answer.url, given, follow=True).content.decode()
    assert "intussen beantwoord" in late
    page = browser.get(answer.url).content.decode()
    assert "gedeeltelijk ingewilligd" in page and "Verklaring opnemen" in page, (
        "refused in part: a statement is offered"
    )
    with role("snoer_owner"):
        assert list(Event.objects.filter(client=w["both"], part="rights").order_by("id").values_list("act", flat=True)) == [
            "rights-asked", "rights-answered"]  # fmt: skip


def test_a_correction_says_what_and_where(w, signed_in):
    browser = signed_in("consultant")
    wrong = ask(browser, w, kind="rectification")
    assert wrong.status_code == 422 and "Vul in wat er moet staan" in wrong.content.decode()
    answer = ask(browser, w, kind="rectification", part="contact", stands="Dorp 1", should_stand="Dorp 2")
    page = browser.get(answer.url).content.decode()
    assert "Dorp 2" in page and reverse("client_edit", args=[w["both"].number]) in page
    assert ask(browser, w, received_on=day_typed(days_ago(-1))).status_code == 422, "not in the future"


def test_it_is_extended_once_within_the_month(w, trusted, signed_in):
    with trusted():
        one = RightsRequestFactory(client=w["both"], received_on=days_ago(5), due_on=rights.due_on(days_ago(5)))
        late = RightsRequestFactory(client=w["both"], received_on=days_ago(50), due_on=days_ago(20))
    browser = signed_in("consultant")
    url = reverse("rights_request", args=[w["both"].number, one.pk])
    longer = {"act": "extend", "extended_why": "Veel dossiers", "told": "on"}
    assert browser.post(url, {**longer, "told": ""}).status_code == 422, "the person is told first"
    assert browser.post(url, longer).status_code == 302
    with role("snoer_owner"):
        one.refresh_from_db()
    assert one.due_on == rights.due_on(days_ago(5), extended=True) and one.version == 2
    assert "intussen" in browser.post(url, longer, follow=True).content.decode()
    too_late = browser.post(reverse("rights_request", args=[w["both"].number, late.pk]), longer)
    assert too_late.status_code == 422 and "al voorbij" in too_late.content.decode()


def test_it_is_withdrawn_or_taken_over(w, trusted, signed_in):
    with trusted():
        one = RightsRequestFactory(client=w["both"], handler=w.staff["lead"].user)
    url = reverse("rights_request", args=[w["both"].number, one.pk])
    assert signed_in("consultant").post(url, {"act": "take"}).status_code == 302
    assert signed_in("privacy").post(url, {"act": "withdraw"}).status_code == 302
    with role("snoer_owner"):
        one.refresh_from_db()
    assert (one.handler, one.status, one.closed_on) == (w.staff["consultant"].user, "withdrawn", today())


@pytest.mark.parametrize(("name", "reads", "writes"), [("archivist", 200, 403), ("lead", 200, 302), ("privacy", 200, 302),
                                                       ("consultant", 404, 404), ("trainer", 404, 404)])  # fmt: skip
def test_the_rights_do_not_end_with_the_file(w, signed_in, name, reads, writes):
    browser = signed_in(name)
    assert browser.get(reverse("client_rights", args=[w["closed"].number])).status_code == reads
    assert ask(browser, w, "closed").status_code == writes


@pytest.mark.parametrize(("name", "status"), [("trainer", 403), ("adviser", 404), ("manager", 403), ("stranger", 404)])
def test_others_read_no_requests(w, trusted, signed_in, name, status):
    with trusted():
        one = RightsRequestFactory(client=w["both"])
    browser = signed_in(name)
    assert browser.get(reverse("client_rights", args=[w["both"].number])).status_code == status
    assert browser.get(reverse("rights_request", args=[w["both"].number, one.pk])).status_code == status
    assert browser.get(reverse("rights_list")).status_code == 403
    with acting_as(w.acting(name)):
        assert not RightsRequest.objects.exists()


def test_the_register_shows_the_privacy_officer_what_is_late_first(w, trusted, signed_in):
    with trusted():
        for days, who in ((10, "both"), (40, "unknown"), (20, "foreign")):
            RightsRequestFactory(client=w[who], received_on=days_ago(days), due_on=days_ago(days - 30))
        RightsRequestFactory(client=w["step"], status="answered")
    page = signed_in("privacy").get(reverse("rights_list")).content.decode()
    assert page.index(w["unknown"].name) < page.index(w["both"].name)
    assert "10 dagen te laat" in page and "1 verzoek is te laat." in page
    assert w["foreign"].name not in page and w["step"].name not in page
    assert w["step"].name in signed_in("privacy").get(reverse("rights_list") + "?alles=1").content.decode()
    with role("snoer_owner"):
        assert Look.objects.filter(client=w["both"], membership=w.staff["privacy"], parts__contains=["rights"]).exists()


def test_a_request_is_told_a_week_before_its_last_day(w, trusted):
    for left, said in ((8, ""), (7, "nog 7 dagen"), (1, "nog 1 dag."), (0, "vandaag")):
        with trusted():
            RightsRequest.objects.all().delete()
            due = today() + dt.timedelta(left)
            RightsRequestFactory(
                client=w["both"], received_on=days_ago(25), due_on=due, handler=w.staff["consultant"].user
            )
        with acting_as(w.acting("consultant")):
            told = notices(w.staff["consultant"])
            assert len(told) == bool(said) and all(said in one.text for one in told), left


def test_whose_handler_left_the_lead_consultants_hear_of(w, trusted):
    with trusted():
        RightsRequestFactory(
            client=w["both"], received_on=days_ago(40), due_on=days_ago(9), handler=w.staff["consultant"].user
        )
        Membership.objects.filter(pk=w.acting("consultant")).update(started_on=days_ago(99), ended_on=days_ago(1))
    for name, number in (("lead", 1), ("annex_consultant", 0), ("trainer", 0)):
        with acting_as(w.acting(name)):
            assert len(notices(w.staff[name])) == number, name


def test_the_privacy_officer_hears_how_many_are_late(w, trusted, signed_in):
    with trusted():
        for who, days in (("both", 40), ("closed", 50), ("step", 10), ("foreign", 40)):
            RightsRequestFactory(client=w[who], received_on=days_ago(days), due_on=days_ago(days - 30))
    told = signed_in("privacy").get(reverse("looks")).context["notices"]
    assert [(one.text, one.late) for one in told] == [("2 verzoeken van inwoners zijn te laat.", True)]


def test_the_persons_own_words_are_not_said_to_hold_nothing_medical(w, signed_in):
    page = ask(signed_in("consultant"), w, asked="Mijn depressie staat verkeerd in het dossier").content.decode()
    assert "dit zijn de woorden van de inwoner" in page and "geen medisch gegeven" not in page
    assert "data-own-words" in page


def test_who_handles_it_hears_on_mijn_dag_that_it_is_late(w, trusted):
    with trusted():
        RightsRequestFactory(
            client=w["both"], received_on=days_ago(40), due_on=days_ago(9), handler=w.staff["consultant"].user
        )
    for name, number in (("consultant", 1), ("lead", 0), ("trainer", 0)):
        with acting_as(w.acting(name)):
            told = notices(w.staff[name])
            assert len(told) == number and all(w["both"].name in one.text for one in told)
