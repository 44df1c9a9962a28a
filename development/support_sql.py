"""What practical support costs, counted across what row security hides: numbers by kind, and never a person."""

# Of what was granted this year or earlier: once in the year of its decision; by the month for the months of this year in
# which it runs or ran, a begun month counted whole, up to today. What was taken back before it was arranged costs nothing.
COSTS = """
    select i.name, count(*) filter (where u.decided_on >= y.first), coalesce(sum(u.cost) filter (where u.cost_per = 'once'
        and u.decided_on >= y.first), 0),
      coalesce(sum(u.cost * greatest(0, 1 + (extract(year from r.last) - extract(year from r.first)) * 12
        + extract(month from r.last) - extract(month from r.first))) filter (where u.cost_per = 'month'), 0)
    from (select date_trunc('year', snoer_today())::date as first) y
      join development_support u on u.chain_id = any((select snoer_contact_chains())::bigint[])
        and u.status in ('granted', 'arranged')
      join chain_instrument i on i.id = u.instrument_id
      left join clients_step s on s.id = u.step_id and s.status <> 'cancelled'
      cross join lateral (select greatest(y.first, coalesce(s.started_on, s.planned_on, u.arranged_on, u.decided_on)) as first,
        least(snoer_today(), coalesce(s.ended_on, s.planned_end, snoer_today())) as last) r
    where u.decided_on <= snoer_today() and (u.decided_on >= y.first or u.cost_per = 'month' and r.last >= y.first)
    group by i.name"""

FUNCTIONS = {
    "snoer_support_costs()": f"""returns table (name text, number bigint, once numeric, monthly numeric) language sql stable
        security definer set search_path = pg_catalog, public, pg_temp as $$ {COSTS} $$""",
}
TRIGGERS: list[str] = []
