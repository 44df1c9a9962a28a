"""The pages of what a person asked under the AVG: all requests and statements of one person, one request and its course,
and the register of the chain."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chain.addresses import number as whole_number
from chain.days import today
from chain.models import Membership
from chain.once import NotNow, carry_out, new_key, once
from clients import access, privacy_tabs, retention, rights, statements, whole_file
from clients.models import Client, RightsRequest, Statement
from clients.models.rights import DOCUMENT_PARTS, OUTCOMES, REQUESTS
from clients.rights_forms import AnswerForm, ExtendForm, RequestForm, StatementForm

LISTED = 200
# Where what the person disputes is changed, by part of the file; elsewhere on the record itself.
CHANGED_AT = {"contact": "client_edit", "capacity": "client_edit", "benefit": "benefit_new", "plan": "plan",
              "profile": "profile", "notes": "timeline"}  # fmt: skip
SAID = {
    "extend": _("De termijn is verlengd met twee maanden."),
    "answer": _("Het verzoek is beantwoord."),
}


def _found(request: HttpRequest, number: str) -> Client:
    """The client for who reads requests, of a closed file too."""
    return access.client(request, number, "client", "rights")


def _late(one: RightsRequest) -> int:
    """By how many days the answer is late."""
    return max((today() - one.due_on).days, 0) if one.status == "open" else 0


def shown(one: RightsRequest) -> dict[str, Any]:
    """A request as lists show it."""
    return {"one": one, "kind": REQUESTS[one.kind], "late": _late(one), "outcome": OUTCOMES.get(one.outcome, ""),
            "status": one.get_status_display()}  # type: ignore[attr-defined]  # fmt: skip


@login_required
@require_GET
def client_rights(request: HttpRequest, number: str) -> HttpResponse:
    """What the person asked, what they say beside the file, the way to the whole file, and until when a closed one is kept."""
    found = _found(request, number)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    requests = RightsRequest.objects.filter(client=found).select_related("handler").order_by("-received_on", "-pk")
    said = Statement.objects.filter(client=found).select_related("author").order_by("-on", "-pk")
    ends = found.closed_on is not None and access.reads(membership, found, "retention")
    context = {
        "client": found, "section": "clients", "rows": [shown(one) for one in requests],
        "ends": ends, "kept": retention.until(found) if ends else None, "asked": any(one.status == "open" for one in requests),
        "statements": [{"one": one, "about": DOCUMENT_PARTS[one.part]} for one in said],
        "may": rights.may_handle(membership, found), "may_make": whole_file.may_make(membership, found), "once": new_key(),
    }  # fmt: skip
    return render(request, "clients/rights.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def rights_new(request: HttpRequest, number: str) -> HttpResponse:
    """Register what the person asks."""
    found = _found(request, number)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    rights.handle(membership, found)
    form = RequestForm(request.POST or None, instance=RightsRequest(client=found))

    def act() -> str:
        made = rights.begin(form.save(commit=False), by=membership)
        return reverse("rights_request", args=[number, made.pk])

    if done := carry_out(request, form, act, translate("Het verzoek is ingeschreven.")):
        return done
    return _form(request, found, form, translate("Nieuw verzoek"), translate("Inschrijven"))


def _form(request: HttpRequest, found: Client, form: Any, title: str, button: str, lead: str = "") -> HttpResponse:
    context = {
        "client": found, "form": form, "section": "clients", "title": title, "button": button, "lead": lead,
        "back": reverse("client_rights", args=[found.number]),
    }  # fmt: skip
    return render(request, "clients/rights_form.html", context, status=422 if form.is_bound else 200)


def _one(request: HttpRequest, number: str, rights_id: int) -> RightsRequest:
    found = _found(request, number)
    one = get_object_or_404(RightsRequest.objects.select_related("handler", "author"), pk=rights_id, client=found)
    one.client = found
    return one


@login_required
@require_http_methods(["GET", "POST"])
def rights_request(request: HttpRequest, number: str, rights_id: int) -> HttpResponse:
    """One request: what is asked, by when, and its next move; posted, `act` says which (extend, answer, withdraw, take)."""
    one = _one(request, number, rights_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    do = request.POST.get("act", "") if request.method == "POST" else ""
    if request.method == "POST":
        rights.handle(membership, one.client)
    if do in ("withdraw", "take"):
        return _move(request, one, do)
    here = reverse("rights_request", args=[number, one.pk])
    extend = ExtendForm(request.POST if do == "extend" else None)
    answer = AnswerForm(request.POST if do == "answer" else None)

    def carry(form: forms.Form) -> str:
        given = form.cleaned_data
        if do == "extend":
            rights.extend(one, given["extended_why"])
        else:
            rights.answer(one, given["outcome"], given["answer"], given["closed_on"])
        return here

    posted = extend if do == "extend" else answer
    if do in SAID and (
        done := carry_out(request, posted, lambda: carry(posted), SAID[do], lambda: _too_late(request, one))
    ):
        return done
    context = {
        **shown(one), "client": one.client, "section": "clients", "extend": extend, "answer": answer, "here": here,
        "may": rights.may_handle(membership, one.client), "once": new_key(),
        "open": one.status == "open", "about": DOCUMENT_PARTS.get(one.part, ""),
        "may_extend": do == "extend" or (one.status == "open" and not one.extended_why and one.due_on >= today()),
        "statements": Statement.objects.filter(request=one).order_by("on", "pk"),
        "change_url": _change_url(membership, one), "wrong": do,
        "mine": one.handler_id == membership.user_id,
        "may_make": one.kind in ("access", "portability") and whole_file.may_make(membership, one.client),
    }  # fmt: skip
    return render(request, "clients/rights_request.html", context, status=422 if do else 200)


def _change_url(membership: Membership, one: RightsRequest) -> str:
    """Where it is changed, for who may change that part of an open file."""
    if not one.part or not access.writes(membership, one.client, one.part):
        return ""
    name = CHANGED_AT.get(one.part, "record")
    return reverse(name, args=[one.client.number])


def _too_late(request: HttpRequest, one: RightsRequest) -> HttpResponse:
    messages.info(request, translate("Dit verzoek is intussen beantwoord, verlengd of ingetrokken."))
    return redirect("rights_request", one.client.number, one.pk)


def _move(request: HttpRequest, one: RightsRequest, do: str) -> HttpResponse:
    """What takes no form: the person does not ask it any more, or somebody else handles it."""

    def act() -> str:
        if do == "withdraw":
            rights.withdraw(one)
        else:
            rights.take(one, by=request.membership)  # type: ignore[attr-defined]
        return reverse("rights_request", args=[one.client.number, one.pk])

    try:
        done = once(request, act)
    except NotNow:
        return _too_late(request, one)
    said = translate("Het verzoek is ingetrokken.") if do == "withdraw" else translate("U behandelt dit verzoek.")
    messages.success(request, said)
    return done


# statements


@login_required
@require_http_methods(["GET", "POST"])
def statement_new(request: HttpRequest, number: str) -> HttpResponse:
    """Put a statement beside a part of the file; with ?verzoek= it comes with that request."""
    found = _found(request, number)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    rights.handle(membership, found)
    about = whole_number(request.GET.get("verzoek"))
    of = RightsRequest.objects.filter(client=found, pk=about).first() if about else None
    form = StatementForm(request.POST or None, initial={"part": of.part} if of else {})

    def act() -> str:
        given = form.cleaned_data
        statements.add(found, given["part"], given["text"], by=membership, request=of)
        if of:
            return reverse("rights_request", args=[number, of.pk])
        return reverse("client_rights", args=[number])

    if done := carry_out(request, form, act, translate("De verklaring staat in het dossier.")):
        return done
    lead = translate("De inwoner mag een eigen verklaring laten opnemen bij wat niet wordt veranderd.")
    return _form(request, found, form, translate("Verklaring van de inwoner"), translate("Opnemen"), lead)


@login_required
@require_POST
def statement_withdraw(request: HttpRequest, number: str, statement_id: int) -> HttpResponse:
    """The person takes the statement back."""
    found = _found(request, number)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    rights.handle(membership, found)
    one = get_object_or_404(Statement, pk=statement_id, client=found)
    one.client = found

    def act() -> str:
        statements.withdraw(one, by=membership)
        return reverse("client_rights", args=[number])

    try:
        done = once(request, act)
    except NotNow:
        return redirect("client_rights", number)
    messages.success(request, translate("De verklaring staat niet meer bij het dossier."))
    return done


# the register of the chain


@login_required
@require_GET
def rights_list(request: HttpRequest) -> HttpResponse:
    """For the privacy officer: what is open in the whole chain, late first; with ?alles=1 what was answered too."""
    membership = privacy_tabs.officer(request)
    everything = "alles" in request.GET
    found = RightsRequest.objects.filter(chain_id=membership.chain_id).select_related("client", "handler")
    found = (
        found.order_by("-received_on", "-pk") if everything else found.filter(status="open").order_by("due_on", "pk")
    )
    there = list(found[: LISTED + 1])
    rows = [shown(one) for one in there[:LISTED]]
    access.looks(membership, [row["one"].client for row in rows], ["client", "rights"])
    context = {
        "rows": rows, "more": len(there) > LISTED, "everything": everything, "late": sum(bool(row["late"]) for row in rows),
        "section": privacy_tabs.SECTION, "tabs": privacy_tabs.tabs(membership, "rights_list"),
    }  # fmt: skip
    return render(request, "clients/rights_list.html", context)
