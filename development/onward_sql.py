"""Figures of moving on, of all running steps of the acting chain: numbers only, the same for all who read of places.

They go beyond what row security lets the reader see (access.md, rule 9), so they come from definer functions that name
nobody. How long counts without the days on which a step stood still (development/norms.py says the same of one step).
"""

from chain.rowrules import DEFINER, any_of, reads
from development.onward import BESIDE, UNPAID
from placement.staying_sql import PAID


def sees(step: str) -> str:
    return f"{any_of(step + '.chain_id', 'snoer_chains')} and {reads('places')}"


# Running steps that people move on from, of open files, with days taken and the days of their norm.
RUNNING = f"""
    select s.id, s.client_id, s.partner_id, s.instrument_id, i.form_of_work, 7 * i.norm as most,
      snoer_today() - s.started_on + 1 - coalesce(p.days, 0) as days
    from clients_step s
      join (select id, form_of_work, coalesce(nullif(norm_weeks, 0), nullif(weeks, 0)) as norm from chain_instrument
        where phase = 'development' and form_of_work = '' and function not in {BESIDE!r} or form_of_work in {UNPAID!r}) i
        on i.id = s.instrument_id
      join clients_client c on c.id = s.client_id and c.closed_on is null and (only_place is null or c.home_id = only_place)
      left join (select step_id, sum(least(coalesce(ended_on, snoer_today()), snoer_today()) - started_on + 1)::int as days
        from development_pause where started_on <= snoer_today() group by step_id) p on p.step_id = s.id
    where {sees("s")} and s.status = 'active'"""
# What was found last of the person of step `r` in one of the chain's words.
LAST = """select a.value from clients_assessment a where a.client_id = r.client_id
    and a.definition_id = any(array(select w.id from words w where w.key = '{0}')) order by a."on" desc, a.id desc limit 1"""

FUNCTIONS = {
    # By partner and module, by partner (no instrument) and all together (neither): how many run, how many of them are past
    # their norm, can move on (now or soon) or are stuck, and the median of the days taken. After those, as `help`, what would
    # help how many (`running`) of a partner and module, as who is with them says.
    "snoer_onward(only_place bigint, only_partner bigint, only_instrument bigint)": f"""returns table (partner_id bigint,
        instrument_id bigint, help text, running bigint, past bigint, can bigint, stuck bigint, days int)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with r as materialized (select r.*, o.verdict, o.helps from ({RUNNING}) r
          left join development_onward o on o.step_id = r.id)
        (select r.partner_id, r.instrument_id, null, count(*), count(*) filter (where r.days > r.most),
          count(*) filter (where r.verdict in ('now', 'soon')), count(*) filter (where r.verdict = 'stuck'),
          percentile_disc(0.5) within group (order by r.days)
        from r group by grouping sets ((r.partner_id, r.instrument_id), (r.partner_id), ()))
        union all
        (select null, null, h.help, count(distinct r.client_id), 0, 0, 0, 0 from r, unnest(r.helps) h(help)
        where (only_partner is null or r.partner_id = only_partner)
          and (only_instrument is null or r.instrument_id = only_instrument)
        group by h.help order by 4 desc, h.help) $$""",
    # How many people in unpaid work could go to paid work, by any of the signs of development/onward_list.py.
    "snoer_onward_potential(only_place bigint, only_partner bigint, only_instrument bigint)": f"""returns bigint {DEFINER}
        as $$ with words as materialized (select d.id, d.key from clients_definition d
            where {any_of("d.chain_id", "snoer_chains")} and d.key in ('job-ready', 'work-fit'))
        select count(distinct r.client_id) from clients_step r
          join chain_instrument i on i.id = r.instrument_id and i.form_of_work in {UNPAID!r}
          join clients_client c on c.id = r.client_id and c.closed_on is null and (only_place is null or c.home_id = only_place)
        where {sees("r")} and r.status = 'active' and (only_partner is null or r.partner_id = only_partner)
          and (only_instrument is null or r.instrument_id = only_instrument)
          and not exists (select from placement_placement w join clients_step v on v.id = w.step_id
            where w.client_id = r.client_id and v.status in ('planned', 'active') and w.form_of_work in {PAID!r})
          and (exists (select from development_onward o where o.step_id = r.id and o.verdict in ('now', 'soon'))
            or ({LAST.format("job-ready")}) = 'yes' or ({LAST.format("work-fit")}) = 'yes'
            or exists (select from diagnosis_personaloutlook p where p.client_id = r.client_id and p.ended_on is null
              and p.chances = 'good')) $$""",
}  # fmt: skip
