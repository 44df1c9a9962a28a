"""The pages of the question whose work card it is: asked beside the card, listed for who asks and who answers, answered."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client
from placement import cards
from placement.card_shown import described
from placement.mediation_forms import AnswerForm, AskForm
from placement.models import CardRequest, Mediation, WorkCard
from placement.models.cards import REQUEST_STATUSES
from placement.vacancies import open_ones, state

PAGE = 25
TONES = {"asked": "info", "accepted": "good", "declined": "warn", "withdrawn": "outline", "ended": "outline"}
# act -> (button, what is said when it is done)
ACTS = {
    "accept": (_("Akkoord"), _("%(partner)s ziet nu wie het is.")),
    "decline": (_("Afwijzen"), _("%(partner)s leest waarom niet, en ziet niet wie het is.")),
    "withdraw": (_("Vraag intrekken"), _("De vraag is ingetrokken.")),
    "end": (_("Beëindigen"), _("Het is beëindigd: %(partner)s ziet deze persoon hierdoor niet meer.")),
}


def shown(rows: Iterable[CardRequest], by: Membership) -> list[dict[str, Any]]:
    """Requests as lists show them: with the person where that is in sight, and the day by which an answer is needed."""
    there = list(rows)
    wanted = {one.mediation_id for one in there if by.is_contact_point or one.status == "accepted"}
    known = Mediation.objects.filter(pk__in=wanted).select_related("client__home") if wanted else ()
    people = {one.pk: one.client for one in known}
    terms = cards.due_days(by.chain_id, there)
    return [
        {
            "row": one, "client": people.get(one.mediation_id), "status": REQUEST_STATUSES[one.status],
            "tone": TONES[one.status], "due": (due := terms.get(one.pk)), "late": bool(due and due < today()),
            "until": cards.shows_until(one), "url": reverse("card_request", args=[one.pk]),
        }
        for one in there
    ]  # fmt: skip


def _with(found: QuerySet[CardRequest]) -> QuerySet[CardRequest]:
    return found.select_related("partner", "author", "vacancy__employer", "answered_by")


@login_required
@require_GET
def card_requests(request: HttpRequest) -> HttpResponse:
    """Who asked whose card it is: to answer, the longest waiting first; or what came of it, latest first."""
    by: Membership | None = request.membership  # type: ignore[attr-defined]
    if by is None or not by.reads("cards"):
        raise PermissionDenied
    tab = "klaar" if request.GET.get("lijst") == "klaar" else "open"
    mine = request.GET.get("wie") == "mijn"
    after = request.GET.get("na", "")
    seen = cards.in_sight(by)
    if mine:
        seen = seen.filter(cards.of_mine(by))
    found = seen.filter(status="asked") if tab == "open" else seen.exclude(status="asked")
    last = CardRequest.objects.filter(pk=after).first() if after.isdecimal() and len(after) < 18 else None
    if last and tab == "open":
        found = found.filter(Q(asked_on__gt=last.asked_on) | Q(asked_on=last.asked_on, pk__gt=last.pk))
    elif last:
        found = found.filter(pk__lt=last.pk)
    order = ("asked_on", "pk") if tab == "open" else ("-pk",)
    ids = list(found.order_by(*order).values_list("pk", flat=True)[: PAGE + 1])
    there = _with(CardRequest.objects.all()).in_bulk(ids[:PAGE])
    rows = shown((there[pk] for pk in ids[:PAGE] if pk in there), by)
    access.looks(by, (row["client"] for row in rows if row["client"]), ["client"])
    context = {
        "section": "introductions", "tab": tab, "rows": rows, "mine": mine,
        "answers": bool(by.is_contact_point), "waiting": seen.filter(status="asked").count(), "previous_url": "",
        "next_url": _address(tab, mine, str(ids[PAGE - 1])) if len(ids) > PAGE else "",
        "first_url": _address(tab, mine) if after else "", "everything": _address(tab, False),
    }  # fmt: skip
    return render(request, "placement/card_requests.html", context)


def _address(tab: str, mine: bool, after: str = "") -> str:
    chosen = {"lijst": tab if tab != "open" else "", "wie": "mijn" if mine else "", "na": after}
    query = urlencode({key: value for key, value in chosen.items() if value})
    return reverse("card_requests") + (f"?{query}" if query else "")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def card_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One question: for the point of contact with the person, to answer; for who asked what became of it."""
    by: Membership | None = request.membership  # type: ignore[attr-defined]
    if by is None or not by.reads("cards"):
        raise PermissionDenied
    one = _with(cards.in_sight(by)).filter(pk=request_id).first()
    if one is None:
        raise Http404
    person = _person(by, one)
    acts, act = cards.moves(by, one), request.POST.get("act", "")
    form = _answer_form(acts, act, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if act not in ACTS or not cards.may(by, one, act):
            raise PermissionDenied
        if act not in acts or form is None:
            return _too_late(request, request_id)

        def move() -> str:
            cards.move(one, act, text=form.cleaned_data["text"], by=by)
            return reverse("card_request", args=[request_id])

        said = str(ACTS[act][1]) % {"partner": one.partner.name}
        if done := carry_out(request, form, move, said, partial(_too_late, request, request_id)):
            return done
    if person:
        access.looks(by, [person], ["client", "profile"])
    card = WorkCard.objects.filter(chain_id=by.chain_id, code=one.code).first()
    context = {
        "section": "introductions", "one": one, "shown": shown([one], by)[0], "person": person, "card": card,
        "lines": described(card) if card else [], "form": form, "buttons": [(key, ACTS[key][0]) for key in acts],
        "answers": by.is_contact_point, "own": one.partner_id in by.acts_for,
    }  # fmt: skip
    return render(request, "placement/card_request.html", context, status=422 if form and form.is_bound else 200)


def _person(by: Membership, one: CardRequest) -> Client | None:
    found = cards.of_person(by, one)
    return found.client if found else None


def _answer_form(acts: list[str], act: str, data: Any) -> AnswerForm | None:
    if not acts:
        return None
    if "accept" in acts:
        label, hint = (
            _("Toelichting"),
            _("De vrager leest dit. Bij afwijzen verplicht. Schrijf geen naam en niets over gezondheid."),
        )
        return AnswerForm(data, label=label, hint=hint, needed=cards.NEEDED["decline"] if act == "decline" else None)
    if "end" in acts:
        return AnswerForm(data, label=_("Waarom houdt het op?"), hint="", needed=cards.NEEDED["end"])
    return AnswerForm(data, label=_("Waarom trekt u de vraag in?"), hint="")


def _too_late(request: HttpRequest, pk: int) -> HttpResponse:
    messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
    return redirect("card_request", pk)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def card_ask(request: HttpRequest, code: str) -> HttpResponse:
    """The card in full, and the question whose it is, for a vacancy (?vacature=PK)."""
    by: Membership | None = request.membership  # type: ignore[attr-defined]
    if by is None or not cards.may_ask(by):
        raise PermissionDenied
    card = cards.card(by, code)
    if card is None:
        raise Http404
    asked = CardRequest.objects.filter(code=card.code, partner_id__in=by.acts_for, status__in=("asked", "accepted"))
    vacancies = _vacancies(by, request.GET.get("vacature", ""))
    only = vacancies[0] if request.GET.get("vacature") and len(vacancies[:2]) == 1 else None
    form = AskForm(
        request.POST if request.method == "POST" else None, vacancies=vacancies, only=only is not None,
        initial={"vacancy": only and only.pk},
    )  # fmt: skip

    def act() -> str:
        made = cards.ask(card, form.cleaned_data["vacancy"], form.cleaned_data["why"], by=by)
        return reverse("card_request", args=[made.pk])

    said = translate("De vraag is gesteld. U leest het antwoord hier en op Mijn dag.")
    if done := carry_out(request, form, act, said):
        return done
    context = {
        "section": "introductions", "card": card, "lines": described(card), "form": form, "vacancy": only,
        "asked": asked.first(), "state": state(only) if only else "",
    }  # fmt: skip
    return render(request, "placement/card_ask.html", context, status=422 if form.is_bound else 200)


def _vacancies(by: Membership, wanted: str) -> Any:
    """The open vacancies to choose from: the one that was come from, else those that one brought in oneself first."""
    found = open_ones(by.chain_id).select_related("employer")
    if wanted.isdecimal() and len(wanted) < 18:
        return found.filter(pk=wanted)
    own = Case(When(author=by.user_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.filter(partner_id__in=by.acts_for).order_by(own, "title", "pk")
