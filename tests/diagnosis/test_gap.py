"""The gap: each thing that is asked beside what the profile says of it; met, missing, or not known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.days import today
from diagnosis.codes import COMMAND, COMPETENCES, LEVELS, LICENCES, MASTERY, YES_NO
from diagnosis.gap import Demand, Known, entitled, lines, told
from tests.factories import days_ago


def met(known: Known, demand: Demand) -> list[bool | None]:
    return [line.met for line in lines(known, demand)]


def test_nothing_asked_is_nothing_compared():
    assert lines(Known(level="1", dutch="1"), Demand()) == []
    assert told(Demand()) == []


@pytest.mark.parametrize(
    ("has", "asked", "expected"),
    [("3", "3", True), ("4", "3", True), ("2", "3", False), ("", "3", None), ("7", "3", None), ("1", "1", True)],
)
def test_the_level_is_reached_or_not_known(has, asked, expected):
    assert met(Known(level=has), Demand(level=asked)) == [expected]


@pytest.mark.parametrize("asked", ["", "7"])
def test_a_level_that_nobody_knows_is_not_asked(asked):
    assert met(Known(level="1"), Demand(level=asked)) == []


@pytest.mark.parametrize(
    ("has", "asked", "expected"),
    [("3", "2", True), ("2", "2", True), ("1", "2", False), ("0", "2", None), ("8", "2", None), ("", "2", None)],
)
def test_dutch_is_spoken_well_enough_or_not_known(has, asked, expected):
    assert met(Known(dutch=has), Demand(dutch=asked)) == [expected]


@pytest.mark.parametrize(
    ("has", "asked", "expected"),
    [
        ((), "B", None),  # nobody asked yet
        (("B",), "B", True),
        (("AM",), "B", False),
        (("BE",), "B", True),
        (("C",), "B", True),  # C is given to holders of B alone: directive 2006/126/EC, article 6.1a
        (("C",), "C1", True),  # 6.2f
        (("CE",), "C1E", True),  # 6.2c
        (("CE",), "BE", True),  # 6.2a
        (("D",), "C", False),
        (("A",), "A1", True),  # 6.2f
        (("A2",), "A1", True),  # 6.2e
        (("A1",), "A2", False),
        (("B",), "AM", True),  # 6.2d
        (("B",), "B+", False),
        (("B",), "T", False),  # given apart
    ],
)
def test_a_licence_counts_for_what_may_be_driven_with_it(has, asked, expected):
    assert met(Known(licences=has), Demand(licences=(asked,))) == [expected]


def test_every_licence_of_the_list_is_known_here():
    assert {code for code in LICENCES if code not in entitled([code])} == set()
    assert entitled(LICENCES) == set(LICENCES)


def test_each_licence_is_a_line():
    assert met(Known(licences=("B",)), Demand(licences=("B", "C"))) == [False, True]


@pytest.mark.parametrize(
    ("mastery", "expected"),
    [("1", True), ("2", True), ("3", False), ("4", False), ("5", None), ("9", None), (None, None)],
)
def test_a_competence_is_mastered_lacking_or_still_to_be_seen(mastery, expected):
    known = Known(competences={} if mastery is None else {"pace": mastery})
    assert met(known, Demand(competences=("pace",))) == [expected]


UNTIL_YESTERDAY, UNTIL_TODAY = days_ago(1), today()


@pytest.mark.parametrize(
    ("courses", "educations", "expected"),
    [
        ((("Heftruck", None),), (), True),
        ((("Certificaat HEFTRUCK (2024)", UNTIL_TODAY),), (), True),
        ((("Heftruck", UNTIL_YESTERDAY),), (), False),
        ((("Heftruck", UNTIL_YESTERDAY), ("heftruck", None)), (), True),
        ((("Reachtruck", None),), (), None),  # perhaps called otherwise: somebody has to look
        ((), (("Opleiding heftruck", "1"),), True),
        ((), (("Opleiding heftruck", "2"),), False),
        ((), (("Opleiding heftruck", "0"),), None),
        ((), (), None),
    ],
)
def test_a_certificate_is_found_by_its_words_and_holds_until_its_day(courses, educations, expected):
    assert met(Known(courses=courses, educations=educations), Demand(certificate="Heftruck")) == [expected]


def test_all_the_words_that_are_asked_must_be_there_accents_and_order_aside():
    asked = Demand(certificate="VCA basis")
    assert met(Known(courses=(("Basis VCA", None),)), asked) == [True]
    assert met(Known(courses=(("VCA vol", None),)), asked) == [None]
    assert met(Known(courses=(("Hygiene code", None),)), Demand(certificate="Hygiënecode")) == [None]
    assert met(Known(courses=(("hygiëne", None),)), Demand(certificate="Hygiene")) == [True]


def test_a_certificate_of_small_words_alone_is_never_found():
    assert met(Known(courses=(("Certificaat", None),)), Demand(certificate="een certificaat")) == [None]


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [(None, 24, True), (None, 23, False), (None, None, None), (24, None, True), (16, None, None), (8, 12, False)],
)
def test_hours(least, most, expected):
    assert met(Known(hours_min=least, hours_max=most), Demand(hours_min=24)) == [expected]


@pytest.mark.parametrize(
    ("irregular", "office", "expected"),
    [("1", "0", True), ("2", "0", False), ("0", "0", None), ("0", "1", False), ("1", "1", True), ("0", "2", None)],
)
def test_evening_night_and_weekend(irregular, office, expected):
    known = Known(irregular=irregular, office_hours=office)
    assert met(known, Demand(irregular="1")) == [expected]
    assert met(known, Demand(irregular="2")) == met(known, Demand(irregular="0")) == []


def test_what_is_missing_comes_first_then_what_is_not_known():
    known = Known(level="4", dutch="0", hours_max=10)
    assert met(known, Demand(level="3", dutch="2", hours_min=24)) == [False, None, True]


def test_each_line_says_what_is_asked_and_what_the_profile_says():
    (line,) = lines(Known(hours_max=20), Demand(hours_min=24))
    assert (line.what, line.asked, line.says) == ("Uren per week", "ten minste 24 uur", "ten hoogste 20 uur")
    (line,) = lines(Known(), Demand(hours_min=24))
    assert line.says == ""


KNOWN = st.builds(
    Known, level=st.sampled_from(["", *LEVELS]), dutch=st.sampled_from(list(COMMAND)),
    licences=st.lists(st.sampled_from(list(LICENCES)), max_size=3).map(tuple),
    competences=st.dictionaries(st.sampled_from(list(COMPETENCES)), st.sampled_from(list(MASTERY)), max_size=4),
    courses=st.lists(
        st.tuples(st.text(max_size=20), st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))), max_size=3
    ).map(tuple),
    educations=st.lists(st.tuples(st.text(max_size=20), st.sampled_from(list(YES_NO))), max_size=3).map(tuple),
    hours_min=st.none() | st.integers(0, 60), hours_max=st.none() | st.integers(0, 60),
    irregular=st.sampled_from(list(YES_NO)), office_hours=st.sampled_from(list(YES_NO)),
)  # fmt: skip
DEMAND = st.builds(
    Demand, level=st.sampled_from(["", *LEVELS]), dutch=st.sampled_from(["", *COMMAND]),
    licences=st.lists(st.sampled_from(list(LICENCES)), max_size=3, unique=True).map(tuple),
    competences=st.lists(st.sampled_from(list(COMPETENCES)), max_size=4, unique=True).map(tuple),
    certificate=st.text(max_size=20), hours_min=st.none() | st.integers(1, 60), irregular=st.sampled_from(list(YES_NO)),
)  # fmt: skip


@given(KNOWN, DEMAND)
def test_whatever_is_known_and_asked_each_line_says_both(known, demand):
    for line in lines(known, demand):
        assert line.what
        assert line.asked
        assert line.says or line.met is None
    assert all(line.met is None for line in lines(Known(), demand))  # an empty profile is no shortcoming
    assert len(told(demand)) <= len(lines(known, demand))


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)), st.integers(-400, 400))
def test_a_certificate_holds_until_and_including_its_day(on, days):
    until = on + dt.timedelta(days)
    (line,) = lines(Known(courses=(("VCA", until),)), Demand(certificate="VCA"), on)
    assert line.met is (until >= on)
