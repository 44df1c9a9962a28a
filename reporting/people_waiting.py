"""Who they are that wait, for who may see people there: the page of each wait where they are listed."""

from django.urls import reverse

from chain.models import Membership, Municipality
from chain.parts import CONSULTANTS
from clients import unseen
from development import support_list
from placement import introduction_list

# Of these the list of who is out of sight has the people who wait longer than agreed.
UNSEEN = {
    "intake": "intake", "plan": "plan", "next-step": "step", "first-answer": "wait", "explanation": "wait", "answer": "wait",
    "step": "wait",
}  # fmt: skip


def people_url(membership: Membership, kind: str, place: Municipality | None = None) -> str:
    """The list with the people of a wait, of one municipality or all; "" for who sees nobody on it, where there is none, or
    where the list cannot be narrowed to the municipality."""
    if kind in UNSEEN and unseen.reads_names(membership):
        return unseen.Asked(UNSEEN[kind], place=place.code if place else "").address() + "#list"
    if place:
        return ""
    if kind in ("support", "arranging") and support_list.reads_list(membership):
        return reverse("supports")
    if kind == "seat" and membership.reads("plan") and membership.reads("places"):
        return reverse("places")
    if kind == "employer" and introduction_list.reads_list(membership):
        return f"{reverse('introductions')}?wie=partner&status=sent"
    if membership.role in CONSULTANTS and membership.is_contact_point:
        return {"card": reverse("card_requests"), "subsidy": reverse("subsidies"), "benefit": reverse("proposals")}.get(
            kind, ""
        )
    return ""
