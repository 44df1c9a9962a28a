"""Filters and tags in every template (a builtin of the engine): days, periods, numbers, icons, what another saved."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from chain import formats
from chain.words import RULES, WORDS

register = template.Library()

for name in (
    "clock", "day", "day_full", "day_long", "day_near", "day_short", "day_typed", "euro", "euro_short", "moment",
    "money", "month_of", "number", "percent", "period", "plain", "period_short", "signed", "since", "weekday",
):  # fmt: skip
    register.filter(name, getattr(formats, name))


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    sized = format_html(' width="{0}" height="{0}"', size) if size else ""
    return format_html('<svg{} aria-hidden="true"><use href="{}#{}"/></svg>', sized, static("icons.svg"), name)


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A drawing of static/icons.svg, beside a text that says the same: `{% icon "clock" %}`; 0: as large as its place says."""
    return _icon(name, size)


@register.simple_tag(takes_context=True)
def means(context: template.Context, key: str) -> SafeString:
    """A question mark beside a figure or a word, that opens what it means (chain/words.py); KeyError for an unknown word.

    The browser's own popover: without script, closed by Esc, never wider than the screen.
    """
    word = WORDS[key]
    seen: list[str] = context.render_context.setdefault("means", [])  # type: ignore[assignment]
    seen.append(key)
    here = f"means-{key}-{len(seen)}"
    rule = RULES.get(key)  # told whole on the page of definitions
    return format_html(
        '<button class="means" type="button" popovertarget="{0}" aria-label="{1}">?</button><span class="means-text" id="{0}"'
        ' popover><b>{2}</b><span>{3}</span><a href="{4}#{5}">{6}</a></span>',
        here, gettext("Wat betekent %(word)s?") % {"word": word.term}, str(word.term).capitalize(), word.text,
        reverse("definitions" if rule else "help_words"), rule or key,
        gettext("Zo tellen we") if rule else gettext("Alle woorden"),
    )  # fmt: skip


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


@register.simple_tag(takes_context=True)
def manage_tabs(context: Any) -> list[tuple[str, object, bool]]:
    """The tabs above the administrator's pages."""
    from chain.manage import tabs

    return tabs(context["request"].path)


@register.inclusion_tag("chain/_change_fold.html", takes_context=True)
def change_fold(context: Any, kind_of: str, **only: Any) -> dict[str, Any]:
    """The last changes of a kind (chain/change_log.py), folded, for the administrator: `{% change_fold "term" id=term.pk %}`."""
    from chain.change_log import FOLD, changes, kinds

    membership = context["request"].membership
    if membership is None or membership.role != "admin":
        return {"may": False}
    kind = kinds()[kind_of]
    found, more = changes(kind, FOLD, **only)
    return {"may": True, "kind": kind, "changes": found, "more": more}
