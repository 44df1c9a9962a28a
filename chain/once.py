"""A form is carried out once: each that posts carries a one-time key, unique in the database."""

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from chain.models import Once


def new_key() -> str:
    return str(uuid.uuid4())


def once(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Carry out `act`, which returns the address to go to, for the key in the post; a second post goes there too.

    An error in `act` leaves the key free, so that the form can be sent again. A missing or malformed key is a new one.
    """
    try:
        key = uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        key = uuid.uuid4()
    with transaction.atomic():
        try:
            with transaction.atomic():  # waits here for a first post that is still under way
                record = Once.objects.create(
                    key=key, chain=request.membership.chain, membership=request.membership  # type: ignore[attr-defined]
                )
        except IntegrityError:
            earlier = Once.objects.filter(key=key).first()
            return HttpResponseRedirect(earlier.led_to if earlier and earlier.led_to else "/")
        record.led_to = act()
        record.save(update_fields=["led_to"])
    return HttpResponseRedirect(record.led_to)


def earlier(request: HttpRequest) -> HttpResponse | None:
    """Where an earlier post with the same key led: asked when a form turns out wrong, for a second post of a form that
    was carried out can find its own traces in the way."""
    try:
        key = uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None
    record = Once.objects.filter(key=key).exclude(led_to="").first()
    return HttpResponseRedirect(record.led_to) if record else None
