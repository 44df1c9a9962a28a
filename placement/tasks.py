"""Tasks for the workers about placement."""

import logging

from celery import shared_task

from chain.jobs import once_at_a_time
from chain.models import Chain
from placement.cards import renew_stale
from placement.employer_contacts import forget_who_is_past

logger = logging.getLogger(__name__)


@shared_task
def contact_persons() -> None:
    """Every night, and safe at any time: contact persons at employers whom nobody spoke to for long are taken away."""
    for chain in Chain.objects.all():
        try:
            once_at_a_time(chain.pk, "sight", "contact-persons", lambda chain=chain: forget_who_is_past(chain.pk))  # type: ignore[misc]
        except Exception:
            logger.exception("contact persons of chain %s could not be taken away", chain.pk)


@shared_task
def work_cards() -> None:
    """Every night, and safe at any time: cards with a certificate that has run out, since time passing fires no trigger."""
    for chain in Chain.objects.all():
        try:
            once_at_a_time(chain.pk, "sight", "cards", lambda chain=chain: renew_stale(chain.pk))  # type: ignore[misc]
        except Exception:
            logger.exception("work cards of chain %s could not be renewed", chain.pk)
