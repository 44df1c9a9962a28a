"""Only SZMH's confirmation changes a benefit; two at once, and proposals that cannot be, are told so."""

import datetime as dt

import pytest

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients.models import BenefitPeriod, Event
from placement import panels
from placement.models import BenefitProposal
from placement.proposals import Refusal, confirm
from tests.factories import BenefitPeriodFactory, BenefitProposalFactory, EmployerFactory, PlacementFactory, StepFactory

pytestmark = pytest.mark.django_db
FROM = today() - dt.timedelta(10)


@pytest.fixture
def proposal(w, trusted):
    """Podium24 has placed somebody on full benefit and proposes that it ends."""
    with trusted():
        step = StepFactory(client=w["job"], partner=w.partners["podium24"], instrument=w.work, started_on=FROM)
        employer = EmployerFactory(chain=w.chain, name="Hotel De Zon")
        placement = PlacementFactory(client=w["job"], step=step, employer=employer)
        BenefitPeriodFactory(client=w["job"])
        return BenefitProposalFactory(placement=placement, from_on=FROM, proposed_by=w.staff["adviser"].user)


def url(proposal, client):
    return f"/clienten/{client.number}/voorstel/{proposal.pk}/"


def periods(trusted, client):
    with trusted():
        return list(
            BenefitPeriod.objects.filter(client=client).order_by("started_on")
            .values_list("level", "started_on", "ended_on", "end_reason")
        )  # fmt: skip


def status(trusted, proposal):
    with trusted():
        return BenefitProposal.objects.get(pk=proposal.pk).status


# Confirming


def test_full_ends_the_benefit_the_day_before(w, proposal, signed_in, trusted):
    browser = signed_in("consultant")
    assert "reden: werk" in browser.get(url(proposal, w["job"])).content.decode()
    assert browser.post(url(proposal, w["job"]), {"act": "confirm", "version": "1"}).status_code == 302
    assert periods(trusted, w["job"]) == [("full", dt.date(2019, 1, 1), FROM - dt.timedelta(1), "work")]
    with trusted():
        decided = BenefitProposal.objects.get()
        assert (decided.status, decided.decided_by_id, decided.decided_on) == (
            "confirmed", w.staff["consultant"].user_id, today(),
        )  # fmt: skip
        told = Event.objects.filter(client=w["job"]).order_by("pk").values_list("act", "part")
        assert list(told) == [("benefit-ended", "benefit"), ("benefit-confirmed", "placements")]


def test_partial_goes_on_with_a_lower_one(w, proposal, signed_in, trusted):
    with trusted():
        BenefitProposal.objects.update(effect="partial")
    signed_in("consultant").post(url(proposal, w["job"]), {"act": "confirm", "version": "1"})
    assert periods(trusted, w["job"]) == [
        ("full", dt.date(2019, 1, 1), FROM - dt.timedelta(1), "work"),
        ("partial", FROM, None, ""),
    ]


def test_none_changes_nothing(w, proposal, signed_in, trusted):
    with trusted():
        BenefitProposal.objects.update(effect="none")
    signed_in("consultant").post(url(proposal, w["job"]), {"act": "confirm", "version": "1"})
    assert periods(trusted, w["job"]) == [("full", dt.date(2019, 1, 1), None, "")]
    assert status(trusted, proposal) == "confirmed"


def test_what_cannot_be_is_said_and_nothing_changes(w, proposal, signed_in, trusted):
    with trusted():
        BenefitPeriod.objects.update(started_on=FROM)
    browser = signed_in("consultant")
    assert "begint pas op" in browser.get(url(proposal, w["job"])).content.decode()
    answer = browser.post(url(proposal, w["job"]), {"act": "confirm", "version": "1"})
    assert answer.status_code == 409
    assert "begint pas op" in answer.content.decode()
    assert status(trusted, proposal) == "proposed"
    assert periods(trusted, w["job"]) == [("full", FROM, None, "")]


# Two at once


def test_the_second_is_told_who_was_first(w, proposal, signed_in, trusted):
    signed_in("consultant").post(url(proposal, w["job"]), {"act": "confirm", "version": "1"})
    answer = signed_in("lead").post(url(proposal, w["job"]), {"act": "decline", "version": "1", "reason": "Nee"})
    assert answer.status_code == 409
    assert "Consultant heeft dit voorstel op" in answer.content.decode()
    assert status(trusted, proposal) == "confirmed"


def test_one_wins_at_the_same_moment(w, proposal):
    """Both hold the page as it was; the row's lock lets one through."""
    with acting_as(w.acting("consultant")):
        confirm(proposal, 1, by=w.staff["consultant"])
    with acting_as(w.acting("lead")), pytest.raises(Refusal, match="bevestigd"):
        confirm(proposal, 1, by=w.staff["lead"])


def test_what_was_changed_meanwhile_is_looked_at_again(w, proposal, signed_in, trusted):
    adviser = {"act": "change", "version": "1", "effect": "partial", "from_on": day_typed(FROM)}
    assert signed_in("adviser").post(url(proposal, w["job"]), adviser).status_code == 302
    answer = signed_in("consultant").post(url(proposal, w["job"]), {"act": "confirm", "version": "1"})
    assert "intussen gewijzigd" in answer.content.decode()
    assert status(trusted, proposal) == "proposed"


def test_a_double_click_confirms_once(w, proposal, signed_in, trusted):
    browser = signed_in("consultant")
    form = {"act": "confirm", "version": "1", "once": browser.get(url(proposal, w["job"])).context["once"]}
    for _time in range(2):
        assert browser.post(url(proposal, w["job"]), form).headers["Location"] == f"/clienten/{w['job'].number}/"


# Declining, changing, proposing anew


def test_declining_takes_a_reason_and_changes_nothing(w, proposal, signed_in, trusted):
    browser = signed_in("consultant")
    assert browser.post(url(proposal, w["job"]), {"act": "decline", "version": "1"}).status_code == 422
    browser.post(url(proposal, w["job"]), {"act": "decline", "version": "1", "reason": "Te weinig uren."})
    assert status(trusted, proposal) == "declined"
    assert periods(trusted, w["job"]) == [("full", dt.date(2019, 1, 1), None, "")]
    page = signed_in("adviser").get(url(proposal, w["job"])).content.decode()
    assert "Te weinig uren." in page
    assert "Nieuw voorstel" in page


def test_after_that_another_can_be_proposed_but_never_two_that_wait(w, proposal, signed_in, trusted):
    signed_in("consultant").post(url(proposal, w["job"]), {"act": "decline", "version": "1", "reason": "Nee"})
    new = f"/clienten/{w['job'].number}/plaatsing/{proposal.placement_id}/voorstel/"
    form = {"effect": "none", "from_on": day_typed(FROM)}
    assert signed_in("adviser").post(new, form).status_code == 302
    signed_in("adviser").post(new, form)
    with trusted():
        assert BenefitProposal.objects.filter(status="proposed").count() == 1


# Who


def test_the_partner_that_proposed_sees_no_benefit_and_no_buttons(w, proposal, signed_in, trusted):
    browser = signed_in("adviser")
    page = browser.get(url(proposal, w["job"])).content.decode()
    assert "De uitkering stopt helemaal" in page
    for hidden in ("Participatiewet", "Uitkering nu", "Bevestigen", "Afwijzen", "2019"):
        assert hidden not in page
    assert browser.post(url(proposal, w["job"]), {"act": "confirm", "version": "1"}).status_code == 403
    assert status(trusted, proposal) == "proposed"


@pytest.mark.parametrize(
    ("name", "sees", "confirms"),
    [("consultant", 200, 302), ("lead", 200, 302), ("adviser", 200, 403), ("manager", 200, 403),
     ("podium24_manager", 200, 403), ("trainer", 404, 404), ("annex_consultant", 404, 404), ("stranger", 404, 404)],
)  # fmt: skip
def test_who_sees_and_who_confirms(w, proposal, signed_in, trusted, name, sees, confirms):
    browser = signed_in(name)
    assert browser.get(url(proposal, w["job"])).status_code == sees
    assert browser.post(url(proposal, w["job"]), {"act": "confirm", "version": "1"}).status_code == confirms
    assert (status(trusted, proposal) == "confirmed") == (confirms == 302)


def test_a_partner_s_consultant_does_not_confirm(w, trusted, signed_in):
    with trusted():
        proposal = BenefitProposalFactory(placement=w.steps["placement"].placement, from_on=FROM)
    browser = signed_in("annex_consultant")
    assert "Uitkering nu" not in browser.get(url(proposal, w["placement"])).content.decode()
    answer = browser.post(url(proposal, w["placement"]), {"act": "confirm", "version": "1"})
    assert answer.status_code == 403


def test_a_proposal_under_another_client_s_number_is_not_there(w, proposal, signed_in):
    assert signed_in("consultant").get(url(proposal, w["step"])).status_code == 404


# Where they stand


def test_they_stand_on_mijn_dag_and_in_the_list_of_szmh(w, proposal, signed_in, django_assert_max_num_queries):
    with acting_as(w.acting("consultant")), django_assert_max_num_queries(2):
        (row,) = panels.day_rows(w.staff["consultant"])
    assert (row.client_id, row.term, row.url) == (w["job"].pk, FROM, url(proposal, w["job"]))
    with acting_as(w.acting("adviser")):
        assert panels.day_rows(w.staff["adviser"]) == []
    assert "Hotel De Zon" in signed_in("consultant").get("/voorstellen/").content.decode()
    assert "Hotel De Zon" in signed_in("adviser").get("/voorstellen/").content.decode()
    assert "Hotel De Zon" not in signed_in("trainer").get("/voorstellen/").content.decode()
    assert "Hotel De Zon" not in signed_in("stranger").get("/voorstellen/").content.decode()
    assert signed_in("policy").get("/voorstellen/").status_code == 403


def test_the_panel_stands_on_the_record_while_it_waits(w, proposal, trusted, django_assert_max_num_queries):
    with acting_as(w.acting("adviser")), django_assert_max_num_queries(2):
        panel = panels.proposals(w.staff["adviser"], w["job"])
        assert panel.context["decides"] is False
        assert panels.proposals(w.staff["adviser"], w["step"]) is None


def test_the_list_asks_no_more_with_more_rows(w, proposal, signed_in, trusted, django_assert_max_num_queries):
    with trusted():
        for name in ("step", "planned", "team", "both"):
            BenefitProposalFactory(placement=PlacementFactory(client=w[name]))
    browser = signed_in("consultant")
    browser.get("/voorstellen/")
    with django_assert_max_num_queries(12):
        assert len(browser.get("/voorstellen/").context["rows"]) == 5
