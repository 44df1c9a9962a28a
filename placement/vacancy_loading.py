"""Vacancies out of a file, with what they ask: matched by the number that whoever sends them gave them.

The same number again is a change, of the columns that the file has; an empty cell changes nothing. A vacancy that belongs to
another employer or partner, or was closed here, is a conflict.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from clients.loading import Change, Field, Judged, Kind, Line, Parse, bsns, code, day, shown, words
from clients.register import tidy_postcode
from diagnosis.codes import AGREEMENTS, COMPETENCES, CONTRACTS, YES_NO
from diagnosis.occupations import exactly
from diagnosis.outlook import hints
from placement.models import Cohort, Employer, Vacancy
from placement.models.vacancies import KINDS, SHIFTS
from placement.requirements import Want, in_order, notation, parse, stands, usual_in, write_all
from placement.vacancies import bring_in_all, fit, may_change, may_offer, settle, too_few

LONGEST = 2000  # characters of what it asks, or of its tasks
# What a vacancy asks, in short: with what it means, for who makes a file.
ASKS = {
    "licence:B!": _("rijbewijs B moet"),
    "language:nld:2!": _("Nederlands moet: 2 redelijk, 3 goed, 4 uitstekend"),
    "level:2*3": _("werk- en denkniveau 2 of hoger is een wens die drie keer telt (1 tot 6)"),
    "education:4": _("opleiding op niveau 4 of hoger (1 tot 6)"),
    "experience:2": _("twee jaar ervaring in het beroep"),
    "competence:on-time": _("een vaardigheid uit het werkprofiel"),
    "certificate:vca!": _("een certificaat: vca, forklift, reach-truck, bhv, haccp, code-95, welding, cleaning"),
    "hours*2": _("wat in een andere kolom staat telt mee, hier twee keer: occupation, hours, shifts, start, reach, contract, "
                 "agreement"),
}  # fmt: skip


def _whole(least: int, most: int) -> Parse:
    def parse(typed: str) -> int:
        found: int = forms.IntegerField(min_value=least, max_value=most).clean(typed)
        return found

    return parse


def _shifts(typed: str) -> list[str]:
    one = code(SHIFTS)
    found = {one(each) for each in re.split(r"[\s,;+/]+", typed) if each}
    return [each for each in SHIFTS if each in found]


def _text(typed: str) -> str:
    """A text that may have more lines, as a form keeps it."""
    words(LONGEST)(typed)
    return "\r\n".join(typed.splitlines())


def _asks(typed: str) -> list[Want]:
    words(LONGEST)(typed)  # what is wrong is told in its own words: no BSN may stand there
    return parse(typed)


def _asks_told() -> str:
    told = translate(
        "Elke eis is een woord, met een dubbele punt voor wat erbij hoort. Een uitroepteken erachter: dat moet. Zonder: dat is "
        "een wens. Met *3 telt de eis drie keer. Ertussen een spatie. Leeg bij een nieuwe: wat gewoon is."
    )
    examples, competences = (
        "; ".join(f"{each} = {name}" for each, name in codes.items()) for codes in (ASKS, COMPETENCES)
    )
    examples = translate("Bijvoorbeeld: %s") % examples
    codes = translate("De codes van vaardigheden: %s") % competences
    return f"{told}\n{examples}\n{codes}"


def _one_of(codes: Mapping[str, Any], told: Any) -> str:
    return f"{told} {'; '.join(str(name) for name in codes.values())}".strip()


asks_told, one_of = lazy(_asks_told, str), lazy(_one_of, str)
SHORT_KINDS = {"regulier": "regular", "vacature": "regular", "jobcarving": "carved", "functiecreatie": "created"}
FIELDS = (
    Field("ref", _("Uw nummer"), words(60, number=True), ("ref", "referentie", "nummer", "vacaturenummer"), True,
          _("Uw eigen nummer van de vacature. Dezelfde nog eens is een wijziging.")),
    Field("employer", _("Werkgever"), words(120), ("bedrijf", "bedrijfsnaam", "organisatie"), True,
          _("De naam. Kennen we die niet, dan komt hij erbij en kijkt iemand hem na.")),
    Field("title", _("Functie"), words(120), ("vacature", "functienaam", "titel"), True, _("Zoals de werkgever hem noemt.")),
    Field("kind", _("Soort"), code(KINDS, SHORT_KINDS), (), False, one_of(KINDS, _("Leeg: een gewone vacature."))),
    Field("occupation", _("Beroep"), words(120), (), False, _("Een naam uit de lijst van beroepen.")),
    Field("positions", _("Aantal plekken"), _whole(1, 999), ("plekken", "aantal"), False, _("Een getal. Leeg: 1.")),
    Field("hours_min", _("Minste uren per week"), _whole(1, 60), ("uren min", "uren vanaf"), False,
          _("Uren per week, een heel getal.")),
    Field("hours_max", _("Meeste uren per week"), _whole(1, 60), ("uren max", "uren tot"), False,
          _("Uren per week, een heel getal.")),
    Field("shifts", _("Werktijden"), _shifts, (), False, one_of(SHIFTS, _("Met een spatie ertussen."))),
    Field("tasks", _("Taken"), _text, ("omschrijving", "werkzaamheden"), False,
          _("Wat iemand gaat doen. Nodig bij jobcarving en functiecreatie.")),
    Field("carved_from", _("Afgesplitst van"), words(200), (), False, _("Waarvan de taken komen. Nodig bij jobcarving.")),
    Field("cohort", _("Groep"), words(210), (), False,
          _("Naam van het project, een schuine streep, naam van de groep. Nodig bij een plek in een project.")),
    Field("postcode", _("Postcode"), tidy_postcode, ("pc",), False, _("Zoals 6211 AB.")),
    Field("place", _("Plaats"), words(80), ("werkplaats", "vestigingsplaats", "stad"), False, _("Leeg: die van de werkgever.")),
    Field("without_car", _("Te bereiken zonder auto"), code(YES_NO), ("zonder auto",), False, _("ja, nee of leeg.")),
    Field("starts_on", _("Begint op"), day, ("begint", "begindatum", "startdatum"), False,
          _("Een dag. Leeg: zo gauw het kan.")),
    Field("closes_on", _("Reageren tot en met"), day, ("sluit", "sluitdatum", "einddatum"), False,
          _("Laatste dag om te reageren.")),
    Field("contract", _("Contract"), code(CONTRACTS), ("soort contract",), False, one_of(CONTRACTS, "")),
    Field("agreement", _("Vorm van werk"), code(AGREEMENTS), ("vorm",), False,
          one_of(AGREEMENTS, _("Leeg: wat bij de soort hoort."))),
    Field("wage", _("Loon"), words(120), ("salaris",), False, _("Zoals het gezegd is.")),
    Field("asks", _("Eisen"), _asks, (), False, asks_told()),
)  # fmt: skip
LABELS = {each.key: each.label for each in FIELDS}
WRITTEN = [
    each.key for each in FIELDS if each.key not in ("ref", "employer", "asks")
]  # as the vacancy's fields are called
CODES: dict[str, Mapping[str, Any]] = {
    "kind": KINDS, "shifts": SHIFTS, "without_car": YES_NO, "contract": CONTRACTS, "agreement": AGREEMENTS,
}  # fmt: skip


class There:
    """What the lines are judged with, asked once for all of them."""

    def __init__(self, membership: Membership, lines: list[Line]) -> None:
        chain = membership.chain_id
        known = Vacancy.objects.filter(chain_id=chain, ref__in={line.values["ref"] for line in lines})
        known = known.select_related("employer", "site", "occupation", "cohort__project").prefetch_related(
            "requirements"
        )
        self.known = {each.ref: each for each in known}
        # The first of a name in other capitals, as typed into the form.
        self.employers = {
            each.name.casefold(): each for each in Employer.objects.filter(chain_id=chain).order_by("-pk")
        }
        self.cohorts = {
            _group(f"{each.project}/{each}"): each
            for each in Cohort.objects.filter(chain_id=chain).select_related("project")
        }
        self.occupations = exactly({typed for line in lines if (typed := line.values.get("occupation"))})


def _group(name: str) -> str:
    return "/".join(part.strip() for part in name.split("/")).casefold()


@dataclass
class Plan:
    """What a line makes of a vacancy: as it will be, and what it asks; None is as it is, or for a new one what is usual."""

    vacancy: Vacancy
    wants: list[Want] | None


def judge(membership: Membership, lines: list[Line]) -> list[Judged]:
    """A constant number of queries: the vacancies with these numbers, employers, groups and occupations."""
    there, judged, taken = There(membership, lines), [], dict[str, int]()
    wrong = bsns({line.number: line.values["ref"] for line in lines})
    for line in lines:
        ref = line.values["ref"]
        earlier = taken.setdefault(ref, line.number)
        made = Judged(line.number, "fault", f"{line.values['title']}, {line.values['employer']}")
        if line.number in wrong:
            said = translate("Dit lijkt een BSN. Is het een nummer van de vacature, zet er dan een letter voor.")
            made.reasons = (f"{LABELS['ref']}: {said}",)
        elif earlier != line.number:
            made.reasons = (translate("Staat ook op regel %d.") % earlier,)
        else:
            _one(made, line, there, membership)
        judged.append(made)
    return judged


def _one(made: Judged, line: Line, there: There, membership: Membership) -> None:
    values, known = line.values, there.known.get(line.values["ref"])
    if known:
        made.url = reverse("vacancy", args=[known.pk])
        if why := _not_to_change(membership, known, values):
            made.what, made.reasons = "conflict", (why,)
            return
    vacancy = known or Vacancy(chain_id=membership.chain_id, ref=values["ref"], agreement="")
    said = {key: getattr(vacancy, key) for key in WRITTEN}
    wrong = _look_up(values, vacancy, there)
    said |= {key: values[key] for key in WRITTEN if values.get(key) is not None and key not in wrong}
    wrong = fit(said, vacancy.closes_on) | wrong
    if wrong:
        made.reasons = tuple(f"{LABELS[key]}: {why}" for key, why in wrong.items())
        return
    if why := too_few(said["positions"], vacancy.taken):
        made.what, made.reasons = "conflict", (f"{LABELS['positions']}: {why}",)
        return
    before = Vacancy() if known is None else vacancy
    changes = [
        Change(str(LABELS[key]), _told(key, getattr(vacancy, key)) if known else "", _told(key, said[key]))
        for key in WRITTEN if said[key] != getattr(before, key) and (known or key != "title")
    ]  # fmt: skip
    for key, value in said.items():
        setattr(vacancy, key, value)
    wants: list[Want] | None = values.get("asks")
    now = [Want.of(row) for row in vacancy.requirements.all()] if known else []
    if wants is not None:
        wants = in_order(want for want in wants if stands(want, vacancy))
        if set(wants) != set(now):
            changes.append(Change(str(LABELS["asks"]), notation(in_order(now)), notation(wants)))
    if known is None:
        changes.insert(0, _employer(vacancy, values["employer"], there))
    made.what = "new" if known is None else "changed" if changes else "same"
    made.changes, made.data = tuple(changes), Plan(vacancy, wants)
    if made.what == "changed" and vacancy.status == "closed":
        made.what, made.changes = "conflict", ()
        made.reasons = (translate("Deze vacature is hier gesloten. Heropen haar eerst, of haal de regel weg."),)


def _not_to_change(membership: Membership, known: Vacancy, values: dict[str, Any]) -> str:
    """Why the line is not of this vacancy, or not for this partner to change."""
    if not may_change(membership, known):
        return f"{LABELS['ref']}: " + translate("deze vacature is van een andere partner")
    if values["employer"].casefold() != known.employer.name.casefold():
        return f"{LABELS['employer']}: " + translate("deze vacature is van %s") % known.employer.name
    return ""


def _look_up(values: dict[str, Any], vacancy: Vacancy, there: There) -> dict[str, Any]:
    """Put the occupation and the group in the place of their names; gives what is wrong, by field."""
    wrong: dict[str, Any] = {}
    if typed := values.get("occupation"):
        values["occupation"] = there.occupations[typed]
        if values["occupation"] is None:
            wrong["occupation"] = _("Dit beroep kennen we niet. Probeer een ander woord.")
    if typed := values.get("cohort"):
        values["cohort"] = found = there.cohorts.get(_group(typed))
        if found is None or (found.ended_on and found.ended_on < today() and found.pk != vacancy.cohort_id):
            wrong["cohort"] = _("deze groep kennen we niet")
    return wrong


def _employer(vacancy: Vacancy, name: str, there: There) -> Change:
    """Give the new vacancy its employer; one that is not known yet is made with it, once for all lines."""
    known = there.employers.setdefault(name.casefold(), Employer(chain_id=vacancy.chain_id, name=name))
    vacancy.employer = known
    said = known.name if known.pk else translate("%s (nieuw, nog na te kijken)") % known.name
    return Change(str(LABELS["employer"]), "", said)


def _told(key: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(CODES[key][each]) for each in value) or "–"
    return str(CODES[key].get(value, "–")) if key in CODES else shown(value)


def load(membership: Membership, chosen: list[Judged]) -> dict[int, str]:
    """Bring in what is new in the name of the partner, and change the others."""
    try:
        with transaction.atomic():
            _add(membership, [each.data for each in chosen if each.what == "new"])
            done = _change([each.data for each in chosen if each.what == "changed"])
    except IntegrityError:  # an employer made, or a position taken, at this very moment
        done = False
    if not done:
        raise ValidationError(
            translate("Iemand anders wijzigde zojuist een vacature uit dit bestand. Bekijk het bestand opnieuw.")
        )
    return {}


def _add(membership: Membership, plans: list[Plan]) -> None:
    vacancies = [plan.vacancy for plan in plans]
    fresh = {id(each.employer): each.employer for each in vacancies if each.employer.pk is None}
    Employer.objects.bulk_create(list(fresh.values()))
    regions = hints(membership.chain_id, {each.occupation for each in vacancies if each.occupation})
    new = []
    for plan in plans:
        vacancy, wants = plan.vacancy, plan.wants
        vacancy.employer = vacancy.employer  # which has its number now
        if wants is None:
            wants = usual_in(vacancy.kind, vacancy.occupation, regions.get(vacancy.occupation_id or 0))
        new.append((vacancy, wants))
    bring_in_all(new, by=membership)


def _change(plans: list[Plan]) -> bool:
    """False, and nothing done, where somebody changed one meanwhile."""
    known = [plan.vacancy for plan in plans]
    locked = Vacancy.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in known]).order_by("pk")
    versions = dict(locked.values_list("pk", "version"))
    if any(versions.get(each.pk) != each.version for each in known):
        return False
    for each in known:
        settle(each)
        each.version += 1
    Vacancy.objects.bulk_update(known, [*WRITTEN, "version"], batch_size=500)
    write_all([(plan.vacancy, plan.wants) for plan in plans if plan.wants is not None])
    return True


EXAMPLE = """Uw nummer;Werkgever;Functie;Soort;Plekken;Uren min;Uren max;Werktijden;Plaats;Taken;Afgesplitst van;Eisen
1207;Hotel De Poort;Kamermedewerker;regulier;2;16;24;overdag weekend;Maastricht;;;language:nld:2 licence:B!
1208;Zorggroep Zuid;Gastvrouw;jobcarving;1;12;20;overdag;Vaals;Koffie schenken;werk van de zorg;level:2 competence:caring*3!
"""
KIND = Kind("vacancies", _("Vacatures"), _("Nieuwe vacatures met hun eisen, en wat van bekende vacatures is veranderd."),
            may_offer, FIELDS, judge, load, EXAMPLE)  # fmt: skip
