"""The pages of ability: who sees which part of it, what a form says when the law says no, and two desks at once."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.days import today
from chain.formats import day_typed
from diagnosis.models import Exemption, Indication
from tests.conftest import role
from tests.factories import (
    AssessmentFactory,
    DefinitionFactory,
    EvaluationFactory,
    ExemptionFactory,
    IndicationFactory,
    PlanFactory,
    ReferralFactory,
    StepFactory,
    TermFactory,
    days_ago,
)
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        ladder = DefinitionFactory(chain=w.chain, key="ladder", name="Participatieladder", kind="ladder")
        able = DefinitionFactory(chain=w.chain, key="able", name="Arbeidsvermogen", kind="work-ability")
        szmh = {"client": w["both"], "partner": w.partners["szmh"]}
        AssessmentFactory(**szmh, definition=ladder, value="2", on=days_ago(300), ground="Komt op de koffie.")
        AssessmentFactory(**szmh, definition=ladder, value="4", on=days_ago(3), ground="Draait mee.", way="practice")
        AssessmentFactory(
            **szmh, definition=able, value="below", percent=43, part="capacity", on=days_ago(9), ground="Gemeten."
        )
        plan = PlanFactory(client=w["both"], ladder_start=1, started_on=days_ago(200))
        EvaluationFactory(plan=plan, ladder=3, on=days_ago(100), partner=w.partners["szmh"])
        IndicationFactory(client=w["both"], partner=w.partners["szmh"], kind="sheltered-work")
        ExemptionFactory(client=w["both"], partner=w.partners["szmh"])
        for key, offset, hard in (("exemption-child", 60, True), ("exemption-years", 60, True), ("register-end", 24, False),
                                  ("limited-hours-again", 12, False)):  # fmt: skip
            source = "exemption-limit" if hard else "indication-limit"
            TermFactory(
                chain=w.chain, key=key, source=source, offset=offset, unit="months", hard=hard, article="artikel zo"
            )
    return w


def page(browser, w, name="ability", *more, which="both"):
    return browser.get(reverse(name, args=[w[which].number, *more]))


def send(browser, w, name, *more, which="both", query="", **fields):
    url = reverse(name, args=[w[which].number, *more]) + query
    return browser.post(url, {"once": str(uuid.uuid4())} | fields)


# what is seen by whom


def test_the_point_of_contact_sees_all_of_it_with_who_and_how(w, signed_in):
    html = page(signed_in("consultant"), w).content.decode()
    for said in ("Komt op de koffie.", "gezien in de praktijk", "begin van het plan", "evaluatie van het plan", "43%",
                 "Advies beschut werk", "Tijdelijk, om dringende redenen"):  # fmt: skip
        assert said in html
    assert html.count('role="img"') == 2  # wide and narrow
    assert "Indicatie toevoegen" in html


@pytest.mark.parametrize(
    ("who", "ability", "exemption"),
    [("trainer", True, False), ("coach", True, False), ("annex_consultant", True, False)],
)
def test_partners_see_the_parts_that_they_read_and_no_exemption(w, signed_in, who, ability, exemption):
    browser = signed_in(who)
    for html in (page(browser, w).content.decode(), page(browser, w, "panel", "standing").content.decode()):
        assert ("43%" in html) == ability
        assert ("dvies beschut werk" in html) == ability
        assert ("ontheffing tot" in html.lower() or "dringende redenen" in html) == exemption
        assert "Indicatie toevoegen" not in html
    log = browser.get(reverse("timeline", args=[w["both"].number])).content.decode()
    assert "dringende redenen" not in log


def test_an_employer_adviser_sees_words_and_nothing_of_capacity(w, trusted, signed_in):
    with trusted():
        StepFactory(client=w["both"], partner=w.partners["podium24"], instrument=w.instrument)
    html = page(signed_in("adviser"), w).content.decode()
    assert "Komt op de koffie." in html
    assert "43%" not in html
    assert "Indicaties" not in html
    assert page(signed_in("manager"), w).status_code == 403


def test_the_record_shows_the_latest_the_drawing_and_what_holds(w, signed_in):
    browser = signed_in("consultant")
    html = browser.get(reverse("record", args=[w["both"].number])).content.decode()
    alone = reverse("panel", args=[w["both"].number, "standing"])
    panel = browser.get(alone, headers={"HX-Request": "true"}).content.decode()
    assert panel in html  # the same, fetched by itself
    assert "4: onbetaald werk" in panel
    assert panel.count("<svg") == 1
    assert "Advies beschut werk" in panel
    assert "Ontheffing" in panel
    assert len(panel.encode()) < 9000


def test_what_the_plan_said_of_the_ladder_since_is_the_latest(w, trusted, signed_in):
    with trusted():
        plan = w["both"].plans.get()
        EvaluationFactory(plan=plan, ladder=5, on=today(), partner=w.partners["szmh"])
    panel = page(signed_in("consultant"), w, "panel", "standing").content.decode()
    assert "5: betaald werk met ondersteuning" in panel
    assert "4: onbetaald werk" not in panel.split("</svg>")[1]


def test_a_partner_with_a_question_sees_the_parts_that_were_shared_with_it(w, trusted, signed_in):
    with trusted():
        ReferralFactory(
            client=w["unknown"], partner=w.partners["podium24"], asked_by=w.partners["szmh"], shared=["profile"]
        )
        word = DefinitionFactory(chain=w.chain, kind="ladder", name="Trede")
        AssessmentFactory(client=w["unknown"], definition=word, value="2", partner=w.partners["szmh"])
    html = page(signed_in("adviser"), w, which="unknown").content.decode()
    assert "2: sociale contacten" in html
    assert "Indicaties" not in html


def test_the_page_asks_the_same_of_much_and_little(w, trusted, signed_in):
    browser = signed_in("consultant")

    def asked():
        page(browser, w)
        with CaptureQueriesContext(connection) as queries:
            page(browser, w)
        return len(queries)

    few = asked()
    with trusted():
        word = DefinitionFactory(chain=w.chain, name="Gemotiveerd")
        for number in range(20):
            AssessmentFactory(client=w["both"], definition=word, on=days_ago(number), partner=w.partners["annex"])
            IndicationFactory(client=w["both"], kind="wsw", outcome="no", decided_on=days_ago(number))
    assert asked() == few <= 12


def test_nothing_known_is_said_so(w, signed_in):
    html = page(signed_in("consultant"), w, which="unknown").content.decode()
    assert "Nog niets vastgelegd" in html
    assert "Er is geen indicatie bekend." in html
    assert "Er is geen ontheffing bekend." in html


# indications


def test_a_request_and_then_its_outcome(w, signed_in):
    browser = signed_in("consultant")
    asked = {"kind": "limited-hours", "requested_on": day_typed(days_ago(20)), "source": "UWV"}
    assert send(browser, w, "indication_new", **asked).url.endswith("#indications")
    with role("snoer_owner"):
        one = Indication.objects.get(kind="limited-hours")
    decided = {"outcome": "yes", "decided_on": day_typed(today()), "hours": "20", "version": one.version}
    assert send(browser, w, "indication", one.pk, **decided).status_code == 302
    with role("snoer_owner"):
        one.refresh_from_db()
    assert (one.outcome, one.hours, one.started_on, one.source) == ("yes", 20, today(), "UWV")
    again = send(browser, w, "indication_new", **(asked | {"requested_on": day_typed(today())}))
    assert again.status_code == 422
    assert "Eén keer in twaalf maanden" in again.content.decode()
    assert "artikel zo" in again.content.decode()


def test_one_that_was_decided_already_is_written_down_at_once(w, signed_in):
    known = {"kind": "target-group", "outcome": "presumed", "decided_on": day_typed(days_ago(900)), "source": "UWV"}
    assert send(signed_in("consultant"), w, "indication_new", query="?uitkomst=1", **known).status_code == 302
    with role("snoer_owner"):
        one = Indication.objects.get(kind="target-group")
    assert (one.requested_on, one.outcome, one.started_on) == (None, "presumed", days_ago(900))


def test_the_end_of_the_register_is_reckoned_and_explained(w, trusted, signed_in):
    with trusted():
        one = IndicationFactory(
            client=w["both"], outcome="yes", requested_on=None, decided_on=days_ago(900), started_on=days_ago(900)
        )
    browser = signed_in("consultant")
    assert "31 december van het tweede kalenderjaar" in page(browser, w, "indication", one.pk).content.decode()
    assert send(browser, w, "indication", one.pk, version="1").status_code == 422
    ceased = days_ago(10)
    assert send(browser, w, "indication", one.pk, version="1", ceased_on=day_typed(ceased)).status_code == 302
    with role("snoer_owner"):
        one.refresh_from_db()
    assert (one.ended_on.year, one.ended_on.month, one.ended_on.day) == (ceased.year + 2, 12, 31)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "error-summary"),
        ({"kind": "dream", "requested_on": "1-1-2026"}, "Selecteer een geldige keuze"),
        ({"kind": "wsw", "requested_on": "1-1-2199"}, "Deze dag moet nog komen"),
        ({"kind": "wsw", "requested_on": "31-2-2026"}, "Deze dag bestaat niet"),
        ({"kind": "sheltered-work", "requested_on": "1-1-2026"}, "al aangevraagd"),
    ],
)
def test_a_wrong_request_comes_back_with_what_was_typed(w, signed_in, fields, says):
    answer = send(signed_in("consultant"), w, "indication_new", **fields, source="Bij ons")
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Bij ons" in answer.content.decode()


def test_the_second_desk_is_told_that_the_first_was_there(w, signed_in):
    with role("snoer_owner"):
        one = Indication.objects.get()
    decided = {"decided_on": day_typed(today()), "version": one.version}
    assert send(signed_in("consultant"), w, "indication", one.pk, outcome="yes", **decided).status_code == 302
    late = send(signed_in("lead"), w, "indication", one.pk, outcome="no", **decided)
    assert late.status_code == 422  # it has another form now: a last day
    with role("snoer_owner"):
        one.refresh_from_db()
    assert one.outcome == "yes"


# exemptions


def parent(**more):
    return {"kind": "parent", "duties": "a", "requested_on": day_typed(days_ago(10)), "decided_on": day_typed(today()),
            "started_on": day_typed(today()), "child_born_on": day_typed(days_ago(500)), **more}  # fmt: skip


def test_an_exemption_is_given_planned_reviewed_and_ended(w, signed_in):
    browser = signed_in("consultant")
    assert send(browser, w, "exemption_new", which="unknown", **parent()).status_code == 302
    with role("snoer_owner"):
        one = Exemption.objects.get(client=w["unknown"])
    html = page(browser, w, "exemption", one.pk, which="unknown").content.decode()
    assert "Het plan is gemaakt" in html
    on = day_typed(today())
    assert send(browser, w, "exemption", one.pk, which="unknown", act="plan", **{"plan-on": on}).status_code == 302
    assert "Het plan is gemaakt" not in page(browser, w, "exemption", one.pk, which="unknown").content.decode().replace(
        "Het is vastgelegd", ""
    )
    assert send(browser, w, "exemption", one.pk, which="unknown", act="review", **{"review-on": on}).status_code == 302
    with role("snoer_owner"):
        one.refresh_from_db()
    ended = send(browser, w, "exemption", one.pk, which="unknown", act="end", ended_on=on, version=one.version)
    assert ended.status_code == 302
    with role("snoer_owner"):
        one.refresh_from_db()
    assert (one.planned_on, one.reviewed_on, one.ended_on) == (today(), today(), today())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "temporary", "child_born_on": "", "ended_on": ""}, "heeft een laatste dag (artikel 9 lid 2)"),
        ({"duties": "abc"}, "Bij deze soort kan alleen"),
        ({"duties": ""}, "error-summary"),
        ({"child_born_on": ""}, "Vul de geboortedatum van het kind in (artikel 9a)"),
        ({"child_born_on": day_typed(days_ago(2500))}, "vijf jaar of ouder"),
        ({"ended_on": "1-1-2199"}, "Uiterlijk tot en met"),
        ({"months_elsewhere": "61"}, "60"),
        ({"kind": "holiday"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_the_law_does_not_allow_is_said_at_the_field(w, signed_in, fields, says):
    answer = send(signed_in("consultant"), w, "exemption_new", which="unknown", **parent(**fields))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with role("snoer_owner"):
        assert not Exemption.objects.filter(client=w["unknown"]).exists()


def test_what_is_known_of_the_child_is_not_asked_again_and_is_not_kept_where_it_does_not_matter(w, signed_in):
    browser = signed_in("consultant")
    send(browser, w, "exemption_new", which="unknown", **parent(ended_on=day_typed(today())))
    born = day_typed(days_ago(500))
    assert f'value="{born}"' in page(browser, w, "exemption_new", which="unknown").content.decode()
    assert send(browser, w, "exemption_new", which="team", **parent(kind="permanent", duties="abc")).status_code == 302


def test_a_stale_last_day_shows_both(w, trusted, signed_in):
    with role("snoer_owner"):
        one = Exemption.objects.get()
        Exemption.objects.filter(pk=one.pk).update(ended_on=days_ago(-33), version=2)
    answer = send(
        signed_in("consultant"), w, "exemption", one.pk, act="end", ended_on=day_typed(days_ago(-7)), version="1"
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert day_typed(days_ago(-33)) in html
    assert day_typed(days_ago(-7)) in html


def test_the_same_form_twice_is_one_exemption(w, signed_in):
    key = str(uuid.uuid4())
    browser = signed_in("consultant")
    first = send(browser, w, "exemption_new", which="unknown", **parent(once=key))
    assert send(browser, w, "exemption_new", which="unknown", **parent(once=key)).url == first.url
    with role("snoer_owner"):
        assert Exemption.objects.filter(client=w["unknown"]).count() == 1


def test_an_act_that_is_over_goes_back_to_the_page(w, trusted, signed_in):
    with trusted():
        one = ExemptionFactory(
            client=w["unknown"],
            started_on=days_ago(90),
            decided_on=days_ago(90),
            requested_on=days_ago(95),
            ended_on=days_ago(9),
        )
    for act in ("plan", "resume", "end", "nonsense", ""):
        answer = send(signed_in("consultant"), w, "exemption", one.pk, which="unknown", act=act)
        assert (answer.status_code, answer.url) == (302, reverse("exemption", args=[w["unknown"].number, one.pk]))


def test_anothers_row_is_not_there(w, signed_in):
    with role("snoer_owner"):
        exempt, indicated = Exemption.objects.get(), Indication.objects.get()
    browser = signed_in("consultant")
    assert page(browser, w, "exemption", exempt.pk, which="unknown").status_code == 404
    assert page(browser, w, "indication", indicated.pk, which="unknown").status_code == 404
