"""Pages of the ground floor: where one starts, for whom one works, language, and whether everything is alive."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from chain import user_acts
from chain.acting import acting_as, memberships_of, providers_of
from chain.models import Membership

START = {
    "manager": "targets", "policy": "chain_view", "coordinator": "chain_view", "privacy": "looks", "admin": "users",
    "work_coach": "groups_today", "alderman": "reports", "archive": "retention",
}  # fmt: skip


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Mijn dag for caseworkers, today's groups for a work coach, the dashboard for those who steer, what is to be
    kept or destroyed for the archivist; first the choice of partner where there are two."""
    if request.membership is None:  # type: ignore[attr-defined]
        return redirect("choose_membership")
    if request.narrowed:  # type: ignore[attr-defined]
        return redirect(settings.SNOER_PHONE_PAGES[0])
    user_acts.tell(request)
    return redirect(START.get(request.membership.role, "day"))  # type: ignore[attr-defined]


@login_required
def choose_membership(request: HttpRequest) -> HttpResponse:
    """For whom somebody with two memberships works now: rights do not add up."""
    held = memberships_of(request.user.pk, providers_of(request))  # type: ignore[arg-type]
    if request.method == "POST":
        chosen = request.POST.get("membership", "")
        if chosen.isdigit() and int(chosen) in held:
            request.session["membership"] = int(chosen)
            request.session["several"] = len(held) > 1
            return redirect("home")
    memberships: list[Membership] = []
    for pk in held:  # each is visible only while it is acted under
        with acting_as(pk, "choose membership"):
            memberships += Membership.objects.select_related("partner", "chain").filter(pk=pk)
    return render(request, "chain/choose_membership.html", {"memberships": memberships})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Dutch and English, and back to the page."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    response = HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, None) else "/")
    if check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=31536000,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For machines: 200 while every vital part answers, else 503. Tells no details."""
    from chain.vitals import vitals

    checked = vitals()
    alive = all(vital.alive for vital in checked if vital.vital)
    return JsonResponse({"alive": alive}, status=200 if alive else 503)


@login_required
def status(request: HttpRequest) -> HttpResponse:
    """Whether database, worker, beat and outbox are alive, for everyone who works with it."""
    from chain.vitals import vitals

    return render(request, "chain/status.html", {"parts": vitals(request.membership), "section": "status"})  # type: ignore[attr-defined]


@require_GET
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116); 404 where nobody was named."""
    if not settings.SNOER_SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).replace(microsecond=0).isoformat()
    lines = [
        f"Contact: {settings.SNOER_SECURITY_CONTACT}", f"Expires: {expires}", "Preferred-Languages: nl, en",
        f"Canonical: {settings.SNOER_URL.rstrip('/')}/.well-known/security.txt",
    ]  # fmt: skip
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
