"""Keys of an address, for the filtersets of lists: what is not among the choices, or too large to be, is a fault.

`told` is what the documentation says of a key (chain/api/schema.py).
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, Filter

MOST = 2**63 - 1  # a key of the database
DAY = r"\d{4}-\d{2}-\d{2}"


def one_of(labels: Mapping[str, Any], **options: Any) -> ChoiceFilter:
    """One of the codes."""
    return ChoiceFilter(choices=[(code, code) for code in labels], **options)


def key_of(**options: Any) -> Filter:
    """The id of a row elsewhere."""
    found = Filter(min_value=1, max_value=MOST, **options)
    found.field_class = forms.IntegerField
    found.told = {"type": "integer", "minimum": 1, "maximum": MOST}
    return found


def text(longest: int = 80, **options: Any) -> CharFilter:
    found = CharFilter(max_length=longest, **options)
    found.told = {"type": "string", "maxLength": longest}
    return found


class Day(forms.DateField):
    """A day as 2026-11-23 and no other way."""

    input_formats = ["%Y-%m-%d"]


def day(**options: Any) -> DateFilter:
    found = DateFilter(**options)
    found.field_class = Day
    return found


class YesNo(forms.Field):
    """`true` or `false`; anything else is a fault, where the field of a page would take it for nothing chosen."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in ("true", "false"):
            raise forms.ValidationError(_("Kies true of false."), code="invalid")
        return bool(value == "true")


def yes_no(**options: Any) -> Filter:
    found = Filter(**options)
    found.field_class = YesNo
    found.told = {"type": "boolean"}
    return found
