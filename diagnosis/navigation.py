"""What the stage of diagnosis adds to the main menu."""

from chain.models import Membership
from chain.navigation import Entry


def entries(membership: Membership) -> list[Entry]:
    return []
