"""What became known after the demo's report: so that it shows what changed since, and by which fact."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chain.acting import acting_as
from chain.models import Chain, Instrument, Membership, Municipality
from clients import benefits, residences, steps
from clients.models import BenefitPeriod, Client
from reporting.jobs import empty_outbox
from reporting.models import Report, Result

EACH = 3  # people of each kind


def known_later(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """Facts about the days before the last report, registered after it: people who came back, an outflow, steps that had
    begun, somebody who had moved. How many people; they are counted anew."""
    by = people["rianne"]
    with acting_as(by.pk, "load_demo"):
        report = Report.objects.filter(chain=chain).order_by("-made_at").defer("content").first()
        if report is None:
            return 0
        touched = [
            *_came_back(report, today), *_flowed_out(chain, report), *_had_begun(chain, report, by),
            *_had_moved(chain, report),
        ]  # fmt: skip
    empty_outbox(chain.pk)
    return len(touched)


def _counted(report: Report, kind: str) -> list[Result]:
    """Of the report's programme, of open files, the latest first."""
    found = Result.objects.filter(
        programme=report.programme_id, kind=kind, until=None, on__lte=report.as_of, client__closed_on=None
    )
    return list(found.select_related("client").order_by("-on", "pk"))


def _came_back(report: Report, today: dt.date) -> list[int]:
    """Back in the benefit twenty days after it ended; in part, of every third."""
    done: list[int] = []
    for found in _counted(report, "outflow"):
        ended = BenefitPeriod.objects.get(pk=found.evidence)
        on = found.on + dt.timedelta(20)
        if on > today or len(done) == EACH:
            continue
        try:
            with transaction.atomic():
                benefits.start(found.client, ended.scheme, "full" if len(done) % 3 < 2 else "partial", on)
        except ValidationError:
            continue
        done.append(found.client_id)
    return done


def _flowed_out(chain: Chain, report: Report) -> list[int]:
    """A benefit that had ended for work before the report."""
    running = BenefitPeriod.objects.filter(
        chain=chain, ended_on=None, scheme="participatiewet", client__closed_on=None, client__ref__startswith="N",
        started_on__lt=report.as_of - dt.timedelta(200), client__steps__status="active",
    )  # fmt: skip
    done = []
    for found in running.order_by("-client__ref").distinct()[:EACH]:
        on = report.as_of - dt.timedelta(12)
        form = benefits.EndForm(
            {"ended_on": on.isoformat(), "end_reason": "work", "version": str(found.version)}, instance=found
        )
        with transaction.atomic():
            if form.is_valid():
                form.save()
                done.append(found.client_id)
    return done


def _had_begun(chain: Chain, report: Report, by: Membership) -> list[int]:
    """Voluntary work that began before the report, and was registered after it."""
    instrument = Instrument.objects.get(chain=chain, code="vrijwilligerswerk")
    counted = Result.objects.filter(programme=report.programme_id).values("client")
    waiting = Client.objects.filter(
        chain=chain, closed_on=None, ref__startswith="N", registered_on__lt=report.as_of - dt.timedelta(90), plans__isnull=False
    ).exclude(pk__in=counted)  # fmt: skip
    done: list[int] = []
    for client in waiting.order_by("ref").distinct()[: 4 * EACH]:
        on = report.as_of - dt.timedelta(20 + len(done))
        try:
            with transaction.atomic():
                step = steps.plan(client, instrument, by.partner, planned_on=on, on=on, by=by)  # type: ignore[arg-type]
                steps.move(step, "start", on=on, by=by)
        except (ValidationError, PermissionDenied):
            continue
        done.append(client.pk)
        if len(done) == EACH:
            break
    return done


def _had_moved(chain: Chain, report: Report) -> list[int]:
    """Somebody lived in another municipality of the chain when being activated."""
    places = list(Municipality.objects.filter(pk__in=chain.served.values("municipality")).order_by("code"))
    for found in _counted(report, "activation"):
        to = next(place for place in places if place.pk != found.municipality_id)
        try:
            with transaction.atomic():
                residences.move(found.client, to, found.on - dt.timedelta(3))
        except ValidationError:
            continue
        return [found.client_id]
    return []
