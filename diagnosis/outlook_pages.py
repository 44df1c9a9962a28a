"""The pages of the outlook of the region: the list that everybody reads, and the forms of who keeps it."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from chain.days import today
from chain.models import Membership, Partner, User
from chain.once import carry_out, new_key
from diagnosis.codes import CHANCES, SECTORS
from diagnosis.gap import Demand, told
from diagnosis.models import Outlook
from diagnosis.outlook import TONES, in_order, kept, state, to_renew
from diagnosis.outlook_keeping import USUAL_DAYS, OutlookForm, RenewForm, end, may_keep, renew

PAGE = 60
STANDS = {"": _("Wat nu wordt bijgehouden"), "verlopen": _("Verlopen of bijna"), "beeindigd": _("Beëindigd")}
STATES = {  # what stands beside the last day
    "ended": (_("beëindigd"), "outline"), "expired": (_("verlopen"), "error"), "soon": (_("verloopt bijna"), "warn"),
}  # fmt: skip


@dataclass
class Row:
    """An outlook as it stands in the list: what is asked in codes put into words, and whether it still holds."""

    outlook: Outlook
    tone: str
    asks: list[str]
    state: str
    label: object
    label_tone: str
    until: dt.date  # until when it could be said to hold now
    once: str


def _reader(request: HttpRequest) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("outlook"):
        raise PermissionDenied
    return membership


def _chosen(membership: Membership, request: HttpRequest) -> tuple[QuerySet[Outlook], dict[str, str]]:
    """What the address asks for: sector, moeilijk=1, and stand."""
    asked = {name: request.GET.get(name, "") for name in ("sector", "moeilijk", "stand")}
    chosen = {
        "sector": asked["sector"] if asked["sector"] in SECTORS else "",
        "moeilijk": "1" if asked["moeilijk"] == "1" else "",
        "stand": asked["stand"] if asked["stand"] in STANDS else "",
    }
    found = kept()
    if chosen["stand"] == "verlopen":
        found = to_renew(membership.chain_id)
    elif chosen["stand"] == "beeindigd":
        found = Outlook.objects.filter(ended_on__lte=today())
    found = found.filter(chain_id=membership.chain_id)
    if chosen["sector"]:
        found = found.filter(sector=chosen["sector"])
    if chosen["moeilijk"]:
        found = found.filter(hard_to_fill=True)
    return found, {key: value for key, value in chosen.items() if value}


@login_required
@require_safe
def outlooks(request: HttpRequest) -> HttpResponse:
    """The region's labour market by sector, good chances first; what has to be looked at again stands out."""
    membership = _reader(request)
    found, chosen = _chosen(membership, request)
    page = int(request.GET["pagina"]) if request.GET.get("pagina", "").isdecimal() else 1
    page = min(max(page, 1), 1000)
    shown = list(in_order(found).select_related("occupation", "partner")[(page - 1) * PAGE : page * PAGE + 1])
    rows = [_row(each) for each in shown[:PAGE]]

    def at(number: int) -> str:
        return "?" + urlencode(chosen | ({"pagina": str(number)} if number > 1 else {}))

    return render(request, "diagnosis/outlooks.html", {
        "section": "outlooks", "keeps": may_keep(membership), "chosen": chosen, "stands": STANDS.items(),
        "sectors": [(key, name) for key, (name, _sbi) in SECTORS.items()],
        "groups": [(SECTORS[key][0], key, list(group)) for key, group in groupby(rows, lambda row: row.outlook.sector)],
        "previous_url": at(page - 1) if page > 1 else "", "next_url": at(page + 1) if len(shown) > PAGE else "",
        "shown": page if page > 1 or len(shown) > PAGE else "",
    })  # fmt: skip


def _row(each: Outlook) -> Row:
    now = state(each.valid_until, each.ended_on)
    label, tone = STATES.get(now, ("", ""))
    until = max(each.valid_until, each.started_on, today()) + dt.timedelta(USUAL_DAYS)
    return Row(each, TONES[each.chances], told(Demand.of(each)), now, label, tone, until, new_key())


def _kept(request: HttpRequest, outlook_id: int | None = None) -> tuple[Membership, Outlook]:
    """The outlook, or a new one, for who keeps them."""
    membership = _reader(request)
    if not may_keep(membership):
        raise PermissionDenied
    if outlook_id is None:
        return membership, Outlook(chain_id=membership.chain_id)
    found = Outlook.objects.select_related("occupation")
    return membership, get_object_or_404(found, chain_id=membership.chain_id, pk=outlook_id)


@login_required
@require_http_methods(["GET", "POST"])
def outlook_new(request: HttpRequest) -> HttpResponse:
    membership, outlook = _kept(request)
    form = OutlookForm(request.POST or None, instance=outlook)

    def act() -> str:
        form.keep(membership)
        return reverse("outlooks")

    if done := carry_out(request, form, act, translate("Het beeld staat erbij.")):
        return done
    return _form_page(request, form, {"title": _("Nieuw beeld van de arbeidsmarkt")})


@login_required
@require_http_methods(["GET", "POST"])
def outlook_edit(request: HttpRequest, outlook_id: int) -> HttpResponse:
    """What it says; that it still holds until a day (act=renew); that it is not kept up any more (act=end)."""
    membership, outlook = _kept(request, outlook_id)
    posted = request.POST if request.method == "POST" else None
    wanted = posted.get("act", "") if posted else ""
    form = OutlookForm(None if wanted else posted, instance=outlook)
    until = max(outlook.valid_until, outlook.started_on, today()) + dt.timedelta(USUAL_DAYS)
    renewing = RenewForm(posted if wanted == "renew" else None, initial={"valid_until": until})

    def act() -> str:
        if wanted == "end":
            end(outlook, by=membership)
        elif wanted == "renew":
            renew(outlook, renewing.cleaned_data["valid_until"], by=membership)
        else:
            form.keep(membership)
        return reverse("outlooks")

    asked: dict[str, Any] = {"end": forms.Form(posted), "renew": renewing}
    said = {"end": translate("Het beeld is beëindigd."), "renew": translate("De nieuwe laatste dag is opgeslagen.")}
    if done := carry_out(request, asked.get(wanted, form), act, said.get(wanted, translate("Opgeslagen."))):
        return done
    now = state(outlook.valid_until, outlook.ended_on)
    context = {
        "outlook": outlook, "renewing": renewing, "state": now, "until": until, "label": STATES.get(now, ("", ""))[0],
        "title": outlook.occupation or SECTORS[outlook.sector][0], "history": _history(outlook),
    }  # fmt: skip
    return _form_page(request, form, context, bad=renewing.is_bound)


def _form_page(request: HttpRequest, form: OutlookForm, context: dict[str, Any], bad: bool = False) -> HttpResponse:
    context |= {"form": form, "section": "outlooks", "renew_once": new_key(), "end_once": new_key()}
    context["once"] = request.POST.get("once") if form.is_bound else new_key()
    return render(request, "diagnosis/outlook_form.html", context, status=422 if form.is_bound or bad else 200)


@dataclass
class Version:
    """What it said from a moment on, and who said so."""

    row: Any
    chances: object
    tone: str
    partner: Partner | None
    author: User | None


def _history(outlook: Outlook) -> list[Version]:
    """What it said over time, the latest first."""
    rows = list(
        apps.get_model("diagnosis", "OutlookEvent").objects.filter(pgh_obj_id=outlook.pk).order_by("-pgh_id")[:PAGE]
    )
    partners = Partner.objects.in_bulk({row.partner_id for row in rows})
    authors = User.objects.in_bulk({row.author_id for row in rows})
    return [
        Version(row, CHANCES[row.chances], TONES[row.chances], partners.get(row.partner_id), authors.get(row.author_id))
        for row in rows
    ]
