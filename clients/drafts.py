"""Drafts: what somebody is typing about a person, kept on the server as they type. Theirs alone, and gone once saved."""

import uuid
from collections.abc import Mapping

from django.db.models import Exists, OuterRef, UUIDField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from chain.models import Membership, Once
from clients.models import Client, Draft


def keep(client: Client, by: Membership, form: str, content: Mapping[str, str], once: str) -> None:
    """Keep what is typed in the form now, in place of what was kept before; nothing typed is no draft.

    `once` is the one-time key of the form: what still comes in after the form was carried out is shown to nobody.
    """
    if not any(text.strip() for text in content.values()):
        return discard(client, by, form)
    draft = Draft(
        client=client, chain_id=client.chain_id, membership=by, form=form, content={**content, "once": _key(once)}
    )
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["client", "membership", "form"], update_fields=["content", "at"]
    )
    return None


def _key(typed: str) -> str | None:
    try:
        return str(uuid.UUID(typed))
    except ValueError:
        return None


def discard(client: Client, by: Membership, form: str) -> None:
    """Throw the draft away: it is saved, or not wanted any more."""
    Draft.objects.filter(client=client, membership=by, form=form).delete()


def latest(client: Client, by: Membership, form: str) -> Draft | None:
    """What the membership typed about the client and did not save."""
    typed = Draft.objects.filter(client=client, membership=by, form=form)
    keyed = typed.annotate(once=Cast(KT("content__once"), UUIDField()))
    return keyed.exclude(Exists(Once.objects.filter(key=OuterRef("once")))).first()
