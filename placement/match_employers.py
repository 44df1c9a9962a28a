"""Employers who are open to somebody: with work in a wanted sector or occupation, who took people for such work before or do
otherwise what this person needs. In terms of work alone: for which groups an employer makes room is not read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from diagnosis.codes import SECTORS
from placement.matching import card_of, rows_of
from placement.models.employers import ADAPTATIONS

MOST = 12
FEW_HOURS = 16  # under so many a week
Card = Mapping[str, Any]
# What the card says -> what an employer may do otherwise that answers it.
NEEDS: tuple[tuple[object, Callable[[Card], bool], tuple[str, ...]], ...] = (
    (_("kan weinig uren werken"), lambda c: c["hours_max"] is not None and c["hours_max"] < FEW_HOURS,
     ("few-hours", "build-up")),
    (_("spreekt nog weinig Nederlands"), lambda c: str(c["languages"].get("nld", "")) in ("1", "2"), ("simple-dutch",)),
    (_("heeft geen diploma boven de basisschool"), lambda c: c["education"] == 1, ("no-diploma",)),
    (_("werkt het liefst alleen overdag"), lambda c: c["office_hours"] == "1" or c["irregular"] == "2", ("fixed-hours",)),
    (_("heeft begeleiding of een aanpassing nodig"), lambda c: c["guidance"], ("own-guidance", "job-coach")),
    (_("wil leren op het werk"), lambda c: "02" in c["agreements"], ("learning",)),
)  # fmt: skip
# Who took somebody for work of a wanted minor group, and who said what it can do otherwise; with work that is wanted. Which of
# an employer's vacancies were filled is for all to see; by whom is not asked.
EMPLOYERS = """
    with took as materialized (
      select v.employer_id, array_agg(distinct o.name order by o.name) as jobs, sum(v.taken) as taken
      from placement_vacancy v join diagnosis_occupation o on o.id = v.occupation_id
      where v.chain_id = %(chain)s and v.taken > 0 and left(o.isco, 3) = any(%(groups)s::varchar[]) group by 1)
    select e.id, e.name, e.place, e.sector, t.jobs, coalesce(t.taken, 0) as taken, a.talked_on,
      array(select x from unnest(a.adaptations) x where x = any(%(answers)s::varchar[])) as adaptations
    from placement_employer e left join took t on t.employer_id = e.id left join placement_openness a on a.employer_id = e.id
    where e.chain_id = %(chain)s
      and (t.taken > 0 or a.adaptations && %(answers)s::varchar[])
      and (t.taken > 0 or e.sector = any(%(sectors)s::varchar[]) or %(anything)s)
    order by (t.taken is not null)::int + cardinality(array(select x from unnest(a.adaptations) x
      where x = any(%(answers)s::varchar[]))) desc nulls last, e.name, e.id limit %(most)s"""


@dataclass(frozen=True)
class OpenEmployer:
    """An employer, and why it stands here, in words."""

    pk: int
    name: str
    place: str
    reasons: list[str]
    talked_on: Any


def employers_for(client: Client, card: Card | None = None) -> list[OpenEmployer]:
    """The employers that are open to the person, with most reasons first; at most MOST, and none without a reason."""
    card = card or card_of(client)
    needs = [(said, answers) for said, needed, answers in NEEDS if needed(card)]
    rows = rows_of(EMPLOYERS, {
        "chain": client.chain_id, "groups": card["groups"], "sectors": card["sectors"], "most": MOST,
        "answers": [code for _said, answers in needs for code in answers],
        "anything": not card["occupations"] and not card["sectors"],
    })  # fmt: skip
    return [
        OpenEmployer(row["id"], row["name"], row["place"], list(_reasons(row, needs)), row["talked_on"]) for row in rows
    ]


def _reasons(row: Mapping[str, Any], needs: Iterable[tuple[object, tuple[str, ...]]]) -> Iterable[str]:
    if row["taken"]:
        yield translate("nam hier eerder mensen aan: %(jobs)s") % {"jobs": ", ".join(row["jobs"][:3])}
    elif row["sector"]:
        yield translate("werk in %(sector)s") % {"sector": SECTORS[row["sector"]][0]}
    for said, answers in needs:
        offered = [str(ADAPTATIONS[code]) for code in answers if code in row["adaptations"]]
        if offered:
            yield f"{capfirst(str(said))}: {', '.join(offered)}"
