"""Groups: the list with the room in each, a group with its people, wait list and the weeks behind it, and its form."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from chain.days import today
from development import groups
from development.models import Group, GroupCoach
from tests.factories import (
    AttendanceFactory,
    ClientFactory,
    GroupCoachFactory,
    GroupFactory,
    StayFactory,
    StepFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db
URL = "/groepen/"


def put(w, client, *, reserved=False, partner="annex", group=None, asked=0, **step):
    """Somebody's stay in the group, by a step of the partner."""
    group = group or w.group
    step = StepFactory(client=client, chain=w.chain, partner=w.partners[partner], instrument=group.instrument, **step)
    StayFactory(step=step, chain=w.chain, group=group, reserved=reserved, asked_on=days_ago(asked))
    return step


def typed(w, **more):
    return {
        "name": "Koken voor beginners", "kind": "course", "instrument": w.course.pk, "partner": w.partners["annex"].pk,
        "place": "", "where": "Keuken", "weekdays": ["1", "3"], "starts_at": "9:00", "ends_at": "11.30", "seats": "12",
        "started_on": "01-09-2026", "ended_on": "", "coaches": [w.staff["trainer"].user_id], "version": "1", **more,
    }  # fmt: skip


def words(page):
    return " ".join(page.content.decode().split())


# The list


def test_it_lists_the_groups_of_all_partners_with_their_room(w, signed_in, trusted):
    with trusted():
        put(w, w["step"])
        put(w, w["unknown"], status="planned", planned_on=days_ago(-10), reserved=True)
        put(w, w["team"], status="planned", planned_on=days_ago(-10))
        GroupFactory(chain=w.chain, name="Groen", partner=w.partners["mtb"], instrument=w.learning, seats=1)
        GroupFactory(chain=w.chain, name="Voorbij", partner=w.partners["mtb"], ended_on=days_ago(1))
        GroupFactory(chain=w.other_chain, name="Elders")
    page = signed_in("coach").get(URL)  # of MTB: sees none of these people
    assert [row["group"].name for row in page.context["rows"]] == ["Groen", "Taal op maandag"]
    seats = page.context["rows"][1]["seats"]
    assert (seats.now, seats.planned, seats.waiting, seats.free) == (1, 1, 1, 13)
    assert [row["group"].name for row in signed_in("coach").get(f"{URL}?welke=voorbij").context["rows"]] == ["Voorbij"]
    one = signed_in("coach").get(f"{URL}?partner={w.partners['mtb'].pk}")
    assert [row["group"].name for row in one.context["rows"]] == ["Groen"]


def test_only_those_with_a_seat_left(w, signed_in, trusted):
    with trusted():
        full = GroupFactory(chain=w.chain, name="Vol", partner=w.partners["annex"], instrument=w.course, seats=1)
        put(w, w["step"], group=full)
    assert [row["group"].name for row in signed_in("trainer").get(f"{URL}?welke=vrij").context["rows"]] == [
        "Taal op maandag"
    ]


def test_pages_of_25_by_name_ask_no_more_of_more(w, signed_in, trusted):
    with trusted():
        for number in range(30):
            group = GroupFactory(
                chain=w.chain, name=f"Groep {number:02}", partner=w.partners["annex"], instrument=w.course
            )
            GroupCoachFactory(group=group, user=w.staff["trainer"].user)
    browser = signed_in("trainer")
    browser.get(URL)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(URL)
    assert len(queries) <= 10
    assert len(page.context["rows"]) == 25
    further = browser.get(page.context["next_url"])
    assert [row["group"].name for row in further.context["rows"]] == [
        *(f"Groep {n}" for n in range(25, 30)),
        "Taal op maandag",
    ]
    back = browser.get(further.context["previous_url"])
    assert [row["group"].name for row in back.context["rows"]] == [row["group"].name for row in page.context["rows"]]


# A group


def test_it_shows_who_is_in_it_who_begins_and_who_waits_in_order(w, signed_in, trusted):
    with trusted():
        put(w, w["step"])
        put(w, w["team"], status="planned", planned_on=days_ago(-10), reserved=True)
        put(w, w["both"], status="planned", planned_on=days_ago(-1), asked=1)
        put(w, w["planned"], status="planned", planned_on=days_ago(-1), asked=9)
    context = signed_in("trainer").get(f"{URL}{w.group.pk}/").context
    assert [row["step"].client.last_name for row in context["members"]] == ["step"]
    assert [step.client.last_name for step in context["held"]] == ["team"]
    assert [row["step"].client.last_name for row in context["waiting"]] == ["planned", "both"]


def test_the_weeks_behind_it_show_who_was_there(w, signed_in, trusted):
    with trusted():
        step = put(w, w["step"])
        for ago, mark in ((1, "present"), (2, "absent"), (3, "late"), (40, "absent")):
            AttendanceFactory(step=step, chain=w.chain, group=w.group, on=days_ago(ago), mark=mark)
    (row,) = signed_in("trainer").get(f"{URL}{w.group.pk}/").context["members"]
    assert (row["there"], row["of"], row["absent"]) == (2, 3, 1)
    assert [sign for _mark, sign in row["cells"][:4]] == ["", "✓", "N", "T"]  # today, and backwards


def test_of_who_is_out_of_sight_nothing_but_the_number_is_told(w, signed_in, trusted):
    with trusted():
        put(w, w["step"])
    page = signed_in("coach").get(f"{URL}{w.group.pk}/")
    assert page.context["members"] == []
    assert "1 van 15 bezet" in words(page)
    assert "Er zitten ook mensen in deze groep die u niet ziet." in words(page)
    policy = signed_in("policy").get(f"{URL}{w.group.pk}/")
    assert "1 van 15 bezet" in words(policy)
    assert "Wie zitten erin" not in words(policy)


def test_a_group_asks_no_more_of_more_people(w, signed_in, trusted):
    with trusted():
        put(w, w["step"])
    browser = signed_in("trainer")
    browser.get(URL)
    with CaptureQueriesContext(connection) as few:
        browser.get(f"{URL}{w.group.pk}/")
    with trusted():
        for _one in range(7):
            AttendanceFactory(
                step=put(w, ClientFactory(chain=w.chain, lives=w.maastricht)), chain=w.chain, group=w.group
            )
    with CaptureQueriesContext(connection) as many:
        browser.get(f"{URL}{w.group.pk}/")
    assert len(few) == len(many) <= 12


# The form


def test_a_partner_makes_its_group(w, signed_in, trusted):
    answer = signed_in("trainer").post(f"{URL}nieuw/", typed(w))
    with trusted():
        group = Group.objects.get(name="Koken voor beginners")
        assert (group.weekdays, group.starts_at, group.ends_at) == ([1, 3], dt.time(9), dt.time(11, 30))
        assert [coach.user_id for coach in GroupCoach.objects.filter(group=group)] == [w.staff["trainer"].user_id]
    assert answer["Location"] == f"{URL}{group.pk}/"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Geef de groep een naam"),
        ({"name": "Taal op maandag"}, "Er is al een groep met deze naam"),
        ({"weekdays": []}, "Kies op welke dagen de groep er is"),
        ({"weekdays": ["9"]}, "Selecteer een geldige keuze"),
        ({"starts_at": "12:00"}, "eindigt later dan hij begint"),
        ({"starts_at": "ochtend"}, "geldige tijd"),
        ({"seats": "0"}, "Vul 1 of meer in"),
        ({"ended_on": "01-08-2026"}, "Het einde ligt vóór het begin"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(w, signed_in, wrong, says):
    page = signed_in("trainer").post(f"{URL}nieuw/", typed(w, **wrong))
    assert page.status_code == 422
    assert says in words(page)


def test_nobody_makes_a_group_of_another_partner_nor_without_the_mandate(w, signed_in, trusted):
    assert signed_in("trainer").post(f"{URL}nieuw/", typed(w, partner=w.partners["mtb"].pk)).status_code == 422
    page = signed_in("consultant").post(f"{URL}nieuw/", typed(w, partner=w.partners["mtb"].pk))
    assert "Deze partner heeft geen mandaat voor deze module" in words(page)
    with trusted():
        assert not Group.objects.filter(name="Koken voor beginners").exists()


def test_fewer_seats_than_people_is_refused(w, signed_in, trusted):
    with trusted():
        put(w, w["step"])
        put(w, w["unknown"])  # also whom nobody here sees
    page = signed_in("trainer").post(f"{URL}{w.group.pk}/wijzigen/", typed(w, seats="1"))
    assert "Er zijn al 2 plekken bezet of gereserveerd" in words(page)


def test_other_days_and_coaches(w, signed_in, trusted):
    coach = w.staff["annex_consultant"].user_id
    answer = signed_in("trainer").post(f"{URL}{w.group.pk}/wijzigen/", typed(w, weekdays=["5"], coaches=[coach]))
    assert answer.status_code == 302
    with trusted():
        group = Group.objects.get(pk=w.group.pk)
        assert (group.weekdays, group.version) == ([5], 2)
        assert [one.user_id for one in GroupCoach.objects.filter(group=group)] == [coach]


def test_a_stale_save_shows_what_stands_there_now(w, signed_in, trusted):
    with trusted():
        Group.objects.filter(pk=w.group.pk).update(weekdays=[2, 4], version=2)
    page = signed_in("trainer").post(f"{URL}{w.group.pk}/wijzigen/", typed(w))
    assert page.status_code == 422
    assert "dinsdag, donderdag" in words(page)


@pytest.mark.parametrize(("name", "status"), [("trainer", 200), ("consultant", 200), ("coach", 403), ("manager", 403),
                                              ("stranger", 404)])  # fmt: skip
def test_who_changes_it(w, signed_in, name, status):
    assert signed_in(name).get(f"{URL}{w.group.pk}/wijzigen/").status_code == status
    assert signed_in(name).get(f"{URL}{w.group.pk}/").status_code == (404 if name == "stranger" else 200)


def test_privacy_and_admin_read_no_groups(signed_in):
    for name in ("privacy", "admin"):
        assert signed_in(name).get(URL).status_code == 403
    assert Browser().get(URL).status_code == 302


# In words


@pytest.mark.parametrize(
    ("days", "told"),
    [([1, 2, 3, 4, 5], "maandag tot en met vrijdag"), ([1, 3], "maandag, woensdag"), ([5, 4], "donderdag, vrijdag"),
     ([1, 2, 3, 5], "maandag tot en met woensdag, vrijdag"), ([7], "zondag")],
)  # fmt: skip
def test_days_in_words(days, told):
    assert groups.days_of(Group(weekdays=days)) == told


@pytest.mark.parametrize(
    ("starts", "ends", "hours"), [("09:00", "12:00", "3"), ("08:30", "12:15", "3.75"), ("13:00", "13:20", "0.25")]
)
def test_hours_of_a_meeting_to_the_quarter(starts, ends, hours):
    group = Group(starts_at=dt.time.fromisoformat(starts), ends_at=dt.time.fromisoformat(ends))
    assert str(groups.hours(group).normalize()) == hours


def test_the_meeting_before_and_after():
    group = Group(weekdays=[today().isoweekday()], started_on=days_ago(20), ended_on=None)
    assert groups.near(group, today(), -1) == days_ago(7)
    assert groups.near(group, days_ago(7), 1) == today()
    assert groups.near(group, today(), 1) is None
    assert groups.near(group, days_ago(14), -1) is None
