"""What administrators did about how somebody signs in: added to in the act itself, and shown with the user."""

from django.db.models import QuerySet

from chain.models import Membership, User, UserAct

SHOWN = 10


def note(by: Membership, user: User, act: str) -> None:
    UserAct.objects.create(chain_id=by.chain_id, membership=by, user=user, act=act)


def newest(by: Membership, user: User) -> QuerySet[UserAct]:
    rows = UserAct.objects.filter(chain_id=by.chain_id, user=user).select_related("membership__user")
    return rows.order_by("-at", "-pk")[:SHOWN]
