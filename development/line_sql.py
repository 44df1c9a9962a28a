"""Figures of a learning line, the same for all who read of places: numbers only, also of people that row security hides."""

from chain.rowrules import DEFINER, any_of, reads
from placement.staying_sql import PAID

LINE = f"{any_of('l.chain_id', 'snoer_chains')} and {reads('places')}"
# Days on which a step stood still, as development/norms.py counts them.
PAUSED = """coalesce((select sum(least(coalesce(p.ended_on, snoer_today()), snoer_today()) - p.started_on + 1)
    from development_pause p where p.step_id = s.id and p.started_on <= snoer_today()), 0)"""

FUNCTIONS = {
    # Per station: who is there, has a seat there from a later day on, and waits; of who is there how many can move on (now,
    # soon), are stuck as who is with them says, and are there longer than is usual.
    "snoer_line_stations(wanted bigint[])": f"""returns table (id bigint, running bigint, held bigint, waiting bigint,
        ready bigint, soon bigint, stuck bigint, late bigint) {DEFINER} as $$
        select t.id, count(*) filter (where y.state = 'running'), count(*) filter (where y.state = 'held'),
          count(*) filter (where y.state = 'waiting'),
          count(*) filter (where y.state = 'running' and o.verdict = 'now'),
          count(*) filter (where y.state = 'running' and o.verdict = 'soon'),
          count(*) filter (where y.state = 'running' and o.verdict = 'stuck'),
          count(*) filter (where y.state = 'running'
            and snoer_today() - s.started_on + 1 - {PAUSED} > 7 * coalesce(t.weeks, nullif(i.weeks, 0)))
        from development_learningline l join development_station t on t.line_id = l.id
          join chain_instrument i on i.id = t.instrument_id
          left join development_stay y on y.station_id = t.id and y.state in ('waiting', 'held', 'running')
          left join clients_step s on s.id = y.step_id left join development_onward o on o.step_id = y.step_id
        where l.id = any(wanted) and {LINE} group by t.id $$""",
    # How many people found paid work after they began at a station of the line: per employer, and (no employer) in all.
    "snoer_line_placed(wanted bigint[])": f"""returns table (line_id bigint, employer_id bigint, people bigint) {DEFINER} as $$
        select c.line_id, case when grouping(p.employer_id) = 0 then p.employer_id end, count(distinct c.client_id)
        from (select t.line_id, y.client_id, min(y.held_from) as since
            from development_learningline l join development_station t on t.line_id = l.id
              join development_stay y on y.station_id = t.id and y.state in ('running', 'over')
              join clients_step b on b.id = y.step_id and b.started_on is not null
            where l.id = any(wanted) and {LINE} group by t.line_id, y.client_id) c
          join placement_placement p on p.client_id = c.client_id and p.form_of_work in {PAID!r}
          join clients_step s on s.id = p.step_id and s.status in ('active', 'done', 'stopped') and s.started_on >= c.since
        group by grouping sets ((c.line_id, p.employer_id), (c.line_id))
        having grouping(p.employer_id) = 1 or p.employer_id is not null $$""",
}
