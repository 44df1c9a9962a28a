"""A placement: work in any form, recorded beside its step, with what it may mean for the benefit as a proposal."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import FORMS_OF_WORK, Instrument, Mandate, Membership, Partner
from chain.once import new_key, once
from clients import access, steps
from clients.models import Client, Step
from clients.timeline import record
from placement import employers
from placement.models import END_REASONS, Employer, Placement
from placement.proposals import EFFECT_CHOICES, propose

PAID = ["regular", "temporary-agency", "wage-subsidy", "secondment", "sheltered"]  # these may touch the benefit
NEEDS_EMPLOYER = ["regular", "temporary-agency", "wage-subsidy", "secondment"]  # sheltered: maybe the partner itself


@dataclass(frozen=True)
class Offer:
    """A form of work that the membership may record for the client: its instrument, and who carries it out."""

    instrument: Instrument
    partners: tuple[Partner, ...]

    @property
    def usual(self) -> Partner:
        """Who carries it out unless told otherwise: the one of the palette if it holds the mandate."""
        return next((p for p in self.partners if p.pk == self.instrument.partner_id), self.partners[0])


def offers(membership: Membership, client: Client) -> dict[str, Offer]:
    """What the membership may record, by form of work in the palette's order of forms; two queries.

    The point of contact records for whichever partner holds the mandate where the person lives, others for their own.
    """
    day = today()
    instruments = (
        Instrument.objects.exclude(form_of_work="")
        .filter(Q(started_on=None) | Q(started_on__lte=day), Q(ended_on=None) | Q(ended_on__gte=day))
        .filter(chain_id=client.chain_id)
        .order_by("-form_of_work", "code")
    )  # fmt: skip
    by_form = {instrument.form_of_work: instrument for instrument in instruments}
    holders: dict[str, list[Partner]] = {}
    mandates = Mandate.objects.on(day).filter(
        chain_id=client.chain_id, function__in={instrument.function for instrument in by_form.values()}
    )  # fmt: skip
    for mandate in mandates.select_related("partner").order_by("partner__position", "partner__name", "pk"):
        if mandate.municipality_id in (None, client.home_id) and steps.may_plan(membership, mandate.partner):
            holders.setdefault(mandate.function, []).append(mandate.partner)
    return {
        form: Offer(by_form[form], tuple(dict.fromkeys(holders[by_form[form].function])))
        for form in FORMS_OF_WORK
        if form in by_form and by_form[form].function in holders
    }


class PlacementForm(forms.Form):
    """What to record of a placement. Which fields it has follows from the form of work, once that is chosen."""

    known: Employer | None = None  # the one that was named
    use_required_attribute = False
    form_of_work = forms.ChoiceField(
        label=_("Wat voor werk is het?"), widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat voor werk het is")},
    )  # fmt: skip
    partner = forms.TypedChoiceField(
        label=_("Welke partner voert het uit?"), required=False, coerce=int, empty_value=None,
        help_text=_("Meer partners mogen dit doen. Laat u dit leeg, dan is het de gewone partner voor dit werk."),
    )  # fmt: skip
    employer = forms.CharField(label=_("Werkgever"), max_length=120, required=False)
    new_employer = forms.BooleanField(label=_("Dit is een nieuwe werkgever"), required=False)
    job = forms.CharField(label=_("Functie of taken"), max_length=120, required=False)
    started_on = DutchDateField(
        label=_("Eerste dag"), error_messages={"required": _("Vul de eerste dag in")},
    )  # fmt: skip
    planned_end = DutchDateField(label=_("Loopt tot en met"), required=False)
    hours = forms.IntegerField(
        label=_("Uren per week"), required=False, min_value=1, max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    effect = forms.ChoiceField(
        label=_("Wat betekent dit werk voor de uitkering?"), choices=EFFECT_CHOICES, widget=forms.RadioSelect,
        help_text=_("Dit is een voorstel. SZMH kijkt het na. Pas daarna verandert er iets."),
        error_messages={"required": _("Kies wat dit voor de uitkering betekent")},
    )  # fmt: skip
    from_on = DutchDateField(
        label=_("Vanaf welke dag?"), required=False, help_text=_("Leeg: vanaf de eerste dag van het werk.")
    )

    def __init__(self, *args: Any, client: Client, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.membership = client, membership
        self.offers = offers(membership, client)
        self.similar: list[Employer] = []
        chosen = str((self.data if self.is_bound else self.initial).get("form_of_work") or "")
        self.chosen = chosen if chosen in self.offers else ""
        self.fields["form_of_work"].choices = [(form, capfirst(FORMS_OF_WORK[form])) for form in self.offers]  # type: ignore[attr-defined]
        self._fit()

    def _fit(self) -> None:
        """Only the fields that the chosen form of work needs; all of them before one is chosen."""
        candidates = [self.offers[self.chosen]] if self.chosen else self.offers.values()
        partners = list(dict.fromkeys(p for offer in candidates for p in offer.partners))
        if (self.chosen and len(partners) == 1) or not partners:
            del self.fields["partner"]
        else:
            usual = _("Gewone partner: %(name)s") % {"name": self.offer.usual} if self.offer else _("Gewone partner")
            self.fields["partner"].choices = [("", usual), *((p.pk, p.name) for p in partners)]  # type: ignore[attr-defined]
        if self.chosen and self.chosen not in PAID:
            del self.fields["effect"], self.fields["from_on"]
        elif not self.chosen:
            self.fields["effect"].required = False
        self.fields["employer"].required = self.chosen in NEEDS_EMPLOYER
        self.fields["employer"].error_messages["required"] = _("Vul in bij welke werkgever het is")
        if self.chosen == "sheltered":
            self.fields["employer"].help_text = _("Leeg: bij de partner zelf.")

    @property
    def offer(self) -> Offer | None:
        return self.offers.get(self.chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("started_on"), cleaned.get("planned_end")
        if start and end and end < start:
            self.add_error("planned_end", _("Het einde ligt vóór de eerste dag"))
        if start and start.year < self.client.registered_on.year - steps.YEARS_BACK:
            self.add_error("started_on", _("Kijk het jaar na: dit is lang voor de aanmelding"))
        if cleaned.get("effect") and not cleaned.get("from_on"):
            cleaned["from_on"] = start
        if name := employers.tidy(cleaned.get("employer", "")):
            cleaned["employer"] = name
            self._know(name, bool(cleaned.get("new_employer")))
        return cleaned

    def _know(self, name: str, new: bool) -> None:
        """Find the employer by name; one that resembles known ones has to be chosen, or said to be new."""
        self.known = employers.named(self.client.chain_id, name)
        if self.known is None and not new:
            self.similar = employers.similar(self.client.chain_id, name)
            if self.similar:
                self.add_error(
                    "employer", _("Staat de werkgever hieronder? Kies hem. Zo niet, vink aan dat hij nieuw is.")
                )

    def place(self) -> Placement:
        """Record it. ValidationError where a mandate does not hold on the first day."""
        cleaned, offer = self.cleaned_data, self.offers[self.cleaned_data["form_of_work"]]
        chosen = cleaned.get("partner")
        partner = next((p for p in offer.partners if p.pk == chosen), offer.usual)
        name = cleaned.get("employer")
        employer = (self.known or employers.new(self.client.chain_id, name)) if name else None
        return place(
            self.client, offer.instrument, partner, by=self.membership, employer=employer, job=cleaned["job"],
            started_on=cleaned["started_on"], planned_end=cleaned["planned_end"], hours=cleaned["hours"],
            effect=cleaned.get("effect", ""), from_on=cleaned.get("from_on"),
        )  # fmt: skip


def place(
    client: Client,
    instrument: Instrument,
    partner: Partner,
    *,
    by: Membership,
    started_on: dt.date,
    employer: Employer | None = None,
    job: str = "",
    planned_end: dt.date | None = None,
    hours: int | None = None,
    effect: str = "",
    from_on: dt.date | None = None,
) -> Placement:
    """The placement with its step, started if its first day has come, and the proposal for the benefit, if any.

    ValidationError, per field, where the partner holds no mandate on that day; PermissionDenied for who may not.
    """
    with transaction.atomic():
        step = steps.plan(
            client, instrument, partner, planned_on=started_on, planned_end=planned_end, hours_per_week=hours, by=by,
            goal=job, tell=False,
        )  # fmt: skip
        if started_on <= today():
            step = _started(step, started_on, by)
        placement = Placement.objects.create(
            step=step, client=client, chain_id=client.chain_id, employer=employer, job=job,
            form_of_work=instrument.form_of_work,
        )  # fmt: skip
        with override("nl"):  # the timeline translates it for who reads
            form = str(FORMS_OF_WORK[instrument.form_of_work]).capitalize()
        named = {"employer": employer.name} if employer else {}
        record("placed" if employer else "placed-form", client, about=placement, part="placements", on=started_on,
               form=form, **named)  # fmt: skip
        if effect:
            propose(placement, effect, from_on or started_on, by=by)
    return placement


def _started(step: Step, on: dt.date, by: Membership) -> Step:
    """Started by its partner; or, where the point of contact records what the partner did, for it."""
    if steps.may(by, step, "start"):
        return steps.move(step, "start", on=on, by=by, tell=False)
    step.status, step.started_on = "active", on
    step.version += 1
    step.save(update_fields=["status", "started_on", "version"])
    return step


@login_required
@require_http_methods(["GET", "POST"])
def placement_new(request: HttpRequest, number: str) -> HttpResponse:
    """Record a placement. As fragments: the fields that fit the chosen form of work, and the employers that match."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    fragment = request.headers.get("HX-Request") == "true"
    found = access.client(request, number, "client", "plan", "placements", write=False, log=not fragment)
    if not all(access.writes(membership, found, part) for part in ("placements", "plan")):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    page = {"client": found, "section": "clients", "once": request.POST.get("once") or new_key()}
    if fragment and request.method == "GET":
        return render(request, "placement/_employer_options.html", _typed(found, request.GET.get("employer", "")))
    if request.method == "POST" and "choose" not in request.POST:
        form = PlacementForm(request.POST, client=found, membership=membership)
        if form.is_valid():
            try:
                return once(request, lambda: _placed(request, form))
            except ValidationError as error:
                _tell(form, error)
    else:
        given = request.POST if request.method == "POST" else request.GET
        form = PlacementForm(initial=given.dict(), client=found, membership=membership)
    template = "placement/_details.html" if fragment else "placement/placement_new.html"
    page |= {"form": form, **_typed(found, str(form["employer"].value() or ""))}
    return render(request, template, page, status=422 if form.is_bound else 200)


def _typed(client: Client, typed: str) -> dict:
    return {"options": employers.matching(client.chain_id, typed)}


def _placed(request: HttpRequest, form: PlacementForm) -> str:
    placement = form.place()
    text = _("De plaatsing is vastgelegd.")
    if form.cleaned_data.get("effect"):
        text = _("De plaatsing is vastgelegd. SZMH ziet het voorstel voor de uitkering.")
    messages.success(request, text)
    return reverse("record", args=[placement.client.number])


# What the step calls a field that this form calls otherwise.
FIELDS_OF_STEPS = {"on": "started_on", "planned_on": "started_on", "instrument": "form_of_work", "result": "note"}


def _tell(form: forms.Form, error: ValidationError) -> None:
    """What the step refused, at the field of this form that it is about."""
    for name, said in getattr(error, "error_dict", {"__all__": [error]}).items():
        name = name if name in form.fields else FIELDS_OF_STEPS.get(name, name)
        form.add_error(name if name in form.fields else None, said)


class StartForm(forms.Form):
    """The first day of a planned placement, as it really was."""

    use_required_attribute = False
    on = DutchDateField(label=_("Eerste dag"), error_messages={"required": _("Vul de eerste dag in")})


class EndForm(forms.Form):
    """The last day of a placement, and why it ended."""

    use_required_attribute = False
    on = DutchDateField(label=_("Laatste dag"), error_messages={"required": _("Vul de laatste dag in")})
    reason = forms.ChoiceField(
        label=_("Waarom eindigt de plaatsing?"), choices=list(END_REASONS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Kies een reden")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Toelichting"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In termen van werk. Geen medische gegevens."),
    )  # fmt: skip


def end(placement: Placement, on: dt.date, reason: str, note: str = "", *, by: Membership) -> None:
    """End the placement and its step: finished where it ran its course, else stopped.

    ValidationError for a day that cannot be; steps.NotNow where it does not run; PermissionDenied for who may not.
    """
    step = placement.step
    ran_its_course = reason == "contract-ended" or (step.planned_end is not None and on >= step.planned_end)
    with transaction.atomic():
        with override("nl"):
            told = str(END_REASONS[reason])
        result = ". ".join(filter(None, [told.capitalize(), note.strip()]))
        placement.end_reason = reason
        placement.save(update_fields=["end_reason"])
        record("placement-ended", placement.client, about=placement, part="placements", on=on,
               step=step.instrument.name, reason=told)  # fmt: skip
        # Last, since with a last day long ago the partner's sight ends in this very act.
        steps.move(step, "finish" if ran_its_course else "stop", on=on, result=result, by=by, tell=False)


def start(placement: Placement, on: dt.date, *, by: Membership) -> None:
    """Start a planned placement. ValidationError for a day that cannot be; steps.NotNow where it is not planned."""
    with transaction.atomic():
        steps.move(placement.step, "start", on=on, by=by)


@login_required
@require_http_methods(["GET", "POST"])
def placement_start(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that a planned placement has begun."""
    found, placement = _mine(request, number, pk, "start")
    form = StartForm(request.POST or None, initial={"on": placement.step.planned_on})

    def carry_out() -> str:
        start(placement, form.cleaned_data["on"], by=request.membership)  # type: ignore[attr-defined]
        messages.success(request, _("De plaatsing is begonnen."))
        return reverse("record", args=[number])

    return _act(request, "placement/placement_start.html", found, placement, form, carry_out)


@login_required
@require_http_methods(["GET", "POST"])
def placement_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End a placement that runs."""
    found, placement = _mine(request, number, pk, "finish")
    form = EndForm(request.POST or None)

    def carry_out() -> str:
        cleaned = form.cleaned_data
        end(placement, cleaned["on"], cleaned["reason"], cleaned["note"], by=request.membership)  # type: ignore[attr-defined]
        messages.success(
            request, _("De plaatsing is beëindigd. Krijgt deze persoon weer een uitkering? Dan legt SZMH die vast.")
        )
        return reverse("record", args=[number])

    return _act(request, "placement/placement_end.html", found, placement, form, carry_out)


def _mine(request: HttpRequest, number: str, pk: int, act: str) -> tuple[Client, Placement]:
    """The placement, for the partner that carries it out; 404 and 403 as access says."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client", "plan", "placements")
    placement = (
        Placement.objects.filter(client=found, pk=pk)
        .select_related("client", "employer", "step__instrument", "step__partner").first()
    )  # fmt: skip
    if placement is None:
        raise Http404
    if not (membership.writes("placements") and steps.may(membership, placement.step, act)):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    return found, placement


def _act(
    request: HttpRequest,
    template: str,
    found: Client,
    placement: Placement,
    form: forms.Form,
    carry_out: Callable[[], str],
) -> HttpResponse:
    """Carry the form's act out once, or show what is wrong with it."""
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, carry_out)
        except ValidationError as error:
            _tell(form, error)
        except steps.NotNow:
            form.add_error(None, _("Dit kan niet meer: iemand anders heeft de plaatsing intussen gewijzigd."))
    page = {"client": found, "placement": placement, "form": form, "section": "clients"}
    page["once"] = request.POST.get("once") or new_key()
    return render(request, template, page, status=422 if form.is_bound else 200)
