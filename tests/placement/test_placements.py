"""Recording a placement in any form of work, by who may; starting a planned one; ending one."""

import datetime as dt

import pytest

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from chain.models import FORMS_OF_WORK
from clients.models import BenefitPeriod, Event, Step
from placement import panels
from placement.models import BenefitProposal, Employer, Placement
from placement.placements import NEEDS_EMPLOYER, PAID
from tests.factories import BenefitPeriodFactory, EmployerFactory, PlacementFactory, StepFactory

pytestmark = pytest.mark.django_db
TOMORROW = today() + dt.timedelta(1)
YESTERDAY = today() - dt.timedelta(1)


def url(client):
    return f"/clienten/{client.number}/plaatsing/"


def typed(**more):
    return {
        "form_of_work": "regular",
        "employer": "Bakker Bart",
        "started_on": day_typed(today()),
        "effect": "full",
    } | more


def placed(trusted, client):
    with trusted():
        return Placement.objects.select_related("step__partner", "employer").get(client=client, step__isnull=False)


@pytest.mark.parametrize("form", FORMS_OF_WORK)
def test_all_nine_forms_by_the_point_of_contact(w, signed_in, trusted, form):
    answer = signed_in("consultant").post(url(w["job"]), typed(form_of_work=form, job="Bakker", hours="24"))
    assert answer.headers["Location"] == f"/clienten/{w['job'].number}/"
    placement = placed(trusted, w["job"])
    step = placement.step
    assert (placement.form_of_work, placement.employer.name, placement.job) == (form, "Bakker Bart", "Bakker")
    assert (step.status, step.started_on, step.hours_per_week) == ("active", today(), 24)
    with trusted():
        assert BenefitProposal.objects.filter(placement=placement).exists() == (form in PAID)


def test_the_partner_is_the_one_with_the_mandate(w, signed_in, trusted):
    signed_in("consultant").post(url(w["job"]), typed(form_of_work="sheltered"))
    assert placed(trusted, w["job"]).step.partner == w.partners["mtb"]


def test_where_more_hold_it_one_may_be_chosen(w, signed_in, trusted):
    from tests.factories import MandateFactory

    with trusted():
        MandateFactory(partner=w.partners["annex"], function="placement")
    page = signed_in("consultant").get(url(w["job"]) + "?form_of_work=regular").content.decode()
    assert "Gewone partner: Podium24" in page
    signed_in("consultant").post(url(w["job"]), typed(partner=w.partners["annex"].pk))
    assert placed(trusted, w["job"]).step.partner == w.partners["annex"]


def test_a_first_day_to_come_is_a_planned_step(w, signed_in, trusted):
    signed_in("adviser").post(url(w["job"]), typed(started_on=day_typed(TOMORROW)))
    step = placed(trusted, w["job"]).step
    assert (step.status, step.planned_on, step.started_on) == ("planned", TOMORROW, None)


def test_it_is_told_once_on_the_timeline(w, signed_in, trusted):
    signed_in("adviser").post(url(w["job"]), typed())
    with trusted():
        events = Event.objects.filter(client=w["job"]).order_by("pk")
        assert [(event.act, event.part) for event in events] == [
            ("placed", "placements"),
            ("benefit-proposed", "placements"),
        ]
        assert events[0].params == {"form": "Regulier werk", "employer": "Bakker Bart"}


def test_the_benefit_does_not_change(w, signed_in, trusted):
    with trusted():
        BenefitPeriodFactory(client=w["job"])
    signed_in("adviser").post(url(w["job"]), typed(from_on=day_typed(TOMORROW)))
    with trusted():
        assert BenefitPeriod.objects.get(client=w["job"]).ended_on is None
        proposal = BenefitProposal.objects.get(client=w["job"])
    assert (proposal.status, proposal.effect, proposal.from_on) == ("proposed", "full", TOMORROW)


def test_the_effect_begins_with_the_work_where_nothing_else_is_said(w, signed_in, trusted):
    signed_in("adviser").post(url(w["job"]), typed(started_on=day_typed(YESTERDAY)))
    with trusted():
        assert BenefitProposal.objects.get().from_on == YESTERDAY


def test_sent_twice_it_is_recorded_once(w, signed_in, trusted):
    browser = signed_in("adviser")
    key = browser.get(url(w["job"])).context["once"]
    for _time in range(2):
        answer = browser.post(url(w["job"]), typed(once=key))
        assert answer.headers["Location"] == f"/clienten/{w['job'].number}/"
    with trusted():
        assert Placement.objects.filter(client=w["job"]).count() == 1


# What is wrong


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"form_of_work": ""}, {"form_of_work"}),
        ({"employer": ""}, {"employer"}),
        ({"effect": ""}, {"effect"}),
        ({"started_on": ""}, {"started_on"}),
        ({"started_on": "31-02-2026"}, {"started_on"}),
        ({"started_on": "01-01-2001"}, {"started_on"}),
        ({"planned_end": day_typed(YESTERDAY)}, {"planned_end"}),
        ({"hours": "0"}, {"hours"}),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_recorded(w, signed_in, trusted, wrong, fields):
    answer = signed_in("adviser").post(url(w["job"]), typed(**wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == fields
    with trusted():
        assert not Placement.objects.filter(client=w["job"]).exists()


@pytest.mark.parametrize("form", FORMS_OF_WORK)
def test_an_employer_is_asked_where_there_has_to_be_one(w, signed_in, trusted, form):
    answer = signed_in("consultant").post(url(w["job"]), typed(form_of_work=form, employer=""))
    assert answer.status_code == (422 if form in NEEDS_EMPLOYER else 302)


def test_no_mandate_on_the_first_day_is_said(w, signed_in, trusted):
    with trusted():
        w.partners["podium24"].mandates.filter(function="placement").update(started_on=YESTERDAY)
    long_ago = day_typed(today() - dt.timedelta(30))
    answer = signed_in("adviser").post(url(w["job"]), typed(started_on=long_ago))
    assert answer.status_code == 422
    assert "geen mandaat" in answer.content.decode()
    with trusted():
        assert not Step.objects.filter(client=w["job"], instrument=w.work).exists()


# Employers


def test_a_known_employer_is_found_whatever_its_capitals(w, signed_in, trusted):
    with trusted():
        known = EmployerFactory(chain=w.chain, name="Hotel De Zon")
    signed_in("adviser").post(url(w["job"]), typed(employer=" hotel  de zon "))
    assert placed(trusted, w["job"]).employer == known


def test_a_new_one_is_made_unchecked(w, signed_in, trusted):
    signed_in("adviser").post(url(w["job"]), typed(employer="Hotel De Maan"))
    assert placed(trusted, w["job"]).employer.checked is False


def test_one_that_resembles_a_known_one_is_asked_about(w, signed_in, trusted):
    with trusted():
        EmployerFactory(chain=w.chain, name="Hotel De Zon BV")
        EmployerFactory(chain=w.other_chain, name="Hotel Vreemd")
    answer = signed_in("adviser").post(url(w["job"]), typed(employer="Hotel De Zon"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Hotel De Zon BV" in page
    assert "Hotel Vreemd" not in page
    signed_in("adviser").post(url(w["job"]), typed(employer="Hotel De Zon", new_employer="1"))
    assert placed(trusted, w["job"]).employer.name == "Hotel De Zon"


def test_names_are_offered_while_typing(w, signed_in, trusted):
    with trusted():
        EmployerFactory(chain=w.chain, name="Hotel De Zon")
        EmployerFactory(chain=w.other_chain, name="Zonnig Vreemd")
    browser = signed_in("adviser")
    fragment = browser.get(url(w["job"]), {"employer": "zon"}, headers={"HX-Request": "true"}).content.decode()
    assert "Hotel De Zon" in fragment
    assert "Vreemd" not in fragment
    assert fragment.strip() in browser.get(url(w["job"]), {"employer": "zon"}).content.decode()


# The form fits the work


@pytest.mark.parametrize(
    ("form", "there", "absent"),
    [
        ("regular", "Gevolg voor de uitkering", "werk zonder loon"),
        ("volunteering", "werk zonder loon", 'name="effect"'),
    ],
)
def test_the_fields_follow_the_form_of_work(w, signed_in, form, there, absent):
    browser = signed_in("consultant")
    choice = {"form_of_work": form, "choose": "1", "job": "Bakker"}
    fragment = browser.post(url(w["job"]), choice, headers={"HX-Request": "true"}).content.decode()
    assert there in fragment
    assert absent not in fragment
    assert 'value="Bakker"' in fragment
    whole = browser.get(url(w["job"]), choice).content.decode()
    assert there in whole
    assert absent not in whole


def test_a_partner_is_offered_what_it_holds_the_mandate_for(w, signed_in):
    def offered(name, client):
        return {
            value for value, _label in signed_in(name).get(url(client)).context["form"]["form_of_work"].field.choices
        }

    assert offered("adviser", w["job"]) == {"regular", "temporary-agency", "wage-subsidy", "secondment"}
    assert offered("coach", w["both"]) == {"sheltered"}
    assert offered("consultant", w["both"]) == set(FORMS_OF_WORK)


def test_what_is_not_offered_is_refused(w, signed_in, trusted):
    assert signed_in("adviser").post(url(w["job"]), typed(form_of_work="volunteering")).status_code == 422


# Who


@pytest.mark.parametrize(
    ("name", "status"),
    [("consultant", 200), ("lead", 200), ("adviser", 200), ("manager", 403), ("podium24_manager", 403),
     ("trainer", 404), ("coach", 404), ("stranger", 404), ("coordinator", 404)],
)  # fmt: skip
def test_who_may_record_a_placement(w, signed_in, trusted, name, status):
    browser = signed_in(name)
    assert browser.get(url(w["job"])).status_code == status
    if status != 200:
        assert browser.post(url(w["job"]), typed()).status_code == status
        with trusted():
            assert not Placement.objects.filter(client=w["job"]).exists()


def test_a_trainer_who_sees_the_person_does_not_write(w, signed_in):
    assert signed_in("trainer").get(url(w["step"])).status_code == 403


# Beginning and ending


@pytest.fixture
def at_work(w, trusted):
    """A placement by Podium24 that runs."""
    with trusted():
        step = StepFactory(client=w["job"], partner=w.partners["podium24"], instrument=w.work, started_on=YESTERDAY)
        return PlacementFactory(
            client=w["job"], step=step, employer=EmployerFactory(chain=w.chain, name="Bakker Bart 2")
        )


def test_a_planned_one_is_started_by_its_partner(w, signed_in, trusted):
    signed_in("consultant").post(url(w["job"]), typed(started_on=day_typed(TOMORROW)))
    placement = placed(trusted, w["job"])
    begin = f"{url(w['job'])}{placement.pk}/begin/"
    assert signed_in("consultant").get(begin).status_code == 403
    assert signed_in("adviser").post(begin, {"on": day_typed(TOMORROW)}).status_code == 422
    assert signed_in("adviser").post(begin, {"on": day_typed(today())}).status_code == 302
    step = placed(trusted, w["job"]).step
    assert (step.status, step.started_on) == ("active", today())


@pytest.mark.parametrize(("reason", "status"), [("contract-ended", "done"), ("not-suitable", "stopped")])
def test_it_ends_with_a_day_and_a_reason(w, at_work, signed_in, trusted, reason, status):
    end = f"{url(w['job'])}{at_work.pk}/einde/"
    answer = signed_in("adviser").post(end, {"on": day_typed(today()), "reason": reason, "note": "Liep goed."})
    assert answer.status_code == 302
    placement = placed(trusted, w["job"])
    assert (placement.end_reason, placement.step.status, placement.step.ended_on) == (reason, status, today())
    assert "Liep goed." in placement.step.result
    with trusted():
        assert Event.objects.get(client=w["job"]).act == "placement-ended"


def test_an_end_before_the_start_or_twice_is_refused(w, at_work, signed_in, trusted):
    end = f"{url(w['job'])}{at_work.pk}/einde/"
    early = day_typed(YESTERDAY - dt.timedelta(1))
    assert "vóór de start" in signed_in("adviser").post(end, {"on": early, "reason": "other"}).content.decode()
    right = {"on": day_typed(today()), "reason": "other"}
    assert signed_in("adviser").post(end, right).status_code == 302
    assert "kan niet meer" in signed_in("adviser").post(end, right).content.decode()


@pytest.mark.parametrize(("name", "status"), [("consultant", 403), ("manager", 403), ("coach", 404), ("stranger", 404)])
def test_who_does_not_end_it(w, at_work, signed_in, name, status):
    assert signed_in(name).get(f"{url(w['job'])}{at_work.pk}/einde/").status_code == status


def test_a_placement_of_somebody_else_is_not_there(w, at_work, signed_in):
    assert signed_in("consultant").get(f"{url(w['step'])}{at_work.pk}/einde/").status_code == 404


# Its own page


@pytest.mark.parametrize(("name", "status"), [("consultant", 200), ("adviser", 200), ("manager", 200), ("coach", 404),
                                              ("stranger", 404), ("coordinator", 404)])  # fmt: skip
def test_it_has_a_page_for_who_reads_placements(w, at_work, signed_in, name, status):
    answer = signed_in(name).get(f"{url(w['job'])}{at_work.pk}/")
    assert answer.status_code == status
    if status == 200:
        page = answer.content.decode()
        assert "Bakker Bart 2" in page
        assert ("Beëindigen" in page) == (name == "adviser")


# On the record


def test_the_panel_has_the_buttons_that_are_allowed(w, at_work, django_assert_max_num_queries):
    def row(name):
        with acting_as(w.acting(name)), django_assert_max_num_queries(2):
            return panels.placements(w.staff[name], w["job"]).context["rows"][0]

    assert (row("adviser")["ends"], row("adviser")["proposes"]) == (True, True)
    assert (row("consultant")["ends"], row("manager")["ends"], row("manager")["proposes"]) == (False, False, False)


def test_without_placements_only_who_writes_them_sees_the_panel(w):
    with acting_as(w.acting("consultant")):
        assert panels.placements(w.staff["consultant"], w["step"]).context["writes"]
    with acting_as(w.acting("trainer")):
        assert panels.placements(w.staff["trainer"], w["step"]) is None


def test_an_employer_of_another_chain_stays_there(w, signed_in, trusted):
    with trusted():
        EmployerFactory(chain=w.other_chain, name="Bakker Bart 3")
    signed_in("adviser").post(url(w["job"]), typed(employer="Bakker Bart 3", new_employer="1"))
    with trusted():
        assert Employer.objects.filter(name="Bakker Bart 3").count() == 2
