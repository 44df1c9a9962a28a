"""What outflow brought: numbers of persons and of euro without persons, for who steers (access.md, rule 9).

Benefit is read by few functions; these numbers are the same for all who steer. reporting/returns.py says in words what is
reckoned here.
"""

from placement.staying_sql import MONTHS, PAID

RUNS = "{0}.started_on <= {1} and ({0}.ended_on is null or {0}.ended_on >= {1})"
# Who has flowed out as of the day, with what the period that ended paid a month.
OUTFLOWS = """
  chosen as (
    select p.id, p.counted_schemes as schemes, least(as_of, p.ended_on + horizon) as last
    from reporting_programme p where p.id = of_programme and p.chain_id = any((select snoer_steering_chains())::bigint[])),
  outflow as materialized (
    select r.client_id, r."on", r.municipality_id, r.extent, r.evidence, b.amount, c.schemes, c.last
    from chosen c
    join reporting_result r on r.programme_id = c.id and r.kind = 'outflow'
      and r.since <= as_of and (r.until is null or r.until > as_of)
    left join clients_benefitperiod b on b.id = r.evidence)"""
HEAD = """language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$"""


def _after(months: int) -> str:
    return f"(o.\"on\" + interval '{months} months')::date"


def _had(months: int, row: str, name: str, where: str = "true") -> str:
    return f"coalesce(bool_or({RUNS.format(row, _after(months))} and {where}), false) as {name}{months}"


def _counted(months: int) -> str:
    came = f"count(*) filter (where (o.\"on\" + interval '{months} months')::date <= as_of"
    return (
        f"{came}), {came} and w.work{months}), {came} and not coalesce(f.any{months}, false)),"
        f" {came} and not coalesce(f.full{months}, false))"
    )


FUNCTIONS = {
    # By municipality, year and extent: people; of whom real amounts are known, and the whole euro that they save; the euro
    # that the others save as was assumed, how many of them have no assumption; and what all would save as assumed.
    "snoer_returns(of_programme bigint, as_of date, horizon int)": f"""returns table (municipality_id bigint, year int,
        extent text, people bigint, known bigint, saved numeric, assumed numeric, unpriced bigint, promised numeric) {HEAD}
        with {OUTFLOWS},
        back as (  -- full benefit again: from that day nothing is saved
          select o.client_id, min(f.started_on) as day from outflow o
          join clients_benefitperiod f on f.client_id = o.client_id and f.id <> o.evidence and f.scheme = any(o.schemes)
            and f.level = 'full' and f.started_on >= o."on" and f.started_on <= o.last
          group by o.client_id),
        spans as (
          select o.*, greatest(least(o.last, k.day - 1), o."on") as until
          from outflow o left join back k using (client_id)),
        again as (  -- partial benefit that began since
          select s.client_id, bool_or(f.amount is null) as unknown,
            sum(f.amount * (least(f.ended_on, s.until) - greatest(f.started_on, s."on" + 1) + 1)) as received
          from spans s
          join clients_benefitperiod f on f.client_id = s.client_id and f.id <> s.evidence and f.scheme = any(s.schemes)
            and f.level <> 'full' and f.started_on >= s."on" and f.started_on <= s.until
            and (f.ended_on is null or f.ended_on > s."on")
          group by s.client_id),
        prices as (
          select g.full, g.partial, g.started_on,
            lead(g.started_on, 1, 'infinity') over (order by g.started_on) as until
          from reporting_saving g where g.programme_id = of_programme),
        each as materialized (
          select s.municipality_id, extract(year from s."on")::int as year, s.extent,
            s.amount is not null and not coalesce(a.unknown, false) as known,
            greatest(s.amount * (s.until - s."on") - coalesce(a.received, 0), 0) * 12 / 365.25 as saved,
            case s.extent when 'full' then p.full else p.partial end as price
          from spans s left join again a using (client_id)
          left join prices p on s."on" >= p.started_on and s."on" < p.until)
        select municipality_id, year, extent, count(*), count(*) filter (where known),
          coalesce(round(sum(saved) filter (where known)), 0), coalesce(round(sum(price) filter (where not known)), 0),
          count(*) filter (where not known and price is null), coalesce(round(sum(price)), 0)
        from each group by 1, 2, 3 $$""",
    # Of who flowed out, by municipality and extent, after 3, 6 and 12 months: how many have come so far, have paid work,
    # have no counted benefit, and have no full one.
    "snoer_after_outflow(of_programme bigint, as_of date, horizon int)": f"""returns table (municipality_id bigint,
        extent text, people bigint, {", ".join(f"came{m} bigint, work{m} bigint, without{m} bigint, less{m} bigint" for m in MONTHS)})
        {HEAD}
        with {OUTFLOWS},
        worked as (
          select o.client_id, {", ".join(_had(m, "s", "work") for m in MONTHS)}
          from outflow o join placement_placement p on p.client_id = o.client_id and p.form_of_work in {PAID!r}
          join clients_step s on s.id = p.step_id and s.started_on is not null
          group by o.client_id),
        received as (
          select o.client_id, {", ".join(_had(m, "b", "any") for m in MONTHS)},
            {", ".join(_had(m, "b", "full", "b.level = 'full'") for m in MONTHS)}
          from outflow o join clients_benefitperiod b on b.client_id = o.client_id and b.scheme = any(o.schemes)
          group by o.client_id)
        select o.municipality_id, o.extent, count(*), {", ".join(map(_counted, MONTHS))}
        from outflow o left join worked w using (client_id) left join received f using (client_id)
        group by 1, 2 $$""",
    # On the day: people with one of the schemes by municipality of the chain, by which targets can be divided.
    "snoer_on_benefit(in_chain bigint, of_schemes text[], on_day date)": f"""returns table (municipality_id bigint,
        people bigint) {HEAD}
        select r.municipality_id, count(distinct b.client_id)
        from clients_benefitperiod b
        join clients_residence r on r.client_id = b.client_id and {RUNS.format("r", "on_day")}
        join chain_chainmunicipality m on m.chain_id = in_chain and m.municipality_id = r.municipality_id
        where b.chain_id = in_chain and b.scheme = any(of_schemes) and {RUNS.format("b", "on_day")}
          and in_chain = any((select snoer_admin_chains())::bigint[])
        group by 1 $$""",
}
