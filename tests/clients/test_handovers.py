"""Handing people over: asked, and nothing changes before the other accepts; then all of it does, in one go."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection

from chain.acting import acting_as
from chain.days import today
from chain.models import Membership
from clients import covering, handovers, team, todo
from clients.models import Appointment, Client, Event, Handover, Involvement, Referral, Task, TeamMember
from clients.steps import NotNow
from tests.conftest import role
from tests.factories import (
    AppointmentFactory,
    HandoverFactory,
    MembershipFactory,
    ReferralFactory,
    TaskFactory,
    TeamMemberFactory,
    days_ago,
)
from tests.threads import at_once
from tests.world import world


@pytest.fixture
def w(w, trusted):
    """The consultant has the lead of `step` and `planned`; at Annex the trainer is in the team of `team`, and has a colleague."""
    with trusted():
        lead(w, "step", "consultant")
        lead(w, "planned", "consultant")
        w.staff["colleague"] = MembershipFactory(
            user__username="colleague", partner=w.partners["annex"], role="trainer"
        )
    return w


def lead(w, person, name):
    Client.objects.filter(pk=w[person].pk).update(lead=w.staff[name].user)
    TeamMemberFactory(client=w[person], partner=w.partners["szmh"], user=w.staff[name].user, is_lead=True)
    w[person].refresh_from_db()


def asked(w, *people, giver="consultant", taker="lead", by=None, **values):
    with acting_as(w.acting(by or giver)):
        return handovers.ask(
            w.staff[giver].user, w.staff[taker], [w[name] for name in people], **{"why": "leave"} | values
        )


def covered(w, giver="consultant", taker="lead", first=0, days=6, by=None):
    start = days_ago(-first)
    with acting_as(w.acting(by or giver)):
        return handovers.cover(
            w.staff[giver].user, w.staff[taker], why="leave", started_on=start, ended_on=start + dt.timedelta(days)
        )


def does(w, name, act, handover, *given, **values):
    with acting_as(w.acting(name)):
        return getattr(handovers, act)(handover, *given, **values)


def leads(w, person):
    with role("snoer_owner"):
        return Client.objects.get(pk=w[person].pk).lead.username


def acts(w, person):
    with role("snoer_owner"):
        return list(Event.objects.filter(client=w[person]).order_by("pk").values_list("act", flat=True))


def statuses(handover):
    with role("snoer_owner"):
        found = Handover.objects.get(pk=handover.pk)
        return found.status, sorted(found.people.values_list("status", flat=True))


# the lead


def test_nothing_changes_before_the_other_accepts(w):
    made = asked(w, "step", "planned")
    assert (leads(w, "step"), acts(w, "step")) == ("consultant", [])
    does(w, "lead", "take", made)
    assert (leads(w, "step"), leads(w, "planned")) == ("lead", "lead")
    assert acts(w, "step") == ["lead-changed"]
    assert statuses(made) == ("accepted", ["taken", "taken"])


def test_of_some_the_others_wait_until_they_are_taken_or_declined(w):
    made = asked(w, "step", "planned")
    with role("snoer_owner"):
        first = made.people.get(client=w["step"]).pk
    does(w, "lead", "take", made, [first])
    assert (leads(w, "step"), leads(w, "planned")) == ("lead", "consultant")
    assert statuses(made) == ("asked", ["asked", "taken"])
    does(w, "lead", "answer", made, "decline", text="Te veel erbij.")
    assert statuses(made) == ("accepted", ["left", "taken"])
    assert leads(w, "planned") == "consultant"


def test_a_decline_says_why(w):
    made = asked(w, "step")
    with pytest.raises(ValidationError) as refused:
        does(w, "lead", "answer", made, "decline", text="  ")
    assert "text" in refused.value.message_dict
    does(w, "lead", "answer", made, "decline", text="Ik ga zelf weg.")
    assert statuses(made) == ("declined", ["left"])
    assert leads(w, "step") == "consultant"


def test_what_waited_for_the_one_goes_to_the_other(w, trusted):
    with trusted():
        task = TaskFactory(
            client=w["step"], user=w.staff["consultant"].user, partner=w.partners["szmh"], for_whom="partner"
        )
        done = TaskFactory(
            client=w["step"], user=w.staff["consultant"].user, partner=w.partners["szmh"], status="done",
            done_on=today(), for_whom="partner", about_id=99,
        )  # fmt: skip
        ahead, past = (
            AppointmentFactory(client=w["step"], partner=w.partners["szmh"], user=w.staff["consultant"].user, on=on)
            for on in (days_ago(-3), days_ago(3))
        )
    does(w, "lead", "take", asked(w, "step"))
    with role("snoer_owner"):
        assert Task.objects.get(pk=task.pk).user == w.staff["lead"].user
        assert Task.objects.get(pk=done.pk).user == w.staff["consultant"].user, "what was done stays told"
        assert Appointment.objects.get(pk=ahead.pk).user == w.staff["lead"].user
        assert Appointment.objects.get(pk=past.pk).user == w.staff["consultant"].user


def test_who_is_not_the_givers_any_more_is_left(w):
    made = asked(w, "step", "planned")
    with acting_as(w.acting("consultant")):
        team.change_lead(w["step"], w.staff["at_szmh"])
    does(w, "lead", "take", made)
    assert (leads(w, "step"), leads(w, "planned")) == ("both_ways", "lead")
    assert statuses(made) == ("accepted", ["left", "taken"])


def test_a_closed_file_is_left_alone(w, trusted):
    made = asked(w, "step", "planned")
    with trusted():
        Client.objects.filter(pk=w["step"].pk).update(closed_on=today())
    does(w, "lead", "take", made)
    assert (leads(w, "step"), leads(w, "planned")) == ("consultant", "lead")


@pytest.mark.parametrize(
    ("people", "given", "field"),
    [
        ([], {}, "people"),
        (["unknown"], {}, "people"),  # nobody's
        (["step"], {"why": "zin"}, "why"),
        (["step"], {"taker": "consultant"}, "taker"),  # oneself
        (["step"], {"taker": "trainer"}, "taker"),  # of another partner
        (["step"], {"taker": "manager"}, "taker"),  # works with nobody
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(w, people, given, field):
    with pytest.raises(ValidationError) as refused:
        asked(w, *people, **given)
    assert list(refused.value.message_dict) == [field]


def test_who_left_takes_nobody_over(w, trusted):
    with trusted():
        Membership.objects.filter(pk=w.staff["lead"].pk).update(ended_on=days_ago(1))
    with pytest.raises(ValidationError):
        asked(w, "step")


def test_the_same_person_waits_once(w):
    asked(w, "step")
    with pytest.raises(ValidationError, match="wacht al een overdracht"):
        asked(w, "step", "planned", taker="at_szmh")


@pytest.mark.parametrize(("name", "may"), [("lead", True), ("at_szmh", False), ("trainer", False), ("manager", False)])
def test_for_a_colleague_it_is_a_lead_consultant_who_asks(w, name, may):
    if may:
        made = asked(w, "step", taker="at_szmh", by=name, why="illness")
        assert made.author == w.staff["lead"].user
    else:
        with pytest.raises(PermissionDenied):
            asked(w, "step", by=name)


def test_who_asks_for_themselves_has_accepted(w):
    made = asked(w, "step", by="lead", taker="lead", why="illness")
    assert statuses(made) == ("accepted", ["taken"])
    assert leads(w, "step") == "lead"


@pytest.mark.parametrize(
    ("name", "act", "allowed"),
    [
        ("consultant", "take", False),
        ("at_szmh", "take", False),
        ("trainer", "take", False),
        ("consultant", "withdraw", True),
        ("lead", "withdraw", True),  # a lead consultant, for all
        ("at_szmh", "withdraw", False),
        ("at_szmh", "decline", False),
    ],
)
def test_who_answers(w, name, act, allowed):
    made = asked(w, "step")
    given = [made] if act == "take" else [made, act]
    if not allowed:
        with pytest.raises(PermissionDenied):
            does(w, name, "take" if act == "take" else "answer", *given, **({"text": "x"} if act != "take" else {}))
        assert statuses(made) == ("asked", ["asked"])
    else:
        does(w, name, "answer", *given)
        assert statuses(made) == ("withdrawn", ["left"])


def test_an_answer_is_given_once(w):
    made = asked(w, "step")
    does(w, "consultant", "answer", made, "withdraw")
    with pytest.raises(NotNow):
        does(w, "lead", "take", made)
    assert leads(w, "step") == "consultant"


def test_notes_are_the_askers_until_the_answer(w):
    made = asked(w, "step", notes={w["step"].pk: " Belt liever 's avonds. "})
    with role("snoer_owner"):
        row = made.people.get()
    assert row.note == "Belt liever 's avonds."
    does(w, "consultant", "write_notes", made, {row.pk: "Belt liever overdag."})
    with pytest.raises(PermissionDenied):
        does(w, "at_szmh", "write_notes", made, {row.pk: "x"})
    does(w, "lead", "take", made)
    with pytest.raises(NotNow):
        does(w, "consultant", "write_notes", made, {row.pk: "x"})
    with role("snoer_owner"):
        assert made.people.get().note == "Belt liever overdag."


# at a partner


def members(w, person):
    with role("snoer_owner"):
        rows = TeamMember.objects.filter(client=w[person]).order_by("pk")
        return [(row.user.username, row.task, row.ended_on) for row in rows.select_related("user")]


def test_a_trainers_place_in_the_team_goes_to_the_colleague(w, trusted):
    with trusted():
        w["team"].team.update(task="begeleidt de groep")
        Involvement.objects.filter(client=w["team"], source="step").delete()
    made = asked(w, "team", giver="trainer", taker="colleague")
    does(w, "colleague", "take", made)
    assert members(w, "team") == [("trainer", "begeleidt de groep", today()), ("colleague", "begeleidt de groep", None)]
    assert acts(w, "team") == ["handed-over"]
    with role("snoer_owner"):
        sights = Involvement.objects.filter(client=w["team"], source="teammember", partner=w.partners["annex"])
        assert sights.filter(seen_until=None).count() == 1, "as before: no longer, and nobody else"


def test_who_is_in_the_team_already_joins_no_second_time(w, trusted):
    with trusted():
        TeamMemberFactory(client=w["team"], partner=w.partners["annex"], user=w.staff["colleague"].user, task="taal")
    does(w, "colleague", "take", asked(w, "team", giver="trainer", taker="colleague"))
    assert members(w, "team")[1:] == [("colleague", "taal", None)]


def test_a_referral_that_one_works_on_goes_over(w, trusted):
    with trusted():
        referral = ReferralFactory(
            client=w["step"], partner=w.partners["annex"], asked_by=w.partners["szmh"], status="accepted",
            accepted_on=days_ago(2), handler=w.staff["trainer"].user,
        )  # fmt: skip
    made = asked(w, "step", giver="trainer", taker="colleague", by="colleague", why="illness")
    assert statuses(made) == ("accepted", ["taken"])
    with role("snoer_owner"):
        assert Referral.objects.get(pk=referral.pk).handler == w.staff["colleague"].user


def test_a_partner_has_no_say_over_the_lead(w, trusted):
    with trusted():
        Client.objects.filter(pk=w["team"].pk).update(lead=w.staff["trainer"].user)  # of a job before
    does(w, "colleague", "take", asked(w, "team", giver="trainer", taker="colleague"))
    assert leads(w, "team") == "trainer"


def passes(w, name, *ids):
    with acting_as(w.acting(name)), connection.cursor() as cursor:
        cursor.execute("select * from snoer_pass_team(%s)", [list(ids)])
        return cursor.fetchall()


def test_the_database_passes_a_place_to_who_was_asked_alone(w):
    made = asked(w, "team", giver="trainer", taker="colleague")
    with role("snoer_owner"):
        row = made.people.get().pk
    for name in ("trainer", "annex_consultant", "coach", "consultant", "stranger"):
        assert passes(w, name, row) == [], name
    assert members(w, "team") == [("trainer", members(w, "team")[0][1], None)]
    does(w, "trainer", "answer", made, "withdraw")
    assert passes(w, "colleague", row) == []


def test_a_handover_of_another_partner_is_not_there(w):
    made = asked(w, "team", giver="trainer", taker="colleague")
    for name in ("consultant", "coach", "stranger"):
        with acting_as(w.acting(name)):
            assert not handovers.visible_to(w.staff[name]).filter(pk=made.pk).exists()
            with pytest.raises(PermissionDenied):
                handovers.take(made)


# a cover


def stands_for(w, name):
    with acting_as(w.acting(name)):
        return covering.stands_for(w.staff[name])


def test_a_cover_holds_once_accepted_and_ends_by_itself(w, trusted):
    made, own = covered(w), w.staff["lead"].user_id
    assert stands_for(w, "lead") == [own]
    does(w, "lead", "answer", made, "accept")
    assert stands_for(w, "lead") == [own, w.staff["consultant"].user_id]
    with trusted():
        Handover.objects.filter(pk=made.pk).update(started_on=days_ago(9), ended_on=days_ago(1))
    assert stands_for(w, "lead") == [own]


def test_a_cover_to_come_is_none_yet(w):
    does(w, "lead", "answer", covered(w, first=2), "accept")
    assert stands_for(w, "lead") == [w.staff["lead"].user_id]


@pytest.mark.parametrize("name", ["consultant", "lead"])
def test_either_stops_it(w, name):
    made = covered(w)
    does(w, "lead", "answer", made, "accept")
    does(w, name, "answer", made, "stop")
    assert stands_for(w, "lead") == [w.staff["lead"].user_id]
    covered(w, taker="at_szmh")  # and the days are free again


def test_two_covers_of_one_colleague_never_overlap(w):
    does(w, "lead", "answer", covered(w), "accept")
    for first, days in ((0, 6), (6, 3), (3, 0)):
        with pytest.raises(ValidationError, match="neemt al iemand waar"):
            covered(w, taker="at_szmh", first=first, days=days)
    covered(w, taker="at_szmh", first=7)


def test_who_is_away_then_covers_nobody(w):
    does(w, "lead", "answer", covered(w), "accept")
    with pytest.raises(ValidationError, match="zelf niet"):
        covered(w, giver="lead", taker="consultant", first=6)
    covered(w, giver="lead", taker="consultant", first=7)


@pytest.mark.parametrize(("first", "days"), [(-5, 2), (0, -1), (0, 400)])
def test_days_that_are_no_cover_to_come(w, first, days):
    with pytest.raises(ValidationError) as refused:
        covered(w, first=first, days=days)
    assert list(refused.value.message_dict) == ["ended_on"]


def test_a_cover_is_accepted_and_people_are_taken(w):
    with pytest.raises(PermissionDenied):
        does(w, "lead", "take", covered(w))
    with pytest.raises(PermissionDenied):
        does(w, "lead", "answer", asked(w, "step"), "accept")


def test_who_stands_in_ends_what_the_colleague_alone_had_to_do(w, trusted):
    with trusted():
        task = TaskFactory(
            client=w["step"], user=w.staff["consultant"].user, partner=w.partners["szmh"], for_whom="partner"
        )
    with acting_as(w.acting("lead")), pytest.raises(PermissionDenied):
        todo.done(task, by=w.staff["lead"])
    does(w, "lead", "answer", covered(w), "accept")
    with acting_as(w.acting("lead")):
        todo.done(task, by=w.staff["lead"])
    with role("snoer_owner"):
        assert Task.objects.get(pk=task.pk).done_by == w.staff["lead"].user


def test_the_database_refuses_a_handover_to_oneself(w, trusted):
    with trusted(), pytest.raises(IntegrityError):
        HandoverFactory(partner=w.partners["szmh"], giver=w.staff["lead"].user, taker=w.staff["lead"].user)


# at once


@pytest.mark.django_db(transaction=True)
def test_taken_and_withdrawn_at_once_is_one_of_the_two(trusted):
    with trusted():
        w = world()
        lead(w, "step", "consultant")
    made = asked(w, "step")
    outcomes = at_once([
        lambda: does(w, "lead", "take", made),
        lambda: does(w, "consultant", "answer", made, "withdraw"),
    ])  # fmt: skip
    assert sum(isinstance(outcome, NotNow) for outcome in outcomes) == 1, outcomes
    with trusted():
        found = Handover.objects.get(pk=made.pk)
        holder = Client.objects.get(pk=w["step"].pk).lead.username
    assert (found.status, holder) in {("accepted", "lead"), ("withdrawn", "consultant")}


@pytest.mark.django_db(transaction=True)
def test_the_same_person_asked_twice_at_once_waits_once(trusted):
    with trusted():
        w = world()
        lead(w, "step", "consultant")
    outcomes = at_once([lambda: asked(w, "step"), lambda: asked(w, "step", taker="at_szmh")])
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1, outcomes
