"""Duo screening: a round of named people of the points of contact for the person and for the employer (document 002,
annex 3 b and f). They go through a selection, one person after the other, and say what each needs next.

A round gives its screeners sight of the people in it, from its first day to its last (diagnosis/sql.py); so it is short,
at most SCREENING_WEEKS. Nothing follows from a decision by itself.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.jobs import lock
from chain.models import Mandate, Membership, Partner, holds_on
from chain.once import NotNow
from chain.parts import CASEWORKERS
from clients import access
from clients.day_asked import Question, answers
from clients.registered import DayRow, Leads
from clients.steps import acting, check_day
from clients.timeline import record
from diagnosis import selections
from diagnosis.models import Screener, Screening, ScreeningEntry
from diagnosis.models.screening import SCREENING_OUTCOMES

DUO = {"person": _("het aanspreekpunt voor de inwoner"), "employer": _("het aanspreekpunt voor de werkgever")}
LEFT = ""  # the outcome of who was not decided about yet
CLOSED = "closed"  # that of whose file was closed before it came so far


def may_make(membership: Membership) -> bool:
    """Senior consultants of the point of contact for the person: they choose who is looked at, and by whom."""
    return membership.writes("screening") and (membership.role == "system" or bool(membership.is_contact_point))


def running(screening: Screening) -> bool:
    """Whether the round goes on today."""
    return screening.started_on <= today() <= screening.ends_on and screening.closed_on is None


def is_over(screening: Screening) -> bool:
    return screening.closed_on is not None or screening.ends_on < today()


def candidates(chain_id: int) -> QuerySet[Membership]:
    """Who can screen: caseworkers of today of the two points of contact, in their order."""
    held = Mandate.objects.on(today()).filter(chain_id=chain_id, function__in=DUO)
    return (
        Membership.objects.of_people()
        .filter(holds_on(today()), chain_id=chain_id, role__in=CASEWORKERS, partner__in=held.values("partner"))
        .select_related("user", "partner").order_by("partner__position", "partner__name", "user__name", "pk")
    )  # fmt: skip


def partners_of(chain_id: int) -> dict[str, set[int]]:
    """The partners with each of the mandates of DUO today."""
    held = Mandate.objects.on(today()).filter(chain_id=chain_id, function__in=DUO)
    found: dict[str, set[int]] = {function: set() for function in DUO}
    for function, partner in held.values_list("function", "partner"):
        found[function].add(partner)
    return found


def check_screeners(chain_id: int, chosen: Iterable[Membership]) -> None:
    """ValidationError where somebody cannot screen, or where one of the two is missing."""
    chosen, can = list(chosen), set(candidates(chain_id).values_list("pk", flat=True))
    if wrong := [str(member.user) for member in chosen if member.pk not in can]:
        raise ValidationError(
            {"screeners": translate("%(names)s werkt bij geen van beide aanspreekpunten") % {"names": ", ".join(wrong)}}
        )
    for function, partners in partners_of(chain_id).items():
        if not partners & {member.partner_id for member in chosen}:
            raise ValidationError({"screeners": translate("Kies ook iemand van %(whom)s") % {"whom": DUO[function]}})


def check_days(started_on: dt.date, ends_on: dt.date, on: dt.date | None = None) -> None:
    """ValidationError for a round that has been, or that lasts longer than SCREENING_WEEKS: who does not need to know a
    file any more, does not see it any more (AVG article 5 lid 1 c)."""
    if started_on < (on or today()):
        raise ValidationError({"started_on": _("Deze dag is al voorbij")})
    if ends_on < started_on:
        raise ValidationError({"ends_on": _("De laatste dag is voor de eerste")})
    last = started_on + dt.timedelta(7 * settings.SCREENING_WEEKS - 1)
    if ends_on > last:
        text = _("Een ronde duurt hoogstens %(weeks)s weken: zolang zien de screeners deze dossiers")
        raise ValidationError({"ends_on": ValidationError(text, params={"weeks": settings.SCREENING_WEEKS})})


def start(
    name: str, selection: str, parameters: Mapping[str, Any], screeners: Iterable[Membership], started_on: dt.date,
    ends_on: dt.date, *, on: dt.date | None = None, by: Membership | None = None,
) -> Screening:  # fmt: skip
    """A round, made on the day (today), of who fits the selection now, the longest waiting first: at most selections.MOST.

    ValidationError, per field, for days, screeners and a name that do not do, and where nobody fits.
    """
    by = acting(by)
    if not may_make(by):
        raise PermissionDenied
    name, screeners = name.strip(), list(screeners)
    if not name:
        raise ValidationError({"name": _("Geef de ronde een naam")})
    check_day(on := on or today(), by)
    check_days(started_on, ends_on, on)
    check_screeners(by.chain_id, screeners)
    with transaction.atomic():
        lock("screening", by.chain_id)  # two rounds made at once would hold the same people
        found = selections.find(by, selection, parameters)
        if not found.number:
            raise ValidationError(_("Niemand past bij deze keuze"))
        made = Screening.objects.create(
            chain_id=by.chain_id, name=name, selection=selection, parameters=dict(parameters), started_on=started_on,
            ends_on=ends_on, partner=_partner(by), author_id=by.user_id,
        )  # fmt: skip
        Screener.objects.bulk_create(
            [Screener(screening=made, chain_id=by.chain_id, member=member) for member in screeners]
        )
        ScreeningEntry.objects.bulk_create(
            [
                ScreeningEntry(screening=made, client_id=pk, chain_id=by.chain_id, position=position)
                for position, (pk, _since) in enumerate(found.first, 1)
            ]
        )
    return made


def _partner(by: Membership) -> Partner:
    """The maker's; of a job, which has none, that of the point of contact."""
    if by.partner is not None:
        return by.partner
    held = Mandate.objects.on(today()).filter(chain_id=by.chain_id, function="person")
    return held.select_related("partner").order_by("partner__position")[0].partner


def screens(membership: Membership, screening: Screening) -> bool:
    return Screener.objects.filter(screening=screening, member=membership.pk).exists()


def decide(
    entry: ScreeningEntry, outcome: str, *, until: dt.date | None = None, remark: str = "", on: dt.date | None = None,
    by: Membership | None = None,
) -> ScreeningEntry:  # fmt: skip
    """What the screeners decide about somebody; a second time changes it, and the history keeps the first.

    PermissionDenied for who does not screen in the round, NotNow where it does not go on, ValidationError per field for
    no outcome of the list, `not-now` without a day to come, or a day that is to come or before the round.
    """
    by, on = acting(by), on or today()
    check_day(on, by)
    with transaction.atomic():
        entry = (
            ScreeningEntry.objects.select_for_update(of=("self",)).select_related("screening", "client").get(pk=entry.pk)
        )  # fmt: skip
        if not access.writes(by, entry.client, "plan") or not screens(by, entry.screening):
            raise PermissionDenied
        if not running(entry.screening):
            raise NotNow
        if on < entry.screening.started_on:
            raise ValidationError({"on": _("Deze dag is voor het begin van de ronde")})
        if outcome not in SCREENING_OUTCOMES:
            raise ValidationError({"outcome": _("Kies wat er nu nodig is")})
        if outcome == "not-now" and (until is None or until <= today()):
            raise ValidationError({"until": _("Kies een dag die nog komt: dan kijkt u opnieuw")})
        until, remark = until if outcome == "not-now" else None, remark.strip()
        if (entry.outcome, entry.until, entry.remark) == (outcome, until, remark):
            return entry
        told = (entry.outcome, entry.until) != (outcome, until)
        entry.outcome, entry.until, entry.remark = outcome, until, remark
        entry.decided_on, entry.decided_by_id = on, by.user_id
        entry.version += 1
        entry.save(update_fields=["outcome", "until", "remark", "decided_on", "decided_by", "version"])
        if told and until:
            record("screened-later", entry.client, about=entry, on=on, until=until)
        elif told:
            record("screened", entry.client, about=entry, on=on, outcome=SCREENING_OUTCOMES[outcome])
    return entry


def close_round(screening: Screening, *, on: dt.date | None = None, by: Membership | None = None) -> None:
    """The round ends on the day (today), and with that day the sight that it gave; of one that is over nothing changes."""
    by, on = acting(by), on or today()
    if not may_make(by):
        raise PermissionDenied
    check_day(on, by)
    with transaction.atomic():
        found = Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
        if is_over(found):
            return
        found.closed_on, found.version = on, found.version + 1
        found.save(update_fields=["closed_on", "version"])


def counts(rounds: Iterable[int]) -> dict[int, Counter[str]]:
    """Per round how many have each outcome, LEFT or CLOSED: the same for all who read of rounds. One query."""
    ids = list(rounds)
    found: dict[int, Counter[str]] = {pk: Counter() for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_screening_counts(%s::bigint[])", [ids])
        for pk, outcome, number in cursor.fetchall():
            found[pk][outcome] = number
    return found


def next_position(screening: Screening, after: int = 0) -> int | None:
    """The first place after this one that waits for a decision, or else the first of all; None where none is left."""
    waiting = ScreeningEntry.objects.filter(screening=screening, outcome="", client__closed_on=None).order_by(
        "position"
    )
    places = waiting.values_list("position", flat=True)
    return places.filter(position__gt=after).first() or (places.first() if after else None)


# Per running round of the screener: how many are left, and the first of them.
MINE = """
    select r.id, r.name, r.ends_on, n.left_, n.number as all_, e.position, c.id as client_id, c.number,
      concat_ws(' ', nullif(c.first_name, ''), nullif(c.prefix, ''), c.last_name) as person, coalesce(m.name, '') as place
    from diagnosis_screener k join diagnosis_screening r on r.id = k.screening_id
      cross join lateral (select count(*) filter (where e.outcome = '' and c.closed_on is null) as left_, count(*) as number,
          min(e.position) filter (where e.outcome = '' and c.closed_on is null) as first
        from diagnosis_screeningentry e join clients_client c on c.id = e.client_id where e.screening_id = r.id) n
      join diagnosis_screeningentry e on e.screening_id = r.id and e.position = n.first
      join clients_client c on c.id = e.client_id left join chain_municipality m on m.id = c.home_id
    where k.member_id = %(membership)s and r.started_on <= %(today)s and r.ends_on >= %(today)s and r.closed_on is null
    order by r.ends_on, r.id"""


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """The rounds that one screens in."""
    if membership.partner is None or membership.role not in CASEWORKERS:
        return {}
    return {"rounds": (MINE, {"membership": membership.pk, "today": today()})}


def day_rows(membership: Membership) -> list[DayRow]:
    """On Mijn dag: each round that one screens in, with the next person to look at."""
    partner = membership.partner
    return [
        DayRow(
            number=row["number"], name=row["person"], place=row["place"], reason=translate("Screening"),
            why=translate("%(name)s: nog %(n)s van %(all)s")
            % {"name": row["name"], "n": row["left_"], "all": row["all_"]},
            next_step=translate("Verder met de screening"), url=reverse("screening_entry", args=[row["id"], row["position"]]),
            partner=partner.name, colour=partner.colour, term=row["ends_on"], urgency=3, client_id=row["client_id"],
        )
        for row in answers(day_questions, membership).get("rounds", ()) if partner
    ]  # fmt: skip
