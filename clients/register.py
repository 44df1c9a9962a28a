"""Registering a person: a look for somebody who is on record already, then all of it in one act."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.free_text import holds_bsn
from chain.models import Membership, User, holds_on
from chain.once import CarriedOnce, earlier, once
from chain.parts import CONSULTANTS
from clients import access, bsn, closing
from clients.languages import LANGUAGES
from clients.models import (
    LEVELS,
    SCHEMES,
    Client,
)
from clients.models.client import GENDERS, HOUSEHOLDS, SOURCES, TARGET_GROUPS
from clients.registering import OnRecord, register
from clients.residences import MunicipalityField

NO_PHONE = _("Dit lijkt een BSN. Is het een telefoonnummer, schrijf het dan met het landnummer: +31 6 12345678.")
OLDEST = 110  # years: a birth date before that is a typing error
UNKNOWN = ("", _("Nog niet bekend"))


@dataclass(frozen=True)
class Duplicate:
    """Somebody on record who may be the same person. `reason`: bsn, or name (and birth date). The rest if visible."""

    number: str
    reason: str
    url: str = ""
    name: str = ""
    home: str = ""


def may_register(membership: Membership) -> bool:
    """Whether the membership may put people on record: it writes identities, for the point of contact."""
    return membership.writes("identity")


def duplicates(
    membership: Membership, *, number: str = "", last_name: str = "", first_name: str = "", prefix: str = "",
    birth_date: dt.date | None = None,
) -> list[Duplicate]:  # fmt: skip
    """Who is on record in the chain with this BSN (`number`), or a like name and this birth date. Logged as a look."""
    index = bsn.index(number, membership.chain.slug) if number else None
    with connection.cursor() as cursor:
        cursor.execute(
            "select number, reason from snoer_duplicates(%s, snoer_sort_name(%s, %s, %s), %s::date)",
            [index, last_name, first_name, prefix, birth_date],
        )
        found = dict(cursor.fetchall())
    visible = Client.objects.visible_to(membership).select_related("home").filter(number__in=found)
    seen = {each.number: each for each in visible}
    for hit in found:
        access.look(membership, seen.get(hit), ["identity"], "duplicate", asked="" if hit in seen else hit)
    if not found:
        access.look(membership, None, ["identity"], "duplicate")
    return [
        Duplicate(hit, reason, reverse("record", args=[hit]), seen[hit].name, str(seen[hit].home or ""))
        if hit in seen
        else Duplicate(hit, reason)
        for hit, reason in found.items()
    ]


class RegisterForm(CarriedOnce, forms.Form):
    """All that is asked at registration. After is_valid(), `alike` are those on record who may be the same person."""

    first_name = forms.CharField(label=_("Voornaam"), max_length=80)
    # A field, which Django takes out of the class: not the prefix of a form.
    prefix = forms.CharField(  # type: ignore[assignment]
        label=_("Tussenvoegsel"), max_length=20, required=False
    )
    last_name = forms.CharField(label=_("Achternaam"), max_length=120)
    alias = forms.CharField(
        label=_("Ook bekend als"), max_length=120, required=False,
        help_text=_("Roepnaam, of een andere achternaam. U kunt er ook op zoeken."),
    )  # fmt: skip
    birth_date = DutchDateField(label=_("Geboortedatum"))
    bsn = forms.CharField(
        label=_("BSN"), max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Vul het BSN in, of kruis aan dat er nog geen BSN is.")},
    )  # fmt: skip
    no_bsn = forms.BooleanField(label=_("Er is nog geen BSN"), required=False)
    gender = forms.ChoiceField(label=_("Geslacht"), choices=[UNKNOWN, *GENDERS.items()], required=False)
    household = forms.ChoiceField(label=_("Huishouden"), choices=[UNKNOWN, *HOUSEHOLDS.items()], required=False)
    municipality = MunicipalityField(label=_("Gemeente"), help_text=_("Typ de eerste letters."))
    lives_since = DutchDateField(
        label=_("Woont daar vanaf"), required=False, help_text=_("Leeg: vanaf de dag van aanmelding.")
    )  # fmt: skip
    postcode = forms.CharField(label=_("Postcode"), max_length=7, required=False)
    house_number = forms.CharField(label=_("Huisnummer"), max_length=12, required=False)
    phone = forms.CharField(
        label=_("Telefoon"), max_length=24, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Taal van het gesprek"), choices=LANGUAGES.items(), initial="nld")
    scheme = forms.ChoiceField(
        label=_("Uitkering"), choices=[("", _("Nog geen uitkering")), *SCHEMES.items()], required=False
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Hoogte"), choices=LEVELS.items(), required=False, initial="full")
    benefit_since = DutchDateField(label=_("Uitkering vanaf"), required=False)
    source = forms.ChoiceField(
        label=_("Hoe aangemeld"), choices=[("", _("Kies")), *SOURCES.items()],
        error_messages={"required": _("Kies hoe deze inwoner is aangemeld")},
    )  # fmt: skip
    registered_on = DutchDateField(label=_("Aangemeld op"))
    lead = forms.ModelChoiceField(label=_("Wie heeft de regie"), queryset=User.objects.none(), empty_label=None)
    target_groups = forms.MultipleChoiceField(
        label=_("Doelgroep"), choices=TARGET_GROUPS.items(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Alleen als het uitmaakt voor wat u kunt aanbieden."),
    )  # fmt: skip
    different = forms.CharField(label=_("Dezelfde persoon?"), required=False)
    again = forms.BooleanField(label=_("Ja, dit is dezelfde persoon"), required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.alike: list[Duplicate] = []
        self.closed = ""  # number of the closed file that the BSN is of
        where: Any = self.fields["municipality"]
        where.offer(membership)
        colleagues = Membership.objects.of_people().filter(
            holds_on(today()), partner=membership.partner, role__in=CONSULTANTS
        ).values("user")  # fmt: skip
        who: Any = self.fields["lead"]
        who.queryset = User.objects.filter(pk__in=colleagues).order_by("name")
        who.initial = membership.user_id
        self.fields["registered_on"].initial = today()
        self.fields["bsn"].required = not self.data.get("no_bsn")

    def clean_bsn(self) -> str:
        typed = "".join(each for each in self.cleaned_data["bsn"] if each not in " .-")
        if typed and not bsn.is_valid(typed):
            raise ValidationError(_("Dit is geen BSN. Kijk de cijfers na."))
        return typed

    def clean_birth_date(self) -> dt.date:
        return plausible_birth(self.cleaned_data["birth_date"])

    def clean_phone(self) -> str:
        return no_bsn(self.cleaned_data["phone"])

    def clean_registered_on(self) -> dt.date:
        if self.cleaned_data["registered_on"] > today():
            raise ValidationError(_("Deze dag moet nog komen."))
        return self.cleaned_data["registered_on"]

    def clean_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("bsn") and clean.get("no_bsn"):
            self.add_error("bsn", _("U vult een BSN in en kruist ook aan dat er nog geen BSN is. Kies een van beide."))
        if clean.get("scheme") and not clean.get("benefit_since") and "benefit_since" not in self.errors:
            self.add_error("benefit_since", _("Vul in vanaf welke dag de uitkering loopt."))
        if clean.get("lives_since") and clean.get("birth_date") and clean["lives_since"] < clean["birth_date"]:
            self.add_error("lives_since", _("Deze dag is voor de geboortedatum."))
        self._look_for_the_same(clean)
        return clean

    def _look_for_the_same(self, clean: dict[str, Any]) -> None:
        """Once there is something to look by: a BSN that passes, or a name with a birth date."""
        names = {key: clean.get(key) or "" for key in ("last_name", "first_name", "prefix")}
        if not clean.get("bsn") and not (names["last_name"] and names["first_name"] and clean.get("birth_date")):
            return
        self.alike = duplicates(
            self.membership, number=clean.get("bsn") or "", birth_date=clean.get("birth_date"), **names
        )  # fmt: skip
        for each in self.alike:
            if each.reason == "bsn":
                self.closed = closing.closed_file(clean["bsn"], self.membership.chain.slug)
                if not self.closed:
                    self.known(each.number)
                elif not clean.get("again"):
                    self.add_error("again", _("Deze persoon was hier eerder. Bevestig dat het dezelfde persoon is."))
                self.alike = [each]
                return
        # The tick holds for those who were shown with it, not for others who come up after a correction.
        if self.alike and clean.get("different") != self.alike_numbers:
            self.add_error(
                "different", _("Er is iemand met dezelfde geboortedatum en bijna dezelfde naam. Kijk dat eerst na.")
            )  # fmt: skip

    @property
    def alike_numbers(self) -> str:
        return ",".join(sorted(each.number for each in self.alike))

    @property
    def ticked(self) -> bool:
        return bool(self.alike) and self.data.get("different") == self.alike_numbers

    def known(self, number: str) -> None:
        """The BSN is another's: say whose, by client number."""
        if number:
            said = translate("Dit BSN staat al op naam van klantnummer %(number)s.") % {"number": number}
        else:
            said = translate("Dit BSN staat al op naam van iemand anders.")
        self.add_error("bsn", said)

    def register(self) -> Client:
        """Carry it out: the old file comes back where there is one. OnRecord where the BSN has come on record since, or
        the file was opened by another meanwhile."""
        clean = self.cleaned_data
        if self.closed:
            with override("nl"):  # it is kept
                why = translate("Opnieuw aangemeld: %(source)s.") % {"source": SOURCES[clean["source"]]}
            back = closing.bring_back(clean["bsn"], why, by=self.membership)
            if back is None:
                raise OnRecord(self.closed)
            return back
        contact = {key: clean[key] for key in ("postcode", "house_number", "phone", "email", "language")}
        benefit = (clean["scheme"], clean["level"] or "full", clean["benefit_since"]) if clean["scheme"] else None
        return register(
            self.membership, contact=contact, benefit=benefit, number=clean["bsn"],
            **{key: clean[key] for key in (
                "first_name", "prefix", "last_name", "alias", "source", "registered_on", "birth_date", "municipality",
                "lives_since", "target_groups", "lead", "gender", "household",
            )},
        )  # fmt: skip


def plausible_birth(day: dt.date) -> dt.date:
    """The day; ValidationError where nobody who is helped to work can have been born on it."""
    if day > today():
        raise ValidationError(_("Deze dag moet nog komen."))
    if day.year < today().year - OLDEST:
        raise ValidationError(_("Kijk het jaar na: dan is deze inwoner ouder dan 110."))
    return day


def no_bsn(phone: str) -> str:
    """The phone number; ValidationError where it looks like a BSN."""
    if holds_bsn(phone):
        raise ValidationError(NO_PHONE, code="bsn")
    return phone


def tidy_postcode(typed: str) -> str:
    """`6211 AB`, however it is typed; "" for nothing; ValidationError where it is no Dutch postcode."""
    tight = typed.replace(" ", "").upper()
    if not tight:
        return ""
    if not (len(tight) == 6 and tight[:4].isdigit() and tight.isascii() and tight[0] != "0" and tight[4:].isalpha()):
        raise ValidationError(_("Een postcode is vier cijfers en twee letters, bijvoorbeeld 6211 AB."))
    return f"{tight[:4]} {tight[4:]}"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for a new person; saved, it leads to the record."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not may_register(membership):
        raise PermissionDenied
    form = RegisterForm(request.POST or None, membership=membership)
    if request.method == "POST":
        if form.is_valid():
            made: list[Client] = []

            def act() -> str:
                made.append(form.register())
                return reverse("record", args=[made[0].number])

            try:
                answer = once(request, act)
            except OnRecord:  # entered by another between the look and the save
                form.alike = [
                    hit for hit in duplicates(membership, number=form.cleaned_data["bsn"]) if hit.reason == "bsn"
                ]
                form.known(form.alike[0].number if form.alike else "")
            else:
                if made and form.closed:
                    messages.success(request, translate("Het dossier van %(name)s is weer open. Kijk na of alles nog klopt.")
                                     % {"name": made[0].name})  # fmt: skip
                elif made:
                    messages.success(request, translate("%(name)s staat in Snoer, met klantnummer %(number)s.")
                                     % {"name": made[0].name, "number": made[0].number})  # fmt: skip
                return answer
        elif done := earlier(request):
            return done
    context = {"form": form, "section": "clients"}
    return render(request, "clients/register.html", context, status=422 if form.is_bound else 200)
