"""What the one box that finds (clients/finding.py) finds of placement: employers and vacancies, misspelt too."""

from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.models import Membership
from clients import search
from clients.registered import Found
from placement.employers import tidy
from placement.models import Vacancy
from placement.vacancies import STATES, state

MOST = 6
CALLED = "select id, name, place, alike from snoer_find_employers(%s, %s)"
OFFERED = """
    select v.id, v.title, e.name as employer, v.place, v.status, v.taken, v.positions, v.closes_on, f.alike
    from snoer_find_vacancies(%s, %s) with ordinality f(id, alike, nth)
      join placement_vacancy v on v.id = f.id join placement_employer e on e.id = v.employer_id
    order by f.nth"""


def employers(membership: Membership, typed: str) -> Found | None:
    """Employers that are called so or nearly, or have the KvK number; None for who does not read of them. One question."""
    typed = tidy(typed)
    if not membership.reads("employers") or len(typed) < 2:
        return None
    found = _rows(CALLED, typed)
    alike = any(row["alike"] for row in found)
    return Found(
        translate("Werkgevers die erop lijken") if alike else translate("Werkgevers"),
        [(row["name"], row["place"], reverse("employer", args=[row["id"]])) for row in found],
        "" if alike or len(found) < MOST else f"{reverse('employers')}?{urlencode({'q': typed})}",
    )


def vacancies(membership: Membership, typed: str) -> Found | None:
    """Vacancies that are not closed, by words of their title, employer, occupation and place. One question, or none."""
    wanted = search.words(typed)
    if not membership.reads("vacancies") or not any(word.isalpha() for word in wanted):
        return None
    found = _rows(OFFERED, wanted)
    alike = any(row["alike"] for row in found)
    return Found(
        translate("Vacatures die erop lijken") if alike else translate("Vacatures"),
        [(row["title"], _beneath(row), reverse("vacancy", args=[row["id"]])) for row in found],
        "" if alike or len(found) < MOST else f"{reverse('vacancies')}?{urlencode({'q': typed, 'stand': 'alle'})}",
    )


def _beneath(row: dict[str, Any]) -> str:
    """`Hotel Zon, Gulpen`, and how it stands where that is not open."""
    found = state(Vacancy(**{name: row[name] for name in ("status", "taken", "positions", "closes_on")}))
    return ", ".join(
        filter(None, [row["employer"], row["place"], "" if found == "open" else str(STATES[found][0])])
    )  # fmt: skip


def _rows(sql: str, wanted: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted, MOST])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
