"""The administrator's pages about who signs in: the list, somebody new, and the functions of a user."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chain import dry_run, memberships, oidc, second_factor, sessions, user_acts
from chain.addresses import number
from chain.days import today
from chain.formats import day, period
from chain.manage import admin
from chain.models import Membership, User, holds_on
from chain.once import NotNow, carry_out, claimed, earlier, new_key, put_errors
from chain.password_first import password_first
from chain.registry import registered
from chain.user_forms import (
    AboutUserForm,
    ChangeFunctionForm,
    EndFunctionForm,
    Filters,
    FunctionForm,
    UserForm,
)

PAGE = 25


@dataclass
class Shown:
    """A function of a user as the pages show it."""

    row: Membership
    period: str
    over: bool


@dataclass
class Person:
    """A user of the chain with the functions here, what holds now first."""

    user: User
    functions: list[Shown] = field(default_factory=list)

    @property
    def works(self) -> bool:
        return not all(one.over for one in self.functions)


def _of_chain(membership: Membership) -> QuerySet[Membership]:
    """The functions of people: row-level security shows those of the own chain alone."""
    return Membership.objects.of_people().filter(chain_id=membership.chain_id).exclude(role="system")


def user_of_chain(membership: Membership, user_id: int) -> User:
    return get_object_or_404(User, pk=user_id, pk__in=_of_chain(membership).values("user"))


def functions_of(membership: Membership, users: list[User]) -> list[Person]:
    """The users with their functions in the chain: one query."""
    people = {user.pk: Person(user) for user in users}
    rows = (
        _of_chain(membership)
        .filter(user__in=people)
        .select_related("partner", "municipality")
        .order_by("-started_on", "pk")
    )
    for row in rows:
        never = row.ended_on is not None and row.ended_on < row.started_on
        told = translate("nooit ingegaan") if never else period(row.started_on, row.ended_on)
        shown = Shown(row, told, never or (row.ended_on is not None and row.ended_on < today()))
        people[row.user_id].functions.append(shown)
    for person in people.values():
        person.functions.sort(key=lambda one: one.over)
    return list(people.values())


@login_required
@require_GET
def user_list(request: HttpRequest) -> HttpResponse:
    """Everybody who works in the chain, by name; with the choice `weg` also who did."""
    membership = admin(request)
    filters = Filters(request.GET, chain_id=membership.chain_id)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = _of_chain(membership)
    if not chosen.get("weg"):
        rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today()))
    if chosen.get("partner"):
        rows = rows.filter(partner__code=chosen["partner"])
    users = User.objects.filter(pk__in=rows.values("user"))
    if asked := chosen.get("q", "").strip():
        users = users.filter(Q(name__icontains=asked) | Q(username__icontains=asked))
    if after := User.objects.filter(pk=number(request.GET.get("na")) or 0).values_list("name", "pk").first():
        users = users.filter(Q(name__gt=after[0]) | Q(name=after[0], pk__gt=after[1]))
    found = list(users.order_by("name", "pk")[: PAGE + 1])
    again = {name: value for name, value in request.GET.items() if name in ("q", "partner", "weg") and value}
    further = f"?{urlencode(again | {'na': found[PAGE - 1].pk})}" if len(found) > PAGE else ""
    people = functions_of(membership, found[:PAGE])
    context = {"section": "manage", "filters": filters, "people": people, "next_url": further, "chosen": bool(again)}
    return render(request, "chain/users.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """Somebody new. The answer shows the start password, once: it stands nowhere else, not even in the session."""
    by = admin(request)
    form = UserForm(request.POST or None, chain_id=by.chain_id)
    if request.method == "POST":
        if done := earlier(request):  # sent twice: the password was in the first answer
            return done
        if form.is_valid():
            try:
                with transaction.atomic():
                    if not claimed(request, reverse("users")):
                        return redirect("users")
                    made, password = memberships.add_user(by=by, **form.cleaned_data)
                return _password(request, made.user, password)
            except ValidationError as error:
                put_errors(form, error)
    context = {"section": "manage", "form": form, "title": translate("Nieuwe gebruiker"), "back": reverse("users"),
               "button": translate("Toevoegen"),
               "lead": translate("Snoer maakt een wachtwoord voor de eerste keer. Dat ziet u hierna, één keer.")}  # fmt: skip
    return render(request, "chain/manage_form.html", context, status=422 if form.is_bound else 200)


def _password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    return render(request, "chain/user_password.html", {"section": "manage", "user": user, "password": password})


@sensitive_post_parameters()
@login_required
@require_POST
def user_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new start password for who forgot theirs; shown once."""
    by = admin(request)
    user = user_of_chain(by, user_id)
    led_to = reverse("user_edit", args=[user.pk])
    if not (memberships.may_change(by, user) and memberships.of_this_chain(by, user)):
        raise PermissionDenied
    if asked := password_first(
        request, translate("Nieuw wachtwoord maken"), translate("Maak een nieuw wachtwoord"), led_to
    ):
        return asked
    with transaction.atomic():
        if not claimed(request, led_to):
            return redirect(led_to)
        password = memberships.give_password(user, by)
    return _password(request, user, password)


def signing_in(user: User) -> dict[str, Any]:
    """How the user signs in, for the administrator: whether there is a second step (never which), how many sessions, and
    to which providers the account is bound."""
    names = {one["id"]: one["name"] for one in settings.SNOER_OIDC}
    bound = [
        {"pk": one.pk, "uid": one.uid, "name": names.get(one.provider, one.provider)} for one in oidc.bound_to(user)
    ]
    return {"factor": second_factor.of(user.pk), "local": user.has_usable_password(), "sessions": sessions.number(user),
            "bound": bound, "providers": names, "keys": (new_key(), new_key())}  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def user_edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Somebody of the chain: name and address, functions now and before, and what was changed in those."""
    by = admin(request)
    user = user_of_chain(by, user_id)
    may, own = memberships.may_change(by, user), memberships.of_this_chain(by, user)
    if request.method == "POST" and not (may and own):
        raise PermissionDenied
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk) if request.method == "POST" else user
        form = AboutUserForm(request.POST or None, instance=locked)

        def act() -> str:
            if form.touched:
                User.objects.filter(pk=user.pk).update(**{name: form.cleaned_data[name] for name in form.moved})
            return reverse("user_edit", args=[user.pk])

        if done := carry_out(request, form, act, translate("Opgeslagen.")):
            return done
    (person,) = functions_of(by, [user])
    context = {"section": "manage", "form": form, "person": person, "one": user, "may": may, "own": own,
               "acts": user_acts.newest(by, user), **(signing_in(user) if may and own else {})}  # fmt: skip
    return render(request, "chain/user.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def membership_new(request: HttpRequest, user_id: int) -> HttpResponse:
    """A further function for somebody of the chain."""
    by = admin(request)
    user = user_of_chain(by, user_id)
    if not memberships.may_change(by, user):
        raise PermissionDenied
    form, back = FunctionForm(request.POST or None, chain_id=by.chain_id), reverse("user_edit", args=[user.pk])

    def act() -> str:
        memberships.begin(user, by=by, **form.cleaned_data)
        return back

    if done := carry_out(request, form, act, translate("De functie is toegevoegd.")):
        return done
    context = {"section": "manage", "form": form, "title": translate("Functie toevoegen"), "about": user, "back": back,
               "button": translate("Toevoegen"),
               "lead": translate("Wie twee functies heeft, kiest bij het aanmelden. Rechten tellen niet op.")}  # fmt: skip
    return render(request, "chain/manage_form.html", context, status=422 if form.is_bound else 200)


def _membership(request: HttpRequest, by: Membership, membership_id: int) -> Membership:
    """A function that can still be changed by who asks; 404 for one of another chain or of a job."""
    found = get_object_or_404(_of_chain(by).select_related("user", "partner"), pk=membership_id)
    if not memberships.may_change(by, found.user):
        raise PermissionDenied
    return found


def _function(row: Membership) -> str:
    return f"{row.user}: {row.get_role_display()}, {row.partner}, {period(row.started_on, row.ended_on)}"


def _too_late(request: HttpRequest, row: Membership) -> HttpResponse:
    messages.warning(request, translate("Deze functie is al gestopt."))
    return redirect("user_edit", user_id=row.user_id)


def stays_behind(row: Membership, change: Callable[[], object], on: dt.date) -> list[dry_run.Effect]:
    """What of the user's work is left with nobody, and the functions that are there on the day, once `change` is done."""

    def after() -> list[str]:
        change()
        held = _of_chain(row).filter(holds_on(on), user=row.user_id).select_related("partner").order_by("pk")
        return [f"{one.get_role_display()}, {one.partner}" for one in held]

    functions = dry_run.taken_back(after)
    found = [effect for told in registered("SNOER_LEAVING") for effect in told(row.user_id)]
    kept = "; ".join(functions) or translate("geen: aanmelden kan dan niet meer")
    return [*found, dry_run.Effect(_("Functies op %(day)s") % {"day": day(on)}, kept)]


@login_required
@require_http_methods(["GET", "POST"])
def membership_change(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Another function from a day on, after a dry run."""
    by = admin(request)
    row = _membership(request, by, membership_id)
    form = ChangeFunctionForm(request.POST or None, chain_id=by.chain_id, membership=row)

    def change() -> str:
        memberships.change(row, by=by, **form.cleaned_data)
        return reverse("user_edit", args=[row.user_id])

    def effects() -> list[dry_run.Effect]:
        return stays_behind(row, change, form.cleaned_data["from_on"])

    return _tried(request, row, form, translate("Functie wijzigen"), change, effects, _("De functie is gewijzigd."))


@login_required
@require_http_methods(["GET", "POST"])
def membership_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """A function stops, after a dry run that tells what stays behind."""
    by = admin(request)
    row = _membership(request, by, membership_id)
    form = EndFunctionForm(request.POST or None)

    def change() -> str:
        memberships.end(row, form.cleaned_data["ended_on"], by=by)
        return reverse("user_edit", args=[row.user_id])

    def effects() -> list[dry_run.Effect]:
        return stays_behind(row, change, form.cleaned_data["ended_on"] + dt.timedelta(1))

    return _tried(request, row, form, translate("Functie laten stoppen"), change, effects, _("De functie stopt."))


def _tried(
    request: HttpRequest, row: Membership, form: Any, title: str, act: Any, effects: Any, said: object
) -> HttpResponse:
    context = {"title": title, "about": _function(row), "back": reverse("user_edit", args=[row.user_id]),
               "button": translate("Kijk wat dit doet"),
               "lead": translate("Voordat er iets verandert, ziet u welk werk van deze collega blijft liggen.")}  # fmt: skip
    try:
        return dry_run.answer(
            request, form, template="chain/manage_form.html", context=context, effects=effects, act=act, said=said
        )  # fmt: skip
    except NotNow:
        return _too_late(request, row)
