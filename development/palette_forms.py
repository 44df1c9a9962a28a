"""The administrator's form of a module: what it is, what it costs, what it yields and for whom it is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.forms import DutchDateField, DutchDecimalField
from chain.free_text import THING
from chain.functions import FUNCTIONS
from chain.models import TRACKS, Instrument, Mandate, Partner
from chain.once import CarriedOnce
from chain.versions import VersionedForm
from clients.models import Definition
from clients.models.standing import ANSWERS
from development.models import Condition, Yield
from development.module_lines import SPOKEN, Want, asks_what, names, write, yields_what
from placement.requirements import AMOUNTS, CODES

DIGITS = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
FIELDS = [
    "name", "purpose", "for_whom", "conditions", "track", "partner", "group", "activates", "hours_per_week", "weeks",
    "norm_weeks", "unit_cost", "cost_per", "capacity", "srg_code", "started_on", "ended_on",
]  # fmt: skip
# Lists to tick: field -> kind of yield, or of condition.
TICKED = {"yields_competence": "competence", "yields_certificate": "certificate", "yields_licence": "licence",
          "yields_readiness": "readiness"}  # fmt: skip
FOR_WHOM = {"fits_found": "found", "fits_not_found": "not-found", "fits_municipality": "municipality"}
LADDER = [(step, capfirst(str(name))) for step, name in ANSWERS["ladder"].items()]
NO_LIMIT = ("", _("Geen grens"))
LANGUAGE_LINES = 1  # empty ones, beside those that are there


def whole(label: object, most: int = 999, least: int = 1) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, widget=DIGITS)  # type: ignore[arg-type]


def ticks(label: object, there: Iterable[tuple[str, object]], chosen: list[str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, initial=chosen,  # type: ignore[arg-type]
        choices=[(code, capfirst(str(name))) for code, name in there],
    )  # fmt: skip


def choice(
    label: object, there: Iterable[tuple[Any, Any]], chosen: Any, none: tuple[str, Any] = NO_LIMIT
) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[none, *there], initial=chosen)  # type: ignore[arg-type]


class ModuleForm(CarriedOnce, VersionedForm):
    """A module with its lines. Of a new one also what it is a part of, which does not change: steps lean on it."""

    free_text = THING
    use_required_attribute = False
    weeks = whole(_("Gewone duur in weken"), 520)
    norm_weeks = whole(_("Langer is te lang (weken)"), 520)
    hours_per_week = whole(_("Uur per week"), 60)
    capacity = whole(_("Zoveel mensen tegelijk"), 9999, 0)
    unit_cost = DutchDecimalField(label=_("Kosten in euro"), required=False, min_value=0, max_digits=8)
    started_on = DutchDateField(label=_("Wordt aangeboden vanaf"), required=False)
    ended_on = DutchDateField(
        label=_("Tot en met"), required=False, help_text=_("Daarna staat hij niet meer in het palet. Wat loopt, loopt door.")
    )  # fmt: skip

    class Meta:
        model = Instrument
        fields = [*FIELDS, "phase", "function"]
        labels = {
            "name": _("Naam"), "purpose": _("Waarvoor is het?"), "for_whom": _("Voor wie?"), "conditions": _("Voorwaarden"),
            "track": _("Spoor"), "partner": _("Wie doet het meestal?"), "group": _("In een groep"),
            "activates": _("De start telt als activering"), "cost_per": _("Kosten per"), "phase": _("Fase"),
            "function": _("Welk mandaat is ervoor nodig?"), "srg_code": _("Code voor de landelijke statistiek (SRG)"),
        }  # fmt: skip
        help_texts = {
            "purpose": _("Eén regel, in gewone woorden. Iedereen leest dit, ook de inwoner zelf."),
            "for_whom": _("Bijvoorbeeld: iemand die lang niet werkte en ritme wil opbouwen."),
            "activates": _("Let op: dit verandert ook cijfers van eerdere jaren."),
            "srg_code": _("Twee cijfers, uit de richtlijnen van het CBS voor dit jaar. Leeg: nog niet bekend."),
        }  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}), "for_whom": forms.Textarea(attrs={"rows": 2}),
            "conditions": forms.Textarea(attrs={"rows": 3}), "srg_code": DIGITS,
        }  # fmt: skip
        error_messages = {"name": {"required": _("Vul de naam in")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chain_id = self.instance.chain_id
        self.called = names(chain_id)
        self._offer(chain_id)
        self.was = self._lines() if self.instance.pk else ([], [])
        self._add_yields(chain_id, self.was[0])
        self._add_fits(chain_id, self.was[1])

    def _offer(self, chain_id: int) -> None:
        """To choose from: the chain's partners, and for a new one the functions that somebody has a mandate for."""
        if self.instance.pk:
            del self.fields["phase"], self.fields["function"]
        else:
            held = set(Mandate.objects.filter(chain_id=chain_id).values_list("function", flat=True))
            phase: Any = self.fields["phase"]
            phase.choices = [(key, capfirst(str(name))) for key, name in phase.choices if key]
            self.fields["function"] = forms.ChoiceField(
                label=_("Welk mandaat is ervoor nodig?"),
                choices=[("", _("Kies")), *((key, capfirst(str(name))) for key, name in FUNCTIONS.items() if key in held)],
                error_messages={"required": _("Kies welk mandaat ervoor nodig is")},
            )  # fmt: skip
        partner: Any = self.fields["partner"]
        partner.queryset, partner.empty_label = Partner.objects.filter(chain_id=chain_id), _("Verschilt")
        track: Any = self.fields["track"]
        track.choices = [("", _("Beide sporen")), *((key, capfirst(str(name))) for key, name in TRACKS.items())]
        cost: Any = self.fields["cost_per"]
        cost.choices = [("", _("Niet gekozen")), *((key, name) for key, name in cost.choices if key)]

    def _lines(self) -> tuple[list[Want], list[Want]]:
        """What it yields and for whom it is, as it is now."""
        return tuple(  # type: ignore[return-value]
            [
                Want.of(row)
                for row in model._default_manager.filter(instrument=self.instance.pk).order_by("kind", "value")
            ]
            for model in (Yield, Condition)
        )

    def _add_yields(self, chain_id: int, there: list[Want]) -> None:
        words = self._words(chain_id)
        lists: dict[str, tuple[object, Iterable[tuple[str, object]]]] = {
            "yields_readiness": (_("Waar iemand dan staat"), words.items()),
            "yields_competence": (_("Vaardigheden"), CODES["competence"].items()),
            "yields_certificate": (_("Certificaten"), CODES["certificate"].items()),
            "yields_licence": (_("Rijbewijzen"), CODES["licence"].items()),
        }
        for name, (label, options) in lists.items():
            self.fields[name] = ticks(label, options, [want.value for want in there if want.kind == TICKED[name]])
        level = next((str(want.amount) for want in there if want.kind == "level"), "")
        levels = [(str(amount), capfirst(str(name))) for amount, name in AMOUNTS["level"].items()]
        self.fields["yields_level"] = choice(_("Werk- en denkniveau"), levels, level, ("", _("Niet")))
        spoken = [want for want in there if want.kind == "language"]
        if not any(want.value == "nld" for want in spoken):
            spoken.insert(0, Want("language", "nld"))
        sent = sum(f"language_{number}" in self.data for number in range(20))
        self.spoken_names = [f"language_{number}" for number in range(max(len(spoken) + LANGUAGE_LINES, sent))]
        commands = [(str(amount), capfirst(str(name))) for amount, name in AMOUNTS["language"].items()]
        for number, name in enumerate(self.spoken_names):
            want = spoken[number] if number < len(spoken) else Want("language")
            languages = dict(CODES["language"]) | (
                {want.value: want.value} if want.value not in CODES["language"] else {}
            )
            options = [(code, capfirst(str(text))) for code, text in languages.items() if code]
            self.fields[name] = choice(_("Taal"), options, want.value, ("", _("Kies een taal")))
            self.fields[f"{name}_to"] = choice(
                _("Tot en met"), commands, "" if want.amount is None else str(want.amount), ("", _("Niet"))
            )

    def _add_fits(self, chain_id: int, there: list[Want]) -> None:
        now = {want.kind: want.amount for want in there}
        for kind, label in (("age-from", _("Vanaf leeftijd")), ("age-to", _("Jonger dan")),
                            ("hours-from", _("Kan ten minste zoveel uur per week"))):  # fmt: skip
            field = whole(label, 60 if kind == "hours-from" else 99, 1 if kind == "hours-from" else 15)
            field.initial = now.get(kind)
            self.fields[_name(kind)] = field
        spoken = [(str(amount), capfirst(str(name))) for amount, name in SPOKEN.items()]
        for kind, label, options in (
            ("ladder-from", _("Participatieladder: vanaf"), LADDER), ("ladder-to", _("Tot en met"), LADDER),
            ("dutch-from", _("Nederlands spreken: ten minste"), spoken), ("dutch-to", _("Ten hoogste"), spoken),
        ):  # fmt: skip
            amount = now.get(kind)
            self.fields[_name(kind)] = choice(label, options, "" if amount is None else str(amount))
        towns = [(code, name) for code, name in self.called.items() if code.startswith("GM")]
        lists = {
            "fits_found": (_("Gevonden"), self._words(chain_id).items()),
            "fits_not_found": (_("Nog niet gevonden"), self._words(chain_id).items()),
            "fits_municipality": (_("Woont in (niets aangevinkt: overal)"), towns),
        }
        for name, (label, there_are) in lists.items():
            self.fields[name] = ticks(label, there_are, [want.value for want in there if want.kind == FOR_WHOM[name]])

    def _words(self, chain_id: int) -> dict[str, object]:
        """The chain's definitions that are answered with yes or not yet."""
        if not hasattr(self, "_known_words"):
            rows = Definition.objects.filter(chain_id=chain_id, kind="yes-no").order_by("position", "started_on")
            self._known_words: dict[str, object] = dict(rows.values_list("key", "name"))
        return self._known_words

    # What was filled in

    def clean_srg_code(self) -> str:
        code: str = self.cleaned_data["srg_code"]
        if code and not (len(code) == 2 and code.isascii() and code.isdigit()):
            raise ValidationError(_("Een code van de statistiek is twee cijfers, bijvoorbeeld 30."))
        return code

    def clean(self) -> dict[str, Any]:
        stale = self._lines_meanwhile() if self.instance.pk else ""
        cleaned = super().clean()
        if stale:
            self.add_error(None, ValidationError(stale, code="stale"))
        for least, most, said in (
            ("weeks", "norm_weeks", _("Dit is korter dan de gewone duur")),
            ("started_on", "ended_on", _("De laatste dag ligt vóór de eerste")),
            ("ladder_from", "ladder_to", _("Dit is lager dan vanaf welke trede")),
            ("dutch_from", "dutch_to", _("Dit is minder dan ten minste")),
        ):
            low, high = cleaned.get(least), cleaned.get(most)
            if low and high and high < low:
                self.add_error(most, said)
        if cleaned.get("age_from") and cleaned.get("age_to") and cleaned["age_to"] <= cleaned["age_from"]:
            self.add_error("age_to", _("Dan is er niemand van die leeftijd"))
        if (cleaned.get("unit_cost") is not None) != bool(cleaned.get("cost_per")) and "unit_cost" not in self.errors:
            missing = "unit_cost" if cleaned.get("cost_per") else "cost_per"
            self.add_error(missing, _("Vul zowel het bedrag in als waarvoor het is"))
        for word in set(cleaned.get("fits_found") or ()) & set(cleaned.get("fits_not_found") or ()):
            self.add_error(
                "fits_not_found",
                translate("%(word)s staat bij allebei") % {"word": capfirst(str(self.called.get(word, word)))},
            )
        self._languages(cleaned)
        return cleaned

    def _languages(self, cleaned: dict[str, Any]) -> None:
        seen: set[str] = set()
        for name in self.spoken_names:
            code, level = cleaned.get(name), cleaned.get(f"{name}_to")
            if code and not level and code != "nld":
                self.add_error(f"{name}_to", _("Kies hoe goed iemand deze taal dan kent"))
            if level and not code:
                self.add_error(name, _("Kies welke taal"))
            if code and code in seen:
                self.add_error(name, _("Deze taal staat er twee keer"))
            seen.add(code or "")

    def _lines_meanwhile(self) -> str:
        """What another made of its lines since the page was made, where that is not what is sent; locks the row."""
        here = Instrument.objects.select_for_update(of=("self",)).only("version").get(pk=self.instance.pk)
        if self.cleaned_data.get("version") == here.version:
            return ""
        now = self._lines()
        if (set(now[0]), set(now[1])) == (set(self.yields()), set(self.fits())):
            return ""
        told = [yields_what(want, self.called) for want in now[0]] + [asks_what(want, self.called) for want in now[1]]
        return translate(
            "Iemand anders heeft dit intussen gewijzigd. Nu staat er: %(now)s. Sla nog eens op als het moet worden zoals hier."
        ) % {"now": "; ".join(told) or translate("niets")}

    def yields(self) -> list[Want]:
        """What was ticked and chosen of what it yields, as far as it can be read."""
        read = self.cleaned_data
        found = [Want(kind, code) for name, kind in TICKED.items() for code in read.get(name) or ()]
        if read.get("yields_level"):
            found.append(Want("level", amount=int(read["yields_level"])))
        return found + [
            Want("language", read[name], int(read[f"{name}_to"]))
            for name in self.spoken_names
            if read.get(name) and read.get(f"{name}_to")
        ]

    def fits(self) -> list[Want]:
        """And of for whom it is."""
        read = self.cleaned_data
        kinds = ("age-from", "age-to", "ladder-from", "ladder-to", "hours-from", "dutch-from", "dutch-to")
        found = [Want(kind, amount=int(read[_name(kind)])) for kind in kinds if read.get(_name(kind))]
        return found + [Want(kind, code) for name, kind in FOR_WHOM.items() for code in read.get(name) or ()]

    def keep(self) -> Instrument:
        """Save it with its lines; a new one gets a code of its name. In a transaction, for who may change the palette."""
        one = self.instance
        if one.pk is None:
            one.code = free_code(one.chain_id, self.cleaned_data["name"])
            one.version = 2  # made by hand: the blueprint leaves it alone
            one.save(force_insert=True)
        else:
            self.save()
        write(one, Yield, self.yields())
        write(one, Condition, self.fits())
        return one

    # For the template

    @property
    def spoken(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[name], self[f"{name}_to"]) for name in self.spoken_names]

    @property
    def ticked(self) -> list[tuple[forms.BoundField, int]]:
        """The lists to tick of what it yields, with how many of it are ticked."""
        return [(self[name], len(self[name].value() or ())) for name in TICKED]


def _name(kind: str) -> str:
    return kind.replace("-", "_")


def free_code(chain_id: int, name: str) -> str:
    """A code made of the name, that no module of the chain has."""
    base = slugify(name)[:40] or "module"
    taken = {
        "nieuw",
        *Instrument.objects.filter(chain_id=chain_id, code__startswith=base).values_list("code", flat=True),
    }
    return next(code for code in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if code not in taken)
