"""Amounts of the law and of the chain, as they hold on a day: rows of the blueprint, never numbers in the code."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as translate

from chain.formats import day
from chain.models import holds_on
from placement.models import Amount
from placement.models.subsidies import AMOUNTS


class NoAmount(LookupError):
    """No row holds on the day: the message says of which amounts, in the reader's language."""

    def __init__(self, keys: list[str], on: dt.date) -> None:
        self.keys, self.on = keys, on
        names = ", ".join(str(AMOUNTS[key]) for key in keys)
        text = translate("Op %(day)s is niet bekend: %(names)s. Vraag de beheerder om het bedrag van die dag.")
        super().__init__(text % {"day": day(on), "names": names})


@dataclass(frozen=True)
class Held:
    """An amount with where it comes from and since when it holds."""

    name: object
    value: Decimal
    source: str
    since: dt.date


def held(chain_id: int, keys: list[str], on: dt.date) -> dict[str, Held]:
    """The amounts with the keys that hold in the chain on the day. NoAmount tells which are missing: never a guess."""
    found = {
        row.key: Held(AMOUNTS[row.key], row.value, row.source, row.started_on)
        for row in Amount.objects.filter(holds_on(on), chain_id=chain_id, key__in=keys).order_by("started_on")
    }
    if missing := [key for key in keys if key not in found]:
        raise NoAmount(missing, on)
    return found


def amount(chain_id: int, key: str, on: dt.date) -> Decimal:
    """The chain's amount with the key on the day; NoAmount where no row holds, KeyError for an unknown key."""
    AMOUNTS[key]
    return held(chain_id, [key], on)[key].value
