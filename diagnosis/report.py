"""In-depth diagnosis on a question: begun, seen by the day, written, talked over with the person, given as the answer.

Each act checks who may do it, locks the report, changes it and tells that it happened on the timeline (never what stands in
it), in one transaction. A draft is its own partner's; the partner at which the work is done writes days in it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.models import Instrument, Mandate, Membership, Partner, holds_on
from clients import access, referrals, steps, todo
from clients.models import Client, Involvement, Referral, Step, Term
from clients.steps import NotNow, acting, check_day, is_of
from clients.timeline import record
from diagnosis.models import CompetenceSeen, DayObserved, PracticalDiagnosis

# Functions whose question is answered by a diagnosis, and the instruments of it that come first.
ANSWERS = ("practical-diagnosis", "tests", "medical-diagnosis")
USUAL = ("praktijkdiagnose", "aanvullende-testen", "belastbaarheidsadvies")
PLACES = "diagnosis-places"  # the mandate of a partner at which the work is done
LONGEST = 5000  # characters of a text
WRITTEN = frozenset({"competences", "motivation", "chances", "advice", "talked_on", "says"})


# who may


def may_start(membership: Membership, client: Client, referral: Referral | None = None) -> bool:
    """Who holds the mandate for a diagnosis where the person lives, and works on the question or writes the part already."""
    if not membership.writes("diagnosis") or membership.partner_id is None or client.closed_on is not None:
        return False
    if referral is not None:
        return referral.function in ANSWERS and referral.status == "accepted" and is_of(membership, referral.partner)
    return access.writes(membership, client, "diagnosis") and any(
        membership.holds(function, client.home_id) for function in ANSWERS
    )


def may_read(membership: Membership, found: PracticalDiagnosis) -> bool:
    """What was given, all who read the part; a draft, its own partner and the one at which the work is done."""
    return found.status != "draft" or takes_part(membership, found)


def may_write(membership: Membership, found: PracticalDiagnosis) -> bool:
    return (
        found.status == "draft" and access.writes(membership, found.client, "diagnosis") and is_of(membership, found.partner)
    )  # fmt: skip


def may_observe(membership: Membership, found: PracticalDiagnosis) -> bool:
    """Days are written by its own partner and by the host; others read them once the report is given."""
    return (
        found.status == "draft" and access.writes(membership, found.client, "diagnosis") and takes_part(membership, found)
    )  # fmt: skip


def takes_part(membership: Membership, found: PracticalDiagnosis) -> bool:
    """Of its own partner, or of the one at which the work is done."""
    return is_of(membership, found.partner) or (found.host is not None and is_of(membership, found.host))


def hosts(client: Client) -> list[Partner]:
    """Partners at which a diagnosis can be made where the person lives, by their mandate of today."""
    mandates = Mandate.objects.on(today()).filter(chain_id=client.chain_id).covering(PLACES, client.home_id)
    return list(Partner.objects.filter(pk__in=mandates.values("partner_id")).order_by("position", "name"))


def sees(partner: Partner, client: Client) -> bool:
    """Whether the partner sees the part of the file that the days stand in: by a step, the team, or a question that shares it.

    A diagnosis gives no sight by itself: the point of contact brings a partner in (access.md, rule 2).
    """
    day = today()
    found = Involvement.objects.filter(
        client=client, partner=partner, membership__isnull=True, started_on__lte=day
    ).exclude(seen_until__lt=day)  # fmt: skip
    return any(parts is None or "diagnosis" in parts for parts in found.values_list("parts", flat=True))


def guideline(chain_id: int, since: dt.date) -> tuple[int, int] | None:
    """The shortest and longest number of weeks of a practical diagnosis that begins that day, by the chain's terms.

    Founding document 004: six to twelve weeks. A guideline: other lengths are asked about, and taken. None without terms.
    """
    rows = Term.objects.filter(
        holds_on(since), chain_id=chain_id, key__in=("diagnosis-shortest", "diagnosis-longest"), unit="weeks"
    ).values_list("key", "offset")  # fmt: skip
    weeks = dict(rows)
    return (weeks["diagnosis-shortest"], weeks["diagnosis-longest"]) if len(weeks) == 2 else None


def last_day(started_on: dt.date, weeks: int) -> dt.date:
    return started_on + dt.timedelta(weeks=weeks, days=-1)


def weeks_of(started_on: dt.date, planned_end: dt.date) -> int:
    """Whole weeks, one begun being one."""
    return -(-((planned_end - started_on).days + 1) // 7)


def outside(chain_id: int, function: str, started_on: dt.date, weeks: int) -> tuple[int, int] | None:
    """The guideline, where the number of weeks is outside it; it is of the practical diagnosis alone."""
    usual = guideline(chain_id, started_on) if function == "practical-diagnosis" else None
    return usual if usual and not usual[0] <= weeks <= usual[1] else None


# begin


def start(
    client: Client,
    *,
    question: str,
    place: str,
    weeks: int,
    days_a_week: int,
    started_on: dt.date | None = None,
    host: Partner | None = None,
    referral: Referral | None = None,
    sure: bool = False,
    by: Membership | None = None,
) -> PracticalDiagnosis:
    """Begin a diagnosis on the question, and the step that it is in the string: a new one, or the one that waits for it.

    `sure`: a length outside the guideline is meant so. PermissionDenied for who may not; NotNow where one of this partner
    runs already, or the question has one; ValidationError, per field, for what cannot be.
    """
    by, started_on, question, place = acting(by), started_on or today(), question.strip(), place.strip()
    if not may_start(by, client, referral):
        raise PermissionDenied
    partner = referral.partner if referral else by.partner
    assert partner is not None
    function = referral.function if referral else "practical-diagnosis"
    _check(client, function, question, place, weeks, days_a_week, started_on, host, sure)
    end = last_day(started_on, weeks)
    with transaction.atomic():
        if referral is not None:
            referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
            if referral.status != "accepted" or PracticalDiagnosis.objects.filter(referral=referral).exists():
                raise NotNow
        step = _step(client, function, partner, started_on, end, referral, by)
        found = _made(
            client=client, chain_id=client.chain_id, partner=partner, author_id=by.user_id, referral=referral, step=step,
            question=question, place=place, host=host, started_on=started_on, planned_end=end, days_a_week=days_a_week,
        )  # fmt: skip
        record("diagnosis-started", client, about=found, part="diagnosis", on=min(started_on, today()), until=end)
        if host is not None and not is_of(by, host) and not sees(host, client):
            _ask_for_sight(client, host, started_on, by)
    return found


def _check(
    client: Client, function: str, question: str, place: str, weeks: int, days_a_week: int, started_on: dt.date,
    host: Partner | None, sure: bool,
) -> None:  # fmt: skip
    wrong: dict[str, object] = {}
    if not question:
        wrong["question"] = _("Schrijf op welke vraag de diagnose moet beantwoorden")
    if not place:
        wrong["place"] = _("Vul in waar het is")
    if not 1 <= weeks <= 52:
        wrong["weeks"] = _("Vul een aantal weken in van 1 tot en met 52")
    elif not sure and (usual := outside(client.chain_id, function, started_on, weeks)):
        wrong["weeks"] = ValidationError(outside_text(usual), code="outside")
    if not 1 <= days_a_week <= 7:
        wrong["days_a_week"] = _("Vul een aantal dagen in van 1 tot en met 7")
    if host is not None and host not in hosts(client):
        wrong["host"] = _("Deze partner heeft hier geen werkplekken voor diagnose")
    if wrong:
        raise ValidationError(wrong)


def outside_text(usual: tuple[int, int]) -> str:
    text = _("Een praktijkdiagnose duurt meestal %(least)s tot %(most)s weken. Wilt u het toch zo? Bevestig het dan.")
    return str(text) % {"least": usual[0], "most": usual[1]}


def _made(**values: object) -> PracticalDiagnosis:
    try:
        with transaction.atomic():
            return PracticalDiagnosis.objects.create(**values)
    except IntegrityError as error:
        if "one_diagnosis_at_a_time" not in str(error) and "referral_id" not in str(error):
            raise
        raise NotNow from None


def _instrument(chain_id: int, function: str, day: dt.date) -> Instrument:
    found = list(Instrument.objects.filter(chain_id=chain_id, function=function, form_of_work="").order_by("pk"))
    offered = [
        one for one in found if (one.started_on or day) <= day <= (one.ended_on or day)
    ]  # fmt: skip
    if not offered:
        raise ValidationError({"started_on": _("Deze diagnose wordt op die dag niet aangeboden")})
    return min(offered, key=lambda one: one.code not in USUAL)


def _step(
    client: Client, function: str, partner: Partner, start: dt.date, end: dt.date, referral: Referral | None, by: Membership
) -> Step:  # fmt: skip
    """The partner's step that waits for this or runs already, else a new one; it runs as soon as the day is there."""
    instrument = _instrument(client.chain_id, function, start)
    step = (
        Step.objects.filter(client=client, partner=partner, instrument=instrument, status__in=("planned", "active"))
        .filter(diagnosis=None).select_related("client", "instrument", "partner").order_by("-status", "pk").first()
    )  # fmt: skip
    if step is None:
        step = steps.plan(
            client, instrument, partner, planned_on=start, planned_end=end, referral=referral, by=by, tell=False
        )
    elif step.planned_end is None or step.planned_end < end:
        step = steps.replan(step, planned_on=start, planned_end=end, by=by)
    if step.status == "planned" and (start <= today() or by.role == "system"):
        step = steps.move(step, "start", on=start, by=by)
    return step


def _ask_for_sight(client: Client, host: Partner, on: dt.date, by: Membership) -> None:
    """A task for who has the lead: only the point of contact can let the host see the person."""
    with override("nl"):
        text = str(_("Laat %(partner)s meekijken voor de diagnose: stel een vraag, of neem iemand op in het team"))
    todo.add(client, (text % {"partner": host.name})[:200], max(on, today()), by=by, for_whom="lead")


# the days


def check_observed(found: PracticalDiagnosis, on: dt.date, present: bool, text: str, by: Membership) -> str:
    """What is written of a day, without spaces around it; ValidationError, per field, for what cannot be."""
    text = text.strip()
    check_day(on, by)
    if on < found.started_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de start")})
    if present and not text:
        raise ValidationError({"text": _("Schrijf op wat u zag")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Maak het korter")})
    return text


def observe(
    found: PracticalDiagnosis, text: str, *, present: bool = True, on: dt.date | None = None, by: Membership | None = None
) -> DayObserved:  # fmt: skip
    """What `by` saw of the person at work on the day (today), or that the person was not there.

    PermissionDenied for who writes no days here; NotNow once the report is given; ValidationError, per field, for a day
    that cannot be, or that `by` wrote already.
    """
    by, on = acting(by), on or today()
    _check_open(found)
    if not may_observe(by, found):
        raise PermissionDenied
    text = check_observed(found, on, present, text, by)
    assert by.partner_id  # a job sees nobody at work
    try:
        with transaction.atomic():
            return DayObserved.objects.create(
                diagnosis=found, client_id=found.client_id, chain_id=found.chain_id, on=on, present=present, text=text,
                partner_id=by.partner_id, author_id=by.user_id,
            )  # fmt: skip
    except IntegrityError as error:
        if "day_observed_once_by_each" not in str(error):
            raise
        raise ValidationError({"on": _("U schreef deze dag al op. Verbeter wat er staat.")}) from None


def correct(day: DayObserved, text: str, *, present: bool = True, by: Membership | None = None) -> DayObserved:
    """The author's own words of a day, put right; what stood there stays in the history."""
    by = acting(by)
    _check_open(day.diagnosis)
    if day.author_id != by.user_id or day.partner_id not in by.acts_for or not may_observe(by, day.diagnosis):
        raise PermissionDenied
    day.text, day.present = check_observed(day.diagnosis, day.on, present, text, by), present
    if not DayObserved.objects.filter(pk=day.pk).update(text=day.text, present=present):
        raise NotNow
    return day


def _check_open(found: PracticalDiagnosis) -> None:
    """NotNow for a report that was given or stopped, as it is now."""
    if not PracticalDiagnosis.objects.filter(pk=found.pk, status="draft").exists():
        raise NotNow


# the report


def locked(found: PracticalDiagnosis, by: Membership) -> PracticalDiagnosis:
    """The draft as it is now, locked until the end of the transaction. NotNow once it is given or stopped;
    PermissionDenied for who does not write it."""
    draft = (
        PracticalDiagnosis.objects.select_for_update(of=("self",))
        .select_related("client", "client__home", "partner", "host", "referral__partner", "referral__asked_by", "step")
        .filter(pk=found.pk, status="draft").first()
    )  # fmt: skip
    if draft is None:
        if PracticalDiagnosis.objects.filter(pk=found.pk).exclude(status="draft").exists():
            raise NotNow
        raise PermissionDenied
    draft.client.shown = found.client.shown  # as this page sees the file
    if not may_write(by, draft):
        raise PermissionDenied
    return draft


def save_seen(found: PracticalDiagnosis, seen: Iterable[tuple[str, str, str]]) -> None:
    """Competences (code, mastery, evidence) of a draft that is locked; without a mastery it is taken out again."""
    there = {row.code: row for row in found.seen.all()}
    for code, mastery, evidence in seen:
        row = there.get(code)
        if row is None and mastery:
            CompetenceSeen.objects.create(
                diagnosis=found, client_id=found.client_id, chain_id=found.chain_id, partner_id=found.partner_id,
                code=code, mastery=mastery, evidence=evidence,
            )  # fmt: skip
        elif row is not None and not mastery:
            row.delete()
        elif row is not None and (row.mastery, row.evidence) != (mastery, evidence):
            row.mastery, row.evidence = mastery, evidence
            row.save(update_fields=["mastery", "evidence"])


def save(
    found: PracticalDiagnosis, texts: Mapping[str, Any], seen: Iterable[tuple[str, str, str]] = (), *,
    by: Membership | None = None,
) -> PracticalDiagnosis:  # fmt: skip
    """Write texts of the draft (and the talk: talked_on, says) and competences, without asking at what version it was read:
    for what is not a form. NotNow once it is given."""
    by = acting(by)
    with transaction.atomic():
        found = locked(found, by)
        for field in WRITTEN & set(texts):
            setattr(found, field, texts[field])
        found.version += 1
        found.save(update_fields=[*WRITTEN, "version"])
        save_seen(found, seen)
    return found


def missing(found: PracticalDiagnosis) -> list[tuple[str, object]]:
    """What has to be there before the report is given: field, and what to do."""
    needed = [
        ("competences", bool(found.competences), _("Schrijf op wat deze persoon kan")),
        ("motivation", bool(found.motivation), _("Schrijf op wat deze persoon wil")),
        ("chances", bool(found.chances), _("Schrijf op welke kansen er zijn")),
        ("advice", bool(found.advice), _("Schrijf een advies")),
        ("talked_on", found.talked_on is not None and bool(found.says), _("Bespreek het rapport met de inwoner")),
    ]
    return [(field, what) for field, there, what in needed if not there]


def give(
    found: PracticalDiagnosis, answer: str = "", *, on: dt.date | None = None, by: Membership | None = None
) -> PracticalDiagnosis:
    """Give the report on the day (today): it changes no more, the question has its answer, the step is over. All or nothing.

    `answer` goes to who asked, the advice where it is empty. NotNow for the second time; PermissionDenied for who does not
    write it; ValidationError, per field, without the parts of the report, or the talk with the person.
    """
    by, on, answer = acting(by), on or today(), answer.strip()
    with transaction.atomic():
        found = locked(found, by)
        check_day(on, by)
        if wrong := missing(found):
            raise ValidationError(dict(wrong))
        if on < max(found.started_on, found.talked_on or on):
            raise ValidationError({"on": _("Deze dag ligt vóór de start of het gesprek")})
        found.status, found.ended_on, found.version = "reported", on, found.version + 1
        found.save(update_fields=["status", "ended_on", "version"])
        record("diagnosis-reported", found.client, about=found, part="diagnosis", on=on)
        asked = found.referral
        answered = asked is not None and asked.status == "accepted"
        if asked is not None and answered:
            referrals.act(asked, "answer", text=answer or found.advice, on=on, by=by)
        with override("nl"):
            said = str(_("Het rapport is er."))
        # Last: with it the partner's sight may end. The asker has news of the answer already.
        _end_step(found, "finish", said, on, by, tell=not answered)
    return found


def stop(
    found: PracticalDiagnosis, why: str, *, on: dt.date | None = None, by: Membership | None = None
) -> PracticalDiagnosis:
    """It ends without a report, with the reason. The question stays open: its partner gives it back, or begins anew."""
    by, on, why = acting(by), on or today(), why.strip()
    if not why:
        raise ValidationError({"why": _("Vul in waarom")})
    with transaction.atomic():
        found = locked(found, by)
        check_day(on, by)
        found.status, found.ended_on, found.version = "stopped", max(on, found.started_on), found.version + 1
        found.stop_reason, found.referral = why, None  # the question can have another diagnosis
        found.save(update_fields=["status", "ended_on", "stop_reason", "referral", "version"])
        record("diagnosis-stopped", found.client, about=found, part="diagnosis", on=on)
        with override("nl"):
            said = str(_("De diagnose is gestopt."))
        _end_step(found, "stop", said, on, by)
    return found


def _end_step(found: PracticalDiagnosis, act: str, said: str, on: dt.date, by: Membership, tell: bool = True) -> None:
    """What is left to do with the step: somebody may have ended it on its own page."""
    step = found.step
    if step is None:
        return
    if step.status == "planned" and act == "finish":
        step = steps.move(step, "start", on=min(found.started_on, on), by=by, tell=False)
    if step.status == "active":
        steps.move(step, act, on=max(on, step.started_on or on), result=said, by=by, tell=tell)
    elif step.status == "planned":
        steps.move(step, "cancel", on=on, result=said, by=by)


def end_by_closing(pk: int, on: dt.date, why: str, by: Membership) -> None:
    """The file closes because the person has died or moved: its draft ends, by who does not read it (diagnosis.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_end_diagnosis(%s, %s, %s)", [pk, on, why])


def take_over(found: PracticalDiagnosis, codes: Iterable[str], *, by: Membership | None = None) -> int:
    """Put the competences that were chosen into the work profile, by hand and never by themselves; how many."""
    from diagnosis import profile

    by, wanted = acting(by), set(codes)
    if found.status != "reported":
        raise NotNow
    if not access.writes(by, found.client, "profile"):
        raise PermissionDenied
    with transaction.atomic():
        rows = [row for row in found.seen.all() if row.code in wanted]
        for row in rows:
            profile.set_competence(found.client, row.code, row.mastery, row.evidence, by=by)
    return len(rows)
