"""The pages of an in-depth diagnosis: begin it, the report (written or read), the talk, giving it, stopping it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chain.days import today
from chain.formats import clock
from chain.models import Membership, Partner
from chain.once import NotNow, carry_out, new_key, once
from clients import access, referrals, steps, team
from clients.models import Client, Referral
from diagnosis import report
from diagnosis.codes import MASTERY
from diagnosis.models import Finding, PracticalDiagnosis
from diagnosis.models.report import REPORT_STATUSES
from diagnosis.report_forms import GiveForm, ReportForm, StartForm, StopForm, TalkForm, WhereForm

TONES = {"draft": "info", "reported": "good", "stopped": "warn"}
MASTERY_TONES = {"1": "good", "2": "good", "3": "warn", "4": "warn"}
LISTED = 50  # reports and conclusions of one person


def rows() -> QuerySet[PracticalDiagnosis]:
    return PracticalDiagnosis.objects.select_related(
        "partner", "host", "author", "step", "referral__partner", "referral__asked_by"
    )


def fetch(request: HttpRequest, number: str, pk: int, write: bool = False) -> tuple[PracticalDiagnosis, Membership]:
    """The diagnosis of the client with the number, for who reads it; Http404 for another's draft."""
    client = access.client(request, number, "diagnosis", write=write)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = get_object_or_404(rows(), pk=pk, client=client)
    found.client = client
    if not report.may_read(membership, found):
        raise Http404
    return found, membership


def page_url(found: PracticalDiagnosis, name: str = "diagnosis") -> str:
    return reverse(name, args=[found.client.number, found.pk])


def too_late(request: HttpRequest, back: str) -> HttpResponse:
    """Somebody was first: said where it is seen how it stands now."""
    messages.info(request, translate("Dit was al veranderd. Hier ziet u hoe het nu is."))
    return HttpResponseRedirect(back)


def carried_out(
    request: HttpRequest, form: Any, act: Callable[[], str], back: str, said: object
) -> HttpResponse | None:  # fmt: skip
    """Do it and go where it leads; None where it was refused: the form says why."""
    return carry_out(request, form, act, said, lambda: too_late(request, back))


# begin


def _asked(request: HttpRequest, client: Client) -> Referral | None:
    """The referral whose question is taken over, by its number in the address; Http404 for one that is not there."""
    wanted = request.GET.get("verwijzing", "")
    if not wanted:
        return None
    if not wanted.isdigit() or len(wanted) > 18:
        raise Http404
    found = Referral.objects.filter(client=client).select_related("partner", "asked_by", "client")
    return get_object_or_404(found, pk=wanted)


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis_new(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a diagnosis, on a question that was asked or on one of one's own."""
    client = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    asked = _asked(request, client)
    running = _running_own(client, membership)
    if running and request.method == "GET":
        return HttpResponseRedirect(page_url(running))
    if not report.may_start(membership, client, asked):
        raise PermissionDenied
    initial = {"question": asked.question if asked else "", "started_on": today(), "weeks": 8, "days_a_week": 3}
    form = StartForm(request.POST or None, client=client, referral=asked, initial=initial)
    if form.hosts and not form.is_bound:
        form.initial["host"] = form.hosts[0].pk
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            made = report.start(
                client, question=clean["question"], place=clean["place"], weeks=clean["weeks"],
                days_a_week=clean["days_a_week"], started_on=clean["started_on"], host=clean.get("host"), referral=asked,
                sure=clean["sure"], by=membership,
            )  # fmt: skip
            return reverse("diagnosis", args=[number, made.pk])

        said = translate("De diagnose is begonnen.")
        if answer := carried_out(request, form, act, reverse("record", args=[number]), said):
            return answer
        if form.has_error("weeks", code="outside"):
            form.ask()
    context = {
        "client": client, "form": form, "section": "clients", "referral": asked,
        "blind": [blind(client, host, membership) for host in form.hosts if not report.sees(host, client)],
    }  # fmt: skip
    return render(request, "diagnosis/diagnosis_new.html", context, status=422 if form.is_bound else 200)


def _running_own(client: Client, membership: Membership) -> PracticalDiagnosis | None:
    if not membership.reads("diagnosis"):
        return None
    found = rows().filter(client=client, status="draft", partner_id__in=membership.acts_for).first()
    if found:
        found.client = client
    return found


def blind(client: Client, host: Partner, membership: Membership) -> dict[str, Any]:
    """That the host does not see the person yet, and who can arrange it: the way there, for who may go it."""
    arranges = team.may_change(membership)
    return {
        "partner": host, "lead": client.lead,
        "team_url": reverse("team_add", args=[client.number]) if arranges else "",
        "ask_url": f"{reverse('referral_new', args=[client.number])}?function={report.PLACES}" if arranges else "",
    }  # fmt: skip


# read and write


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """The report: to its own partner a draft to write, which saves as it goes; to others once it is given."""
    autosave = "autosave" in request.POST
    client = access.client(request, number, "diagnosis", write=request.method == "POST", log=not autosave)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = get_object_or_404(rows(), pk=diagnosis_id, client=client)
    found.client = client
    if not report.may_read(membership, found):
        raise Http404
    if request.method == "POST":
        _check_own(found, membership)
        return _save(request, found, membership, autosave)
    if found.status == "draft" and not report.may_write(membership, found):
        return HttpResponseRedirect(page_url(found, "diagnosis_days"))  # the host: days, and not what is made of them
    if found.status == "draft":
        return _form_page(request, found, ReportForm(instance=found), membership)
    return _read_page(request, found, membership)


def _save(request: HttpRequest, found: PracticalDiagnosis, membership: Membership, autosave: bool) -> HttpResponse:
    try:
        with transaction.atomic():
            draft = report.locked(found, membership)
            form = ReportForm(request.POST, instance=draft)
            valid = form.is_valid()
            if valid:
                form.save()
    except NotNow:
        if autosave:
            return JsonResponse({}, status=409)
        return _over(request, found)
    if autosave:
        fields = {"version": str(draft.version)} if valid else {}
        return JsonResponse({"saved": clock(timezone.now()), "fields": fields}, status=200 if valid else 422)
    if not valid:
        return _form_page(request, found, form, membership)
    messages.success(request, translate("Het rapport is opgeslagen."))
    for name in ("talk", "give"):
        if name in request.POST:
            return HttpResponseRedirect(page_url(found, f"diagnosis_{name}"))
    return HttpResponseRedirect(page_url(found))


def _form_page(
    request: HttpRequest, found: PracticalDiagnosis, form: ReportForm, membership: Membership
) -> HttpResponse:
    context = _context(found, membership) | {
        "form": form, "missing": report.missing(found),
        "blind": blind(found.client, found.host, membership)
        if found.host and found.host != found.partner and not report.sees(found.host, found.client) else None,
    }  # fmt: skip
    return render(request, "diagnosis/diagnosis_form.html", context, status=422 if form.is_bound else 200)


def _read_page(request: HttpRequest, found: PracticalDiagnosis, membership: Membership) -> HttpResponse:
    takes = found.status == "reported" and access.writes(membership, found.client, "profile")
    context = _context(found, membership) | {"seen": seen(found), "takes": takes, "once": new_key()}
    return render(request, "diagnosis/diagnosis_read.html", context)


def _context(found: PracticalDiagnosis, membership: Membership) -> dict[str, Any]:
    days = list(found.days.values_list("on", "present"))
    there = {on for on, present in days if present}
    return {
        "client": found.client, "found": found, "section": "clients", "status": REPORT_STATUSES[found.status],
        "tone": TONES[found.status], "there": len(there), "missed": len({on for on, _present in days} - there),
        "findings": list(found.findings.select_related("partner").order_by("-on", "-pk")),
        "referral": found.referral if access.reads(membership, found.client, "referrals") else None,
        "writes": report.may_write(membership, found),
    }  # fmt: skip


def seen(found: PracticalDiagnosis) -> list[dict[str, Any]]:
    """The competences that were looked at, best mastered first."""
    return [
        {"code": row.code, "name": row.get_code_display(), "mastery": MASTERY[row.mastery],
         "tone": MASTERY_TONES.get(row.mastery, ""), "evidence": row.evidence}
        for row in found.seen.order_by("mastery", "code")
    ]  # fmt: skip


# the acts


def _act_page(
    request: HttpRequest, found: PracticalDiagnosis, form: forms.BaseForm, template: str = "diagnosis_act", **more: Any
) -> HttpResponse:  # fmt: skip
    context = {
        "client": found.client,
        "found": found,
        "form": form,
        "section": "clients",
        "back": page_url(found),
        **more,
    }
    return render(request, f"diagnosis/{template}.html", context, status=422 if form.is_bound else 200)


def _writing(request: HttpRequest, number: str, pk: int) -> tuple[PracticalDiagnosis, Membership]:
    """The diagnosis, for who writes it; one that was given or stopped is for nobody to write, which the act says."""
    found, membership = fetch(request, number, pk, write=True)
    _check_own(found, membership)
    return found, membership


def _check_own(found: PracticalDiagnosis, membership: Membership) -> None:
    if not steps.is_of(membership, found.partner):
        raise PermissionDenied


def _over(request: HttpRequest, found: PracticalDiagnosis) -> HttpResponse:
    return too_late(request, page_url(found))


def _versioned(
    request: HttpRequest, found: PracticalDiagnosis, form_class: type[Any], membership: Membership, said: object
) -> tuple[Any, HttpResponse | None]:  # fmt: skip
    """A form of the draft, saved under its lock; the answer where it was."""
    if request.method != "POST":
        return form_class(instance=found), None
    try:
        with transaction.atomic():
            form = form_class(request.POST, instance=report.locked(found, membership))
            if not form.is_valid():
                return form, None
            form.save()
    except NotNow:
        return None, _over(request, found)
    messages.success(request, str(said))
    return form, HttpResponseRedirect(page_url(found))


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis_where(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """Another place, or another last day."""
    found, membership = _writing(request, number, diagnosis_id)
    if found.status != "draft":
        return _over(request, found)
    form, answer = _versioned(request, found, WhereForm, membership, translate("De diagnose is gewijzigd."))
    if answer:
        return answer
    return _act_page(request, found, form, title=_("Waar en tot wanneer"), button=_("Opslaan"), keep=True)


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis_talk(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """The report for a screen that is turned to the person, and what the person says of it."""
    found, membership = _writing(request, number, diagnosis_id)
    if found.status != "draft":
        return _over(request, found)
    said = translate("Wat de inwoner ervan vindt, staat in het rapport.")
    form, answer = _versioned(request, found, TalkForm, membership, said)
    if answer:
        return answer
    if not form.is_bound and found.talked_on is None:
        form.initial["talked_on"] = today()
    now = PracticalDiagnosis.objects.get(pk=found.pk) if form.is_bound else found
    return _act_page(request, found, form, "diagnosis_talk", report=now, seen=seen(found))


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis_give(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """Give the report: it is fixed, and who asked has the answer."""
    found, membership = _writing(request, number, diagnosis_id)
    if found.status != "draft":
        return _over(request, found)
    asked = found.referral if found.referral and found.referral.status == "accepted" else None
    form = GiveForm(
        request.POST if request.method == "POST" else None, asked=asked is not None, initial={"answer": found.advice[:4000]}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            report.give(found, form.cleaned_data.get("answer", ""), by=membership)
            return page_url(found)

        said = translate("Het rapport is gegeven.")
        if asked:
            said = translate("Het rapport is gegeven. %(partner)s heeft het antwoord.") % {"partner": asked.asked_by}
        if answer := carried_out(request, form, act, page_url(found), said):
            return answer
    missing = report.missing(found)
    return _act_page(
        request, found, form, "diagnosis_give", missing=missing, asked=asked, talk_url=page_url(found, "diagnosis_talk")
    )


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis_stop(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """It ends without a report."""
    found, membership = _writing(request, number, diagnosis_id)
    if found.status != "draft":
        return _over(request, found)
    asked = found.referral
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        open_still = asked is not None and referrals.may(membership, asked, "return") and "return" in asked.moves()

        def act() -> str:
            report.stop(found, form.cleaned_data["why"], by=membership)
            if asked is not None and open_still:
                return reverse("referral", args=[number, asked.pk])
            return page_url(found)

        said = translate("De diagnose is gestopt.")
        if open_still:
            said = translate("De diagnose is gestopt. De vraag staat nog open: geef haar terug, of begin opnieuw.")
        if answer := carried_out(request, form, act, page_url(found), said):
            return answer
    lead = translate("Wat er staat, is daarna te lezen voor wie de diagnose mag lezen. Het verandert niet meer.")
    return _act_page(request, found, form, title=_("Diagnose stoppen"), button=_("Stoppen"), lead=lead)


@login_required
@require_POST
def diagnosis_take(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """Put the chosen competences into the work profile."""
    found, membership = fetch(request, number, diagnosis_id)
    if not access.writes(membership, found.client, "profile"):
        raise PermissionDenied
    codes = request.POST.getlist("code")

    def act() -> str:
        taken.append(report.take_over(found, codes, by=membership))
        return page_url(found) + "#seen"

    taken: list[int] = []
    try:
        answer = once(request, act)
    except NotNow:
        return _over(request, found)
    if taken and taken[0]:
        messages.success(request, translate("Staat nu in het werkprofiel."))
    elif taken:
        messages.info(request, translate("U koos geen competenties."))
    return answer


@login_required
@require_GET
def diagnoses(request: HttpRequest, number: str) -> HttpResponse:
    """All reports and conclusions of one person, latest first; of another's draft only that it runs."""
    client = access.client(request, number, "diagnosis")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = list(rows().filter(client=client).order_by("-started_on", "-pk")[:LISTED])
    context = {
        "client": client, "section": "clients",
        "rows": [
            {"one": one, "status": REPORT_STATUSES[one.status], "tone": TONES[one.status]}
            for one in found if report.may_read(membership, one)
        ],
        "findings": Finding.objects.filter(client=client).select_related("partner").order_by("-on", "-pk")[:LISTED],
        "may_start": report.may_start(membership, client), "writes": access.writes(membership, client, "diagnosis"),
    }  # fmt: skip
    return render(request, "diagnosis/diagnoses.html", context)
