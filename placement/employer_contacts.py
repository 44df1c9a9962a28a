"""Contact with employers: told once for all partners, so that nobody calls unknowingly a second time.

Who was spoken to is kept until some months after the last contact (CONTACT_PERSON_MONTHS), and then taken away with all that
was ever said of him or her: a contact person is no client, and has no file to stand in.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.days import today
from chain.models import Membership
from clients.day_asked import Question, answers
from clients.registered import Leads, Notice
from clients.steps import acting, check_day
from clients.terms import after
from placement.employers import may_write
from placement.models import ContactPerson, Employer, EmployerContact

MOST_AHEAD = 2  # years until a next contact: later is a typing error
MOST_BACK = 5  # years since a contact that is told now
LATEST = ("-on", "-pk")


def latest(employer: Employer) -> EmployerContact | None:
    """The last contact that anybody had; `recent` says whether that is so short ago that a second call asks for a word."""
    found = EmployerContact.objects.filter(employer=employer).order_by(*LATEST)
    return found.select_related("partner", "author", "person").first()


def kept_until(on: dt.date) -> dt.date:
    """The last day on which somebody's name and number stand here, with the last contact on that day."""
    return after(on, settings.CONTACT_PERSON_MONTHS, "months")


def note(employer: Employer, *, by: Membership | None = None, **said: Any) -> EmployerContact:
    """A contact that was: `way`, `subject`, `on` (today), `text`, `person` spoken to, `next_on`.

    PermissionDenied for who does not write of employers; ValidationError, per field, for days that cannot be, or somebody
    of another employer.
    """
    by = acting(by)
    if not may_write(by):
        raise PermissionDenied
    said["on"] = said.get("on") or today()
    _check(employer, said, by)
    assert by.partner_id is not None
    with transaction.atomic():
        made = EmployerContact.objects.create(
            employer=employer, chain_id=employer.chain_id, partner_id=by.partner_id, author_id=by.user_id, **said
        )
        _keep(made)
    return made


def may_correct(membership: Membership, contact: EmployerContact) -> bool:
    """Its author alone, as a colleague of the partner under whose name it was said."""
    return (
        may_write(membership) and contact.author_id == membership.user_id and contact.partner_id in membership.acts_for
    )


def correct(contact: EmployerContact, *, by: Membership | None = None, **said: Any) -> EmployerContact:
    """Say it better; what stood there stays in the history. Only by its author."""
    by = acting(by)
    with transaction.atomic():
        found = (
            EmployerContact.objects.select_for_update(of=("self",))
            .select_related("employer")
            .filter(pk=contact.pk)
            .first()
        )
        if found is None or not may_correct(by, found):
            raise PermissionDenied
        _check(found.employer, said, by)
        for name, value in said.items():
            setattr(found, name, value)
        found.save(update_fields=list(said))
        _keep(found)
    return found


def _check(employer: Employer, said: dict[str, Any], by: Membership) -> None:
    on, next_on, person = said["on"], said.get("next_on"), said.get("person")
    check_day(on, by)
    if on < after(today(), -12 * MOST_BACK, "months"):
        raise ValidationError({"on": _("Kijk het jaar na: dit is te lang geleden")})
    if next_on and next_on <= on:
        raise ValidationError({"next_on": _("Het volgende contact ligt na dit contact")})
    if next_on and next_on > after(today(), 12 * MOST_AHEAD, "months"):
        raise ValidationError({"next_on": _("Kijk het jaar na: dit is te ver vooruit")})
    if person and person.employer_id != employer.pk:
        raise ValidationError({"person": _("Deze persoon hoort bij een andere werkgever")})


def _keep(contact: EmployerContact) -> None:
    """Each contact with somebody moves on how long he or she is kept."""
    if contact.person_id is not None:
        until = kept_until(contact.on)
        ContactPerson.objects.filter(pk=contact.person_id, keep_until__lt=until).update(keep_until=until)


# what comes next


def due(chain_id: int, on: dt.date | None = None) -> QuerySet[EmployerContact]:
    """The last contact of each employer, where the next one is due on the day (today) or was before.

    Of earlier contacts the day has been taken away by a trigger (placement/employer_sql.py).
    """
    return EmployerContact.objects.filter(chain_id=chain_id, next_on__lte=on or today())


def mine(found: QuerySet[EmployerContact], membership: Membership) -> QuerySet[EmployerContact]:
    """Those of the employers that the user keeps, and of employers that nobody keeps those that the user said last."""
    return found.filter(Q(employer__keeper=membership.user_id) | Q(employer__keeper=None, author=membership.user_id))


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """The employers that one keeps and that it is time for."""
    if not may_write(membership):
        return {}
    found = mine(due(membership.chain_id), membership).order_by("next_on", "pk")
    return {"due": found.values("employer_id", name=F("employer__name"))[:100]}


def notices(membership: Membership) -> list[Notice]:
    """On Mijn dag of who keeps an employer: that it is time for contact (registered in the settings)."""
    waiting = [(row["employer_id"], row["name"]) for row in answers(head_questions, membership).get("due", ())]
    if not waiting:
        return []
    if len(waiting) == 1:
        ((pk, name),) = waiting
        return [Notice(translate("Het is tijd voor contact met %(employer)s.") % {"employer": name},
                       reverse("employer", args=[pk]), translate("Naar deze werkgever"))]  # fmt: skip
    text = ngettext(
        "Het is tijd voor contact met %(first)s en %(number)s andere werkgever.",
        "Het is tijd voor contact met %(first)s en %(number)s andere werkgevers.", len(waiting) - 1,
    ) % {"first": waiting[0][1], "number": len(waiting) - 1}  # fmt: skip
    return [Notice(text, reverse("employers") + "?contact=mijn", translate("Toon ze"))]


# contact persons whose time has passed


def forget(people: list[int]) -> int:
    """Take away contact persons, by id, with their history; how many. Nothing for who does not write of employers."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_forget_people(%s::bigint[])", [people])
        return cursor.fetchone()[0]


def forget_who_is_past(chain_id: int) -> str:
    """The nightly work in a chain: whoever nobody spoke to for so long is taken away."""
    past = ContactPerson.objects.filter(chain_id=chain_id, keep_until__lt=today())
    return f"{forget(list(past.values_list('pk', flat=True)))} contact persons taken away"


def latest_of(employers: list[Employer]) -> dict[int, EmployerContact]:
    """The last contact of each of the employers of a list; one question."""
    rows = (
        EmployerContact.objects.filter(employer__in=employers).order_by("employer_id", *LATEST).distinct("employer_id")
    )
    return {row.employer_id: row for row in rows.select_related("partner", "author")}
