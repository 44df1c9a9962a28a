"""The forms about an employer: what it is, its sites, people, agreements, openness, and contact with it."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Membership, User
from chain.once import CarriedOnce
from chain.parts import PARTS
from chain.versions import VersionedForm
from diagnosis.codes import SECTORS
from placement.employer_contacts import kept_until
from placement.employers import named, tidy
from placement.models import Agreement, ContactPerson, Employer, EmployerContact, Openness, Site
from placement.models.employers import ADAPTATIONS, AGREEMENT_KINDS, CONTACT_WAYS, GROUPS, KINDS, SUBJECTS

NUMBER = {"inputmode": "numeric"}
POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Z]{2})")
# Divisions of the SBI (two digits) that say in which sector an employer is, where nobody chose one.
DIVISIONS = {
    "logistics": (49, 50, 51, 52, 53), "industry": (*range(13, 34), 95), "construction": (41, 42, 43), "catering": (55, 56, 79),
    "cleaning": (81,), "care": (86, 87, 88), "retail": (45, 46, 47), "green": (1, 2, 3), "administration": (*range(64, 72), 82),
    "education": (85,), "government": (84,), "food": (10, 11, 12), "ict": (58, 61, 62, 63),
}  # fmt: skip


def sector_of(sbi: str) -> str:
    """The sector that an SBI code belongs to; "" where none of ours is meant. Standaard Bedrijfsindeling 2008."""
    division = int(sbi[:2]) if sbi[:2].isdecimal() and len(sbi) >= 2 else -1
    return next((sector for sector, divisions in DIVISIONS.items() if division in divisions), "")


def keepers(chain_id: int) -> list[tuple[int, str]]:
    """Who may keep the contact with an employer: colleagues of all partners who write of employers."""
    found = Membership.objects.of_people().filter(chain_id=chain_id, role__in=PARTS["employers"].write - {"system"})
    current = found.filter(started_on__lte=today()).exclude(ended_on__lt=today())
    rows = current.order_by("partner__position", "partner__name", "user__name").select_related("user", "partner")
    return list({row.user_id: f"{row.user}, {row.partner}" for row in rows}.items())


class Kept(CarriedOnce, VersionedForm):
    """A row with a version that posts through once(). `once_only` names the field and what to say where it stands twice."""

    use_required_attribute = False
    once_only: tuple[str, object] = ("", "")

    def validate_constraints(self) -> None:
        """Said in words by the form itself; the database is the last guard."""

    def keep(self) -> Any:
        """Save it; ValidationError where somebody else made the same at the very same moment."""
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError:
            field, said = self.once_only
            raise forms.ValidationError({field: said} if field else str(_("Probeer het nog eens"))) from None  # type: ignore[arg-type]


class EmployerForm(Kept):
    """Company and sector. `checked`: somebody looked whether name and place are right."""

    once_only = ("name", _("Er is al een werkgever met deze naam of dit KvK-nummer"))
    kvk = forms.CharField(label=_("KvK-nummer"), required=False, max_length=20, help_text=_("Acht cijfers."),
                          widget=forms.TextInput(attrs=NUMBER))  # fmt: skip
    sbi = forms.CharField(
        label=_("SBI-code"), required=False, max_length=10, widget=forms.TextInput(attrs=NUMBER),
        help_text=_("Twee tot vijf cijfers, zoals bij de KvK. Kiest u geen sector? Dan volgt die hieruit."),
    )  # fmt: skip
    size = forms.IntegerField(label=_("Aantal werknemers"), required=False, min_value=1, max_value=500_000,
                              widget=forms.TextInput(attrs=NUMBER))  # fmt: skip
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Employer
        fields = ["name", "place", "kind", "kvk", "sbi", "sector", "trains", "size", "website", "keeper", "checked"]
        labels = {"checked": _("Nagekeken: naam en plaats kloppen")}
        error_messages = {"name": {"required": _("Vul de naam in")}}
        widgets = {"trains": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there: Any = self.fields
        there["kind"].choices = [(key, capfirst(str(name))) for key, name in KINDS.items()]
        there["sector"].choices = [
            ("", _("Kies")),
            *((key, capfirst(str(name))) for key, (name, _s) in SECTORS.items()),
        ]
        chosen = keepers(self.instance.chain_id)
        there["keeper"].queryset = User.objects.filter(pk__in=[pk for pk, _name in chosen])
        there["keeper"].widget.choices = [("", _("Niemand")), *chosen]

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        other = named(self.instance.chain_id, name)
        if other and other.pk != self.instance.pk:
            raise forms.ValidationError(_("Er is al een werkgever met deze naam"))
        return name

    def clean_kvk(self) -> str:
        digits = re.sub(r"[ .]", "", self.cleaned_data["kvk"])
        if digits and not re.fullmatch(r"\d{8}", digits, re.ASCII):
            raise forms.ValidationError(_("Een KvK-nummer heeft acht cijfers"))
        other = (
            Employer.objects.filter(chain_id=self.instance.chain_id, kvk=digits).exclude(pk=self.instance.pk).first()
        )
        if digits and other:
            raise forms.ValidationError(_("Dit KvK-nummer staat al bij %(employer)s"), params={"employer": other.name})
        return digits

    def clean_sbi(self) -> str:
        digits = re.sub(r"[ .]", "", self.cleaned_data["sbi"])
        if digits and not re.fullmatch(r"\d{2,5}", digits, re.ASCII):
            raise forms.ValidationError(_("Een SBI-code heeft twee tot vijf cijfers"))
        return digits

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("sbi") and not cleaned.get("sector"):
            cleaned["sector"] = sector_of(cleaned["sbi"])
        return cleaned

    def _shown(self, name: str, value: Any) -> object:
        return str(value or "") if name == "keeper" else super()._shown(name, value)


def postcode(typed: str) -> str:
    """`6211 AB` of what was typed; ValidationError where it is none."""
    if not typed:
        return ""
    found = POSTCODE.fullmatch(typed.strip().upper())
    if not found:
        raise forms.ValidationError(_("Een postcode heeft vier cijfers en twee letters, bijvoorbeeld 6211 AB"))
    return f"{found[1]} {found[2]}"


class SiteForm(Kept):
    once_only = ("name", _("Deze vestiging staat er al"))
    kvk_site = forms.CharField(label=_("Vestigingsnummer"), required=False, max_length=20, help_text=_("Twaalf cijfers."),
                               widget=forms.TextInput(attrs=NUMBER))  # fmt: skip
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=10)
    ended_on = DutchDateField(label=_("Gesloten op"), required=False)

    class Meta:
        model = Site
        fields = ["name", "street", "postcode", "place", "without_car", "kvk_site", "ended_on"]
        error_messages = {"name": {"required": _("Vul in hoe deze vestiging heet")}}
        help_texts = {"name": _("Bijvoorbeeld de straat of de wijk."),
                      "without_car": _("Met de bus, de trein of de fiets, ook op de uren dat er gewerkt wordt.")}  # fmt: skip
        widgets = {"without_car": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["ended_on"]

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        same = Site.objects.filter(employer_id=self.instance.employer_id, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Deze vestiging staat er al"))
        return name

    def clean_postcode(self) -> str:
        return postcode(self.cleaned_data["postcode"])

    def clean_kvk_site(self) -> str:
        digits = re.sub(r"[ .]", "", self.cleaned_data["kvk_site"])
        if digits and not re.fullmatch(r"\d{12}", digits, re.ASCII):
            raise forms.ValidationError(_("Een vestigingsnummer heeft twaalf cijfers"))
        return digits


class PersonForm(Kept):
    """Somebody to speak with; said is until when the name stands here."""

    class Meta:
        model = ContactPerson
        fields = ["name", "job", "phone", "email", "site"]
        error_messages = {"name": {"required": _("Vul de naam in")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.label, field.empty_label = _("Vestiging"), _("Niet bekend")
        field.queryset = Site.objects.filter(employer_id=self.instance.employer_id)

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def save(self, commit: bool = True) -> Any:
        if not self.instance.pk:
            self.instance.keep_until = kept_until(today())
        return super().save(commit)

    def _shown(self, name: str, value: Any) -> object:
        return str(value or "") if name == "site" else super()._shown(name, value)


class AgreementForm(Kept):
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(label=_("Tot en met"), required=False)

    class Meta:
        model = Agreement
        fields = ["kind", "text", "started_on", "ended_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "text": {"required": _("Vul in wat u hebt afgesproken")},
            "kind": {"required": _("Kies een soort")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", _("Kies")), *((key, capfirst(str(name))) for key, name in AGREEMENT_KINDS.items())]
        if not self.instance.pk:
            self.initial["started_on"] = today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ended_on") and cleaned.get("started_on") and cleaned["ended_on"] < cleaned["started_on"]:
            self.add_error("ended_on", _("Het einde ligt vóór het begin"))
        return cleaned


class OpennessForm(Kept):
    """For whom an employer makes room and what it can do otherwise, as talked about on a day."""

    free_text = THING
    once_only = ("talked_on", _("Iemand anders heeft dit intussen vastgelegd. Open deze pagina opnieuw."))
    groups = forms.MultipleChoiceField(
        label=_("Staat open voor"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, capfirst(str(name))) for key, name in GROUPS.items()],
    )  # fmt: skip
    adaptations = forms.MultipleChoiceField(
        label=_("Kan dit aanpassen"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, capfirst(str(name))) for key, name in ADAPTATIONS.items()],
    )  # fmt: skip
    talked_on = DutchDateField(label=_("Besproken op"))

    class Meta:
        model = Openness
        fields = ["groups", "adaptations", "note", "talked_on"]
        help_texts = {"note": _("Wat een collega moet weten voor een gesprek. Geen namen van inwoners.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["talked_on"] = today()

    def clean_talked_on(self) -> dt.date:
        day = self.cleaned_data["talked_on"]
        if day > today():
            raise forms.ValidationError(_("Deze dag moet nog komen"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, codes in (("groups", GROUPS), ("adaptations", ADAPTATIONS)):
            cleaned[name] = [code for code in codes if code in cleaned.get(name, ())]
        return cleaned

    def _shown(self, name: str, value: Any) -> object:
        if isinstance(value, list):
            names: dict[str, Any] = GROUPS if name == "groups" else ADAPTATIONS
            return ", ".join(str(names[code]) for code in value)
        return super()._shown(name, value)


class ContactForm(CarriedOnce, forms.ModelForm):
    """A contact that was: said in half a minute, with a day for the next one."""

    use_required_attribute = False
    way = forms.ChoiceField(label=_("Hoe"), choices=CONTACT_WAYS.items(),
                            error_messages={"required": _("Kies hoe u contact had")})  # fmt: skip
    subject = forms.ChoiceField(label=_("Waarover"), choices=SUBJECTS.items(),
                                error_messages={"required": _("Kies waarover het ging")})  # fmt: skip
    on = DutchDateField(label=_("Wanneer"))
    next_on = DutchDateField(label=_("Volgend contact"), required=False)

    class Meta:
        model = EmployerContact
        fields = ["way", "subject", "person", "on", "text", "next_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"text": _("Alle partners lezen dit. Geen namen van inwoners.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there: Any = self.fields
        there["way"].choices = [(key, capfirst(str(name))) for key, name in CONTACT_WAYS.items()]
        there["subject"].choices = [(key, capfirst(str(name))) for key, name in SUBJECTS.items()]
        there["person"].label, there["person"].empty_label = _("Met wie"), _("Niet bekend")
        there["person"].queryset = ContactPerson.objects.filter(employer_id=self.instance.employer_id)
