"""The pages of handing over: ask a colleague, and what was asked, with all the people and what is open of each."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.addresses import number
from chain.days import today
from chain.models import Membership, User
from chain.once import OnceForm, carry_out
from clients import access, handovers
from clients.handover_forms import LONGEST_NOTE, CoverForm, MoveForm, ReasonForm, TakeForm
from clients.handover_open import Open, open_of
from clients.handovers import HELD
from clients.models import Client, Handover, HandoverPerson
from clients.models.handover import HANDOVER_STATUSES, HANDOVER_WHY, PERSON_STATUSES

OFFERED = 120  # people to tick on one page
PAGE = 25
NOW = 8  # handovers told beside the form
TONES = {"asked": "warn", "accepted": "good", "declined": "outline", "withdrawn": "outline", "ended": "outline"}
PERSON_TONES = {"asked": "warn", "taken": "good", "left": "outline"}
COVER = "waarnemen"  # in the address
# act -> what is said when it is done
SAID = {
    "take": _("Overgenomen. Deze mensen staan nu op uw naam."),
    "accept": _("U neemt waar. Wat deze collega te doen heeft, staat in die tijd ook op uw Mijn dag."),
    "decline": _("Uw collega ziet uw antwoord op Mijn dag."),
    "withdraw": _("Ingetrokken. Wie nog niet was overgenomen, blijft waar die was."),
    "stop": _("De waarneming is gestopt."),
    "notes": _("Opgeslagen."),
}


# Asking


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def handover_new(request: HttpRequest) -> HttpResponse:
    """Hand over one's own people (?wie=: these), those of a colleague (?van=), or have a colleague look after them for a
    time (?soort=waarnemen). Who is being handed over already is not offered again. Beside it what waits or holds now."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not handovers.may_arrange(membership, membership.user_id):
        raise PermissionDenied
    giver = _giver(request, membership)
    covers = request.GET.get("soort") == COVER
    held = handovers.people_of(membership, giver.pk)
    people = held if covers else [client for client in held if not client.waits]  # type: ignore[attr-defined]
    wanted = {each for each in request.GET.get("wie", "").split(",") if each}
    chosen = [client for client in people if client.number in wanted]
    offered = [] if covers else (chosen or people)[:OFFERED]
    form = _form(request, membership, covers, offered, len(people), bool(chosen))
    if wanted and not chosen:  # who was meant is not offered (any more): that means nobody, not everybody
        form.initial["which"] = "some"

    def act() -> str:
        clean = form.cleaned_data
        shared = {"why": clean["why"], "text": clean["text"], "by": membership}
        if covers:
            days = {"started_on": clean["started_on"], "ended_on": clean["ended_on"]}
            made = handovers.cover(giver, clean["taker"], **days, **shared)
        else:
            going = people if form.everybody else [c for c in people if str(c.pk) in clean["people"]]  # type: ignore[attr-defined]
            made = handovers.ask(giver, clean["taker"], going, **shared)
        return reverse("handover", args=[made.pk])

    if done := carry_out(request, form, act, translate("Gevraagd. Uw collega ziet het op Mijn dag.")):
        return done
    access.looks(membership, offered, ["client"])
    mine = giver.pk == membership.user_id
    context = {
        "section": "day", "form": form, "giver": giver, "mine": mine, "covers": covers, "number": len(people),
        "held": _held(people), "waiting": len(held) - len(people),
        "more": len(people) - len(offered) if not covers and not chosen else 0,
        "colleagues": _colleagues(membership, giver), "tabs": _tabs(giver, mine, covers), "chosen": bool(chosen),
        "all_url": _address(giver, mine), "now": _now(membership),
    }  # fmt: skip
    return render(request, "clients/handover_new.html", context, status=422 if form.is_bound else 200)


def _giver(request: HttpRequest, membership: Membership) -> User:
    """Whose people: one's own, or of the colleague in the address. Http404 for who never worked for the partner."""
    typed = number(request.GET.get("van"))
    if not typed or int(typed) == membership.user_id:
        return membership.user
    if not handovers.may_arrange(membership, int(typed)):
        raise PermissionDenied
    known = Membership.objects.filter(chain_id=membership.chain_id, partner__in=membership.acts_for, user=int(typed))
    found = known.select_related("user").first()
    if found is None:
        raise Http404
    return found.user


def _form(
    request: HttpRequest, membership: Membership, covers: bool, offered: list[Client], number: int, chosen: bool
) -> OnceForm:
    there = handovers.colleagues(membership)
    if covers:
        return CoverForm(request.POST or None, colleagues=there, initial={"started_on": today()})
    return MoveForm(request.POST or None, colleagues=there, people=offered, number=number, chosen=chosen)


def _held(people: list[Client]) -> str:
    """`36 keer regie, 2 keer taak`: why these are somebody's people."""
    keys = [key for client in people for key in client.held[:1]]  # type: ignore[attr-defined]
    return ", ".join(f"{HELD[key]}: {keys.count(key)}" for key in HELD if key in keys)


def _colleagues(membership: Membership, giver: User) -> list[tuple[int, str]]:
    """Whose people one can choose; nobody but oneself where one arranges for nobody else."""
    if not handovers.arranges_all(membership):
        return []
    there = {each.user_id: str(each.user) for each in handovers.colleagues(membership)}
    return sorted((there | {giver.pk: str(giver)}).items(), key=lambda each: each[1])


def _address(giver: User, mine: bool, **query: str) -> str:
    asked = ({} if mine else {"van": str(giver.pk)}) | query
    return reverse("handover_new") + (f"?{urlencode(asked)}" if asked else "")


def _tabs(giver: User, mine: bool, covers: bool) -> list[tuple[str, object, bool]]:
    return [
        (_address(giver, mine), _("Mensen overdragen"), not covers),
        (_address(giver, mine, soort=COVER), _("Tijdelijk laten waarnemen"), covers),
    ]


def _now(membership: Membership) -> list[tuple[Handover, str, str]]:
    """What waits or holds: with its label."""
    found = handovers.visible_to(membership).filter(
        Q(status="asked") | Q(kind="cover", status="accepted", ended_on__gte=today())
    )
    waiting = found.annotate(waiting=Count("people", filter=Q(people__status="asked")))
    return [(one, status(one), TONES[one.status]) for one in waiting.order_by("-asked_at", "-pk")[:NOW]]


def status(one: Handover) -> str:
    """Where it stands, in words: a cover that was accepted is to come, holds, or is over."""
    if one.kind == "cover" and one.status == "accepted":
        assert one.ended_on
        if one.started_on > today():
            return translate("afgesproken")
        return translate("loopt nu") if one.ended_on >= today() else translate("voorbij")
    return str(HANDOVER_STATUSES[one.status])


# One handover


@dataclass(frozen=True)
class Row:
    """One of the people: what is open, and what became of them."""

    person: HandoverPerson
    open: Open
    label: str
    tone: str


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """All people and what is open of each, and what may be done now: take over, decline, withdraw; write what to look out for."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not handovers.may_arrange(membership, membership.user_id):
        raise PermissionDenied
    one = handovers.visible_to(membership).filter(pk=handover_id).first()
    if one is None:
        raise Http404
    typed = request.POST.get("act", "") if request.method == "POST" else ""
    form: OnceForm | None = None
    if request.method == "POST":
        if typed not in SAID:
            raise Http404
        if not handovers.may(membership, one, "withdraw" if typed == "notes" else typed):
            raise PermissionDenied
        form = (ReasonForm if typed == "decline" else TakeForm)(request.POST, auto_id=f"id_{typed}_%s")
        if done := _carried_out(request, typed, form, one, membership):
            return done
    return _page(request, one, membership, typed, form)


def _carried_out(
    request: HttpRequest, typed: str, form: OnceForm, one: Handover, by: Membership
) -> HttpResponse | None:  # fmt: skip
    def act() -> str:
        if typed == "take":
            some = [int(each) for each in request.POST.getlist("people") if number(each)]
            handovers.take(one, some if request.POST.get("which") == "some" else None, by=by)
        elif typed == "notes":
            handovers.write_notes(one, _notes(request), by=by)
        else:
            handovers.answer(one, typed, text=form.cleaned_data.get("text", ""), by=by)
        return reverse("handover", args=[one.pk])

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: hier is al op geantwoord."))
        return redirect("handover", one.pk)

    return carry_out(request, form, act, SAID[typed], too_late)


def _notes(request: HttpRequest) -> dict[int, str]:
    """What was typed beside each person, by the id of the row."""
    fields = [(key.removeprefix("note-"), str(text)) for key, text in request.POST.items() if key.startswith("note-")]
    return {int(key): text[:LONGEST_NOTE] for key, text in fields if number(key)}


def _page(
    request: HttpRequest, one: Handover, membership: Membership, typed: str, form: OnceForm | None
) -> HttpResponse:
    rows, more = _people(request, one, membership)
    parts = ["client", "plan", *(part for part in ("referrals", "notes") if membership.reads(part))]
    access.looks(membership, (row.person.client for row in rows), parts)
    numbers = one.people.values_list("status").annotate(n=Count("pk")).order_by("status")
    counted = dict(numbers)
    acts = handovers.moves(membership, one)
    waiting, is_taker = counted.get("asked", 0), one.taker_id == membership.user_id
    context = {
        "section": "day", "handover": one, "rows": rows, "next_url": f"?na={more}" if more else "",
        "first_url": reverse("handover", args=[one.pk]) if request.GET.get("na") else "",
        "status": status(one), "tone": TONES[one.status], "why": HANDOVER_WHY[one.why], "acts": acts,
        "waiting": waiting, "total": sum(counted.values()), "taken": counted.get("taken", 0),
        "takes": "take" in acts and bool(waiting), "writes": one.kind == "move" and "withdraw" in acts and not is_taker,
        "take_form": form if typed == "take" else TakeForm(), "form": form if typed != "decline" else None,
        "decline_form": form if typed == "decline" else ReasonForm(auto_id="id_decline_%s"),
        "declining": typed == "decline", "once": TakeForm().once,
        "title": _title(one, sum(counted.values())), "is_taker": is_taker,
        "longest": LONGEST_NOTE,
    }  # fmt: skip
    return render(request, "clients/handover.html", context, status=422 if form is not None else 200)


def _title(one: Handover, people: int) -> str:
    if one.kind == "cover":
        return translate("%(taker)s neemt waar voor %(giver)s") % {"taker": one.taker, "giver": one.giver}
    told = ngettext("%(people)s persoon van %(giver)s", "%(people)s mensen van %(giver)s", people)
    return told % {"people": people, "giver": one.giver}


def _people(request: HttpRequest, one: Handover, membership: Membership) -> tuple[list[Row], str]:
    """A page of its people in open files, and the id after which the next one begins ("" if there is none)."""
    found = one.people.filter(client__closed_on=None).select_related("client__home").order_by("pk")
    if after := number(request.GET.get("na")):
        found = found.filter(pk__gt=int(after))
    people = list(found[: PAGE + 1])
    there = open_of(membership, {person.client_id for person in people[:PAGE]})
    rows = [
        Row(person, there[person.client_id], str(PERSON_STATUSES[person.status]), PERSON_TONES[person.status])
        for person in people[:PAGE]
    ]
    return rows, str(people[PAGE - 1].pk) if len(people) > PAGE else ""
