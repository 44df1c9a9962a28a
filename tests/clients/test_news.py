"""News: to each partner involved once, never to who told it, without a name once the person is out of sight."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from clients import news, team
from clients.models import Client, Involvement, News
from clients.timeline import record
from reporting.jobs import empty_outbox
from tests.conftest import role
from tests.factories import (
    EventFactory,
    MunicipalityFactory,
    NewsFactory,
    ReferralFactory,
    ResidenceFactory,
    TeamMemberFactory,
    days_ago,
)

PLACED = {"form": "regulier werk", "employer": "Bakker Bart"}


@pytest.fixture
def w(w, trusted):
    """`both` is in a step of Annex and one of MTB, and has the consultant as lead."""
    with trusted():
        Client.objects.filter(pk=w["both"].pk).update(lead=w.staff["consultant"].user)
        w["both"].refresh_from_db()
    return w


@pytest.fixture
def tell(w):
    """`tell("trainer", "placed")`: what the act of somebody leaves, and then the worker that comes by; who hears of it."""

    def told(who, act, person="both", part="plan", about=None, on=None, **params):
        with acting_as(w.acting(who), "test"):
            record(act, w[person], about=about, part=part, on=on, **params)
        empty_outbox(w.chain.pk)
        return heard()

    return told


def heard():
    with role("snoer_owner"):
        return set(News.objects.values_list("partner__code", flat=True))


def shown(browser):
    """Of each line on Mijn dag: its title, name and number."""
    html = browser.get(reverse("day")).content.decode()
    if 'id="news"' not in html:
        return []
    html = html[html.index('id="news"') : html.index("</form>", html.index('id="news"'))]
    return re.findall(
        r"<li class=[^>]+><span><b>(.*?)</b> (?:<a[^>]*>(.*?)</a> )?<span class=\"quiet\">(.*?)</span>", html
    )


# who hears


def test_a_placement_is_news_for_every_partner_involved_but_the_one_that_told_it(tell):
    assert tell("trainer", "placed", part="placements", **PLACED) == {"mtb", "szmh"}


@pytest.mark.parametrize(
    "act", ["placed-form", "placement-ended", "plan-agreed", "step-finished", "lead-changed", "file-closed"]
)
def test_so_are_other_acts_that_matter(tell, act):
    assert tell("coach", act) == {"annex", "szmh"}


@pytest.mark.parametrize(
    "act", ["registered", "client-changed", "step-planned", "step-observed", "assessed", "benefit-ended"]
)
def test_not_everything_is_news(tell, act):
    assert tell("coach", act) == set()


def test_it_is_told_once_however_often_the_worker_runs(w, tell):
    tell("trainer", "placed", **PLACED)
    with acting_as(w.acting("count"), "test"):
        event = News.objects.values_list("event_number", flat=True).first()
        assert news.spread(w.chain.pk, [event]) == 0
        assert News.objects.count() == 2


def test_who_was_involved_on_the_day_hears_of_it_too(w, trusted, tell):
    with trusted():
        TeamMemberFactory(
            client=w["both"], partner=w.partners["podium24"], started_on=days_ago(30), ended_on=days_ago(5)
        )  # fmt: skip
    assert "podium24" not in tell("trainer", "placed", on=days_ago(4), **PLACED)
    assert "podium24" in tell("trainer", "placement-ended", on=days_ago(5), step="Werk", reason="x")


def test_who_comes_later_hears_nothing_of_before(w, trusted, tell):
    with trusted():
        TeamMemberFactory(client=w["both"], partner=w.partners["podium24"], started_on=days_ago(-1))
    assert "podium24" not in tell("trainer", "placed", **PLACED)


def test_an_involvement_for_some_parts_hears_of_those_parts(w, trusted, tell):
    with trusted():
        ReferralFactory(
            client=w["both"], partner=w.partners["podium24"], asked_by=w.partners["szmh"], shared=["contact"]
        )  # fmt: skip
    assert "podium24" not in tell("trainer", "placed", part="placements", **PLACED)
    assert "podium24" in tell("trainer", "plan-agreed", part="plan")


def test_a_broken_glass_hears_of_nothing(w, trusted, tell):
    with trusted():
        Involvement.objects.create(
            client=w["both"], chain=w.chain, partner=w.partners["beleid"], membership=w.staff["coordinator"],
            reason="glass", source="glass", source_id=1, started_on=days_ago(0),
        )  # fmt: skip
    assert "beleid" not in tell("trainer", "placed", **PLACED)


def test_an_answer_to_a_referral_is_for_the_partner_that_asked(w, trusted, tell):
    with trusted():
        referral = ReferralFactory(client=w["both"], partner=w.partners["mtb"], asked_by=w.partners["annex"])
    assert tell("coach", "referral-answered", part="referrals", about=referral) == {"annex"}


@pytest.mark.parametrize(("out", "told"), [(True, {"annex", "mtb"}), (False, set())])
def test_a_move_is_news_where_it_leads_out_of_the_chain(w, trusted, tell, out, told):
    with trusted():
        town = MunicipalityFactory(code="GM0363") if out else w.vaals
        w["both"].residences.update(ended_on=days_ago(1))
        moved = ResidenceFactory(client=w["both"], municipality=town, started_on=days_ago(0))
    found = tell("consultant", "residence-changed", part="contact", about=moved, municipality=town.name)
    assert found == told


def test_without_a_lead_nobody_of_the_point_of_contact_is_told(w, trusted, tell):
    with trusted():
        Client.objects.filter(pk=w["both"].pk).update(lead=None)
    assert tell("trainer", "placed", **PLACED) == {"mtb"}


# Mijn dag


def test_the_partner_reads_it_on_mijn_dag_with_name_and_who_told_it(w, tell, signed_in):
    tell("trainer", "placed", **PLACED)
    assert shown(signed_in("coach")) == [("Geplaatst", "Anna both", w["both"].number)]
    html = signed_in("coach").get(reverse("news")).content.decode()
    assert reverse("record", args=[w["both"].number]) in html
    assert "Annex</span> <span>Trainer" in html
    assert shown(signed_in("trainer")) == []
    assert shown(signed_in("adviser")) == []
    assert shown(signed_in("stranger")) == []


def test_at_the_point_of_contact_it_is_for_the_lead_alone(w, tell, signed_in):
    tell("trainer", "placed", **PLACED)
    assert len(shown(signed_in("consultant"))) == 1
    assert shown(signed_in("lead")) == []
    with acting_as(w.acting("consultant"), "test"):
        team.change_lead(w["both"], w.staff["lead"])
    assert shown(signed_in("consultant")) == []
    assert len(shown(signed_in("lead"))) == 1


def test_out_of_sight_there_is_a_number_and_no_name(w, trusted, tell, signed_in):
    tell("consultant", "file-closed", part="client")
    with trusted():
        Client.objects.filter(pk=w["both"].pk).update(closed_on=days_ago(0))
    assert [(name, number) for _title, name, number in shown(signed_in("coach"))] == [("", w["both"].number)]
    assert "Anna" not in signed_in("coach").get(reverse("news")).content.decode()


def test_seen_by_one_is_seen_by_the_partner(w, tell, signed_in):
    tell("trainer", "placed", **PLACED)
    with role("snoer_owner"):
        mtb, _szmh = News.objects.order_by("partner__code")
    assert signed_in("coach").post(reverse("news"), {"seen": str(mtb.pk)}).url == reverse("day")
    assert shown(signed_in("coach")) == []
    assert len(shown(signed_in("consultant"))) == 1
    with role("snoer_owner"):
        mtb.refresh_from_db()
        assert mtb.seen_by_id == w.staff["coach"].user_id


def test_all_at_once_are_those_that_were_shown(w, trusted, signed_in):
    with trusted():
        for _number in range(25):
            NewsFactory(client=w["both"], partner=w.partners["mtb"])
    browser = signed_in("coach")
    html = browser.get(reverse("day")).content.decode()
    assert len(shown(browser)) == news.SHOWN
    assert "Er is meer." in html
    chosen = re.search(r'name="seen" value="([\d,]+)">Alles gezien', html).group(1)
    answer = browser.post(reverse("news"), {"seen": chosen}, headers={"HX-Request": "true"})
    fragment = browser.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<div id="news">')
    assert len(shown(browser)) == 5


@pytest.mark.parametrize("who", ["trainer", "consultant", "adviser", "stranger"])
def test_what_is_somebody_elses_is_not_ticked_off(w, trusted, signed_in, who):
    with trusted():
        row = NewsFactory(client=w["both"], partner=w.partners["mtb"])
    signed_in(who).post(reverse("news"), {"seen": f"{row.pk},x,"})
    with role("snoer_owner"):
        row.refresh_from_db()
        assert row.seen_at is None


def test_it_asks_two_questions_however_much_there_is(w, trusted, signed_in):
    def asked(number):
        with trusted():
            for _number in range(number):
                person = w["both"] if _number % 2 else w["mtb"]
                event = EventFactory(client=person, author=w.staff["trainer"].user, partner=w.partners["annex"])
                NewsFactory(client=person, partner=w.partners["mtb"], event_number=event.pk)
        browser = signed_in("coach")
        browser.get(reverse("day"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("day"))
        return len(queries)

    nothing = asked(0)
    assert asked(2) == nothing + 1
    assert asked(15) == nothing + 1
