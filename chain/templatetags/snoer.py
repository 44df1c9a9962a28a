"""Filters and tags in every template (a builtin of the engine): days, periods, numbers, icons, what another saved."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from chain import formats

register = template.Library()

for name in (
    "clock", "day", "day_full", "day_long", "day_near", "day_short", "day_typed", "euro", "euro_short", "moment",
    "money", "month_of", "number", "percent", "period", "plain", "period_short", "signed", "since", "weekday",
):  # fmt: skip
    register.filter(name, getattr(formats, name))


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true" focusable="false"><use href="{1}#{2}"/></svg>',
        size, static("icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A drawing of static/icons.svg, beside a text that says the same: `{% icon "clock" %}`."""
    return _icon(name, size)


@register.simple_tag
def choices(there: Iterable[tuple[Any, Any]], chosen: Any) -> SafeString:
    """The options of a select, (value, name) each: a loop in a template takes ten times as long over a hundred names."""
    selected = mark_safe(" selected")
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, selected if value == chosen else "", name) for value, name in there),
    )


@register.filter
def theirs(field: BoundField) -> str:
    """What another saved meanwhile in this field of a versioned form (chain/versions.py), in words; "" if nothing."""
    changed = getattr(field.form, "theirs", None)
    if not changed or field.name not in changed:
        return ""
    value = changed[field.name]
    if isinstance(value, dt.date):
        return formats.day_typed(value)
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    return gettext("(niets)") if value is None or value == "" else str(value)


@register.filter
def kind(field: BoundField) -> str:
    """How a field is laid out: `check` (a single box), `group` (radio buttons, boxes), `text` or `select`."""
    widget = field.field.widget
    if widget.use_fieldset and not hasattr(widget, "widgets"):
        return "group"
    return {"checkbox": "check", "select": "select"}.get(str(getattr(widget, "input_type", "text")), "text")


@register.filter
def first_id(field: BoundField) -> str:
    """The id of what is typed or chosen first in a field: where a line of the error summary leads."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label or field.auto_id


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value under a key that is itself a variable; "" if there is none."""
    return mapping.get(key, "") if mapping else ""
