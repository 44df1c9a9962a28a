"""Tasks for the workers about placement."""

from celery import shared_task

from chain.jobs import in_each_chain, once_at_a_time
from placement.cards import renew_stale
from placement.employer_contacts import forget_who_is_past


@shared_task
def contact_persons() -> None:
    """Every night, and safe at any time: contact persons at employers whom nobody spoke to for long are taken away."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "sight", "contact-persons", lambda: forget_who_is_past(chain.pk)),
        "contact persons of chain %s could not be taken away",
    )


@shared_task
def work_cards() -> None:
    """Every night, and safe at any time: cards with a certificate that has run out, since time passing fires no trigger."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "sight", "cards", lambda: renew_stale(chain.pk)),
        "work cards of chain %s could not be renewed",
    )
