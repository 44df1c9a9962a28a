"""Who does what where, from when: the mandates of the chain, begun and ended by its administrator.

A mandate is never rewritten: it ends, and another begins, so that it stays known who held it on the day of a step or a
question. What a change does is told in numbers, for the administrator sees no file.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.dry_run import Effect
from chain.formats import day, number, period
from chain.functions import FUNCTIONS as CHAIN_FUNCTIONS
from chain.models import ChainMunicipality, Instrument, Mandate, Membership, Municipality, Partner
from chain.once import NotNow
from chain.parts import MANDATE_READS, PARTS

ALONE = frozenset({"person", "employer", "chain"})  # points of contact: two at once is seldom meant


def _check(by: Membership) -> None:
    if by.role != "admin":
        raise PermissionDenied


def begin(
    *, by: Membership, function: str, partner: Partner, municipality: Municipality | None, started_on: dt.date,
    ended_on: dt.date | None, basis: str, phase: str = "",
) -> Mandate:  # fmt: skip
    """A mandate from the day on. ValidationError per field: an end before the start, or where the partner holds it then."""
    _check(by)
    if function not in CHAIN_FUNCTIONS:
        raise ValidationError({"function": _("Kies een functie")})
    if ended_on is not None and ended_on < started_on:
        raise ValidationError({"ended_on": _("De laatste dag ligt vóór de eerste")})
    with transaction.atomic():
        # Two at once would both find no other.
        Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
        same = Mandate.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=started_on), chain_id=by.chain_id, function=function,
            partner=partner, municipality=municipality,
        )  # fmt: skip
        if ended_on is not None:
            same = same.filter(started_on__lte=ended_on)
        if there := same.first():
            said = {"partner": partner, "period": period(there.started_on, there.ended_on)}
            raise ValidationError({"partner": _("%(partner)s heeft dit al, %(period)s") % said})
        return Mandate.objects.create(
            chain_id=by.chain_id, function=function, partner=partner, municipality=municipality, phase=phase,
            started_on=started_on, ended_on=ended_on, basis=basis,
        )  # fmt: skip


def end(mandate: Mandate, last: dt.date, *, by: Membership, name: str = "ended_on") -> Mandate:
    """The last day, yesterday or later: who held it on a day gone by stays so. NotNow where it has ended meanwhile."""
    _check(by)
    with transaction.atomic():
        found = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        if found.ended_on is not None and found.ended_on < today():
            raise NotNow
        if last < max(found.started_on, today() - dt.timedelta(1)):
            raise ValidationError({name: _("Kies een latere dag: wat geweest is, verandert niet")})
        if found.ended_on is not None and last > found.ended_on:
            raise ValidationError({name: _("Dit stopt al op %(day)s") % {"day": day(found.ended_on)}})
        found.ended_on = last
        found.save(update_fields=["ended_on"])
        return found


def pass_on(mandate: Mandate, *, partner: Partner, from_on: dt.date, basis: str, by: Membership) -> Mandate:
    """Another partner holds it from the day on: the one ends the day before, the other begins, until the same last day."""
    if partner.pk == mandate.partner_id:
        raise ValidationError({"partner": _("%(partner)s heeft dit nu al") % {"partner": partner}})
    with transaction.atomic():
        last = mandate.ended_on
        end(mandate, from_on - dt.timedelta(1), by=by, name="from_on")
        return begin(
            by=by, function=mandate.function, partner=partner, municipality=mandate.municipality, phase=mandate.phase,
            started_on=from_on, ended_on=last, basis=basis,
        )  # fmt: skip


# what a change does

Holders = dict[int, frozenset[str]]  # municipality -> names of who holds a function there


def holders(chain_id: int, function: str, on: dt.date) -> Holders:
    """Who holds the function on the day in each municipality of the chain: two queries."""
    served = list(ChainMunicipality.objects.filter(chain_id=chain_id).values_list("municipality_id", flat=True))
    found: dict[int, set[str]] = {place: set() for place in served}
    held = (
        Mandate.objects.on(on).filter(chain_id=chain_id, function=function).values_list("municipality", "partner__name")
    )
    for place, name in held:
        for one in [place] if place else served:
            found.setdefault(one, set()).add(name)
    return {place: frozenset(names) for place, names in found.items()}


def left_with(mandate: Mandate) -> list[Effect]:
    """What runs under a mandate that ends, in numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from snoer_routed(%s, %s, %s)", [mandate.function, mandate.partner_id, mandate.municipality_id]
        )
        referrals, planned, running, people = cursor.fetchone()
    partner = {"partner": mandate.partner}
    found = [
        Effect(_("Open verwijzingen bij %(partner)s") % partner, number(referrals),
               translate("Ze blijven daar, tot het antwoord.") if referrals else ""),
        Effect(_("Geplande stappen bij %(partner)s") % partner, number(planned),
               translate("Na de laatste dag kunnen ze niet meer beginnen. Plan ze bij een ander.") if planned else "",
               warn=bool(planned)),
        Effect(_("Lopende stappen bij %(partner)s") % partner, number(running),
               translate("Ze lopen door, en %(partner)s blijft deze inwoners zien.") % partner if running else ""),
    ]  # fmt: skip
    if mandate.function == "person":
        found.append(
            Effect(
                _("Inwoners voor wie het aanspreekpunt verandert"), number(people),
                translate("%(partner)s ziet hen na de laatste dag alleen nog als er een stap of team is.") % partner,
                warn=bool(people),
            )
        )  # fmt: skip
    return found


def effects(chain_id: int, function: str, before: Holders, after: Holders, on: dt.date) -> list[Effect]:
    """Who does it where, before and after, and what asks for attention: nobody left, or two where one is meant."""
    names = dict(Municipality.objects.filter(pk__in={*before, *after}).values_list("pk", "name"))
    moved: dict[tuple[frozenset[str], frozenset[str]], list[str]] = defaultdict(list)
    for place in sorted(names, key=lambda pk: names[pk]):
        moved[before.get(place, frozenset()), after.get(place, frozenset())].append(names[place])
    found = []
    for (was, now), places in moved.items():
        if was == now:
            continue
        where = translate("alle gemeenten") if len(places) == len(names) else ", ".join(places)
        warned = not now or (function in ALONE and len(now) > 1)
        note = _note(function, was, now)
        found.append(Effect(f"{where}: {_all(was)} → {_all(now)}", "", note, warn=warned))
    if not found:
        found.append(Effect(_("Op %(day)s doet overal dezelfde partner dit") % {"day": day(on)}))
    if any(not now for (was, now) in moved if was != now):
        modules = Instrument.objects.offered(on).filter(chain_id=chain_id, function=function).count()
        found.append(
            Effect(_("Modules van het palet die dan niemand daar kan uitvoeren"), number(modules), warn=bool(modules))
        )
    for part, needed in MANDATE_READS.items():
        if needed == function:
            found.append(Effect(_("Wie dit mandaat heeft, leest ook: %(part)s") % {"part": PARTS[part].label}))
    return found


def _all(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or translate("niemand")


def _note(function: str, was: frozenset[str], now: frozenset[str]) -> str:
    if not now:
        return translate("Niemand heeft dit dan. Vragen en stappen kunnen nergens heen.")
    if function in ALONE and len(now) > 1:
        return translate("Twee tegelijk: iedereen moet weten bij wie men moet zijn.")
    return (
        translate("Er zijn er dan meer die dit doen: wie verwijst, kiest.")
        if len(now) > 1 and len(now) > len(was)
        else ""
    )
