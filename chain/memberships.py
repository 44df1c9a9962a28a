"""Who signs in, and for whom they work in which function: added, changed, ended by the chain's administrator.

A change of function ends one row and begins another, so that it stays known who acted in which function on a day. Nobody
changes their own (row-level security refuses it too), and what another chain arranged with a user is for that chain.
"""

import datetime as dt
import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chain import sessions, user_acts
from chain.acting import memberships_of
from chain.days import today
from chain.formats import day
from chain.models import Membership, Municipality, Partner, User
from chain.once import NotNow
from chain.parts import OUTSIDE, ROLES
from chain.passwords import start_password

logger = logging.getLogger(__name__)
GIVEN = {role: label for role, label in ROLES.items() if role != "system"}  # the functions that people can have


def may_change(by: Membership, user: User) -> bool:
    """Whether the administrator may change the memberships of the user: of anybody but oneself."""
    return by.role == "admin" and user.pk != by.user_id


def of_this_chain(by: Membership, user: User) -> bool:
    """Whether the user works in this chain, and in no other today or later: only then its administrator changes name, address
    or password."""
    still = Q(ended_on__isnull=True) | Q(ended_on__gte=today())
    if not Membership.objects.filter(still, chain=by.chain_id, user=user).exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute("select snoer_works_elsewhere(%s)", [user.pk])
        return not cursor.fetchone()[0]


def _check(by: Membership, user: User) -> None:
    if not may_change(by, user):
        raise PermissionDenied


def add_user(
    *,
    by: Membership,
    username: str,
    name: str,
    email: str,
    partner: Partner,
    role: str,
    started_on: dt.date,
    municipality: Municipality | None = None,
) -> tuple[Membership, str]:
    """Somebody new with a first membership; and the start password, which is kept nowhere.

    ValidationError on `username` for one that is taken, also in another chain.
    """
    if by.role != "admin":
        raise PermissionDenied
    _governs(role, municipality)
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("Deze gebruikersnaam is al in gebruik")})
    password = start_password()
    user = User(username=username, name=name, email=email, start_password=True)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # somebody else took it at the same moment
        raise ValidationError({"username": _("Deze gebruikersnaam is al in gebruik")}) from None
    made = begin(user, partner=partner, role=role, started_on=started_on, municipality=municipality, by=by)
    return made, password


def _governs(role: str, municipality: Municipality | None) -> None:
    """ValidationError for an alderman without a municipality, or another function with one."""
    if (role in OUTSIDE) != (municipality is not None):
        said = (
            _("Kies van welke gemeente")
            if role in OUTSIDE
            else _("Alleen een bestuurder is van een gemeente. Laat dit leeg.")
        )
        raise ValidationError({"municipality": said})


def give_password(user: User, by: Membership) -> str:
    """A new start password: the old one is no good any more, and sessions of the user end."""
    _check(by, user)
    if not of_this_chain(by, user):
        raise PermissionDenied
    password = start_password()
    user.set_password(password)
    user.start_password = True
    user.save(update_fields=["password", "start_password"])
    sessions.end_all(user)
    user_acts.note(by, user, "password")
    logger.info("user %s got a start password from membership %s", user.pk, by.pk)
    return password


def begin(
    user: User, *, partner: Partner, role: str, started_on: dt.date, ended_on: dt.date | None = None, by: Membership,
    municipality: Municipality | None = None,
) -> Membership:  # fmt: skip
    """A membership from the day on, today or later, until the last day if there is one; of an alderman, with the municipality.
    ValidationError for a day gone by, or where it holds already."""
    _check(by, user)
    if role not in GIVEN:
        raise ValidationError({"role": _("Kies een functie")})
    _governs(role, municipality)
    if started_on < today():
        raise ValidationError({"started_on": _("Kies vandaag of een latere dag: wat geweest is, verandert niet")})
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two at once would both find no other
        same = Membership.objects.filter(
            user=user, chain=by.chain_id, partner=partner, role=role, municipality=municipality
        )  # fmt: skip
        if ended_on is not None:
            same = same.filter(started_on__lte=ended_on)
        if same.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=started_on)).exists():
            raise ValidationError({"role": _("Deze functie heeft %(name)s daar al") % {"name": user}})
        return Membership.objects.create(
            user=user, chain_id=by.chain_id, partner=partner, role=role, started_on=started_on, ended_on=ended_on,
            municipality=municipality,
        )  # fmt: skip


def end(membership: Membership, last: dt.date, *, by: Membership) -> Membership:
    """The last day of a membership: yesterday or later, so that what was done stays done under it. The day before its first
    means that it never began. It may become later than it was, but not so late that the user has the function there twice:
    ValidationError. NotNow where it has ended meanwhile."""
    _check(by, membership.user)
    with transaction.atomic():
        found = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if found.role == "system":
            raise PermissionDenied
        if found.ended_on is not None and found.ended_on < today():
            raise NotNow
        before = dt.timedelta(1)
        if last < today() - before:
            raise ValidationError({"ended_on": _("Kies gisteren of een latere dag: wat geweest is, verandert niet")})
        if last < found.started_on - before:
            said = _("Deze functie begint pas op %(day)s. Kies de dag ervoor: dan begint ze nooit.")
            raise ValidationError({"ended_on": said % {"day": day(found.started_on)}})
        if found.ended_on is not None and last > found.ended_on:
            _check_free(found, found.ended_on, last)
        found.ended_on = last
        found.save(update_fields=["ended_on"])
        if not memberships_of(found.user_id):  # nothing is left to work under today, here or elsewhere
            sessions.end_all(found.user)
        return found


def _check_free(found: Membership, after: dt.date, last: dt.date) -> None:
    """ValidationError where the user has the function again in the days that are added to it."""
    User.objects.select_for_update(of=("self",)).get(pk=found.user_id)  # as `begin` does
    same = Membership.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=after, ended_on__gte=F("started_on")), user=found.user_id,
        chain=found.chain_id, partner=found.partner_id, role=found.role, municipality=found.municipality_id,
        started_on__lte=last,
    )  # fmt: skip
    if again := same.exclude(pk=found.pk).order_by("started_on").first():
        said = _("Deze functie begint opnieuw op %(day)s. Kies een dag daarvoor.")
        raise ValidationError({"ended_on": said % {"day": day(again.started_on)}})


def change(
    membership: Membership, *, partner: Partner, role: str, from_on: dt.date, by: Membership,
    municipality: Municipality | None = None,
) -> Membership:  # fmt: skip
    """The one ends the day before, another begins on the day, until the same last day if there is one: a change makes no
    stay longer. ValidationError for a day after that."""
    same = (membership.partner_id, membership.role, membership.municipality_id)
    if (partner.pk, role, municipality.pk if municipality else None) == same:
        raise ValidationError(_("Er is niets veranderd"))
    if from_on < today():
        raise ValidationError({"from_on": _("Kies vandaag of een latere dag: wat geweest is, verandert niet")})
    if from_on < membership.started_on:
        said = _("Deze functie begint pas op %(day)s. Kies die dag of een latere.")
        raise ValidationError({"from_on": said % {"day": day(membership.started_on)}})
    with transaction.atomic():
        last = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk).ended_on
        if last is not None and today() <= last < from_on:
            said = _("Deze functie stopt al op %(day)s. Kies die dag of een eerdere, of voeg een functie toe.")
            raise ValidationError({"from_on": said % {"day": day(last)}})
        end(membership, from_on - dt.timedelta(1), by=by)
        return begin(
            membership.user, partner=partner, role=role, started_on=from_on, ended_on=last, municipality=municipality, by=by
        )  # fmt: skip
