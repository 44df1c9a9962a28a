"""Dates, periods, numbers and amounts as people read them, in Dutch and English.

Django's localised date filter cost half of the rendering of a list page (docs/performance.md); these take a dictionary
look-up a value. Every function takes None and gives "" for it, so that templates need no conditions.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import get_language

from chain.days import AMSTERDAM, today

MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
LONG_MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
WORDS = {
    "nl": {"from": "vanaf", "since": "sinds", "until": "tot en met", "today": "vandaag",
           "tomorrow": "morgen", "yesterday": "gisteren", "million": "mln"},
    "en": {"from": "from", "since": "since", "until": "until", "today": "today",
           "tomorrow": "tomorrow", "yesterday": "yesterday", "million": "million"},
}  # fmt: skip
SPACE = "\u00a0"  # between a sign and its number: they stay on one line
MINUS = "\u2212"


def language() -> str:
    """The language of the page: `nl`, or `en` for any kind of English."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def as_day(value: dt.date | dt.datetime) -> dt.date:
    """The day in the Netherlands of a date or of a moment."""
    if isinstance(value, dt.datetime):
        return value.astimezone(AMSTERDAM).date() if value.tzinfo else value.date()
    return value


@lru_cache(maxsize=4096)
def _day(value: dt.date, lang: str, *, year: bool, long: bool) -> str:
    month = (LONG_MONTHS if long else MONTHS)[lang][value.month - 1]
    return f"{value.day} {month} {value.year}" if year else f"{value.day} {month}"


def day(value: dt.date | None) -> str:
    """`23 nov 2026`."""
    return _day(as_day(value), language(), year=True, long=False) if value else ""


def day_short(value: dt.date | None) -> str:
    """`23 nov`, with the year where it is not this year."""
    if not value:
        return ""
    value = as_day(value)
    return _day(value, language(), year=value.year != today().year, long=False)


def day_long(value: dt.date | None) -> str:
    """`23 november 2026`."""
    return _day(as_day(value), language(), year=True, long=True) if value else ""


def weekday(value: dt.date | None) -> str:
    """`maandag`."""
    return WEEKDAYS[language()][as_day(value).weekday()] if value else ""


def day_full(value: dt.date | None) -> str:
    """`maandag 23 november 2026`."""
    return f"{weekday(value)} {day_long(value)}" if value else ""


def day_near(value: dt.date | None) -> str:
    """`vandaag`, `morgen` or `gisteren`, else the day, with the year where it is not this year."""
    if not value:
        return ""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((as_day(value) - today()).days)
    return WORDS[language()][near] if near else day_short(value)


def month_of(value: dt.date | None) -> str:
    """`november 2026`, with a capital: a heading."""
    if not value:
        return ""
    value = as_day(value)
    return f"{LONG_MONTHS[language()][value.month - 1].capitalize()} {value.year}"


def day_typed(value: dt.date | None) -> str:
    """`23-11-2026`: as a text field of a form has it."""
    return as_day(value).strftime("%d-%m-%Y") if value else ""


def clock(value: dt.datetime | None) -> str:
    """`14:30`, in Dutch time."""
    if not value:
        return ""
    return (value.astimezone(AMSTERDAM) if value.tzinfo else value).strftime("%H:%M")


def moment(value: dt.datetime | None) -> str:
    """`23 nov 2026 14:30`, in Dutch time."""
    return f"{day(value)} {clock(value)}" if value else ""


@lru_cache(maxsize=4096)
def _period(start: dt.date | None, end: dt.date | None, lang: str, implied_year: int) -> str:
    def tell(value: dt.date) -> str:
        return _day(value, lang, year=value.year != implied_year, long=False)

    if start and end:
        if start == end:
            return tell(start)
        if start.year != end.year:
            return f"{_day(start, lang, year=True, long=False)} – {_day(end, lang, year=True, long=False)}"
        if start.month != end.month:
            return f"{_day(start, lang, year=False, long=False)} – {tell(end)}"
        return f"{start.day} – {tell(end)}"
    if start:
        return f"{WORDS[lang]['from']} {tell(start)}"
    return f"{WORDS[lang]['until']} {tell(end)}" if end else ""


def period(start: dt.date | None, end: dt.date | None = None) -> str:
    """`3 – 14 aug 2026`, `17 aug – 2 okt 2026`, `19 okt 2026 – 29 jan 2027`, `vanaf 15 mrt 2027`; one day as a day."""
    return _period(as_day(start) if start else None, as_day(end) if end else None, language(), 0)


def period_short(start: dt.date | None, end: dt.date | None = None, this_year: int | None = None) -> str:
    """As `period`, without the year where it is this year (today's, unless another is given)."""
    year = this_year or today().year
    return _period(as_day(start) if start else None, as_day(end) if end else None, language(), year)


def since(start: dt.date | None, this_year: int | None = None) -> str:
    """`sinds 6 okt`, with the year where it is not this year: of what still runs."""
    if not start:
        return ""
    year = this_year or today().year
    lang = language()
    return f"{WORDS[lang]['since']} {_day(as_day(start), lang, year=start.year != year, long=False)}"


def _grouped(value: int | Decimal, decimals: int, lang: str) -> str:
    text = f"{abs(value):,.{decimals}f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """`1.214` (English `1,214`); whole numbers only, unless decimals are asked for; halves away from zero."""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return (MINUS if exact < 0 else "") + _grouped(exact, decimals, language())


def signed(value: int | None) -> str:
    """`+12`, `−35`, `0`."""
    if value is None or value == "":
        return ""
    return ("+" if value > 0 else "") + number(value)


def percent(part: int | float | Decimal | None, whole: int | float | Decimal | None = 100) -> str:
    """`71%`: the part of the whole in whole per cents; "" where there is no whole."""
    if part is None or not whole:
        return ""
    return number(Decimal(str(part)) * 100 / Decimal(str(whole))) + "%"


def euro(value: int | float | Decimal | None) -> str:
    """`€ 8.500`, `€ 12,50`: cents only where there are any."""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    decimals = 0 if exact == exact.to_integral_value() else 2
    lang = language()
    sign = MINUS if exact < 0 else ""
    return sign + "€" + (SPACE if lang == "nl" else "") + _grouped(exact, decimals, lang)


def money(value: Decimal | None) -> str:
    """`€ 1.508,50`, `€ 862,00`: always with cents, for what stands under one another in a calculation."""
    if value is None or value == "":
        return ""
    lang = language()
    return (MINUS if value < 0 else "") + "€" + (SPACE if lang == "nl" else "") + number(abs(value), 2)


def plain(value: int | Decimal | None) -> str:
    """`36`, `23,5`: with as many decimals as it has, without zeros at the end."""
    if value is None or value == "":
        return ""
    exact = Decimal(value).normalize()
    return number(exact, max(0, -int(exact.as_tuple().exponent)))


def euro_short(value: int | float | Decimal | None) -> str:
    """`€ 2,03 mln` from a million on, else as `euro` without cents; zeros at the end are left out (`€ 3,2 mln`)."""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value))
    if abs(exact) < 1_000_000:
        return euro(exact.quantize(Decimal(1), ROUND_HALF_UP))
    lang = language()
    millions = (exact / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    decimals = 0 if millions % 1 == 0 else 1 if millions * 10 % 1 == 0 else 2
    sign = MINUS if exact < 0 else ""
    amount = _grouped(millions, decimals, lang)
    return f"{sign}€{SPACE if lang == 'nl' else ''}{amount}{SPACE}{WORDS[lang]['million']}"
