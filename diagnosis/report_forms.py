"""The forms of an in-depth diagnosis: begin it, where and how long, a day, the report, the talk, the answer, a conclusion."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership, Partner
from chain.once import CarriedOnce
from chain.versions import VersionedForm
from clients.models import Client, Referral
from diagnosis import report
from diagnosis.codes import COMPETENCES, MASTERY
from diagnosis.models import Finding, PracticalDiagnosis
from diagnosis.models.report import FINDING_KINDS

NO_HEALTH = _("In termen van werk. Geen ziekten, medicijnen of behandeling.")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": report.LONGEST})


def _whole(most: int) -> dict[str, Any]:
    return {"min_value": 1, "max_value": most, "widget": forms.NumberInput(attrs={"inputmode": "numeric"})}


class _Sure(forms.Form):
    """A box that only stands there once there is something to be sure of."""

    sure = forms.BooleanField(label=_("Ja, dit is de bedoeling"), required=False)

    def ask(self) -> None:
        """Show the box: what was filled in is outside the guideline."""
        self.asks = True

    @property
    def shows_sure(self) -> bool:
        return getattr(self, "asks", False) or bool(self.data.get("sure"))


class StartForm(CarriedOnce, _Sure):
    """The question, and where, when and how long."""

    question = forms.CharField(
        label=_("De vraag"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Eén vraag die over werk gaat. Hierop geeft het rapport antwoord."),
    )  # fmt: skip
    host = forms.ModelChoiceField(
        label=_("Bij welke partner"), queryset=Partner.objects.none(), required=False,
        empty_label=_("Ergens anders, bijvoorbeeld bij een werkgever"),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Waar"), max_length=120, help_text=_("De werkplek of afdeling, bijvoorbeeld: groenploeg Beatrixhaven.")
    )
    started_on = DutchDateField(label=_("Begint op"))
    weeks = forms.IntegerField(label=_("Aantal weken"), **_whole(52))
    days_a_week = forms.IntegerField(label=_("Dagen per week"), **_whole(7))

    def __init__(self, *args: Any, client: Client, referral: Referral | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["host"]
        self.hosts = report.hosts(client)
        where.queryset = Partner.objects.filter(pk__in=[partner.pk for partner in self.hosts])
        if not self.hosts:
            del self.fields["host"]
        if usual := report.guideline(client.chain_id, today()) if _practical(referral) else None:
            text = _("Meestal %(least)s tot %(most)s weken (werkafspraak van de keten).")
            self.fields["weeks"].help_text = str(text) % {"least": usual[0], "most": usual[1]}


def _practical(referral: Referral | None) -> bool:
    return referral is None or referral.function == "practical-diagnosis"


class WhereForm(_Sure, VersionedForm):
    """Where it is made and until when, of a diagnosis that runs."""

    class Meta:
        model = PracticalDiagnosis
        fields = ["host", "place", "planned_end", "days_a_week"]
        field_classes = {"planned_end": DutchDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["host"]
        there = {partner.pk for partner in report.hosts(self.instance.client)} | {self.instance.host_id}
        where.queryset = Partner.objects.filter(pk__in=there - {None})
        where.label, where.empty_label = _("Bij welke partner"), _("Ergens anders, bijvoorbeeld bij een werkgever")
        self.fields["days_a_week"].widget.attrs |= {"min": 1, "max": 7, "inputmode": "numeric"}

    def clean_days_a_week(self) -> int:
        days: int = self.cleaned_data["days_a_week"]
        if not 1 <= days <= 7:
            raise forms.ValidationError(_("Vul een aantal dagen in van 1 tot en met 7"))
        return days

    def clean_planned_end(self) -> dt.date:
        """Founding document 004: six to twelve weeks, which is a guideline."""
        end: dt.date = self.cleaned_data["planned_end"]
        found = self.instance
        if end < found.started_on:
            raise forms.ValidationError(_("Het einde ligt vóór het begin"))
        weeks = report.weeks_of(found.started_on, end)
        usual = (
            report.outside(found.chain_id, "practical-diagnosis", found.started_on, weeks)
            if _practical(found.referral) else None
        )  # fmt: skip
        if usual and end != self.initial["planned_end"] and not self.data.get("sure"):
            self.ask()
            raise forms.ValidationError(report.outside_text(usual))
        return end


class DayForm(CarriedOnce, forms.Form):
    """One day at work: was the person there, and what did you see."""

    use_required_attribute = False  # who was not there was not seen

    on = DutchDateField(label=_("Dag"))
    present = forms.ChoiceField(
        label=_("Was deze persoon er?"), choices=[("yes", _("Ja")), ("no", _("Nee"))], widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=_("Wat zag u?"), max_length=report.LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf op wat iemand deed, niet hoe iemand is. De inwoner leest dit mee. Geen medische gegevens."),
    )  # fmt: skip

    def __init__(self, *args: Any, own: bool = False, typed_at: dt.datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed_at = typed_at  # what stands there is typed, and not saved
        self.fields["text"].required = self.data.get("present") != "no"
        self.fields["text"].error_messages["required"] = _("Schrijf op wat u zag")
        if own:  # a correction: the day itself stays
            del self.fields["on"]

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        clean["present"] = clean.get("present") == "yes"
        return clean


class ReportForm(VersionedForm):
    """The draft: competences x motivation x chances (founding document 002), and the advice. Nothing is required here."""

    use_required_attribute = False

    class Meta:
        model = PracticalDiagnosis
        fields = ["competences", "motivation", "chances", "advice"]
        widgets = {"competences": _lines(5), "motivation": _lines(4), "chances": _lines(4), "advice": _lines(5)}
        help_texts = {
            "competences": _("Wat zag u iemand doen? Begin met wat goed ging."),
            "motivation": _("Waar kwam iemand voor uit bed? Liefst in eigen woorden."),
            "chances": _("Welk werk past hierbij, en waar is dat in de regio?"),
            "advice": _("Het antwoord op de vraag, met de eerste volgende stap. De vrager leest dit."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = {row.code: row for row in self.instance.seen.all()} if self.instance.pk else {}
        for name in self.Meta.fields:
            self.fields[name].required = False
            self.fields[name].max_length = report.LONGEST  # type: ignore[attr-defined]
        for code, label in COMPETENCES.items():
            row, name = self.there.get(code), capfirst(str(label))
            self.fields[f"{code}-mastery"] = forms.ChoiceField(
                label=name, required=False, initial=row.mastery if row else "",
                choices=[("", _("Niet bekeken")), *((key, capfirst(str(said))) for key, said in MASTERY.items())],
            )  # fmt: skip
            self.fields[f"{code}-evidence"] = forms.CharField(
                label=_("%(competence)s: waaraan zag u dat?") % {"competence": name}, required=False, max_length=300,
                initial=row.evidence if row else "",
            )  # fmt: skip

    def groups(self) -> dict[str, list[tuple[Any, Any]]]:
        """The fields of each competence: of those that were looked at (or are wrong), and of the others, folded away."""
        for field in self.fields.values():
            field.required = True  # on the page only: "not required" sixty times says nothing
        found: dict[str, list[tuple[Any, Any]]] = {"seen": [], "other": []}
        for code in COMPETENCES:
            pair = self[f"{code}-mastery"], self[f"{code}-evidence"]
            told = any(field.value() or field.errors or field.name in self.theirs for field in pair)
            found["seen" if told else "other"].append(pair)
        return found

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        stale = clean.get("version") != self.instance.version
        for code in COMPETENCES:
            mastery, evidence = clean.get(f"{code}-mastery", ""), clean.get(f"{code}-evidence", "")
            if evidence and not mastery and f"{code}-mastery" not in self.errors:
                self.add_error(f"{code}-mastery", _("Kies hoe goed dit ging"))
            row = self.there.get(code)
            if stale and (mastery, evidence) != ((row.mastery, row.evidence) if row else ("", "")):
                self.theirs[f"{code}-mastery"] = MASTERY[row.mastery] if row else _("Niet bekeken")
                self.theirs[f"{code}-evidence"] = row.evidence if row else ""
        return super().clean()

    def seen(self) -> list[tuple[str, str, str]]:
        clean = self.cleaned_data
        return [(code, clean[f"{code}-mastery"], clean[f"{code}-evidence"]) for code in COMPETENCES]

    def save(self, commit: bool = True) -> Any:
        found = super().save(commit)
        report.save_seen(found, self.seen())
        return found


class TalkForm(VersionedForm):
    """The talk about the report: when, and what the person says of it."""

    class Meta:
        model = PracticalDiagnosis
        fields = ["talked_on", "says"]
        field_classes = {"talked_on": DutchDateField}
        labels = {"talked_on": _("Besproken op"), "says": _("Wat vindt u ervan?")}
        help_texts = {"says": _("In eigen woorden. Dit komt zo in het rapport.")}
        widgets = {"says": _lines(5)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.fields["says"].error_messages["required"] = _("Schrijf op wat de inwoner ervan vindt")

    def clean_talked_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["talked_on"]
        if on > today():
            raise forms.ValidationError(_("Deze dag moet nog komen"))
        if on < self.instance.started_on:
            raise forms.ValidationError(_("Deze dag ligt vóór de start"))
        return on


class GiveForm(CarriedOnce, forms.Form):
    """The answer to who asked: the advice, or what is made of it."""

    answer = forms.CharField(
        label=_("Antwoord op de vraag"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Het advies uit het rapport. U kunt het hier nog aanpassen. Iedereen die de verwijzing leest, leest dit."),
        error_messages={"required": _("Vul het antwoord in")},
    )  # fmt: skip

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["answer"]


class StopForm(CarriedOnce, forms.Form):
    why = forms.CharField(
        label=_("Waarom stopt de diagnose?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_HEALTH,
    )  # fmt: skip


class FindingForm(CarriedOnce, VersionedForm):
    """A conclusion of a test or an advice. The help reminds of what does not belong here; it refuses nothing."""

    class Meta:
        model = Finding
        fields = ["kind", "given_by", "on", "conclusion", "valid_until"]
        field_classes = {"on": DutchDateField, "valid_until": DutchDateField}
        widgets = {"conclusion": _lines(5)}
        help_texts = {
            "given_by": _("Het bureau of de deskundige."),
            "conclusion": _("Alleen wat het voor werk betekent: uren, houding, tempo, begeleiding, welk werk. "
                            "Geen ziekten, medicijnen of behandeling. Het advies zelf blijft bij de deskundige."),
            "valid_until": _("Staat er geen einddatum in het advies, laat dit dan leeg."),
        }  # fmt: skip

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Kies een soort")), *((key, capfirst(str(name))) for key, name in FINDING_KINDS.items())]

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Deze dag moet nog komen"))
        return on

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if clean.get("on") and clean.get("valid_until") and clean["valid_until"] < clean["on"]:
            self.add_error("valid_until", _("Deze dag ligt vóór de datum van het advies"))
        return clean
