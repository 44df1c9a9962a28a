"""Employers out of a file: matched by KvK number, else by name and place; what is known changes only where that is ticked."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from clients.loading import Change, Field, Judged, Kind, Line, code, shown, simple, words
from diagnosis.codes import SECTORS
from placement.employer_forms import sector_of
from placement.employers import may_write, tidy
from placement.models import Employer
from placement.models.employers import KINDS


def digits(least: int, most: int, told: Any) -> Any:
    def parse(typed: str) -> str:
        found = re.sub(r"[ .]", "", typed)
        if not (found.isascii() and found.isdigit() and least <= len(found) <= most):
            raise ValidationError(told)
        return found

    return parse


def _kvk(typed: str) -> str:
    """Spreadsheets leave out the zero at its beginning."""
    found: str = digits(7, 8, _("een KvK-nummer heeft acht cijfers"))(typed)
    return found.zfill(8)


def _size(typed: str) -> int:
    found: int = forms.IntegerField(min_value=1, max_value=500_000).clean(typed.replace(".", ""))
    return found


def _website(typed: str) -> str:
    found: str = forms.URLField(max_length=200, assume_scheme="https").clean(typed)
    return found


SECTOR_NAMES = {key: name for key, (name, _sbi) in SECTORS.items()}
CODES: dict[str, Any] = {"kind": KINDS, "sector": SECTOR_NAMES}
FIELDS = (
    Field("name", _("Naam"), words(120), ("bedrijf", "bedrijfsnaam", "werkgever", "handelsnaam", "organisatie"), True),
    Field("place", _("Plaats"), words(80), ("vestigingsplaats", "woonplaats", "stad")),
    Field("kvk", _("KvK-nummer"), _kvk, ("kvk", "kvknr", "dossiernummer")),
    Field("sbi", _("SBI-code"), digits(2, 5, _("een SBI-code heeft twee tot vijf cijfers")), ("sbi", "hoofdactiviteit"), False,
          _("Staat er geen sector? Dan volgt die hieruit.")),
    Field("sector", _("Sector"), code(SECTOR_NAMES), ("branche",)),
    Field("kind", _("Soort"), code(KINDS), (), False, _("Leeg: werkgever.")),
    Field("size", _("Aantal werknemers"), _size, ("werknemers", "medewerkers", "werkzame personen", "omvang")),
    Field("website", _("Website"), _website, ("url", "site", "internetadres")),
)  # fmt: skip


def judge(membership: Membership, lines: list[Line]) -> list[Judged]:
    """One query: the employers of the chain."""
    every = list(Employer.objects.filter(chain_id=membership.chain_id))
    by_kvk = {each.kvk: each for each in every if each.kvk}
    by_name = {each.name.casefold(): each for each in every}
    judged, taken = [], dict[str, int]()
    for line in lines:
        values = line.values
        values["name"] = tidy(values["name"])
        keys = [values["name"].casefold(), *([values["kvk"]] if values.get("kvk") else [])]
        earlier = next((taken[key] for key in keys if key in taken), 0)
        taken |= dict.fromkeys(keys, line.number)
        found, why = _match(values, by_kvk, by_name)
        if earlier:
            made = Judged(
                line.number, "fault", values["name"], reasons=(translate("Staat ook op regel %d.") % earlier,)
            )
        elif found is None:
            made = Judged(line.number, "new", values["name"], changes=_changes(Employer(), values), data=(values, None))
        else:
            made = Judged(line.number, "same", str(found), reverse("employer", args=[found.pk]))
            made.changes = _changes(found, values)
            if why:
                made.what, made.changes, made.reasons = "conflict", (), (why,)
            elif made.changes:
                made.what, made.data = "changed", (values, found)
        judged.append(made)
    return judged


def _match(
    values: dict[str, Any], by_kvk: dict[str, Employer], by_name: dict[str, Employer]
) -> tuple[Employer | None, str]:
    """The employer that it is, and why it may be another."""
    same_kvk, same_name = by_kvk.get(values.get("kvk") or "-"), by_name.get(values["name"].casefold())
    if same_kvk and same_name and same_kvk.pk != same_name.pk:
        return same_kvk, translate("Dit KvK-nummer is van %(kvk)s, en er is ook een werkgever %(name)s.") % {
            "kvk": same_kvk.name, "name": same_name.name,
        }  # fmt: skip
    if same_kvk or same_name is None:
        return same_kvk, ""
    if values.get("kvk") and same_name.kvk:
        said = translate("Er is al een werkgever met deze naam, met KvK-nummer %s. Kijk na of het dezelfde is.")
        return same_name, said % same_name.kvk
    if values.get("place") and same_name.place and simple(values["place"]) != simple(same_name.place):
        said = translate("Er is al een werkgever met deze naam, in %s. Is het een ander, geef hem dan een eigen naam.")
        return same_name, said % same_name.place
    return same_name, ""


def _changes(now: Employer, values: dict[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(
            str(each.label),
            _told(each.key, getattr(now, each.key)) if now.pk else "",
            _told(each.key, values[each.key]),
        )
        for each in FIELDS
        if values.get(each.key) not in (None, getattr(now, each.key)) and (now.pk or each.key != "name")
    )


def _told(key: str, value: Any) -> str:
    return str(CODES[key].get(value, "–")) if key in CODES else shown(value)


def load(membership: Membership, chosen: list[Judged]) -> dict[int, str]:
    """Add and change them; a new one is still to be checked by somebody, as with vacancies."""
    new: list[Employer] = []
    changed: list[Employer] = []
    for values, known in (each.data for each in chosen):
        employer = known or Employer(chain_id=membership.chain_id)
        for each in FIELDS:
            if values.get(each.key) is not None:
                setattr(employer, each.key, values[each.key])
        employer.sector = employer.sector or sector_of(employer.sbi)
        if known:
            employer.version += 1
        (changed if known else new).append(employer)
    try:
        with transaction.atomic():
            Employer.objects.bulk_update(changed, [*(each.key for each in FIELDS), "version"], batch_size=500)
            Employer.objects.bulk_create(new)
    except IntegrityError:  # added by hand at this very moment
        raise ValidationError(
            translate("Iemand anders wijzigde zojuist een werkgever uit dit bestand. Bekijk het bestand opnieuw.")
        ) from None
    return {}


EXAMPLE = """Naam;Plaats;KvK-nummer;SBI-code;Werknemers;Website
Hotel De Poort;Maastricht;12345678;55101;40;www.hoteldepoort.example
Zorggroep Zuid;Vaals;;86;600;
"""
KIND = Kind("employers", _("Werkgevers"), _("Nieuwe werkgevers, en wat van bekende werkgevers is veranderd."), may_write, FIELDS,
            judge, load, EXAMPLE)  # fmt: skip
