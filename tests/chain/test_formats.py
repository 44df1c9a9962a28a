"""Days, periods, numbers and amounts as people read them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from chain import formats

DAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("function", "dutch", "english"),
    [
        ("day", "23 nov 2026", "23 Nov 2026"),
        ("day_long", "23 november 2026", "23 November 2026"),
        ("day_full", "maandag 23 november 2026", "Monday 23 November 2026"),
        ("month_of", "November 2026", "November 2026"),
        ("day_typed", "23-11-2026", "23-11-2026"),
    ],
)
def test_a_day_reads_in_the_language_of_the_page(function, dutch, english):
    with translation.override("nl"):
        assert getattr(formats, function)(DAY) == dutch
    with translation.override("en-gb"):
        assert getattr(formats, function)(DAY) == english


@pytest.mark.parametrize("function", ["day", "day_short", "day_long", "day_full", "day_near", "clock", "moment",
                                      "month_of", "weekday", "number", "signed", "euro", "euro_short", "percent",
                                      "period", "period_short"])  # fmt: skip
def test_nothing_reads_as_nothing(function):
    assert getattr(formats, function)(None) == ""


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (dt.date(2026, 8, 3), dt.date(2026, 8, 14), "3 – 14 aug 2026"),
        (dt.date(2026, 8, 17), dt.date(2026, 10, 2), "17 aug – 2 okt 2026"),
        (dt.date(2026, 10, 19), dt.date(2027, 1, 29), "19 okt 2026 – 29 jan 2027"),
        (dt.date(2026, 8, 3), dt.date(2026, 8, 3), "3 aug 2026"),
        (dt.date(2027, 3, 15), None, "vanaf 15 mrt 2027"),
        (None, dt.date(2027, 3, 15), "tot en met 15 mrt 2027"),
        (None, None, ""),
    ],
)
def test_a_period_says_no_month_or_year_twice(start, end, text):
    assert formats.period(start, end) == text


def test_a_short_period_leaves_this_year_out():
    start, end = dt.date(2026, 8, 17), dt.date(2026, 10, 2)
    assert formats.period_short(start, end, 2026) == "17 aug – 2 okt"
    assert formats.period_short(start, end, 2027) == "17 aug – 2 okt 2026"


def test_a_moment_is_told_in_dutch_time():
    late = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    assert formats.moment(late) == "1 jul 2026 00:30"


def test_near_days_have_a_name(monkeypatch):
    monkeypatch.setattr(formats, "today", lambda: DAY)
    assert formats.day_near(DAY) == "vandaag"
    assert formats.day_near(dt.date(2026, 11, 24)) == "morgen"
    assert formats.day_near(dt.date(2026, 11, 22)) == "gisteren"
    assert formats.day_near(dt.date(2026, 12, 1)) == "1 dec"
    assert formats.day_near(dt.date(2027, 1, 1)) == "1 jan 2027"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0, 0, "0"), (999, 0, "999"), (1214, 0, "1.214"), (-35, 0, "−35"), (1234567, 0, "1.234.567"),
     (Decimal("0.5"), 0, "1"), (Decimal("2.345"), 2, "2,35"), (-0.2, 0, "0")],
)  # fmt: skip
def test_numbers(value, decimals, text):
    assert formats.number(value, decimals) == text


def test_signed_numbers_say_their_sign():
    assert [formats.signed(value) for value in (12, 0, -1035)] == ["+12", "0", "−1.035"]


def test_per_cents():
    assert formats.percent(119, 168) == "71%"
    assert formats.percent(3, 0) == ""


@pytest.mark.parametrize(
    ("value", "text", "short"),
    [
        (8500, "€ 8.500", "€ 8.500"),
        (Decimal("12.5"), "€ 12,50", "€ 13"),
        (2031500, "€ 2.031.500", "€ 2,03 mln"),
        (3200000, "€ 3.200.000", "€ 3,2 mln"),
        (-400, "−€ 400", "−€ 400"),
    ],
)
def test_amounts(value, text, short):
    assert formats.euro(value).replace("\u00a0", " ") == text
    assert formats.euro_short(value).replace("\u00a0", " ") == short


def test_amounts_in_english():
    with translation.override("en"):
        assert formats.euro(8500) == "€8,500"
        assert formats.euro_short(2031500).replace("\u00a0", " ") == "€2.03 million"
