"""How forms look (one template a form, one a field), that free text is checked, and how a date is typed."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from chain.formats import as_day, day_typed
from chain.free_text import CheckedField

DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
EARLIEST, LATEST = 1900, 2200


class SnoerRenderer(TemplatesSetting):
    """Django's own form rendering with the product's templates; widgets too may be overridden in templates/."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = CheckedField


class DayInput(forms.TextInput):
    """A text field for a day: a browser's own date field follows the browser's language, not the page's."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        typing = {"inputmode": "numeric", "autocomplete": "off", "placeholder": _("dd-mm-jjjj")}
        super().__init__({**typing, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return day_typed(value) if isinstance(value, dt.date) else super().format_value(value)


class DutchDecimalField(forms.DecimalField):
    """A number typed the Dutch way: 14,99; also 14.99, 1.234,50 and with a euro sign before it. Exact."""

    default_error_messages = {"invalid": _("Vul een getal in, bijvoorbeeld 14,99")}

    def __init__(self, **kwargs: Any) -> None:
        typing = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(**{"decimal_places": 2, "widget": forms.TextInput(attrs=typing), **kwargs})

    def to_python(self, value: Any) -> Any:  # Decimal | None
        if isinstance(value, str):
            value = "".join(value.replace("€", "").split())
            value = value.replace(".", "").replace(",", ".") if "," in value else value
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return str(int(value)) if value == int(value) else f"{value:f}".replace(".", ",")


class DutchDateField(forms.DateField):
    """A day typed the Dutch way: 23-11-2026, also 3-8-2026, 23/11/2026, 23.11.2026 and 2026-11-23."""

    widget = DayInput
    default_error_messages = {
        "required": _("Vul een datum in"),
        "invalid": _("Vul de datum in als dag-maand-jaar, bijvoorbeeld 23-11-2026"),
        "no_such_day": _("Deze dag bestaat niet: %(typed)s"),
        "implausible": _("Kijk het jaar na: %(year)s"),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """The day, or None for nothing typed. ValidationError where it is not a day, with what is wrong in words."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return as_day(value)
        typed = str(value).strip()
        if found := DAY_FIRST.fullmatch(typed):
            number, month, year = map(int, found.groups())
        elif found := YEAR_FIRST.fullmatch(typed):
            year, month, number = map(int, found.groups())
        elif not typed:
            return None
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            day = dt.date(year, month, number)
        except ValueError:
            raise ValidationError(
                self.error_messages["no_such_day"], code="no_such_day", params={"typed": typed}
            ) from None
        if not EARLIEST <= year <= LATEST:
            raise ValidationError(self.error_messages["implausible"], code="implausible", params={"year": year})
        return day
