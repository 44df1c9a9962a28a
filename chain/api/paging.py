"""Lists in pages: from a cursor on, which says where the last page ended and nothing that can be read."""

from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translate
from rest_framework.request import Request

from chain.api.problems import Fault, Problem

USUAL, MOST = 50, 100
SALT = "chain.api.paging"
KEYS = ("pageSize", "cursor")


def size(request: Request) -> int:
    """How many a page holds: `pageSize`, 1 to 100."""
    given = request.query_params.get("pageSize", str(USUAL))
    if not (given.isascii() and given.isdigit() and len(given) <= 3 and 1 <= int(given) <= MOST):
        said = translate("Kies een getal van 1 tot en met %(most)s.") % {"most": MOST}
        raise Problem(400, faults=[Fault("pageSize", "invalid", said)])
    return int(given)


def page(request: Request, rows: QuerySet, order: tuple[str, ...]) -> tuple[list[Any], str | None]:
    """The rows of this page and the address of the next one. `order`: fields that are never empty, the last one unique.

    One question. Problem 400 for a page size or a cursor that cannot be.
    """
    most = size(request)
    cursor = request.query_params.get("cursor")
    if cursor is not None:
        rows = rows.filter(_after(order, _read(request, cursor, order)))
    found = list(rows.order_by(*order)[: most + 1])
    if len(found) <= most:
        return found, None
    last = [_value(found[most - 1], name) for name in order]
    query = request._request.GET.copy()
    query["cursor"] = signing.dumps(last, salt=f"{SALT}:{request.path}")
    return found[:most], request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _value(row: Any, name: str) -> Any:
    for each in name.lstrip("-").split("__"):
        row = row[each] if isinstance(row, dict) else getattr(row, each)
    return row.isoformat() if hasattr(row, "isoformat") else row


def _read(request: Request, cursor: str, order: tuple[str, ...]) -> list[Any]:
    try:
        last = signing.loads(cursor, salt=f"{SALT}:{request.path}")
    except signing.BadSignature:
        last = None
    if not isinstance(last, list) or len(last) != len(order):
        said = translate("Gebruik het adres dat in next stond.")
        raise Problem(400, faults=[Fault("cursor", "invalid", said)])
    return last


def _after(order: tuple[str, ...], last: list[Any]) -> Q:
    """What comes after the row with these values."""
    found, same = Q(), Q()
    for name, value in zip(order, last, strict=True):
        field = name.lstrip("-")
        found |= same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{field: value})
    return found
