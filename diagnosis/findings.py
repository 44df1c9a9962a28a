"""Conclusions of tests and of medical or occupational advice, in terms of work: beside a diagnosis, or by themselves.

Never the advice itself, which stays with the expert (access.md, rule 6).
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from clients import access
from clients.models import Client
from clients.steps import is_of
from clients.timeline import record
from diagnosis import report
from diagnosis.models import Finding, PracticalDiagnosis
from diagnosis.models.report import FINDING_KINDS
from diagnosis.report_forms import FindingForm
from diagnosis.report_pages import carried_out, page_url, too_late


def add(
    client: Client, by: Membership, *, diagnosis: PracticalDiagnosis | None = None, **given: Any
) -> Finding:  # fmt: skip
    """A conclusion (kind, given_by, on, conclusion, valid_until); one in a draft is told with the report, not now.

    PermissionDenied for who does not write the part, or that draft; NotNow for a report that was given.
    """
    if not access.writes(by, client, "diagnosis") or by.partner_id is None:
        raise PermissionDenied
    with transaction.atomic():
        if diagnosis is not None:
            diagnosis = report.locked(diagnosis, by)
        made = Finding.objects.create(
            client=client, chain_id=client.chain_id, diagnosis=diagnosis, partner_id=by.partner_id, author_id=by.user_id,
            **given,
        )  # fmt: skip
        if diagnosis is None:
            kind = FINDING_KINDS[made.kind]
            record("finding-added", client, about=made, part="diagnosis", on=min(made.on, today()), kind=kind)
    return made


def may_correct(membership: Membership, found: Finding) -> bool:
    """Its own partner, as long as the report that it stands in is not given."""
    return (
        access.writes(membership, found.client, "diagnosis") and is_of(membership, found.partner)
        and (found.diagnosis is None or found.diagnosis.status == "draft")
    )  # fmt: skip


def _beside(request: HttpRequest, client: Client, membership: Membership) -> PracticalDiagnosis | None:
    """The draft in the address that the conclusion is for; Http404 for one that is not there to write in."""
    wanted = request.GET.get("diagnose", "")
    if not wanted:
        return None
    if not wanted.isdigit() or len(wanted) > 18:
        raise Http404
    found = get_object_or_404(
        PracticalDiagnosis.objects.select_related("partner", "host"), pk=wanted, client=client
    )  # fmt: skip
    found.client = client
    if not report.may_write(membership, found):
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def finding_new(request: HttpRequest, number: str) -> HttpResponse:
    client = access.client(request, number, "diagnosis", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    beside = _beside(request, client, membership)
    back = page_url(beside) + "#findings" if beside else reverse("diagnoses", args=[number])
    form = FindingForm(request.POST or None, membership=membership, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in FindingForm.Meta.fields}

        def act() -> str:
            add(client, membership, diagnosis=beside, **given)
            return back

        if answer := carried_out(request, form, act, back, translate("De conclusie staat in het dossier.")):
            return answer
    return _page(request, client, form, _("Conclusie van een test of advies"), back)


@login_required
@require_http_methods(["GET", "POST"])
def finding_edit(request: HttpRequest, number: str, finding_id: int) -> HttpResponse:
    """Put right what one's own partner wrote; what stood there stays in the history."""
    client = access.client(request, number, "diagnosis", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = get_object_or_404(
        Finding.objects.select_related("partner", "diagnosis__partner", "diagnosis__host"), pk=finding_id, client=client
    )  # fmt: skip
    found.client = client
    if found.diagnosis is not None and not report.may_read(membership, found.diagnosis):
        raise Http404
    if not may_correct(membership, found):
        raise PermissionDenied
    beside = found.diagnosis
    if beside is not None:
        beside.client = client
    back = page_url(beside) + "#findings" if beside else reverse("diagnoses", args=[number])
    form = FindingForm(request.POST or None, instance=found, membership=membership)
    if request.method == "POST":
        try:
            with transaction.atomic():
                if beside is not None:
                    report.locked(beside, membership)
                if form.is_valid():
                    form.save()
                    messages.success(request, translate("De conclusie is verbeterd. De oude tekst blijft bewaard."))
                    return HttpResponseRedirect(back)
        except NotNow:
            return too_late(request, back)
    return _page(request, client, form, _("Conclusie verbeteren"), back)


def _page(request: HttpRequest, client: Client, form: FindingForm, title: object, back: str) -> HttpResponse:
    context = {
        "client": client, "form": form, "section": "clients", "title": title, "button": _("Opslaan"), "back": back,
        "keep": True, "found": None,
    }  # fmt: skip
    return render(request, "diagnosis/diagnosis_act.html", context, status=422 if form.is_bound else 200)
