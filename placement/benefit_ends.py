"""What confirmed proposals say of the end of a benefit, for who loads a file of the benefit's own system."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as translate

from chain.formats import day
from placement.models import BenefitProposal


def ends(clients: Collection[int]) -> Iterator[tuple[int, dt.date, str]]:
    """Of each of the people: the last day that a confirmed proposal made, and in words that it did. One query."""
    confirmed = BenefitProposal.objects.filter(client__in=clients, status="confirmed", effect__in=("full", "partial"))
    for client, from_on, decided_on in confirmed.values_list("client_id", "from_on", "decided_on"):
        told = translate("Een voorstel hierover is in Snoer bevestigd op %(day)s.") % {"day": day(decided_on)}
        yield client, from_on - dt.timedelta(1), told
