"""Three candidates by Thursday: asked by the employer service, answered by the point of contact, closed by itself."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from chain.once import NotNow
from placement import candidate_day, candidates, introductions, vacancies
from placement.models import CandidateRequest, Introduction
from tests.conftest import role
from tests.factories import CandidateRequestFactory, IntroductionFactory, VacancyFactory, days_ago
from tests.threads import at_once

pytestmark = pytest.mark.django_db
THURSDAY = today() + dt.timedelta(4)


@pytest.fixture
def vacancy(w, trusted):
    with trusted():
        return VacancyFactory(
            chain=w.chain, employer__name="Hotel Zon", partner=w.partners["podium24"], author=w.staff["adviser"].user,
            title="Hulpkok", positions=5,
        )  # fmt: skip


@pytest.fixture
def asked(w, vacancy, trusted):
    def make(**facts):
        with trusted():
            return CandidateRequestFactory(
                vacancy=vacancy, asked_by=w.partners["podium24"], author=w.staff["adviser"].user,
                **({"needed_on": THURSDAY, "number": 2} | facts),
            )  # fmt: skip

    return make


def doing(w, name, act):
    with acting_as(w.acting(name)):
        return act(w.staff[name])


def propose(w, vacancy, person, name="consultant"):
    return doing(w, name, lambda by: introductions.propose(w[person], None, vacancy, "Kookt graag.", by=by))


def now(request, trusted):
    with trusted():
        return CandidateRequest.objects.get(pk=request.pk)


# asking


def test_the_employer_service_asks_for_so_many_by_a_day(w, vacancy):
    made = doing(w, "adviser", lambda by: candidates.ask(vacancy, 3, THURSDAY, " Rekent makkelijk. ", by=by))
    assert (made.number, made.needed_on, made.text, made.status) == (3, THURSDAY, "Rekent makkelijk.", "open")
    assert (made.asked_by_id, made.author_id, made.asked_on) == (
        w.partners["podium24"].pk, w.staff["adviser"].user_id, today(),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["consultant", "lead", "trainer", "coach", "podium24_manager"])
def test_others_do_not_ask(w, vacancy, name):
    with pytest.raises(PermissionDenied):
        doing(w, name, lambda by: candidates.ask(vacancy, 3, THURSDAY, by=by))


@pytest.mark.parametrize(
    ("number", "on", "field"),
    [
        (0, THURSDAY, "number"),
        (26, THURSDAY, "number"),
        (3, days_ago(1), "needed_on"),
        (3, today() + dt.timedelta(185), "needed_on"),
    ],
)
def test_a_number_or_a_day_that_cannot_be_is_said_at_its_field(w, vacancy, number, on, field):
    with pytest.raises(ValidationError) as refused:
        doing(w, "adviser", lambda by: candidates.ask(vacancy, number, on, by=by))
    assert [*refused.value.message_dict] == [field]


@pytest.mark.parametrize("facts", [{"status": "paused"}, {"status": "closed"}, {"closes_on": days_ago(1)}])
def test_nobody_is_asked_for_where_nobody_can_be_brought(w, vacancy, trusted, facts):
    with trusted():
        type(vacancy).objects.filter(pk=vacancy.pk).update(**facts)
    with pytest.raises(ValidationError):
        doing(w, "adviser", lambda by: candidates.ask(vacancy, 3, THURSDAY, by=by))


def test_a_vacancy_has_one_open_question_and_another_when_that_is_over(w, vacancy, asked):
    first = asked()
    with pytest.raises(ValidationError):
        doing(w, "adviser", lambda by: candidates.ask(vacancy, 3, THURSDAY, by=by))
    doing(w, "adviser", lambda by: candidates.move(first, "withdraw", by=by))
    assert doing(w, "adviser", lambda by: candidates.ask(vacancy, 3, THURSDAY, by=by)).status == "open"


# proposing


def test_with_the_last_that_was_asked_it_closes_by_itself(w, vacancy, asked, trusted):
    request = asked()
    assert propose(w, vacancy, "job").request_id == request.pk
    assert now(request, trusted).status == "open"
    propose(w, vacancy, "both")
    found = now(request, trusted)
    assert (found.status, found.closed_on) == ("met", today())
    assert propose(w, vacancy, "step").request_id is None


def test_what_the_employer_service_finds_itself_is_no_answer(w, vacancy, asked, trusted):
    request = asked(number=1)
    assert propose(w, vacancy, "job", "adviser").request_id is None
    assert now(request, trusted).status == "open"


def test_who_turned_out_not_to_want_it_does_not_count_and_whom_the_employer_refused_does(w, vacancy, asked, trusted):
    request = asked(number=3)
    for person, by in (("job", "person"), ("both", "employer"), ("step", "partner")):
        one = propose(w, vacancy, person)
        doing(w, "consultant", lambda member, one=one, by=by: introductions.move(
            one, "decline", by=member, who=by, reason="hours"))  # fmt: skip
    assert doing(w, "consultant", lambda by: candidates.proposed([request])) == {request.pk: 1}


def test_how_many_there_are_is_the_same_for_who_sees_none_of_them(w, vacancy, asked):
    request = asked(number=3)
    propose(w, vacancy, "unknown" if "unknown" in w.clients else "job")
    propose(w, vacancy, "mtb")
    for name in ("consultant", "adviser", "trainer", "manager"):
        assert doing(w, name, lambda by: candidates.proposed([request])) == {request.pk: 2}, name
    assert doing(w, "stranger", lambda by: candidates.proposed([request])) == {request.pk: 0}
    with acting_as(w.acting("adviser")):
        assert not Introduction.objects.filter(client=w["mtb"]).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_proposed_at_once_one_is_the_last():
    from tests.placement.conftest import placing_world

    with role("snoer_owner"):
        w = placing_world()
        vacancy = VacancyFactory(chain=w.chain, partner=w.partners["podium24"], positions=5)
        request = CandidateRequestFactory(vacancy=vacancy, asked_by=w.partners["podium24"], number=2)
    outcomes = at_once([
        lambda: propose(w, vacancy, "job", "consultant"), lambda: propose(w, vacancy, "both", "lead"),
    ])  # fmt: skip
    assert [one.request_id for one in outcomes] == [request.pk, request.pk]
    with role("snoer_owner"):
        assert CandidateRequest.objects.get().status == "met"


# answering


def test_declined_with_an_answer(w, asked, trusted):
    request = asked()
    with pytest.raises(ValidationError):
        doing(w, "consultant", lambda by: candidates.move(request, "decline", " ", by=by))
    doing(w, "consultant", lambda by: candidates.move(request, "decline", "Volgende maand wel.", by=by))
    found = now(request, trusted)
    assert (found.status, found.answer, found.closed_on) == ("declined", "Volgende maand wel.", today())
    with pytest.raises(NotNow):
        doing(w, "lead", lambda by: candidates.move(request, "decline", "Nee.", by=by))


@pytest.mark.parametrize(
    ("act", "may"), [("decline", {"consultant", "lead"}), ("withdraw", {"adviser"})]
)  # fmt: skip
def test_who_answers_and_who_withdraws(w, asked, act, may):
    request = asked()
    for name in ("consultant", "lead", "manager", "trainer", "annex_consultant", "coach", "adviser"):
        if name not in may:
            with pytest.raises(PermissionDenied):
                doing(w, name, lambda by: candidates.move(request, act, "Nee.", by=by))


def test_a_vacancy_that_closes_takes_its_question_with_it(w, vacancy, asked, trusted):
    request = asked()
    doing(w, "adviser", lambda by: vacancies.move(vacancy, "close", "Ingevuld door een ander.", by=by))
    found = now(request, trusted)
    assert (found.status, found.answer) == ("withdrawn", "Ingevuld door een ander.")


# pages


def test_from_the_vacancy_to_the_question_and_back(w, vacancy, signed_in, trusted):
    adviser, here = signed_in("adviser"), f"/vacatures/{vacancy.pk}/"
    assert f"{here}kandidaten/" in adviser.get(here).content.decode()
    assert f"{here}kandidaten/" not in signed_in("trainer").get(here).content.decode()
    wrong = adviser.post(f"{here}kandidaten/", {"number": "0", "needed_on": "gisteren", "text": "Rekent"})
    assert wrong.status_code == 422
    assert "Rekent" in wrong.content.decode()
    answer = adviser.post(f"{here}kandidaten/", {"number": "3", "needed_on": day_typed(THURSDAY), "text": ""})
    assert answer.headers["Location"] == f"{here}#candidates"
    page = adviser.get(here).content.decode()
    assert "0 van 3 voorgesteld" in page
    with trusted():
        request = CandidateRequest.objects.get()
    assert f"{here}kandidaten/{request.pk}/withdraw/" in page
    assert f"{here}kandidaten/{request.pk}/decline/" in signed_in("consultant").get(here).content.decode()
    assert "0 van 3 voorgesteld" in signed_in("consultant").get(f"{here}passend/").content.decode()


def test_an_answer_that_comes_too_late_is_said(w, vacancy, asked, signed_in):
    request = asked()
    here = f"/vacatures/{vacancy.pk}/kandidaten/{request.pk}/decline/"
    assert signed_in("consultant").get(here).status_code == 200
    doing(w, "adviser", lambda by: candidates.move(request, "withdraw", by=by))
    for answer in (signed_in("lead").post(here, {"text": "Nee."}), signed_in("lead").get(here)):
        assert answer.headers["Location"] == f"/vacatures/{vacancy.pk}/#candidates"


def test_an_act_that_is_none_is_not_there(w, vacancy, asked, signed_in):
    request = asked()
    for act in ("met", "open", "x"):
        assert signed_in("lead").get(f"/vacatures/{vacancy.pk}/kandidaten/{request.pk}/{act}/").status_code == 404


# Mijn dag


def rows(w, name):
    return doing(w, name, candidate_day.day_rows)


def test_the_point_of_contact_sees_it_as_a_row_of_nobody(w, vacancy, asked, trusted):
    asked(number=3)
    propose(w, vacancy, "job")
    for name in ("consultant", "lead"):
        (row,) = rows(w, name)
        assert (row.number, row.client_id, row.urgency, row.term) == ("", 0, 2, THURSDAY)
        assert row.name == "3 kandidaten: Hulpkok"
        assert row.why == "Podium24 vraagt voor Hotel Zon; 1 van 3 voorgesteld"
    assert not rows(w, "trainer")
    with trusted():
        type(vacancy).objects.filter(pk=vacancy.pk).update(status="paused")
    assert not rows(w, "consultant")


def test_the_row_stands_on_the_page_and_leads_to_where_one_acts(w, vacancy, asked, signed_in):
    asked(number=3)
    propose(w, vacancy, "job")
    page = signed_in("consultant").get("/mijn-dag/").content.decode()
    assert "3 kandidaten: Hulpkok" in page
    assert f'href="/vacatures/{vacancy.pk}/passend/"' in page
    assert f'href="/vacatures/{vacancy.pk}/#candidates"' in signed_in("adviser").get("/mijn-dag/").content.decode()


def test_a_day_that_has_passed_is_a_term_that_has_passed(w, asked):
    asked(needed_on=days_ago(1), asked_on=days_ago(5))
    assert [row.urgency for row in rows(w, "consultant")] == [0]
    assert [(row.urgency, row.reason) for row in rows(w, "adviser")] == [(0, "Te weinig kandidaten")]


def test_who_asked_sees_candidates_and_the_answer(w, vacancy, asked, trusted):
    request = asked()
    assert not rows(w, "adviser")
    propose(w, vacancy, "job")
    assert [row.reason for row in rows(w, "adviser")] == ["Er zijn kandidaten"]
    doing(w, "lead", lambda by: candidates.move(request, "decline", "Meer niet.", by=by))
    (row,) = rows(w, "adviser")
    assert (row.reason, row.why, row.urgency) == ("Kandidaten vinden lukt niet", "Hotel Zon; Meer niet.", 2)
    with trusted():
        CandidateRequest.objects.update(closed_on=days_ago(8))
    assert not rows(w, "adviser")


@pytest.mark.parametrize("name", ["consultant", "adviser"])
def test_the_rows_take_one_question_however_many(w, trusted, name):
    for number in range(2):
        with trusted():
            for _ in range(3):
                vacancy = VacancyFactory(chain=w.chain, partner=w.partners["podium24"])
                one = CandidateRequestFactory(
                    vacancy=vacancy, asked_by=w.partners["podium24"], author=w.staff["adviser"].user
                )
                IntroductionFactory(client=w["job"], vacancy=vacancy, employer=vacancy.employer, request=one,
                                    partner=w.partners["szmh"], author=w.staff["lead"].user)  # fmt: skip
        rows(w, name)  # whose mandates are those of the membership is asked once
        with acting_as(w.acting(name)), CaptureQueriesContext(connection) as sent:
            assert len(candidate_day.day_rows(w.staff[name])) == 3 * (number + 1)
        assert len([each for each in sent if "placement_" in each["sql"]]) == 1
