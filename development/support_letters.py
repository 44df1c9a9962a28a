"""The decision on practical support in a letter: granted or declined, each with its own texts, for who may decide.

Awb 3:46 wants the reasons in it, 3:45 how, where and until when to object; the texts stand in the template, the last day to
object is filled in when the letter becomes final (clients/letters.py).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.formats import day_long, euro
from chain.models import Membership
from clients.letter_fields import COMMON, COMMON_EXAMPLE, common
from clients.models import Client
from clients.registered import LetterSource
from development.models import Support
from development.supports import NO_WORDS, decides

GRANTED, DECLINED = ("granted", "arranged"), ("declined",)
FIELDS: dict[str, object] = COMMON | {
    "ondersteuning": _("wat is gevraagd"),
    "waarvoor": _("waarvoor het is gevraagd"),
    "gevraagd-op": _("de dag waarop het is gevraagd"),
    "besloten-op": _("de dag van het besluit"),
    "toelichting": _("de toelichting of reden bij het besluit"),
    "wie-besluit": _("wie het besluit nam"),
    "bestuursorgaan": _("namens wie: het college van de woongemeente"),
}
GRANT_FIELDS: dict[str, object] = FIELDS | {
    "bedrag": _("wat het kost, met eenmalig of per maand"),
    "vanaf": _("de eerste dag, als het langer duurt"),
    "tot": _("de laatste dag, als die er is"),
}
EXAMPLE = COMMON_EXAMPLE | {
    "ondersteuning": "Buskaart", "waarvoor": "Naar de leerwerkplek in Beek, drie dagen per week.",
    "gevraagd-op": "2 november 2026", "besloten-op": "9 november 2026",
    "toelichting": "De leerwerkplek ligt te ver om te lopen of te fietsen.", "wie-besluit": "Loes Voorbeeld",
    "bestuursorgaan": "het college van burgemeester en wethouders van Maastricht",
}  # fmt: skip


def source_of(support: Support) -> str:
    """The key of what a letter about it is about; "" where it is not decided, or nothing can be told."""
    if support.instrument.code in NO_WORDS or support.decided_by_id is None:
        return ""
    return "support-granted" if support.status in GRANTED else "support-declined" if support.status in DECLINED else ""


def _decided(client: Client, statuses: tuple[str, ...]) -> Any:
    """What was decided so, latest first. Of a certificate of conduct no words stand on record, and so no reasons to tell."""
    found = Support.objects.filter(client=client, status__in=statuses).exclude(instrument__code__in=NO_WORDS)
    return found.select_related("instrument", "decided_by", "step").order_by("-decided_on", "-pk")


def _of(client: Client, about_id: int | None, statuses: tuple[str, ...]) -> Support:
    one: Support | None = _decided(client, statuses).filter(pk=about_id).first()
    if one is None:
        raise LookupError("no such decision")
    return one


def _values(membership: Membership, client: Client, one: Support) -> dict[str, str]:
    return common(membership, client) | {
        "ondersteuning": one.instrument.name, "waarvoor": one.text, "gevraagd-op": day_long(one.asked_on),
        "besloten-op": day_long(one.decided_on), "toelichting": " ".join(one.decision.split()),
        "wie-besluit": one.decided_by.name if one.decided_by else "",
        "bestuursorgaan": "het college van burgemeester en wethouders van "
        + (client.home.name if client.home else "uw gemeente"),
    }  # fmt: skip


def _granted(membership: Membership, client: Client, about_id: int | None) -> dict[str, str]:
    one = _of(client, about_id, GRANTED)
    step = one.step
    with override("nl"):
        return _values(membership, client, one) | {
            "bedrag": f"{euro(one.cost)} {one.get_cost_per_display()}" if one.cost is not None else "",
            "vanaf": day_long(step.started_on or step.planned_on) if step else "",
            "tot": day_long(step.planned_end) if step else "",
        }  # fmt: skip


def _declined(membership: Membership, client: Client, about_id: int | None) -> dict[str, str]:
    with override("nl"):
        return _values(membership, client, _of(client, about_id, DECLINED))


def _told(found: Any) -> list[tuple[int, str]]:
    return [(one.pk, f"{one.instrument.name}, {day_long(one.decided_on)}") for one in found[:10]]


SOURCES = (
    LetterSource(
        "support-granted", _("ondersteuning die is toegekend"), "support", "support", GRANT_FIELDS, _granted,
        EXAMPLE | {"bedrag": "€ 49,50 per maand", "vanaf": "16 november 2026", "tot": "16 mei 2027"},
        things=lambda membership, client: _told(_decided(client, GRANTED)), may=decides,
    ),
    LetterSource(
        "support-declined", _("ondersteuning die is afgewezen"), "support", "support", FIELDS, _declined,
        EXAMPLE | {"toelichting": "U woont op tien minuten lopen van de leerwerkplek."},
        things=lambda membership, client: _told(_decided(client, DECLINED)), may=decides,
    ),
)  # fmt: skip
