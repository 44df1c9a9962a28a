"""The pages of handing over: asked in one form, answered with all people in sight, and told on Mijn dag."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.models import Membership
from clients import handover_day, handovers
from clients.models import Client, Handover, HandoverPerson, Look
from tests.conftest import role
from tests.factories import (
    AppointmentFactory,
    ClientFactory,
    HandoverFactory,
    HandoverPersonFactory,
    MembershipFactory,
    NoteFactory,
    ReferralFactory,
    TaskFactory,
    TeamMemberFactory,
    days_ago,
)

NEW = "handover_new"


@pytest.fixture
def w(w, trusted):
    """The consultant has the lead of `step` and `planned`."""
    with trusted():
        for name in ("step", "planned"):
            Client.objects.filter(pk=w[name].pk).update(lead=w.staff["consultant"].user)
            TeamMemberFactory(client=w[name], partner=w.partners["szmh"], user=w.staff["consultant"].user, is_lead=True)
    return w


def text(answer):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def the_only():
    with role("snoer_owner"):
        return Handover.objects.get()


def asked(w, *names, taker="lead", giver="consultant"):
    with acting_as(w.acting(giver)):
        return handovers.ask(
            w.staff[giver].user, w.staff[taker], [w[name] for name in names], why="leave", text="Tot later."
        )


def page(made):
    return reverse("handover", args=[made.pk])


# asking


def test_everybody_goes_with_three_choices(w, signed_in):
    browser = signed_in("consultant")
    shown = text(browser.get(reverse(NEW)))
    assert "Iedereen (2)" in shown and "Regie: 2" in shown
    answer = browser.post(
        reverse(NEW), {"which": "all", "taker": w.staff["lead"].pk, "why": "leave", "text": "Succes!"}
    )
    made = the_only()
    assert (answer.status_code, answer.headers["Location"]) == (302, page(made))
    assert (made.kind, made.why, made.text, made.status) == ("move", "leave", "Succes!", "asked")
    with role("snoer_owner"):
        assert set(made.people.values_list("client", flat=True)) == {w["step"].pk, w["planned"].pk}


def test_only_who_is_ticked(w, signed_in):
    data = {"which": "some", "taker": w.staff["lead"].pk, "why": "balance", "people": [w["step"].pk]}
    assert signed_in("consultant").post(reverse(NEW), data).status_code == 302
    made = the_only()
    with role("snoer_owner"):
        assert [row.client_id for row in made.people.all()] == [w["step"].pk]


def test_one_person_is_chosen_by_the_address(w, signed_in):
    browser, url = signed_in("consultant"), f"{reverse(NEW)}?wie={w['step'].number}"
    shown = browser.get(url)
    assert "Iedereen" not in text(shown)
    assert w["planned"].number not in text(shown)
    assert browser.post(url, {"people": [w["step"].pk], "taker": w.staff["lead"].pk, "why": "leave"}).status_code == 302
    made = the_only()
    with role("snoer_owner"):
        assert [row.client_id for row in made.people.all()] == [w["step"].pk]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Kies een collega"),
        ({"which": "all", "why": "leave"}, "Kies een collega"),
        ({"which": "some", "why": "leave", "taker": True}, "Kies wie u overdraagt"),
        ({"which": "all", "why": "zin", "taker": True}, "Waarom"),
        ({"which": "some", "people": ["1"], "why": "leave", "taker": True}, "hoort (nog) bij deze collega"),
    ],
)
def test_what_is_wrong_is_said_and_kept(w, signed_in, data, said):
    if "taker" in data:
        data = data | {"taker": w.staff["lead"].pk}
    answer = signed_in("consultant").post(reverse(NEW), {"text": "Wat ik typte", **data})
    assert answer.status_code == 422
    assert said in text(answer) and "Wat ik typte" in text(answer)
    with role("snoer_owner"):
        assert not Handover.objects.exists()


def test_asked_twice_by_a_double_click_is_asked_once(w, signed_in):
    browser = signed_in("consultant")
    once = re.search(r'name="once" value="([^"]+)"', browser.get(reverse(NEW)).content.decode())[1]
    data = {"once": once, "which": "all", "taker": w.staff["lead"].pk, "why": "leave"}
    assert [browser.post(reverse(NEW), data).headers["Location"] for _time in range(2)] == [page(the_only())] * 2


def test_who_waits_for_an_answer_is_not_offered_again_and_the_others_are(w, signed_in, trusted):
    first, browser = asked(w, "step"), signed_in("consultant")
    shown = text(browser.get(reverse(NEW)))
    assert "Voor 1 persoon is al een overdracht gevraagd" in shown
    assert "Iedereen (1)" in shown and w["step"].number not in shown and w["planned"].number in shown
    with trusted():
        other = MembershipFactory(user__username="another", partner=w.partners["szmh"], role="consultant")
    data = {"taker": other.pk, "why": "leave"}
    some = browser.post(reverse(NEW), data | {"which": "some", "people": [w["step"].pk]})
    assert (some.status_code, "hoort (nog) bij deze collega" in text(some)) == (422, True)
    assert browser.post(reverse(NEW), data | {"which": "all"}).status_code == 302
    with role("snoer_owner"):
        second = Handover.objects.exclude(pk=first.pk).get()
        assert [row.client_id for row in second.people.all()] == [w["planned"].pk]
    shown = text(browser.get(reverse(NEW)))
    assert "Voor 2 mensen is al een overdracht gevraagd" in shown and "Overdracht vragen" not in shown
    assert "Regie: 2" in text(browser.get(f"{reverse(NEW)}?soort=waarnemen")), "a cover is of everybody"
    with acting_as(w.acting("lead")):
        handovers.answer(first, "decline", text="Nu niet.")
    assert "Iedereen (1)" in text(browser.get(reverse(NEW))), "who was declined is offered again"


def test_who_was_meant_and_waits_already_does_not_become_everybody(w, signed_in):
    asked(w, "step")
    answer = signed_in("consultant").get(f"{reverse(NEW)}?wie={w['step'].number}")
    assert answer.context["form"].initial["which"] == "some"


def test_a_cover_is_asked_for_days(w, signed_in):
    first, last = today(), days_ago(-10)
    data = {"taker": w.staff["lead"].pk, "why": "leave", "started_on": first.strftime("%d-%m-%Y"),
            "ended_on": last.strftime("%d-%m-%Y")}  # fmt: skip
    assert signed_in("consultant").post(f"{reverse(NEW)}?soort=waarnemen", data).status_code == 302
    made = the_only()
    assert (made.kind, made.started_on, made.ended_on) == ("cover", first, last)
    browser = signed_in("lead")
    assert "vraagt u waar te nemen" in text(browser.get(reverse("day")))
    assert browser.post(page(made), {"act": "accept"}).status_code == 302
    assert "U neemt waar voor" in text(browser.get(reverse("day")))
    assert "neemt voor u waar" in text(signed_in("consultant").get(reverse("day")))


def test_for_a_colleague(w, signed_in):
    url = f"{reverse(NEW)}?van={w.staff['consultant'].user_id}"
    assert signed_in("consultant").get(f"{reverse(NEW)}?van={w.staff['lead'].user_id}").status_code == 403
    shown = text(signed_in("lead").get(url))
    assert "Overdragen voor" in shown and "Iedereen (2)" in shown
    nobodys = f"{reverse(NEW)}?van={w.staff['trainer'].user_id}"
    assert signed_in("lead").get(nobodys).status_code == 404, "of another partner"


@pytest.mark.parametrize(("name", "status"), [("trainer", 200), ("manager", 403), ("policy", 403), ("admin", 403)])
def test_who_has_people_hands_them_over(w, signed_in, name, status):
    assert signed_in(name).get(reverse(NEW)).status_code == status


def test_looks_are_logged(w, signed_in):
    signed_in("consultant").get(reverse(NEW))
    made = asked(w, "step")
    signed_in("lead").get(page(made))
    with role("snoer_owner"):
        looks = Look.objects.filter(client=w["step"]).order_by("at")
        assert [(look.membership.user.username, look.parts) for look in looks.select_related("membership__user")] == [
            ("consultant", ["client"]), ("lead", ["client", "plan", "referrals", "notes"]),
        ]  # fmt: skip


# answering


def test_the_other_sees_who_and_what_is_open(w, trusted, signed_in):
    with trusted():
        own = {"partner": w.partners["szmh"]}
        TaskFactory(client=w["step"], **own, for_whom="partner", due_on=days_ago(2), since=days_ago(9))
        AppointmentFactory(client=w["step"], **own, user=w.staff["consultant"].user, on=days_ago(-1))
        ReferralFactory(client=w["step"], partner=w.partners["annex"], asked_by=w.partners["szmh"])
        NoteFactory(client=w["step"], membership=w.staff["consultant"], on=days_ago(4))
    made = asked(w, "step", "planned")
    browser = signed_in("lead")
    told = text(browser.get(reverse("day")))
    assert "vraagt u 2 mensen over te nemen (verlof)" in told
    shown = text(browser.get(page(made)))
    for part in (
        "1 taak",
        "1 te laat",
        "1 verwijzing",
        "afspraak morgen",
        "Tot later.",
        "Alle 2 overnemen",
        "Work-rhythm",
    ):
        assert part in shown, part
    assert browser.post(page(made), {"act": "take"}).status_code == 302
    assert "2 van 2" in text(browser.get(page(made)))
    assert "heeft 2 mensen overgenomen" in text(signed_in("consultant").get(reverse("day")))


def test_only_who_is_ticked_is_taken_over(w, signed_in):
    made = asked(w, "step", "planned")
    with role("snoer_owner"):
        row = made.people.get(client=w["planned"]).pk
    browser = signed_in("lead")
    nobody = browser.post(page(made), {"act": "take", "which": "some"})
    assert (nobody.status_code, "Kies wie u overneemt" in text(nobody)) == (422, True)
    assert (
        browser.post(page(made), {"act": "take", "which": "some", "people": [row, "x", "999999999"]}).status_code == 302
    )
    with role("snoer_owner"):
        assert dict(made.people.values_list("client__last_name", "status")) == {"step": "asked", "planned": "taken"}


def test_a_decline_is_told_with_its_reason(w, signed_in):
    made = asked(w, "step")
    browser = signed_in("lead")
    empty = browser.post(page(made), {"act": "decline", "text": ""})
    assert empty.status_code == 422 and "error-summary" in empty.content.decode()
    assert browser.post(page(made), {"act": "decline", "text": "Mijn caseload zit vol."}).status_code == 302
    assert "neemt niemand over: Mijn caseload zit vol." in text(signed_in("consultant").get(reverse("day")))


def test_too_late_is_said(w, signed_in):
    made = asked(w, "step")
    signed_in("consultant").post(page(made), {"act": "withdraw"})
    browser = signed_in("lead")
    answer = browser.post(page(made), {"act": "take"}, follow=True)
    assert "hier is al op geantwoord" in text(answer)


def test_what_to_look_out_for_is_written_beside_each(w, signed_in):
    made = asked(w, "step")
    with role("snoer_owner"):
        row = made.people.get().pk
    data = {"act": "notes", f"note-{row}": "Neem de tijd.", "note-x": "weg", "note-999999": "weg"}
    assert signed_in("consultant").post(page(made), data).status_code == 302
    shown = signed_in("lead").get(page(made))
    assert "Neem de tijd." in text(shown)
    assert signed_in("annex_consultant").post(page(made), data).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("annex_consultant", 404), ("trainer", 404), ("stranger", 404), ("manager", 403), ("lead", 302)],
)
def test_who_else_may_not(w, signed_in, name, status):
    made = asked(w, "step")
    assert signed_in(name).post(page(made), {"act": "take"}).status_code == status
    assert signed_in(name).post(page(made), {"act": "onzin"}).status_code == (404 if status == 302 else status)


def test_the_giver_does_not_answer(w, signed_in):
    made = asked(w, "step")
    assert signed_in("consultant").post(page(made), {"act": "take"}).status_code == 403


@pytest.mark.parametrize("number", [3, 40])
def test_as_many_questions_for_forty_as_for_three_and_pages_of_25(w, trusted, signed_in, number):
    with trusted():
        made = HandoverFactory(partner=w.partners["szmh"], giver=w.staff["consultant"].user, taker=w.staff["lead"].user)
        for one in range(number):
            client = ClientFactory(chain=w.chain, last_name=f"Naam{one:02}", lives=w.maastricht, lead=made.giver)
            HandoverPersonFactory(handover=made, client=client)
            TaskFactory(client=client, partner=w.partners["szmh"], for_whom="partner")
    browser = signed_in("lead")
    browser.get(page(made))
    with CaptureQueriesContext(
        connection,
    ) as asked_now:
        answer = browser.get(page(made))
    assert (
        len([q for q in asked_now.captured_queries if q["sql"].lstrip("( ").lower().startswith(("select", "with"))])
        <= 17
    )
    assert len(answer.content) < 45_000
    assert answer.content.decode().count("Naam") // 3 <= 25 * 2
    if number > 25:
        more = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())[1]
        assert "Naam39" in text(browser.get(page(made) + more))


# Mijn dag


def notices(w, name):
    with acting_as(w.acting(name)):
        return [notice.text for notice in handover_day.notices(w.staff[name])]


def test_who_leaves_and_who_left_with_people_on_their_name_is_told(w, trusted):
    assert notices(w, "lead") == []
    for last, lead, own in (
        (days_ago(-20), "werkt hier tot en met", "Uw laatste dag hier is"), (days_ago(1), "werkt hier niet meer", ""),
    ):  # fmt: skip
        with trusted():
            Membership.objects.filter(pk=w.staff["consultant"].pk).update(ended_on=last)
        (told,) = notices(w, "lead")
        assert lead in told and "nog 2 mensen" in told
        assert notices(w, "at_szmh") == [], "no business of another consultant"
        if own:
            assert own in notices(w, "consultant")[0]
    with trusted():
        Client.objects.filter(lead=w.staff["consultant"].user).update(lead=w.staff["lead"].user)
    assert notices(w, "lead") == []


def test_people_of_who_left_are_handed_over(w, trusted, signed_in):
    with trusted():
        Membership.objects.filter(pk=w.staff["consultant"].pk).update(ended_on=days_ago(1))
    url = f"{reverse(NEW)}?van={w.staff['consultant'].user_id}"
    data = {"which": "all", "taker": w.staff["lead"].pk, "why": "departure"}
    assert signed_in("lead").post(url, data).status_code == 302
    with role("snoer_owner"):
        assert Client.objects.get(pk=w["step"].pk).lead == w.staff["lead"].user, "asked for oneself: taken over at once"


def test_a_colleague_of_a_partner_is_told_of_who_left_there(w, trusted):
    with trusted():
        Membership.objects.filter(pk=w.staff["trainer"].pk).update(ended_on=days_ago(1))
    assert "werkt hier niet meer en heeft nog 1 persoon." in notices(w, "annex_consultant")[0]
    assert notices(w, "coach") == []


def test_mijn_dag_asks_one_question(w):
    asked(w, "step")
    with acting_as(w.acting("lead")), CaptureQueriesContext(connection) as told:
        member = Membership.objects.with_contact_point().select_related("partner").get(pk=w.acting("lead"))
        before = len(told)
        assert len(handover_day.notices(member)) == 1
        assert len(told) - before == 1


def test_a_note_beside_a_person_is_of_the_parts_that_one_reads(w):
    made = asked(w, "step")
    with acting_as(w.acting("coach")):
        assert not HandoverPerson.objects.filter(handover=made.pk).exists()
    with acting_as(w.acting("stranger")):
        assert not Handover.objects.filter(pk=made.pk).exists()
