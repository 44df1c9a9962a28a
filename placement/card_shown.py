"""A work card in words: what stands on it, line by line. What is not known has no line."""

from collections.abc import Iterable
from typing import Any

from django.db.models.functions import Left
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.days import today
from chain.formats import day_short
from diagnosis import codes
from diagnosis.models import Occupation
from diagnosis.profile_shown import Fact, hours, listed
from placement.models import WorkCard
from placement.models.vacancies import CERTIFICATES

EXAMPLES = 2  # occupations that a group of work is told by
SECTORS = {key: name for key, (name, _sbi) in codes.SECTORS.items()}


def described(card: WorkCard) -> list[tuple[object, list[Fact]]]:
    """What the card says, by what it is about: two queries, for the names of occupations."""
    told: list[tuple[object, list[Fact]]] = []
    for line in (*_wants(card), *_can(card), *_available(card)):
        if line.text and line.about:
            told.append((line.about, [line]))
        elif line.text:  # another of the same
            told[-1][1].append(line)
    return told


def in_short(cards: Iterable[WorkCard]) -> dict[str, str]:
    """Code -> in one line what the card wants: occupations, else sectors. One query for all."""
    there = list(cards)
    names = dict(
        Occupation.objects.filter(pk__in={pk for card in there for pk in card.occupations}).values_list("pk", "name")
    )
    return {card.code: _in_short(card, names) for card in there}


def _in_short(card: WorkCard, names: dict[int, str]) -> str:
    wanted = [names[pk] for pk in card.occupations if pk in names]
    return capfirst(", ".join(wanted) or listed(SECTORS, card.sectors) or translate("nog geen beroep gekozen"))


def _wants(card: WorkCard) -> list[Fact]:
    found = Occupation.objects.in_bulk(card.occupations)
    names = [capfirst(found[pk].name) for pk in card.occupations if pk in found]
    contract = (listed(codes.CONTRACTS, card.contracts), listed(codes.AGREEMENTS, card.agreements))
    return [
        *(Fact("" if place else _("Wil"), name) for place, name in enumerate(names)),
        Fact(_("Sectoren"), capfirst(listed(SECTORS, card.sectors))),
        Fact(_("Contract"), capfirst(", ".join(each for each in contract if each))),
    ]


def _can(card: WorkCard) -> list[Fact]:
    strong = _named(codes.COMPETENCES, card.competences, (1, 2))
    weak = _named(codes.COMPETENCES, card.competences, (3, 4))
    languages = [
        f"{codes.LANGUAGES.get(code, code)} ({codes.COMMAND[str(command)]})"
        for code, command in sorted(card.languages.items(), key=lambda each: -each[1])
    ]
    level = codes.LEVELS.get(str(card.level), "") if card.level else ""
    education = codes.EDUCATION_LEVELS.get(str(card.education), "") if card.education else ""
    return [
        Fact(_("Niveau"), capfirst(str(level))),
        Fact(_("Opleiding"), capfirst(str(education))),
        *_experience(card.experience),
        Fact(_("Kan"), capfirst(strong)),
        Fact(_("Kan nog niet"), capfirst(weak)),
        Fact(_("Talen"), capfirst(", ".join(languages))),
        Fact(_("Rijbewijs"), listed(codes.LICENCES, card.licences)),
        Fact(_("Certificaten"), listed(CERTIFICATES, card.certificates)),
    ]


def _named(names: dict[str, Any], known: dict[str, int], among: tuple[int, ...]) -> str:
    return ", ".join(str(names[code]) for code in names if known.get(code) in among)


def _experience(years: dict[str, int]) -> list[Fact]:
    """`3 jaar: keukenhulp of afwasser, of dergelijk werk`: the card knows the kind of work, not the job."""
    if not years:
        return []
    named: dict[str, list[str]] = {}
    like = Occupation.objects.filter(source="own").alias(group=Left("isco", 3)).filter(group__in=list(years))
    for isco, name in like.order_by("name").values_list("isco", "name"):
        named.setdefault(isco[:3], []).append(name)
    told = []
    for place, (group, number) in enumerate(sorted(years.items(), key=lambda each: -each[1])):
        length = ngettext("%(years)s jaar", "%(years)s jaar", number) % {"years": number}
        work = translate(" of ").join(named.get(group, [])[:EXAMPLES])
        said = translate("%(work)s, of werk dat erop lijkt") % {"work": work} if work else translate("ander werk")
        told.append(Fact("" if place else _("Ervaring"), capfirst(said), length))
    return told


def _available(card: WorkCard) -> list[Fact]:
    times = [translate("alleen overdag")] if card.office_hours == "1" else []
    if card.irregular != "0":
        late = card.irregular == "1"
        times.append(translate("ook avond, nacht of weekend") if late else translate("niet in avond, nacht of weekend"))
    start = ""
    if day := card.available_from:
        start = translate("vanaf %(day)s") % {"day": day_short(day)} if day > today() else translate("nu")
    region = translate("postcodes die beginnen met %(digits)s") % {"digits": card.region} if card.region else ""
    return [
        Fact(_("Uren"), hours(card.hours_min, card.hours_max), ", ".join(times))
        if hours(card.hours_min, card.hours_max) else Fact(_("Tijden"), capfirst(", ".join(times))),
        Fact(_("Beschikbaar"), capfirst(start)),
        Fact(_("Vervoer"), capfirst(listed(codes.TRANSPORT, card.transport))),
        Fact(_("Omgeving"), capfirst(region)),
        Fact(_("Op het werk"), _("Vraagt begeleiding of een aanpassing. Welke, hoort u als het past.") if card.guidance else ""),
    ]  # fmt: skip
