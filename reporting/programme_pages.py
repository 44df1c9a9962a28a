"""The administrator's pages of a new programme, its shares, costs and savings; each after a dry run that shows what changes."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain import dry_run
from chain.addresses import text_of
from chain.days import today
from chain.formats import day, euro, number, percent, period
from chain.manage import admin
from chain.once import OnceForm
from reporting.dashboard_tables import cells_up_to, last_day
from reporting.figures import Part
from reporting.models import COSTS, KINDS, Cost, Programme, Saving
from reporting.programme_forms import TAKEN, CostForm, NewProgrammeForm, SavingForm, ShareForm
from reporting.programmes import begin, counted_anew, divide, on_benefit, to_be_counted, worked_out
from reporting.promised import of_extra, promised
from reporting.scope import places_of
from reporting.target_pages import figures

NOBODY = _("Op %(day)s had niemand een uitkering die meetelt. Kies een andere verdeling.")


def _programme(request: HttpRequest, key: str) -> Programme:
    """The chain's programme, locked while it is changed."""
    chosen = Programme.objects.filter(chain_id=admin(request).chain_id)
    if request.method == "POST":
        chosen = chosen.select_for_update(of=("self",))
    return get_object_or_404(chosen, key=key)


@login_required
@require_http_methods(["GET", "POST"])
def programme_new(request: HttpRequest) -> HttpResponse:
    """A new programme, empty or as another one; `van`: the key of that one."""
    by = admin(request)
    with transaction.atomic():
        asked = text_of(request.GET.get("van"))
        other = Programme.objects.filter(chain_id=by.chain_id, key=asked).first() if asked else None
        start = {"copied": asked, "rule_set": "2018", "counted_schemes": other.counted_schemes if other else []}
        form = NewProgrammeForm(request.POST or None, chain_id=by.chain_id, initial=start)

        def make() -> Programme:
            programme = Programme(chain_id=by.chain_id)
            for name in form.Meta.fields:
                setattr(programme, name, form.cleaned_data[name])
            try:
                return begin(programme, form.cleaned_data["copied"])
            except IntegrityError as error:  # somebody else took the key at the same moment
                if (
                    getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
                    != "programme_key_once_in_chain"
                ):
                    raise
                raise ValidationError({"key": TAKEN}) from error

        def act() -> str:
            programme = make()
            to_be_counted(by.chain_id)
            return reverse("programme_edit", args=[programme.key])

        def tried() -> list[dry_run.Effect]:
            def change() -> list[dry_run.Effect]:
                programme = make()
                counted_anew(programme)
                return _beginning(programme)

            return dry_run.taken_back(change)

        context = {"title": translate("Nieuw programma"), "about": "", "back": reverse("programmes"),
                   "button": translate("Kijk wat dit doet")}  # fmt: skip
        return dry_run.answer(
            request, form, template="chain/manage_form.html", context=context, effects=tried, act=act,
            said=_("Het programma is gemaakt. Vul hier de doelen per jaar in."),
        )  # fmt: skip


def _beginning(programme: Programme) -> list[dry_run.Effect]:
    """What there is at once of a new programme: who is counted already, and what it took from another."""
    begun = programme.started_on <= today()
    starts = translate("Het loopt %(period)s") if begun else translate("Het is nog niet begonnen: %(period)s")
    found = [dry_run.Effect(starts % {"period": period(programme.started_on, programme.ended_on)})]
    for one in figures(programme):
        name = capfirst(str(KINDS[one.kind]))
        found.append(
            dry_run.Effect(translate("%(kind)s: doel van het hele programma") % {"kind": name}, number(one.target))
        )
        if begun:
            found.append(
                dry_run.Effect(translate("%(kind)s: geteld tot en met vandaag") % {"kind": name}, number(one.counted))
            )
    beside = Programme.objects.filter(
        chain_id=programme.chain_id, started_on__lte=programme.ended_on, ended_on__gte=programme.started_on
    ).exclude(pk=programme.pk)
    for other in beside:
        found.append(
            dry_run.Effect(translate("Het loopt naast %(name)s") % {"name": other.name},
                           note=translate("Wie in beide telt, telt in elk programma één keer."))
        )  # fmt: skip
    return found


@login_required
@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest, key: str) -> HttpResponse:
    """How targets, baselines and costs fall to the municipalities."""
    with transaction.atomic():
        programme = _programme(request, key)
        places = places_of(programme.chain_id)
        form = ShareForm(request.POST or None, instance=programme, places=places)

        def keep() -> Programme:
            now = Programme.objects.get(pk=programme.pk)
            chosen = form.cleaned_data["share_key"]
            found = form.percentages() if chosen == "agreed" else worked_out(now, chosen, places)
            if chosen and not found:
                raise ValidationError({"share_key": NOBODY % {"day": day(on_benefit(now)[0])}})
            divide(now, found, chosen, form.cleaned_data["share_note"])
            return now

        def act() -> str:
            keep()
            return reverse("programmes")

        def tried() -> list[dry_run.Effect]:
            return dry_run.taken_back(lambda: _divided(keep(), places))

        context = {"title": translate("Verdeling over de gemeenten"), "about": programme.name, "programme": programme}
        return dry_run.answer(
            request, form, template="reporting/shares.html", context=context, effects=tried, act=act,
            said=_("De verdeling is vastgelegd."),
        )  # fmt: skip


def _divided(programme: Programme, places: list[Any]) -> list[dry_run.Effect]:
    """The share of each municipality, and the targets and costs that it gets."""
    found = promised(programme)
    if not found.shares:
        return [dry_run.Effect(_("Doelen en kosten worden niet verdeeld over de gemeenten"))]
    effects = []
    if programme.share_key == "benefits":
        on, people = on_benefit(programme)
        told = {"day": day(on), "number": number(sum(people.values()))}
        effects.append(
            dry_run.Effect(translate("Geteld op %(day)s: %(number)s mensen met een uitkering die meetelt") % told)
        )
    for place in places:
        part = Part(place.pk, found.shares)
        targets = {kind: sum(part.of(one.target) or 0 for one in found.targets if one.kind == kind) for kind in KINDS}
        note = translate("doel: %(activation)s geactiveerd, %(outflow)s uitgestroomd; begroot %(cost)s") % {
            **{kind: number(value) for kind, value in targets.items()},
            "cost": euro(found.cost("planned", place=place.pk)),
        }  # fmt: skip
        effects.append(dry_run.Effect(place.name, percent(found.shares.get(place.pk, Decimal(0))), note))
    return effects


@login_required
@require_GET
def money(request: HttpRequest, key: str) -> HttpResponse:
    """The costs and savings of a programme, by date."""
    programme = _programme(request, key)
    found = promised(programme)
    context = {
        "section": "manage", "programme": programme, "savings": found.savings,
        "costs": [(name, found.cost(kind), [one for one in found.costs if one.kind == kind]) for kind, name in COSTS.items()],
    }  # fmt: skip
    return render(request, "reporting/money.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def cost(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Money planned or spent: put in, corrected, taken away."""
    return _amount(request, key, pk, Cost, CostForm)


@login_required
@require_http_methods(["GET", "POST"])
def saving(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """What one outflow saves from a day on: put in, corrected, taken away."""
    return _amount(request, key, pk, Saving, SavingForm)


def _amount(request: HttpRequest, key: str, pk: int | None, model: Any, form_class: Any) -> HttpResponse:
    with transaction.atomic():
        programme = _programme(request, key)
        new = model(programme=programme, chain_id=programme.chain_id)
        row = get_object_or_404(model.objects.select_related("programme"), pk=pk, programme=programme) if pk else new
        form = form_class(request.POST or None, instance=row)
        if "remove" in request.POST and pk:
            form = Removal(request.POST)
        back = reverse("programme_money", args=[programme.key])

        def change() -> None:
            if isinstance(form, Removal):
                model.objects.filter(pk=pk).delete()
            else:
                form.save()

        def act() -> str:
            change()
            return back

        def tried() -> list[dry_run.Effect]:
            def now() -> list[dry_run.Effect]:
                before = _money(programme)
                change()
                return _moved(before, _money(programme))

            return dry_run.taken_back(now)

        titles = {
            (Cost, False): _("Kosten toevoegen"), (Cost, True): _("Kosten wijzigen"),
            (Saving, False): _("Besparing toevoegen"), (Saving, True): _("Besparing wijzigen"),
        }  # fmt: skip
        context = {
            "title": titles[model, pk is not None],
            "about": programme.name,
            "back": back,
            "removable": pk is not None,
        }
        return dry_run.answer(
            request, form, template="reporting/amount.html", context=context, effects=tried, act=act,
            said=_("De bedragen van het programma zijn gewijzigd."),
        )  # fmt: skip


class Removal(OnceForm):
    """Takes the row away: nothing to fill in."""


def _money(programme: Programme) -> dict[str, Decimal | None]:
    """What the amounts of a programme come to today."""
    found, on = promised(programme), last_day(programme)
    cells, outflow = cells_up_to(programme, on, kind="outflow"), figures(programme)[1]
    return {
        translate("Begroot"): found.cost("planned"), translate("Uitgegeven tot en met vandaag"): found.cost("spent", today()),
        translate("Beloofd te besparen"): found.promised(),
        translate("Extra uitstroom, geraamd"): of_extra(found.assumed(cells), outflow.counted, {0: outflow.extra})[0],
    }  # fmt: skip


def _moved(before: dict[str, Decimal | None], after: dict[str, Decimal | None]) -> list[dry_run.Effect]:
    missing = translate("onbekend")
    return [
        dry_run.Effect(name, f"{euro(before[name]) or missing} → {euro(after[name]) or missing}")
        for name in after if before[name] != after[name]
    ] or [dry_run.Effect(_("De bedragen van vandaag blijven gelijk"))]  # fmt: skip
