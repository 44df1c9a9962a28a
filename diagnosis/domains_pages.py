"""Life domains in the intake: opened one by one with the reason why work asks for it, written in, and closed again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chain.formats import clock
from chain.models import Membership
from chain.once import new_key, once
from clients import access
from clients.models import Client
from clients.steps import NotNow
from diagnosis import intake as acts
from diagnosis import presence
from diagnosis.intake_forms import DomainForm, OpenDomainForm
from diagnosis.intake_pages import as_json, latest, open_page
from diagnosis.intake_shown import Talk
from diagnosis.models import Intake, LifeDomain
from diagnosis.sections import SECTIONS


def _answer(
    request: HttpRequest, one: Intake, membership: Membership, form: Any = None, said: str = ""
) -> HttpResponse:
    """The section again, to htmx by itself; `form` is what comes back with what is wrong in it."""
    status = 422 if form is not None else 200
    if "HX-Request" in request.headers:
        talk = Talk(one, membership)
        part = talk.part(SECTIONS["barriers"], form)
        part.saved = said
        context = {"client": one.client, "intake": one, "part": part, "talk": talk, "once": new_key(),
                   "url": reverse("intake", args=[one.client.number])}  # fmt: skip
        return render(request, "diagnosis/_intake_section.html", context, status=status)
    if form is not None:
        return open_page(request, one, membership, {"barriers": form}, status)
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('intake', args=[one.client.number])}#barriers")


def _over(request: HttpRequest, client: Client) -> HttpResponse:
    """The intake or the domain was closed meanwhile."""
    if "autosave" in request.POST:
        return JsonResponse({}, status=422)
    messages.info(request, _("Dit was al afgesloten. Hier ziet u hoe het nu is."))
    return HttpResponseRedirect(reverse("intake", args=[client.number]))


@login_required
@require_POST
def domain_new(request: HttpRequest, number: str) -> HttpResponse:
    """Open a life domain."""
    found = access.client(request, number, "profile", "barriers", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = latest(found)
    if one is None or one.status != "open":
        return _over(request, found)
    opened = list(one.domains.filter(closed_at=None).values_list("domain", flat=True))
    form = OpenDomainForm(request.POST, opened=opened)
    if not form.is_valid():
        return _answer(request, one, membership, form)

    def act() -> str:
        acts.open_domain(one, **form.cleaned_data, by=membership)
        return reverse("intake", args=[number]) + "#barriers"

    try:
        answer = once(request, act)
    except ValidationError as error:
        form.add_error(None, error)
        return _answer(request, one, membership, form)
    except NotNow:
        return _over(request, found)
    presence.arrive(one.pk, "barriers", membership)
    return (
        _answer(request, one, membership, None, _("Het leefgebied is open."))
        if "HX-Request" in request.headers
        else answer
    )


@login_required
@require_POST
def domain(request: HttpRequest, number: str, domain_id: int) -> HttpResponse:
    """Save what is written in a life domain (with `autosave` as JSON), or close it."""
    quiet = "autosave" in request.POST
    found = access.client(request, number, "profile", "barriers", write=True, log=not quiet)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    chosen = get_object_or_404(LifeDomain.objects.select_related("intake"), pk=domain_id, client=found)
    one = latest(found)
    if one is None or one.pk != chosen.intake_id or one.status != "open":
        return _over(request, found)
    if "close" in request.POST:
        acts.close_domain(chosen, by=membership)
        return _answer(request, one, membership, None, _("Het leefgebied is gesloten."))
    try:
        with transaction.atomic():
            current = acts.locked_domain(chosen, membership)
            form = DomainForm(current, request.POST)
            right = form.is_valid()
            if form.news:
                current = acts.put_domain(current, form.answers, current.version)
    except NotNow:
        return _over(request, found)
    except PermissionDenied:  # outside what is undone: the look stays
        access.look(membership, found, ["barriers"], "refused")
        raise
    if form.news:
        presence.arrive(one.pk, "barriers", membership)
    form.saved(current.version)
    if quiet:
        return as_json(form)
    said = _("Opgeslagen om %(time)s.") % {"time": clock(timezone.now())}
    return _answer(request, one, membership, None if right else form, said if right else "")
