"""Keeping the facets: one narrow row for each open file, made from the parts of the file by one statement.

Renewing a few clients is the same as renewing all of them, as it is with counting. A trigger puts the clients of what
changes into the outbox (reporting/facet_sql.py); the night renews everybody, for days pass and benefits begin and end.
"""

import contextlib
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from chain.bulk import whole_tables
from chain.days import today
from chain.jobs import lock
from chain.models import JobRun
from diagnosis.selections import BENEFITS
from reporting.facet_kinds import ABILITIES, KINDS, SPOKEN, edges

JOB = "facets"
VALUES = "home_id, age, duration, ability, ladder, groups, household, education, language"


def _place(codes: str, code: str) -> str:
    """The place of the code among the codes (a parameter), from 1; 0 for none of them."""
    return f"coalesce(array_position(%({codes})s::text[], {code}::text), 0)"


# The last place on the ladder holds, also one given while the word meant something else, or when a plan was evaluated. Of a
# benefit the days go on from full to partial and from one scheme to another the next day; a gap of a day ends them. Of
# diplomas the highest, and one of a kind that has no level only where there is no other.
WANTED = f"""
  select c.id as client_id, c.home_id,
    coalesce(cardinality(%(ages)s::date[]) + 1 - width_bucket(i.birth_date, %(ages)s::date[]), 0) as age,
    coalesce(cardinality(%(held)s::date[]) + 1 - width_bucket(b.since, %(held)s::date[]), 0) as duration,
    coalesce(1 + width_bucket(k.work_ability::int, %(abilities)s::int[]), 0) as ability,
    {_place("ladder", "l.value")} as ladder, coalesce(t.bits, 0) as groups, {_place("households", "i.household")} as household,
    {_place("levels", "case e.level when '0' then '9' else e.level end")} as education,
    case when coalesce(o.language, '') = '' then 0
      else coalesce(array_position(%(spoken)s::text[], o.language::text), cardinality(%(spoken)s::text[]) + 1) end as language
  from clients_client c
    left join clients_identity i on i.client_id = c.id and {{only_i}}
    left join clients_capacity k on k.client_id = c.id and {{only_k}}
    left join clients_contact o on o.client_id = c.id and {{only_o}}
    left join (select g.client_id, bit_or(1 << array_position(%(groups)s::text[], g.code::text) - 1) as bits
      from clients_targetgroup g where g.chain_id = %(chain)s and {{only_g}} group by 1) t on t.client_id = c.id
    left join (select distinct on (r.client_id) r.client_id, r.value from (
        select a.client_id, a.value, a."on", a.at, a.id from clients_assessment a
          join clients_definition d on d.id = a.definition_id and d.kind = 'ladder'
        where a.chain_id = %(chain)s and d.chain_id = %(chain)s and {{only_a}}
        union all
        select v.client_id, v.ladder::text, v."on", v.at, v.id from clients_evaluation v
        where v.chain_id = %(chain)s and v.ladder is not null and {{only_v}}) r
      order by r.client_id, r."on" desc, r.at desc, r.id desc) l on l.client_id = c.id
    left join (select s.client_id, max(case s.level when '9' then '0' else s.level end) as level from diagnosis_education s
      where s.chain_id = %(chain)s and s.diploma = '1' and {{only_s}} group by 1) e on e.client_id = c.id
    left join (select h.client_id, lower(r) as since from (
        select p.client_id, range_agg(daterange(p.started_on, p.ended_on, '[]')) as held from clients_benefitperiod p
        where p.chain_id = %(chain)s and p.scheme = any(%(schemes)s) and {{only_p}} group by 1) h, unnest(h.held) r
      where r @> %(today)s) b on b.client_id = c.id
  where c.chain_id = %(chain)s and c.closed_on is null and {{only_c}}
"""  # noqa: S608 (constants)
PUT = f"""
  insert into reporting_facet (client_id, chain_id, {VALUES}, renewed_at)
  select w.client_id, %(chain)s, {", ".join(f"w.{name}" for name in VALUES.split(", "))}, clock_timestamp()
  from ({WANTED}) w left join reporting_facet f on f.client_id = w.client_id and {{only_f}}
  where f.client_id is null or ({", ".join(f"w.{name}" for name in VALUES.split(", "))})
    is distinct from ({", ".join(f"f.{name}" for name in VALUES.split(", "))})
  order by w.client_id  -- each insert locks its client a little: always in the same order
  on conflict (client_id) do update set {", ".join(f"{name} = excluded.{name}" for name in VALUES.split(", "))},
    renewed_at = excluded.renewed_at
"""  # noqa: S608 (constants)
TAKE_AWAY = """
  delete from reporting_facet f where f.chain_id = %(chain)s and {only_f} and not exists (
    select from clients_client c where c.id = f.client_id and c.chain_id = f.chain_id and c.closed_on is null)
"""


def renew(chain_id: int, clients: Collection[int] | None = None) -> int:
    """Renew the rows of the given clients (ids) or of all of the chain; how many rows changed.

    Acts under the membership of the caller, which must be the chain's system membership `count`. When it was done stands in
    the run of the job, also where nothing changed.
    """
    if clients is not None and not clients:
        return 0
    values: dict[str, Any] = {
        "chain": chain_id, "schemes": list(BENEFITS), "clients": None if clients is None else sorted(clients),
        "today": today(), **edges(chain_id, today()), "abilities": [since for since in ABILITIES.values() if since],
        "ladder": list(KINDS["ladder"].groups), "groups": list(KINDS["group"].groups), "spoken": list(SPOKEN),
        "households": list(KINDS["household"].groups), "levels": list(KINDS["education"].groups),
    }  # fmt: skip
    of = "true" if clients is None else "{}.{} = any(%(clients)s::bigint[])"
    only = {f"only_{table}": of.format(table, "client_id") for table in "ikogavspf"} | {"only_c": of.format("c", "id")}
    with transaction.atomic(), connection.cursor() as cursor:
        lock("facets", chain_id)
        with whole_tables(cursor) if clients is None else contextlib.nullcontext():
            cursor.execute(TAKE_AWAY.format(**only), values)
            changed = cursor.rowcount
            cursor.execute(PUT.format(**only), values)
            changed += cursor.rowcount
        JobRun.objects.update_or_create(
            chain_id=chain_id, job=JOB,
            defaults={"started_at": Now(), "ended_at": timezone.now(), "outcome": f"{changed} files changed"},
        )  # fmt: skip
    return changed
