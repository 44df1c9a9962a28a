"""Drafts: what somebody is typing about a person, kept on the server as they type. Theirs alone, and gone once saved."""

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as translate

from chain.free_text import holds_bsn
from chain.models import Membership
from clients.asked import ask
from clients.models import Client, Draft

# What was not saved: the form's one-time key was not used.
LATEST = """
    select d.content, d.at from clients_draft d
    where d.client_id = %(client)s and d.membership_id = %(membership)s and d.form = %(form)s
      and not exists (select from chain_once o where o.key = (d.content->>'once')::uuid)"""


def keep(client: Client, by: Membership, form: str, content: Mapping[str, str], once: str) -> str:
    """Keep what is typed in the form now, in place of what was kept before; nothing typed is no draft.

    Why it was not kept, in words, or "": a BSN is not kept in a draft either, and then what was kept before stays.
    `once` is the one-time key of the form: what still comes in after the form was carried out is shown to nobody.
    """
    if any(holds_bsn(text) for text in content.values()):
        return translate("Er staat een BSN in. Dat bewaren we niet, ook niet als concept.")
    if not any(text.strip() for text in content.values()):
        discard(client, by, form)
        return ""
    draft = Draft(
        client=client, chain_id=client.chain_id, membership=by, form=form, content={**content, "once": _key(once)}
    )
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["client", "membership", "form"], update_fields=["content", "at"]
    )
    return ""


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
    there = client.asked
    if there is None:
        there = ask({"draft": LATEST}, {"client": client.pk, "membership": by.pk, "form": form})
    return next((Draft(client=client, membership=by, form=form, **row) for row in there["draft"]), None)
