"""What a vacancy asks, in the terms of the work profile: in words, in a short notation, what is usual, and how it is kept.

The notation, of a file with vacancies: `licence:B! language:nld:2! level:2 hours*3`. `!` is a must, else it is a wish; `*3`
makes it weigh three times. The kinds may be typed in Dutch.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from diagnosis.codes import COMMAND, COMPETENCES, EDUCATION_LEVELS, LANGUAGES, LEVELS, LICENCES
from diagnosis.gap import UNKNOWN_LEVEL
from diagnosis.models import Occupation, Outlook
from diagnosis.outlook import hints
from placement.models import Requirement, Vacancy
from placement.models.vacancies import ASKED, CERTIFICATES

# What stands in columns of the vacancy itself: its row says only how much it matters.
OF_VACANCY = ("occupation", "hours", "shifts", "start", "reach", "contract", "agreement")
# Kind -> the codes of its value; and kind -> the amounts that it takes.
CODES: Mapping[str, Mapping[str, object]] = {
    "competence": COMPETENCES, "language": LANGUAGES, "licence": LICENCES, "certificate": CERTIFICATES,
}  # fmt: skip
AMOUNTS: Mapping[str, Mapping[int, object]] = {
    "level": {int(code): name for code, name in LEVELS.items() if code != UNKNOWN_LEVEL},
    "education": {int(code): name for code, name in EDUCATION_LEVELS.items() if code != "9"},
    "experience": dict.fromkeys(range(1, 41), ""),
    "language": {int(code): COMMAND[code] for code in ("2", "3", "4")},
}
DUTCH = {
    "beroep": "occupation", "niveau": "level", "opleiding": "education", "ervaring": "experience", "vaardigheid": "competence",
    "taal": "language", "rijbewijs": "licence", "certificaat": "certificate", "uren": "hours", "werktijden": "shifts",
    "begin": "start", "bereik": "reach", "vorm": "agreement",
}  # fmt: skip
WEIGHTS = range(1, 6)
# What vacancies of a kind usually count, beside what the labour market of the region asks of the occupation.
USUAL = {
    "regular": ("occupation", "hours", "shifts", "start", "reach", "contract"),
    "apprenticeship": ("occupation", "hours", "shifts", "reach", "agreement"),
    "carved": ("occupation", "hours", "shifts", "start", "reach"),
    "created": ("occupation", "hours", "shifts", "start", "reach"),
    "project": ("occupation", "hours", "shifts", "start", "reach"),
    "volunteering": ("occupation", "hours", "reach", "agreement"),
    "work-experience": ("occupation", "hours", "reach", "agreement"),
}
FORM_OF_WORK = {
    "apprenticeship": "02",
    "volunteering": "03",
    "work-experience": "04",
}  # kind -> agreement; else regular


@dataclass(frozen=True)
class Want:
    """One thing that is asked: as a Requirement of no vacancy yet."""

    kind: str
    value: str = ""
    amount: int | None = None
    must: bool = False
    weight: int = 1

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.value

    @classmethod
    def of(cls, row: Requirement) -> "Want":
        return cls(row.kind, row.value, row.amount, row.must, row.weight)


def told(want: Any, vacancy: Vacancy | None = None) -> str:
    """What is asked, in words; of what stands in the vacancy also that, where the vacancy is given."""
    kind, amount = want.kind, want.amount
    if kind in OF_VACANCY:
        said = _of_vacancy(kind, vacancy) if vacancy else ""
        return f"{capfirst(str(ASKED[kind]))}: {said}" if said else capfirst(str(ASKED[kind]))
    if kind == "experience":
        return ngettext("Ten minste %(years)s jaar ervaring", "Ten minste %(years)s jaar ervaring", amount or 0) % {
            "years": amount
        }
    if kind in ("level", "education"):
        return translate("%(what)s: ten minste %(level)s") % {
            "what": capfirst(str(ASKED[kind])), "level": AMOUNTS[kind].get(amount or 0, amount),
        }  # fmt: skip
    name = str(CODES[kind].get(want.value, want.value))
    if kind == "language":
        return translate("%(language)s: ten minste %(command)s") % {
            "language": name, "command": AMOUNTS[kind].get(amount or 0, amount),
        }  # fmt: skip
    return translate("Rijbewijs %(code)s") % {"code": name} if kind == "licence" else capfirst(name)


def _of_vacancy(kind: str, vacancy: Vacancy) -> str:
    from chain.formats import day
    from placement.vacancies import hours, shifts

    match kind:
        case "occupation":
            return str(vacancy.occupation or "")
        case "hours":
            return hours(vacancy)
        case "shifts":
            return shifts(vacancy)
        case "start":
            return day(vacancy.starts_on)
        case "reach":
            return " ".join(filter(None, (vacancy.postcode, vacancy.place)))
        case "contract":
            return vacancy.get_contract_display()
    return vacancy.get_agreement_display()


def stands(want: Want, vacancy: Vacancy) -> bool:
    """Whether there is something to ask: what the vacancy does not say cannot matter."""
    says = {
        "occupation": vacancy.occupation_id, "hours": vacancy.hours_min or vacancy.hours_max, "shifts": vacancy.shifts,
        "start": vacancy.starts_on, "reach": vacancy.postcode or vacancy.without_car == "1", "contract": vacancy.contract,
        "agreement": vacancy.agreement, "experience": vacancy.occupation_id,
    }  # fmt: skip
    return bool(says.get(want.kind, True))


def write(vacancy: Vacancy, wants: Iterable[Want]) -> bool:
    """Make these what the vacancy asks; whether anything changed. Call it in a transaction, with the vacancy locked."""
    return write_all([(vacancy, wants)])


def write_all(asked: Sequence[tuple[Vacancy, Iterable[Want]]]) -> bool:
    """As `write`, of many vacancies in as many queries as of one."""
    there: dict[int, dict[tuple[str, str], Requirement]] = defaultdict(dict)
    for row in Requirement.objects.filter(vacancy__in=[vacancy.pk for vacancy, _wants in asked]):
        there[row.vacancy_id][row.kind, row.value] = row
    gone: list[int] = []
    new: list[Requirement] = []
    changed: list[Requirement] = []
    for vacancy, wants in asked:
        rows = there[vacancy.pk]
        wanted = {want.key: want for want in wants if stands(want, vacancy)}
        gone += [row.pk for key, row in rows.items() if key not in wanted]
        for key, want in wanted.items():
            row = rows.get(key) or Requirement(
                vacancy=vacancy, chain_id=vacancy.chain_id, kind=want.kind, value=want.value
            )
            if row.pk is None or Want.of(row) != want:
                row.amount, row.must, row.weight = want.amount, want.must, want.weight
                (changed if row.pk else new).append(row)
    if gone:
        Requirement.objects.filter(pk__in=gone).delete()
    Requirement.objects.bulk_update(changed, ["amount", "must", "weight"], batch_size=500)
    Requirement.objects.bulk_create(new)
    return bool(gone or changed or new)


def usual(kind: str, occupation: Occupation | None, chain_id: int) -> list[Want]:
    """What such a vacancy usually asks: what counts of itself, and what employers of the region ask in the occupation."""
    return usual_in(kind, occupation, hints(chain_id, [occupation]).get(occupation.pk) if occupation else None)


def usual_in(kind: str, occupation: Occupation | None, region: Outlook | None) -> list[Want]:
    """As `usual`, where what the region asks is known already."""
    wants = [Want(each) for each in USUAL.get(kind, ()) if each != "occupation" or occupation]
    if region is None or kind == "volunteering":
        return wants
    if region.level and kind != "apprenticeship":
        wants.append(Want("level", amount=int(region.level)))
    if region.dutch in ("2", "3", "4"):
        wants.append(Want("language", "nld", int(region.dutch)))
    wants += [Want("licence", code, must=True) for code in region.licences]
    wants += [Want("certificate", code) for code, name in CERTIFICATES.items() if _alike(region.certificate, str(name))]
    return wants + [Want("competence", code) for code in region.competences]


def _alike(typed: str, name: str) -> bool:
    return bool(typed) and (typed.casefold() in name.casefold() or name.casefold() in typed.casefold())


# The notation

TOKEN = re.compile(r"([a-z]+)((?::[^:*!]*)*)(?:\*([1-5]))?(!)?", re.IGNORECASE)


def parse(text: str) -> list[Want]:
    """What the notation says. ValidationError with a message for each part that cannot be read."""
    found: dict[tuple[str, str], Want] = {}
    wrong = []
    for part in text.split():
        try:
            want = parsed(part)
        except ValueError as error:
            wrong.append(f"“{part[:40]}”: {error}")
            continue
        if want.key in found:
            wrong.append(f"“{part[:40]}”: " + translate("dit staat er twee keer"))
        found[want.key] = want
    if wrong:
        raise ValidationError(wrong)
    return list(found.values())


def parsed(part: str) -> Want:
    """One part of the notation; ValueError with what is wrong."""
    read = TOKEN.fullmatch(part)
    kind = read[1].lower() if read else ""
    kind = DUTCH.get(kind, kind)
    if read is None or kind not in ASKED:
        raise ValueError(translate("deze eis kennen we niet"))
    given = read[2].split(":")[1:]
    value, amount = "", None
    if kind in CODES:
        value = given.pop(0) if given else ""
        value = value.upper() if kind == "licence" else value.lower()
        if value not in CODES[kind] and not (kind == "language" and re.fullmatch("[a-z]{3}", value)):
            raise ValueError(translate("deze code kennen we niet"))
    if kind in AMOUNTS:
        typed = given.pop(0) if given else ""
        amount = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0
        if amount not in AMOUNTS[kind]:
            there = list(AMOUNTS[kind])
            raise ValueError(
                translate("geef een getal van %(least)s tot en met %(most)s") % {"least": there[0], "most": there[-1]}
            )
    if given:
        raise ValueError(translate("hier staat te veel"))
    return Want(kind, value, amount, must=bool(read[4]), weight=int(read[3] or 1))


def notation(wants: Iterable[Any]) -> str:
    """The same in the notation: parse(notation(wants)) gives the wants."""
    return " ".join(
        ":".join(filter(None, (each.kind, each.value, each.amount and str(each.amount))))
        + (f"*{each.weight}" if each.weight > 1 else "") + ("!" if each.must else "")
        for each in wants
    )  # fmt: skip


def in_order(wants: Iterable[Any]) -> list[Any]:
    """Musts first, then by weight, then as the kinds stand in the form."""
    kinds = list(ASKED)
    return sorted(wants, key=lambda each: (not each.must, -each.weight, kinds.index(each.kind), each.value))
