"""What a placement means for the benefit is proposed by who placed, and only SZMH's confirmation changes a period."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from chain.days import today
from chain.formats import day, day_long
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import new_key, once
from chain.versions import VersionedForm
from clients import access
from clients.models import END_REASONS, LEVELS, SCHEMES, BenefitPeriod, Client
from clients.timeline import record
from placement.models import EFFECTS, BenefitProposal, Placement

COUNTED = ("participatiewet", "ioaw", "ioaz")  # the benefits that SZMH pays; the others are not its to end
EFFECT_CHOICES = [
    ("full", _("De uitkering stopt helemaal")),
    ("partial", _("De uitkering wordt lager")),
    ("none", _("De uitkering blijft gelijk")),
]
SENTENCES = {
    "full": _("De uitkering stopt helemaal vanaf %(day)s"),
    "partial": _("De uitkering wordt lager vanaf %(day)s"),
    "none": _("De uitkering blijft gelijk"),
}
LISTED = 100


class Refusal(Exception):
    """What was asked cannot be done to the benefit; the message says why and what to do."""


@dataclass(frozen=True)
class Change:
    """The end of a period, and the lower one that follows on it, if one does."""

    period: BenefitPeriod
    last_day: dt.date
    follow_up: BenefitPeriod | None = None


def changes(periods: Iterable[BenefitPeriod], effect: str, from_on: dt.date) -> list[Change]:
    """What the effect does to a person's benefit periods; Refusal where it cannot be.

    Full: every counted period that holds on `from_on` ends the day before. Partial: so does every full one, and a
    partial one follows on it, as long as the full one would have lasted. None: nothing changes.
    """
    if effect == "none":
        return []
    counted = [period for period in periods if period.scheme in COUNTED]
    later = min((period.started_on for period in counted if period.started_on >= from_on), default=None)
    held = [p for p in counted if p.started_on < from_on and (p.ended_on is None or p.ended_on >= from_on)]
    if later and not held:
        raise Refusal(translate("De uitkering begint pas op %(day)s. Kies een latere dag.") % {"day": day_long(later)})
    if later:
        raise Refusal(
            translate("Op %(day)s begint al een andere uitkering. Kijk eerst de uitkeringen van deze persoon na.")
            % {"day": day_long(later)}
        )
    if not held:
        raise Refusal(
            translate("Op %(day)s loopt er geen uitkering van SZMH. Kies een andere dag, of wijs het voorstel af.")
            % {"day": day_long(from_on)}
        )
    last_day = from_on - dt.timedelta(1)
    if effect == "full":
        return [Change(period, last_day) for period in held]
    full = [period for period in held if period.level == "full"]
    if not full:
        raise Refusal(
            translate("De uitkering is op die dag al gedeeltelijk. Blijft hij gelijk, of stopt hij helemaal?")
        )
    return [
        Change(
            period, last_day,
            BenefitPeriod(client_id=period.client_id, chain_id=period.chain_id, scheme=period.scheme, level="partial",
                          started_on=from_on, ended_on=period.ended_on, end_reason=period.end_reason),
        )
        for period in full
    ]  # fmt: skip


def propose(placement: Placement, effect: str, from_on: dt.date, *, by: Membership) -> BenefitProposal:
    """A proposal for SZMH; the database refuses a second open one of a placement."""
    with transaction.atomic():
        proposal = BenefitProposal.objects.create(
            placement=placement, client_id=placement.client_id, chain_id=placement.chain_id, effect=effect,
            from_on=from_on, proposed_by_id=by.user_id,
        )  # fmt: skip
        _record("benefit-proposed", proposal)
    return proposal


def may_decide(membership: Membership, client: Client | None = None) -> bool:
    """The benefit belongs to SZMH: who writes that part, at the point of contact, in an open file (of the client)."""
    return membership.writes("benefit") and bool(membership.is_contact_point) and not (client and client.closed_on)


def confirm(proposal: BenefitProposal, version: int, *, by: Membership) -> BenefitProposal:
    """Confirm the proposal as the version shows it, and change the benefit periods accordingly.

    Refusal where somebody else was first or changed it, or where the periods do not allow it.
    """
    with transaction.atomic():
        proposal = _open(proposal, version)
        periods = list(BenefitPeriod.objects.select_for_update().filter(client=proposal.client_id).order_by("pk"))
        for change in changes(periods, proposal.effect, proposal.from_on):
            _apply(change, proposal.client)
        _decide(proposal, "confirmed", by)
        _record("benefit-confirmed", proposal)
    return proposal


def decline(proposal: BenefitProposal, version: int, reason: str, *, by: Membership) -> BenefitProposal:
    """Decline the proposal; nothing changes. Refusal where somebody else was first or changed it."""
    with transaction.atomic():
        proposal = _open(proposal, version)
        proposal.reason = reason
        _decide(proposal, "declined", by)
        _record("benefit-declined", proposal, reason=reason)
    return proposal


def _open(proposal: BenefitProposal, version: int) -> BenefitProposal:
    found = (
        BenefitProposal.objects.select_for_update(of=("self",))
        .select_related("client", "decided_by", "placement__step").get(pk=proposal.pk)
    )  # fmt: skip
    if found.status != "proposed":
        raise Refusal(decided(found))
    if found.client.closed_on:
        raise Refusal(translate("Dit dossier is al gesloten."))
    if found.version != version:
        raise Refusal(translate("Dit voorstel is intussen gewijzigd. Kijk het nog eens na."))
    return found


def decided(proposal: BenefitProposal) -> str:
    """Who decided on it, and how, in a sentence."""
    text = (
        _("%(name)s heeft dit voorstel op %(day)s bevestigd.")
        if proposal.status == "confirmed"
        else _("%(name)s heeft dit voorstel op %(day)s afgewezen.")
    )
    return str(text) % {"name": proposal.decided_by, "day": day_long(proposal.decided_on)}


def _apply(change: Change, client: Client) -> None:
    period = change.period
    period.ended_on, period.end_reason = change.last_day, "work"
    period.version += 1
    period.save(update_fields=["ended_on", "end_reason", "version"])
    with override("nl"):
        scheme, reason, level = str(SCHEMES[period.scheme]), str(END_REASONS["work"]), str(LEVELS["partial"])
    record("benefit-ended", client, about=period, part="benefit", on=change.last_day, scheme=scheme, reason=reason)
    if new := change.follow_up:
        try:
            with transaction.atomic():
                new.save()
        except IntegrityError as error:  # a period that somebody else adds right now
            raise Refusal(translate("De uitkering is intussen gewijzigd. Kijk het nog eens na.")) from error
        record("benefit-started", client, about=new, part="benefit", on=new.started_on, scheme=scheme, level=level)


def _decide(proposal: BenefitProposal, status: str, by: Membership) -> None:
    proposal.status, proposal.decided_by_id, proposal.decided_on = status, by.user_id, today()
    proposal.version += 1
    proposal.save(update_fields=["status", "decided_by", "decided_on", "reason", "version"])


def _record(act: str, proposal: BenefitProposal, **params: Any) -> None:
    with override("nl"):
        effect = str(EFFECTS[proposal.effect]).capitalize()
    record(act, proposal.client, about=proposal, part="placements", on=proposal.from_on, effect=effect, **params)


def sentence(effect: str, from_on: dt.date) -> str:
    """What is proposed, as people say it."""
    return str(SENTENCES[effect]) % {"day": day(from_on)}


class ChangeForm(VersionedForm):
    """Another effect or day, before SZMH decides."""

    use_required_attribute = False
    from_on = DutchDateField(label=_("Vanaf welke dag?"))

    class Meta:
        model = BenefitProposal
        fields = ["effect", "from_on"]
        widgets = {"effect": forms.RadioSelect}
        labels = {"effect": _("Wat betekent dit werk voor de uitkering?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effect"].choices = EFFECT_CHOICES  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Waarom wijst u het af?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Schrijf op waarom u het voorstel afwijst")},
        help_text=_("De partner die plaatst leest dit. Schrijf niets op over de uitkering zelf."),
    )  # fmt: skip


class NewForm(forms.Form):
    """A proposal for a placement that has none that waits."""

    use_required_attribute = False
    effect = forms.ChoiceField(
        label=_("Wat betekent dit werk voor de uitkering?"), choices=EFFECT_CHOICES, widget=forms.RadioSelect,
        help_text=_("Dit is een voorstel. SZMH kijkt het na. Pas daarna verandert er iets."),
        error_messages={"required": _("Kies wat dit voor de uitkering betekent")},
    )  # fmt: skip
    from_on = DutchDateField(label=_("Vanaf welke dag?"))


def open_proposals(membership: Membership):
    """Proposals that wait for SZMH, of the clients that the membership may see, oldest day first."""
    return (
        BenefitProposal.objects.filter(
            status="proposed", chain_id=membership.chain_id, client__in=Client.objects.visible_to(membership)
        )
        .select_related("client__home", "placement__employer", "placement__step__partner", "proposed_by")
        .order_by("from_on", "pk")
    )  # fmt: skip


@login_required
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """All proposals that wait."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("placements"):
        raise PermissionDenied
    found = list(open_proposals(membership)[: LISTED + 1])
    access.looks(membership, (waiting.client for waiting in found[:LISTED]), ["placements"])
    rows = [{"proposal": one, "sentence": sentence(one.effect, one.from_on)} for one in found[:LISTED]]
    page = {"rows": rows, "more": len(found) > LISTED, "decides": may_decide(membership), "section": "introductions"}
    return render(request, "placement/proposals.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One proposal: what it would change, for SZMH to confirm, change or decline. Others see no benefit here."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    shows_benefit = membership.reads("benefit")
    found = access.client(request, number, "client", "placements", *(["benefit"] if shows_benefit else []))
    waiting = (
        BenefitProposal.objects.filter(client=found, pk=pk)
        .select_related("client", "placement__employer", "placement__step__partner", "placement__step__instrument",
                        "proposed_by", "decided_by").first()
    )  # fmt: skip
    if waiting is None:
        raise Http404
    forms_ = {"change": ChangeForm(instance=waiting), "decline": DeclineForm()}
    refused, status = "", 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        may = (
            may_decide(membership, found)
            if act in ("confirm", "decline")
            else access.writes(membership, found, "placements")
        )
        if not may:
            access.look(membership, found, ["benefit"], "refused")
            raise PermissionDenied
        try:
            answer = _act(request, act, waiting, forms_)
        except Refusal as refusal:
            refused, status = str(refusal), 409
            waiting.refresh_from_db()
            forms_["change"] = ChangeForm(instance=waiting)
        else:
            if answer:
                return answer
            status = 422
    page = {
        "client": found, "proposal": waiting, "placement": waiting.placement, "forms": forms_, "refused": refused,
        "sentence": sentence(waiting.effect, waiting.from_on), "decides": may_decide(membership, found), "section": "clients",
        "changes_it": access.writes(membership, found, "placements"), "shows_benefit": shows_benefit, "once": new_key(),
        "decided": decided(waiting) if waiting.status != "proposed" else "",
        **(_preview(waiting) if shows_benefit else {"periods": [], "preview": [], "obstacle": ""}),
    }  # fmt: skip
    return render(request, "placement/proposal.html", page, status=status)


def _preview(waiting: BenefitProposal) -> dict:
    """The person's benefit periods, and what confirming would do to them."""
    periods = list(BenefitPeriod.objects.filter(client=waiting.client_id).order_by("-started_on", "scheme"))
    preview: list[Change] = []
    obstacle = ""
    if waiting.status == "proposed":
        try:
            preview = changes(periods, waiting.effect, waiting.from_on)
        except Refusal as refusal:
            obstacle = str(refusal)
    return {"periods": periods, "preview": preview, "obstacle": obstacle}


def _act(request: HttpRequest, act: str, waiting: BenefitProposal, forms_: dict) -> HttpResponse | None:
    """Carry out what was posted; None where a form has to be shown again."""
    by: Membership = request.membership  # type: ignore[attr-defined]
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdigit() else 0
    record_page = reverse("record", args=[waiting.client.number])

    def carried_out(change: Callable[[], object], text: Any, led_to: str) -> HttpResponse:
        def carry_out() -> str:
            change()
            messages.success(request, text)
            return led_to

        return once(request, carry_out)

    if act == "confirm":
        updated = _("Bevestigd. De uitkering is bijgewerkt.")
        text = updated if waiting.effect != "none" else _("Bevestigd. De uitkering blijft gelijk.")
        return carried_out(lambda: confirm(waiting, version, by=by), text, record_page)
    if act == "decline":
        form = forms_["decline"] = DeclineForm(request.POST)
        if not form.is_valid():
            return None
        reason = form.cleaned_data["reason"]
        text = _("Afgewezen. De uitkering blijft zoals hij was.")
        return carried_out(lambda: decline(waiting, version, reason, by=by), text, record_page)
    if act == "change":
        if waiting.status != "proposed":
            raise Refusal(decided(waiting))
        changed = forms_["change"] = ChangeForm(request.POST, instance=waiting)
        if changed.is_valid():
            text = _("Het voorstel is aangepast.")
            return carried_out(lambda: _record("benefit-proposed", changed.save()), text, request.path)
        waiting.refresh_from_db()  # the form has put what was typed upon it
        return None
    raise Http404


@login_required
@require_http_methods(["GET", "POST"])
def proposal_new(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A proposal for a placement where none waits: after one was declined, or when more hours came."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "placements", write=True)
    placed = Placement.objects.filter(client=found, pk=pk).select_related("client", "step__partner", "employer").first()
    if placed is None:
        raise Http404
    if waiting := placed.proposals.filter(status="proposed").first():
        return redirect("proposal", number, waiting.pk)
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def carry_out() -> str:
            made = propose(placed, form.cleaned_data["effect"], form.cleaned_data["from_on"], by=membership)
            messages.success(request, _("Het voorstel staat klaar voor SZMH."))
            return reverse("proposal", args=[number, made.pk])

        return once(request, carry_out)
    page = {"client": found, "placement": placed, "form": form, "section": "clients"}
    page["once"] = request.POST.get("once") or new_key()
    return render(request, "placement/proposal_new.html", page, status=422 if form.is_bound else 200)
