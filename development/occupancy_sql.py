"""How full places and groups are, counted for all of the chain: also of people that row security hides, so numbers alone."""

from chain.rowrules import CHAIN, DEFINER, reads
from development.stay_sql import DAYS, LOAD, STAYS


def _seats(table: str, column: str, hours: str) -> str:
    """Per place or group: who is there on the day, who has a seat from then on, who waits, and the most that are there on
    one day of the period (null: for ever) with the hours of guidance that are taken on one day at most."""
    return f"""returns table (id bigint, running bigint, planned bigint, waiting bigint, seats int, most bigint,
        guidance numeric, guidance_hours numeric, guidance_most numeric) {DEFINER} as $$
        with stays as materialized {STAYS.format(column=column, there="wanted")}
        select t.id, coalesce(c.running, 0), coalesce(c.planned, 0), coalesce(c.waiting, 0), t.seats::int,
          coalesce(p.most, 0), coalesce(c.guidance, 0), {hours}::numeric, coalesce(p.guidance_most, 0)
        from {table} t left join (select s.there,
              count(*) filter (where s.state = 'running' and since between s.first and s.last) as running,
              count(*) filter (where s.state = 'held' and s.last >= since) as planned,
              count(*) filter (where s.state = 'waiting') as waiting,
              sum(s.guidance) filter (where s.state = 'running' and since between s.first and s.last) as guidance
            from stays s group by s.there) c on c.there = t.id
          left join (select m.there, max(m.people) as most, max(m.hours) as guidance_most
            from {LOAD.format(since="since", until="coalesce(until, 'infinity')")} m group by m.there) p on p.there = t.id
        where t.id = any(wanted) and t.{CHAIN} and {reads("places")} $$"""


FUNCTIONS = {
    "snoer_place_seats(wanted bigint[], since date, until date)": _seats(
        "development_learningplace", "place_id", "t.guidance_hours"
    ),
    "snoer_group_seats(wanted bigint[], since date, until date)": _seats("development_group", "group_id", "null"),
    # Of one place, week by week from a Monday on: the day of the week on which most people are there, who then are there
    # and have a seat, and the most hours of guidance. Who is there now past the planned end is taken to leave today.
    "snoer_place_weeks(wanted bigint, since date, weeks int)": f"""returns table (week int, running bigint, held bigint,
        guidance numeric) {DEFINER} as $$
        with stays as materialized {STAYS.format(column="place_id", there="array[wanted]")}
        select distinct on (w.n) w.n, count(s.there) filter (where s.state = 'running'),
          count(s.there) filter (where s.state = 'held'), max(coalesce(sum(s.guidance), 0)) over (partition by w.n)
        from generate_series(0, weeks - 1) w(n) cross join generate_series(0, 6) d(n)
          left join stays s on s.state <> 'waiting' and since + w.n * 7 + d.n between s.first and s.last
            and exists (select from development_learningplace t where t.id = wanted and t.{CHAIN} and {reads("places")})
        group by w.n, d.n order by w.n, count(s.there) desc, d.n $$""",
    # How many are at a place, or have a seat there, on days after this one.
    "snoer_place_beyond(wanted bigint, last date)": f"""returns bigint {DEFINER} as $$
        select count(*) from development_stay x join development_learningplace t on t.id = x.place_id and t.{CHAIN}
        where x.place_id = wanted and x.state in ('held', 'running') and {reads("places")}
          and not {DAYS.format("x")} <@ daterange(null, last, '[]') $$""",
    # Which in the row of who waits at a place or group each of these stays is: first asked, first in turn.
    "snoer_place_turns(wanted bigint, stays bigint[])": f"""returns table (id bigint, turn bigint) {DEFINER} as $$
        select r.id, r.turn from (select x.id, row_number() over (order by x.asked_on, x.id) as turn
          from development_stay x join development_learningplace t on t.id = x.place_id and t.{CHAIN}
          where x.place_id = wanted and x.state = 'waiting' and {reads("places")}) r where r.id = any(stays) $$""",
}
