"""What is to be mended of one's own people, as a count on Mijn dag that leads to the page."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from chain.models import Membership
from chain.parts import CONSULTANTS
from clients.day_asked import Question, answers
from clients.registered import Leads, Waiting
from reporting.models import Flaw


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """Of consultants of the point of contact: others have no people of their own."""
    if membership.role not in CONSULTANTS or not membership.is_contact_point:
        return {}
    found = Flaw.objects.filter(chain_id=membership.chain_id, user=membership.user_id)
    return {"to_mend": found.order_by().values("chain_id").annotate(number=Count("pk"))}


def waiting(membership: Membership) -> list[Waiting]:
    """Nothing where there is nothing: it is never urgent."""
    number = sum(row["number"] for row in answers(head_questions, membership).get("to_mend", ()))
    text = ngettext("gegeven na te kijken", "gegevens na te kijken", number)
    return [Waiting(number, text, reverse("quality"))] if number else []
