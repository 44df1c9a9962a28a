"""What each partner does for the joint result, in numbers of all of the chain: for who steers, and naming nobody."""

from chain.rowrules import any_of
from placement.staying_sql import PAID

CHAIN = any_of("w.chain_id", "snoer_steering_chains")
OF_PLACE = "(only_place is null or exists (select from clients_client c where c.id = {0}.client_id and c.home_id = only_place))"
BEFORE_DAYS = 365  # how long before the outflow a step still counts as a part in it

FUNCTIONS = {
    # Per partner (0: at any of them, null partner: the people who flowed out): people counted as flown out as of the day, who had
    # a step there in the year up to that outflow. Who had steps at several partners counts at each.
    "snoer_steps_before_outflow(of_programme bigint, as_of date, only_place bigint)": f"""returns table (partner_id bigint,
        people bigint) language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with gone as materialized (
          select w.client_id, w."on" from reporting_result w
          where {CHAIN} and w.programme_id = of_programme and w.kind = 'outflow' and w.since <= as_of
            and (w.until is null or w.until > as_of) and (only_place is null or w.municipality_id = only_place)),
        step as materialized (
          select distinct g.client_id, s.partner_id from gone g join clients_step s on s.client_id = g.client_id
            and s.started_on <= g."on" and (s.ended_on is null or s.ended_on >= g."on" - {BEFORE_DAYS}))
        select null::bigint, count(*) from gone
        union all select 0, count(distinct client_id) from step
        union all select partner_id, count(*) from step group by partner_id $$""",
    # Per partner in the period: people who took a place there or in a group that it gives, and people whose paid work began
    # by its hand.
    "snoer_parts(first_day date, last_day date, only_place bigint)": f"""returns table (what text, partner_id bigint,
        people bigint) language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with told as (
          select 'seats' as what, coalesce(p.host_id, g.partner_id, p.guide_id, w.partner_id) as partner_id, w.client_id
          from development_stay y join clients_step w on w.id = y.step_id
            left join development_learningplace p on p.id = y.place_id left join development_group g on g.id = y.group_id
          where y.{CHAIN.removeprefix("w.")} and y.state in ('running', 'over') and (y.place_id is not null or y.group_id is not null)
            and w.started_on between first_day and last_day and {OF_PLACE.format("w")}
          union all
          select 'placements', w.partner_id, w.client_id from clients_step w join placement_placement t on t.step_id = w.id
            and t.form_of_work in {PAID!r}
          where {CHAIN} and w.started_on between first_day and last_day and {OF_PLACE.format("w")})
        select what, partner_id, count(distinct client_id) from told group by grouping sets ((what, partner_id), (what)) $$""",
}
