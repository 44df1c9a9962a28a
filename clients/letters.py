"""What is done with letters: begin one from a template, keep it as a draft, make it final, throw a draft away; and its PDF.

A letter belongs to the part of the file that its source names (a decision on support to `support`), and to who writes it and
that partner until it is final; then nothing changes it. Whoever reads the part reads the final letter.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.documents import pdf as document
from chain.formats import day_full, day_long
from chain.legal_days import object_until
from chain.models import Membership, Partner
from chain.once import NotNow
from chain.registry import registered
from clients import access
from clients.letter_text import blocks, fields, fill, unknown
from clients.models import Client, Letter, LetterTemplate
from clients.registered import LetterSource
from clients.timeline import record

INVITATION = "invitation"  # of what is made with an appointment (clients/appointments.py)
# What only the day on which a letter becomes final can tell: it stays a [field] until then.
LATER: dict[str, tuple[object, Callable[[dt.date], str]]] = {
    "bezwaar-tot": (
        _("de laatste dag om bezwaar te maken: zes weken na de dag van de brief"),
        lambda sent_on: day_full(object_until(sent_on)),
    ),
}


def sources() -> dict[str, LetterSource]:
    """What letters can be about, by key (SNOER_LETTER_SOURCES)."""
    return {one.key: one for table in registered("SNOER_LETTER_SOURCES") for one in table}


def known_fields(source: LetterSource) -> dict[str, object]:
    """The fields that a template of the source may hold: name -> what it is."""
    return source.fields | {name: label for name, (label, _reckon) in LATER.items()}


def wrong_template(source_key: str, subject: str, body: str) -> list[tuple[str, str]]:
    """What is wrong with the texts of a template: (field, reason in words); fields that its source does not know."""
    source = sources().get(source_key)
    if source is None:
        there = ", ".join(sources())
        return [("source", translate("dit is niet waar een brief over gaat (%(there)s)") % {"there": there})]
    known = known_fields(source)
    return [(name, said) for name, text in (("subject", subject), ("body", body)) for said in unknown(text, known)]


def may_write(membership: Membership, client: Client, source: LetterSource) -> bool:
    """Whether the membership writes letters of the source to or about the client."""
    return (
        membership.partner_id is not None and access.writes(membership, client, source.part) and source.may(membership)
    )


def may_write_any(membership: Membership, client: Client) -> bool:
    """Whether the membership writes letters of any source to or about the client."""
    return any(may_write(membership, client, source) for source in sources().values())


def parts() -> set[str]:
    """The parts of the file that letters belong to."""
    return {source.part for source in sources().values()}


def keeps(membership: Membership, client: Client, letter: Letter) -> bool:
    """Whether the letter, as long as it is a draft, is the membership's to change: colleagues of one partner, who may write
    such a letter."""
    source = sources().get(letter.template.source) if letter.template else None
    writes = may_write(membership, client, source) if source else access.writes(membership, client, letter.part)
    return writes and letter.partner_id in membership.acts_for


def offered(membership: Membership, client: Client) -> list[tuple[LetterTemplate, LetterSource]]:
    """The templates in use that the membership may write to or about the client, by name. One query."""
    of_source = {key: one for key, one in sources().items() if may_write(membership, client, one)}
    there = LetterTemplate.objects.filter(chain_id=client.chain_id, in_use=True, source__in=of_source)
    return [(template, of_source[template.source]) for template in there.order_by("name", "pk")]


def begin(client: Client, template: LetterTemplate, about_id: int | None, *, by: Membership) -> Letter:
    """A letter from the template, filled in and not saved yet. `about_id`: the row that it is about, where its source is of one.

    PermissionDenied for who may not write it; LookupError where that row is not there.
    """
    source = sources()[template.source]
    if not may_write(by, client, source):
        raise PermissionDenied
    values = source.fill(by, client, about_id)
    assert by.partner_id
    return Letter(
        client=client, chain_id=client.chain_id, template=template, part=source.part, about=source.about,
        about_id=about_id if source.about else None, subject=fill(template.subject, values)[:120],
        body=fill(template.body, values), on=today(), partner_id=by.partner_id, author_id=by.user_id,
    )  # fmt: skip


def compose(
    client: Client, key: str, *, about: Model | None = None, by: Membership, final: bool = True, how: str = ""
) -> Letter:  # fmt: skip
    """A letter from the chain's template with the key, filled in and filed with the person: final, or a draft.

    LetterTemplate.DoesNotExist where the chain has none; PermissionDenied, LookupError as begin(); ValidationError on `body`
    where it cannot be final as it stands.
    """
    template = LetterTemplate.objects.get(chain_id=client.chain_id, key=key)
    with transaction.atomic():
        letter = begin(client, template, about.pk if about else None, by=by)
        letter.how = how
        letter.save()
        return make_final(letter, by=by, how=how) if final else letter


def check(letter: Letter, name: str, text: str) -> None:
    """ValidationError at `name` for a [field] in the text that nothing will fill in any more."""
    left = [one for one in fields(text) if one not in LATER]
    if left:
        wrong = (
            unknown(text, LATER) if not letter.template else [translate("[%(name)s] staat er nog.") % {"name": left[0]}]
        )
        raise ValidationError({name: [*wrong, translate("Vul het zelf in, of haal het weg.")]})


def make_final(letter: Letter, *, by: Membership, how: str = "") -> Letter:
    """File it: from now on nothing changes it. Its day is today, and what waits for that day is filled in.

    PermissionDenied for who may not; NotNow where it is final already; ValidationError where a field is left in it.
    """
    with transaction.atomic():
        found = _locked(letter, by)
        for name in ("subject", "body"):
            check(found, name, getattr(found, name))
        sent_on = today()
        with override("nl"):
            values = {name: reckon(sent_on) for name, (_label, reckon) in LATER.items()}
        found.subject, found.body = fill(found.subject, values)[:120], fill(found.body, values)
        found.on = found.final_on = sent_on
        found.status, found.how, found.author_id = "final", how or found.how, by.user_id
        found.version += 1
        found.save()
        record("letter-sent", found.client, about=found, part=found.part, what=found.subject)
    return found


def discard(letter: Letter, *, by: Membership) -> None:
    """Throw away a draft of one's own. PermissionDenied for another's; NotNow where it is final or gone."""
    with transaction.atomic():
        found = _locked(letter, by)
        if found.author_id != by.user_id:
            raise PermissionDenied
        found.delete()


def _locked(letter: Letter, by: Membership) -> Letter:
    """The draft as it is now, locked; a final one is out of reach of the lock."""
    if not keeps(by, letter.client, letter):
        raise PermissionDenied
    drafts = Letter.objects.select_for_update(of=("self",)).select_related("template")
    found = drafts.filter(pk=letter.pk, status="draft").first()
    if found is None:
        raise NotNow
    found.client = letter.client
    return found


# On paper


def pdf(letter: Letter, *, window: bool = True) -> bytes:
    """The letter as PDF, from its own text; `window`: with the person's address, for who reads that.

    Name and address are those of the moment at which it became final.
    """
    partner = Partner.objects.get(pk=letter.partner_id)
    return document("letter", on_paper(letter, partner, addressed(letter, window)))


def sample(partner: Partner, subject: str, body: str, source: LetterSource) -> bytes:
    """What a template makes, with invented values, for who is writing it."""
    with override("nl"):
        values = {**source.examples, **{name: reckon(today()) for name, (_label, reckon) in LATER.items()}}
    letter = Letter(subject=fill(subject, values), body=fill(body, values), on=today(), status="draft")
    lines = ["Johanna van den Voorbeeld", "Huisnummer 1", "6211 AA  MAASTRICHT"]
    return document("letter", on_paper(letter, partner, lines) | {"reference": "123456"})


def on_paper(letter: Letter, partner: Partner, to: list[str]) -> dict[str, Any]:
    """What templates/documents/letter.typ prints: texts and days in words, nothing to be looked up or reckoned."""
    with override("nl"):
        return {
            "sender": partner.name, "sender_lines": [line.strip() for line in partner.address.split("\n") if line.strip()],
            "phone": partner.phone, "to": to, "on": day_long(letter.on), "day": [letter.on.year, letter.on.month, letter.on.day],
            "reference": "/".join(filter(None, [letter.client.number if letter.client_id else "", str(letter.pk or "")])),
            "subject": letter.subject, "draft": letter.status == "draft", **_with_closing(blocks(letter.body)),
        }  # fmt: skip


def _with_closing(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The blocks, and apart the short ones at the end: a greeting and a name do not begin a page by themselves."""
    first = len(found)
    while (
        first > max(len(found) - 4, 0)
        and found[first - 1]["kind"] == "text"
        and len("".join(found[first - 1]["lines"])) < 120
    ):
        first -= 1
    return {"blocks": found[:first], "closing": found[first:]}


def addressed(letter: Letter, window: bool = True) -> list[str]:
    """Name and address as lines: of a draft as they are now, of a final letter as they were when it became so.

    Of the address stand on record a number, a postcode and the municipality: what the post needs to sort it.
    """
    then = _moment(letter)
    who: Any = _as_it_was("Client", letter.client_id, then, "id") or letter.client
    name = " ".join(filter(None, [who.first_name, who.prefix, who.last_name]))
    there: Any = _as_it_was("Contact", letter.client_id, then) if window else None
    if there is None or not there.postcode:
        return [name]
    town = letter.client.home.name.upper() if letter.client.home else ""
    number = [f"Huisnummer {there.house_number}"] if there.house_number else []
    postcode = f"{there.postcode[:4]} {there.postcode[4:].strip()}"
    return [name, *number, f"{postcode}  {town}".strip()]


def _moment(letter: Letter) -> dt.datetime | None:
    if letter.status != "final":
        return None
    events = apps.get_model("clients", "LetterEvent").objects.filter(pgh_obj_id=letter.pk, status="final")
    return events.order_by("pgh_id").values_list("pgh_created_at", flat=True).first()


def _as_it_was(model: str, client_id: int, then: dt.datetime | None, key: str = "client_id") -> Any:
    """The row of the client as it stood at the moment (now), where its history goes back so far; None without one."""
    if then is not None:
        events = apps.get_model("clients", f"{model}Event").objects.filter(**{key: client_id}, pgh_created_at__lte=then)
        if found := events.order_by("-pgh_id").first():
            return found
    return apps.get_model("clients", model).objects.filter(**{key: client_id}).first()
