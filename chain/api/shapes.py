"""Shapes: what goes in and out, as JSON in camelCase; and the way from there into a form of the pages, whose rules hold."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError as Faults
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from chain.api.names import camel
from chain.api.problems import Problem, of_form, of_shape
from chain.formats import day_typed
from chain.free_text import tick_name

UNKNOWN = _("Dit veld bestaat niet of kan hier niet worden gezet.")


class Shape(serializers.Serializer):
    """Declared in snake_case; out there its fields are called in camelCase. What it does not know is a fault.

    `explained` is what the documentation says of it.
    """

    explained: ClassVar[Any] = ""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = {}
        for name, field in super().get_fields().items():
            shown = camel(name)
            if shown != name:
                if isinstance(field, serializers.SerializerMethodField):
                    field.method_name = field.method_name or f"get_{name}"
                elif field.source is None:
                    field.source = name
            fields[shown] = field
        return fields

    def to_internal_value(self, data: Any) -> Any:
        known = {name for name, field in self.fields.items() if not field.read_only}
        unknown = set(data) - known if isinstance(data, Mapping) else set()
        errors = {name: [ErrorDetail(str(UNKNOWN), code="unknown")] for name in sorted(unknown)}
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError(errors | dict(error.detail)) from None  # type: ignore[arg-type]
        if errors:
            raise ValidationError(errors)
        return value


def choice(labels: Mapping[Any, Any], **options: Any) -> serializers.ChoiceField:
    """A field with one of the codes."""
    return serializers.ChoiceField(choices=list(labels), **options)


def typed(values: Mapping[str, Any], prefix: str = "") -> QueryDict:
    """The values as somebody would have typed them in a form of the pages: days as there, what is not so left empty.

    `confirmed_words` are the medical words (chain.free_text) that are needed all the same, for each of the texts.
    """
    data = QueryDict(mutable=True)
    needed = "|".join(values.get("confirmed_words", ()))
    for name, value in values.items():
        if name == "confirmed_words":
            continue
        each = value if isinstance(value, list | tuple | set) else [value]
        data.setlist(f"{prefix}{name}", [_typed(one) for one in each if one is not None and one is not False])
        if needed and isinstance(value, str):
            data[tick_name(f"{prefix}{name}")] = needed
    return data


def _typed(value: Any) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return day_typed(value)
    return "on" if value is True else str(getattr(value, "pk", value))


def through[F: forms.BaseForm](
    shape: type[Shape], body: Any, make: Callable[[dict[str, Any]], F], names: Mapping[str, str] | None = None
) -> F:
    """The form of the pages that `make` made of the values of the body, valid.

    Problem 400 with all faults at once, of the shape and of the form, by the names that they have out here (`names`: field
    of the form -> name, where that is not its own in camelCase).
    """
    given, wrong = shape(data=body), dict[str, Any]()
    if given.is_valid():
        values = given.validated_data
    else:
        wrong = given.errors
        left = {key: value for key, value in body.items() if key not in wrong} if isinstance(body, Mapping) else {}
        try:  # field by field: what it says of all of them together waits until each is right
            values = shape(data=left, partial=True).to_internal_value(left)
        except ValidationError:
            raise Problem(400, faults=of_shape(wrong)) from None
    form = make(values)
    faults = of_shape(wrong)
    if not form.is_valid():
        faults += [fault for fault in of_form(Faults(form.errors.as_data()), names) if fault.name not in wrong]
    if faults:
        raise Problem(400, faults=faults)
    return form


class Texts(Shape):
    """A body with free text: no BSN in it, and medical words only where they are confirmed to be needed."""

    explained = _("In vrije tekst staat geen BSN, en een medisch woord alleen als `confirmedWords` het noemt.")
    confirmed_words = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=20,
        help_text=_("Medische woorden in de tekst die nodig zijn en geen medisch gegeven vormen."),
    )  # fmt: skip


def must_hold(form: forms.BaseForm, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the form made of it; Problem 400 with all its faults, by the names that they have out here (`names` where it is
    not the field's own in camelCase)."""
    if not form.is_valid():
        raise Problem(400, faults=of_form(Faults(form.errors.as_data()), names))
    return form.cleaned_data
