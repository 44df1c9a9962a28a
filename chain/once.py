"""A form is carried out once: each that posts carries a one-time key, unique in the database."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property

from chain.addresses import back
from chain.models import Membership, Once
from chain.navigation import posted


class NotNow(Exception):
    """The act is not possible (any more): somebody else was first, or the page was old."""


def new_key() -> str:
    return str(uuid.uuid4())


class CarriedOnce:
    """A form that is carried out once: its page posts `once` back."""

    data: Any

    @cached_property
    def once(self) -> str:
        key: str = self.data.get("once") or new_key()
        return key


class OnceForm(CarriedOnce, forms.Form):
    """The usual form of an act: carried out once, and what is missing is said by the server, in its own words."""

    use_required_attribute = False


def once(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Carry out `act`, which returns the address to go to unless the page was asked for from another (`next`), for the key
    in the post; a second post goes there too.

    An error in `act` leaves the key free, so that the form can be sent again. A missing or malformed key is a new one.
    """
    try:
        key = uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        key = uuid.uuid4()
    with transaction.atomic():
        if not _claim(key, request.membership):  # type: ignore[attr-defined]
            earlier = Once.objects.filter(key=key).first()
            return HttpResponseRedirect(earlier.led_to if earlier and earlier.led_to else "/")
        led_to = back(request, act())
        Once.objects.filter(key=key).update(led_to=led_to)
    return posted(request, HttpResponseRedirect(led_to))


def claimed(request: HttpRequest, led_to: str) -> bool:
    """Whether the key in the post is new; then it is taken, for an act that leads to `led_to`. Without a savepoint: for acts
    that refuse what they refuse before they ask this, and whose other errors undo the whole request."""
    try:
        key = uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return True
    return _claim(key, request.membership, led_to)  # type: ignore[attr-defined]


def _claim(key: uuid.UUID, membership: Membership, led_to: str = "") -> bool:
    """Whether the key is new; waits for a first post that is still under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into chain_once (key, chain_id, membership_id, led_to) values (%s, %s, %s, %s)"
            " on conflict (key) do nothing",
            [key, membership.chain_id, membership.pk, led_to],
        )
        return cursor.rowcount == 1


def carry_out(
    request: HttpRequest,
    form: Any,
    act: Callable[[], str],
    said: object = "",
    too_late: Callable[[], HttpResponse] | None = None,
) -> HttpResponse | None:
    """The answer to a posted form: `act` carried out once, and `said` (or what it answers) to the user. None where the form
    is to be shown.

    A ValidationError of the act goes to the fields that it names; NotNow is answered by `too_late`. A form that is not
    valid but was carried out before goes where that led: its own traces can be what is in the way now.
    """
    if request.method != "POST":
        return None
    if not form.is_valid():
        return earlier(request)
    try:
        answer = once(request, act)
    except ValidationError as error:
        put_errors(form, error)
        return None
    except NotNow:
        if too_late is None:
            raise
        return too_late()
    if said:
        messages.success(request, str(said() if callable(said) else said))
    return answer


def put_errors(form: Any, error: ValidationError) -> None:
    """What an act refused, at the field that it is about where the form has it."""
    for name, errors in error.update_error_dict({}).items():
        form.add_error(name if name in form.fields else None, errors)


def earlier(request: HttpRequest) -> HttpResponse | None:
    """Where an earlier post with the same key led: asked when a form turns out wrong, for a second post of a form that
    was carried out can find its own traces in the way."""
    try:
        key = uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None
    record = Once.objects.filter(key=key).exclude(led_to="").first()
    return HttpResponseRedirect(record.led_to) if record else None
