"""A person's own data: name, birth date and BSN, how to reach them, target groups and ability to work.

One page and one save for what lies in four tables, each a part of the file with a version of its own. The page carries
what it was made with, so that only the parts that somebody touched are checked and saved: a colleague who changes the
phone number is not in the way of one who changes the name.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.versions import STALE, VersionedForm
from clients import access, bsn
from clients.languages import LANGUAGES
from clients.models import Capacity, Client, Contact, Identity, TargetGroup
from clients.models.client import GENDERS, HOUSEHOLDS, TARGET_GROUPS
from clients.register import UNKNOWN, duplicates, no_bsn, plausible_birth, tidy_postcode
from clients.registering import OnRecord, add_bsn, save_identity
from clients.standing import keep_dated
from clients.timeline import record


class NameForm(VersionedForm):
    part, title = "client", _("Naam")

    class Meta:
        model = Client
        fields = ["first_name", "prefix", "last_name", "alias"]
        help_texts = {"alias": _("Roepnaam, of een andere achternaam. U kunt er ook op zoeken.")}


class IdentityForm(VersionedForm):
    """Birth date, gender, household, and the BSN where there was none yet. A BSN on record is not changed here: it is
    somebody else's, or the wrong person's file."""

    part, title = "identity", _("Geboortedatum, huishouden en BSN")
    birth_date = DutchDateField(label=_("Geboortedatum"), required=False)
    youngest_child_born_on = DutchDateField(
        label=_("Geboortedatum van het jongste kind"), required=False,
        help_text=_("Alleen als u voor een kind zorgt. Als het kind 5, 12 of 18 wordt, veranderen de regels voor werk. "
                    "Wij kijken dan op tijd samen wat dat betekent."),
    )  # fmt: skip
    bsn = forms.CharField(
        label=_("BSN"), required=False, max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Negen cijfers. Er is nog geen BSN bekend."),
    )  # fmt: skip

    class Meta:
        model = Identity
        fields = ["birth_date", "gender", "household", "youngest_child_born_on"]
        help_texts = {
            "gender": _("Voor de landelijke statistiek."),
            "household": _("Zoals de uitkering het kent. Alleen voor de statistiek en de bestandsanalyse."),
        }

    def __init__(self, *args: Any, membership: Membership, parent: bool = True, **kwargs: Any) -> None:
        """`parent`: whether a child matters for this person; else it is not asked."""
        super().__init__(*args, **kwargs)
        for name, there in (("gender", GENDERS), ("household", HOUSEHOLDS)):
            self.fields[name].choices = [UNKNOWN, *there.items()]  # type: ignore[attr-defined]
        self.membership = membership
        self.known: list[Any] = []
        if not parent:
            del self.fields["youngest_child_born_on"]
        if self.instance.bsn_index:
            del self.fields["bsn"]

    def clean_birth_date(self) -> Any:
        day = self.cleaned_data["birth_date"]
        return plausible_birth(day) if day else day

    def clean_youngest_child_born_on(self) -> Any:
        born, parent = self.cleaned_data["youngest_child_born_on"], self.cleaned_data.get("birth_date")
        if born and born > today():
            raise ValidationError(_("Deze dag moet nog komen"))
        if born and parent and born <= parent:
            raise ValidationError(_("Het kind kan niet ouder zijn dan de ouder. Kijk de datum na."))
        return born

    def clean_bsn(self) -> str:
        typed = "".join(each for each in self.cleaned_data["bsn"] if each not in " .-")
        if typed and not bsn.is_valid(typed):
            raise ValidationError(_("Dit is geen BSN. Kijk de cijfers na."))
        if typed:
            self.known = [each for each in duplicates(self.membership, number=typed) if each.reason == "bsn"]
            if self.known:
                raise ValidationError(
                    translate("Dit BSN staat al op naam van klantnummer %(number)s.") % {"number": self.known[0].number}
                )
        return typed

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if clean.get("bsn"):
            now = Identity.objects.filter(pk=self.instance.pk).values_list("bsn_index", flat=True).first()
            if now:
                self.add_error("bsn", _("Iemand anders heeft intussen een BSN ingevuld."))
        return clean

    def save(self, commit: bool = True) -> Identity:
        """OnRecord where the BSN has come on record since."""
        if number := self.cleaned_data.get("bsn"):
            add_bsn(self.instance, number, self.membership.chain.slug)
        identity = super().save(commit=False)
        save_identity(identity)
        return identity


class ContactForm(VersionedForm):
    part, title = "contact", _("Adres en bereikbaarheid")
    language = forms.ChoiceField(label=_("Taal van het gesprek"), choices=LANGUAGES.items())

    class Meta:
        model = Contact
        fields = ["postcode", "house_number", "phone", "email", "language"]
        widgets = {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        if self.instance.language not in LANGUAGES:  # from another system
            language.choices = [(self.instance.language, self.instance.language), *LANGUAGES.items()]

    def clean_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean_phone(self) -> str:
        return no_bsn(self.cleaned_data["phone"])


class CapacityForm(VersionedForm):
    part, title = "capacity", _("Arbeidsvermogen en doelgroep")
    target_groups = forms.MultipleChoiceField(
        label=_("Doelgroep"), choices=TARGET_GROUPS.items(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Alleen als het uitmaakt voor wat u kunt aanbieden."),
    )  # fmt: skip

    class Meta:
        model = Capacity
        fields = ["work_ability"]
        help_texts = {
            "work_ability": _("In procenten van het minimumloon. Zonder medische gegevens. De dag wordt erbij bewaard.")
        }
        widgets = {"work_ability": forms.TextInput(attrs={"inputmode": "numeric"})}

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.was = client, self.instance.work_ability
        self.now = set(TargetGroup.objects.filter(client=client).values_list("code", flat=True))
        self.initial["target_groups"] = sorted(self.now)
        ability: Any = self.fields["work_ability"]
        ability.max_value = 100

    def clean_work_ability(self) -> int | None:
        value = self.cleaned_data["work_ability"]
        if value is not None and value > 100:
            raise ValidationError(_("Vul een getal in van 0 tot en met 100."))
        return value

    def clean(self) -> dict[str, Any]:
        stale = None
        try:
            clean = super().clean()
        except ValidationError as error:
            clean, stale = self.cleaned_data, error
        # They have no version of their own: what the page was made with tells whether another changed them.
        sent: Any = self.data
        were = set(sent.getlist(self["target_groups"].html_initial_name))
        if "target_groups" in clean and were != self.now and set(clean["target_groups"]) != self.now:
            names = [str(TARGET_GROUPS[code]) for code in sorted(self.now)]
            self.theirs["target_groups"] = ", ".join(names) or None
            stale = stale or ValidationError(STALE, code="stale")
        if stale:
            raise stale
        return clean

    def save(self, commit: bool = True) -> Capacity:
        chosen = set(self.cleaned_data["target_groups"])
        self.client.target_groups.filter(code__in=self.now - chosen).delete()
        TargetGroup.objects.bulk_create(
            [TargetGroup(client=self.client, chain_id=self.client.chain_id, code=code) for code in chosen - self.now]
        )
        saved = super().save(commit)
        if saved.work_ability != self.was:  # where somebody stands is told by the day as well
            keep_dated(self.client, saved.work_ability)
        return saved


Forms = list[Any]


def is_parent(client: Client, identity: Identity | None = None) -> bool:
    """Whether the person is on record as somebody with children, for whom the age of the youngest matters."""
    if identity and identity.household in ("single-parent", "family"):
        return True
    return client.target_groups.filter(code="single-parent").exists()


def forms_of(membership: Membership, client: Client, data: Any = None) -> Forms:
    """The forms for the parts that the membership writes; a part without a row yet gets a new one."""

    def row(model: Any, **empty: str) -> Any:
        here = {"client": client, "chain_id": client.chain_id}
        return model.objects.filter(client=client).first() or model(**here, **empty)

    found: Forms = []
    if membership.writes("client"):
        found.append(NameForm(data, prefix="name", instance=client))
    if membership.writes("identity"):
        identity = row(Identity, gender="", household="")
        parent = identity.youngest_child_born_on is not None or is_parent(client, identity)
        found.append(
            IdentityForm(data, prefix="identity", instance=identity, membership=membership, parent=parent)
        )  # fmt: skip
    if membership.writes("contact"):
        found.append(ContactForm(data, prefix="contact", instance=row(Contact)))
    if membership.writes("capacity"):
        found.append(CapacityForm(data, prefix="capacity", instance=row(Capacity), client=client))
    for form in found:
        for name, field in form.fields.items():
            field.show_hidden_initial = name != "version"
    return found


def touched(form: Any) -> bool:
    """Whether something differs from what the page was made with."""
    return bool(set(form.changed_data) - {"version"})


@transaction.atomic
def save(client: Client, changed: Forms) -> None:
    """Save the forms that hold a change, and tell of each part which fields. OnRecord for a BSN of somebody else."""
    for form in changed:
        saved = form.save()
        labels = [form.fields[name].label for name in form.changed_data if name != "version"]
        record("client-changed", client, about=saved, part=form.part, fields=labels)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def client_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a person's data: nothing is saved until all of it can be."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    parts = [part for part in ("client", "identity", "contact", "capacity") if membership and membership.writes(part)]
    found = access.client(request, number, *(parts or ["client"]), write=True)
    edited = forms_of(membership, found, request.POST if request.method == "POST" else None)
    if not edited:
        raise PermissionDenied
    changed = [form for form in edited if request.method == "POST" and touched(form)]
    if request.method == "POST" and not [form for form in changed if not form.is_valid()]:
        try:
            save(found, changed)
        except OnRecord:
            identity = next(form for form in edited if form.part == "identity")
            identity.add_error("bsn", _("Dit BSN is zojuist bij iemand anders ingevuld."))
        else:
            messages.success(
                request, translate("De gegevens zijn opgeslagen.") if changed else translate("Er was niets gewijzigd.")
            )
            return redirect("record", number)
    wrong = [form for form in changed if form.errors]
    context = {"client": found, "forms": edited, "wrong": wrong, "section": "clients"}
    return render(request, "clients/details.html", context, status=422 if request.method == "POST" else 200)
