"""Benefit periods out of the benefit's own system (Suite), which owns them: matched by BSN, nothing overwritten silently.

A period is the same where person, scheme and first day are. What Suite knows and Snoer does not is new; another end, reason
or amount is a change, for a person to tick. Whatever says two things at once is a conflict: it stands in the preview with
what is where, and is never loaded. Who is out of sight is as unknown as who is not there.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day as told_day
from chain.formats import period
from chain.models import Membership
from chain.registry import registered
from clients import access, benefits, bsn
from clients.loading import Change, Field, Judged, Kind, Line, amount, code, day, number, shown
from clients.models import END_REASONS, LEVELS, SCHEMES, BenefitPeriod, Client
from clients.timeline import Telling, record_many

LABELS = {"ended_on": _("laatste dag"), "end_reason": _("reden van einde"), "amount": _("bruto per maand")}
FIELDS = (
    Field("bsn", _("BSN"), number, ("burgerservicenummer", "sofinummer", "bsn client", "bsn klant"), True),
    Field("scheme", _("Regeling"), code(SCHEMES, {"pw": "participatiewet", "wwb": "participatiewet",
          "p-wet": "participatiewet", "bijstand": "participatiewet", "overig": "other"}),
          ("wet", "uitkering", "soort uitkering", "regelingcode"), True, _("Participatiewet, IOAW, IOAZ.")),
    Field("level", _("Hoogte"), code(LEVELS, {"v": "full", "vol": "full", "g": "partial", "deels": "partial",
          "aanvullend": "partial"}), ("soort", "volledig of gedeeltelijk", "uitkeringsvorm"), True,
          _("Volledig of gedeeltelijk.")),
    Field("started_on", _("Vanaf"), day, ("ingangsdatum", "begindatum", "datum ingang", "startdatum", "begin"), True,
          _("Eerste dag, zoals 23-11-2026.")),
    Field("ended_on", _("Tot en met"), day, ("einddatum", "datum einde", "laatste dag", "eind"), False,
          _("Laatste dag. Leeg: loopt nog.")),
    Field("end_reason", _("Reden van einde"), code(END_REASONS, {"uitstroom werk": "work", "arbeid": "work",
          "aow": "pension-age", "verhuizing": "moved", "studie": "study", "overig": "other"}),
          ("reden einde", "reden beeindiging", "redeneinde", "beeindigingsreden"), False, _("Verplicht bij een laatste dag.")),
    Field("amount", _("Bruto per maand"), amount, ("bedrag", "bruto", "uitkeringsbedrag", "bedrag per maand"), False,
          _("In euro, zoals 1.095,50.")),
)  # fmt: skip
FAR = dt.date.max


@dataclass
class Found:
    """A line with whom it is about and the period that it is of, as that would become."""

    line: Line
    client: Client
    period: BenefitPeriod | None
    changes: tuple[Change, ...] = ()
    reason: str = ""  # why it is a conflict

    @property
    def values(self) -> dict[str, Any]:
        return self.line.values

    @property
    def key(self) -> tuple[int, str]:
        return self.client.pk, self.values["scheme"]

    @property
    def last(self) -> dt.date:
        """The last day as it would be; what the file has no column for stays."""
        if "ended_on" in self.values or self.period is None:
            return self.values.get("ended_on") or FAR
        return self.period.ended_on or FAR


def may(membership: Membership) -> bool:
    """Who begins and ends benefit periods on their page, and finds people by their BSN."""
    return benefits.may_change(membership) and membership.writes("identity")


def judge(membership: Membership, lines: list[Line]) -> list[Judged]:
    """Eight queries, however many lines: people, their periods, what was decided in Snoer, and the looks."""
    people = _people(membership, lines)
    periods: dict[tuple[int, str], list[BenefitPeriod]] = defaultdict(list)
    for each in BenefitPeriod.objects.filter(client__in=people.values()).order_by("started_on"):
        periods[each.client_id, each.scheme].append(each)
    decided = _decided(people.values())
    judged, found, known = [], [], set[tuple[int, str, dt.date]]()
    for line in lines:
        client = people.get(bsn.index(line.values["bsn"], membership.chain.slug))
        if client is None:
            why = translate("Dit BSN is bij u niet bekend. Meld deze inwoner eerst aan, of kijk het nummer na.")
            judged.append(Judged(line.number, "conflict", reasons=(why,)))
        elif client.closed_on:
            judged.append(_judged(line, client, "conflict", translate("Dit dossier is gesloten. Heropen het eerst.")))
        elif fault := _fault(line):
            judged.append(_judged(line, client, "fault", fault))
        elif (client.pk, line.values["scheme"], line.values["started_on"]) in known:
            judged.append(_judged(line, client, "fault", translate("Deze periode staat al op een eerdere regel.")))
        else:
            known.add((client.pk, line.values["scheme"], line.values["started_on"]))
            there = next((p for p in periods[client.pk, line.values["scheme"]]
                          if p.started_on == line.values["started_on"]), None)  # fmt: skip
            one = Found(line, client, there)
            _compare(one, decided.get(client.pk, {}))
            found.append(one)
    _overlaps(found, periods)
    judged += [_outcome(one) for one in found]
    return judged + _only_here(found, periods, people.values())


def _people(membership: Membership, lines: list[Line]) -> dict[str, Client]:
    """Blind index -> whom it is of, of who is in sight; each is a look."""
    wanted = {bsn.index(line.values["bsn"], membership.chain.slug) for line in lines}
    seen = Client.objects.visible_to(membership).filter(identity__bsn_index__in=wanted)
    people = {one.index: one for one in seen.annotate(index=F("identity__bsn_index"))}  # type: ignore[attr-defined]
    access.looks(membership, people.values(), ["client", "identity", "benefit"])
    return people


def _decided(people: Iterable[Client]) -> dict[int, dict[dt.date, str]]:
    """Person -> last days that were decided in Snoer, with in words by what (SNOER_BENEFIT_ENDS)."""
    found: dict[int, dict[dt.date, str]] = defaultdict(dict)
    ids = [one.pk for one in people]
    for ends in registered("SNOER_BENEFIT_ENDS") if ids else ():
        for client, last_day, told in ends(ids):
            found[client][last_day] = told
    return found


def _fault(line: Line) -> str:
    ended = line.values.get("ended_on")
    if ended and ended < line.values["started_on"]:
        return translate("De laatste dag ligt voor de eerste dag.")
    if ended and not line.values.get("end_reason"):
        return translate("Reden van einde: mag niet leeg zijn bij een laatste dag.")
    if line.values.get("end_reason") and not ended:
        return translate("Er staat een reden van einde, maar geen laatste dag.")
    return ""


def _compare(one: Found, decided: dict[dt.date, str]) -> None:
    """What the line changes of the period that is there, or why it cannot be."""
    was = one.period
    if was is None:
        return
    if was.level != one.values["level"]:
        one.reason = translate(
            "In Snoer is deze periode %(now)s, in het bestand %(then)s. Kijk na wat klopt. Is de hoogte veranderd, dan is dat "
            "een nieuwe periode met een eigen eerste dag."
        ) % {"now": was.get_level_display(), "then": LEVELS[one.values["level"]]}
        return
    ended = one.values.get("ended_on")
    if "ended_on" in one.values and was.ended_on and ended != was.ended_on:
        told = {"now": told_day(was.ended_on), "then": told_day(ended) or translate("geen")}
        if by := decided.get(was.ended_on):
            one.reason = (
                by
                + " "
                + (
                    translate(
                        "Laatste dag in Snoer: %(now)s. In het bestand: %(then)s. Laat het bestand of het besluit aanpassen."
                    )
                    % told
                )
            )
            return
        if ended is None:
            said = translate(
                "In Snoer eindigde deze periode op %(now)s; in het bestand loopt hij nog. Kijk na wat klopt."
            )
            one.reason = said % told
            return
    one.changes = tuple(
        Change(str(label), _shown(name, getattr(was, name)), _shown(name, one.values[name]))
        for name, label in LABELS.items()
        if one.values.get(name) is not None and one.values[name] != getattr(was, name)
    )


def _shown(name: str, value: Any) -> str:
    return str(END_REASONS[value]) if name == "end_reason" and value else shown(value)


def _overlaps(found: list[Found], periods: dict[tuple[int, str], list[BenefitPeriod]]) -> None:
    """Conflicts where, with all of it done, two periods of a scheme would lie over one another."""
    for one, first, last, told in _over(found, periods):
        if not one.reason:
            one.reason = translate(
                "Dit valt samen met %(scheme)s, %(period)s (%(where)s). Kijk na welke periode klopt, en pas de andere aan."
            ) % {"scheme": SCHEMES[one.values["scheme"]], "period": period(first, None if last == FAR else last),
                 "where": told}  # fmt: skip


def _over(found: list[Found], periods: dict[tuple[int, str], list[BenefitPeriod]]) -> Any:
    lines: dict[tuple[int, str], list[Found]] = defaultdict(list)
    for one in found:
        lines[one.key].append(one)
    for key, these in lines.items():
        named = {one.period.pk for one in these if one.period and not one.reason}
        spans: list[Any] = [(each.started_on, each.ended_on or FAR, translate("in Snoer"), None) for each in periods[key]
                 if each.pk not in named]  # fmt: skip
        spans += [(one.values["started_on"], one.last, translate("regel %d") % one.line.number, one) for one in these
                  if not (one.reason and one.period)]  # fmt: skip
        for one in these:
            for first, last, told, other in spans:
                own = other is one or (one.period is not None and one.reason and first == one.period.started_on)
                if not own and first <= one.last and one.values["started_on"] <= last:
                    yield one, first, last, told
                    break


def _outcome(one: Found) -> Judged:
    if one.reason:
        return _judged(one.line, one.client, "conflict", one.reason)
    what = "new" if one.period is None else "changed" if one.changes else "same"
    made = _judged(one.line, one.client, what)
    made.data, made.changes = one, one.changes
    if one.period is None:
        shows = {each.key: each.label for each in FIELDS if each.key not in ("bsn", "scheme", "started_on")}
        names: dict[str, Any] = {"level": LEVELS, "end_reason": END_REASONS}
        made.changes = tuple(
            Change(str(label), "", str(names[key][value]) if key in names else shown(value))
            for key, label in shows.items()
            if (value := one.values.get(key))
        )
    return made


def _judged(line: Line, client: Client, what: str, reason: str = "") -> Judged:
    about = f"{SCHEMES[line.values['scheme']]}, {period(line.values['started_on'])}"
    return Judged(
        line.number, what, f"{client.name} ({client.number}): {about}", reverse("record", args=[client.number]),
        reasons=(reason,) if reason else (),
    )  # fmt: skip


def _only_here(
    found: list[Found], periods: dict[tuple[int, str], list[BenefitPeriod]], people: Iterable[Client]
) -> list[Judged]:
    """Periods that run in Snoer and that the file, with the same scheme for others or this very person, does not have."""
    schemes = {one.values["scheme"] for one in found}
    here = {one.pk: one for one in people if not one.closed_on}
    named = {(one.key, one.values["started_on"]) for one in found}
    over = {one.key for one in found if one.reason}  # said there already
    return [
        Judged(
            0, "conflict", f"{here[key[0]].name} ({here[key[0]].number}): {SCHEMES[key[1]]}, {period(each.started_on)}",
            reverse("record", args=[here[key[0]].number]),
            reasons=(translate("Deze periode loopt in Snoer, en staat niet in het bestand. Kijk na of hij nog loopt; zo niet, "
                               "beëindig hem in het dossier."),),
        )
        for key, rows in periods.items() if key[0] in here and key[1] in schemes and key not in over
        for each in rows
        if (key, each.started_on) not in named and (each.ended_on is None or each.ended_on >= today())
    ]  # fmt: skip


def load(membership: Membership, chosen: list[Judged]) -> dict[int, str]:
    """Begin and change the periods, with what the page itself leaves behind. Gives why a line could not be done: what it
    follows on was not ticked."""
    found: list[Found] = [each.data for each in chosen]
    ids = {one.client.pk for one in found}
    list(Client.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    periods: dict[tuple[int, str], list[BenefitPeriod]] = defaultdict(list)
    for each in BenefitPeriod.objects.filter(client__in=ids):
        periods[each.client_id, each.scheme].append(each)
    refused = {
        one.line.number: translate("Dit hangt samen met een wijziging die niet is aangevinkt: %(period)s.")
        % {"period": period(first, None if last == FAR else last)}
        for one, first, last, _told in _over(found, periods)
    }
    good = [one for one in found if one.line.number not in refused]
    try:
        with transaction.atomic():
            _write(good)
    except IntegrityError:  # a period that somebody adds by hand at this very moment
        raise ValidationError(
            translate("Iemand anders wijzigde zojuist een uitkering uit dit bestand. Bekijk het bestand opnieuw.")
        ) from None
    return refused


def _write(good: list[Found]) -> None:
    _change([one for one in good if one.period])
    benefits.begin([
        BenefitPeriod(
            client=one.client, chain_id=one.client.chain_id, end_reason=one.values.get("end_reason") or "",
            **{name: one.values.get(name) for name in ("scheme", "level", "started_on", "ended_on", "amount")},
        )
        for one in good if one.period is None
    ])  # fmt: skip


def _change(found: list[Found]) -> None:
    told = []
    for one in found:
        was = one.period
        assert was
        ends = bool(one.values.get("ended_on")) and was.ended_on is None
        changed = [name for name in LABELS if one.values.get(name) not in (None, getattr(was, name))]
        for name in changed:
            setattr(was, name, one.values[name])
        was.version += 1
        rest = [LABELS[name] for name in changed if not ends or name == "amount"]
        if ends:
            told.append(benefits.ending(was, one.client))
        if rest:
            params = {"scheme": SCHEMES[was.scheme], "fields": rest}
            told.append(Telling("benefit-changed", one.client, was, params, today()))
    BenefitPeriod.objects.bulk_update(
        [one.period for one in found if one.period], [*LABELS, "version"], batch_size=500
    )  # fmt: skip
    record_many(told, part="benefit")


EXAMPLE = """BSN;Regeling;Hoogte;Ingangsdatum;Einddatum;Reden einde;Bedrag
;Participatiewet;volledig;01-03-2025;;;1.095,50
;IOAW;gedeeltelijk;15-06-2024;31-10-2026;werk;612,00
"""
KIND = Kind(
    "benefits", _("Uitkeringen"),
    _("Periodes van de uitkering, zoals het uitkeringssysteem ze geeft. Wie het is, volgt uit het BSN."),
    may, FIELDS, judge, load, EXAMPLE,
)  # fmt: skip
