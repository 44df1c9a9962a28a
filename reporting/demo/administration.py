"""What the administrator did: somebody new, who works elsewhere in the chain from next month on."""

import datetime as dt

from chain import memberships
from chain.acting import acting_as
from chain.models import Chain, Membership, Partner


def kept(chain: Chain, people: dict[str, Membership], day: dt.date) -> None:
    """A colleague with a start password, and a change of function to come; act as the administrator."""
    by = people["anouk"]
    with acting_as(by.pk, "load_demo"):
        partners = {partner.code: partner for partner in Partner.objects.filter(chain=chain)}
        new, _password = memberships.add_user(
            by=by, username="joost", name="Joost Willems", email="", partner=partners["mtb"], role="work_coach", started_on=day,
        )  # fmt: skip
        month = (day.replace(day=1) + dt.timedelta(40)).replace(day=1)
        memberships.change(new, partner=partners["annex"], role="trainer", from_on=month, by=by)
