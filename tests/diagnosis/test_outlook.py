"""The outlook of the region: kept once, valid until a day, renewed and ended; laid beside a person, whose own follows on
what was found before. Nothing is lost, and nothing follows by itself."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from clients.models import Event, Task
from diagnosis import outlook, outlook_keeping, panels, personal_outlook
from diagnosis.models import Outlook, PersonalOutlook
from diagnosis.personal_outlook import Meanwhile
from tests.conftest import role
from tests.factories import (
    CompetenceFactory,
    CourseFactory,
    EducationFactory,
    LanguageFactory,
    OccupationFactory,
    OutlookFactory,
    PersonalOutlookFactory,
    StepFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
    days_ago,
)
from tests.threads import at_once
from tests.world import world

pytestmark = pytest.mark.django_db
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2100, 12, 31))


@pytest.fixture
def w(trusted):
    """`w["job"]` is known to Podium24 by a running step, beside SZMH; `w["step"]` to Annex."""
    with trusted():
        w = world()
        w.clients["job"] = w.clients["unknown"]
        StepFactory(client=w["job"], chain=w.chain, partner=w.partners["podium24"], instrument=w.instrument)
        w.cleaner = OccupationFactory(name="schoonmaker", sector="cleaning")
        w.picker = OccupationFactory(name="orderpicker", sector="logistics")
        w.strange = OccupationFactory(name="duiker", sector="")
        of_podium24 = {"partner": w.partners["podium24"], "author": w.staff["adviser"].user}
        w.sector = OutlookFactory(chain=w.chain, sector="logistics", **of_podium24)
        w.own = OutlookFactory(chain=w.chain, sector="logistics", occupation=w.picker, chances="fair", **of_podium24)
        OutlookFactory(chain=w.other_chain, sector="cleaning")
    return w


# how long it holds


@given(DAYS, st.integers(-800, 800), st.none() | st.integers(-800, 800))
def test_an_outlook_holds_until_and_including_its_day_and_asks_for_renewal_a_month_before(on, left, ends_in):
    until = on + dt.timedelta(left)
    ended_on = None if ends_in is None else on + dt.timedelta(ends_in)
    now = outlook.state(until, ended_on, on)
    if ended_on is not None and ended_on <= on:
        assert now == "ended"
    else:
        assert (now == "expired") == (left < 0)
        assert (now == "soon") == (0 <= left <= 30)
        assert (now == "valid") == (left > 30)


@pytest.mark.parametrize(
    ("started", "until", "ended", "holds", "asks"),
    [
        (30, -150, None, True, False),
        (30, 0, None, True, True),  # its last day
        (30, 1, None, False, True),
        (30, -30, None, True, True),
        (30, -31, None, True, False),
        (-1, -150, None, False, False),  # from tomorrow
        (0, -150, None, True, False),
        (30, -150, 0, False, False),  # ended today
        (30, -10, -1, True, True),  # ends tomorrow
        (30, 5, 3, False, False),
    ],
)
def test_what_holds_and_what_asks_to_be_looked_at(w, trusted, started, until, ended, holds, asks):
    with trusted():
        made = OutlookFactory(
            chain=w.chain, sector="care", started_on=days_ago(started), valid_until=days_ago(until),
            ended_on=None if ended is None else days_ago(ended),
        )  # fmt: skip
    with acting_as(w.acting("consultant")):
        assert outlook.valid(w.chain.pk).filter(pk=made.pk).exists() == holds
        assert outlook.to_renew(w.chain.pk).filter(pk=made.pk).exists() == asks


@given(DAYS)
def test_the_list_and_the_label_agree_on_any_day(on):
    """`valid` and `to_renew` are the label's words as conditions: the same limits."""
    for days in (-1, 0, 1, outlook.SOON_DAYS, outlook.SOON_DAYS + 1):
        until = on + dt.timedelta(days)
        assert (outlook.state(until, None, on) in ("soon", "expired")) == (
            until <= on + dt.timedelta(outlook.SOON_DAYS)
        )


@given(st.integers(-1000, 1000), st.integers(0, 1000))
def test_a_last_day_is_neither_past_nor_before_the_first_nor_too_far_away(ahead, began):
    until, started_on = today() + dt.timedelta(ahead), today() - dt.timedelta(began)
    if 0 <= ahead <= 731:
        outlook_keeping.check_until(until, started_on)
    else:
        with pytest.raises(ValidationError) as error:
            outlook_keeping.check_until(until, started_on)
        assert "valid_until" in error.value.message_dict


def test_a_last_day_before_a_first_day_to_come_is_refused():
    with pytest.raises(ValidationError, match="voor de eerste"):
        outlook_keeping.check_until(today(), today() + dt.timedelta(1))


# kept by Podium24


def test_renewing_keeps_what_it_said_before(w):
    with acting_as(w.acting("adviser")):
        until = days_ago(-200)
        outlook_keeping.renew(w.sector, until)
    with role("snoer_owner"):
        w.sector.refresh_from_db()
        assert (w.sector.valid_until, w.sector.version) == (until, 2)
        told = apps.get_model("diagnosis", "OutlookEvent").objects.filter(pgh_obj_id=w.sector.pk).order_by("pgh_id")
        assert [row.valid_until for row in told] == [days_ago(-150), until]


def test_renewing_to_the_same_day_changes_nothing(w):
    with acting_as(w.acting("adviser")):
        outlook_keeping.renew(w.sector, w.sector.valid_until)
        w.sector.refresh_from_db()
    assert w.sector.version == 1


def test_it_is_ended_once_and_can_hold_again(w):
    with acting_as(w.acting("adviser")):
        assert outlook_keeping.end(w.sector).ended_on == today()
        outlook_keeping.end(w.sector)
        w.sector.refresh_from_db()
        assert w.sector.version == 2
        assert not outlook.valid(w.chain.pk).filter(pk=w.sector.pk).exists()
        assert outlook_keeping.renew(w.sector, days_ago(-100)).ended_on is None


def test_one_that_was_ended_does_not_come_back_beside_another_of_the_same(w, trusted):
    with trusted():
        ended = OutlookFactory(chain=w.chain, sector="logistics", ended_on=days_ago(3))
    with acting_as(w.acting("adviser")), pytest.raises(ValidationError, match="ander beeld van hetzelfde"):
        outlook_keeping.renew(ended, days_ago(-100))


@pytest.mark.parametrize("name", ["consultant", "lead", "trainer", "coach", "manager", "policy", "coordinator"])
def test_nobody_else_keeps_it(w, name):
    with acting_as(w.acting(name)):
        for act in (lambda: outlook_keeping.renew(w.sector, days_ago(-200)), lambda: outlook_keeping.end(w.sector)):
            with pytest.raises(PermissionDenied):
                act()


def test_who_keeps_it_is_told_of_what_expires_at_the_top_of_mijn_dag_and_nobody_else(w, trusted):
    assert outlook_keeping.notices(w.staff["consultant"]) == []
    with acting_as(w.acting("adviser")):
        assert outlook_keeping.notices(w.staff["adviser"]) == []
    with trusted():
        OutlookFactory(chain=w.chain, sector="care", valid_until=days_ago(-30))
        OutlookFactory(chain=w.chain, sector="green", valid_until=days_ago(9))
        OutlookFactory(chain=w.chain, sector="ict", valid_until=days_ago(9), ended_on=days_ago(9))
        OutlookFactory(chain=w.other_chain, sector="care", valid_until=days_ago(9))
    with acting_as(w.acting("adviser")), CaptureQueriesContext(connection) as queries:
        (notice,) = outlook_keeping.notices(w.staff["adviser"])
    assert "2 beelden" in notice.text
    assert len(queries) == 1
    for name in ("consultant", "trainer", "coach"):
        with acting_as(w.acting(name)), CaptureQueriesContext(connection) as queries:
            assert outlook_keeping.notices(w.staff[name]) == []
        assert len(queries) == 0


# beside an occupation and a person


def test_the_occupation_itself_comes_before_its_sector(w):
    with acting_as(w.acting("consultant")):
        found = outlook.hints(w.chain.pk, [w.picker, w.cleaner, w.strange])
        assert {pk: row.pk for pk, row in found.items()} == {w.picker.pk: w.own.pk}  # cleaning is of another chain
        Outlook.objects.none()
    with role("snoer_owner"):
        Outlook.objects.filter(pk=w.own.pk).update(valid_until=days_ago(1))
    with acting_as(w.acting("consultant")):
        assert outlook.hints(w.chain.pk, [w.picker])[w.picker.pk].pk == w.sector.pk


def beside(w, name="consultant", who="job"):
    with acting_as(w.acting(name)):
        return outlook.occupations(w[who])


def test_a_person_s_occupations_in_the_order_of_the_profile_with_what_the_region_says(w, trusted):
    with trusted():
        TargetOccupationFactory(client=w["job"], occupation=w.cleaner, position=1)
        TargetOccupationFactory(client=w["job"], occupation=w.picker, position=0)
        PersonalOutlookFactory(client=w["job"], occupation=w.strange, partner=w.partners["podium24"])
        PersonalOutlookFactory(client=w["job"], occupation=w.sector.occupation or OccupationFactory(), ended_on=today())
    found = beside(w)
    assert [each.row["name"] for each in found] == ["orderpicker", "schoonmaker", "duiker"]
    assert [each.row["outlook_id"] for each in found] == [w.own.pk, None, None]
    assert [str(each.region) for each in found] == ["enige kans", "", ""]
    assert str(found[2].found) == "enige kans"


def test_what_has_expired_is_shown_as_such_where_nothing_else_holds(w, trusted):
    with trusted():
        TargetOccupationFactory(client=w["job"], occupation=w.picker)
        Outlook.objects.filter(pk__in=[w.own.pk, w.sector.pk]).update(valid_until=days_ago(1))
    (found,) = beside(w)
    assert (found.row["outlook_id"], found.expired) == (w.own.pk, True)
    with trusted():
        Outlook.objects.filter(pk=w.sector.pk).update(valid_until=today())
    (found,) = beside(w)
    assert (found.row["outlook_id"], found.expired) == (w.sector.pk, False)


def test_the_gap_reads_the_whole_profile(w, trusted):
    with trusted():
        TargetOccupationFactory(client=w["job"], occupation=w.picker)
        WorkProfileFactory(client=w["job"], level="2", hours_max=16, licences=["B"], irregular="2")
        LanguageFactory(client=w["job"], code="nld", speaking="3")
        LanguageFactory(client=w["job"], code="ara", speaking="1")
        CompetenceFactory(client=w["job"], code="pace", mastery="3")
        CourseFactory(client=w["job"], name="Heftruck", valid_until=days_ago(1))
        EducationFactory(client=w["job"], name="Heftruck", diploma="0")
        Outlook.objects.filter(pk=w.own.pk).update(
            level="3", dutch="2", licences=["B"], competences=["pace", "safety"], certificate="Heftruck", hours_min=24,
            irregular="1",
        )  # fmt: skip
        w.own.refresh_from_db()
    expected = {
        "Werk- en denkniveau": False, "Nederlands spreken": True, "Certificaat of diploma": False, "Uren per week": False,
        "Avond, nacht of weekend": False, "Rijbewijs": True, "Tempo houden": False, "Veilig werken": None,
    }  # fmt: skip
    with acting_as(w.acting("consultant")):
        assert {line.what: line.met for line in outlook.gap(w["job"], w.own)} == expected
    (found,) = beside(w)
    assert {line.what: line.met for line in found.lines} == expected
    assert (found.missing, found.not_known) == (5, 1)


def test_without_a_profile_nothing_is_known(w):
    with acting_as(w.acting("consultant")):
        w.own.level = "3"
        assert [line.met for line in outlook.gap(w["step"], w.own)] == [None]


@pytest.mark.parametrize("number", [1, 9])
def test_the_page_and_the_panel_ask_one_question_however_many_occupations(w, trusted, number):
    with trusted():
        for position in range(number):
            made = OccupationFactory(sector="logistics")
            TargetOccupationFactory(client=w["job"], occupation=made, position=position)
            PersonalOutlookFactory(client=w["job"], occupation=made, partner=w.partners["podium24"])
    with acting_as(w.acting("consultant")), CaptureQueriesContext(connection) as queries:
        assert len(outlook.occupations(w["job"])) == number
    assert len(queries) == 1


def test_the_panel_tells_what_matters_to_who_reads_the_profile(w, trusted):
    with trusted():
        TargetOccupationFactory(client=w["job"], occupation=w.picker)
    for name, shown in (("consultant", True), ("adviser", True), ("manager", False)):
        with acting_as(w.acting(name)):
            assert (panels.outlook(w.staff[name], w["job"]) is not None) == shown
            assert ("outlook_known" in panels.questions(w.staff[name], w["job"])) == shown
    with acting_as(w.acting("consultant")):
        assert panels.outlook(w.staff["consultant"], w["step"]) is None  # no occupation yet


# found of a person


def find(w, name="adviser", who="job", occupation=None, **given):
    with acting_as(w.acting(name)):
        return personal_outlook.find(
            w[who], occupation or w.picker, given.pop("chances", "fair"), given.pop("evidence", "Liep mee."), **given
        )


def test_it_carries_who_found_it_when_and_on_what_of_the_region(w):
    found = find(w, missing="  Meer tempo. ")
    assert (found.partner_id, found.author_id) == (w.partners["podium24"].pk, w.staff["adviser"].user_id)
    assert (found.on, found.outlook_id, found.missing, found.ended_on) == (today(), w.own.pk, "Meer tempo.", None)
    with role("snoer_owner"):
        told = Event.objects.get(act="outlook-found")
        assert (told.part, told.params) == ("profile", {"occupation": "orderpicker"})  # not what was found
        assert not Task.objects.filter(client=w["job"]).exists()  # nothing follows by itself


@pytest.mark.parametrize(
    ("first", "second"), [("adviser", "consultant"), ("consultant", "adviser"), ("adviser", "adviser")]
)
def test_a_later_one_ends_the_earlier_whoever_found_that(w, first, second):
    earlier = find(w, first, on=days_ago(3))
    later = find(w, second, chances="good", after=earlier.pk)
    with role("snoer_owner"):
        earlier.refresh_from_db()
        assert (earlier.ended_on, earlier.version, earlier.evidence) == (today(), 2, "Liep mee.")
        assert PersonalOutlook.objects.get(ended_on=None) == later


def test_another_occupation_stands_beside_it(w):
    find(w)
    find(w, occupation=w.strange)
    with role("snoer_owner"):
        assert PersonalOutlook.objects.filter(client=w["job"], ended_on=None).count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"chances": "certain"}, "chances"),
        ({"evidence": " "}, "evidence"),
        ({"on": days_ago(-1)}, "on"),
        ({"on": dt.date(2001, 1, 1)}, "on"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(w, given, field):
    with pytest.raises(ValidationError) as error:
        find(w, **given)
    assert field in error.value.message_dict


def test_it_is_not_put_before_what_was_found_last(w):
    earlier = find(w)
    with pytest.raises(ValidationError, match="latere dag"):
        find(w, after=earlier.pk, on=days_ago(1))
    with role("snoer_owner"):
        assert PersonalOutlook.objects.get().ended_on is None


def test_who_did_not_see_what_was_found_meanwhile_is_shown_it(w):
    theirs = find(w, "consultant", evidence="Kwam elke dag.")
    with pytest.raises(Meanwhile) as error:
        find(w, "adviser")
    assert error.value.theirs == theirs
    assert "Consultant" in error.value.messages[0]
    with pytest.raises(Meanwhile) as error:
        find(w, "adviser", occupation=w.strange, after=theirs.pk)
    assert error.value.theirs is None


@pytest.mark.parametrize("name", ["manager", "policy", "coordinator", "admin"])
def test_who_writes_no_profile_finds_nothing(w, name):
    with pytest.raises(PermissionDenied):
        find(w, name)


def test_an_occupation_that_is_not_looked_at_any_more_is_kept(w):
    found = find(w)
    for name in ("manager", "policy"):
        with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
            personal_outlook.let_go(found)
    with acting_as(w.acting("consultant")):
        personal_outlook.let_go(found)
        personal_outlook.let_go(found)
    with role("snoer_owner"):
        found.refresh_from_db()
        assert (found.ended_on, found.version) == (today(), 2)
    again = find(w)
    assert again.pk != found.pk


# two at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [False, True])
def test_two_at_once_leave_one_that_holds_and_the_other_is_told(w, begun):
    first = find(w, on=days_ago(2)).pk if begun else None

    def by(name):
        return lambda: find(w, name, after=first, evidence=f"Gezien door {name}.")

    outcomes = at_once([by("adviser"), by("consultant")])
    assert sorted(type(each).__name__ for each in outcomes) == ["Meanwhile", "PersonalOutlook"]
    told = next(each for each in outcomes if isinstance(each, Meanwhile))
    made = next(each for each in outcomes if isinstance(each, PersonalOutlook))
    assert told.theirs == made
    with role("snoer_owner"):
        assert PersonalOutlook.objects.filter(client=w["job"], ended_on=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_renewals_at_once_are_both_in_the_history(w):
    def until(days):
        def act():
            with acting_as(w.acting("adviser")):
                return outlook_keeping.renew(w.sector, days_ago(-days)).version

        return act

    assert sorted(at_once([until(100), until(200)])) == [2, 3]
