"""The administrator's terms: by what starts them, with their history; changed, ended and added after a dry run.

A change holds for what runs too (the row changes), or only for what begins from a day on (a new row follows it). The dry
run carries the change out, lets the engine do its work, counts, and takes all of it back.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from chain import dry_run
from chain.acting import acting_as, system_membership
from chain.days import today
from chain.formats import day, number, period
from chain.forms import DutchDateField
from chain.manage import admin
from chain.models import Membership
from chain.once import CarriedOnce
from chain.versions import VersionedForm
from clients import terms
from clients.models import Task, Term
from clients.models.term import FOR_WHOM, UNITS
from clients.terms import Ran, scope_names, sources

MOST = 3650  # of a unit
ALL, FROM = "all", "from"
WHEN = {ALL: _("Ook voor wat al loopt"), FROM: _("Alleen voor wat begint vanaf de dag hieronder")}
FIELDS = ("name", "offset", "unit", "every", "times", "warn_days", "hard", "article", "for_whom")


# The dry run


@dataclass(frozen=True)
class Tried:
    """What a change would do to the tasks of the chain; `late_before` and `late_after`: those past their day."""

    ran: Ran
    late_before: int
    late_after: int


class _TakenBack(Exception):
    pass


def try_out(chain_id: int, change: Callable[[], Any]) -> Tried:
    """Carry out the change and the engine, count, and take both back; what the engine would do anyway comes before."""
    late = Task.objects.filter(chain_id=chain_id, status="open", due_on__lt=today())
    system = system_membership(chain_id, "terms")

    def tried() -> Tried:
        terms.run(chain_id)
        with acting_as(system, "terms"):
            before = late.count()
        change()
        ran = terms.run(chain_id)
        with acting_as(system, "terms"):
            return Tried(ran, before, late.count())

    with transaction.atomic():  # keeps the engine's lock until the numbers are there
        return dry_run.taken_back(tried)


# Acts


def change(term: Term, values: dict[str, Any]) -> Term:
    """The row itself changes: for what runs too."""
    for name, value in values.items():
        setattr(term, name, value)
    term.version += 1
    term.save(update_fields=[*values, "version"])
    return term


def follow(term: Term, values: dict[str, Any], from_on: dt.date) -> Term:
    """The row ends before the day and a new one begins on it: for what begins from then on.

    ValidationError on `from_on` for a day on which the row does not hold, or its first one.
    """
    if from_on <= term.started_on or (term.ended_on is not None and from_on > term.ended_on):
        said = {"period": period(term.started_on, term.ended_on)}
        raise ValidationError(
            {"from_on": ValidationError(_("Kies een dag binnen de tijd dat deze regel geldt, %(period)s"), params=said)}
        )
    last, term.ended_on = term.ended_on, from_on - dt.timedelta(days=1)
    term.version += 1
    term.save(update_fields=["ended_on", "version"])
    kept = {name: getattr(term, name) for name in ("key", "source", "scope", *FIELDS)}
    return Term.objects.create(
        chain_id=term.chain_id, started_on=from_on, ended_on=last, version=2, **(kept | values)
    )  # fmt: skip


def end(term: Term, last: dt.date) -> Term:
    """What begins after the day has this term no more. ValidationError for a day before its first."""
    if last < term.started_on:
        raise ValidationError({"ended_on": _("De laatste dag ligt vóór de eerste")})
    term.ended_on = last
    term.version += 1
    term.save(update_fields=["ended_on", "version"])
    return term


def new(chain_id: int, source: str, scope: str, started_on: dt.date, values: dict[str, Any]) -> Term:
    """A term with a key of its own, made of its name."""
    base = slugify(values["name"])[:40] or "term"
    taken = set(Term.objects.filter(chain_id=chain_id, key__startswith=base).values_list("key", flat=True))
    key = next(key for key in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if key not in taken)
    return Term.objects.create(
        chain_id=chain_id, key=key, source=source, scope=scope, started_on=started_on, version=2, **values
    )  # fmt: skip


# Forms


class _Rule(forms.Form):
    """What of a rule is filled in."""

    name = forms.CharField(label=_("Wat er moet gebeuren"), max_length=120)
    offset = forms.IntegerField(label=_("Termijn"), min_value=0, max_value=MOST)
    unit = forms.ChoiceField(label=_("Eenheid"), choices=UNITS.items())
    every = forms.IntegerField(
        label=_("Daarna elke"), min_value=1, max_value=MOST, required=False,
        help_text=_("In dezelfde eenheid. Leeg: het komt één keer."),
    )  # fmt: skip
    times = forms.IntegerField(label=_("Hoe vaak in totaal"), min_value=1, max_value=100, required=False)
    warn_days = forms.IntegerField(
        label=_("Zoveel dagen vooraf laten zien"), min_value=0, max_value=MOST, required=False
    )  # fmt: skip
    hard = forms.BooleanField(
        label=_("Harde grens: langer kan niet worden vastgelegd"), required=False,
        help_text=_("Alleen bij de start van een stap, of bij een besluit. De dag is dan de laatste die mag."),
    )  # fmt: skip
    article = forms.CharField(label=_("Artikel of bron"), max_length=120)
    for_whom = forms.ChoiceField(label=_("Voor wie"), choices=FOR_WHOM.items())

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        every, times = clean.get("every"), clean.get("times") or 1
        clean["times"], clean["warn_days"] = times, clean.get("warn_days") or 0
        if every and times == 1 and "times" not in self.errors:
            self.add_error("times", _("Vul in hoe vaak het terugkomt"))
        if times > 1 and not every and "every" not in self.errors:
            self.add_error("every", _("Vul in na hoeveel tijd het terugkomt"))
        source = sources().get(self._source(clean))
        if clean.get("hard") and source and not (source.limit or source.key == terms.STEP_STARTED):
            self.add_error("hard", _("Een harde grens kan alleen bij de start van een stap, of bij een besluit"))
        return clean

    def _source(self, clean: dict[str, Any]) -> str:
        return clean.get("source", "")

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class ChangeForm(CarriedOnce, _Rule, VersionedForm):
    when = forms.ChoiceField(label=_("Waarvoor geldt de wijziging"), choices=WHEN.items(), widget=forms.RadioSelect)
    from_on = DutchDateField(label=_("Vanaf"), required=False)

    class Meta:
        model = Term
        fields = list(FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = {name: getattr(self.instance, name) for name in FIELDS}
        self.initial.setdefault("when", FROM)

    def _source(self, clean: dict[str, Any]) -> str:
        return self.instance.source

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if clean.get("when") == FROM and not clean.get("from_on") and "from_on" not in self.errors:
            self.add_error("from_on", _("Vul een datum in"))
        if not self.errors and all(clean[name] == was for name, was in self.was.items()):
            raise ValidationError(_("Er is niets veranderd"))
        return clean

    def _post_clean(self) -> None:
        """The instance stays as it was: what is done with the values depends on `when`."""

    def carry_out(self) -> Term:
        term = Term.objects.get(pk=self.instance.pk)
        if self.cleaned_data["when"] == FROM:
            return follow(term, self.values(), self.cleaned_data["from_on"])
        return change(term, self.values())


class EndForm(CarriedOnce, forms.Form):
    ended_on = DutchDateField(
        label=_("Laatste dag"), help_text=_("Voor wat daarna begint, geldt de termijn niet meer. Wat al loopt, houdt hem.")
    )  # fmt: skip

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term

    def clean_ended_on(self) -> dt.date:
        last: dt.date = self.cleaned_data["ended_on"]
        if self.term.ended_on and last > self.term.ended_on:
            raise ValidationError(_("Deze termijn stopt al op %(day)s") % {"day": day(self.term.ended_on)})
        return last

    def carry_out(self) -> Term:
        return end(Term.objects.get(pk=self.term.pk), self.cleaned_data["ended_on"])


class NewForm(CarriedOnce, _Rule):
    source = forms.ChoiceField(label=_("Begint bij"))
    scope = forms.ChoiceField(label=_("Alleen voor"), required=False)
    started_on = DutchDateField(label=_("Geldt voor wat begint vanaf"))
    field_order = ("name", "source", "scope", "started_on")

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chain_id = chain_id
        labels = [(key, str(source.label).capitalize()) for key, source in sources().items()]
        self.fields["source"].choices = [("", translate("Kies")), *labels]  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[str, Any]]] = {}
        for kind, title in (("instrument", _("Stappen")), ("function", _("Functies")), ("form", _("Vormen van werk"))):
            of_kind = next(source for source in sources().values() if source.scopes == kind)
            names = scope_names(of_kind, chain_id)
            groups[str(title)] = sorted(names.items(), key=lambda one: str(one[1]))
        self.fields["scope"].choices = [("", translate("Alles")), *groups.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        source, scope = sources().get(clean.get("source", "")), clean.get("scope", "")
        if source and scope and scope not in scope_names(source, self.chain_id):
            self.add_error("scope", _("Dit past niet bij waar de termijn begint"))
        return clean

    def carry_out(self) -> Term:
        clean = self.cleaned_data
        return new(self.chain_id, clean["source"], clean["scope"], clean["started_on"], self.values())


# Pages


@dataclass
class Shown:
    """A term as the list shows it, with the other rows of its key and scope, latest first."""

    term: Term
    rule: str
    scope: object
    period: str
    over: bool
    earlier: list["Shown"] = field(default_factory=list)


def rule(term: Term) -> str:
    """`na 6 maanden, daarna elke 6 maanden, in totaal 8 keer`."""
    told = (
        translate("na %(number)s") % {"number": _number(term.offset, term.unit)}
        if term.offset
        else translate("op de dag zelf")
    )
    if term.every:
        again = {"number": _number(term.every, term.unit), "times": term.times}
        told += ", " + translate("daarna elke %(number)s, in totaal %(times)s keer") % again
    return told


def _number(number: int, unit: str) -> str:
    said = {
        "days": ngettext("%(n)s dag", "%(n)s dagen", number),
        "workdays": ngettext("%(n)s werkdag", "%(n)s werkdagen", number),
        "weeks": ngettext("%(n)s week", "%(n)s weken", number),
        "months": ngettext("%(n)s maand", "%(n)s maanden", number),
    }
    return said[unit] % {"n": number}


def by_source(chain_id: int) -> list[tuple[object, list[Shown]]]:
    """Per source its terms, of those with dated rows the one that holds or comes first: two queries at most."""
    names = {kind: scope_names(source, chain_id) for source in sources().values() if (kind := source.scopes)}
    found: dict[str, dict[tuple[str, str], list[Shown]]] = {key: {} for key in sources()}
    for term in Term.objects.filter(chain_id=chain_id).order_by("offset", "key", "scope", "-started_on"):
        source = sources().get(term.source)
        scope = names.get(source.scopes if source else "", {}).get(term.scope, term.scope)
        over = term.ended_on is not None and term.ended_on < today()
        row = Shown(term, rule(term), scope, period(term.started_on, term.ended_on), over)
        found.setdefault(term.source, {}).setdefault((term.key, term.scope), []).append(row)
    told = []
    for key, of_source in found.items():
        rows = []
        for dated in of_source.values():
            dated.sort(key=lambda row: (row.over, row.term.started_on > today(), -row.term.started_on.toordinal()))
            dated[0].earlier = sorted(dated[1:], key=lambda row: row.term.started_on, reverse=True)
            rows.append(dated[0])
        if rows:
            told.append((sources()[key].label if key in sources() else key, rows))
    return told


@login_required
@require_GET
def term_list(request: HttpRequest) -> HttpResponse:
    """What the chain keeps to, by what starts it."""
    membership = admin(request)
    context = {"section": "manage", "sources": by_source(membership.chain_id)}
    return render(request, "clients/terms.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def term_new(request: HttpRequest) -> HttpResponse:
    membership = admin(request)
    initial = {"unit": "months", "times": 1, "warn_days": 14, "started_on": today()}
    form = NewForm(request.POST or None, chain_id=membership.chain_id, initial=initial)
    return _page(request, membership, form, _("Nieuwe termijn"), _("De termijn geldt vanaf nu."))


@login_required
@require_http_methods(["GET", "POST"])
def term_edit(request: HttpRequest, term_id: int) -> HttpResponse:
    membership = admin(request)
    term = get_object_or_404(Term, pk=term_id, chain_id=membership.chain_id)
    form = ChangeForm(request.POST or None, instance=term, initial={"from_on": today()})
    return _page(request, membership, form, _("Termijn wijzigen"), _("De termijn is gewijzigd."), term)


@login_required
@require_http_methods(["GET", "POST"])
def term_end(request: HttpRequest, term_id: int) -> HttpResponse:
    membership = admin(request)
    term = get_object_or_404(Term, pk=term_id, chain_id=membership.chain_id)
    form = EndForm(request.POST or None, term=term, initial={"ended_on": today()})
    return _page(request, membership, form, _("Termijn laten stoppen"), _("De termijn stopt."), term)


def _page(
    request: HttpRequest, membership: Membership, form: Any, title: object, said: object, term: Term | None = None
) -> HttpResponse:
    context = {"title": title, "about": term.name if term else "", "term": term, "rule": rule(term) if term else "",
               "period": period(term.started_on, term.ended_on) if term else ""}  # fmt: skip

    def act() -> str:
        form.carry_out()
        terms.run(membership.chain_id)
        return reverse("terms")

    return dry_run.answer(
        request, form, template="clients/term.html", context=context, act=act, said=said,
        effects=lambda: _told(try_out(membership.chain_id, form.carry_out)),
    )  # fmt: skip


def _told(tried: Tried) -> list[dry_run.Effect]:
    late = f"{number(tried.late_before)} → {number(tried.late_after)}"
    return [
        dry_run.Effect(_("Nieuwe taken"), number(tried.ran.made)),
        dry_run.Effect(_("Taken die naar een andere dag of iemand anders gaan"), number(tried.ran.moved)),
        dry_run.Effect(_("Taken die vervallen"), number(tried.ran.cleared)),
        dry_run.Effect(_("Taken die te laat zijn"), late, _("nu, en daarna")),
    ]
