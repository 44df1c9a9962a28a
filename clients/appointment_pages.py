"""The pages of an appointment: make one, and see one with what may be done with it now."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.addresses import back
from chain.formats import day_near
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import carry_out, earlier
from clients import access, appointments, invitations, mail, todo
from clients.appointment_forms import SPOKEN_DUTCH, MoveForm, NewForm, SettleForm
from clients.appointment_shown import MAIL_TOLD, TONES
from clients.languages import LANGUAGES
from clients.models import Appointment, Client, Contact, Mail
from clients.models.appointment import APPOINTMENT_STATUSES
from clients.step_pages import address


def _hears(membership: Membership, client: Client) -> dict[str, Any]:
    """What to know before inviting: whether there is an address, and that a letter is in Dutch."""
    if not access.reads(membership, client, "contact"):
        return {"mail_on": mail.on()}
    there = Contact.objects.filter(client=client).values("email", "language").first()
    spoken = there["language"] if there else ""
    return {
        "mail_on": mail.on(), "knows_contact": True, "has_email": bool(there and there["email"]),
        "spoken": LANGUAGES.get(spoken, spoken) if spoken not in SPOKEN_DUTCH else "",
    }  # fmt: skip


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def appointment_new(request: HttpRequest, number: str) -> HttpResponse:
    """Make one; `dag` in the address begins with that day."""
    found = access.client(request, number, "plan", also=("contact",), write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not appointments.may_make(membership, found):
        raise PermissionDenied
    form = NewForm(request.POST or None, membership=membership, initial={"on": _day(request.GET.get("dag", ""))})

    def act() -> str:
        made = appointments.make(found, by=membership, **form.cleaned_data)
        return back(request, reverse("appointment", args=[number, made.pk]))

    if done := carry_out(request, form, act, translate("De afspraak staat.")):
        return done
    coming = Appointment.objects.filter(client=found, status="planned").select_related("partner", "user")
    context = {
        "client": found, "section": "clients", "form": form, "back": back(request, reverse("record", args=[number])),
        "coming": list(coming.order_by("on", "time", "pk")[:6]), **_hears(membership, found),
    }  # fmt: skip
    return render(request, "clients/appointment_new.html", context, status=422 if form.is_bound else 200)


def _day(typed: str) -> Any:
    try:
        return DutchDateField(required=False).clean(typed)
    except ValidationError:
        return None


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest, number: str, appointment_id: int) -> HttpResponse:
    """Where it stands, how it went, and another day; a post says `settle` or `move`."""
    found = access.client(request, number, "client", "plan", also=("contact", "notes"))
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = _of(found, appointment_id)
    acts = appointments.moves(membership, one)
    posted = request.POST.get("act", "settle") if request.method == "POST" else ""
    settles = SettleForm(request.POST if posted == "settle" else None, acts=acts, appointment=one)
    moves = MoveForm(
        request.POST if posted == "move" else None, instance=_of(found, appointment_id), membership=membership
    )
    if posted:
        if posted not in ("settle", "move"):
            raise Http404
        if not any(appointments.may(membership, one, act) for act in ("move", "cancel")):
            access.look(membership, found, ["plan"], "refused")
            raise PermissionDenied
        if done := earlier(request):  # sent twice: it was not a colleague who was first
            return done
        if not acts:
            return _too_late(request, one)
        done = _moved(request, one, moves) if posted == "move" else _settled(request, one, settles)
        if done:
            return done
    missed = appointments.missed_in_a_row(found) if one.status in ("planned", "no-show") else 0
    context = {
        "client": found, "section": "clients", "one": one, "status": APPOINTMENT_STATUSES[one.status],
        "tone": TONES[one.status], "settles": settles if acts else None, "moves": moves if "move" in acts else None,
        "moving": posted == "move", "begun": appointments.begun(one), "mail": _mail(membership, found, one),
        "others": list(appointments.of_day(found, one.on, but=one.pk)) if one.status == "planned" else [],
        "may_make": appointments.may_make(membership, found),
        "letter_url": address("letter", number, one.letter_id) if one.letter_id else "",
        "missed": missed if missed >= appointments.IN_A_ROW else 0,
        "signal_url": address("signal_new", number) if membership.reads("cooperation") else "", **_hears(membership, found),
    }  # fmt: skip
    return render(request, "clients/appointment.html", context, status=422 if posted else 200)


def _of(client: Client, pk: int) -> Appointment:
    one = Appointment.objects.filter(client=client, pk=pk).select_related("partner", "user", "author", "letter").first()
    if one is None:
        raise Http404
    one.client = client
    return one


def _mail(membership: Membership, client: Client, one: Appointment) -> dict[str, Any] | None:
    """What became of the invitation by e-mail, for who reads how the person is reached."""
    if one.invited_by != "email" or not access.reads(membership, client, "contact"):
        return None
    sent = Mail.objects.filter(chain_id=one.chain_id, key=invitations.key(one)).first()
    if sent is None:
        return None
    return {"told": MAIL_TOLD[sent.status], "wrong": sent.status in ("unsure", "refused"), "waits": sent.tries > 1
            and sent.status == "waiting", "at": sent.ended_at}  # fmt: skip


def _settled(request: HttpRequest, one: Appointment, form: SettleForm) -> HttpResponse | None:
    by: Membership = request.membership  # type: ignore[attr-defined]

    def act() -> str:
        clean = form.cleaned_data
        settled = appointments.settle(one, clean["outcome"], text=clean["text"], by=by)
        to = reverse("appointment", args=[one.client.number, one.pk])
        if clean["follow"] == "again":
            made = appointments.make(
                one.client, on=clean["on"], time=clean["time"], subject=settled.subject, user=settled.user,
                minutes=settled.minutes, where=settled.where, place=settled.place,
                invited_by=clean["invited_by"] or "said", by=by,
            )  # fmt: skip
            to = reverse("appointment", args=[one.client.number, made.pk])
        elif clean["follow"] == "task":
            todo.add(one.client, clean["task"], clean["due_on"], by=by, about=settled, user=by.user)
        return back(request, to)

    said = {
        "keep": translate("Vastgelegd: de afspraak is geweest."),
        "miss": translate("Vastgelegd: niet verschenen."),
        "excuse": translate("Vastgelegd: afgemeld."),
        "cancel": translate("De afspraak gaat niet door."),
    }.get(request.POST.get("outcome", ""), "")
    return carry_out(request, form, act, said, lambda: _too_late(request, one))


def _moved(request: HttpRequest, one: Appointment, form: MoveForm) -> HttpResponse | None:
    """In a transaction of its own, for the form looks whether somebody changed it meanwhile."""
    by: Membership = request.membership  # type: ignore[attr-defined]

    def act() -> str:
        appointments.move(one, by=by, **{name: form.cleaned_data[name] for name in appointments.MOVED})
        return back(request, reverse("appointment", args=[one.client.number, one.pk]))

    def said() -> str:
        new = {"day": capfirst(day_near(form.cleaned_data["on"])), "time": f"{form.cleaned_data['time']:%H:%M}"}
        return translate("Verzet. Nieuwe tijd: %(day)s om %(time)s uur.") % new

    with transaction.atomic():
        return carry_out(request, form, act, said, lambda: _too_late(request, one))


def _too_late(request: HttpRequest, one: Appointment) -> HttpResponse:
    messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
    return redirect("appointment", one.client.number, one.pk)
