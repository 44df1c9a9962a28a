"""The paths that people took, as numbers: how many went from which kind of step to which, and where they are now.

A definer function that names nobody, for the chains that the acting membership steers. Kinds and endings are named in
reporting/path_figures.py.
"""

from chain.rowrules import any_of
from reporting.flow_sql import DEFINER

STEPS = 4  # kinds of step of a path that are told; whoever took more is followed to the end, without telling by what
MOST = 12  # paths in the table; the others together are a line
# By the function that the instrument takes (chain/functions.py), then by form of work and phase.
KIND = """case when i.phase = 'diagnosis' then 'diagnosis'
        when i.form_of_work in ('regular', 'temporary-agency', 'wage-subsidy', 'secondment', 'sheltered') then 'work'
        when i.form_of_work <> '' then 'taking-part'
        when i.phase = 'placement' then 'mediation'
        when i.function in ('activation-place', 'public-space', 'neighbourhood-teams') then 'activation-place'
        when i.function in ('learning-by-working', 'employer-learning', 'learning-guidance') then 'learning'
        when i.function = 'schooling' then 'schooling'
        else 'basic' end"""

FUNCTIONS = {
    # Of who came in during the period (was registered, or by_step: began a first step), as of its last day. Rows: `whole`;
    # `link`: people who went from kind `source`, as number `place` of their path, to the next one or to their ending;
    # `path`: the most taken ones, with how many flowed out and, of those, the days from coming in to that (the middle one).
    "snoer_paths(first date, day date, only_place bigint, by_step bool, counted bigint)": f"""returns table (what text,
        place int, source text, target text, path text[], people bigint, outflow bigint, days int) {DEFINER} as $$
        with came as materialized (
          select c.id, c.registered_on as day_in from clients_client c
          where not by_step and {any_of("c.chain_id", "snoer_steering_chains")}
            and c.registered_on between snoer_paths.first and day and (only_place is null or c.home_id = only_place)
          union all
          select c.id, f.day_in from clients_client c join (
              select s.client_id, min(s.started_on) as day_in from clients_step s
                join chain_instrument i on i.id = s.instrument_id and i.function <> 'support'
              where by_step and {any_of("s.chain_id", "snoer_steering_chains")} and s.started_on <= day group by 1) f
            on f.client_id = c.id
          where by_step and f.day_in >= snoer_paths.first and (only_place is null or c.home_id = only_place)),
        step as (
          select s.client_id, s.kind, s.runs, row_number() over w as number, lag(s.kind) over w is distinct from s.kind as turns
          from (
            select s.client_id, s.id, s.started_on, {KIND} as kind, s.ended_on is null or s.ended_on > day as runs
            from came a join clients_step s on s.client_id = a.id and s.started_on between a.day_in and day
              join chain_instrument i on i.id = s.instrument_id and i.function <> 'support') s
          window w as (partition by s.client_id order by s.started_on, s.id)),
        walked as (
          select s.client_id, (array_agg(s.kind order by s.number) filter (where s.turns))[:{STEPS}] as path,
            bool_or(s.runs) as runs
          from step s group by 1),
        person as materialized (
          select a.id, coalesce(w.path, '{{none}}') as path, case when o.client_id is not null then 'outflow'
              when k.client_id is not null then 'closed' when w.path is null then 'waiting' when w.runs then 'running'
              else 'stopped' end as ending, o.on - a.day_in as days
          from came a left join walked w on w.client_id = a.id
            left join (
              select r.client_id, min(r.on) as on from reporting_result r
              where r.programme_id = counted and {any_of("r.chain_id", "snoer_steering_chains")} and r.kind = 'outflow'
                and r.since <= day and (r.until is null or r.until > day)
              group by 1) o on o.client_id = a.id and o.on >= a.day_in
            left join (
              select distinct e.client_id from clients_closure e
              where {any_of("e.chain_id", "snoer_steering_chains")} and e.closed_on <= day
                and (e.reopened_on is null or e.reopened_on > day)) k on k.client_id = a.id),
        taken as materialized (
          select p.path, p.ending, count(*) as people from person p group by 1, 2)
        select 'whole', 0, '', '', null::text[], count(*), count(*) filter (where p.ending = 'outflow'),
          percentile_disc(0.5) within group (order by p.days) filter (where p.ending = 'outflow')
        from person p
        union all
        select 'link', n.place, t.path[n.place], coalesce(t.path[n.place + 1], t.ending), null, sum(t.people)::bigint, null, null
        from taken t cross join generate_series(1, {STEPS}) n(place) where t.path[n.place] is not null group by 2, 3, 4
        union all
        (select 'path', 0, '', '', p.path, count(*), count(*) filter (where p.ending = 'outflow'),
           percentile_disc(0.5) within group (order by p.days) filter (where p.ending = 'outflow')
         from person p group by p.path order by count(*) desc, p.path limit {MOST}) $$""",
}
