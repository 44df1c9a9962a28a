"""A file as the benefit's own system (Suite) gives it, to read in by hand: of each thing that a line can come to, one."""

import datetime as dt
import io
from pathlib import Path

from chain import cells
from chain.acting import acting_as, system_membership
from chain.formats import day_typed
from chain.models import Chain
from clients import bsn
from clients.models import END_REASONS, LEVELS, SCHEMES, BenefitPeriod, Identity

HEAD = ("BSN", "Regeling", "Hoogte", "Ingangsdatum", "Einddatum", "Reden einde", "Bedrag")


def write(path: Path, chain: Chain, lead: str, day: dt.date) -> bool:
    """Of people of the lead's caseload; False where there are too few. The file is for who runs the demo alone."""
    rows = _rows(chain, lead, day)
    if not rows:
        return False
    text = io.StringIO()
    cells.Writer(text).writerows([HEAD, *rows])
    path.touch(mode=0o600)
    path.write_text(text.getvalue(), encoding="utf-8")
    return True


def _rows(chain: Chain, lead: str, day: dt.date) -> list[tuple[str, ...]]:
    with acting_as(system_membership(chain, "setup"), "demo"):
        numbers = {
            pk: bsn.decrypt(bytes(cipher or b""))
            for pk, cipher in Identity.objects.filter(
                client__lead__username=lead, client__closed_on=None, bsn_cipher__isnull=False
            ).values_list("client", "bsn_cipher")
        }
        running = list(
            BenefitPeriod.objects.filter(client__in=numbers, ended_on=None)
            .exclude(client__in=BenefitPeriod.objects.exclude(ended_on=None).values("client")).order_by("client")[:4]
        )  # fmt: skip
        over = BenefitPeriod.objects.filter(client__in=numbers, ended_on__lt=day).exclude(
            client__in=BenefitPeriod.objects.filter(ended_on=None).values("client")
        )
        back = over.order_by("-ended_on").first()
    if len(running) < 4 or back is None:
        return []

    def row(period: BenefitPeriod, **other: str) -> tuple[str, ...]:
        said = {
            "scheme": SCHEMES[period.scheme], "level": LEVELS[period.level], "first": day_typed(period.started_on),
            "last": "", "why": "", "amount": "",
        } | other  # fmt: skip
        return (numbers[period.client_id], *(str(value) for value in said.values()))

    same, ended, raised, other = running
    level = next(name for key, name in LEVELS.items() if key != other.level)
    last = day.replace(day=1) - dt.timedelta(1)
    return [
        row(same),
        row(ended, last=day_typed(max(last, ended.started_on)), why=str(END_REASONS["work"])),
        row(raised, amount="1.145,30"),
        row(other, level=str(level)),
        row(back, first=day_typed(day)),
        (_of_nobody(), *row(same)[1:]),
        row(same, first="31-02-2026"),
    ]


def _of_nobody() -> str:
    return next(number for number in map(str, range(999_990_000, 999_999_999)) if bsn.is_valid(number))
