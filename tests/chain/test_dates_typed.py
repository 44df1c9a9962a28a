"""A day is typed the Dutch way, and an error says what to do."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from chain.forms import DutchDateField


@pytest.mark.parametrize(
    "typed", ["03-08-2026", "3-8-2026", "03/08/2026", "3.8.2026", "3 8 2026", "2026-08-03", " 3-8-2026 "]
)
def test_a_day_may_be_typed_in_several_ways(typed):
    assert DutchDateField().clean(typed) == dt.date(2026, 8, 3)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Vul een datum in"),
        ("gisteren", "Vul de datum in als dag-maand-jaar, bijvoorbeeld 23-11-2026"),
        ("3-8-26", "Vul de datum in als dag-maand-jaar, bijvoorbeeld 23-11-2026"),
        ("31-02-2026", "Deze dag bestaat niet: 31-02-2026"),
        ("08-13-2026", "Deze dag bestaat niet: 08-13-2026"),
        ("03-08-0206", "Kijk het jaar na: 206"),
    ],
)
def test_what_is_not_a_day_is_refused_in_words(typed, says):
    with pytest.raises(ValidationError) as error:
        DutchDateField().clean(typed)
    assert error.value.messages == [says]


def test_an_empty_day_is_none_where_it_is_not_required():
    assert DutchDateField(required=False).clean("  ") is None


class StartForm(forms.Form):
    day = DutchDateField(label="Begindatum", help_text="De eerste dag", required=False)


def test_the_field_shows_the_day_as_it_is_typed_and_its_hint():
    html = str(StartForm(initial={"day": dt.date(2026, 8, 3)}))
    assert 'value="03-08-2026"' in html
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html
    assert 'id="id_day_helptext"' in html
    assert "niet verplicht" in html


def test_an_error_stands_with_its_field_and_leads_there_from_the_summary():
    html = str(StartForm({"day": "31-02-2026"}))
    assert html.count("Deze dag bestaat niet: 31-02-2026") == 2
    assert 'href="#id_day"' in html
    assert 'id="id_day_error"' in html
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert 'value="31-02-2026"' in html


def test_an_unchanged_day_is_no_change():
    assert not StartForm({"day": "3-8-2026"}, initial={"day": dt.date(2026, 8, 3)}).has_changed()
