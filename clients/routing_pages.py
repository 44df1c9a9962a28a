"""The administrator's pages of who does what where: the list by function, and a mandate begun, passed on, or ended."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain import dry_run
from chain.days import today
from chain.formats import period
from chain.forms import DutchDateField
from chain.functions import FUNCTIONS
from chain.manage import admin
from chain.models import ChainMunicipality, Instrument, Mandate, Membership, Municipality, Partner
from chain.once import NotNow, OnceForm
from clients import routing

BASIS = _("Wet, besluit of contract waarop dit rust")


class NewForm(OnceForm):
    function = forms.ChoiceField(label=_("Wat"))
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Wie"), empty_label=_("Kies"))
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Waar"), required=False, empty_label=_("Alle gemeenten")
    )
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(label=_("Tot en met"), required=False)
    basis = forms.CharField(label=BASIS, max_length=400)

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((key, capfirst(name)) for key, name in FUNCTIONS.items()), key=lambda one: str(one[1]))
        self.fields["function"].choices = [("", _("Kies")), *named]  # type: ignore[attr-defined]
        self.fields["partner"].queryset = Partner.objects.filter(chain_id=chain_id)  # type: ignore[attr-defined]
        served = Municipality.objects.filter(pk__in=_served(chain_id))
        self.fields["municipality"].queryset = served  # type: ignore[attr-defined]
        self.initial.setdefault("started_on", today())


class PassForm(OnceForm):
    """Another partner takes it over."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Wie gaat het doen"), empty_label=_("Kies"))
    from_on = DutchDateField(label=_("Vanaf"), help_text=_("Wie het nu doet, stopt de dag ervoor."))
    basis = forms.CharField(label=BASIS, max_length=400)

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Partner.objects.filter(chain_id=mandate.chain_id).exclude(pk=mandate.partner_id)
        self.fields["partner"].queryset = others  # type: ignore[attr-defined]


class EndForm(OnceForm):
    ended_on = DutchDateField(label=_("Laatste dag"))


def _served(chain_id: int) -> Any:
    return ChainMunicipality.objects.filter(chain_id=chain_id).values("municipality")


@dataclass
class Shown:
    """A mandate as the list shows it."""

    row: Mandate
    period: str
    begun: bool


@dataclass
class Function:
    """A function with who holds it now and who will, and who did. `modules`: of the palette, that need it."""

    key: str
    name: object
    held: list[Shown] = field(default_factory=list)
    past: list[Shown] = field(default_factory=list)
    modules: int = 0

    @property
    def nobody(self) -> bool:
        return not any(one.begun for one in self.held)


def by_function(chain_id: int) -> list[Function]:
    """All functions that somebody holds or held, or that a module on offer needs: two queries."""
    found: dict[str, Function] = {}
    on = today()

    def of(key: str) -> Function:
        return found.setdefault(key, Function(key, FUNCTIONS.get(key, key)))

    rows = Mandate.objects.filter(chain_id=chain_id).select_related("partner", "municipality")
    for row in rows.order_by("municipality__name", "partner__position", "started_on"):
        shown = Shown(row, period(row.started_on, row.ended_on), row.started_on <= on)
        over = row.ended_on is not None and row.ended_on < on
        (of(row.function).past if over else of(row.function).held).append(shown)
    needed: dict[str, int] = defaultdict(int)
    for key in Instrument.objects.offered(on).filter(chain_id=chain_id).values_list("function", flat=True):
        needed[key] += 1
    for key, number in needed.items():
        of(key).modules = number
    order = list(FUNCTIONS)
    return sorted(found.values(), key=lambda one: order.index(one.key) if one.key in order else len(order))


@login_required
@require_GET
def routing_list(request: HttpRequest) -> HttpResponse:
    """By function who holds the mandate, where, and until when."""
    by = admin(request)
    functions = by_function(by.chain_id)
    gaps = [one for one in functions if one.nobody and one.modules]
    context = {"section": "manage", "functions": functions, "gaps": gaps}
    return render(request, "clients/routing.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def routing_new(request: HttpRequest) -> HttpResponse:
    """A partner begins with a function, after a dry run."""
    by = admin(request)
    asked = request.GET.get("functie", "")
    form = NewForm(
        request.POST or None, chain_id=by.chain_id, initial={"function": asked if asked in FUNCTIONS else ""}
    )

    def act() -> str:
        values = form.cleaned_data
        kept = Mandate.objects.filter(chain_id=by.chain_id, function=values["function"]).exclude(phase="")
        routing.begin(by=by, **values, phase=kept.values_list("phase", flat=True).first() or "")
        return reverse("routing")

    def effects() -> list[dry_run.Effect]:
        values = form.cleaned_data
        return _effects(by, values["function"], values["started_on"], act)

    context = {"title": translate("Iemand gaat iets doen"), "button": translate("Kijk wat dit doet"), "back": reverse("routing"),
               "lead": translate("Voordat er iets verandert, ziet u wat het doet.")}  # fmt: skip
    return dry_run.answer(
        request, form, template="chain/manage_form.html", context=context, effects=effects, act=act,
        said=_("Het is vastgelegd."),
    )  # fmt: skip


def _effects(by: Membership, function: str, on: Any, act: Any) -> list[dry_run.Effect]:
    before = routing.holders(by.chain_id, function, on)

    def change() -> routing.Holders:
        act()
        return routing.holders(by.chain_id, function, on)

    return routing.effects(by.chain_id, function, before, dry_run.taken_back(change), on)


def _mandate(by: Membership, mandate_id: int) -> Mandate:
    found = Mandate.objects.select_related("partner", "municipality")
    return get_object_or_404(found, pk=mandate_id, chain_id=by.chain_id)


def _about(row: Mandate) -> str:
    where = row.municipality or translate("alle gemeenten")
    name = capfirst(str(FUNCTIONS.get(row.function, row.function)))
    return f"{name}, {row.partner}, {where}, {period(row.started_on, row.ended_on)}"


@login_required
@require_http_methods(["GET", "POST"])
def routing_pass(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Another partner takes a function over, from a day on."""
    by = admin(request)
    row = _mandate(by, mandate_id)
    form = PassForm(request.POST or None, mandate=row)

    def act() -> str:
        routing.pass_on(row, by=by, **form.cleaned_data)
        return reverse("routing")

    def effects() -> list[dry_run.Effect]:
        return [*_effects(by, row.function, form.cleaned_data["from_on"], act), *routing.left_with(row)]

    return _changed(request, row, form, translate("Een ander gaat het doen"), act, effects)


@login_required
@require_http_methods(["GET", "POST"])
def routing_end(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """A partner stops with a function."""
    by = admin(request)
    row = _mandate(by, mandate_id)
    form = EndForm(request.POST or None, initial={"ended_on": today()})

    def act() -> str:
        routing.end(row, form.cleaned_data["ended_on"], by=by)
        return reverse("routing")

    def effects() -> list[dry_run.Effect]:
        after = form.cleaned_data["ended_on"] + dt.timedelta(1)
        return [*_effects(by, row.function, after, act), *routing.left_with(row)]

    return _changed(request, row, form, translate("Laten stoppen"), act, effects)


def _changed(request: HttpRequest, row: Mandate, form: Any, title: str, act: Any, effects: Any) -> HttpResponse:
    context = {"title": title, "about": _about(row), "button": translate("Kijk wat dit doet"), "back": reverse("routing"),
               "lead": translate("Voordat er iets verandert, ziet u wat het doet.")}  # fmt: skip
    try:
        return dry_run.answer(
            request, form, template="chain/manage_form.html", context=context, effects=effects, act=act,
            said=_("Het is vastgelegd."),
        )  # fmt: skip
    except NotNow:
        messages.warning(request, translate("Dit was al gestopt."))
        return redirect("routing")
