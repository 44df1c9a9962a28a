"""What the workers do about counting. The tasks call these; so do the commands and the tests."""

import datetime as dt
import logging

from django.core.cache import cache
from django.db.models.functions import Now
from django.utils import timezone

from chain.acting import acting_as, system_membership
from chain.jobs import in_each_chain, lock, once_at_a_time
from chain.models import Chain, JobRun, Outbox
from chain.vitals import SWEPT
from clients import bulk, news, terms
from clients.models import Term
from reporting import facets, files, reports
from reporting.counting import count, recheck
from reporting.models import Programme
from reporting.sql import MANY

logger = logging.getLogger(__name__)
KEPT_DAYS = 30  # of the outbox


def empty_outbox(chain_id: int) -> int:
    """Do all that waits in the chain's outbox, in one transaction; the number of persons whose results changed.

    `facts`: every programme is counted anew for exactly those clients, or for all where there are many; their facets, and
    those of the `facet` lines, are renewed. `told`: what matters to others becomes news of the partners involved. Several
    changes are one run. A second run waits for the first instead of leaving, since the first may have looked before the
    second's cause was there.
    """
    changed = 0
    with acting_as(system_membership(chain_id, "count"), "outbox"):
        lock("outbox", chain_id)
        todo = list(
            Outbox.objects.filter(chain_id=chain_id, done_at__isnull=True).values_list("pk", "topic", "payload")
        )
        facts = [payload for _pk, topic, payload in todo if topic == "facts"]
        if facts:
            some = _clients(facts)
            for programme in Programme.objects.filter(chain_id=chain_id):
                changed += count(programme, some)
            # One row, renewed: there may be thousands of runs a day.
            JobRun.objects.update_or_create(
                chain_id=chain_id, job="outbox",
                defaults={"started_at": Now(), "ended_at": timezone.now(), "outcome": f"{changed} persons changed"},
            )  # fmt: skip
        news.spread(chain_id, [payload["event"] for _pk, topic, payload in todo if topic == "told"])
        if lines := [payload for _pk, topic, payload in todo if topic in ("facts", "facet")]:
            facets.renew(chain_id, _clients(lines))
        _renew_tasks(chain_id, [payload for _pk, topic, payload in todo if topic != "facet"])
        if todo:
            Outbox.objects.filter(pk__in=[pk for pk, _topic, _payload in todo]).update(done_at=Now())
    return changed


def _clients(payloads: list[dict]) -> set[int] | None:
    """The clients of the lines; None for all, where there are many or where a line is about everybody."""
    some = {client for payload in payloads for client in payload.get("clients", ())}
    return some if len(some) <= MANY and all("clients" in payload for payload in payloads) else None


def _renew_tasks(chain_id: int, payloads: list[dict]) -> None:
    """What the chain's terms ask for the clients of the lines; of lines about everybody the night makes them."""
    touched = {client for payload in payloads for client in payload.get("clients", ())}
    touched |= {payload["client"] for payload in payloads if "client" in payload}
    if touched and len(touched) <= MANY and Term.objects.filter(chain_id=chain_id).exists():
        terms.run(chain_id, touched)


def sweep() -> None:
    """Every minute: what was not kicked, or whose kick was lost. A chain that fails does not hold up the others."""
    in_each_chain(_sweep, "outbox of chain %s could not be emptied")
    cache.set(SWEPT, timezone.now(), None)


def _sweep(chain: Chain) -> None:
    empty_outbox(chain.pk)
    with acting_as(system_membership(chain.pk, "count"), "bulk"):
        bulk.start_lost()
        files.start_lost()
        reports.start_lost()


def nightly() -> None:
    """Count every programme anew for all, and clean the outbox. Differences mean that something was missed: logged."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "count", "nightly", lambda: _anew(chain)),
        "chain %s could not be counted",
    )


def _anew(chain: Chain) -> str:
    lock("outbox", chain.pk)
    waiting = Outbox.objects.filter(chain=chain, topic="facts", done_at__isnull=True).exists()
    programmes = persons = cells = 0
    for programme in Programme.objects.filter(chain=chain):
        programmes += 1
        cells += len(recheck(programme))
        persons += count(programme)
    facets.renew(chain.pk)
    if cells or (persons and not waiting):
        logger.error("counting chain %s anew changed %d persons and %d cells", chain.pk, persons, cells)
    Outbox.objects.filter(chain=chain, done_at__lt=timezone.now() - dt.timedelta(KEPT_DAYS)).delete()
    return f"{programmes} programmes counted, {persons} persons changed, {cells} cells mended"
