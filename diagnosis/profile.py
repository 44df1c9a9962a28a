"""The work profile of a person as a whole: what it holds, what it lacks, and the acts that change it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from clients import access
from clients.models import Client, Contact, Event
from clients.steps import acting
from clients.timeline import record
from diagnosis.codes import COMPETENCES, MASTERY
from diagnosis.models import (
    Competence,
    Course,
    Education,
    Experience,
    Language,
    Occupation,
    TargetOccupation,
    WorkProfile,
)
from diagnosis.vum import profile as vum_profile

MASTERED = ("1", "2")  # well, sufficiently
UNKNOWN_LEVELS = ("", "7")


def of(client: Client) -> WorkProfile | None:
    """The client's work profile, without its lists; None where nobody has begun one."""
    return WorkProfile.objects.filter(client=client).first()


@dataclass
class Profile:
    """A work profile with its lists; `postcode`: from where somebody travels, if the reader may know."""

    work: WorkProfile
    targets: list[TargetOccupation] = field(default_factory=list)
    competences: list[Competence] = field(default_factory=list)
    educations: list[Education] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    experiences: list[Experience] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    postcode: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing has been filled in yet."""
        lists = (self.targets, self.competences, self.educations, self.courses, self.experiences, self.languages)
        return not any(lists) and all(
            getattr(self.work, each.attname) in (None, "", [], "0")
            for each in WorkProfile._meta.concrete_fields if each.name not in ("id", "client", "chain", "version")
        )  # fmt: skip


# Name of a list -> its model, and in which order it is shown.
LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "targets": (TargetOccupation, ("position", "pk")),
    "competences": (Competence, ("mastery", "pk")),
    "educations": (Education, ("-year", "pk")),
    "courses": (Course, ("-year", "pk")),
    "experiences": (Experience, ("-to_year", "-from_year", "pk")),
    "languages": (Language, ("pk",)),
}


def rows(client: Client, name: str) -> list[Any]:
    """The rows of one of the lists of the client's profile."""
    model, order = LISTS[name]
    found = model.objects.filter(client=client).order_by(*order)
    return list(found.select_related("occupation") if hasattr(model, "occupation") else found)


def load(client: Client, postcode: bool = True) -> Profile:
    """The client's profile with its lists: eight queries. `postcode`: also that of the address, where it has none."""
    work = of(client) or WorkProfile(client=client, chain_id=client.chain_id)
    found = Profile(work, **{name: rows(client, name) for name in LISTS}, postcode=work.postcode)
    if not found.postcode and postcode:
        found.postcode = Contact.objects.filter(client=client).values_list("postcode", flat=True).first() or ""
    tight = found.postcode.replace(" ", "")
    found.postcode = f"{tight[:4]} {tight[4:]}".strip()
    return found


def vum(client: Client) -> dict[str, Any]:
    """The profile in the names and codes of VUM's job seeker (diagnosis/vum.py)."""
    return vum_profile(load(client))


class Missing(NamedTuple):
    """Something that the profile does not tell yet, and the block of the page where it goes."""

    what: object
    block: str


def missing(found: Profile) -> list[Missing]:
    """What somebody who looks for work with this person would still want to know."""
    work = found.work
    lacks = [
        (not found.targets and not work.interests, _("wat voor werk iemand wil"), "wishes"),
        (not found.competences, _("wat iemand kan"), "abilities"),
        (not found.educations, _("opleiding"), "education"),
        (not found.experiences, _("werkervaring"), "experience"),
        (not any(each.code == "nld" for each in found.languages), _("hoe goed iemand Nederlands spreekt"), "languages"),
        (work.hours_max is None, _("hoeveel uur"), "availability"),
        (not work.transport, _("vervoer"), "availability"),
        (work.available_from is None, _("vanaf wanneer"), "availability"),
    ]
    return [Missing(what, block) for lacking, what, block in lacks if lacking]


def missing_for_exchange(found: Profile) -> list[Missing]:
    """What VUM's search asks of every profile and this one does not have: a place, an occupation, hours and a level."""
    work = found.work
    lacks = [
        (not found.targets, _("een beroep"), "wishes"),
        (work.level in UNKNOWN_LEVELS, _("werk- en denkniveau"), "education"),
        (work.hours_max is None, _("uren per week"), "availability"),
        (not found.postcode, _("postcode"), "availability"),
    ]
    return [Missing(what, block) for lacking, what, block in lacks if lacking]


# Acts


def locked(client: Client) -> WorkProfile:
    """The client's profile, made where there was none, locked: who changes anything of it goes one at a time."""
    WorkProfile.objects.get_or_create(client=client, defaults={"chain_id": client.chain_id})
    return WorkProfile.objects.select_for_update(of=("self",)).get(client=client)


def check(by: Membership, client: Client) -> None:
    """PermissionDenied for who does not write the profile of this file."""
    if not access.writes(by, client, "profile"):
        raise PermissionDenied


def changed(client: Client, by: Membership) -> None:
    """Tell it in the timeline, once a day for each who works on it: that it changed, not what."""
    told = Event.objects.filter(client=client, act="profile-changed", on=today(), author_id=by.user_id)
    if not told.filter(partner=by.partner).exists():
        record("profile-changed", client, part="profile")


@transaction.atomic
def set_competence(
    client: Client, code: str, mastery: str, evidence: str = "", *, by: Membership | None = None
) -> Competence:
    """Record how far the client masters what COMPETENCES names, and by what that was seen.

    PermissionDenied for who does not write the profile; ValidationError for a code that is not in the lists.
    """
    by = acting(by)
    check(by, client)
    if code not in COMPETENCES or mastery not in MASTERY:
        raise ValidationError(
            {"code" if code not in COMPETENCES else "mastery": translate("Kies een van de antwoorden")}
        )
    locked(client)
    found, new = Competence.objects.get_or_create(
        client=client, code=code,
        defaults={"chain_id": client.chain_id, "mastery": mastery, "evidence": evidence.strip()[:300]},
    )  # fmt: skip
    if not new and (found.mastery, found.evidence) != (mastery, evidence.strip()[:300]):
        found.mastery, found.evidence = mastery, evidence.strip()[:300]
        found.save(update_fields=["mastery", "evidence"])
        new = True
    if new:
        changed(client, by)
    return found


@transaction.atomic
def wants(client: Client, occupations: list[Occupation], *, by: Membership | None = None) -> None:
    """Add occupations that the client wants to do, after those that stand there. PermissionDenied as above."""
    by = acting(by)
    check(by, client)
    locked(client)
    have = set(TargetOccupation.objects.filter(client=client).values_list("occupation_id", flat=True))
    new = [each for each in dict.fromkeys(occupations) if each.pk not in have]
    TargetOccupation.objects.bulk_create(
        TargetOccupation(client=client, chain_id=client.chain_id, occupation=each, position=len(have) + place)
        for place, each in enumerate(new)
    )
    if new:
        changed(client, by)


def still_valid(course: Course, on: dt.date | None = None) -> bool:
    """Whether a certificate holds on the day (today)."""
    return course.valid_until is None or course.valid_until >= (on or today())
