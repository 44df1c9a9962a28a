"""Counting a programme: who was activated, who flowed out, and for which as-of days that is the answer.

One statement per rule finds all results of a rule set; what differs from `reporting_result` is written, and
`reporting_cell`, the numbers without persons, follows from the results. Counting a few clients is the same as counting
all of them. The rules are those of docs/counting.md; the published wording stands beside the figures on the pages.
"""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from chain.bulk import whole_tables
from chain.jobs import lock
from reporting.models import Cell, Programme

QUIET_DAYS = 183  # no other activating step in progress in the days before
RETURN_DAYS = 31  # what is received still or again within so many days decides the extent

# Rule set 2018, activation: the earliest step, by day and then by reference, that meets conditions 1 to 5. Nothing that
# happens later takes it away, so its as-of days begin on its own day and do not end.
ACTIVATION_2018 = """
  with steps as (
    select s.client_id, s.id, s.ref, s.partner_id, s.started_on,
      max(coalesce(s.ended_on, 'infinity')) over (
        partition by s.client_id order by s.started_on groups between unbounded preceding and 1 preceding
      ) as busy_until  -- of the steps that started on an earlier day
    from {step} s join {instrument} i on i.id = s.instrument_id
    where s.chain_id = %(chain)s and i.chain_id = %(chain)s and i.activates and s.started_on is not null and {only_s}
  )
  select distinct on (s.client_id) s.client_id, 'activation', s.started_on, s.started_on, null::date,
    r.municipality_id, s.partner_id, '', s.id
  from steps s
  join {residence} r on r.client_id = s.client_id
    and r.started_on <= s.started_on and (r.ended_on is null or r.ended_on >= s.started_on)
  join {served} m on m.chain_id = %(chain)s and m.municipality_id = r.municipality_id
  where s.started_on between %(first)s and %(last)s
    and (s.busy_until is null or s.busy_until < s.started_on - %(quiet)s)
    and {only_r}
    and exists (
      select 1 from {benefit} b
      where b.client_id = s.client_id and b.scheme = any(%(schemes)s) and b.started_on <= s.started_on
        and (b.ended_on is null or b.ended_on >= s.started_on) and {only_b})
  order by s.client_id, s.started_on, s.ref collate "C"
"""

# Rule set 2018, outflow. As of its own day an event knows only what had started by then; each later start of another
# counted period, within the days of return, can lower it from full to partial and to none, never raise it. So an event
# is full up to before `first_return` and partial up to before `full_return`: at most two spans. The answer about a
# person changes only where a span begins or ends.
OUTFLOW_2018 = """
  with events as (
    select b.client_id, b.id, b.ended_on as day, b.level, r.municipality_id,
      case when min(f.started_on) is null then 'infinity' else greatest(b.ended_on, min(f.started_on)) end
        as first_return,
      case when min(f.started_on) filter (where f.level <> 'partial') is null then 'infinity'
        else greatest(b.ended_on, min(f.started_on) filter (where f.level <> 'partial')) end as full_return
    from {benefit} b
    join {residence} r on r.client_id = b.client_id
      and r.started_on <= b.ended_on and (r.ended_on is null or r.ended_on >= b.ended_on)
    join {served} m on m.chain_id = %(chain)s and m.municipality_id = r.municipality_id
    left join {benefit} f on f.client_id = b.client_id and f.id <> b.id and f.scheme = any(%(schemes)s)
      and f.started_on <= b.ended_on + %(return)s and (f.ended_on is null or f.ended_on > b.ended_on) and {only_f}
    where b.chain_id = %(chain)s and b.scheme = any(%(schemes)s) and b.end_reason = 'work'
      and b.ended_on between %(first)s and %(last)s and {only_b} and {only_r}
    group by b.client_id, b.id, b.ended_on, b.level, r.municipality_id
  ), spans as (
    select client_id, id, day, municipality_id, true as is_full, day as since, first_return as until
    from events where first_return > day
    union all
    select client_id, id, day, municipality_id, false, first_return, full_return
    from events where level = 'full' and full_return > first_return
  ), points as (
    select client_id, since as point from spans union select client_id, until from spans where until < 'infinity'
  ), answers as (
    select p.client_id, p.point, min(s.day) as first_day, bool_or(s.is_full) as is_full,
      (array_agg(s.municipality_id order by s.day, s.id))[1] as municipality_id,
      (array_agg(s.id order by s.day, s.id))[1] as evidence
    from points p left join spans s on s.client_id = p.client_id and s.since <= p.point and s.until > p.point
    group by p.client_id, p.point
  ), changes as (
    select *, (first_day, is_full, municipality_id, evidence) is distinct from lag(
      (first_day, is_full, municipality_id, evidence)) over (partition by client_id order by point) as differs
    from answers
  )
  select client_id, 'outflow', first_day, point, until, municipality_id, null::bigint,
    case when is_full then 'full' else 'partial' end, evidence
  from (select *, lead(point) over (partition by client_id order by point) as until from changes where differs) c
  where first_day is not null
"""
RULE_SETS = {"2018": (ACTIVATION_2018, OUTFLOW_2018)}
# What the rules read: the facts as they are. reporting/known.py lets them read the facts as they were known.
TABLES = {
    "step": "clients_step", "benefit": "clients_benefitperiod", "residence": "clients_residence",
    "instrument": "chain_instrument", "served": "chain_chainmunicipality",
}  # fmt: skip

COLUMNS = 'client_id, kind, "on", since, until, municipality_id, partner_id, extent, evidence'

DIFFERING = f"""
  create temporary table snoer_differing on commit drop as
  select coalesce(c.client_id, r.client_id) as client_id, r.id as result_id, c.client_id is null as gone,
    c.kind, c."on", c.since, c.until, c.municipality_id, c.partner_id, c.extent, c.evidence
  from snoer_counted c
  full join (select id, {COLUMNS} from reporting_result r where r.programme_id = %(programme)s and {{only_r}}) r
    on r.client_id = c.client_id and r.kind = c.kind and r.since = c.since
  where (c."on", c.until, c.municipality_id, c.partner_id, c.extent, c.evidence, c.client_id)
    is distinct from (r."on", r.until, r.municipality_id, r.partner_id, r.extent, r.evidence, r.client_id)
"""  # noqa: S608

# How results become cells: +1 on the first as-of day, -1 on the first on which it no longer is so. Besides the kinds of
# result: `both`, a person in both (year and municipality where the two agree, else 0 and empty), and `provisional`, an
# outflow whose days of return are not over. {rows}: results with a sign, to add them or take them away.
AS_CELLS = """
  with rows as materialized ({rows}),
  spans as (
    select kind, since, until, extract(year from "on")::int as year, municipality_id, partner_id, extent, sign from rows
    union all
    select 'provisional', since, least(until, "on" + %(return)s + 1), extract(year from "on")::int, municipality_id,
      null, extent, sign
    from rows where kind = 'outflow' and since <= "on" + %(return)s
    union all
    select 'both', greatest(a.since, o.since), least(a.until, o.until),
      case when extract(year from a."on") = extract(year from o."on") then extract(year from o."on")::int else 0 end,
      case when a.municipality_id = o.municipality_id then o.municipality_id end, null, '', a.sign
    from rows a join rows o on o.client_id = a.client_id and o.sign = a.sign
    where a.kind = 'activation' and o.kind = 'outflow'
      and greatest(a.since, o.since) < coalesce(least(a.until, o.until), 'infinity')
  )
  select kind, day, year, municipality_id, partner_id, extent, sum(change)::int as change from (
    select kind, since as day, year, municipality_id, partner_id, extent, sign as change from spans
    union all
    select kind, until, year, municipality_id, partner_id, extent, -sign from spans where until is not null
  ) c
  group by 1, 2, 3, 4, 5, 6 having sum(change) <> 0
"""
OF_ALL = 'select client_id, kind, "on", since, until, municipality_id, partner_id, extent, 1 as sign' \
    " from reporting_result where programme_id = %(programme)s"  # fmt: skip
OF_DIFFERING = """
  select client_id, kind, "on", since, until, municipality_id, partner_id, extent, 1 as sign from snoer_counted
  where client_id in (select client_id from snoer_differing)
  union all
  select client_id, kind, "on", since, until, municipality_id, partner_id, extent, -1 from reporting_result
  where programme_id = %(programme)s and client_id = any(array(select client_id from snoer_differing))
"""
PUT_CELLS = """
  insert into reporting_cell (programme_id, chain_id, kind, day, year, municipality_id, partner_id, extent, change)
  select %(programme)s, %(chain)s, c.kind, c.day, c.year, c.municipality_id, c.partner_id, c.extent, c.change
  from ({cells}) c
  on conflict (programme_id, day, kind, year, municipality_id, partner_id, extent)
  do update set change = reporting_cell.change + excluded.change
"""
EMPTY_CELLS = "delete from reporting_cell where programme_id = %(programme)s and change = 0"
# What must still be added to the cells so that they equal the results, and what erased files had added.
MISSING_IN_CELLS = f"""
  select kind, day, year, municipality_id, partner_id, extent, sum(change)::int as change from (
    select * from ({AS_CELLS.format(rows=OF_ALL)}) want
    union all
    select kind, day, year, municipality_id, partner_id, extent, change from reporting_erasedcell
    where programme_id = %(programme)s
    union all
    select kind, day, year, municipality_id, partner_id, extent, -change from reporting_cell
    where programme_id = %(programme)s
  ) c
  group by 1, 2, 3, 4, 5, 6 having sum(change) <> 0
"""  # noqa: S608


def count(programme: Programme, clients: Collection[int] | None = None) -> int:
    """Count the programme anew, for the given clients (ids) or for all; the number of persons whose results changed.

    In one transaction, one at a time per programme: results, cells and the time of the count change together. Counting
    all also mends cells that do not follow from the results. Acts under the membership of the caller, which must be
    the chain's system membership `count`. KeyError for an unknown rule set.
    """
    rules = RULE_SETS[programme.rule_set]
    if clients is not None and not clients:
        return 0
    values = values_of(programme) | {"clients": None if clients is None else sorted(clients)}
    with transaction.atomic(), connection.cursor() as cursor:
        lock("count", programme.pk)
        with whole_tables(cursor) if clients is None else contextlib.nullcontext():
            changed = _count(cursor, rules, values)
        cursor.execute(
            "insert into reporting_tally (programme_id, chain_id, counted_at) values (%(programme)s, %(chain)s,"
            " clock_timestamp()) on conflict (programme_id) do update set counted_at = excluded.counted_at",
            values,
        )
    return changed


def values_of(programme: Any) -> dict[str, Any]:
    """What the rules ask of the programme, or of a picture of it in the history."""
    return {
        "programme": programme.id, "chain": programme.chain_id, "first": programme.started_on,
        "last": programme.ended_on, "schemes": list(programme.counted_schemes), "quiet": QUIET_DAYS,
        "return": RETURN_DAYS,
    }  # fmt: skip


def of_rules(cursor: Any, table: str, rules: tuple[str, ...], values: dict[str, Any], **reads: str) -> None:
    """Make the temporary table with what the rules count; `reads`: what they read for each of TABLES, and of whom."""
    cursor.execute(
        f'create temporary table {table} (client_id bigint, kind text, "on" date, since date, until date,'
        " municipality_id bigint, partner_id bigint, extent text, evidence bigint) on commit drop"
    )
    for rule in rules:
        cursor.execute(f"insert into {table} ({COLUMNS}) " + rule.format(**reads), values)


def _count(cursor: Any, rules: tuple[str, ...], values: dict[str, Any]) -> int:
    of = "true" if values["clients"] is None else "{}.client_id = any(%(clients)s::bigint[])"
    only = {f"only_{table}": of.format(table) for table in "sbfr"}
    cursor.execute("drop table if exists pg_temp.snoer_counted, pg_temp.snoer_differing")
    of_rules(cursor, "snoer_counted", rules, values, **TABLES, **only)
    cursor.execute(DIFFERING.format(**only), values)
    cursor.execute("select count(distinct client_id) from snoer_differing")
    (changed,) = cursor.fetchone()
    if changed:
        if values["clients"] is not None:  # before the results change, for what they were is taken away
            cursor.execute(PUT_CELLS.format(cells=AS_CELLS.format(rows=OF_DIFFERING)), values)
        _write(cursor, values)
    if values["clients"] is None:
        cursor.execute(PUT_CELLS.format(cells=MISSING_IN_CELLS), values)
    if changed or values["clients"] is None:
        cursor.execute(EMPTY_CELLS, values)
    return changed


def _write(cursor: Any, values: dict[str, Any]) -> None:
    cursor.execute(
        "delete from reporting_result where id = any(array(select result_id from snoer_differing where gone))"
    )
    cursor.execute(
        'update reporting_result r set "on" = d."on", until = d.until, municipality_id = d.municipality_id,'
        " partner_id = d.partner_id, extent = d.extent, evidence = d.evidence"
        " from snoer_differing d where r.id = d.result_id and not d.gone"
    )
    cursor.execute(
        f"insert into reporting_result (programme_id, chain_id, {COLUMNS})"  # noqa: S608
        f" select %(programme)s, %(chain)s, {COLUMNS} from snoer_differing where result_id is null",
        values,
    )


def recheck(programme: Programme) -> list[tuple]:
    """The cells that do not follow from the results, with what they lack; empty if all is well."""
    with transaction.atomic(), connection.cursor() as cursor, whole_tables(cursor):
        cursor.execute(MISSING_IN_CELLS, {"programme": programme.pk, "return": RETURN_DAYS})
        return cursor.fetchall()


def progress(programme: Programme, as_of: dt.date) -> dict[str, Any]:
    """The counted results as of the day, from the cells, in the shape of the caseload's `expected.json`."""
    found: dict[str, Counter[str]] = {name: Counter() for name in _TABLES}
    cells = (
        Cell.objects.filter(programme=programme, day__lte=as_of)
        .values_list("kind", "year", "municipality__code", "partner__code", "extent")
        .annotate(number=Sum("change"))
        .order_by()
    )
    totals: Counter[str] = Counter()
    for kind, year, municipality, partner, extent, change in cells:
        totals[kind] += change
        columns = {"by_year": year, "by_municipality": municipality, "by_partner": partner, "by_extent": extent}
        for key, value in columns.items():
            if f"{kind} {key}" in found:
                found[f"{kind} {key}"][str(value)] += change
    answer: dict[str, Any] = {"both": totals["both"]}
    for kind in ("activation", "outflow"):
        answer[kind] = {"total": totals[kind]}
    for name, numbers in found.items():
        kind, key = name.split()
        answer[kind][key] = {value: number for value, number in sorted(numbers.items()) if number}
    return answer


_TABLES = (
    "activation by_year", "activation by_municipality", "activation by_partner",
    "outflow by_year", "outflow by_municipality", "outflow by_extent",
)  # fmt: skip
