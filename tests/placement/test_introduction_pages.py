"""The pages of introductions: propose, see where one stands, the list, the panel on the record."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chain.days import today
from chain.formats import day_typed
from placement.models import Introduction
from tests.factories import (
    ClientFactory,
    ContactPersonFactory,
    EmployerFactory,
    InstrumentFactory,
    IntroductionFactory,
    MandateFactory,
    SentCardFactory,
    StepFactory,
    VacancyFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(w, trusted):
    with trusted():
        InstrumentFactory(chain=w.chain, code="proefplaats", function="trial-placement", phase="placement")
        MandateFactory(partner=w.partners["podium24"], function="trial-placement")
        w.employer = EmployerFactory(chain=w.chain, name="Hotel Zon", place="Gulpen")
        w.vacancy = VacancyFactory(chain=w.chain, employer=w.employer, partner=w.partners["podium24"], title="Hulpkok")
        w.person = ContactPersonFactory(employer=w.employer)
    return w


@pytest.fixture
def made(w, trusted):
    def make(status="proposed", client="job", by="adviser", **more):
        facts = {"employer": w.employer, "vacancy": w.vacancy, "agreed_on": days_ago(9), "sent_on": days_ago(8),
                 "talk_on": days_ago(5), "proposed_on": days_ago(10)}  # fmt: skip
        member = w.staff[by]
        with trusted():
            found = w[client] if isinstance(client, str) else client
            return IntroductionFactory(
                client=found, status=status, partner=member.partner, author=member.user, **(facts | more)
            )

    return make


def base(w):
    return f"/clienten/{w['job'].number}/voordracht/"


def text(answer):
    return answer.content.decode()


def test_propose_for_a_vacancy_and_say_that_it_was_talked_about(w, signed_in, trusted):
    page = text(signed_in("adviser").get(base(w) + f"?vacature={w.vacancy.pk}"))
    assert "Hulpkok bij Hotel Zon" in page
    answer = signed_in("adviser").post(
        base(w) + f"?vacature={w.vacancy.pk}", {"why": "Kookt graag.", "agreed_on": day_typed(today())}
    )
    with trusted():
        one = Introduction.objects.get()
    assert answer.headers["Location"] == f"{base(w)}{one.pk}/"
    assert (one.vacancy_id, one.employer_id, one.status, one.agreed_on) == (
        w.vacancy.pk,
        w.employer.pk,
        "agreed",
        today(),
    )
    assert (one.partner_id, one.author_id) == (w.partners["podium24"].pk, w.staff["adviser"].user_id)


def test_at_an_employer_one_of_its_open_vacancies_can_be_chosen(w, signed_in, trusted):
    with trusted():
        VacancyFactory(
            chain=w.chain, employer=w.employer, partner=w.partners["podium24"], title="Dicht", status="closed"
        )
    page = text(signed_in("adviser").get(base(w) + f"?werkgever={w.employer.pk}"))
    assert "Hulpkok" in page and "Dicht" not in page and "Nog geen vacature" in page
    signed_in("adviser").post(base(w) + f"?werkgever={w.employer.pk}", {"why": "Kookt.", "vacancy": w.vacancy.pk})
    signed_in("adviser").post(base(w) + f"?werkgever={w.employer.pk}", {"why": "Kookt.", "vacancy": ""})
    with trusted():
        assert set(Introduction.objects.values_list("vacancy", flat=True)) == {w.vacancy.pk, None}


def test_without_a_vacancy_or_employer_one_is_found_first(w, signed_in):
    assert "Bij welke werkgever" in text(signed_in("adviser").get(base(w)))
    assert f"?werkgever={w.employer.pk}" in text(signed_in("adviser").get(base(w) + "?q=hotel"))


@pytest.mark.parametrize(
    "query", ["?vacature=999999", "?werkgever=999999", "?vacature=x", "?werkgever=9999999999999999999"]
)
def test_what_is_not_there_is_not_found(w, signed_in, query):
    assert signed_in("adviser").get(base(w) + query).status_code == 404


def test_nothing_of_another_chain(w, signed_in, trusted):
    with trusted():
        theirs = VacancyFactory(chain=w.other_chain)
    assert signed_in("adviser").get(base(w) + f"?vacature={theirs.pk}").status_code == 404
    assert signed_in("adviser").get(base(w) + f"?werkgever={theirs.employer_id}").status_code == 404


def test_why_it_fits_is_needed_and_what_was_typed_stays(w, signed_in):
    answer = signed_in("adviser").post(base(w) + f"?vacature={w.vacancy.pk}", {"why": "", "agreed_on": "32-1-2026"})
    assert answer.status_code == 422
    assert "Vul in waarom dit bij deze persoon past" in text(answer) and "32-1-2026" in text(answer)


def test_warnings_before_one_proposes(w, signed_in, made):
    made(by="consultant", vacancy=None)
    made("talk", client="both", by="coach")
    page = text(signed_in("adviser").get(base(w) + f"?vacature={w.vacancy.pk}"))
    assert "wordt ook elders voorgedragen" in page and w.staff["consultant"].user.name in page
    assert "Voor deze vacature loopt al iets" in page and "Iemand anders" in page
    assert w.staff["coach"].user.name in page and "both" not in page


def test_where_it_stands_and_what_may_be_done(w, signed_in, made):
    one = made("proposed", agreed_on=None, sent_on=None, talk_on=None)
    mine = text(signed_in("adviser").get(f"{base(w)}{one.pk}/"))
    assert 'name="act" value="agree"' in mine and 'name="act" value="decline"' in mine
    assert 'value="talk"' not in mine and "/kaart/" not in mine
    theirs = text(signed_in("consultant").get(f"{base(w)}{one.pk}/"))
    assert 'value="agree"' in theirs and 'value="talk"' not in theirs
    assert 'name="act"' not in text(signed_in("manager").get(f"{base(w)}{one.pk}/"))
    assert signed_in("coach").get(f"{base(w)}{one.pk}/").status_code == 404


@pytest.mark.parametrize(("status", "data", "becomes"), [
    ("proposed", {"act": "agree", "on": day_typed(today())}, "agreed"),
    ("sent", {"act": "talk", "on": day_typed(today() + dt.timedelta(2))}, "talk"),
    ("talk", {"act": "try", "start": day_typed(today())}, "trial"),
    ("talk", {"act": "offer", "on": day_typed(today())}, "offer"),
    ("offer", {"act": "decline", "who": "person", "reason": "travel", "text": ""}, "declined"),
])  # fmt: skip
def test_each_act_by_its_form(w, signed_in, trusted, made, status, data, becomes):
    one = made(status)
    answer = signed_in("adviser").post(f"{base(w)}{one.pk}/", data)
    assert answer.headers["Location"] == f"{base(w)}{one.pk}/"
    with trusted():
        assert Introduction.objects.get().status == becomes
    assert signed_in("adviser").get(f"{base(w)}{one.pk}/").status_code == 200


def test_bad_input_comes_back_with_its_form_open(w, signed_in, made):
    one = made("talk")
    answer = signed_in("adviser").post(
        f"{base(w)}{one.pk}/", {"act": "decline", "who": "person", "reason": "other", "text": ""}
    )
    assert answer.status_code == 422 and "Vul in waarom het niet doorgaat" in text(answer)
    late = signed_in("adviser").post(
        f"{base(w)}{one.pk}/", {"act": "try", "start": day_typed(today()), "end": day_typed(today() + dt.timedelta(90))}
    )
    assert late.status_code == 422 and "Daarna kunt u verlengen" in text(late)


def test_an_act_that_came_too_late_says_so(w, signed_in, made):
    one = made("declined", declined_by="employer", decline_reason="hours", ended_on=today())
    answer = signed_in("adviser").post(f"{base(w)}{one.pk}/", {"act": "offer", "on": day_typed(today())}, follow=True)
    assert "een collega was u voor" in text(answer)


def test_who_may_not_is_refused(w, signed_in, made):
    one = made("talk")
    assert signed_in("consultant").post(f"{base(w)}{one.pk}/", {"act": "offer"}).status_code == 403
    assert signed_in("adviser").post(f"{base(w)}{one.pk}/", {"act": "place"}).status_code == 404
    assert signed_in("adviser").post(f"{base(w)}{one.pk}/", {}).status_code == 404


def test_the_trial_placement_is_extended_on_the_page(w, signed_in, trusted, made):
    one = made("talk")
    signed_in("adviser").post(f"{base(w)}{one.pk}/", {"act": "try", "start": day_typed(days_ago(30))})
    page = text(signed_in("adviser").get(f"{base(w)}{one.pk}/"))
    assert 'value="extend"' in page and 'value="try"' not in page
    until = today() + dt.timedelta(60)
    wrong = signed_in("adviser").post(f"{base(w)}{one.pk}/", {"act": "extend", "until": day_typed(until), "why": ""})
    assert wrong.status_code == 422
    signed_in("adviser").post(
        f"{base(w)}{one.pk}/", {"act": "extend", "until": day_typed(until), "why": "Begeleider ziek."}
    )
    with trusted():
        assert Introduction.objects.select_related("trial").get().trial.planned_end == until


# The list


def test_the_list_shows_ones_own_and_then_the_partners(w, signed_in, made):
    made("sent")
    other = made("talk", by="consultant", vacancy=None)
    mine = text(signed_in("adviser").get("/bemiddeling/"))
    assert "Gesprek afspreken" in mine and f"/voordracht/{other.pk}/" not in mine
    assert "Toon alles van mijn organisatie" in text(signed_in("adviser").get("/bemiddeling/?status=offer"))
    assert f"/voordracht/{other.pk}/" in text(signed_in("consultant").get("/bemiddeling/"))
    assert text(signed_in("manager").get("/bemiddeling/")).count("/voordracht/") == 1
    assert signed_in("trainer").get("/bemiddeling/").status_code == 403


def test_the_point_of_contact_sees_those_of_its_people(w, signed_in, trusted, made):
    with trusted():
        type(w["job"]).objects.filter(pk=w["job"].pk).update(lead=w.staff["consultant"].user)
    one = made("sent")
    assert f"/voordracht/{one.pk}/" in text(signed_in("consultant").get("/bemiddeling/?wie=inwoners"))
    assert f"/voordracht/{one.pk}/" not in text(signed_in("lead").get("/bemiddeling/?wie=inwoners"))


def test_what_is_over_stands_apart_with_why(w, signed_in, made):
    made("declined", declined_by="employer", decline_reason="no-click", ended_on=days_ago(1))
    page = text(signed_in("adviser").get("/bemiddeling/?lijst=klaar"))
    assert "de werkgever: geen klik" in page
    assert "geen klik" not in text(signed_in("adviser").get("/bemiddeling/"))


def test_the_list_goes_page_by_page_without_losing_any(w, signed_in, trusted, made):
    with trusted():
        coaching = InstrumentFactory(chain=w.chain, function="job-coaching")
        people = [ClientFactory(chain=w.chain, lives=w.maastricht) for _number in range(27)]
        for client in people:
            StepFactory(client=client, chain=w.chain, partner=w.partners["podium24"], instrument=coaching)
    for number, client in enumerate(people):
        made(["proposed", "talk", "sent"][number % 3], client=client, vacancy=None, proposed_on=days_ago(number % 4))
    seen, address = [], "/bemiddeling/"
    for _page in range(2):
        page = text(signed_in("adviser").get(address))
        found = [part.split("/")[0] for part in page.split("/voordracht/")[1:]]
        seen += found
        address = "/bemiddeling/" + page.split('rel="next" href="/bemiddeling/')[1].split('"')[0].replace("&amp;", "&") if (
            'rel="next"' in page
        ) else ""  # fmt: skip
    assert len(seen) == len(set(seen)) == 27 and address == ""


def test_queries_do_not_grow_with_the_list(w, signed_in, made):
    browser = signed_in("adviser")

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert browser.get("/bemiddeling/").status_code == 200
        return [query["sql"] for query in found.captured_queries if "SAVEPOINT" not in query["sql"]]

    made("sent")
    asked()  # the session is kept from here on
    few = asked()
    for _number in range(6):
        made("talk", vacancy=None)
    many = asked()
    assert len(many) <= 8, "\n".join(line[:200] for line in many)
    assert len(many) == len(few)


def test_the_record_shows_the_latest_and_where_to_begin(w, signed_in, made):
    made("sent")
    page = text(signed_in("consultant").get(f"/clienten/{w['job'].number}/"))
    assert "Hulpkok, Hotel Zon" in page and f'href="{base(w)}"' in page
    assert "Voordrachten" in text(signed_in("consultant").get(f"/clienten/{w['job'].number}/paneel/introductions/"))


def test_cards_that_were_given_are_listed(w, signed_in, trusted, made):
    one = made("sent")
    with trusted():
        card = SentCardFactory(introduction=one, person=w.person)
    page = text(signed_in("adviser").get(f"{base(w)}{one.pk}/"))
    assert f"{base(w)}{one.pk}/kaart/{card.pk}/" in page and "Snoer verstuurt niets" in page


def test_mediation_has_its_tabs(w, signed_in):
    page = text(signed_in("adviser").get("/bemiddeling/"))
    assert 'aria-label="Bemiddeling"' in page and '<a href="/bemiddeling/" aria-current="page">Voordrachten</a>' in page
