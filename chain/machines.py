"""Machines of partners: what comes in by the API with a name and a secret of its own, made and ended by the administrator.

A machine acts under a membership like anybody else, of a user who cannot sign in. Its secret is kept as a hash alone.
"""

import datetime as dt
import logging
import secrets
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken, Application

from chain import memberships
from chain.api.scopes import SCOPES
from chain.days import today
from chain.models import ApiClient, Membership, Partner, User
from chain.once import NotNow
from chain.parts import OUTSIDE, ROLES, SYSTEM

logger = logging.getLogger(__name__)
PREFIX = "koppeling-"  # of their user names: no start of a person's
# Who settles what others may, looks after privacy, or stands outside the chain is a person.
PERSONS_ONLY = frozenset({"admin", "privacy"}) | OUTSIDE | SYSTEM
FUNCTIONS = {role: label for role, label in ROLES.items() if role not in PERSONS_ONLY}


def runs(machine: ApiClient) -> bool:
    """Whether it can come in today; like a colleague's, its function can also wait for an agreement of the partner."""
    held = machine.membership
    last = min(filter(None, (held.ended_on, held.agreed_until)), default=None)
    return held.started_on <= today() and (last is None or last >= today())


def make(
    *, by: Membership, name: str, partner: Partner, role: str, scopes: Iterable[str]
) -> tuple[ApiClient, str, str]:
    """A machine that can come in from today on; with it its client id and its secret, which is told here and never again.

    ValidationError for a function that a machine cannot have or a scope that there is not.
    """
    if by.role != "admin":
        raise PermissionDenied
    if role not in FUNCTIONS:
        raise ValidationError({"role": _("Deze functie is voor mensen, niet voor een koppeling")})
    chosen = _known(scopes)
    with transaction.atomic():
        user = User(username=f"{PREFIX}{secrets.token_hex(6)}", name=name, digest=False)
        user.set_unusable_password()
        user.save()
        held = memberships.begin(user, partner=partner, role=role, started_on=today(), by=by)
        secret = generate_client_secret()
        application = Application.objects.create(
            name=name, user=user, client_type=Application.CLIENT_CONFIDENTIAL, client_secret=secret, hash_client_secret=True,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        )  # fmt: skip
        machine = ApiClient.objects.create(
            chain_id=by.chain_id,
            application_id=application.pk,
            membership=held,
            name=name,
            scopes=chosen,
            made_by=by.user,
        )
    logger.info("machine %s was made by membership %s", machine.pk, by.pk)
    return machine, application.client_id, secret


def change(machine: ApiClient, *, by: Membership, name: str, scopes: Iterable[str]) -> ApiClient:
    """Another name, or other scopes: tokens with what it may ask for no more end, so that it asks for new ones."""
    chosen = _known(scopes)
    with transaction.atomic():
        found = _own(machine, by)
        if set(found.scopes) - set(chosen):
            _end_tokens(found.application_id)
        found.name, found.scopes, found.version = name, chosen, found.version + 1
        found.save(update_fields=["name", "scopes", "version"])
        User.objects.filter(pk=found.membership.user_id).update(name=name)
        Application.objects.filter(pk=found.application_id).update(name=name)
    return found


def new_secret(machine: ApiClient, *, by: Membership) -> str:
    """Another secret, told here and never again; the old one is no good from now on, and neither are its tokens."""
    with transaction.atomic():
        found = _own(machine, by)
        secret = generate_client_secret()
        _lock_out(found, secret)
        ApiClient.objects.filter(pk=found.pk).update(version=found.version + 1)
    logger.info("machine %s got a new secret from membership %s", found.pk, by.pk)
    return secret


def end(machine: ApiClient, *, by: Membership) -> None:
    """At once: its function stopped yesterday, so that no token opens anything, and its secret is one that nobody has."""
    with transaction.atomic():
        found = _own(machine, by)
        memberships.end(found.membership, today() - dt.timedelta(1), by=by)
        _lock_out(found, generate_client_secret())
    logger.info("machine %s was ended by membership %s", found.pk, by.pk)


def _lock_out(machine: ApiClient, secret: str) -> None:
    application = Application.objects.get(pk=machine.application_id)
    application.client_secret = secret  # hashed as it is saved
    application.save()
    _end_tokens(application.pk)


def _end_tokens(application_id: int) -> None:
    """From now on they open nothing; when the last was made is still to be seen."""
    AccessToken.objects.filter(application=application_id, expires__gt=timezone.now()).update(expires=timezone.now())


def _own(machine: ApiClient, by: Membership) -> ApiClient:
    """The machine under a lock. PermissionDenied for another than the administrator; NotNow where it was ended."""
    if by.role != "admin" or machine.chain_id != by.chain_id:
        raise PermissionDenied
    found = ApiClient.objects.select_for_update(of=("self",)).select_related("membership__user").get(pk=machine.pk)
    if found.membership.ended_on is not None and found.membership.ended_on < today():
        raise NotNow
    return found


def _known(scopes: Iterable[str]) -> list[str]:
    """The scopes in their own order; ValidationError for none, or one that there is not."""
    wanted = set(scopes)
    if not wanted:
        raise ValidationError({"scopes": _("Kies wat de koppeling mag opvragen of vastleggen")})
    if wanted - set(SCOPES):
        raise ValidationError({"scopes": _("Dit recht bestaat niet")})
    return [scope for scope in SCOPES if scope in wanted]
