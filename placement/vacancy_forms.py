"""The form of a vacancy: made to be typed in two minutes, with what it asks in the terms of the work profile."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Membership
from chain.versions import VersionedForm
from clients.register import tidy_postcode
from diagnosis.codes import LANGUAGES, YES_NO
from diagnosis.models import Occupation
from diagnosis.occupations import OccupationField
from placement import employers
from placement.models import Cohort, ContactPerson, Employer, Site, Vacancy
from placement.models.vacancies import ASKED, KINDS, SHIFTS
from placement.requirements import AMOUNTS, CODES, OF_VACANCY, WEIGHTS, Want, told, usual, write
from placement.vacancies import bring_in, fit, may_change, settle, too_few

LANGUAGE_LINES = 1  # empty ones, beside those that are there
GRIDS = ("competence", "licence", "certificate")
MEASURES = ("level", "education", "experience")
DIGITS = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
CAN_GO = ["site", "contact", "cohort"]  # what is only there where there is something to choose


def hows() -> list[Any]:
    """How much something matters, in one choice: whether it must, and how many times it weighs."""
    wish = [("w1", translate("wens")), *((f"w{n}", translate("wens, telt %(n)s keer") % {"n": n}) for n in WEIGHTS[1:])]
    must = [("m1", translate("moet")), *((f"m{n}", translate("moet, telt %(n)s keer") % {"n": n}) for n in WEIGHTS[1:])]
    return [("", translate("niet gevraagd")), (translate("Wens"), wish), (translate("Moet"), must)]


class HowSelect(forms.Select):
    """Offers a wish or a must, and what is chosen: sixty times ten weights would be most of the page. They are set on the
    page of weights."""

    template_name = "placement/_how_select.html"
    says_none = True  # its first choice says that nothing is asked: the label need not say that it is optional

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        offered = {"", "w1", "m1", *value}
        options = [option for _name, group, _index in super().optgroups(name, value, attrs) for option in group]
        return [(None, [option], nth) for nth, option in enumerate(options) if str(option["value"]) in offered]


def how(label: object, chosen: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=hows, required=False, initial=chosen, widget=HowSelect)  # type: ignore[arg-type]


def said(want: Want | None) -> str:
    return f"{'m' if want.must else 'w'}{want.weight}" if want else ""


class VacancyForm(VersionedForm):
    """What a vacancy says of itself. `employer` is asked of a new one alone; `known` is the one that was named."""

    free_text = THING
    use_required_attribute = False
    known: Employer | None = None
    employer = forms.CharField(
        label=_("Werkgever"), max_length=120, error_messages={"required": _("Vul in bij welke werkgever het is")}
    )
    new_employer = forms.BooleanField(label=_("Dit is een nieuwe werkgever"), required=False)
    occupation = OccupationField(
        label=_("Beroep"), required=False, help_text=_("Hiermee zoeken wij wie past. Mag ook met een ander woord.")
    )
    positions = forms.IntegerField(
        label=_("Aantal plekken"), min_value=1, max_value=999, initial=1, widget=DIGITS,
        error_messages={"required": _("Vul in hoeveel plekken er zijn")},
    )  # fmt: skip
    hours_min = forms.IntegerField(
        label=_("Minste uren per week"), required=False, min_value=1, max_value=60, widget=DIGITS
    )
    hours_max = forms.IntegerField(
        label=_("Meeste uren per week"), required=False, min_value=1, max_value=60, widget=DIGITS
    )
    shifts = forms.MultipleChoiceField(
        label=_("Werktijden"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, capfirst(name)) for code, name in SHIFTS.items()],
    )  # fmt: skip
    without_car = forms.ChoiceField(
        label=_("Te bereiken zonder auto"), choices=[(code, capfirst(name)) for code, name in YES_NO.items()],
        widget=forms.RadioSelect, required=False, initial="0",
    )  # fmt: skip
    starts_on = DutchDateField(label=_("Begint op"), required=False, help_text=_("Leeg: zo gauw het kan."))
    closes_on = DutchDateField(label=_("Reageren tot en met"), required=False)

    class Meta:
        model = Vacancy
        fields = [
            "kind", "title", "occupation", "positions", "tasks", "carved_from", "cohort", "hours_min", "hours_max", "shifts",
            "site", "postcode", "place", "without_car", "starts_on", "closes_on", "contract", "agreement", "wage", "contact",
        ]  # fmt: skip
        labels = {
            "title": _("Functie, zoals de werkgever hem noemt"), "tasks": _("Wat gaat iemand doen?"),
            "carved_from": _("Waarvan zijn de taken afgesplitst?"), "cohort": _("Groep van een project"),
            "site": _("Vestiging"), "contact": _("Contactpersoon bij de werkgever"),
        }  # fmt: skip
        help_texts = {
            "carved_from": _("Bijvoorbeeld: van het werk van de verpleegkundigen op de afdeling."),
            "wage": _("Zoals het gezegd is, bijvoorbeeld: cao horeca, schaal 2."),
        }
        widgets = {"tasks": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"title": {"required": _("Vul de functie in")}}

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.similar: list[Employer] = []
        chain_id = self.instance.chain_id
        if self.instance.pk:
            del self.fields["employer"], self.fields["new_employer"]
            self.known = self.instance.employer
            self.initial["occupation"] = self.instance.occupation
        elif name := employers.tidy(str(self["employer"].value() or "")):
            self.known = employers.named(chain_id, name)
        for name, empty in (("kind", ""), ("contract", _("Nog niet bekend")), ("agreement", "")):
            field: Any = self.fields[name]
            field.choices = [(code, capfirst(str(text))) for code, text in field.choices if code]
            field.choices = ([("", empty)] if empty else []) + field.choices
        self.fields["agreement"].required = False
        self._fit(chain_id)

    def _fit(self, chain_id: int) -> None:
        """To choose from: what the employer has, and the groups of projects that have not ended."""
        there: dict[str, Any] = {
            "site": Site.objects.filter(employer=self.known, ended_on=None) if self.known else Site.objects.none(),
            "contact": ContactPerson.objects.filter(employer=self.known)
            if self.known
            else ContactPerson.objects.none(),
            "cohort": Cohort.objects.filter(chain_id=chain_id).exclude(ended_on__lt=today()).select_related("project"),
        }
        for name in CAN_GO:
            field: Any = self.fields[name]
            field.queryset = there[name]
            field.empty_label = _("Kies een groep") if name == "cohort" else _("Niet gekozen")
        if (
            self.known and self.instance.pk is None and not self.is_bound
        ):  # the only one there is, until somebody says otherwise
            for name in ("site", "contact"):
                only = list(there[name][:2])
                if len(only) == 1 and not self.initial.get(name):
                    self.initial[name] = only[0].pk
        cohort: Any = self.fields["cohort"]
        cohort.label_from_instance = lambda each: f"{each.project}, {each}"

    @property
    def chosen(self) -> str:
        """The kind as it stands in the form."""
        value = str(self["kind"].value() or "regular")
        return value if value in KINDS else "regular"

    def clean_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean_without_car(self) -> str:
        return self.cleaned_data["without_car"] or "0"

    def clean_shifts(self) -> list[str]:
        return [code for code in SHIFTS if code in self.cleaned_data["shifts"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, why in fit(cleaned, self.initial.get("closes_on")).items():
            if name not in self.errors:
                self.add_error(name, why)
        if self.instance.pk:
            self._as_it_is_now(cleaned)
        elif name := employers.tidy(cleaned.get("employer", "")):
            cleaned["employer"] = name
            self._know(name, bool(cleaned.get("new_employer")))
        return cleaned

    def _as_it_is_now(self, cleaned: dict[str, Any]) -> None:
        """What acts and triggers keep is as it is now, under the lock of VersionedForm; not fewer positions than taken."""
        kept = ("taken", "status", "closed_why")
        now = Vacancy.objects.values(*kept).get(pk=self.instance.pk)
        for name in kept:
            setattr(self.instance, name, now[name])
        if "positions" in cleaned and (why := too_few(cleaned["positions"], now["taken"])):
            self.add_error("positions", why)

    def _know(self, name: str, new: bool) -> None:
        """Find the employer by name; one that resembles known ones has to be chosen, or said to be new."""
        if self.known is None and not new:
            self.similar = employers.similar(self.instance.chain_id, name)
            if self.similar:
                self.add_error(
                    "employer", _("Staat de werkgever hieronder? Kies hem. Zo niet, vink aan dat hij nieuw is.")
                )

    def _shown(self, name: str, value: Any) -> object:
        if isinstance(value, list):
            return ", ".join(str(SHIFTS[code]) for code in value)
        return value if name in (*CAN_GO, "occupation") else super()._shown(name, value)

    def keep(self, wants: Iterable[Want]) -> Vacancy:
        """Save it with what it asks; a new employer comes along, unchecked. Call it in a transaction."""
        vacancy, by = self.instance, self.by
        if vacancy.pk is None:
            vacancy.employer = self.known or employers.new(by.chain_id, self.cleaned_data["employer"])
            return bring_in(vacancy, wants, by=by)
        if not may_change(by, vacancy):
            raise PermissionDenied
        settle(vacancy)
        self.save()
        write(vacancy, wants)
        return vacancy


class FullForm(VacancyForm):
    """The vacancy with what it asks: a choice beside each thing that can be asked. `wants`: what the form begins with."""

    # For what kind and occupation the form was last filled in with what is usual.
    fitted = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, wants: Iterable[Want] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {want.key: want for want in wants}
        for kind in OF_VACANCY:
            self.fields[f"how_{kind}"] = how(capfirst(str(ASKED[kind])), said(there.get((kind, ""))))
        for kind in MEASURES:
            self._measure(kind, there.get((kind, "")))
        self.languages: list[str] = []
        spoken = [want for want in there.values() if want.kind == "language"]
        if not any(want.value == "nld" for want in spoken):
            spoken.insert(0, Want("language", "nld"))
        lines = max(len(spoken) + LANGUAGE_LINES, self._lines())
        for position in range(lines):
            self._language(position, spoken[position] if position < len(spoken) else None)
        for kind in GRIDS:
            for code, name in CODES[kind].items():
                self.fields[f"{kind}_{code}"] = how(capfirst(str(name)), said(there.get((kind, code))))

    def _lines(self) -> int:
        """How many lines of languages were sent."""
        return sum(f"language_{position}" in self.data for position in range(20))

    def _measure(self, kind: str, want: Want | None) -> None:
        label = capfirst(str(ASKED[kind]))
        if kind == "experience":
            years = _("Jaren werkervaring in dit beroep, ten minste")
            self.fields[kind] = forms.IntegerField(
                label=years, required=False, min_value=1, max_value=40, widget=DIGITS
            )
        else:
            names = [(str(amount), capfirst(str(name))) for amount, name in AMOUNTS[kind].items()]
            self.fields[kind] = forms.ChoiceField(
                label=translate("%(what)s, ten minste") % {"what": label}, required=False,
                choices=[("", _("Wordt niet gevraagd")), *names],
            )  # fmt: skip
        self.fields[kind].initial = want.amount if want else None
        self.fields[f"how_{kind}"] = how(translate("Hoe zwaar telt: %(what)s") % {"what": label}, said(want) or "w1")

    def _language(self, position: int, want: Want | None) -> None:
        name = f"language_{position}"
        codes = dict(LANGUAGES) | ({want.value: want.value} if want and want.value not in LANGUAGES else {})
        names = [(code, capfirst(str(text))) for code, text in codes.items()]
        levels = [(str(amount), capfirst(str(text))) for amount, text in AMOUNTS["language"].items()]
        self.fields[name] = forms.ChoiceField(
            label=_("Taal"), choices=[("", _("Kies een taal")), *names], required=False, initial=want.value if want else ""
        )  # fmt: skip
        self.fields[f"{name}_level"] = forms.ChoiceField(
            label=_("Ten minste"), choices=[("", _("Wordt niet gevraagd")), *levels], required=False,
            initial=want.amount if want else None,
        )  # fmt: skip
        self.fields[f"{name}_how"] = how(_("Hoe zwaar telt deze taal"), said(want) or "w1")
        self.languages.append(name)

    def clean(self) -> dict[str, Any]:
        if self.instance.pk:
            self._asked_meanwhile()
        cleaned = super().clean()
        seen: set[str] = set()
        for name in self.languages:
            code, level = cleaned.get(name), cleaned.get(f"{name}_level")
            if code and not level and code != "nld":
                self.add_error(f"{name}_level", _("Kies hoe goed iemand deze taal moet kennen"))
            if level and not code:
                self.add_error(name, _("Kies welke taal"))
            if code and code in seen:
                self.add_error(name, _("Deze taal staat er twee keer"))
            seen.add(code or "")
        return cleaned

    def _asked_meanwhile(self) -> None:
        """Refuse to overwrite unseen what another made it ask; before VersionedForm looks at the other fields."""
        here = Vacancy.objects.select_for_update(of=("self",)).only("version").get(pk=self.instance.pk)
        now = {Want.of(row) for row in here.requirements.all()}
        if self.cleaned_data.get("version") != here.version and now != set(self.wants()):
            self.add_error(None, forms.ValidationError(
                _("Iemand anders heeft dit intussen gewijzigd. De vacature vraagt nu: %(now)s. Sla nog eens op als het moet "
                  "worden zoals hier."), code="stale",
                params={"now": ", ".join(sorted(told(want) for want in now)) or translate("niets")},
            ))  # fmt: skip

    def wants(self) -> list[Want]:
        """What was chosen, as far as it can be read."""
        read = self.cleaned_data

        def want(kind: str, chosen: str, value: str = "", amount: Any = None) -> None:
            if chosen:
                found.append(Want(kind, value, int(amount) if amount else None, chosen[0] == "m", int(chosen[1])))

        found: list[Want] = []
        for kind in OF_VACANCY:
            want(kind, read.get(f"how_{kind}") or "")
        for kind in MEASURES:
            if read.get(kind):
                want(kind, read.get(f"how_{kind}") or "", amount=read[kind])
        for name in self.languages:
            if read.get(name) and read.get(f"{name}_level"):
                want("language", read.get(f"{name}_how") or "", read[name], read[f"{name}_level"])
        for kind in GRIDS:
            for code in CODES[kind]:
                want(kind, read.get(f"{kind}_{code}") or "", code)
        return found

    def usual(self) -> tuple[str, list[Want]]:
        """What the form would begin with for the kind and occupation in it, with the mark that tells for which.

        What was chosen by hand stays; what was usual for another kind or occupation, and was left so, goes.
        """
        chain_id, occupation = self.instance.chain_id, self.cleaned_data.get("occupation")
        mark = f"{self.chosen}:{occupation.pk if occupation else ''}"
        before_kind, _colon, before = (self.cleaned_data.get("fitted") or "").partition(":")
        chosen = self.wants()
        if f"{before_kind}:{before}" == mark:
            return mark, chosen
        was = Occupation.objects.filter(pk=before).first() if before.isdigit() else None
        left = set(usual(before_kind, was, chain_id)) if before_kind else set()
        found = {want.key: want for want in usual(self.chosen, occupation, chain_id)}
        return mark, list((found | {want.key: want for want in chosen if want not in left}).values())

    # For the template

    @property
    def own(self) -> list[forms.BoundField]:
        return [self[f"how_{kind}"] for kind in OF_VACANCY]

    @property
    def measures(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[kind], self[f"how_{kind}"]) for kind in MEASURES]

    @property
    def spoken(self) -> list[tuple[forms.BoundField, ...]]:
        return [(self[name], self[f"{name}_level"], self[f"{name}_how"]) for name in self.languages]

    @property
    def grids(self) -> list[tuple[str, object, int, list[forms.BoundField]]]:
        """Kind, its name, how many of it are chosen, and the fields."""
        names = {"competence": _("Vaardigheden"), "licence": _("Rijbewijzen"), "certificate": _("Certificaten")}
        found: list[tuple[str, object, int, list[forms.BoundField]]] = []
        for kind in GRIDS:
            fields = [self[f"{kind}_{code}"] for code in CODES[kind]]
            found.append((kind, names[kind], sum(bool(field.value()) for field in fields), fields))
        return found


class CloseForm(forms.Form):
    """Why a vacancy closes."""

    use_required_attribute = False
    why = forms.CharField(
        label=_("Waarom sluit de vacature?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bijvoorbeeld: zelf iemand gevonden, of het werk gaat niet door. Schrijf niet over een persoon."),
        error_messages={"required": _("Vul in waarom de vacature sluit")},
    )  # fmt: skip
