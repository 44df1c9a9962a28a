"""Questions about clients in the field's words. Net 1 of access.md for lists: visible_to()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Now

from chain.days import today
from chain.parts import WIDE, WITHOUT_FILES

if TYPE_CHECKING:
    from chain.models import Membership


def any_of(rows: QuerySet) -> Subquery:
    """Whether there is such a row, asked per client while walking along a list.

    As EXISTS the planner, which thinks that a policy leaves few clients, first looks at everybody's: 112 ms for the
    first 25 of the 5,000 that a partner sees, 0.8 ms so.
    """
    return Subquery(rows.values_list(Value(True, output_field=BooleanField()))[:1], output_field=BooleanField())


def sees_by_place(membership: Membership) -> bool:
    """Whether it sees people by where they live, and so every part that its function reads: at the point of contact.

    Who sees no file by relation does not there either. The privacy officer does at any partner, and reads names, requests
    and lists to be erased only.
    """
    if membership.role in WIDE:
        return True
    return bool(membership.is_contact_point) and membership.role not in WITHOUT_FILES


def shows(membership: Membership, part: str, client: str = "client") -> Q | Subquery:
    """A condition on what lies under a client: that the file shows the part to the membership (net 1 for lists).

    An involvement can be for some parts only; net 2 says the same.
    """
    from clients.models import Involvement

    if sees_by_place(membership):
        return Q()
    mine = Involvement.objects.of(membership).filter(client=OuterRef(client))
    return any_of(mine.filter(Q(parts__isnull=True) | Q(parts__contains=[part])))


class InvolvementQuerySet(models.QuerySet):
    def of(self, membership: Membership) -> InvolvementQuerySet:
        """Those that give the membership sight now: its partner's, where its function sees files by relation, and its own."""
        day, whose = today(), Q(membership=membership.pk)
        if membership.role not in WITHOUT_FILES:
            whose |= Q(membership__isnull=True, partner_id__in=membership.acts_for)
        return self.filter(
            whose, Q(seen_until__isnull=True) | Q(seen_until__gte=day), Q(expires_at__isnull=True) | Q(expires_at__gt=Now()),
            started_on__lte=day,
        )  # fmt: skip


class ClientQuerySet(models.QuerySet):
    def visible_to(self, membership: Membership | None) -> ClientQuerySet:
        """Clients that the membership may see today (access.md, rule 2).

        The point of contact sees its municipalities' people: all of its chain that row-level security leaves. Others
        go through involvement by integer equality, since array operators lose their index under a policy.
        """
        from clients.models import Involvement

        if membership is None:
            return self.none()
        mine = self.filter(chain_id=membership.chain_id)
        if sees_by_place(membership):
            return mine
        return mine.filter(any_of(Involvement.objects.of(membership).filter(client=OuterRef("pk"))))
