"""What Mijn dag tells of requests under the AVG: those whose last day has passed or is near, to who handles them.

Those whose handler left, or has another function by now, are told to the lead consultants of the point of contact.
"""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain.days import today
from chain.formats import day_long
from chain.models import Membership
from chain.parts import ROLES, writes
from clients.day_asked import Question, answers
from clients.models.rights import REQUESTS
from clients.registered import Leads, Notice

WARN_DAYS = 7
LATE = """
    select r.id, r.kind, r.due_on, c.number, c.first_name, c.prefix, c.last_name
    from clients_rightsrequest r join clients_client c on c.id = r.client_id
    where r.chain_id = %(chain)s and r.status = 'open' and r.due_on <= %(near)s
      and (r.handler_id = %(user)s or %(leads)s and not exists (
        select from chain_membership m join chain_user u on u.id = m.user_id
        where m.user_id = r.handler_id and m.chain_id = r.chain_id and m.role = any(%(roles)s) and u.is_active
          and m.started_on <= %(today)s and coalesce(m.ended_on, %(today)s) >= %(today)s
          and coalesce(m.agreed_until, %(today)s) >= %(today)s))
    order by r.due_on, r.id"""


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """What LATE asks, in the one statement of the page's head; nothing for who answers no requests."""
    if not membership.writes("rights"):
        return {}
    given = {
        "chain": membership.chain_id, "user": membership.user_id, "today": today(),
        "near": today() + dt.timedelta(WARN_DAYS), "roles": [role for role in ROLES if writes(role, "rights")],
        "leads": membership.role == "lead_consultant" and bool(membership.is_contact_point),
    }  # fmt: skip
    return {"rights": (LATE, given)}


def notices(membership: Membership) -> list[Notice]:
    """A line for each request of one's own that is late or soon will be, the oldest first."""
    found = []
    for row in answers(head_questions, membership).get("rights", []):
        name = " ".join(filter(None, [row["first_name"], row["prefix"], row["last_name"]]))
        left = (row["due_on"] - today()).days
        words = {"name": name, "kind": REQUESTS[row["kind"]], "day": day_long(row["due_on"]), "left": left}
        url = reverse("rights_request", args=[row["number"], row["id"]])
        found.append(Notice(_told(left) % words, url, translate("Beantwoorden")))
    return found


def _told(left: int) -> str:
    """With so many days left."""
    if left < 0:
        return translate("Het verzoek van %(name)s (%(kind)s) moest op %(day)s beantwoord zijn.")
    if left == 0:
        return translate("Het verzoek van %(name)s (%(kind)s) moet vandaag beantwoord zijn.")
    return ngettext(
        "Het verzoek van %(name)s (%(kind)s) moet op %(day)s beantwoord zijn: nog %(left)s dag.",
        "Het verzoek van %(name)s (%(kind)s) moet op %(day)s beantwoord zijn: nog %(left)s dagen.",
        left,
    )
