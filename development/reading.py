"""Who asks for a page about what the partners share: places, groups and lines."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from chain.models import Membership


def reader(request: HttpRequest, may_write: Callable[[Membership], bool] | None = None) -> Membership:
    """404 outside a chain, 403 for who does not read of places, or (`may_write`) does not write."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("places") or (may_write is not None and not may_write(membership)):
        raise PermissionDenied
    return membership
