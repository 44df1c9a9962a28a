"""The pages of practical support: ask for it, and see one with what may be done with it now."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from chain.once import OnceForm, carry_out
from clients import access
from clients.models import Client, Step
from development import support_letters, supports
from development.models import Support
from development.models.support import SUPPORT_STATUSES, WAITS
from development.support_forms import OF_CONDUCT, AskForm, form_of

TONES = {"asked": "warn", "granted": "info", "arranged": "good", "declined": "outline", "withdrawn": "outline"}
# act -> title of its form, button, what is said when it is done; in the order of the page
ACTS: dict[str, tuple[Any, Any, Any]] = {
    "grant": (_("Toekennen"), _("Toekennen"), _("Toegekend. Nu kan het geregeld worden.")),
    "arrange": (_("Geregeld"), _("Geregeld"), _("Vastgelegd: het is geregeld.")),
    "unblock": (
        _("Niet nodig om te beginnen"),
        _("De stap kan beginnen"),
        _("De stap wacht hier niet meer op."),
    ),
    "decline": (_("Afwijzen"), _("Afwijzen"), _("Afgewezen, met de reden erbij.")),
    "withdraw": (_("Niet meer nodig"), _("Niet meer nodig"), _("Vastgelegd: dit is niet meer nodig.")),
    "drop": (_("Toch niet meer nodig"), _("Niet meer nodig"), _("Vastgelegd: dit is niet meer nodig.")),
}
FIRST = {"asked": "grant", "granted": "arrange"}


def there_now(client: Client) -> Any:
    """The steps that something can be needed for: planned or running, but for support itself."""
    return (
        Step.objects.filter(client=client, status__in=("planned", "active")).exclude(instrument__function=supports.FUNCTION)
        .select_related("instrument").order_by("status", "planned_on", "pk")
    )  # fmt: skip


def fetch_step(client: Client, typed: str) -> Step | None:
    """The step of the address (?stap=), if it is one of theirs; None for anything else."""
    if not typed.isdecimal() or len(typed) > 17:
        return None
    return Step.objects.filter(client=client, pk=int(typed)).select_related("instrument", "partner").first()


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def support_new(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for it: what, for which step, one sentence."""
    found = access.client(request, number, "client", "support", also=("plan",))
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not supports.may_ask(membership, found):
        access.look(membership, found, ["support"], "refused")
        raise PermissionDenied
    there = there_now(found) if access.reads(membership, found, "plan") else Step.objects.none()
    step = fetch_step(found, request.GET.get("stap", ""))
    initial = {"for_step": step.pk} if step else {}
    form = AskForm(request.POST or None, offered=supports.offered(found.chain_id), there=there, initial=initial)

    def act() -> str:
        clean = form.cleaned_data
        made = supports.ask(
            found, clean["instrument"], clean["text"], step=clean["for_step"], blocks=clean["blocks"], by=membership
        )
        return reverse("support", args=[number, made.pk])

    if done := carry_out(request, form, act, translate("Gevraagd. Wie de regie heeft, ziet het op Mijn dag.")):
        return done
    open_now = Support.objects.filter(client=found, status__in=WAITS).select_related("instrument").order_by("asked_on")
    context = {
        "client": found, "section": "clients", "form": form, "open_now": list(open_now[:10]), "of_conduct": OF_CONDUCT,
        "back": reverse("step", args=[number, step.pk]) if step else reverse("record", args=[number]),
    }  # fmt: skip
    return render(request, "development/support_new.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, number: str, support_id: int) -> HttpResponse:
    """Where it stands, and a small form for each act that is open now."""
    found = access.client(request, number, "client", "support", also=("plan",))
    one = _of(found, support_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    acts = supports.moves(membership, one)
    typed = request.POST.get("act", "") if request.method == "POST" else ""
    form: OnceForm | None = None
    if request.method == "POST":
        if typed not in ACTS:
            raise Http404
        if not supports.may(membership, one, typed):
            access.look(membership, found, ["support"], "refused")
            raise PermissionDenied
        form = form_of(typed, one, request.POST)
        if done := _carried_out(request, typed, form, one, membership):
            return done
    rows = [
        {"act": act, "title": ACTS[act][0], "button": ACTS[act][1], "open": act == typed,
         "form": form if act == typed else form_of(act, one)}
        for act in ACTS if act in acts
    ]  # fmt: skip
    first = FIRST.get(one.status, "")
    context = {
        "client": found, "section": "clients", "support": one, "status": SUPPORT_STATUSES[one.status],
        "tone": TONES[one.status], "waits": supports.waits(one), "first": first,
        "shows_plan": access.reads(membership, found, "plan"),
        "row": next((row for row in rows if row["act"] == first), None),
        "rows": [row for row in rows if row["act"] != first],
        "of_conduct": OF_CONDUCT if one.instrument.code in supports.NO_WORDS else "",
        "letter_about": support_letters.source_of(one) if supports.decides(membership) and not found.closed_on else "",
    }  # fmt: skip
    return render(request, "development/support.html", context, status=422 if form is not None else 200)


def _of(client: Client, pk: int) -> Support:
    one = (
        Support.objects.filter(client=client, pk=pk)
        .select_related("instrument", "partner", "author", "decided_by", "for_step__instrument", "for_step__partner",
                        "step__partner", "step__instrument").first()
    )  # fmt: skip
    if one is None:
        raise Http404
    one.client = client
    return one


def _carried_out(
    request: HttpRequest, act: str, form: OnceForm, one: Support, by: Membership
) -> HttpResponse | None:  # fmt: skip
    def carry() -> str:
        if act == "unblock":
            supports.unblock(one, by=by)
        else:
            supports.move(one, act, by=by, **form.cleaned_data)
        return reverse("support", args=[one.client.number, one.pk])

    return carry_out(request, form, carry, ACTS[act][2], lambda: _too_late(request, one))


def _too_late(request: HttpRequest, one: Support) -> HttpResponse:
    messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
    return redirect("support", one.client.number, one.pk)
