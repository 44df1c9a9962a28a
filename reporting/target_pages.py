"""The administrator's page of targets and baselines: changed after a dry run that shows the dashboard before and after.

Which schemes count decides who is counted: a change of it is counted anew at once, in the dry run too, and taken back.
"""

import json
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain import dry_run
from chain.change_log import Kind
from chain.days import today
from chain.formats import day, number, signed
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.manage import admin
from chain.once import CarriedOnce
from chain.seen import SeenForm, as_text
from clients.models.facts import SCHEMES
from reporting.dashboard_tables import cells_up_to, last_day
from reporting.figures import ResultFigures, result_figures
from reporting.models import KINDS, Programme, Target
from reporting.programme_forms import RULES, check_period, rule_field
from reporting.programmes import begin_savings, counted_anew, to_be_counted

MOST = 100_000  # people a year
OVER = _("Bedragen per uitstroom van vóór de nieuwe eerste dag, die vervallen")
CHANGES = [
    Kind(
        "programme", "reporting.Programme", _("programma’s"),
        {"name": _("naam"), "counted_schemes": _("regelingen die tellen"),
         "baseline_note": _("bij de basislijn"), "started_on": _("vanaf"),
         "ended_on": _("tot en met"), "rule_set": _("regels"), "share_key": _("verdeling"),
         "share_note": _("bij de verdeling")},
        ("name",), {"counted_schemes": SCHEMES},
    ),
    Kind(
        "target", "reporting.Target", _("doelen en basislijnen"),
        {"target": _("doel"), "baseline": _("basislijn")}, ("kind", "year", "programme"),
    ),
    Kind("share", "reporting.Share", _("aandelen van gemeenten"), {"percent": _("procent")}, ("municipality", "programme")),
    Kind(
        "cost", "reporting.Cost", _("kosten van programma’s"),
        {"kind": _("soort"), "on": _("op of vanaf"), "amount": _("bedrag"), "text": _("waarvoor")}, ("kind", "programme"),
    ),
    Kind(
        "saving", "reporting.Saving", _("besparing per uitstroom"),
        {"started_on": _("vanaf"), "full": _("geheel"), "partial": _("gedeeltelijk"), "text": _("bron")},
        ("started_on", "programme"),
    ),
]  # fmt: skip


class ProgrammeForm(CarriedOnce, SeenForm):
    """A programme with its targets and baselines: a number per kind of result and year. What another changed stays."""

    free_text = THING
    use_required_attribute = False
    counted_schemes = forms.MultipleChoiceField(
        label=_("Regelingen die tellen"), choices=list(SCHEMES.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("Verandert dit, dan wordt iedereen opnieuw geteld."),
    )  # fmt: skip

    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(label=_("Tot en met"))
    rule_set = rule_field()

    class Meta:
        model = Programme
        fields = ["name", "started_on", "ended_on", "rule_set", "counted_schemes", "baseline_note"]
        labels = {"name": _("Naam"), "baseline_note": _("Hoe de basislijn is bepaald")}
        help_texts = {"baseline_note": _("Staat bij de cijfers, zodat iedereen weet wat ze waard zijn.")}

    def __init__(self, *args: Any, instance: Programme, **kwargs: Any) -> None:
        rows = {(row.kind, row.year): row for row in instance.targets.all()}
        self.numbers: dict[str, tuple[str, int, str]] = {}
        for kind in KINDS:
            for year in range(instance.started_on.year, instance.ended_on.year + 1):
                for what in ("target", "baseline"):
                    name = f"{what}-{kind}-{year}"
                    self.numbers[name] = (kind, year, what)
                    setattr(instance, name, getattr(rows.get((kind, year)), what, None))
        super().__init__(*args, instance=instance, **kwargs)
        names = {"target": translate("Doel"), "baseline": translate("Basislijn")}
        for name, (kind, year, what) in self.numbers.items():
            self.fields[name] = forms.IntegerField(
                label=f"{names[what]} {year}, {KINDS[kind]}", required=False, min_value=0, max_value=MOST,
                initial=getattr(instance, name),
            )  # fmt: skip
        self.own += list(self.numbers)
        self.now |= {name: as_text(getattr(instance, name)) for name in self.numbers}
        self.initial["seen"] = json.dumps(self.now)
        self.was = self.now | self._sent()

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        for name, (kind, year, what) in self.numbers.items():
            if what == "baseline" and clean.get(name) is not None and clean.get(f"target-{kind}-{year}") is None:
                self.add_error(f"target-{kind}-{year}", _("Vul ook een doel in, desnoods 0"))
        check_period(clean.get("started_on"), clean.get("ended_on"))
        if not self.errors and (years := [year for _kind, year, _what in self._outside() if year]):
            self.add_error("ended_on", translate("In %(year)s staat nog een doel of basislijn. Zet het doel eerst op 0 en maak "
                                                 "de basislijn leeg.") % {"year": min(years)})  # fmt: skip
        if not self.errors and not self.moved:
            raise forms.ValidationError(_("Er is niets veranderd"))
        return clean

    def _outside(self) -> list[tuple[str, int, str]]:
        """Of the numbers, those that are filled in for a year that is no longer in the programme."""
        years = range(self.cleaned_data["started_on"].year, self.cleaned_data["ended_on"].year + 1)
        return [
            (kind, year, what) for name, (kind, year, what) in self.numbers.items()
            if year not in years and (self.cleaned_data[name] or (what == "baseline" and self.cleaned_data[name] is not None))
        ]  # fmt: skip

    def rows(self) -> list[tuple[object, list[tuple[int, Any, Any]]]]:
        """By kind of result: year, field of the target, field of the baseline."""
        return [
            (capfirst(label), [(year, self[f"target-{kind}-{year}"], self[f"baseline-{kind}-{year}"])
                               for year in sorted({year for _kind, year, _what in self.numbers.values()})])
            for kind, label in KINDS.items()
        ]  # fmt: skip

    def in_words(self, name: str) -> object:
        return getattr(self.instance, name) if name in self.numbers else super().in_words(name)

    @property
    def anew(self) -> bool:
        """Whether who is counted changes."""
        return bool(self.moved & {"counted_schemes", "started_on", "ended_on", "rule_set"})

    def keep(self) -> Programme:
        """Write what was changed."""
        programme = Programme.objects.get(pk=self.instance.pk)
        began = programme.started_on
        changed = self.moved - set(self.numbers)
        for name in changed:
            setattr(programme, name, self.cleaned_data[name])
        if changed:
            programme.save(update_fields=sorted(changed))
        rows = {(row.kind, row.year): row for row in programme.targets.all()}
        for name in sorted(self.moved & set(self.numbers)):
            kind, year, what = self.numbers[name]
            new = Target(programme=programme, chain_id=programme.chain_id, kind=kind, year=year, target=0)
            row, value = rows.setdefault((kind, year), new), self.cleaned_data[name]
            setattr(row, what, value if what == "baseline" else value or 0)
            row.save()
        if programme.started_on != began:
            begin_savings(programme, began)
        programme.targets.exclude(year__range=(programme.started_on.year, programme.ended_on.year)).delete()
        return programme


def figures(programme: Programme) -> list[ResultFigures]:
    """What the dashboard says today of each kind of result: two queries."""
    on = last_day(programme)
    cells, targets = cells_up_to(programme, on), list(Target.objects.filter(programme=programme))
    return [result_figures(kind, programme, targets, cells, on) for kind in KINDS]


def effects(before: list[ResultFigures], after: list[ResultFigures]) -> list[dry_run.Effect]:
    """The figures that would change, before and after."""
    found = []
    for was, now in zip(before, after, strict=True):
        told = (
            (_("geteld"), was.counted, now.counted), (_("doel van het hele programma"), was.target, now.target),
            (_("basislijn tot vandaag"), was.baseline, now.baseline), (_("extra"), was.extra, now.extra),
            (_("tempo tot vandaag"), was.pace, now.pace), (_("voor (+) of achter (−)"), was.ahead, now.ahead),
        )  # fmt: skip
        for text, old, new in told:
            if old != new:
                shown = signed if was.ahead is not None and (old, new) == (was.ahead, now.ahead) else number
                missing = translate("onbekend")
                moved = f"{shown(old) or missing} → {shown(new) or missing}"
                found.append(dry_run.Effect(f"{capfirst(str(KINDS[was.kind]))}: {text}", moved))
    return found or [dry_run.Effect(_("De cijfers van vandaag blijven gelijk"))]


def _state(programme: Programme) -> object:
    if programme.started_on > today():
        return _("nog niet begonnen")
    return _("loopt") if programme.ended_on >= today() else _("afgelopen")


@login_required
@require_GET
def programme_list(request: HttpRequest) -> HttpResponse:
    """The programmes with their targets and baselines."""
    by = admin(request)
    found = Programme.objects.filter(chain_id=by.chain_id).prefetch_related(
        "targets", "shares__municipality", "costs", "savings"
    )
    programmes = [(one, [SCHEMES.get(key, key) for key in one.counted_schemes], RULES.get(one.rule_set, one.rule_set),
                   _state(one)) for one in found]  # fmt: skip
    return render(request, "reporting/programmes.html", {"section": "manage", "programmes": programmes})


@login_required
@require_http_methods(["GET", "POST"])
def programme_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change targets, baselines and what is counted."""
    by = admin(request)
    programme = get_object_or_404(Programme, chain_id=by.chain_id, key=key)
    with transaction.atomic():
        if request.method == "POST":
            programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        form = ProgrammeForm(request.POST or None, instance=programme)

        def act() -> str:
            form.keep()
            if form.anew:
                to_be_counted(by.chain_id)
            return reverse("programmes")

        def tried() -> list[dry_run.Effect]:
            def change() -> list[dry_run.Effect]:
                now = Programme.objects.get(pk=programme.pk)
                if form.anew:
                    counted_anew(now)  # what would be counted anyway comes before
                before, amounts = figures(now), now.savings.count()
                changed = form.keep()
                if form.anew:
                    counted_anew(changed)
                gone = amounts - changed.savings.count()
                return effects(before, figures(changed)) + (
                    [dry_run.Effect(OVER, number(gone), warn=True)] if gone else []
                )

            return dry_run.taken_back(change)

        context = {"title": translate("Doelen wijzigen"), "about": programme.name, "programme": programme,
                   "until": day(last_day(programme))}  # fmt: skip
        return dry_run.answer(
            request, form, template="reporting/programme.html", context=context, effects=tried, act=act,
            said=_("De doelen zijn gewijzigd."),
        )  # fmt: skip
