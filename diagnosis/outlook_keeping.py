"""Keeping the outlook of the region: where the chances are, what is hard to fill, what employers ask, and until when it
holds. Podium24 keeps it, once for all partners (document 002, annex 3 a); what it said before stays in its history.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.days import today
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Membership
from chain.versions import VersionedForm
from clients.day_asked import Question, answers
from clients.registered import Leads, Notice
from clients.steps import acting
from diagnosis.codes import CHANCES, COMMAND, COMPETENCES, LEVELS, LICENCES, SECTORS, YES_NO
from diagnosis.gap import UNKNOWN_LEVEL
from diagnosis.models import Occupation, Outlook
from diagnosis.occupations import OccupationField
from diagnosis.outlook import kept, to_renew

YEARS_AHEAD = 2  # an end further away is a typing error
USUAL_DAYS = 182  # how long an outlook is said to hold, unless somebody says otherwise


def may_keep(membership: Membership) -> bool:
    return membership.writes("outlook") and membership.partner_id is not None


def check_until(until: dt.date, started_on: dt.date) -> None:
    """ValidationError, per field, for a last day that is past, before the first, or too far away to be meant."""
    now = today()
    if until < now:
        raise ValidationError({"valid_until": _("Deze dag is al voorbij")})
    if until < started_on:
        raise ValidationError({"valid_until": _("De laatste dag ligt voor de eerste")})
    if until > now + dt.timedelta(365 * YEARS_AHEAD + 1):
        raise ValidationError({"valid_until": _("Zo ver vooruit is de arbeidsmarkt niet te zien. Kijk het jaar na.")})


def renew(outlook: Outlook, until: dt.date, *, by: Membership | None = None) -> Outlook:
    """It still holds, until and including the day; also one that was ended. What it said before stays in its history."""
    by = acting(by)
    with transaction.atomic():
        found = _locked(outlook, by)
        check_until(until, found.started_on)
        if found.ended_on is not None and alike(found.chain_id, found.sector, found.occupation, found):
            raise ValidationError({"valid_until": _("Er is intussen een ander beeld van hetzelfde")})
        if (found.valid_until, found.ended_on) != (until, None):
            found.valid_until, found.ended_on = until, None
            _save(found, by, "valid_until", "ended_on")
    return found


def end(outlook: Outlook, *, on: dt.date | None = None, by: Membership | None = None) -> Outlook:
    """It is not kept up any more, from the day (today) on; a second time changes nothing."""
    by = acting(by)
    with transaction.atomic():
        found = _locked(outlook, by)
        if found.ended_on is None:
            found.ended_on = on or today()
            _save(found, by, "ended_on")
    return found


def _locked(outlook: Outlook, by: Membership) -> Outlook:
    if not may_keep(by):
        raise PermissionDenied
    return Outlook.objects.select_for_update(of=("self",)).get(pk=outlook.pk, chain_id=by.chain_id)


def _save(found: Outlook, by: Membership, *changed: str) -> None:
    found.version += 1
    assert by.partner_id is not None
    found.author_id, found.partner_id = by.user_id, by.partner_id
    found.save(update_fields=[*changed, "version", "author", "partner"])


def alike(chain_id: int, sector: str, occupation: Occupation | None, of: Outlook | None = None) -> Outlook | None:
    """Another that is kept up of the same occupation, or of the same sector as a whole."""
    same = Q(occupation=occupation) if occupation else Q(occupation=None, sector=sector)
    others = kept().filter(same, chain_id=chain_id)
    return (others.exclude(pk=of.pk) if of else others).first()


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """How many ask to be looked at again, for who keeps them."""
    if not may_keep(membership):
        return {}
    return {"renew": to_renew(membership.chain_id).order_by().values("chain_id").annotate(number=Count("pk"))}


def notices(membership: Membership) -> list[Notice]:
    """On Mijn dag of who keeps them: how many ask to be looked at again (registered in the settings)."""
    number = sum(row["number"] for row in answers(head_questions, membership).get("renew", ()))
    if not number:
        return []
    text = ngettext(
        "%(number)s beeld van de arbeidsmarkt is verlopen of verloopt binnen een maand.",
        "%(number)s beelden van de arbeidsmarkt zijn verlopen of verlopen binnen een maand.", number,
    ) % {"number": number}  # fmt: skip
    return [Notice(text, reverse("outlooks") + "?stand=verlopen", translate("Nakijken"))]


class RenewForm(forms.Form):
    """Until and including which day it still holds."""

    use_required_attribute = False
    valid_until = DutchDateField(label=_("Geldt nog tot en met"))


class OutlookForm(VersionedForm):
    """What the region offers and asks; in codes where it is to be laid beside a work profile."""

    free_text = THING
    use_required_attribute = False

    occupation = OccupationField(
        label=_("Beroep"), required=False, help_text=_("Laat leeg als het voor de hele sector geldt.")
    )
    chances = forms.ChoiceField(
        label=_("Kansen"), choices=list(CHANCES.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe groot de kansen zijn")},
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Ten minste dit werk- en denkniveau"), required=False,
        choices=[("", _("Wordt niet gevraagd")), *((code, name) for code, name in LEVELS.items() if code != UNKNOWN_LEVEL)],
    )  # fmt: skip
    dutch = forms.ChoiceField(
        label=_("Nederlands spreken"), required=False,
        choices=[("", _("Wordt niet gevraagd")), *((code, COMMAND[code]) for code in ("2", "3", "4"))],
    )  # fmt: skip
    licences = forms.MultipleChoiceField(
        label=_("Rijbewijzen"), required=False, choices=list(LICENCES.items()), widget=forms.CheckboxSelectMultiple
    )
    competences = forms.MultipleChoiceField(
        label=_("Wat iemand moet kunnen"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, capfirst(str(name))) for code, name in COMPETENCES.items()],
    )  # fmt: skip
    hours_min = forms.IntegerField(
        label=_("Minste uren per week"), required=False, min_value=1, max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    irregular = forms.ChoiceField(
        label=_("Avond, nacht of weekend"), choices=list(YES_NO.items()), widget=forms.RadioSelect, initial="0",
        required=False,
    )  # fmt: skip
    started_on = DutchDateField(label=_("Vanaf"))
    valid_until = DutchDateField(label=_("Geldig tot en met"))

    class Meta:
        model = Outlook
        fields = [
            "sector", "occupation", "chances", "hard_to_fill", "asked", "level", "dutch", "licences", "competences",
            "certificate", "hours_min", "irregular", "source", "started_on", "valid_until",
        ]  # fmt: skip
        labels = {
            "hard_to_fill": _("Moeilijk te vervullen"), "asked": _("Wat vragen werkgevers, in gewone woorden?"),
            "certificate": _("Certificaat of diploma"), "source": _("Bron"),
        }  # fmt: skip
        help_texts = {
            "certificate": _("Zo kort als het kan, bijvoorbeeld VCA of heftruck."),
            "source": _("Waar u dit vandaan hebt, bijvoorbeeld gesprekken met werkgevers."),
        }
        widgets = {"asked": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"sector": {"required": _("Kies een sector")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sector"]
        field.choices = [
            ("", _("Kies een sector")),
            *((key, capfirst(str(name))) for key, (name, _sbi) in SECTORS.items()),
        ]
        if not self.instance.pk:
            self.initial.update(started_on=today(), valid_until=today() + dt.timedelta(USUAL_DAYS))

    def clean_irregular(self) -> str:
        return self.cleaned_data["irregular"] or "0"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, codes in (("licences", LICENCES), ("competences", COMPETENCES)):
            cleaned[name] = [code for code in codes if code in cleaned.get(name, ())]
        started_on, until = cleaned.get("started_on"), cleaned.get("valid_until")
        if started_on and until and "valid_until" in (self.changed_data if self.instance.pk else cleaned):
            try:
                check_until(until, started_on)
            except ValidationError as error:
                self.add_error(None, error)
        elif started_on and until and until < started_on:
            self.add_error("valid_until", _("De laatste dag ligt voor de eerste"))
        if "sector" in cleaned and "occupation" in cleaned:
            self._stands_once(cleaned)
        return cleaned

    def _stands_once(self, cleaned: dict[str, Any]) -> None:
        chain_id, occupation = self.instance.chain_id, cleaned["occupation"]
        if self.instance.ended_on is None and alike(chain_id, cleaned["sector"], occupation, self.instance):
            told = (
                _("Van dit beroep is er al een beeld")
                if occupation
                else _("Van deze sector als geheel is er al een beeld")
            )
            self.add_error("occupation" if occupation else "sector", told)

    def _shown(self, name: str, value: Any) -> object:
        if isinstance(value, list):
            names: dict[str, Any] = LICENCES if name == "licences" else COMPETENCES
            return ", ".join(str(names[code]) for code in value)
        return super()._shown(name, value)

    def keep(self, by: Membership) -> Outlook:
        """Save it under the name of who looked last; call it in a transaction."""
        if not may_keep(by) or by.partner_id is None:
            raise PermissionDenied
        self.instance.author_id, self.instance.partner_id = by.user_id, by.partner_id
        return self.save()
