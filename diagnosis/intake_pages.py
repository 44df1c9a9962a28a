"""The page of the intake: to begin, to write in at several desks, to read along, and to read what it concluded."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chain.formats import clock
from chain.models import Membership
from chain.once import new_key, once
from clients import access
from clients.models import Client
from clients.steps import NotNow
from diagnosis import intake as acts
from diagnosis import presence
from diagnosis.intake_follow import next_steps
from diagnosis.intake_forms import MergingForm, OutcomeForm, SectionForm, plain
from diagnosis.intake_shown import OUTCOME, Known, Talk, Told, conclusions
from diagnosis.invitations import may_invite
from diagnosis.models import Intake, IntakeSection
from diagnosis.models.intake import INTAKE_FORMS
from diagnosis.sections import SECTIONS

SHOWN = ("barriers", "capacity", "contact", "benefit", "plan")  # beside the intake, to whom they are shown
FORMS = {"perspectief": "perspective"}  # what stands in the address -> form of the talk


@login_required
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, number: str) -> HttpResponse:
    """The person's latest intake: to begin, to write in, or to read; `?intake=` an earlier one, `?vorm=` a talk to begin.

    To htmx `?deel=` is one section, or (`samen`) all that others write. A post saves one section, with `autosave` as JSON.
    """
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if request.method == "POST":
        quiet = "autosave" in request.POST
        found = access.client(request, number, "profile", write=True, log=not quiet)
        return _post(request, found, membership)
    part = request.GET.get("deel", "") if "HX-Request" in request.headers else ""
    found = access.client(request, number, "client", "profile", also=SHOWN, log=not part)
    one = _chosen(found, request.GET.get("intake", ""))
    if part:
        return _fragment(request, one, membership, part)
    form = FORMS.get(request.GET.get("vorm", ""), "")
    if one is None or (form and one.status != "open"):
        return _begin_page(request, found, membership, form or "full", one)
    if one.status == "open":
        return open_page(request, one, membership)
    return _read_page(request, one, membership)


def latest(client: Client) -> Intake | None:
    """The person's latest intake."""
    found = Intake.objects.filter(client=client).select_related("author", "step__partner")
    one = found.order_by("-started_at", "-pk").first()
    if one is not None:
        one.client = client
    return one


def _chosen(client: Client, wanted: str) -> Intake | None:
    if not wanted:
        return latest(client)
    if not wanted.isdigit() or len(wanted) > 18:
        raise Http404
    one = get_object_or_404(Intake.objects.select_related("author", "step__partner"), pk=wanted, client=client)
    one.client = client
    return one


# to read


def _begin_page(
    request: HttpRequest, client: Client, membership: Membership, form: str, before: Intake | None
) -> HttpResponse:
    context = {
        "client": client, "intake": None, "section": "clients", "form": form, "name": INTAKE_FORMS[form],
        "writes": acts.may_lead(membership, client), "once": new_key(), "before": before,
        "known": Known(membership, client),
    }  # fmt: skip
    return render(request, "diagnosis/intake_begin.html", context)


def open_page(
    request: HttpRequest, one: Intake, membership: Membership, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The talk with its sections: forms, what others write, and what is not for this reader. `bound`: forms that come back."""
    bound = bound or {}
    talk = Talk(one, membership, request.GET.get("invullen", ""))
    known = Known(membership, one.client, one)
    parts = talk.parts(bound, known)
    context = {
        "client": one.client, "intake": one, "section": "clients", "talk": talk, "parts": parts, "known": known,
        "outcome": talk.outcome(bound.get(OUTCOME)), "partners": talk.taking_part(parts), "wrong": bool(bound),
        "conclusions": conclusions(one.client), "saved_at": None, "once": new_key(), "poll": True, "over": False,
        "invites": may_invite(membership, one.client), "url": reverse("intake", args=[one.client.number]),
    }  # fmt: skip
    return render(request, "diagnosis/intake.html", context, status=status)


def _fragment(request: HttpRequest, one: Intake | None, membership: Membership, part: str) -> HttpResponse:
    """What a page asks for that is there already: a section, or all that others write and who is busy."""
    if one is None:
        raise Http404
    request.session.modified = False  # a page that refreshes itself is nobody at work: the session ends all the same
    talk = Talk(one, membership)
    url = reverse("intake", args=[one.client.number])
    context = {"client": one.client, "intake": one, "talk": talk, "url": url, "once": new_key()}
    if part == "samen":
        parts = talk.parts()
        for each in parts:
            seen = request.GET.get(f"{each.key}-version", "")
            if seen and each.mode == "read":
                each.mode = "form"  # on that page it is one, which is left alone
            each.newer = each.row is not None and seen.isdigit() and int(seen) < each.row.version
        more = {"partners": talk.taking_part(parts), "parts": parts, "poll": talk.open, "over": not talk.open}
        return render(request, "diagnosis/_intake_poll.html", context | more)
    if part not in SECTIONS or one.form not in SECTIONS[part].forms:
        raise Http404
    return render(request, "diagnosis/_intake_section.html", context | {"part": talk.part(SECTIONS[part])})


def _read_page(
    request: HttpRequest, one: Intake, membership: Membership, lost: list[Told] | None = None, status: int = 200
) -> HttpResponse:
    """A concluded intake: the conclusion with the ways on, and what was said. `lost`: typed when it was concluded already."""
    talk = Talk(one, membership)
    client = one.client
    last = latest(client)
    now = last is not None and last.pk == one.pk
    context = {
        "client": client, "intake": one, "section": "clients", "parts": talk.parts(), "lost": lost or [],
        "steps": next_steps(membership, one) if now else [], "once": new_key(),
        "again": now and acts.may_lead(membership, client), "known": Known(membership, client, one), "now": now,
    }  # fmt: skip
    return render(request, "diagnosis/intake_read.html", context, status=status)


# to write


def _post(request: HttpRequest, client: Client, membership: Membership) -> HttpResponse:
    if "begin" in request.POST:
        form = request.POST.get("form", "full")
        if not acts.may_lead(membership, client):
            raise _refused(client, membership)
        return once(request, lambda: _begun(client, membership, form if form in INTAKE_FORMS else "full"))
    one, key = latest(client), request.POST.get("section", "")
    if one is None or not (key == OUTCOME or key in SECTIONS):
        return HttpResponseRedirect(reverse("intake", args=[client.number]))
    try:
        if key == OUTCOME:
            return _save_outcome(request, one, membership)
        return _save_section(request, one, membership, key)
    except NotNow:
        return _too_late(request, one, membership, key)


def _begun(client: Client, membership: Membership, form: str) -> str:
    acts.begin(client, membership, form=form)
    return reverse("intake", args=[client.number])


def _refused(client: Client, membership: Membership) -> PermissionDenied:
    access.look(membership, client, ["profile"], "refused")
    return PermissionDenied()


def _save_section(request: HttpRequest, one: Intake, membership: Membership, key: str) -> HttpResponse:
    row = IntakeSection.objects.filter(intake=one, key=key).first()  # there for who reads its part
    if row is None:
        raise _refused(one.client, membership)
    try:
        with transaction.atomic():
            current = acts.locked(row, membership)
            form = SectionForm(current, request.POST)
            right = form.is_valid()
            if form.news:
                current = acts.put(current, form.answers, current.version, membership)
    except PermissionDenied:  # outside what is undone: the look stays
        raise _refused(one.client, membership) from None
    if form.news:
        presence.arrive(one.pk, key, membership)
    form.saved(current.version)
    if "autosave" in request.POST:
        return as_json(form)
    said = _("Opgeslagen om %(time)s.") % {"time": clock(timezone.now())}
    if "HX-Request" in request.headers:
        talk = Talk(one, membership, key)
        part = talk.part(SECTIONS[key], None if right else form)
        part.saved = said if right else ""
        context = {"client": one.client, "intake": one, "part": part, "talk": talk, "once": new_key(),
                   "url": reverse("intake", args=[one.client.number])}  # fmt: skip
        return render(request, "diagnosis/_intake_section.html", context, status=200 if right else 422)
    if not right:
        return open_page(request, one, membership, {key: form}, 422)
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('intake', args=[one.client.number])}#{key}")


def as_json(form: MergingForm) -> JsonResponse:
    """The answer to a form that saves as it goes: the hidden fields of its next save, and what another wrote meanwhile."""
    kept = (*form.foreign, *form.theirs)  # these stay as the page has them until it shows the other text
    status = 200 if not form.errors else 409 if form.theirs else 422
    told = {"saved": clock(timezone.now()), "fields": form.bases(kept), "shown": form.foreign_values()}
    return JsonResponse(told if status == 200 else {**told, "saved": ""}, status=status)


def _save_outcome(request: HttpRequest, one: Intake, membership: Membership) -> HttpResponse:
    if not acts.may_lead(membership, one.client):
        raise _refused(one.client, membership)
    closes = "conclude" in request.POST and "autosave" not in request.POST
    with transaction.atomic():
        current = acts.locked_intake(one, membership)
        current.client = one.client
        form = OutcomeForm(current, request.POST)
        if form.is_valid() and closes:
            for name, wrong in acts.missing(Intake(**form.answers)).items():
                form.add_error(name, wrong)
        if form.news:  # what was typed is saved, whatever is still missing
            current = acts.put_outcome(current, form.answers, current.version)
        if closes and not form.errors:
            acts.finish(current, membership)
    if form.news:
        presence.arrive(one.pk, OUTCOME, membership)
    form.saved(current.version)
    if "autosave" in request.POST:
        return as_json(form)
    if form.errors:
        return open_page(request, current, membership, {OUTCOME: form}, 422)
    url = reverse("intake", args=[one.client.number])
    if closes:
        messages.success(request, _("De intake is afgerond. Kies nu de volgende stap."))
        return HttpResponseRedirect(url)
    messages.success(request, _("Opgeslagen om %(time)s.") % {"time": clock(timezone.now())})
    return HttpResponseRedirect(f"{url}#{OUTCOME}")


def _too_late(request: HttpRequest, one: Intake, membership: Membership, key: str) -> HttpResponse:
    """A post for an intake that was concluded meanwhile: what was typed is shown, to put elsewhere."""
    if "autosave" in request.POST:
        return JsonResponse({}, status=422)
    fresh = latest(one.client)
    assert fresh is not None
    names = SECTIONS[key].asked if key in SECTIONS else {}
    typed = [
        Told(capfirst(str(asked.label)), plain(request.POST.get(f"{key}-{name}", ""))) for name, asked in names.items()
    ]  # fmt: skip
    return _read_page(request, fresh, membership, [each for each in typed if each.value], 409)
