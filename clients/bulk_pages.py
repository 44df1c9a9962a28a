"""The pages of one act for many: what it asks, who it can be done for and who not before anything happens, how far it is."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.models import Membership
from chain.once import carry_out
from clients import access, bulk
from clients.list_address import Asked, Options, has_bsn, options
from clients.listing import find, reader
from clients.models import Bulk, BulkLine, Client
from clients.registered import BulkAct

NAMED = 60  # people on a page; of more, how many
OVER = ("done", "stopped")


def _people(membership: Membership, numbers: list[str]) -> list[Client]:
    """Those with the numbers that are in sight, by name; one query."""
    wanted = Client.objects.filter(chain_id=membership.chain_id, number__in=numbers)
    return access.several(membership, wanted.order_by("sort_name", "pk")) if numbers else []


def _numbers(request: HttpRequest, membership: Membership, there: Options, asked: Asked) -> list[str] | None:
    """Whom the address (or, after the first page, the post) names: ticked one by one, or all that the filters leave; one
    more than MOST where there are more. None: a BSN was typed."""
    if request.method == "POST":
        whom = request.POST.get("allemaal" if "terug" in request.POST else "mensen", "")
        return whom.split(",")[: bulk.MOST + 1]
    if "allen" not in request.GET:
        return request.GET.getlist("wie")[: bulk.MOST + 1]
    if has_bsn(request.GET):
        return None
    return [row["number"] for row in find(membership, asked, there, bulk.MOST + 1).rows]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def bulk_new(request: HttpRequest) -> HttpResponse:
    """`doe`: the act. First what it asks, then who it can be done for, and after that it is done: each posts to the next."""
    membership = reader(request)
    known = {act.key: act for act in bulk.acts(membership)}
    if not known:
        raise PermissionDenied
    act = known.get(request.GET.get("doe", ""))
    there = options(membership)
    asked = Asked.of(request.GET, membership, there)
    numbers = _numbers(request, membership, there, asked) if act else []
    people = _people(membership, numbers or [])
    if act is None or not people or len(people) > bulk.MOST:
        if numbers is None:
            said = translate("Zoek niet op BSN. Zoek op naam of klantnummer.")
        elif len(people) > bulk.MOST:
            said = translate("Dit zijn meer dan %(most)s inwoners. Maak de keuze kleiner.") % {"most": bulk.MOST}
        else:
            said = translate("Kies eerst inwoners, en wat u voor hen wilt doen.")
        messages.warning(request, said)
        return HttpResponseRedirect(reverse("clients") if numbers is None else asked.address())
    here = urlencode([("doe", act.key), *asked.chosen()])  # the filters go along: one comes back to the list as it was
    shared = {"section": "clients", "act": act, "back": asked.address(), "here": f"{reverse('bulk_new')}?{here}"}
    posted = request.POST if request.method == "POST" and "terug" not in request.POST else None
    form = act.form(posted, membership=membership)
    if posted is not None and "doe" in posted:

        def ask() -> str:
            return reverse("bulk", args=[bulk.ask(act, membership, people, form).pk])

        if done := carry_out(request, form, ask):
            request.session["bulk_url"] = done.headers["Location"]
            return done
    elif posted is not None and form.is_valid():
        return _preview(request, membership, act, people, form, shared)
    if request.method == "POST" and posted is None:
        form.initial |= {name: _typed(request, form, name) for name in form.fields if name in request.POST}
    wrong = form.is_bound
    context = {
        "form": form, "people": people[:NAMED], "number": len(people),
        "more": max(len(people) - NAMED, 0), "all_numbers": ",".join(one.number for one in people), "wrong": wrong,
    }  # fmt: skip
    return render(request, "clients/bulk_new.html", shared | context, status=422 if wrong else 200)


def _typed(request: HttpRequest, form: Any, name: str) -> Any:
    """What was posted in the field, as it goes back in: a list where more can be chosen."""
    many = (
        hasattr(form.fields[name].widget, "allow_multiple_selected")
        and form.fields[name].widget.allow_multiple_selected
    )
    return request.POST.getlist(name) if many else request.POST.get(name)


def _preview(
    request: HttpRequest, membership: Membership, act: BulkAct, people: list[Client], form: Any, shared: dict[str, Any]
) -> HttpResponse:
    """Who it can be done for and who not, and why; nothing happened yet."""
    found = bulk.preview(act, membership, people, form.cleaned_data)
    context = {
        "form": form, "hidden": [field.as_hidden() for field in form],
        "can": found.can[:NAMED], "can_number": len(found.can), "more": max(len(found.can) - NAMED, 0),
        "numbers": ",".join(one.number for one in found.can), "all_numbers": ",".join(one.number for one in people),
        "cannot": [(reason, some[:NAMED], len(some), max(len(some) - NAMED, 0)) for reason, some in found.cannot],
        "told": told(form),
    }  # fmt: skip
    return render(request, "clients/bulk_preview.html", shared | context)


def told(form: Any) -> list[tuple[object, str]]:
    """What the form says, field by field, as people read it; without what was left empty."""
    found = []
    for field in form:
        value = field.value()
        chosen = {str(each) for each in value} if isinstance(value, list | tuple) else {str(value)}
        choices = _flat(getattr(field.field.widget, "choices", ()))
        names = [str(name) for key, name in choices if str(key) in chosen and str(key)]
        text = ", ".join(names) if choices else str(value or "")
        if text:
            found.append((field.label, text))
    return found


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat = []
    for key, name in choices:
        flat += list(name) if isinstance(name, list | tuple) else [(key, name)]
    return flat


@login_required
@never_cache
@require_GET
def bulk_one(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """How far it is, for who asked for it; asked by htmx every two seconds until it is over."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    row = get_object_or_404(Bulk, pk=bulk_id, membership=membership)
    over, told_of = row.status in OVER, bulk.progress(row)
    act = bulk.every().get(row.act)
    context = {
        "section": "clients", "row": row, "title": act.label if act else _("Samen iets doen"), "progress": told_of,
        "over": over, "refused": _lines(membership, row, "refused"),
        "done": _lines(membership, row, "done") if over else [], "list_url": reverse("clients"),
        "done_number": told_of.tried - told_of.refused, "left": told_of.number - told_of.tried,
        "more_done": max(told_of.tried - told_of.refused - NAMED, 0), "more_refused": max(told_of.refused - NAMED, 0),
    }  # fmt: skip
    fragment = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    return render(request, "clients/_bulk.html" if fragment else "clients/bulk.html", context)


def _lines(membership: Membership, row: Bulk, status: str) -> list[tuple[Client | None, str]]:
    """The first of them: the person (None: not in sight any more) and the reason; two queries."""
    lines = list(
        BulkLine.objects.filter(bulk=row, status=status).order_by("pk").values_list("client_id", "reason")[:NAMED]
    )
    known = Client.objects.visible_to(membership).in_bulk([client for client, _reason in lines]) if lines else {}
    return [(known.get(client), reason) for client, reason in lines]
