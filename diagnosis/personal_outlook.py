"""The outlook of a person: what professionals find of the chances in an occupation, what is still missing, and by what they
see that (document 002: "reëel arbeidsmarktperspectief"). One holds an occupation; who looks again ends the earlier.

It is drawn from the outlook of the region and the gap beside the work profile, and follows from neither by itself.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import CarriedOnce
from clients import access
from clients.models import Client
from clients.steps import acting, check_day
from clients.timeline import record
from diagnosis.codes import CHANCES
from diagnosis.models import Occupation, PersonalOutlook
from diagnosis.occupations import OccupationField
from diagnosis.outlook import hints

LONGEST = 2000  # characters of what is missing, and of the evidence


class Meanwhile(ValidationError):
    """Somebody else found something of the same occupation since the page was made: `theirs`, or None where it was ended."""

    def __init__(self, theirs: PersonalOutlook | None) -> None:
        self.theirs = theirs
        if theirs is None:
            told = translate(
                "Iemand anders heeft het oordeel van eerder intussen weggehaald. Sla nog eens op als uw oordeel blijft."
            )
        else:
            told = translate(
                "%(name)s (%(partner)s) heeft dit ook al vastgelegd. Bij elk veld ziet u wat daar staat. "
                "Slaat u nog eens op, dan volgt uw oordeel daarop."
            ) % {"name": theirs.author, "partner": theirs.partner}  # fmt: skip
        super().__init__(told)


def may_find(membership: Membership, client: Client) -> bool:
    """Who writes the profile of the file."""
    return access.writes(membership, client, "profile") and membership.partner_id is not None


def find(
    client: Client,
    occupation: Occupation,
    chances: str,
    evidence: str,
    *,
    missing: str = "",
    on: dt.date | None = None,
    after: int | None = None,
    by: Membership | None = None,
) -> PersonalOutlook:
    """Record what `by` finds on the day (today), and end what was found before; `after` is the id of that, None for none.

    PermissionDenied for who does not write the profile; ValidationError, per field, for chances that there are not, without
    evidence, for a day to come or before the registration or what was found last; Meanwhile where that is not `after`.
    """
    by, on, evidence, missing = acting(by), on or today(), evidence.strip(), missing.strip()
    if not may_find(by, client) or by.partner_id is None:
        raise PermissionDenied
    if chances not in CHANCES:
        raise ValidationError({"chances": _("Kies hoe groot de kansen zijn")})
    if not evidence:
        raise ValidationError({"evidence": _("Schrijf op waaraan u dat ziet")})
    check_day(on, by)
    if on < client.registered_on:
        raise ValidationError({"on": _("Toen was deze persoon nog niet aangemeld")})
    try:
        with transaction.atomic():
            earlier = _open(client, occupation, lock=True)
            if (earlier.pk if earlier else None) != after:
                raise Meanwhile(earlier or _open(client, occupation))  # who waited for the row finds it ended
            if earlier:
                if on < earlier.on:
                    raise ValidationError({"on": _("Er is al iets gevonden op een latere dag")})
                _end(earlier, on)
            region = hints(client.chain_id, [occupation]).get(occupation.pk)
            found = PersonalOutlook.objects.create(
                client=client, chain_id=client.chain_id, occupation=occupation, outlook=region, chances=chances,
                missing=missing, evidence=evidence, on=on, partner_id=by.partner_id, author_id=by.user_id,
            )  # fmt: skip
            record("outlook-found", client, about=found, part="profile", on=on, occupation=occupation.name)
    except IntegrityError:  # the very same moment: one_outlook_an_occupation
        raise Meanwhile(_open(client, occupation)) from None
    return found


def let_go(found: PersonalOutlook, *, on: dt.date | None = None, by: Membership | None = None) -> None:
    """The occupation is not looked at any more; a second time changes nothing."""
    by = acting(by)
    if not may_find(by, found.client):
        raise PermissionDenied
    with transaction.atomic():
        still = PersonalOutlook.objects.select_for_update(of=("self",)).filter(pk=found.pk, ended_on=None).first()
        if still:
            _end(still, max(on or today(), still.on))


def _open(client: Client, occupation: Occupation, lock: bool = False) -> PersonalOutlook | None:
    rows = PersonalOutlook.objects.filter(client=client, occupation=occupation, ended_on=None)
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.select_related("partner", "author").first()


def _end(found: PersonalOutlook, on: dt.date) -> None:
    found.ended_on = on
    found.version += 1
    found.save(update_fields=["ended_on", "version"])


class FindForm(CarriedOnce, forms.Form):
    """What is found of the chances in an occupation: the one given, else one that is searched."""

    use_required_attribute = False

    occupation = OccupationField(label=_("Beroep"))
    chances = forms.ChoiceField(
        label=_("Hoe groot zijn de kansen?"), choices=list(CHANCES.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe groot de kansen zijn")},
    )  # fmt: skip
    missing = forms.CharField(
        label=_("Wat is nog nodig?"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bijvoorbeeld een training, een rijbewijs, meer uren, kinderopvang."),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("Waaraan ziet u dat?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wat iemand deed of zei, wat een werkgever zei. Geen medische gegevens."),
        error_messages={"required": _("Schrijf op waaraan u dat ziet")},
    )  # fmt: skip
    on = DutchDateField(label=_("Datum"))
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)  # what was found last, as the page shows it

    def __init__(self, data: Any = None, *, about: Occupation | None = None, after: int | None = None) -> None:
        super().__init__(data, initial={"on": today(), "after": after})
        self.about = about
        self.theirs: dict[str, object] = {}  # as a versioned form has it (chain/versions.py)
        if about:
            del self.fields["occupation"]

    def find(self, client: Client, by: Membership) -> PersonalOutlook:
        """Record what was filled in. Meanwhile: the form shows what somebody else found, and follows on that when saved again."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "occupation"}
        try:
            return find(client, self.about or self.cleaned_data["occupation"], by=by, **given)
        except Meanwhile as error:
            theirs = error.theirs
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["after"] = str(theirs.pk) if theirs else ""
            self.data = data
            if theirs:
                self.theirs = {
                    "chances": CHANCES[theirs.chances], "missing": theirs.missing, "evidence": theirs.evidence,
                    "on": theirs.on,
                }  # fmt: skip
            raise
