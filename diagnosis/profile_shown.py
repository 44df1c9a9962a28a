"""A work profile in words: per block of the page what stands in it."""

from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.formats import day, period
from diagnosis import codes
from diagnosis.models import WorkProfile
from diagnosis.profile import Profile, still_valid


class Fact(NamedTuple):
    """A line: what it is about, what is so, and beside it what makes that clear; `label` a word that stands out."""

    about: object
    text: object
    small: str = ""
    label: object = ""
    tone: str = ""


MASTERY_TONES = {"1": "good", "2": "good", "3": "warn", "4": "warn", "5": "info", "9": "outline"}


def listed(names: dict[str, Any], chosen: list[str]) -> str:
    return ", ".join(str(names.get(code, code)) for code in names if code in chosen)


def hours(least: int | None, most: int | None) -> str:
    """`20 tot 24 uur per week`, `24 uur per week`; "" where neither is known."""
    if least and most and least != most:
        return translate("%(least)d tot %(most)d uur per week") % {"least": least, "most": most}
    if most:
        return translate("%(hours)d uur per week") % {"hours": most}
    return translate("ten minste %(hours)d uur per week") % {"hours": least} if least else ""


def described(found: Profile) -> dict[str, list[Fact]]:
    """Block -> its lines; what is not known has none."""
    lines = {
        "wishes": _wishes(found), "abilities": _abilities(found), "education": _education(found),
        "experience": _experience(found), "languages": _languages(found), "availability": _availability(found),
        "needs": _needs(found),
    }  # fmt: skip
    return {block: [line for line in there if line.text] for block, there in lines.items()}


def _wishes(found: Profile) -> list[Fact]:
    work = found.work
    return [
        *(Fact("" if place else _("Beroep"), capfirst(each.occupation.name),
               str(codes.SECTORS[each.occupation.sector][0]) if each.occupation.sector else "")
          for place, each in enumerate(found.targets)),
        Fact(_("Doet graag"), listed(codes.INTERESTS, work.interests)),
        Fact(_("Sectoren"), listed({key: name for key, (name, _sbi) in codes.SECTORS.items()}, work.sectors)),
        Fact(_("Over zichzelf"), work.presentation),
    ]  # fmt: skip


def _abilities(found: Profile) -> list[Fact]:
    return [
        Fact("", capfirst(str(codes.COMPETENCES.get(each.code, each.code))), each.evidence,
             codes.MASTERY.get(each.mastery, ""), MASTERY_TONES.get(each.mastery, ""))
        for each in found.competences
    ]  # fmt: skip


def _education(found: Profile) -> list[Fact]:
    diploma = {"1": _("diploma"), "2": _("geen diploma"), "0": ""}
    told = [Fact(_("Niveau"), capfirst(str(codes.LEVELS.get(found.work.level, ""))))]
    for place, each in enumerate(found.educations):
        small = [codes.EDUCATION_LEVELS.get(each.level, ""), diploma[each.diploma], each.year or ""]
        told.append(Fact("" if place else _("Opleiding"), each.name, ", ".join(str(one) for one in small if one)))
    for place, course in enumerate(found.courses):
        over = "" if still_valid(course) else _("verlopen")
        until = course.valid_until
        valid = translate("geldig tot en met %(day)s") % {"day": day(until)} if until else ""
        beside = ", ".join(str(one) for one in (course.year, valid) if one)
        told.append(Fact("" if place else _("Cursus"), course.name, beside, over, "warn"))
    return told


def _experience(found: Profile) -> list[Fact]:
    return [
        Fact(
            _years(each.from_year, each.to_year),
            each.job,
            each.employer,
            _("onbetaald") if each.unpaid else "",
            "outline",
        )
        for each in found.experiences
    ]


def _years(first: int | None, last: int | None) -> str:
    if first and last:
        return str(first) if first == last else f"{first} – {last}"
    if first:
        return translate("vanaf %(year)d") % {"year": first}
    return translate("tot en met %(year)d") % {"year": last} if last else ""


def _languages(found: Profile) -> list[Fact]:
    ways = (
        ("speaking", _("spreken")),
        ("listening", _("verstaan")),
        ("reading", _("lezen")),
        ("writing", _("schrijven")),
    )
    return [
        Fact("", capfirst(str(codes.LANGUAGES.get(each.code, each.code))),
             ", ".join(f"{name} {codes.COMMAND[code]}" for way, name in ways if (code := getattr(each, way)) not in "08"))
        for each in found.languages
    ]  # fmt: skip


def _availability(found: Profile) -> list[Fact]:
    work = found.work
    there = ", ".join(times(work))
    worked, travels = hours(work.hours_min, work.hours_max), _travels(work)
    start = translate("vanaf %(postcode)s") % {"postcode": found.postcode} if found.postcode else ""
    contract = (listed(codes.CONTRACTS, work.contracts), listed(codes.AGREEMENTS, work.agreements))
    return [
        Fact(_("Uren"), worked, there) if worked else Fact(_("Tijden"), there),
        Fact(_("Beschikbaar"), period(work.available_from, work.available_until)),
        Fact(_("Vervoer"), listed(codes.TRANSPORT, work.transport)),
        Fact(_("Rijbewijs"), listed(codes.LICENCES, work.licences)),
        Fact(_("Reist"), travels, start) if travels else Fact(_("Reist"), start),
        Fact(_("Contract"), ", ".join(each for each in contract if each)),
    ]


def times(work: WorkProfile) -> list[str]:
    """Within which hours somebody can work."""
    said = [translate("alleen overdag")] if work.office_hours == "1" else []
    if work.irregular != "0":
        late = work.irregular == "1"
        said.append(translate("ook avond, nacht of weekend") if late else translate("niet in avond, nacht of weekend"))
    return said


def _travels(work: WorkProfile) -> str:
    reach = [
        translate("tot %(km)d km") % {"km": work.distance_km} if work.distance_km else "",
        translate("tot %(minutes)d minuten") % {"minutes": work.travel_minutes} if work.travel_minutes else "",
    ]
    return ", ".join(each for each in reach if each)


def _needs(found: Profile) -> list[Fact]:
    work = found.work
    return [
        Fact(_("Werkplek"), work.adapted_workplace),
        Fact(_("Begeleiding"), work.guidance),
        Fact(_("Afwisseling"), work.variation),
    ]
