"""The pages of an in-depth diagnosis: begin on a referral, write days and the report, talk, give; and read it all later."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients.models import Look, Referral
from diagnosis import report
from diagnosis.models import CompetenceSeen, DayObserved, Finding, PracticalDiagnosis
from diagnosis.report_paper import on_paper
from tests.conftest import role
from tests.diagnosis.test_report import TALKED, WRITTEN, asked, begun, filled, prepared, read
from tests.factories import DayObservedFactory, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return prepared(world())


def url(w, name, *args, client="unknown") -> str:
    return reverse(name, args=[w[client].number, *args])


def text(response) -> str:
    return response.content.decode()


def typed(**more) -> dict:
    return {
        "question": "Hoeveel uur?", "place": "Groenploeg", "weeks": 8, "days_a_week": 3,
        "started_on": today().strftime("%d-%m-%Y"), "once": uuid.uuid4(),
    } | more  # fmt: skip


def draft(found, **more) -> dict:
    return {**WRITTEN, "version": found.version} | more


def only(model):
    with role("snoer_owner"):
        return model.objects.get()


# begin


def test_the_button_stands_on_the_referral_for_who_works_on_it(w, signed_in):
    question = asked(w)
    page = url(w, "referral", question.pk)
    begin = f"{url(w, 'diagnosis_new')}?verwijzing={question.pk}"
    assert begin in text(signed_in("trainer").get(page))
    assert begin not in text(signed_in("consultant").get(page))
    form = text(signed_in("trainer").get(begin))
    assert "Hoeveel uur houdt zij vol?" in form
    assert "6 tot 12 weken" in form
    answer = signed_in("trainer").post(begin, typed())
    found = only(PracticalDiagnosis)
    assert answer.headers["Location"] == url(w, "diagnosis", found.pk)
    assert found.referral_id == question.pk
    assert "Verder met de diagnose" in text(signed_in("trainer").get(page))


def test_another_length_is_asked_about_once(w, signed_in):
    begin = f"{url(w, 'diagnosis_new')}?verwijzing={asked(w).pk}"
    asked_back = signed_in("trainer").post(begin, typed(weeks=16))
    assert asked_back.status_code == 422
    assert "Wilt u het toch zo?" in text(asked_back)
    assert 'name="sure"' in text(asked_back)
    assert signed_in("trainer").post(begin, typed(weeks=16, sure="on")).status_code == 302


def test_what_was_typed_comes_back_with_what_is_wrong(w, signed_in):
    begin = f"{url(w, 'diagnosis_new')}?verwijzing={asked(w).pk}"
    answer = signed_in("trainer").post(begin, typed(place="", question="Past inpakken?"))
    assert answer.status_code == 422
    assert "Past inpakken?" in text(answer)


def test_the_form_says_that_the_host_does_not_see_the_person_and_who_arranges_it(w, signed_in):
    begin = f"{url(w, 'diagnosis_new')}?verwijzing={asked(w).pk}"
    page = text(signed_in("trainer").get(begin))
    assert "Mtb ziet deze inwoner nog niet" in page
    assert url(w, "team_add") not in page  # the trainer cannot


@pytest.mark.parametrize("wanted", ["x", "999999999", "-1", "1" * 30])
def test_a_question_that_is_not_there(w, signed_in, wanted):
    assert signed_in("trainer").get(url(w, "diagnosis_new", client="step"), {"verwijzing": wanted}).status_code == 404


def test_who_has_one_that_runs_is_led_to_it(w, signed_in):
    found = begun(w)
    assert signed_in("trainer").get(url(w, "diagnosis_new")).headers["Location"] == url(w, "diagnosis", found.pk)


# days


def test_the_host_writes_a_day_and_reads_no_report(w, signed_in):
    found = begun(w, **WRITTEN)
    coach = signed_in("coach")
    assert coach.get(url(w, "diagnosis", found.pk)).headers["Location"] == url(w, "diagnosis_days", found.pk)
    assert coach.get(url(w, "diagnosis_pdf", found.pk)).status_code == 403
    days = url(w, "diagnosis_days", found.pk)
    page = text(coach.get(days))
    assert WRITTEN["advice"] not in page
    assert today().strftime("%d-%m-%Y") in page
    day = {"on": today().strftime("%d-%m-%Y"), "present": "yes", "text": "Werkte door.", "once": uuid.uuid4()}
    assert coach.post(days, day).status_code == 302
    assert coach.post(days, day).status_code == 302  # the same form again
    row = only(DayObserved)
    assert (row.text, row.partner_id) == ("Werkte door.", w.partners["mtb"].pk)
    assert "U schreef vandaag al iets op" in text(coach.get(days))
    assert (
        coach.post(url(w, "diagnosis_day", found.pk, row.pk), {"present": "yes", "text": "Beter."}).status_code == 302
    )
    assert only(DayObserved).text == "Beter."
    assert signed_in("trainer").get(url(w, "diagnosis_day", found.pk, row.pk)).status_code == 403


def test_a_day_missed_is_seen_in_its_week(w, signed_in):
    found = begun(w)
    with role("snoer_owner"):
        own = {"diagnosis": found, "client": w["unknown"], "author": w.staff["trainer"].user}
        DayObservedFactory(on=days_ago(28), **own)
        DayObservedFactory(on=days_ago(27), present=False, text="", **own)
    page = text(signed_in("trainer").get(url(w, "diagnosis_days", found.pk)))
    assert "1 van 3 dagen" in page
    assert "Was er niet" in page
    assert "niets opgeschreven" in page


def test_a_wrong_day_comes_back_as_it_was_typed(w, signed_in):
    found = begun(w)
    tomorrow = today() + dt.timedelta(1)
    answer = signed_in("coach").post(
        url(w, "diagnosis_days", found.pk),
        {"on": tomorrow.strftime("%d-%m-%Y"), "present": "yes", "text": "Morgen al."},
    )
    assert answer.status_code == 422
    assert "Morgen al." in text(answer)
    assert "Deze dag moet nog komen" in text(answer)


def test_what_is_typed_is_kept_on_the_server_until_it_is_saved(w, signed_in):
    found, coach = begun(w), signed_in("coach")
    days, key = url(w, "diagnosis_days", found.pk), str(uuid.uuid4())
    day = {"on": today().strftime("%d-%m-%Y"), "present": "yes", "text": "Half ge", "once": key}
    assert json.loads(coach.post(days, day | {"autosave": "1"}).content)["saved"]
    assert "Half ge" in text(coach.get(days))
    assert "Half ge" not in text(signed_in("trainer").get(days))
    coach.post(days, day | {"text": "Half gezegd, nu heel."})
    with acting_as(w.acting("coach")):
        from clients.models import Draft

        assert not Draft.objects.exists()


# the report


def test_a_draft_is_nobodys_but_its_own_partners(w, signed_in):
    found = begun(w, **WRITTEN)
    for name in ("diagnosis", "diagnosis_days", "diagnosis_pdf", "diagnosis_talk", "diagnosis_give", "diagnosis_stop"):
        for somebody in ("consultant", "lead"):
            assert signed_in(somebody).get(url(w, name, found.pk)).status_code == 404, name
    for page in ("record", "diagnoses"):
        shown = text(signed_in("consultant").get(url(w, page)))
        assert WRITTEN["advice"] not in shown
    assert "Diagnose loopt" in text(signed_in("consultant").get(url(w, "record")))


def test_the_draft_saves_as_it_goes(w, signed_in):
    found = begun(w)
    page = url(w, "diagnosis", found.pk)
    trainer = signed_in("trainer")
    post = draft(found) | {"pace-mastery": "2", "pace-evidence": "Hield de band bij.", "autosave": "1"}
    answer = trainer.post(page, post)
    assert json.loads(answer.content)["fields"] == {"version": str(found.version + 1)}
    assert only(PracticalDiagnosis).advice == WRITTEN["advice"]
    assert only(CompetenceSeen).evidence == "Hield de band bij."
    post |= {"version": found.version + 1, "pace-mastery": "", "pace-evidence": ""}
    assert trainer.post(page, post).status_code == 200
    with role("snoer_owner"):
        assert not CompetenceSeen.objects.exists()


def test_two_at_the_same_draft_lose_nothing(w, signed_in):
    found = begun(w)
    page = url(w, "diagnosis", found.pk)
    signed_in("annex_consultant").post(page, draft(found, advice="Van de een.") | {"pace-mastery": "1"})
    late = draft(found, advice="Van de ander.") | {"pace-mastery": "4", "pace-evidence": "Te langzaam."}
    assert signed_in("trainer").post(page, late | {"autosave": "1"}).status_code == 422
    answer = signed_in("trainer").post(page, late)
    assert answer.status_code == 422
    shown = text(answer)
    assert "Van de een." in shown
    assert "Van de ander." in shown
    assert only(CompetenceSeen).mastery == "1"
    again = late | {"version": found.version + 1}
    assert signed_in("trainer").post(page, again).status_code == 302
    assert only(PracticalDiagnosis).advice == "Van de ander."
    assert only(CompetenceSeen).mastery == "4"


def test_evidence_of_nothing_is_asked_about(w, signed_in):
    found = begun(w)
    answer = signed_in("trainer").post(url(w, "diagnosis", found.pk), draft(found) | {"pace-evidence": "Vlot."})
    assert answer.status_code == 422
    assert "Kies hoe goed dit ging" in text(answer)


def test_the_talk_comes_before_the_report_is_given(w, signed_in):
    found = begun(w, **WRITTEN)
    trainer = signed_in("trainer")
    page = text(trainer.get(url(w, "diagnosis_give", found.pk)))
    assert "Bespreek het rapport met de inwoner" in page
    assert 'name="answer"' not in page
    talk = text(trainer.get(url(w, "diagnosis_talk", found.pk)))
    assert WRITTEN["advice"] in talk
    said = {"talked_on": today().strftime("%d-%m-%Y"), "says": "", "version": found.version}
    assert trainer.post(url(w, "diagnosis_talk", found.pk), said).status_code == 422
    assert trainer.post(url(w, "diagnosis_talk", found.pk), said | {"says": "Klopt."}).status_code == 302
    assert only(PracticalDiagnosis).says == "Klopt."
    assert 'name="answer"' in text(trainer.get(url(w, "diagnosis_give", found.pk)))


def test_given_it_is_read_by_who_asked_with_the_answer_and_the_paper(w, signed_in):
    found = begun(w, **WRITTEN, **TALKED)
    filled(w, found)
    trainer, give = signed_in("trainer"), url(w, "diagnosis_give", found.pk)
    post = {"answer": "Vier uur, vijf dagen.", "once": uuid.uuid4()}
    assert trainer.post(give, post).status_code == 302
    assert trainer.post(give, post).status_code == 302
    assert only(Referral).answer == "Vier uur, vijf dagen."
    consultant = signed_in("consultant")
    page = text(consultant.get(url(w, "diagnosis", found.pk)))
    assert WRITTEN["advice"] in page
    assert "Het klopt." in page
    assert "Rapport lezen" in text(consultant.get(url(w, "referral", found.referral_id)))
    with role("snoer_owner"):
        before = Look.objects.count()
    paper = consultant.get(url(w, "diagnosis_pdf", found.pk))
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    with role("snoer_owner"):
        assert Look.objects.count() == before + 1
    assert trainer.post(url(w, "diagnosis", found.pk), draft(found)).status_code == 302
    assert only(PracticalDiagnosis).advice == WRITTEN["advice"]
    assert trainer.get(give).status_code == 302


def test_the_paper_holds_its_own_question_and_says_that_a_draft_is_one(w):
    found = read(w, "trainer", begun(w, **WRITTEN, **TALKED).pk)
    with acting_as(w.acting("trainer")):
        told = on_paper(found)
        assert told["draft"]
        assert told["question"] == "Hoeveel uur houdt zij vol?"
        assert told["asked_by"] == "Szmh"
        assert not on_paper(report.give(found))["draft"]


def test_stopped_the_way_leads_to_the_question(w, signed_in):
    found = begun(w, **WRITTEN)
    question = found.referral_id
    stop = url(w, "diagnosis_stop", found.pk)
    assert signed_in("trainer").post(stop, {"why": " "}).status_code == 422
    answer = signed_in("trainer").post(stop, {"why": "Heeft werk.", "once": uuid.uuid4()})
    assert answer.headers["Location"] == url(w, "referral", question)
    assert "Heeft werk." in text(signed_in("consultant").get(url(w, "diagnosis", found.pk)))
    assert signed_in("consultant").get(url(w, "diagnosis_pdf", found.pk)).status_code == 404


def test_another_last_day_outside_the_usual_is_asked_about(w, signed_in):
    found = begun(w)
    page = url(w, "diagnosis_where", found.pk)
    post = {
        "place": "Wasserij", "days_a_week": 4, "host": w.partners["mtb"].pk, "version": found.version,
        "planned_end": (found.started_on + dt.timedelta(100)).strftime("%d-%m-%Y"),
    }  # fmt: skip
    assert "Wilt u het toch zo?" in text(signed_in("trainer").post(page, post))
    assert signed_in("trainer").post(page, post | {"sure": "on"}).status_code == 302
    assert only(PracticalDiagnosis).place == "Wasserij"
    assert signed_in("coach").get(page).status_code == 403


# conclusions


def test_a_conclusion_beside_the_draft_and_one_by_itself(w, signed_in):
    found = begun(w)
    trainer, new = signed_in("trainer"), url(w, "finding_new")
    said = {
        "kind": "test",
        "given_by": "Bureau",
        "on": today().strftime("%d-%m-%Y"),
        "conclusion": "Leert door te doen.",
    }
    page = text(trainer.get(new))
    assert "Geen ziekten, medicijnen of behandeling." in page
    assert trainer.post(f"{new}?diagnose={found.pk}", said | {"version": 1, "once": uuid.uuid4()}).status_code == 302
    assert only(Finding).diagnosis_id == found.pk
    assert "Leert door te doen." not in text(signed_in("consultant").get(url(w, "diagnoses")))
    assert signed_in("consultant").get(f"{new}?diagnose={found.pk}").status_code == 404
    by_itself = said | {"conclusion": "Zes uur.", "version": 1, "once": uuid.uuid4()}
    assert trainer.post(new, by_itself).status_code == 302
    assert "Zes uur." in text(signed_in("consultant").get(url(w, "diagnoses")))
    assert "Zes uur." in text(signed_in("consultant").get(url(w, "record")))


@pytest.mark.parametrize(
    ("wrong", "field"), [({"on": "31-02-2026"}, "on"), ({"valid_until": "01-01-2001"}, "valid_until"), ({"kind": "x"}, "kind")]
)  # fmt: skip
def test_a_conclusion_that_cannot_be(w, signed_in, wrong, field):
    begun(w)
    said = {
        "kind": "test",
        "given_by": "Bureau",
        "on": today().strftime("%d-%m-%Y"),
        "conclusion": "Rustig.",
        "version": 1,
    }
    answer = signed_in("trainer").post(url(w, "finding_new"), said | wrong)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)


# how much is asked


def test_the_pages_ask_the_same_of_one_day_and_of_forty(w, signed_in):
    found, trainer = begun(w), signed_in("trainer")
    pages = ["diagnosis", "diagnosis_days"]
    trainer.get(url(w, "diagnoses"))  # the first page of a session asks more
    few = [_queries(trainer, url(w, page, found.pk)) for page in pages] + [_queries(trainer, url(w, "diagnoses"))]
    with role("snoer_owner"):
        for n in range(28):
            DayObservedFactory(
                diagnosis=found, client=w["unknown"], author=w.staff["trainer"].user, on=days_ago(n), partner=w.partners["annex"]
            )  # fmt: skip
    many = [_queries(trainer, url(w, page, found.pk)) for page in pages] + [_queries(trainer, url(w, "diagnoses"))]
    assert many == few
    assert max(many) <= 22


def _queries(browser, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)
