"""Exemptions of duties of the Participatiewet: given, resumed, ended, reviewed; and how long article 9a lets them last.

Of part `benefit`, which the point of contact alone reads and writes. The years stand in the chain's terms (YEARS, CHILD).
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.models import Membership
from clients.models import Client, Identity
from clients.steps import NotNow, check_day
from clients.terms import after, due, term_on
from clients.timeline import record
from diagnosis.abilities import check_on, check_period, lock, may_write, said_by, save
from diagnosis.models import Exemption
from diagnosis.models.ability import DUTIES, EXEMPTIONS

YEARS, CHILD = "exemption-years", "exemption-child"
# kind -> which duties it can take away (Participatiewet, article 9, paragraphs 2, 5 and 7; article 9a, paragraph 1).
FREE_OF = {"temporary": ("a", "ac"), "permanent": ("abc",), "parent": ("a", "ac")}


def parent_until(
    client: Client, started_on: dt.date, child_born_on: dt.date, months_elsewhere: int = 0, used: int = 0
) -> dt.date:
    """The last day that the exemption of a single parent may last (Participatiewet, article 9a): the day before the child
    is five, and five years in all, of which `months_elsewhere` in other municipalities and `used` days here before."""
    last = dt.date.max
    if term := term_on(client.chain_id, CHILD, child_born_on):
        last = due(term, child_born_on)
    if term := term_on(client.chain_id, YEARS, started_on):
        ends = after(started_on, term.offset - months_elsewhere, term.unit) - dt.timedelta(term.hard + used)
        last = min(last, ends)
    return last


def used_days(client: Client, *, until: dt.date | None = None) -> int:
    """How many days the person was exempt as a single parent here, of periods that ended (before the day, if given)."""
    periods = Exemption.objects.filter(client=client, kind="parent", ended_on__isnull=False)
    if until:
        periods = periods.filter(ended_on__lt=until)
    return sum((end - start).days + 1 for start, end in periods.values_list("started_on", "ended_on") if end)


def exempt(
    client: Client, kind: str, duties: str, *, requested_on: dt.date, decided_on: dt.date, started_on: dt.date,
    ended_on: dt.date | None = None, child_born_on: dt.date | None = None, months_elsewhere: int = 0,
    by: Membership | None = None,
) -> Exemption:  # fmt: skip
    """Record that the person is exempt from duties (DUTIES) of the Participatiewet, article 9, paragraph 1.

    Temporary: for urgent reasons, from a or c, and it ends (article 9, paragraph 2). Permanent: from all (paragraph 5).
    Parent: on request, once, for a child under five, and no longer than parent_until() (article 9a); without a last day
    it gets that one, and the child's birthday comes among the person's data where it was not known.
    ValidationError, per field, where that is not so; PermissionDenied for who is not the point of contact.
    """
    by = may_write(client, "benefit", by)
    if kind not in EXEMPTIONS:
        raise ValidationError({"kind": _("Kies een soort")})
    if duties not in FREE_OF[kind]:
        words = {"duties": ", ".join(str(DUTIES[each]) for each in FREE_OF[kind])}
        raise ValidationError({"duties": ValidationError(_("Bij deze soort kan alleen: %(duties)s"), params=words)})
    check_on(decided_on, "decided_on", by)
    if requested_on > decided_on:
        raise ValidationError({"decided_on": _("Het besluit kan niet voor de vraag liggen")})
    with transaction.atomic():
        lock(client)
        if kind == "parent":
            if Exemption.objects.filter(client=client, kind="parent").exists():
                raise ValidationError({"kind": _("Deze ontheffing wordt één keer gegeven (artikel 9a). Is er nog tijd "
                                                 "over, dan kunt u de eerdere hervatten.")})  # fmt: skip
            ended_on = _of_parent(client, started_on, ended_on, child_born_on, months_elsewhere)
        else:
            child_born_on, months_elsewhere = None, 0
            if kind == "temporary" and ended_on is None:
                raise ValidationError(
                    {"ended_on": _("Een tijdelijke ontheffing heeft een laatste dag (artikel 9 lid 2)")}
                )
        new = Exemption(
            client=client, chain_id=client.chain_id, kind=kind, duties=duties, requested_on=requested_on,
            decided_on=decided_on, started_on=started_on, ended_on=ended_on, child_born_on=child_born_on,
            months_elsewhere=months_elsewhere, **said_by(by)
        )  # fmt: skip
        return _begin(new)


def resume(
    exemption: Exemption, on: dt.date, *, child_born_on: dt.date | None = None, by: Membership | None = None
) -> Exemption:
    """The exemption of a single parent that ended goes on from the day, for what is left of the five years (article 9a).

    `child_born_on` where it is now for a younger child. NotNow where it is of another kind or still runs.
    """
    by = may_write(exemption.client, "benefit", by)
    with transaction.atomic():
        client = lock(exemption.client)
        old = Exemption.objects.get(pk=exemption.pk)
        if old.kind != "parent" or old.ended_on is None:
            raise NotNow
        if on <= old.ended_on:
            raise ValidationError({"on": _("Kies een dag na de laatste dag van de ontheffing")})
        born = child_born_on or old.child_born_on
        try:
            ended_on = _of_parent(client, on, None, born, old.months_elsewhere)
        except ValidationError as error:
            raise ValidationError({"on": error.messages}) from error
        new = Exemption(
            client=client, chain_id=client.chain_id, kind="parent", duties=old.duties, requested_on=old.requested_on,
            decided_on=old.decided_on, started_on=on, ended_on=ended_on, child_born_on=born,
            months_elsewhere=old.months_elsewhere, planned_on=old.planned_on, **said_by(by)
        )  # fmt: skip
        return _begin(new, "on")


def end_exemption(exemption: Exemption, ended_on: dt.date, *, by: Membership | None = None) -> Exemption:
    """Another last day: earlier, or later as far as the article allows. NotNow for one that is over."""
    by = may_write(exemption.client, "benefit", by)
    with transaction.atomic():
        found = _running(exemption)
        check_period(found.started_on, ended_on)
        if found.kind == "parent":
            _of_parent(found.client, found.started_on, ended_on, found.child_born_on, found.months_elsewhere)
        _check_free(found, found.started_on, ended_on, "ended_on")
        found.ended_on = ended_on
        save(found)
        record("exemption-ends", found.client, about=found, part="benefit", kind=EXEMPTIONS[found.kind], until=ended_on)
    return found


def plan_made(exemption: Exemption, on: dt.date, *, by: Membership | None = None) -> Exemption:
    """The plan that goes with the exemption of a single parent was made (article 9a, paragraph 7). NotNow elsewhere."""
    by = may_write(exemption.client, "benefit", by)
    check_day(on, by)
    with transaction.atomic():
        found = _running(exemption)
        if found.kind != "parent" or found.planned_on:
            raise NotNow
        _check_since(found, on)
        found.planned_on = on
        save(found)
        record("exemption-planned", found.client, about=found, part="benefit", on=on)
    return found


def review(exemption: Exemption, on: dt.date, *, by: Membership | None = None) -> Exemption:
    """It was looked at again, with the person: article 9a asks that every six months. NotNow for one that is over."""
    by = may_write(exemption.client, "benefit", by)
    check_day(on, by)
    with transaction.atomic():
        found = _running(exemption)
        _check_since(found, on)
        found.reviewed_on = max(on, found.reviewed_on or on)
        save(found)
        record("exemption-reviewed", found.client, about=found, part="benefit", on=on, kind=EXEMPTIONS[found.kind])
    return found


def _of_parent(
    client: Client, started_on: dt.date, ended_on: dt.date | None, born: dt.date | None, months_elsewhere: int
) -> dt.date:
    """The last day; ValidationError where article 9a does not allow the exemption, or not so long."""
    if born is None:
        raise ValidationError({"child_born_on": _("Vul de geboortedatum van het kind in (artikel 9a)")})
    if born > today():
        raise ValidationError({"child_born_on": _("Deze dag moet nog komen")})
    last = parent_until(client, started_on, born, months_elsewhere, used_days(client, until=started_on))
    if last < started_on:
        reason = _("Het kind is dan vijf jaar of ouder, of de vijf jaar ontheffing zijn op (artikel 9a)")
        raise ValidationError({"started_on": reason})
    if ended_on and ended_on > last:
        text = _(
            "Uiterlijk tot en met %(day)s: dan wordt het kind vijf, of is vijf jaar ontheffing voorbij (artikel 9a)"
        )
        raise ValidationError({"ended_on": ValidationError(text, code="limit", params={"day": day(last)})})
    return ended_on or last


def _begin(new: Exemption, field: str = "started_on") -> Exemption:
    check_period(new.started_on, new.ended_on)
    _check_free(new, new.started_on, new.ended_on, field)
    new.save()
    if new.child_born_on:
        keep_child(new.client, new.child_born_on)
    record(
        "exempted" if new.ended_on else "exempted-for-good", new.client, about=new, part="benefit", on=new.started_on,
        kind=EXEMPTIONS[new.kind], **({"until": new.ended_on} if new.ended_on else {}),
    )  # fmt: skip
    return new


def keep_child(client: Client, born: dt.date) -> None:
    """The youngest child among the person's data, where none or an older one was known: it is not asked twice."""
    known = Identity.objects.select_for_update(of=("self",)).filter(client=client).first()
    if known and (known.youngest_child_born_on is None or known.youngest_child_born_on < born):
        known.youngest_child_born_on, known.version = born, known.version + 1
        known.save(update_fields=["youngest_child_born_on", "version"])
        field = Identity._meta.get_field("youngest_child_born_on").verbose_name
        record("client-changed", client, about=known, part="identity", fields=[field])


def _running(exemption: Exemption) -> Exemption:
    lock(exemption.client)
    found = Exemption.objects.select_for_update(of=("self",)).select_related("client").get(pk=exemption.pk)
    if found.ended_on and found.ended_on < today():
        raise NotNow
    return found


def _check_free(found: Exemption, started_on: dt.date, ended_on: dt.date | None, field: str) -> None:
    others = Exemption.objects.filter(client=found.client).exclude(pk=found.pk)
    others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=started_on))
    if ended_on:
        others = others.filter(started_on__lte=ended_on)
    if others.exists():
        raise ValidationError({field: _("In deze tijd is er al een ontheffing. Geef die eerst een laatste dag.")})


def _check_since(found: Exemption, on: dt.date) -> None:
    if on < found.requested_on:
        raise ValidationError({"on": _("Deze dag ligt voor de vraag om ontheffing")})
