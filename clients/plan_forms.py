"""The forms of the plan: what is written down with the person, in their words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.forms import DutchDateField
from chain.models import Membership, Partner
from chain.once import CarriedOnce
from chain.versions import VersionedForm
from clients import plans
from clients.models import Agreement, Client, Plan, PlanGoal
from clients.models.plan import AGREED_HOW, LADDER, PLAN_ENDS, PLAN_KINDS

LONGEST = 3000  # characters: somebody reads it back at the desk
WORDS = _("In eigen woorden: wat wil deze persoon?")
WORDS_HELP = _("Schrijf het op zoals de persoon het zegt, en lees het samen terug. Geen medische gegevens.")
CHOOSE = _("Kies een trede")
LIMITS = _("Wat staat vast?")
LIMITS_HELP = _("De ondersteuning die er is, wat verplicht is, en wat er gebeurt als afspraken niet lukken.")


def ladder_choices(empty: Any = CHOOSE) -> list[tuple[Any, Any]]:
    return [("", empty), *LADDER.items()]


def _rows(form: Any, **rows: int) -> None:
    for name, number in rows.items():
        form.fields[name].widget = forms.Textarea(attrs={"rows": number, "maxlength": LONGEST})
        form.fields[name].max_length = LONGEST


class PlanNewForm(CarriedOnce, forms.Form):
    """The beginning of a plan."""

    kind = forms.ChoiceField(label=_("Soort plan"), widget=forms.RadioSelect)
    words = forms.CharField(label=WORDS, help_text=WORDS_HELP, max_length=LONGEST)
    limits = forms.CharField(label=LIMITS, help_text=LIMITS_HELP, max_length=LONGEST, required=False)
    ladder_start = forms.TypedChoiceField(
        label=_("Trede op de participatieladder"), coerce=int, empty_value=None,
        help_text=_("Waar staat deze persoon nu? Dit telt mee voor de cijfers en staat niet op het scherm voor samen."),
    )  # fmt: skip
    started_on = DutchDateField(label=_("Begint op"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, capfirst(label)) for key, label in PLAN_KINDS.items()]  # type: ignore[attr-defined]
        self.fields["kind"].help_text = _("Een perspectiefplan is voor wie al lang een uitkering heeft.")
        self.fields["ladder_start"].choices = ladder_choices()  # type: ignore[attr-defined]
        self.fields["words"].widget = forms.Textarea(attrs={"rows": 4, "class": "own-words", "maxlength": LONGEST})
        _rows(self, limits=4)


class PlanEditForm(VersionedForm):
    """What the whole plan says, beside its goals and agreements."""

    class Meta:
        model = Plan
        fields = ["words", "limits", "kind", "ladder_start", "evaluate_on"]
        field_classes = {"evaluate_on": DutchDateField}
        labels = {"words": WORDS, "limits": LIMITS, "ladder_start": _("Trede bij de start")}
        help_texts = {"words": WORDS_HELP, "limits": LIMITS_HELP}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, capfirst(label)) for key, label in PLAN_KINDS.items()]  # type: ignore[attr-defined]
        self.fields["ladder_start"] = forms.TypedChoiceField(
            label=_("Trede bij de start"), choices=ladder_choices(), coerce=int, empty_value=None
        )
        self.fields["words"].widget = forms.Textarea(attrs={"rows": 4, "class": "own-words", "maxlength": LONGEST})
        _rows(self, limits=4)


class GoalForm(CarriedOnce, VersionedForm):
    """A goal, why it matters, what the person could choose from and what they chose."""

    class Meta:
        model = PlanGoal
        fields = ["text", "why", "options", "chosen", "position"]
        labels = {
            "text": _("Waar werkt deze persoon naartoe?"),
            "why": _("Waarom is dit belangrijk?"),
            "options": _("Waaruit kan deze persoon kiezen?"),
            "chosen": _("Wat kiest de persoon?"),
            "position": _("Plaats in het plan"),
        }
        help_texts = {
            "text": _("Eén zin die de persoon zelf zou zeggen. Bijvoorbeeld: ik wil leren lassen."),
            "why": _("In de woorden van de persoon."),
            "options": _("Elke mogelijkheid op een eigen regel. Noem alleen wat kan binnen wat vaststaat in het plan: "
                         "binnen die grenzen is de keuze echt."),
            "chosen": _("Neem de keuze over, of schrijf op waarom er nog niet gekozen is."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, why=2, options=4)
        if self.instance.pk:
            position: Any = self.fields["position"]
            position.min_value, position.widget.attrs["inputmode"] = 1, "numeric"
        else:
            del self.fields["position"], self.fields["version"]


class AgreementForm(CarriedOnce, VersionedForm):
    """Who does what by when. A partner's staff writes what its own organisation does."""

    class Meta:
        model = Agreement
        fields = ["partner", "text", "due_on"]
        field_classes = {"due_on": DutchDateField}
        labels = {"partner": _("Wie doet dit?"), "text": _("Wat spreken we af?"), "due_on": _("Klaar op")}
        help_texts = {"text": _("Eén zin in gewone taal. Bijvoorbeeld: ik bel maandag de taalschool.")}

    def __init__(self, *args: Any, client: Client, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = plans.may_write(membership, client)
        ids = {*membership.acts_for, *(client.partner_ids if whole else [])}
        if self.instance.partner_id:
            ids.add(self.instance.partner_id)
        who: Any = self.fields["partner"]
        who.queryset = Partner.objects.filter(Q(pk__in=ids), chain_id=client.chain_id)
        who.empty_label = _("De inwoner zelf") if whole else None
        who.required = not whole
        if not whole and not self.instance.pk:
            self.initial.setdefault("partner", membership.partner_id)
        if not self.instance.pk:
            del self.fields["version"]


class ResultForm(CarriedOnce, forms.Form):
    """A goal that is reached, or let go of: how it went, or why."""

    result = forms.CharField(label=_("Hoe ging het?"), max_length=LONGEST)

    def __init__(self, *args: Any, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, result=3)
        field = self.fields["result"]
        field.help_text = _("In gewone taal: de persoon leest dit in het plan.")
        if act == "drop":
            field.label = _("Waarom laten we dit doel los?")


class AgreeForm(CarriedOnce, forms.Form):
    """What the person thinks of the plan as it now stands; `together`: asked on a screen that is turned to them."""

    how = forms.ChoiceField(label=_("Is de inwoner het eens met het plan?"), widget=forms.RadioSelect)
    says = forms.CharField(
        label=_("Wat vindt de inwoner ervan?"), required=False, max_length=LONGEST,
        help_text=_("In de eigen woorden. Dit komt bij het plan te staan."),
    )  # fmt: skip
    on = DutchDateField(label=_("Besproken op"))

    def __init__(self, *args: Any, together: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "signed": _("Ja, ondertekend"),
            "said": _("Ja, dat is gezegd in het gesprek"),
            "not": _("Nee, niet akkoord"),
        }
        self.fields["how"].choices = [(key, labels.get(key, label)) for key, label in AGREED_HOW.items()]  # type: ignore[attr-defined]
        _rows(self, says=3)
        if together:
            self.fields["how"].label, self.fields["says"].label = (
                _("Bent u het eens met dit plan?"),
                _("Wat vindt u ervan?"),
            )
            self.fields["says"].help_text = _("Dit komt bij uw plan te staan.")


class EvaluateForm(CarriedOnce, forms.Form):
    """The plan looked back on with the person."""

    words = forms.CharField(
        label=_("Wat zegt de inwoner zelf?"), required=False, help_text=_("In de eigen woorden.")
    )  # fmt: skip
    text = forms.CharField(
        label=_("Hoe gaat het?"), max_length=LONGEST,
        help_text=_("Wat lukt, wat nog niet, en wat doen we anders? Geen medische gegevens."),
    )  # fmt: skip
    ladder = forms.TypedChoiceField(
        label=_("Trede op de participatieladder nu"), required=False, coerce=int, empty_value=None
    )
    on = DutchDateField(label=_("Gesproken op"))
    evaluate_on = DutchDateField(
        label=_("Volgende evaluatie"), required=False, help_text=_("Laat leeg voor de gewone termijn.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ladder"].choices = ladder_choices(_("Niet bepaald"))  # type: ignore[attr-defined]
        self.fields["words"].widget = forms.Textarea(attrs={"rows": 3, "class": "own-words", "maxlength": LONGEST})
        _rows(self, text=4)


class EndForm(CarriedOnce, forms.Form):
    """The end of a plan: why, and where the person stands."""

    reason = forms.ChoiceField(label=_("Waarom stopt het plan?"), widget=forms.RadioSelect)
    ladder_end = forms.TypedChoiceField(
        label=_("Trede op de participatieladder nu"), required=False, coerce=int, empty_value=None,
        help_text=_("Nodig voor de cijfers. Alleen bij een gesloten dossier mag dit leeg blijven."),
    )  # fmt: skip
    on = DutchDateField(label=_("Laatste dag"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(key, capfirst(label)) for key, label in PLAN_ENDS.items()]  # type: ignore[attr-defined]
        self.fields["ladder_end"].choices = ladder_choices()  # type: ignore[attr-defined]


class StepGoalForm(CarriedOnce, forms.Form):
    """Which goal of the plan a step is for."""

    plan_goal = forms.ModelChoiceField(
        label=_("Bij welk doel hoort deze stap?"), queryset=PlanGoal.objects.none(), required=False,
        empty_label=_("Bij geen doel"),
    )  # fmt: skip

    def __init__(self, *args: Any, goals: Iterable[PlanGoal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_goal"].queryset = goals  # type: ignore[attr-defined]
