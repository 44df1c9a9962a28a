"""The joint intake: sections with an owner each, saved beside each other; begun and concluded by who leads it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client as Browser

from chain.acting import acting_as
from chain.days import today
from clients.models import Event, Look, Step
from clients.steps import NotNow
from diagnosis import intake as acts
from diagnosis import invitations, panels, presence
from diagnosis.models import Intake, IntakeSection
from tests.diagnosis.intakes import answers, conclude, intake_world, part, save, shown, text, the_intake, typed, url
from tests.factories import (
    BenefitPeriodFactory,
    IntakeFactory,
    IntakeSectionFactory,
    StepFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(trusted):
    with trusted():
        return intake_world()


@pytest.fixture
def begun(w, signed_in):
    """A client whose intake the consultant has just begun."""
    client = w["unknown"]
    signed_in("consultant").post(url(client), {"begin": "1"})
    return client


@pytest.fixture
def at_the_table(w, begun):
    """Podium24 is at the table too."""
    with acting_as(w.acting("consultant")):
        invitations.invite(begun, w.partners["podium24"], today(), dt.time(10), by=w.staff["consultant"])
    return begun


# Beginning


def test_it_begins_with_a_step_of_the_partner_that_acts(w, begun, trusted):
    intake = the_intake(trusted, begun)
    assert (intake.status, intake.author) == ("open", w.staff["consultant"].user)
    assert (intake.step.status, intake.step.partner, intake.step.started_on) == ("active", w.partners["szmh"], today())
    with trusted():
        assert [event.act for event in Event.objects.filter(client=begun)] == ["intake-started"]
        assert Step.objects.filter(client=begun).count() == 1


def test_each_section_has_its_owner_by_the_mandates(w, begun, trusted):
    with trusted():
        owners = dict(IntakeSection.objects.filter(client=begun).values_list("key", "partner__code"))
    assert owners == {
        "reason": "szmh", "work": "szmh", "motivation": "szmh", "market": "podium24", "practical": "szmh", "capacity": "szmh",
    }  # fmt: skip


def test_annex_has_a_section_only_where_it_is_asked_to_come(w, begun, signed_in, trusted):
    assert "Advies van de diagnose" not in text(signed_in("consultant").get(url(begun)))
    with acting_as(w.acting("consultant")):
        for _again in range(2):
            found = invitations.invite(begun, w.partners["annex"], today(), dt.time(10), by=w.staff["consultant"])
            invitations.cancel(found, by=w.staff["consultant"])
    with trusted():
        assert IntakeSection.objects.get(client=begun, key="advice").partner == w.partners["annex"]
    assert "Advies van de diagnose" in text(signed_in("consultant").get(url(begun)))


def test_a_perspective_talk_has_fewer_sections(w, signed_in, trusted):
    browser, client = signed_in("consultant"), w["unknown"]
    assert "Perspectiefgesprek beginnen" in text(browser.get(url(client) + "?vorm=perspectief"))
    browser.post(url(client), {"begin": "1", "form": "perspective"})
    assert the_intake(trusted, client).form == "perspective"
    keys = [part.key for part in browser.get(url(client)).context["parts"]]
    assert keys == ["reason", "motivation", "market", "practical", "barriers"]


def test_beginning_twice_gives_one_intake(w, begun, signed_in, trusted):
    signed_in("lead").post(url(begun), {"begin": "1"})
    assert the_intake(trusted, begun).author == w.staff["consultant"].user


def test_looking_begins_nothing(w, signed_in, trusted):
    assert "Intake beginnen" in text(signed_in("consultant").get(url(w["unknown"])))
    with trusted():
        assert not Intake.objects.exists()


@pytest.mark.parametrize("form", ["", "verzonnen"])
def test_an_unknown_form_is_the_whole_talk(w, signed_in, trusted, form):
    signed_in("consultant").post(url(w["unknown"]), {"begin": "1", "form": form})
    assert the_intake(trusted, w["unknown"]).form == "full"


def test_it_does_not_begin_on_a_day_to_come(w):
    me = w.staff["consultant"]
    with acting_as(me.pk), pytest.raises(ValidationError, match="moet nog komen"):
        acts.begin(w["unknown"], me, on=today() + dt.timedelta(1))


# Saving


def test_a_section_is_saved_by_itself_without_a_script(begun, signed_in, trusted):
    browser = signed_in("consultant")
    answer = save(browser, begun, "reason", reason="Wil graag werken.")
    assert answer.headers["Location"] == url(begun) + "#reason"
    assert answers(trusted, begun, "reason") == {"reason": "Wil graag werken."}
    page = browser.get(url(begun))
    assert "Opgeslagen om" in text(page)
    assert part(page, "reason").filled


def test_it_saves_as_it_goes_and_says_when(begun, signed_in, trusted):
    answer = save(signed_in("consultant"), begun, "work", more={"autosave": "1"}, work="Bakker")
    told = answer.json()
    assert told["saved"][2] == ":"
    assert (told["fields"]["work-version"], told["fields"]["initial-work-work"]) == ("2", "Bakker")
    assert answers(trusted, begun, "work") == {"work": "Bakker"}


def test_what_saves_itself_is_not_a_look_of_its_own(begun, signed_in, trusted):
    browser = signed_in("consultant")
    before = shown(browser.get(url(begun)), "work")
    with trusted():
        looks = Look.objects.count()
    save(browser, begun, "work", before, {"autosave": "1"}, work="Bakker")
    browser.get(url(begun) + "?deel=samen", headers={"HX-Request": "true"})
    with trusted():
        assert Look.objects.count() == looks


def test_a_save_that_changes_nothing_is_no_version_and_nobody_is_busy(w, begun, signed_in, trusted):
    save(signed_in("consultant"), begun, "reason", more={"autosave": "1"}, reason="", question="")
    with trusted():
        assert IntakeSection.objects.get(client=begun, key="reason").version == 1
    assert not presence.busy(the_intake(trusted, begun).pk, ["reason"], w.staff["lead"])


def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(begun, signed_in, trusted):
    answer = save(signed_in("consultant"), begun, "practical", hours="veel", transport_done="Fiets")
    assert answer.status_code == 422
    assert part(answer, "practical").form.errors.keys() == {"hours"}
    assert 'href="#id_practical-hours"' in answer.content.decode()
    assert 'value="veel"' in answer.content.decode()
    assert answers(trusted, begun, "practical") == {"transport_done": "Fiets"}


@pytest.mark.parametrize(("hours", "kept"), [("0", 0), ("60", 60), ("61", None), ("-1", None), ("24,5", None)])
def test_hours_of_a_week(begun, signed_in, trusted, hours, kept):
    answer = save(signed_in("consultant"), begun, "practical", more={"autosave": "1"}, hours=hours)
    assert answer.status_code == (422 if kept is None else 200)
    assert answers(trusted, begun, "practical").get("hours") == kept


def test_a_tick_is_taken_away_again(begun, signed_in, trusted):
    browser = signed_in("consultant")
    save(browser, begun, "practical", transport_needed="on", transport_done="Buskaart")
    assert answers(trusted, begun, "practical") == {"transport_needed": True, "transport_done": "Buskaart"}
    before = shown(browser.get(url(begun)), "practical")
    save(browser, begun, "practical", before, transport_done="Buskaart")
    assert answers(trusted, begun, "practical") == {"transport_done": "Buskaart"}


@pytest.mark.parametrize("key", ["", "onzin", "barriers"])
def test_a_section_that_is_not_there_is_not_saved(begun, signed_in, trusted, key):
    answer = signed_in("consultant").post(url(begun), {"section": key, "reason-reason": "x"})
    assert answer.status_code == (403 if key == "barriers" else 302)
    assert answers(trusted, begun, "reason") == {}


def test_nothing_is_kept_that_was_not_asked(w, begun, trusted):
    me = w.staff["consultant"]
    with acting_as(me.pk):
        row = IntakeSection.objects.get(client=begun, key="reason")
        acts.write(row, {"reason": "Werk", "bsn": "900000004"}, row.version, by=me)
    assert answers(trusted, begun, "reason") == {"reason": "Werk"}


# Two at once


def test_two_desks_fill_different_sections_and_lose_nothing(at_the_table, signed_in, trusted):
    szmh, podium24 = signed_in("consultant"), signed_in("adviser")
    ours, theirs = shown(szmh.get(url(at_the_table)), "work"), shown(podium24.get(url(at_the_table)), "market")
    assert save(szmh, at_the_table, "work", ours, work="Bakker").status_code == 302
    assert save(podium24, at_the_table, "market", theirs, occupation="Bakker in opleiding").status_code == 302
    assert answers(trusted, at_the_table, "work") == {"work": "Bakker"}
    assert answers(trusted, at_the_table, "market") == {"occupation": "Bakker in opleiding"}


def test_what_two_wrote_in_different_fields_is_both_kept(begun, signed_in, trusted):
    one, other = signed_in("consultant"), signed_in("lead")
    before = shown(one.get(url(begun)), "reason")
    save(one, begun, "reason", before, reason="Van de een", question="")
    assert save(other, begun, "reason", before, reason="", question="Van de ander").status_code == 302
    assert answers(trusted, begun, "reason") == {"reason": "Van de een", "question": "Van de ander"}


def test_the_page_of_the_other_takes_over_what_it_did_not_touch(begun, signed_in, trusted):
    """Or its next save would put the old text back."""
    one, other = signed_in("consultant"), signed_in("lead")
    before = shown(one.get(url(begun)), "reason")
    save(one, begun, "reason", before, reason="Van de een")
    told = save(other, begun, "reason", before, {"autosave": "1"}, reason="", question="Van de ander").json()
    assert told["shown"] == {"reason-reason": "Van de een"}
    assert "initial-reason-reason" not in told["fields"]  # until the page has it
    next_save = {**before, **told["fields"], "initial-reason-reason": "Van de een"}
    save(other, begun, "reason", next_save, reason="Van de een", question="Van de ander, langer")
    assert answers(trusted, begun, "reason") == {"reason": "Van de een", "question": "Van de ander, langer"}


def test_what_two_wrote_in_one_field_is_shown_and_neither_lost(begun, signed_in, trusted):
    one, other = signed_in("consultant"), signed_in("lead")
    before = shown(one.get(url(begun)), "reason")
    save(one, begun, "reason", before, reason="Van de een")
    told = save(other, begun, "reason", before, {"autosave": "1"}, reason="Van de ander")
    assert told.status_code == 409
    assert "initial-reason-reason" not in told.json()["fields"]  # so that saving it again is refused again
    answer = save(other, begun, "reason", before, reason="Van de ander")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Van de een" in page
    assert "Van de ander" in page
    assert answers(trusted, begun, "reason") == {"reason": "Van de een"}
    again = save(other, begun, "reason", shown(answer, "reason"), reason="Van de een. Van de ander.")
    assert again.status_code == 302
    assert answers(trusted, begun, "reason") == {"reason": "Van de een. Van de ander."}


def test_an_own_save_under_way_is_no_stranger(begun, signed_in, trusted):
    """The page saves by itself while the button is pressed: the longer text goes on from the shorter."""
    browser = signed_in("consultant")
    before = shown(browser.get(url(begun)), "reason")
    save(browser, begun, "reason", before, {"autosave": "1"}, reason="Wil werk")
    assert save(browser, begun, "reason", before, reason="Wil werken").status_code == 302
    assert answers(trusted, begun, "reason") == {"reason": "Wil werken"}


def test_line_ends_of_browsers_are_no_change(begun, signed_in, trusted):
    one, other = signed_in("consultant"), signed_in("lead")
    save(one, begun, "work", work="Bakker\r\nKok")
    before = shown(other.get(url(begun)), "work")
    save(one, begun, "work", before, work="Bakker\r\nKok\r\nOber")
    save(other, begun, "work", before, work="Bakker\r\nKok", education="Mbo")
    assert answers(trusted, begun, "work")["work"].split() == ["Bakker", "Kok", "Ober"]


def test_a_conflict_of_ticks_says_yes_or_no(begun, signed_in):
    one, other = signed_in("consultant"), signed_in("lead")
    save(one, begun, "practical", transport_done="Fiets")
    before = shown(one.get(url(begun)), "practical")
    save(one, begun, "practical", before, transport_done="Buskaart")
    answer = save(other, begun, "practical", before, transport_done="Scooter")
    assert part(answer, "practical").form.theirs == {"transport_done": "Buskaart"}


def test_the_act_itself_refuses_an_old_version(w, begun):
    me = w.staff["consultant"]
    with acting_as(me.pk):
        row = IntakeSection.objects.get(client=begun, key="reason")
        acts.write(row, {"reason": "Eerst"}, 1, by=me)
        with pytest.raises(NotNow):
            acts.write(row, {"reason": "Later"}, 1, by=me)


# Who is busy, and reading along


def test_a_section_says_who_is_busy_in_it_for_a_while(w, at_the_table, signed_in, trusted, monkeypatch):
    save(signed_in("adviser"), at_the_table, "market", occupation="Bakker")
    page = text(signed_in("consultant").get(url(at_the_table)))
    name = w.staff["adviser"].user.name.split(" ")[0]
    assert f"nu bezig: {name}, {w.partners['podium24'].name}" in page
    assert "nu bezig:" not in text(signed_in("adviser").get(url(at_the_table)))  # not of oneself
    later = presence.time.time() + presence.SECONDS + 1
    monkeypatch.setattr(presence.time, "time", lambda: later)
    assert "nu bezig:" not in text(signed_in("consultant").get(url(at_the_table)))


def test_what_the_other_desk_writes_refreshes_itself(at_the_table, signed_in):
    browser = signed_in("consultant")
    browser.get(url(at_the_table))
    save(signed_in("adviser"), at_the_table, "market", occupation="Bakker bij een molen")
    answer = browser.get(url(at_the_table) + "?deel=samen&work-version=1", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "Bakker bij een molen" in page
    assert 'id="part-market"' in page
    assert 'id="part-work"' not in page  # a form of one's own is left alone
    assert "<html" not in page


def test_a_form_is_told_that_another_saved_in_it(begun, signed_in):
    save(signed_in("lead"), begun, "work", work="Bakker")
    answer = signed_in("consultant").get(
        url(begun) + "?deel=samen&work-version=1&reason-version=1", headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert 'id="busy-work" class="live' in page
    assert page.count("data-newer") == 1


def test_a_page_that_refreshes_itself_keeps_no_session_alive(begun, signed_in):
    browser = signed_in("consultant")
    browser.get(url(begun))
    session = browser.session
    session["seen"] = 0
    session.save()
    browser.get(url(begun) + "?deel=samen", headers={"HX-Request": "true"})
    assert browser.session["seen"] == 0
    browser.get(url(begun))
    assert browser.session["seen"] > 0


def test_once_it_is_concluded_a_page_that_is_open_says_so_and_stops_asking(at_the_table, signed_in):
    conclude(signed_in("consultant"), at_the_table, conclusion="none", grounds="Eerst rust.")
    # The invitation ended with it, so the partner may be gone; who still sees the person is told.
    answer = signed_in("lead").get(url(at_the_table) + "?deel=samen", headers={"HX-Request": "true"})
    assert "intussen afgerond" in text(answer)
    assert "hx-trigger" not in answer.content.decode()


def test_one_section_can_be_asked_for(begun, signed_in):
    browser = signed_in("consultant")
    answer = browser.get(url(begun) + "?deel=work", headers={"HX-Request": "true"})
    assert part(answer, "work").mode == "form"
    assert browser.get(url(begun) + "?deel=onzin", headers={"HX-Request": "true"}).status_code == 404


def test_who_leads_reads_along_where_the_other_is_at_the_table_and_may_take_over(at_the_table, signed_in):
    browser = signed_in("consultant")
    page = browser.get(url(at_the_table))
    assert part(page, "market").mode == "read"
    assert "Zelf invullen" in text(page)
    assert part(browser.get(url(at_the_table) + "?invullen=market"), "market").mode == "form"


def test_a_section_that_was_taken_over_is_not_refreshed_away(at_the_table, signed_in):
    browser = signed_in("consultant")
    page = browser.get(url(at_the_table) + "?deel=samen&market-version=1", headers={"HX-Request": "true"})
    assert 'id="part-market"' not in page.content.decode()
    assert 'id="busy-market"' in page.content.decode()


def test_where_nobody_comes_who_leads_fills_in_all(begun, signed_in):
    page = signed_in("consultant").get(url(begun))
    assert {part.mode for part in page.context["parts"]} == {"form"}


# Who


@pytest.mark.parametrize(
    ("name", "client", "status"),
    [
        ("consultant", "step", 200),
        ("lead", "step", 200),
        ("trainer", "step", 200),
        ("trainer", "unknown", 404),
        ("coach", "step", 404),
        ("adviser", "step", 404),
        ("stranger", "step", 404),
        ("manager", "step", 403),
        ("policy", "step", 404),
    ],
)
def test_who_reads(w, signed_in, trusted, name, client, status):
    with trusted():
        intake = IntakeFactory(client=w[client], author=w.staff["consultant"].user)
        IntakeSectionFactory(
            client=w[client], intake=intake, partner=w.partners["szmh"], answers={"words": "Graag bakker"}
        )
    answer = signed_in(name).get(url(w[client]))
    assert answer.status_code == status
    assert ("Graag bakker" in answer.content.decode()) == (status == 200)


def test_podium24_writes_its_own_section_and_reads_the_others(at_the_table, signed_in, trusted):
    save(signed_in("consultant"), at_the_table, "work", work="Zes jaar bakker")
    browser = signed_in("adviser")
    page = browser.get(url(at_the_table))
    modes = {each.key: each.mode for each in page.context["parts"]}
    assert modes == {
        "reason": "read", "work": "read", "motivation": "read", "market": "form", "practical": "read",
        "barriers": "shut", "capacity": "shut",
    }  # fmt: skip
    assert "Zes jaar bakker" in text(page)
    assert "Intake afronden" not in text(page)
    refused = browser.post(url(at_the_table), {"section": "work", **typed("work", work="Anders")})
    assert refused.status_code == 403
    assert browser.post(url(at_the_table), {"section": "outcome", "conclude": "1"}).status_code == 403
    assert browser.post(url(at_the_table), {"begin": "1"}).status_code == 403
    assert answers(trusted, at_the_table, "work") == {"work": "Zes jaar bakker"}
    with trusted():
        assert Look.objects.filter(client=at_the_table, why="refused").count() == 3


def test_a_part_that_one_does_not_read_is_there_and_says_nothing(at_the_table, signed_in, trusted):
    save(signed_in("consultant"), at_the_table, "capacity", posture="Niet langer dan een uur staan")
    page = text(signed_in("adviser").get(url(at_the_table)))
    assert "Wat kan deze persoon aan?" in page
    assert "maar niet voor uw functie" in page
    assert "Niet langer dan een uur staan" not in page
    answer = signed_in("adviser").post(url(at_the_table), {"section": "capacity", **typed("capacity", posture="x")})
    assert answer.status_code == 403
    assert answers(trusted, at_the_table, "capacity") == {"posture": "Niet langer dan een uur staan"}


@pytest.mark.parametrize("name", ["trainer", "annex_consultant"])
def test_a_partner_reads_along_and_does_not_write(w, signed_in, trusted, name):
    with acting_as(w.acting("consultant")):
        acts.begin(w["step"], w.staff["consultant"])
    browser = signed_in(name)
    assert "Intake afronden" not in text(browser.get(url(w["step"])))
    for post in ({"section": "reason", "reason-reason": "Anders"}, {"begin": "1"}):
        assert browser.post(url(w["step"]), post).status_code == 403
    assert answers(trusted, w["step"], "reason") == {}


def test_the_act_refuses_who_may_not(w, begun):
    with acting_as(w.acting("consultant")):
        row = IntakeSection.objects.select_related("client").get(client=begun, key="reason")
    with acting_as(w.acting("manager")), pytest.raises(PermissionDenied):
        acts.begin(w["step"], w.staff["manager"])
    with acting_as(w.acting("consultant")):
        assert not acts.may_write(w.staff["adviser"], begun, row)


def test_nobody_signed_in_is_asked_to(w):
    assert Browser().get(url(w["step"])).headers["Location"].startswith("/aanmelden/")


# On the record and Mijn dag


def test_the_panel_says_how_it_stands(w, signed_in, trusted, django_assert_max_num_queries):
    client = w["step"]
    me = w.staff["consultant"]
    with acting_as(me.pk):
        assert me.is_contact_point and me.holds("intake", client.home_id)  # as a request knows of its membership
    with acting_as(me.pk), django_assert_max_num_queries(1):
        panel = panels.intake(me, client)
    assert (panel.context["intake"], panel.context["writes"]) == (None, True)
    with acting_as(w.acting("trainer")):
        assert panels.intake(w.staff["trainer"], client).context["writes"] is False
    assert panels.intake(w.staff["manager"], client) is None


@pytest.mark.parametrize(("days", "offered"), [(740, True), (700, False)])
def test_a_perspective_talk_is_offered_to_who_is_long_on_benefit(w, signed_in, trusted, days, offered):
    with trusted():
        BenefitPeriodFactory(client=w["unknown"], started_on=days_ago(days), ended_on=None)
    page = text(signed_in("consultant").get(f"/clienten/{w['unknown'].number}/"))
    assert ("Perspectiefgesprek beginnen" in page) == offered


def test_the_panel_tells_of_the_work_that_fits(begun, signed_in):
    browser = signed_in("consultant")
    save(browser, begun, "market", occupation="Bakker")
    save(browser, begun, "practical", hours="24", childcare_needed="on")
    page = text(browser.get(f"/clienten/{begun.number}/"))
    assert "Bakker" in page
    assert "24 uur per week" in page
    assert "Kinderopvang" in page


def test_mijn_dag_shows_who_waits_for_an_intake_and_own_open_ones(w, trusted, django_assert_max_num_queries):
    me = w.staff["consultant"]
    with trusted():
        for name in ("unknown", "step", "left-team"):
            w[name].lead = me.user
            w[name].save()
        IntakeFactory(client=w["team"], author=me.user, step=StepFactory(client=w["team"], partner=w.partners["szmh"]))
    with acting_as(me.pk), django_assert_max_num_queries(3):
        rows = panels.day_rows(me)
    assert {(row.client_id, row.next_step) for row in rows} == {
        (w["team"].pk, "Intake afronden"),
        (w["unknown"].pk, "Intake beginnen"),
        (w["left-team"].pk, "Intake beginnen"),
    }
    with acting_as(w.acting("trainer")):
        assert panels.day_rows(w.staff["trainer"]) == []


def test_the_page_asks_no_more_with_more_written(w, begun, signed_in, trusted, django_assert_max_num_queries):
    browser = signed_in("consultant")
    browser.get(url(begun))
    with django_assert_max_num_queries(26):
        browser.get(url(begun))
    for key, name in [("reason", "reason"), ("work", "work"), ("market", "occupation"), ("capacity", "pace")]:
        save(browser, begun, key, **{name: "Iets"})
    with django_assert_max_num_queries(26):
        browser.get(url(begun))
    with django_assert_max_num_queries(14):
        browser.get(url(begun) + "?deel=samen", headers={"HX-Request": "true"})
