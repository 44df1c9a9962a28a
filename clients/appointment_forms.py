"""Forms of an appointment: make one, move it, and say in one go how it went and what follows."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership, User
from chain.once import CarriedOnce, OnceForm
from chain.versions import VersionedForm
from clients import appointments, mail, todo
from clients.models import Appointment
from clients.models.appointment import INVITED_BY, WHERE

OUTCOMES = {
    "keep": _("is geweest"),
    "miss": _("niet verschenen"),
    "excuse": _("heeft zich afgemeld"),
    "cancel": _("gaat niet door"),
}
FOLLOWS = {
    "again": _("een nieuwe afspraak"),
    "task": _("een taak voor mij, bijvoorbeeld bellen"),
    "nothing": _("nu niets"),
}
SPOKEN_DUTCH = frozenset({"", "nld", "lim"})


class ClockField(forms.TimeField):
    """A time typed the Dutch way: 9:30, 09.30 or 9."""

    default_error_messages = {
        "required": _("Vul een tijd in"),
        "invalid": _("Vul de tijd in als uur en minuten, zoals 9:30"),
    }

    def __init__(self, **kwargs: Any) -> None:
        typing = {"inputmode": "text", "autocomplete": "off", "placeholder": "9:30", "size": 6}
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"], widget=forms.TimeInput(typing, "%H:%M"), **kwargs
        )


class WhoField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return str(obj)


def _choices(labels: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, capfirst(str(name))) for key, name in labels.items()]


def invited_by() -> list[tuple[str, str]]:
    """How somebody can be invited here: not by e-mail where that is off."""
    return [(key, name) for key, name in _choices(INVITED_BY) if key != "email" or mail.on()]


class NewForm(OnceForm):
    """With whom, when, where, and how the person hears of it."""

    subject = forms.CharField(
        label=_("Waar gaat het gesprek over?"), max_length=120,
        help_text=_("Dit staat in de uitnodiging en in de agenda. Geen medische gegevens."),
        error_messages={"required": _("Vul in waar het gesprek over gaat")},
    )  # fmt: skip
    on = DutchDateField(label=_("Dag"))
    time = ClockField(label=_("Tijd"))
    minutes = forms.IntegerField(label=_("Minuten"), initial=45, min_value=5, max_value=480)
    user = WhoField(label=_("Met wie"), queryset=User.objects.none(), empty_label=None)
    where = forms.ChoiceField(label=_("Hoe"), choices=lambda: _choices(WHERE), initial="office")
    place = forms.CharField(
        label=_("Adres of plek"), max_length=200, required=False,
        help_text=_("Niet nodig bij bellen, beeldbellen of een huisbezoek."),
    )  # fmt: skip
    invited_by = forms.ChoiceField(
        label=_("Uitnodiging"), choices=invited_by, widget=forms.RadioSelect, initial="said",
    )  # fmt: skip

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = appointments.colleagues(membership)  # type: ignore[attr-defined]
        self.fields["user"].initial = membership.user_id
        self.fields["place"].initial = appointments.usual_place(membership)
        if not mail.on():
            self.fields["invited_by"].help_text = _("E-mail staat in Snoer nog uit: een uitnodiging gaat per brief.")


class MoveForm(CarriedOnce, VersionedForm):
    """Another day, time, place or colleague; two at once see each other's."""

    on = DutchDateField(label=_("Dag"))
    time = ClockField(label=_("Tijd"))
    use_required_attribute = False

    class Meta:
        model = Appointment
        fields = ["on", "time", "minutes", "user", "where", "place", "invited_by"]
        field_classes = {"user": WhoField}

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, prefix="move", **kwargs)
        self.fields["user"].queryset = appointments.colleagues(membership)  # type: ignore[attr-defined]
        self.fields["user"].empty_label = None  # type: ignore[attr-defined]
        self.fields["where"].choices = _choices(WHERE)  # type: ignore[attr-defined]
        self.fields["invited_by"].choices = invited_by()  # type: ignore[attr-defined]


class SettleForm(OnceForm):
    """How it went; of a no-show, what follows: a new appointment or a task, in the same form."""

    outcome = forms.ChoiceField(
        label=_("Wat gebeurde er?"), widget=forms.RadioSelect, error_messages={"required": _("Kies hoe het liep")}
    )
    text = forms.CharField(
        label=_("Notitie, of waarom niet"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Komt als notitie in het dossier. Geen medische gegevens."),
    )  # fmt: skip
    follow = forms.ChoiceField(
        label=_("Wat volgt er?"), widget=forms.RadioSelect, required=False, choices=lambda: _choices(FOLLOWS),
        initial="again",
    )  # fmt: skip
    on = DutchDateField(label=_("Nieuwe dag"), required=False)
    time = ClockField(label=_("Tijd"), required=False)
    invited_by = forms.ChoiceField(label=_("Uitnodiging"), choices=invited_by, required=False)
    task = forms.CharField(label=_("Wat gaat u doen?"), required=False, max_length=todo.LONGEST)
    due_on = DutchDateField(label=_("Uiterlijk op"), required=False)

    def __init__(self, *args: Any, acts: list[str], appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = _choices({act: OUTCOMES[act] for act in OUTCOMES if act in acts})  # type: ignore[attr-defined]
        self.fields["outcome"].initial = "keep" if "keep" in acts else None
        self.fields["time"].initial = f"{appointment.time:%H:%M}"
        self.fields["invited_by"].initial = appointment.invited_by
        self.fields["task"].initial = translate("Bellen: waarom kwam u niet, en hoe verder?")
        self.fields["due_on"].initial = today() + dt.timedelta(1)

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        if clean.get("outcome") not in ("miss", "excuse"):
            clean["follow"] = "nothing"
        follow = clean["follow"] = clean.get("follow") or "nothing"
        needs = {"again": ("on", "time"), "task": ("task", "due_on")}.get(follow, ())
        for name in needs:
            if not clean.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        due_on = clean.get("due_on")
        if follow == "task" and due_on and due_on < today():
            self.add_error("due_on", ValidationError(_("Kies vandaag of een latere dag")))
        for name in {"on", "time", "task", "due_on"} - set(needs):  # of what was not chosen nothing can be wrong
            self.errors.pop(name, None)
        return clean
