"""One edition of the demo's running programme, made and published as the coordinator does; a draft of this day beside it."""

import datetime as dt

from chain.acting import acting_as
from chain.models import Chain, Membership
from reporting.models import Programme, Report
from reporting.publishing import publish
from reporting.reports import carry_out
from reporting.scope import programme_of

NOTE = "Dit rapport is voor de colleges en raden van de zes gemeenten. De cijfers zijn verzonnen voor de demonstratie."


def published(chain: Chain, people: dict[str, Membership], day: dt.date) -> None:
    """Of the last day of the quarter before, published; of today, a draft."""
    by = people["ilse"]
    before = dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - dt.timedelta(1)
    with acting_as(by.pk, "load_demo"):
        programme = programme_of(by)
    if programme is None:
        return
    _made(programme, by, max(before, programme.started_on), NOTE, out=True)
    _made(programme, by, day, "", out=False)


def _made(programme: Programme, by: Membership, as_of: dt.date, note: str, *, out: bool) -> None:
    with acting_as(by.pk, "load_demo"):
        made = Report.objects.create(
            chain_id=by.chain_id, programme=programme, as_of=as_of, note=note, author_id=by.user_id
        )  # fmt: skip
    carry_out(by.pk, made.pk)
    if out:
        with acting_as(by.pk, "load_demo"):
            publish(made, by)
