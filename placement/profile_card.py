"""The profile card that goes to an employer: what of a person may stand on it, and what does, field by field.

All of it comes from the work profile, and each field is chosen anew for each employer. What says nothing about work, or
what an employer may not choose by, is not offered at all: birth date, BSN, client number, address beyond the place, benefit,
what stands in the way, capacity, target group, guidance that is needed. The words are Dutch, whoever makes the card.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.documents import pdf
from chain.formats import day_long, period
from chain.models import Membership
from clients import access
from diagnosis import codes, profile, profile_shown
from diagnosis.models import WorkProfile
from diagnosis.profile import MASTERED, Profile
from placement.models import Introduction, SentCard

# What may stand on a card, in its order.
LABELS: dict[str, Any] = {
    "first-name": _("Voornaam"),
    "last-name": _("Achternaam"),
    "wanted": _("Wil graag werken als"),
    "presentation": _("Over zichzelf"),
    "motivation": _("Waarom dit past"),
    "likes": _("Doet graag"),
    "abilities": _("Kan goed"),
    "experience": _("Werkervaring"),
    "education": _("Opleiding"),
    "courses": _("Cursussen en certificaten"),
    "languages": _("Talen"),
    "hours": _("Uren"),
    "times": _("Werktijden"),
    "available": _("Beschikbaar"),
    "contract": _("Contract"),
    "licences": _("Rijbewijs"),
    "transport": _("Vervoer"),
    "place": _("Woonplaats"),
    "more": _("Verder"),
}
WRITTEN = frozenset({"presentation", "motivation", "more"})  # free text, which the adviser writes for this card
TICKED = frozenset({"first-name", "wanted"})
NAMES = ("first-name", "last-name")
MOST = 600  # signs of a free text


class Field(NamedTuple):
    """What can stand on the card: its words as they will be read, "" where nothing is known; `written`: to be changed."""

    key: str
    label: Any
    words: str
    written: bool
    ticked: bool


def offered(introduction: Introduction) -> list[Field]:
    """All fields that have words, and those that are written for the card: the queries of a profile."""
    client = introduction.client
    with override("nl"):
        words = _words(profile.load(client, postcode=False)) | {
            "first-name": client.first_name, "last-name": " ".join(filter(None, [client.prefix, client.last_name])),
            "place": client.home.name if client.home else "", "motivation": introduction.why,
        }  # fmt: skip
    found = (
        Field(key, label, words.get(key, "").strip()[:MOST], key in WRITTEN, key in TICKED)
        for key, label in LABELS.items()
    )
    return [field for field in found if field.words or field.written]


def _words(found: Profile) -> dict[str, str]:
    """Field -> what the profile says of it, in the language of the moment."""
    work = found.work
    schools = Profile(
        WorkProfile(), educations=found.educations, experiences=found.experiences, languages=found.languages
    )
    lines = {block: "\n".join(_line(fact, block) for fact in facts)
             for block, facts in profile_shown.described(schools).items()}  # fmt: skip
    mastered = [each.code for each in found.competences if each.mastery in MASTERED]
    return {
        "wanted": capfirst(", ".join(each.occupation.name for each in found.targets)),
        "presentation": work.presentation,
        "likes": capfirst(profile_shown.listed(codes.INTERESTS, work.interests)),
        "abilities": capfirst(profile_shown.listed(codes.COMPETENCES, mastered)),
        "experience": lines["experience"],
        "education": lines["education"],
        "courses": "\n".join(course.name for course in found.courses if profile.still_valid(course)),
        "languages": lines["languages"],
        "hours": profile_shown.hours(work.hours_min, work.hours_max),
        "times": capfirst(", ".join(profile_shown.times(work))),
        "available": period(work.available_from, work.available_until) if work.available_from else "",
        "contract": capfirst(", ".join(filter(None, [
            profile_shown.listed(codes.CONTRACTS, work.contracts), profile_shown.listed(codes.AGREEMENTS, work.agreements)
        ]))),
        "licences": profile_shown.listed(codes.LICENCES, work.licences),
        "transport": capfirst(profile_shown.listed(codes.TRANSPORT, work.transport)),
    }  # fmt: skip


def _line(fact: profile_shown.Fact, block: str) -> str:
    """`Schoonmaker (Hotel Zon), 2019 – 2021`, `Nederlands (spreken goed)`."""
    beside = f" ({fact.small})" if fact.small else ""
    return f"{fact.text}{beside}" + (f", {fact.about}" if block == "experience" and fact.about else "")


def seen(fields: list[Field]) -> str:
    """A mark of the words that cannot be changed here: whether the profile is still what the adviser looked at."""
    fixed = "\0".join(f"{field.key}={field.words}" for field in fields if not field.written)
    return hashlib.sha256(fixed.encode()).hexdigest()[:16]


def content(introduction: Introduction, chosen: Mapping[str, str], by: Membership, on: dt.date) -> dict[str, Any]:
    """What is kept of a card that is sent: each field with label and words, for which work, by whom, when.

    `chosen`: field -> its words. PermissionDenied for who does not read the profile; ValidationError where nothing is
    chosen, a field is not offered, or its words are not what the profile says.
    """
    if not access.reads(by, introduction.client, "profile"):
        raise PermissionDenied
    there = {field.key: field for field in offered(introduction)}
    if not chosen:
        raise ValidationError(_("Kies ten minste één gegeven voor de kaart"))
    for key, words in chosen.items():
        field = there.get(key)
        if field is None or (not field.written and words != field.words):
            raise ValidationError(_("Het werkprofiel is intussen gewijzigd. Kijk de kaart nog eens na."))
        if not words.strip() or len(words) > MOST:
            raise ValidationError({f"text-{key}": _("Vul in wat er op de kaart komt, of haal het vinkje weg")})
    with override("nl"):
        fields = [[key, str(LABELS[key]), chosen[key].strip()] for key in LABELS if key in chosen]
        return {
            "fields": fields, "employer": introduction.employer.name,
            "job": introduction.vacancy.title if introduction.vacancy else "",
            "by": by.user.name, "partner": by.partner.name if by.partner else "", "on": on.isoformat(),
        }  # fmt: skip


def on_paper(told: Mapping[str, Any], to: str = "") -> dict[str, Any]:
    """What templates/documents/card.typ prints of a card's content; `to`: the person at the employer, if still known."""
    words = {key: text for key, _label, text in told["fields"]}
    with override("nl"):
        return {
            "name": " ".join(words[key] for key in NAMES if key in words) or translate("Kandidaat"),
            "fields": [{"label": label, "text": text} for key, label, text in told["fields"] if key not in NAMES],
            "employer": told["employer"], "job": told["job"], "to": to, "by": told["by"], "partner": told["partner"],
            "on": day_long(dt.date.fromisoformat(told["on"])),
        }  # fmt: skip


def paper(card: SentCard) -> bytes:
    """The card as it was sent, as PDF."""
    return pdf("card", on_paper(card.content, card.person.name if card.person else ""))
