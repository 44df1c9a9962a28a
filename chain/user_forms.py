"""Forms of the administrator's pages about users and their functions."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.memberships import GIVEN
from chain.models import ChainMunicipality, Membership, Municipality, Partner, User
from chain.once import CarriedOnce, OnceForm
from chain.seen import SeenForm


class FunctionForm(OnceForm):
    """For which organisation, in which function, from when; of an alderman, of which municipality."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Organisatie"), empty_label=_("Kies"))
    role = forms.ChoiceField(label=_("Functie"), help_text=_("De functie bepaalt wat iemand ziet en doet."))
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Gemeente"), required=False, empty_label=_("Alleen voor een bestuurder"),
        help_text=_("Een bestuurder leest wat voor deze gemeente en voor de hele keten is gepubliceerd."),
    )  # fmt: skip
    started_on = DutchDateField(label=_("Vanaf"))

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.filter(chain_id=chain_id)  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", _("Kies")), *GIVEN.items()]  # type: ignore[attr-defined]
        served = ChainMunicipality.objects.filter(chain_id=chain_id).values("municipality")
        there = Municipality.objects.filter(pk__in=served).order_by("name")
        self.fields["municipality"].queryset = there  # type: ignore[attr-defined]
        if "started_on" in self.fields:
            self.initial.setdefault("started_on", today())


class UserForm(FunctionForm):
    """Somebody new."""

    name = forms.CharField(label=_("Naam"), max_length=120, help_text=_("Zoals collega’s en inwoners die lezen."))
    username = forms.CharField(
        label=_("Gebruikersnaam"), max_length=150, validators=[UnicodeUsernameValidator()],
        help_text=_("Waarmee iemand zich aanmeldt. Verandert daarna niet meer."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mailadres van het werk"), required=False, help_text=_("Alleen voor het overzicht van elke werkdag.")
    )  # fmt: skip
    field_order = ("name", "username", "email", "partner", "role", "municipality", "started_on")

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()


class ChangeFunctionForm(FunctionForm):
    """Another function, or another organisation, from a day on."""

    started_on = None  # type: ignore[assignment]
    from_on = DutchDateField(label=_("Vanaf"), help_text=_("De functie van nu stopt de dag ervoor."))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin = max(today(), membership.started_on)
        self.initial = {
            "partner": membership.partner_id, "role": membership.role, "municipality": membership.municipality_id,
            "from_on": begin,
        }  # fmt: skip


class EndFunctionForm(OnceForm):
    ended_on = DutchDateField(
        label=_("Laatste dag"),
        help_text=_("Kiest u gisteren, dan is de collega bij de volgende klik afgemeld."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_on", today())


class AboutUserForm(CarriedOnce, SeenForm):
    """What is known of a user beside the functions."""

    use_required_attribute = False

    class Meta:
        model = User
        fields = ["name", "email"]
        labels = {"name": _("Naam"), "email": _("E-mailadres van het werk")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False


class Filters(forms.Form):
    """The choices in the address: `q` (part of a name), `partner` (code), `weg`: also who works here no more."""

    q = forms.CharField(label=_("Naam"), required=False, max_length=80)
    partner = forms.ChoiceField(label=_("Organisatie"), required=False)
    weg = forms.BooleanField(label=_("Ook wie hier niet meer werkt"), required=False)

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Partner.objects.filter(chain_id=chain_id).values_list("code", "name")
        self.fields["partner"].choices = [("", _("Alle")), *names]  # type: ignore[attr-defined]
