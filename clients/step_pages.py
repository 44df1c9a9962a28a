"""The pages of a step: plan one, see it, and each act with it (clients/steps.py)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.addresses import onward
from chain.days import today
from chain.forms import DutchDateField
from chain.functions import FUNCTIONS
from chain.models import PHASES, Instrument, Mandate, Membership, Partner
from chain.once import CarriedOnce, carry_out
from chain.registry import registered
from clients import access, referrals, steps
from clients.models import Client, PlanGoal, Referral, Step
from clients.models.step import MOVES, STATUSES, STOPPED_FOR

# act -> (button, title of its page, what is said when it is done); the likeliest first
ACTS: dict[str, tuple[object, object, object]] = {
    "start": (_("Starten"), _("%(step)s starten"), _("%(step)s is gestart.")),
    "finish": (_("Afronden"), _("%(step)s afronden"), _("%(step)s is afgerond.")),
    "observe": (_("Voortgang noteren"), _("Voortgang van %(step)s"), _("De voortgang is opgeslagen.")),
    "replan": (_("Verzetten"), _("%(step)s verzetten"), _("%(step)s is verzet.")),
    "stop": (_("Stoppen"), _("%(step)s stoppen"), _("%(step)s is gestopt.")),
    "cancel": (_("Gaat niet door"), _("%(step)s gaat niet door"), _("%(step)s gaat niet door.")),
}
TONES = {"planned": "outline", "active": "info", "done": "good", "stopped": "warn", "cancelled": "outline"}


def act_url(step: Step, number: str, act: str) -> str:
    if page := act_page(step, number, act):
        return page
    if act == "observe":
        return reverse("step_observe", args=[number, step.pk])
    return reverse("step_act", args=[number, step.pk, act])


def act_page(step: Step, number: str, act: str) -> str:
    """The page of a floor above that does the act with such a step; "" where it is done here."""
    return next((page for of in registered("SNOER_STEP_ACTS") if (page := of(step, number, act))), "")


def plan_page(client: Client, instrument: Instrument | None) -> str:
    """The page of a floor above where such a step is planned; "" where it is done here."""
    if instrument is None:
        return ""
    return next((page for of in registered("SNOER_PLAN_PAGES") if (page := of(client, instrument))), "")


def address(name: str, *args: Any) -> str:
    """The address of a page that a floor above may have; "" if there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def elsewhere(step: Step) -> str:
    """The part of the file of a floor above that begins and ends such a step, since it knows more of it; "" if none."""
    if step.instrument.form_of_work:
        return "placements"
    return "profile" if step.instrument.function == "intake" else ""


def _elsewhere_button(membership: Membership, step: Step, number: str, part: str) -> list[tuple[str, object, str]]:
    """The way to the page that begins and ends the step, for who may."""
    if (
        not membership.writes(part)
        or step.status not in ("planned", "active")
        or not steps.may(membership, step, "start")
    ):
        return []
    if part == "placements":
        return [("elsewhere", _("Naar de plaatsing"), reverse("record", args=[number]) + "#panel-placements")]
    return [("elsewhere", _("Naar de intake"), url)] if (url := address("intake", number)) else []


def buttons(membership: Membership, step: Step, number: str) -> list[tuple[str, object, str]]:
    """Act, text and address of what the membership may do with the step now, the likeliest first."""
    acts, part = steps.moves(membership, step), elsewhere(step)
    if part:
        acts = [act for act in acts if act == "cancel"]
    elif step.status == "active" and steps.may(membership, step, "observe"):
        acts.append("observe")
    if step.status in ("planned", "active") and steps.may(membership, step, "replan"):
        acts.append("replan")
    acts.sort(key=list(ACTS).index)
    first = _elsewhere_button(membership, step, number, part) if part else []
    return first + [(act, ACTS[act][0], act_url(step, number, act)) for act in acts]


class ReferralField(forms.ModelChoiceField):
    """An accepted referral, by its function and the partner that works on it."""

    def label_from_instance(self, obj: Referral) -> str:
        return f"{capfirst(str(FUNCTIONS[obj.function]))}, {obj.partner}"


class PlanForm(CarriedOnce, forms.Form):
    """What will be done, by whom, when and what for."""

    instrument = forms.ModelChoiceField(label=_("Wat"), queryset=Instrument.objects.none())
    partner = forms.ModelChoiceField(
        label=_("Wie voert het uit"), queryset=Partner.objects.none(), required=False,
        help_text=_("Laat leeg voor de partner die dit meestal doet."),
    )  # fmt: skip
    planned_on = DutchDateField(label=_("Begint op"))
    planned_end = DutchDateField(
        label=_("Tot en met"), required=False, help_text=_("Laat leeg voor de gewone duur.")
    )  # fmt: skip
    hours_per_week = forms.IntegerField(
        label=_("Uren per week"), required=False, min_value=1, max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    goal = forms.CharField(
        label=_("Waarvoor"), required=False, max_length=200, help_text=_("Wat moet deze stap opleveren?")
    )
    plan_goal = forms.ModelChoiceField(
        label=_("Bij welk doel uit het plan"), queryset=PlanGoal.objects.none(), required=False,
        empty_label=_("Nog bij geen doel"),
    )  # fmt: skip
    referral = ReferralField(
        label=_("Volgt uit verwijzing"), queryset=Referral.objects.none(), required=False,
        empty_label=_("Geen verwijzing"), help_text=_("De vrager ziet bij de verwijzing dat deze stap eruit volgt."),
    )  # fmt: skip

    def __init__(self, *args: Any, client: Client, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.membership = client, membership
        day = today()
        mandates = Mandate.objects.on(day).filter(
            Q(municipality__isnull=True) | Q(municipality_id=client.home_id), chain_id=client.chain_id
        )  # fmt: skip
        if not membership.is_contact_point:
            mandates = mandates.filter(partner__in=membership.acts_for)
        self.holders: dict[str, list[int]] = {}
        for function, partner_id in mandates.values_list("function", "partner_id").distinct():
            self.holders.setdefault(function, []).append(partner_id)
        offered = (
            Instrument.objects.offered(day)
            .filter(chain_id=client.chain_id, form_of_work="", function__in=self.holders)
            .exclude(function="intake")
        )  # fmt: skip
        what: Any = self.fields["instrument"]
        what.queryset = offered
        groups: dict[str, list[tuple[Any, str]]] = {key: [] for key in PHASES}
        for instrument in offered.order_by("name"):
            groups[instrument.phase].append((instrument.pk, instrument.name))
        what.widget.choices = [
            ("", _("Kies een stap")),
            *((str(PHASES[key]).capitalize(), names) for key, names in groups.items() if names),
        ]  # fmt: skip
        what.widget.attrs |= {
            "hx-get": reverse("step_new", args=[client.number]), "hx-target": "#field-partner", "hx-swap": "outerHTML",
            "hx-trigger": "change",
        }  # fmt: skip
        self._offer_referrals(offered)
        who: Any = self.fields["partner"]
        wanted = self._function()
        ids = {pk for function, holders in self.holders.items() if wanted in ("", function) for pk in holders}
        goals: Any = self.fields["plan_goal"]
        goals.queryset = PlanGoal.objects.filter(client=client, status="open", plan__ended_on__isnull=True)
        who.queryset = Partner.objects.filter(chain_id=client.chain_id, pk__in=ids)
        who.empty_label = _("De gewone partner")

    def _offer_referrals(self, offered: QuerySet[Instrument]) -> None:
        """The accepted referrals that the step can come of; the one in the address fills in what follows from it."""
        ours = None if self.membership.is_contact_point else self.membership.acts_for
        accepted = referrals.accepted_of(self.client, ours)
        comes_of: Any = self.fields["referral"]
        comes_of.queryset = accepted
        found = {str(one.pk): one for one in accepted}
        if not found:
            del self.fields["referral"]
        elif (one := found.get(str(self.initial.get("referral")))) and not self.initial.get("instrument"):
            same = [instrument.pk for instrument in offered if instrument.function == one.function]
            self.initial.update(instrument=same[0] if len(same) == 1 else "", partner=one.partner_id)

    def _function(self) -> str:
        """The function of the instrument that is chosen already; "" if none is."""
        chosen = str(self.data.get("instrument") or self.initial.get("instrument") or "")
        if not chosen.isdigit() or self.is_bound:  # a post may have been filled in without a script
            return ""
        instrument: Any = self.fields["instrument"]
        return next((found.function for found in instrument.queryset if found.pk == int(chosen)), "")

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        instrument, start = clean.get("instrument"), clean.get("planned_on")
        if instrument is None or start is None:
            return clean
        if clean.get("partner") is None:
            holders = self.holders.get(instrument.function, [])
            usual = instrument.partner_id if instrument.partner_id in holders else next(iter(holders), None)
            clean["partner"] = Partner.objects.filter(pk=usual).first() if usual else None
        if clean.get("planned_end") is None and "planned_end" not in self.errors and instrument.weeks:
            clean["planned_end"] = steps.usual_end(instrument, start)
        if clean.get("hours_per_week") is None and "hours_per_week" not in self.errors:
            clean["hours_per_week"] = instrument.hours_per_week
        return clean


class ActForm(CarriedOnce, forms.Form):
    """An act with a step: its day, and what came of it or why."""

    on = DutchDateField(label=_("Datum"))
    stopped_for = forms.ChoiceField(
        label=_("Reden"),
        choices=lambda: [(key, capfirst(str(name))) for key, name in STOPPED_FOR.items()],
        initial="early",
    )
    result = forms.CharField(label=_("Resultaat"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"start": _("Begint op"), "finish": _("Laatste dag"), "stop": _("Laatste dag"), "observe": _("Datum")}
        if act == "cancel":
            del self.fields["on"]
        else:
            self.fields["on"].label = labels[act]
        if act != "stop":
            del self.fields["stopped_for"]
        result = self.fields["result"]
        if act == "start":
            del self.fields["result"]
        elif act == "finish":
            result.label, result.help_text = (
                _("Wat kwam eruit?"),
                _("Kort: wat kan deze persoon nu, en wat is nog nodig?"),
            )
        elif act == "observe":
            result.label, result.help_text = _("Hoe gaat het?"), _("In termen van werk. Geen medische gegevens.")
            result.widget.attrs["maxlength"] = result.max_length = 2000  # type: ignore[attr-defined]
        else:
            result.label, result.help_text = _("Waarom?"), _("Geen medische gegevens.")


class ReplanForm(CarriedOnce, forms.Form):
    planned_on = DutchDateField(label=_("Begint op"))
    planned_end = DutchDateField(label=_("Tot en met"), required=False)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.status == "active":
            del self.fields["planned_on"]


def _of(client: Client, step_id: int) -> Step:
    return get_object_or_404(
        Step.objects.select_related("instrument", "partner", "client", "plan_goal"), pk=step_id, client=client
    )


@login_required
@require_http_methods(["GET", "POST"])
def step_new(request: HttpRequest, number: str) -> HttpResponse:
    """Plan a step: the point of contact for any partner with the mandate, a partner for itself."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    names = {"instrument": "instrument", "plan_goal": "doel", "referral": "verwijzing"}
    asked = {key: request.GET.get(name, "") for key, name in names.items()}
    initial = {"planned_on": today(), **asked}
    form = PlanForm(request.POST or None, client=found, membership=membership, initial=initial)
    if request.method == "GET" and "HX-Request" in request.headers:  # the partners for what was chosen
        return HttpResponse(form["partner"].as_field_group())
    if page := _planned_elsewhere(request, found, form):
        return page
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            steps.plan(
                found, clean["instrument"], clean["partner"], planned_on=clean["planned_on"],
                planned_end=clean["planned_end"], hours_per_week=clean["hours_per_week"], goal=clean["goal"],
                plan_goal=clean["plan_goal"], referral=clean.get("referral"), by=membership,
            )  # fmt: skip
            if clean["plan_goal"] and asked["plan_goal"]:  # it was asked for on the plan
                return reverse("plan", args=[number]) + f"#goal-{clean['plan_goal'].pk}"
            return reverse("record", args=[number]) + "#steps"

        said = translate("%(step)s is gepland.") % {"step": clean["instrument"]}
        if done := carry_out(request, form, act, said):
            return done
    context = {
        "client": found,
        "form": form,
        "section": "clients",
        "may_place": access.writes(membership, found, "placements"),
    }
    return render(request, "clients/step_new.html", context, status=422 if form.is_bound else 200)


def _planned_elsewhere(request: HttpRequest, client: Client, form: PlanForm) -> HttpResponse | None:
    """The way to the page of a floor above for what was chosen, with all that was filled in here (307 posts it again)."""
    chosen = str((request.POST if form.is_bound else request.GET).get("instrument", ""))
    what: Any = form.fields["instrument"]
    instrument = what.queryset.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 18 else None
    page = plan_page(client, instrument)
    if not page:
        return None
    if form.is_bound:
        return HttpResponseRedirect(page, preserve_request=True)
    kept = {key: request.GET[key] for key in ("doel", "verwijzing") if request.GET.get(key, "").isdecimal()}
    return HttpResponseRedirect(f"{page}&{urlencode(kept)}" if kept else page)


def _goal_url(membership: Membership, client: Client, step: Step) -> str:
    """Where the step is put under a goal of the plan, for who may and where there are goals."""
    running = PlanGoal.objects.filter(client=client, status="open", plan__ended_on__isnull=True)
    if step.status == "cancelled" or not steps.may(membership, step, "replan") or not running.exists():
        return ""
    return reverse("step_goal", args=[client.number, step.pk])


@login_required
@require_http_methods(["GET"])
def step(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """One step: what, who, when, what came of it, its progress, and what can be done with it now."""
    found = access.client(request, number, "plan")
    one = _of(found, step_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    sections = [each for add in registered("SNOER_STEP_SECTIONS") for each in add(membership, found, one)]
    context = {
        "sections": sorted(sections, key=lambda each: each.position),
        "client": found, "step": one, "section": "clients", "status": STATUSES[one.status], "tone": TONES[one.status],
        "buttons": buttons(membership, one, number), "elsewhere": elsewhere(one), "late": steps.lateness(one),
        "goal": one.plan_goal, "goal_url": _goal_url(membership, found, one),
        "observations": one.observations.select_related("author", "partner").order_by("-on", "-id")[:50],
    }  # fmt: skip
    return render(request, "clients/step.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def step_act(request: HttpRequest, number: str, step_id: int, act: str) -> HttpResponse:
    """Start, finish, stop, cancel, replan or observe: a page with one small form, and what it does."""
    if act not in ACTS:
        raise Http404
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = _of(found, step_id)
    if not steps.may(membership, one, act):
        raise PermissionDenied
    if elsewhere(one) and act in ("start", "finish", "stop"):
        raise Http404
    if page := act_page(one, number, act):
        return HttpResponseRedirect(onward(request, page))
    form = _form(request, one, act)
    name = {"step": one.instrument.name}
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            act_on(one, act, form.cleaned_data, membership)
            return reverse("record", args=[number])

        done = carry_out(request, form, do, str(ACTS[act][2]) % name, lambda: _too_late(request, number, one))
        if done:
            return done
    if act in MOVES and act not in one.moves():
        return _too_late(request, number, one)
    context = {
        "client": found, "form": form, "section": "clients", "title": str(ACTS[act][1]) % name,
        "lead": "", "button": ACTS[act][0], "step": one,
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, step: Step, act: str) -> Any:
    if act == "replan":
        initial = {"planned_on": step.planned_on, "planned_end": step.planned_end}
        return ReplanForm(request.POST or None, step=step, initial=initial)
    return ActForm(request.POST or None, act=act, initial={"on": today()})


def act_on(step: Step, act: str, clean: dict[str, Any], membership: Membership) -> None:
    """Carry out the act that the form (ActForm, ReplanForm) is valid for."""
    if act == "replan":
        start = clean.get("planned_on") or step.planned_on or step.started_on or today()
        steps.replan(step, planned_on=start, planned_end=clean["planned_end"], by=membership)
    elif act == "observe":
        steps.observe(step, clean["result"], on=clean["on"], by=membership)
    else:
        steps.move(step, act, on=clean.get("on"), result=clean.get("result", ""),
                   stopped_for=clean.get("stopped_for", ""), by=membership)  # fmt: skip


def _too_late(request: HttpRequest, number: str, step: Step) -> HttpResponse:
    """Somebody was first: say how it stands now instead of doing it again."""
    step.refresh_from_db(fields=["status"])
    what = {"step": step.instrument.name, "status": STATUSES[step.status]}
    messages.info(request, translate("%(step)s was al veranderd. Status nu: %(status)s.") % what)
    return HttpResponseRedirect(reverse("step", args=[number, step.pk]))
