"""The forms of the intake: one a section, one a life domain, one for the conclusion.

Each merges with what another saved meanwhile, field by field, by what it was shown at first (the hidden fields `initial-`):
what only one of the two touched is kept by itself; what both touched shows both texts, and loses neither.
"""

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.versions import STALE
from diagnosis.intake import may_say_more
from diagnosis.models import CONCLUSIONS, Intake, IntakeSection, LifeDomain
from diagnosis.models.intake import IN_THE_WAY, LIFE_DOMAINS
from diagnosis.sections import LONGEST, MOST_HOURS, PRACTICAL, SECTIONS, Asked


def plain(value: Any) -> str:
    """A value as it compares, and as hidden fields hold it: without the line ends that browsers make of them."""
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


class MergingForm(forms.Form):
    """`current`: the values as they are stored, and the version that they have.

    After `is_valid()`: `answers` is what to save, with everything of the other and what was right of one's own; `news`
    names what differs from what is stored; `theirs` (shown by the field template) what both touched.
    """

    use_required_attribute = False

    def __init__(self, data: Any, *, key: str, current: Mapping[str, Any], version: int, prefill: Any = None) -> None:
        prefill = prefill or {}
        self.current = {name: current.get(name) for name in self.base_names()}
        super().__init__(data, prefix=key, initial={**self.current, **prefill})
        self.key, self.row_version, self.prefill = key, version, prefill
        self.theirs: dict[str, object] = {}
        self.answers: dict[str, Any] = dict(self.current)
        self.news: list[str] = []
        self.foreign: list[str] = []  # not touched here, and changed by another since this form was shown
        for field in self.fields.values():
            field.required = False

    def base_names(self) -> list[str]:
        return list(self.base_fields)

    def _base_name(self, name: str) -> str:
        return f"initial-{self.add_prefix(name)}"

    @property
    def version_name(self) -> str:
        return self.add_prefix("version")

    def bases(self, but: tuple[str, ...] = ()) -> dict[str, str]:
        """The hidden fields that the next save needs: what is stored, as this form shows it."""
        shown = {self._base_name(name): plain(self.current[name]) for name in self.fields if name not in but}
        return {self.version_name: str(self.row_version), **shown}

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for name in self.fields:
            theirs, base_name = self.current[name], self._base_name(name)
            known = base_name in self.data
            base = plain(self.data.get(base_name, "")) if known else ""
            if name not in cleaned:  # its own error says what is wrong
                if known and plain(theirs) != base:
                    self.theirs[name] = self._shown(name, theirs)
                continue
            mine = cleaned[name]
            if not known and self.add_prefix(name) not in self.data:
                continue
            if plain(mine) == base:  # not touched here
                if plain(theirs) != base:
                    self.foreign.append(name)
                continue
            if plain(theirs) not in (base, plain(mine)) and not self._goes_on(mine, theirs):
                self.theirs[name] = self._shown(name, theirs)
                continue
            self.answers[name] = mine
        self.news = [name for name in self.fields if plain(self.answers[name]) != plain(self.current[name])]
        if self.theirs:
            raise forms.ValidationError(STALE, code="stale")
        return cleaned

    def _goes_on(self, mine: Any, theirs: Any) -> bool:
        """The page saves by itself while its button is pressed: the longer text goes on from the shorter."""
        return isinstance(mine, str) and bool(plain(theirs)) and plain(mine).startswith(plain(theirs))

    def _shown(self, name: str, value: Any) -> object:
        choices = dict(getattr(self.fields[name], "choices", []) or [])
        return capfirst(str(choices[value])) if value in choices and value else value

    def saved(self, version: int) -> None:
        """`answers` are stored now, under the version: what the form, shown again, stands on."""
        self.current, self.row_version = dict(self.answers), version
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, value in self.foreign_values().items():
            data.pop(name, None)
            if value:
                data[name] = value
        self.data = data

    def foreign_values(self) -> dict[str, str]:
        """By name on the page: what another wrote where nothing was touched here."""
        return {self.add_prefix(name): plain(self.current[name]) for name in self.foreign}

    def lay_out(self) -> Self:
        """For the page: nothing has to be filled in, and saying "not required" at each field would say nothing."""
        for field in self.fields.values():
            field.required = True
        return self


def _field(asked: Asked) -> forms.Field:
    label, told = capfirst(str(asked.label)), str(asked.help)
    if asked.kind == "tick":
        return forms.BooleanField(label=label, help_text=told)
    if asked.kind == "hours":
        return forms.IntegerField(
            label=label, help_text=told, min_value=0, max_value=MOST_HOURS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": _("Vul het aantal uren per week in als getal"),
                "max_value": _("Vul het aantal uren per week in, ten hoogste 60"),
            },
        )  # fmt: skip
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
    if asked.kind != "line":
        look = "own-words" if asked.kind == "words" else "one-line" if asked.rows == 1 else ""
        widget = forms.Textarea(attrs={"rows": asked.rows, **({"class": look} if look else {})})
    return forms.CharField(label=label, help_text=told, max_length=LONGEST, widget=widget)


class SectionForm(MergingForm):
    """What is asked in one section, by diagnosis.sections."""

    def __init__(self, row: IntakeSection, data: Any = None, prefill: Mapping[str, Any] | None = None) -> None:
        self.row = row
        asked = SECTIONS[row.key].asked
        self.base_fields = {name: _field(each) for name, each in asked.items()}  # type: ignore[misc]
        given = {name: value for name, value in (prefill or {}).items() if name in asked and not row.answers.get(name)}
        super().__init__(data, key=row.key, current=row.answers, version=row.version, prefill=given)
        for name in given:
            self.fields[name].help_text = _("Dit stond al in het dossier. Klopt het nog?")

    def matters(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The practical matters, each a tick and what is done about it."""
        return [(self[f"{key}_needed"], self[f"{key}_done"]) for key in PRACTICAL if f"{key}_needed" in self.fields]

    def others(self) -> list[forms.BoundField]:
        """The fields that are not of a practical matter."""
        of_matters = {f"{key}_{what}" for key in PRACTICAL for what in ("needed", "done")}
        return [self[name] for name in self.fields if name not in of_matters]


class DomainForm(MergingForm):
    """One life domain: why work asks for it, whether it is in the way, and what is needed; of a sensitive one no more."""

    why = forms.CharField(label=_("Waarom is dit nodig voor werk?"), max_length=300,
                          widget=forms.Textarea(attrs={"rows": 1, "class": "one-line"}))  # fmt: skip
    in_the_way = forms.ChoiceField(label=_("Staat dit werk in de weg?"), widget=forms.RadioSelect)
    barrier = forms.CharField(
        label=_("Wat staat in de weg?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    needed = forms.CharField(label=_("Wat is nodig?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, domain: LifeDomain, data: Any = None) -> None:
        self.domain = domain
        current = {name: getattr(domain, name) for name in ("why", "in_the_way", "barrier", "needed")}
        super().__init__(data, key=f"domain-{domain.pk}", current=current, version=domain.version)
        self.fields["in_the_way"].choices = [(key, capfirst(name)) for key, name in IN_THE_WAY.items()]  # type: ignore[attr-defined]
        if not may_say_more(domain.domain):
            del self.fields["barrier"]
            self.fields["needed"].help_text = _("Alleen wat nodig is op het werk. Niet wat er aan de hand is.")

    def clean_why(self) -> str:
        if not self.cleaned_data["why"].strip():
            raise forms.ValidationError(_("Schrijf in één zin waarom dit nodig is voor werk"))
        return self.cleaned_data["why"]


class OpenDomainForm(forms.Form):
    """Which area of life is opened, and why work asks for it."""

    use_required_attribute = False

    domain = forms.ChoiceField(label=_("Leefgebied"), error_messages={"required": _("Kies een leefgebied")})
    why = forms.CharField(
        label=_("Waarom is dit nodig voor werk?"), max_length=300, widget=forms.Textarea(attrs={"rows": 1, "class": "one-line"}),
        error_messages={"required": _("Schrijf in één zin waarom dit nodig is voor werk")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, opened: list[str]) -> None:
        super().__init__(data, prefix="open")
        self.closed = [capfirst(str(name)) for key, name in LIFE_DOMAINS.items() if key not in opened]
        choices = [(key, capfirst(str(name))) for key, name in LIFE_DOMAINS.items() if key not in opened]
        self.fields["domain"].choices = [("", _("Kies een leefgebied")), *choices]  # type: ignore[attr-defined]


class OutcomeForm(MergingForm):
    """The conclusion that people choose, with what it needs."""

    conclusion = forms.ChoiceField(label=_("Wat is de volgende stap?"), widget=forms.RadioSelect)
    question = forms.CharField(
        label=_("Welke vraag moet de verdiepende diagnose beantwoorden?"), max_length=LONGEST,
        help_text=_("Alleen bij een verdiepende diagnose. Eén vraag, in termen van werk."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    grounds = forms.CharField(
        label=_("Waarom kiest u dit?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eén of twee zinnen. De persoon en de partners lezen dit."),
    )  # fmt: skip

    def __init__(self, intake: Intake, data: Any = None) -> None:
        current = {name: getattr(intake, name) for name in ("conclusion", "question", "grounds")}
        super().__init__(data, key="outcome", current=current, version=intake.version)
        self.fields["conclusion"].choices = [(key, capfirst(str(name))) for key, name in CONCLUSIONS.items()]  # type: ignore[attr-defined]
