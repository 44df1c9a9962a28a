"""What a call that is about no one person leaves in the look log."""

from chain.models import Membership
from clients import access


def look(membership: Membership, resource: str, why: str) -> None:
    """One row: the machine asked for the resource (`api`), or its token did not open it (`refused`)."""
    access.look(membership, None, [resource], why)
