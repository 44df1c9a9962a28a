"""Changes: of what was read (ETag, If-Match), and made once (Idempotency-Key)."""

import functools
import re
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.problems import Fault, Problem
from chain.models import Once

# What the documentation says of each PATCH.
SENT_ALONE = _("Wat u niet stuurt, blijft zoals het is. De controles zijn die van het scherm.")
TAG = re.compile(r'(?:W/)?"([^"]*)"')


def etag(version: object) -> str:
    """The ETag of what has this version: a number, or whatever tells one state from another."""
    return f'"{version}"'


def tags(header: str) -> set[str]:
    return {f'"{tag}"' for tag in TAG.findall(header)}


def unchanged(request: Request, version: object) -> bool:
    """Whether the machine has this version already (If-None-Match)."""
    header = request.headers.get("If-None-Match", "")
    return header.strip() == "*" or etag(version) in tags(header)


def must_match(request: Request, version: object) -> None:
    """Problem 428 without If-Match, 412 where that is not the ETag of what stands there now."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise Problem(428)
    if header != "*" and etag(version) not in tags(header):
        raise Problem(412, ETag=etag(version))


def created(name: str, *args: object) -> Response:
    """The answer to a creation: 201 and where it is now. The same for the call and for each repetition of it."""
    return _made(reverse(name, args=args))


def _made(address: str) -> Response:
    return Response(
        {"id": address.rpartition("/")[2], "href": address}, 201, headers={"Location": address}
    )  # fmt: skip


def repeatable[V: Callable[..., Response]](post: V) -> V:
    """For a `post` that creates: carried out once for its Idempotency-Key (a UUID), however often it is sent.

    The same key with the same body gives the same answer; with another body it is a Problem 422. A call that failed
    leaves the key free. The method answers with `created()`.
    """

    @functools.wraps(post)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key(request)
        # A key is of who sends it: another's is another one. Calls with the same key wait for each other.
        own = uuid.uuid5(uuid.UUID(int=view.membership.pk), str(key))
        # Keyed: a body can hold a BSN, and there are so few of these that a bare digest tells which.
        body = request.path.encode() + b"\n" + request._request.body
        sent = salted_hmac("snoer.once", body, algorithm="sha256").hexdigest()
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [own.int >> 65])
        earlier = Once.objects.filter(key=own).first()
        if earlier is not None:
            if earlier.sent != sent:
                raise Problem(422)
            return _made(earlier.led_to)
        answer = post(view, request, *args, **kwargs)
        if answer.status_code == 201:
            made = {"chain_id": view.membership.chain_id, "membership": view.membership}
            Once.objects.bulk_create([Once(key=own, led_to=answer.headers["Location"], sent=sent, **made)])
        return answer

    once.repeatable = True  # type: ignore[attr-defined]
    return once  # type: ignore[return-value]


def _key(request: Request) -> uuid.UUID:
    given = request.headers.get("Idempotency-Key", "").strip().strip('"')
    try:
        return uuid.UUID(given)
    except ValueError:
        said = translate("Stuur een UUID mee, een nieuwe voor elke nieuwe aanvraag.")
        raise Problem(400, faults=[Fault("Idempotency-Key", "invalid" if given else "required", said)]) from None
