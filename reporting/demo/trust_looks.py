"""What the privacy officer of the demo has to look at: a month of looks with some that are unusual, agreements, incidents."""

import datetime as dt
from collections.abc import Iterable, Mapping

from chain.acting import acting_as
from chain.days import AMSTERDAM
from chain.models import Chain, Incident, Membership, PartnerAgreement
from chain.parts import CASEWORKERS
from clients import access, look_unusual
from clients.models import Client, Look, LookReview

DAYS = 30
FILES_A_DAY = 6
PARTS = (["client", "plan", "notes"], ["client", "plan"], ["client", "contact", "plan", "notes"], ["client", "profile"])


def known(chain: Chain, people: Mapping[str, Membership], today: dt.date) -> None:
    """All of it; by each colleague as themselves, for nobody writes another's looks."""
    for place, (name, one) in enumerate(sorted(people.items())):
        if one.role in CASEWORKERS:
            with acting_as(one.pk, "demo"):
                _working(one, today, place)
                if unusual := UNUSUAL.get(name):
                    unusual(one, today)
    with acting_as(people["pieter"].pk, "demo"):
        _agreements(chain, today)
        _incidents(chain, people["pieter"], today)
        _looked_into(people["pieter"])


def _at(day: dt.date, hour: int, minute: int, second: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute, second), AMSTERDAM)


def _own(one: Membership, most: int) -> list[Client]:
    """People of whom it has the lead, or that it sees."""
    seen = Client.objects.visible_to(one).filter(closed_on=None).order_by("pk")
    mine = list(seen.filter(lead=one.user_id)[:most])
    return mine or list(seen[:most])


def _add(one: Membership, looks: Iterable[tuple[dt.datetime, Client | None, list[str], str]], asked: str = "") -> None:
    Look.objects.bulk_create(
        Look(chain_id=one.chain_id, client=client, asked=asked, membership=one, parts=parts, why=why, at=at)
        for at, client, parts, why in looks
    )


def _working(one: Membership, today: dt.date, place: int) -> None:
    """Some files on each working day of the month, between nine and five."""
    mine, looks = _own(one, 24), []
    for back in range(1, DAYS):
        day = today - dt.timedelta(back)
        if day.weekday() > 4 or not mine:
            continue
        for nth in range(FILES_A_DAY):
            client = mine[(back * FILES_A_DAY + nth + place) % len(mine)]
            at = _at(day, 9 + nth, (back * 7 + place * 11 + nth * 5) % 60, place)
            looks.append((at, client, PARTS[(back + nth) % len(PARTS)], access.why(one, client)))
    _add(one, looks)


def _many(one: Membership, today: dt.date) -> None:
    """A colleague takes a caseload over, and reads it all in an hour."""
    people = list(Client.objects.visible_to(one).filter(closed_on=None).order_by("-pk")[:34])
    day = _weekday(today, 6)
    _add(one, ((_at(day, 14, nth, 20), client, PARTS[0], access.why(one, client)) for nth, client in enumerate(people)))


def _refused(one: Membership, today: dt.date) -> None:
    day = _weekday(today, 3)
    _add(one, ((_at(day, 16, 10 + nth, 5), None, ["client"], "refused") for nth in range(6)), asked="K-100042")


def _weekend(one: Membership, today: dt.date) -> None:
    saturday = today - dt.timedelta((today.weekday() + 2) % 7 or 7)
    _add(
        one,
        (
            (_at(saturday, 22, nth * 4), client, PARTS[1], access.why(one, client))
            for nth, client in enumerate(_own(one, 3))
        ),
    )


def _bsn(one: Membership, today: dt.date) -> None:
    day = _weekday(today, 2)
    _add(one, ((_at(day, 10, nth * 3, 40), client, ["identity"], "bsn") for nth, client in enumerate(_own(one, 9))))


def _surname(one: Membership, today: dt.date) -> None:
    """Somebody of the same name, where there is such a person in the demo."""
    name = one.user.name.split()[-1]
    client = Client.objects.visible_to(one).filter(last_name=name).order_by("pk").first()
    if client is not None:
        _add(one, [(_at(_weekday(today, 4), 12, 31), client, PARTS[0], access.why(one, client))])


def _weekday(today: dt.date, back: int) -> dt.date:
    """So many days ago, or the Friday before that."""
    day = today - dt.timedelta(back)
    return day - dt.timedelta(max(day.weekday() - 4, 0))


UNUSUAL = {"karin": _many, "roy": _refused, "wiel": _weekend, "loes": _bsn, "marc": _surname}


def _agreements(chain: Chain, today: dt.date) -> None:
    """With each partner; the one with Annex runs out in five weeks, the first one of MTB was followed by another."""
    begin = dt.date(today.year - 2, 1, 1)
    ends = {"annex": today + dt.timedelta(35), "podium24": dt.date(today.year + 2, 12, 31)}
    for partner in chain.partners.filter(parent=None).order_by("position"):
        reference = f"VO-{begin.year}-{partner.position:02}"
        PartnerAgreement.objects.create(
            chain=chain,
            partner=partner,
            kind="processing",
            reference=reference,
            started_on=begin,
            ended_on=ends.get(partner.code),
        )
    szmh = chain.partners.get(code="szmh")
    PartnerAgreement.objects.create(
        chain=chain, partner=szmh, kind="joint", reference=f"GV-{begin.year}-01", started_on=begin,
        note="Wie waarvoor verantwoordelijk is; getekend door alle partners.",
    )  # fmt: skip


def _incidents(chain: Chain, by: Membership, today: dt.date) -> None:
    """One that runs, one that was reported, one that did not have to be."""
    own = {"chain": chain, "author_id": by.user_id}
    Incident.objects.create(
        **own, discovered_at=_at(today - dt.timedelta(2), 16, 30), happened_on=today - dt.timedelta(3), people=1,
        what="Een uitnodiging ging naar een oud adres. De brief is daar geopend.", kinds="naam, adres, dag van de afspraak",
    )  # fmt: skip
    day = today - dt.timedelta(120)
    Incident.objects.create(
        **own, discovered_at=_at(day, 11, 20), happened_on=day, people=26,
        what="Een spreadsheet met een lijst van inwoners ging per e-mail naar een verkeerde ontvanger.",
        whose="inwoners met een lopende stap bij één partner", kinds="namen, klantnummers, gemeente, stap",
        consequences="Anderen weten dat deze mensen hulp krijgen bij het vinden van werk.",
        measures="De ontvanger heeft het bestand verwijderd en dat bevestigd. Lijsten gaan niet meer per e-mail.",
        reported_at=_at(day + dt.timedelta(1), 15, 5), told_on=day + dt.timedelta(4), closed_on=day + dt.timedelta(20),
    )  # fmt: skip
    day = today - dt.timedelta(47)
    Incident.objects.create(
        **own, discovered_at=_at(day, 9, 45), happened_on=day - dt.timedelta(1), people=40,
        what="Een laptop van een partner is gestolen.", whose="inwoners van een groep", kinds="namen en aanwezigheid",
        consequences="Geen: de schijf was versleuteld en de toegang is dezelfde dag ingetrokken.",
        measures="Alle sessies van de collega zijn beëindigd.",
        why_not_reported="De laptop was versleuteld en stond uit. Er is geen risico voor de mensen.",
        closed_on=day + dt.timedelta(2),
    )  # fmt: skip


def _looked_into(by: Membership) -> None:
    """What the officer asked about already: the files that were taken over."""
    for group in look_unusual.unusual(by, DAYS):
        if group.key == "night":
            for one in group.found[:1]:
                LookReview.objects.create(
                    chain_id=by.chain_id, kind=one.kind, looker=one.looker, client=one.client, since=one.since, until=one.until,
                    note="Nagevraagd: de collega had een spoedmelding en heeft dat zelf ook gezegd.", author_id=by.user_id,
                )  # fmt: skip
