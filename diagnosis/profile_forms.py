"""The blocks of a work profile as forms: fields of the profile itself, and rows of its lists, saved a block at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.seen import SeenForm, as_text
from clients.models import Client
from clients.register import tidy_postcode
from diagnosis.codes import (
    AGREEMENTS,
    COMMAND,
    COMPETENCES,
    CONTRACTS,
    INTERESTS,
    LANGUAGES,
    LICENCES,
    SECTORS,
    TRANSPORT,
)
from diagnosis.models import (
    Competence,
    Course,
    Education,
    Experience,
    Language,
    TargetOccupation,
    WorkProfile,
)
from diagnosis.occupations import OccupationField
from diagnosis.profile import rows

MOST_ROWS = 60  # of a list, that are looked at
EARLIEST = 1940
NO_HEALTH = _("In woorden van werk. Geen medische gegevens.")
DIGITS = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


@dataclass(frozen=True)
class Block:
    """A part of the page that is read and saved as one: fields of WorkProfile, and lists."""

    key: str
    title: object
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


BLOCKS = {
    block.key: block
    for block in (
        Block("wishes", _("Wat voor werk?"), ("interests", "sectors", "presentation"), ("targets",)),
        Block("abilities", _("Wat kan iemand?"), (), ("competences",)),
        Block("education", _("Opleiding en cursussen"), ("level",), ("educations", "courses")),
        Block("experience", _("Werkervaring"), (), ("experiences",)),
        Block("languages", _("Talen"), (), ("languages",)),
        Block("availability", _("Uren, vervoer en contract"),
              ("hours_min", "hours_max", "available_from", "available_until", "office_hours", "irregular", "transport",
               "licences", "postcode", "distance_km", "travel_minutes", "contracts", "agreements")),
        Block("needs", _("Wat is nodig op de werkplek?"), ("adapted_workplace", "guidance", "variation")),
    )
}  # fmt: skip
# What can be filled in within two minutes, with somebody at the desk.
FIRST = Block(
    "first", _("Begin hier"), ("interests", "hours_min", "hours_max", "level", "transport", "licences"), ("targets",)
)


def ticks(label: object, names: dict[str, Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=[(code, capfirst(str(name))) for code, name in names.items()], required=False,  # type: ignore[arg-type]
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def number(label: object, most: int, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, widget=DIGITS)  # type: ignore[arg-type]


class WorkForm(SeenForm):
    """The fields of a block that lie in the profile itself."""

    use_required_attribute = False
    interests = ticks(_("Wat doet iemand graag?"), INTERESTS)
    sectors = ticks(_("Sectoren"), {key: name for key, (name, _sbi) in SECTORS.items()})
    hours_min = number(_("Minste uren per week"), 60, 1)
    hours_max = number(_("Meeste uren per week"), 60, 1)
    available_from = DutchDateField(label=_("Beschikbaar vanaf"), required=False)
    available_until = DutchDateField(label=_("Beschikbaar tot en met"), required=False)
    transport = ticks(_("Vervoer"), TRANSPORT)
    licences = ticks(_("Rijbewijzen"), LICENCES)
    distance_km = number(_("Verste afstand in kilometers"), 999)
    travel_minutes = number(_("Langste reistijd in minuten"), 600)
    contracts = ticks(_("Soort contract"), CONTRACTS)
    agreements = ticks(_("Vorm van werk"), AGREEMENTS)

    class Meta:
        model = WorkProfile
        fields = [name for block in BLOCKS.values() for name in block.fields]
        labels = {
            "presentation": _("Wie is deze persoon, in eigen woorden?"), "level": _("Werk- en denkniveau"),
            "office_hours": _("Alleen overdag"), "irregular": _("Ook avond, nacht of weekend"),
            "postcode": _("Postcode om vanaf te reizen"), "adapted_workplace": _("Aanpassing van de werkplek"),
            "guidance": _("Begeleiding op het werk"), "variation": _("Afwisseling in het werk"),
        }  # fmt: skip
        help_texts = {
            "postcode": _("Leeg: die van het adres."), "adapted_workplace": NO_HEALTH, "guidance": NO_HEALTH,
            "presentation": _("Een werkgever kan dit lezen. Schrijf het samen."),
        }  # fmt: skip
        widgets = {
            "presentation": forms.Textarea(attrs={"rows": 3}),
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("adapted_workplace", "guidance", "variation")},
        }

    def __init__(self, *args: Any, shown: Iterable[str], **kwargs: Any) -> None:
        self.base_fields = {name: self.base_fields[name] for name in (*shown, "seen")}  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        for name in ("level", "office_hours", "irregular"):
            if name in self.fields:
                capitals(self.fields[name], _("Nog niet gevraagd") if name == "level" else None)

    def clean_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        for first, last, told in (
            ("hours_min", "hours_max", _("Dit is minder dan het minste aantal uren")),
            ("available_from", "available_until", _("Deze dag ligt voor de eerste dag")),
        ):
            if clean.get(first) is not None and clean.get(last) is not None and clean[first] > clean[last]:
                self.add_error(last, told)
        return clean


def capitals(field: Any, empty: object = None) -> None:
    """The names of the choices with a capital, and what the empty one is called."""
    choices = [(code, capfirst(str(name))) for code, name in field.choices if code != ""]
    field.choices = ([("", empty)] if empty else []) + choices


class RowForm(SeenForm):
    """A row of a list. Not there yet and left empty: nothing. `gone` takes it away."""

    use_required_attribute = False
    fills: tuple[str, ...] = ()  # what makes an empty row a row
    once_each = ""  # what stands in the list once
    lost = False  # somebody else took it away meanwhile: as it was it stays away, changed it is a new row
    stays_away = False
    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    gone = forms.BooleanField(label=_("Weghalen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("row", self.instance.pk)
        if "occupation" in self.fields and self.instance.occupation_id:
            self.initial["occupation"] = self.instance.occupation
        if self.instance.pk is None:
            del self.fields["gone"]

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in of a row that is not there."""
        if self.stays_away:
            return True
        typed = [self.data.get(self.add_prefix(name), "").strip() for name in self.fills]
        return self.instance.pk is None and not any(typed)

    def full_clean(self) -> None:
        if self.is_bound and self.blank:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        if self.lost:
            sent, self.was = self._sent(), dict(self.now)
            self.stays_away = all(as_text(self.cleaned_data.get(name)) == sent.get(name) for name in self.own)
        clean = super().clean()
        if clean.get("gone"):
            if changed := [name for name in self.own if self.was[name] != self.now[name]]:
                self.theirs = {name: self.in_words(name) for name in changed}
                self.saw()
                raise ValidationError(
                    _("Iemand anders heeft deze regel gewijzigd. Sla nog eens op om hem toch weg te halen.")
                )
            self.errors.clear()  # it goes anyway
        return clean

    def _post_clean(self) -> None:
        if not self.cleaned_data.get("gone"):
            super()._post_clean()  # type: ignore[misc]

    @property
    def removed(self) -> bool:
        return bool(self.cleaned_data.get("gone"))


def year(label: object) -> forms.IntegerField:
    return number(label, today().year + 6, EARLIEST)


class TargetForm(RowForm):
    fills, once_each = ("occupation",), "occupation"
    occupation = OccupationField(label=_("Beroep"))

    class Meta:
        model = TargetOccupation
        fields = ["occupation"]


class CompetenceForm(RowForm):
    fills, once_each = ("code",), "code"

    class Meta:
        model = Competence
        fields = ["code", "mastery", "evidence"]
        labels = {"code": _("Competentie"), "mastery": _("Hoe goed?")}
        error_messages = {"mastery": {"required": _("Kies hoe goed")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("Kies")), *((c, capfirst(str(n))) for c, n in COMPETENCES.items())]  # type: ignore[attr-defined]
        capitals(self.fields["mastery"], _("Kies"))


class EducationForm(RowForm):
    fills = ("name",)

    class Meta:
        model = Education
        fields = ["name", "level", "diploma", "year"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = year(_("Laatste jaar"))
        capitals(self.fields["level"], _("Kies"))
        capitals(self.fields["diploma"])


class CourseForm(RowForm):
    fills = ("name",)
    valid_until = DutchDateField(label=_("Geldig tot en met"), required=False)

    class Meta:
        model = Course
        fields = ["name", "year", "valid_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = year(_("Jaar"))


class ExperienceForm(RowForm):
    fills = ("job",)
    occupation = OccupationField(label=_("Beroep in de lijst"), required=False)

    class Meta:
        model = Experience
        fields = ["job", "employer", "from_year", "to_year", "occupation", "unpaid"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_year"], self.fields["to_year"] = year(_("Van jaar")), year(_("Tot en met jaar"))

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if clean.get("from_year") and clean.get("to_year") and clean["from_year"] > clean["to_year"]:
            self.add_error("to_year", _("Dit jaar ligt voor het eerste jaar"))
        return clean


class LanguageForm(RowForm):
    fills, once_each = ("code",), "code"
    code = forms.ChoiceField(label=_("Taal"))

    class Meta:
        model = Language
        fields = ["code", "speaking", "listening", "reading", "writing"]
        labels = {
            "speaking": _("Spreken"),
            "listening": _("Verstaan"),
            "reading": _("Lezen"),
            "writing": _("Schrijven"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.code  # of another system perhaps
        names = LANGUAGES if known in LANGUAGES or not known else {known: known, **LANGUAGES}
        self.fields["code"].choices = [("", _("Kies een taal")), *names.items()]  # type: ignore[attr-defined]
        for name in ("speaking", "listening", "reading", "writing"):
            self.fields[name].choices = [(code, capfirst(str(said))) for code, said in COMMAND.items()]  # type: ignore[attr-defined]


# List -> its form, title, what another row is called, and how many empty ones it begins with.
ROWS: dict[str, tuple[type[RowForm], object, object, int]] = {
    "targets": (TargetForm, _("Beroepen, de liefste eerst"), _("Nog een beroep"), 3),
    "competences": (CompetenceForm, _("Wat is gezien, en waaraan?"), _("Nog een competentie"), 3),
    "educations": (EducationForm, _("Opleidingen"), _("Nog een opleiding"), 1),
    "courses": (CourseForm, _("Cursussen en certificaten"), _("Nog een cursus"), 1),
    "experiences": (ExperienceForm, _("Betaald of onbetaald, hier of elders"), _("Nog een werkervaring"), 1),
    "languages": (LanguageForm, _("Welke talen?"), _("Nog een taal"), 2),
}


def typed(form: Any, data: Any) -> Any:
    """The form with what was typed in it, not judged yet."""
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        if value is not None:
            form.initial[name] = value
    return form


class Rows:
    """The rows of a list in a block: as they are, as they were sent, or as they were typed with one more (`more`)."""

    def __init__(self, client: Client, name: str, data: Any, more: bool | None) -> None:
        self.client, self.name = client, name
        self.form, self.title, self.another, empty = ROWS[name]
        self.there = {row.pk: row for row in rows(client, name)}
        self.forms: list[Any] = []
        sent = self._sent(data) if data is not None else []
        for place, pk in enumerate(sent):
            prefix = f"{name}-{place}"
            row = self.there.get(pk) or self._new()
            if more is None:
                self.forms.append(self.form(data, prefix=prefix, instance=row))
                self.forms[-1].lost = pk is not None and pk not in self.there
            else:
                self.forms.append(self._typed(data, prefix, row))
        # What came in meanwhile stands below what was sent; then room for new ones.
        for pk, row in self.there.items():
            if pk not in sent:
                self._add(row)
        if data is None:
            for _place in range(max(1, empty - len(self.forms))):
                self._add(self._new())
        elif more:
            self._add(self._new())

    def _sent(self, data: Any) -> list[int | None]:
        typed = data.get(f"{self.name}-count", "0")
        count = min(int(typed), MOST_ROWS) if typed.isdecimal() else 0
        rows = [data.get(f"{self.name}-{place}-row", "") for place in range(count)]
        return [int(pk) if pk.isdecimal() and len(pk) < 18 else None for pk in rows]

    def _new(self) -> Any:
        model: Any = self.form._meta.model
        return model(client=self.client, chain_id=self.client.chain_id)

    def _add(self, row: Any) -> None:
        self.forms.append(self.form(prefix=f"{self.name}-{len(self.forms)}", instance=row))

    def _typed(self, data: Any, prefix: str, row: Any) -> Any:
        return typed(self.form(prefix=prefix, instance=row), data)

    @property
    def count(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        sent = [form for form in self.forms if form.is_bound]
        valid = [form.is_valid() for form in sent]
        if not all(valid):
            return False
        seen = {self._once(form.instance) for form in self.forms if not form.is_bound}
        for form in sent:
            if form.blank or form.removed or not form.once_each:
                continue
            if (key := self._once(form.instance)) in seen:
                form.add_error(form.once_each, _("Dit staat al in de lijst"))
            seen.add(key)
        return all(form.is_valid() for form in sent)

    def _once(self, row: Any) -> Any:
        name = self.form.once_each
        return getattr(row, f"{name}_id", None) or getattr(row, name, None) if name else None

    def save(self) -> bool:
        """Whether anything changed. Rows that are taken away go first: what stands once can be named anew."""
        sent = [form for form in self.forms if form.is_bound and not form.blank]
        gone = [form.instance.pk for form in sent if form.removed]
        model: Any = self.form._meta.model
        model.objects.filter(pk__in=gone, client=self.client).delete()
        kept = [form for form in sent if not form.removed and (form.touched or form.instance.pk is None)]
        # What stands once may have changed places between two rows: those are written anew.
        moved = [form for form in kept if form.instance.pk and form.once_each in form.moved]
        model.objects.filter(pk__in=[form.instance.pk for form in moved]).delete()
        last = max((row.position for row in self.there.values()), default=0) if self.name == "targets" else 0
        for form in moved:
            form.instance.pk, form.instance._state.adding = None, True
        for form in kept:
            if self.name == "targets" and form not in moved and form.instance.pk is None:
                last += 1
                form.instance.position = last
            form.save()
        return bool(gone or kept)


class BlockForm:
    """A block of the profile to fill in. `more` names the list that gets another row: then nothing is judged."""

    def __init__(
        self, client: Client, work: WorkProfile, block: Block, data: Any = None, more: str | None = None
    ) -> None:
        self.block, self.client = block, client
        self.work: Any = None
        judged = data is not None and more is None
        if block.fields:
            self.work = WorkForm(data if judged else None, prefix=block.key, instance=work, shown=block.fields)
            if data is not None and not judged:
                typed(self.work, data)
        one_more = {name: None if more is None else name == more for name in block.lists}
        self.rows = [Rows(client, name, data, one_more[name]) for name in block.lists]

    @property
    def forms(self) -> list[Any]:
        return [*([self.work] if self.work else []), *(form for rows in self.rows for form in rows.forms)]

    @property
    def wrong(self) -> list[Any]:
        """The forms in which something does not hold."""
        return [form for form in self.forms if form.is_bound and form.errors]

    def is_valid(self) -> bool:
        valid = [self.work.is_valid()] if self.work else []
        return all([*valid, *(rows.is_valid() for rows in self.rows)])

    def save(self) -> bool:
        """Whether anything changed; in a transaction in which the profile is locked."""
        changed = [rows.save() for rows in self.rows]
        if self.work and self.work.touched:
            self.work.instance.version += 1
            self.work.save()
            changed.append(True)
        return any(changed)
