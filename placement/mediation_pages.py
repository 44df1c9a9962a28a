"""The page of somebody's mediation: the mark, the card as others see it, the last step, and who asked whose card it is; the
panel on the record and what closing a file ends."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.formats import since
from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client
from clients.registered import OpenEnd, Panel, help_url
from diagnosis import profile as profiles
from placement import mediation
from placement.card_pages import TONES
from placement.card_shown import described
from placement.mediation_forms import EndForm, LastStepForm, MarkForm
from placement.models import CardRequest, Mediation
from placement.models.cards import REQUEST_STATUSES

EARLIER = 5  # marks that ended
SELECT = """
    select m.id, m.started_on, m.needs, m.needs_on as until, u.name as needs_by, k.code,
      (select count(*) from placement_cardrequest q where q.mediation_id = m.id and q.status = 'asked') as asked
    from placement_mediation m left join chain_user u on u.id = m.needs_by_id
      left join placement_workcard k on k.id = m.card_id
    where m.client_id = %(client)s and m.ended_on is null"""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Not marked: what the profile still misses and the card as it would be. Marked: the card, the last step, who asked."""
    found = access.client(request, number, "profile", write=request.method == "POST")
    by: Membership = request.membership  # type: ignore[attr-defined]
    now = mediation.of(found)
    act = request.POST.get("act", "")
    form: Any = _form(act, request.POST, now, found, by) if request.method == "POST" else None
    if request.method == "POST":
        if not mediation.may_mark(by, found):
            raise PermissionDenied
        if form is None:
            return _too_late(request, number)()
        if done := carry_out(
            request, form, partial(_done, act, form, now, found, by), _said(act), _too_late(request, number)
        ):
            return done
    marks, requests = mediation.may_mark(by, found), _requests(by, now)
    card = now.card if now and now.card_id and by.reads("cards") else None
    whole = profiles.load(found, postcode=access.reads(by, found, "contact"))
    context = {
        "client": found, "section": "clients", "mediation": now, "marks": marks, "errors": form,
        "form": form if act == "mark" else MarkForm() if marks and now is None else None,
        "end_form": form if act == "end" else EndForm() if marks and now else None,
        "card": card, "lines": described(card or mediation.preview(found)),
        "missing": [] if found.closed_on else _missing(whole), "requests": requests,
        "writes": access.writes(by, found, "profile"),
        "late": bool(now and now.needs_on and now.needs_on < today()), "help_url": help_url(by, found),
        "earlier": Mediation.objects.filter(client=found).exclude(ended_on=None).order_by("-ended_on", "-pk")[:EARLIER],
    }  # fmt: skip
    return render(request, "placement/mediation.html", context, status=422 if form is not None else 200)


def _form(act: str, data: Any, now: Mediation | None, client: Client, by: Membership) -> Any:
    if act == "mark" and now is None:
        return MarkForm(data)
    if act == "end" and now is not None:
        return EndForm(data)
    return None


def _done(act: str, form: Any, now: Mediation | None, client: Client, by: Membership) -> str:
    if act == "mark":
        mediation.mark(client, form.cleaned_data["told_on"], by=by)
    elif now is not None:
        mediation.end(now, form.cleaned_data["reason"], by=by)
    return reverse("mediation", args=[client.number])


def _said(act: str) -> str:
    if act == "mark":
        return translate("De kaart is gemaakt. Wie werkgevers helpt, kan er nu naar vragen.")
    return translate("De bemiddeling is beëindigd. De kaart is weg.")


def _too_late(request: HttpRequest, number: str) -> Callable[[], HttpResponse]:
    def answer() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
        return redirect("mediation", number)

    return answer


def _missing(whole: profiles.Profile) -> list[profiles.Missing]:
    """What the profile misses for matching, in the words of its own page."""
    found = profiles.missing(whole)
    if whole.work.level in profiles.UNKNOWN_LEVELS:
        found.append(profiles.Missing(translate("werk- en denkniveau"), "education"))
    if not whole.postcode:
        found.append(profiles.Missing(translate("postcode"), "availability"))
    return found


def _requests(by: Membership, now: Mediation | None) -> list[dict[str, Any]]:
    """Who asked whose card it is, and what came of it, latest first: for the point of contact all, others their own."""
    if now is None or not by.reads("cards"):
        return []
    found: QuerySet[CardRequest] = CardRequest.objects.filter(mediation=now)
    found = found.select_related("partner", "author", "vacancy__employer", "answered_by").order_by("-pk")
    return [{"row": one, "status": REQUEST_STATUSES[one.status], "tone": TONES[one.status]} for one in found]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def last_step(request: HttpRequest, number: str) -> HttpResponse:
    """What the last step to work needs, who sees to it and by when; ?terug=klaar leads back to that list."""
    found = access.client(request, number, "profile", write=True)
    by: Membership = request.membership  # type: ignore[attr-defined]
    now = mediation.of(found)
    if now is None:
        raise Http404
    back = reverse("ready") if request.GET.get("terug") == "klaar" else reverse("mediation", args=[number])
    form = LastStepForm(request.POST if request.method == "POST" else None, instance=now, client=found, by=by)

    def act() -> str:
        form.save()
        return back

    if done := carry_out(
        request, form, act, translate("De laatste stap is bijgewerkt."), lambda: HttpResponseRedirect(back)
    ):
        return done
    context = {
        "client": found, "section": "clients", "form": form, "mediation": mediation.of(found), "back": back,
        "help_url": help_url(by, found),
    }  # fmt: skip
    return render(request, "placement/last_step.html", context, status=422 if form.is_bound else 200)


# On the record


def questions(membership: Membership, client: Client) -> dict[str, str]:
    return {"mediation": SELECT} if access.reads(membership, client, "profile") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """The mark with its last step; for who may mark also that there is none."""
    if not access.reads(membership, client, "profile"):
        return None
    from clients.asked import ask

    there = client.asked or ask({"mediation": SELECT}, {"client": client.pk})
    row = next(iter(there["mediation"]), None)
    if row is None and not mediation.may_mark(membership, client):
        return None
    late = bool(row and row["until"] and row["until"] < today())
    context = {"row": row, "late": late, "number": client.number, "since": since(row["started_on"]) if row else ""}
    return Panel("mediation", "profile", "placement/panel_mediation.html", context, place="side", position=24)


def open_ends(client: Client) -> list[OpenEnd]:
    """The mark, which ends with the file, and what was asked about its card (registered in the settings)."""
    return [
        OpenEnd(
            translate("Bemiddeling"), translate("de werkkaart staat open"), reverse("mediation", args=[client.number]),
            end=partial(_end, found),
        )
        for found in Mediation.objects.filter(client=client, ended_on=None)
    ]  # fmt: skip


def _end(found: Mediation, on: dt.date, why: str, by: Membership) -> None:
    mediation.end(found, why, by=by, on=max(on, found.started_on))
