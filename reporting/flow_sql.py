"""In, through and out: numbers of benefits, files, steps and the ladder in the chains that the acting membership steers.

Numbers only, the same for all who steer, also of people whom they do not see (access.md, rule 9): definer functions that name
nobody, one statement each. What is counted is said in reporting/flow_figures.py, in the words that the page prints. A stock is
that after its day; a flow is dated by the day that makes it, so that stock + in - out is the next stock, to the person.
"""

from chain.rowrules import any_of
from clients.models.facts import END_REASONS

NEVER = "9999-12-31"  # a benefit or residence without an end
DEFINER = """language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off set work_mem = '64MB'"""
# The day on which a period ends and why, as one number, so that one maximum carries both; of several that end on the same
# day the reason that stands first in the list, `work`, goes before.
REASONS = list(reversed(END_REASONS))
_REASON = "case b.end_reason {} else 0 end".format(
    " ".join(f"when '{reason}' then {place}" for place, reason in enumerate(REASONS, 1))
)
END = f"(coalesce(b.ended_on, date '{NEVER}') - date '1900-01-01') * 8 + {_REASON}"
REASON_OF = "(array[{}])[s.last % 8]".format(", ".join(f"'{reason}'" for reason in REASONS))

# Spells: the days without a gap on which somebody receives a counted benefit, of whatever scheme; a scheme that goes on in
# another the next day is one spell. {rows}: of which periods.
SPELLS = """select m.client_id, m.started_on, m.before is null as first_ever,
        coalesce(lead(m.before) over (partition by m.client_id order by m.started_on), m.latest) as last
      from (
        select b.client_id, b.started_on, b.last, max(b.last) over (partition by b.client_id) as latest,
          max(b.last) over (
            partition by b.client_id order by b.started_on, b.id rows between unbounded preceding and 1 preceding) as before
        from {rows} b) m
      where m.before is null or m.before / 8 + 1 < m.started_on - date '1900-01-01'"""
ENDED_ON = "date '1900-01-01' + {}.last / 8"
# A place on the ladder, of which the greatest is the last: of a day what was written last.
PLACED = "array[(p.on - date '1900-01-01')::bigint, (extract(epoch from p.at) * 1000000)::bigint, p.id, p.value]"

FUNCTIONS = {
    # kind: stock (after the day before the period, and after its last), in (first, back, moved, within), out (a reason,
    # moved-away, within) and through (up: partial to full, down: full to partial), by municipality and month. Somebody counts
    # where they live in the chain on a counted benefit; who moves within the chain goes out and in on the same day.
    "snoer_benefit_flow(first date, day date, schemes text[])": f"""returns table (kind text, detail text,
        municipality_id bigint, month date, people bigint) {DEFINER} as $$
        with received as materialized (
          select b.id, b.client_id, b.started_on, b.level, {END} as last from clients_benefitperiod b
          where {any_of("b.chain_id", "snoer_steering_chains")} and b.scheme = any(schemes)),
        spell as materialized (
          select s.client_id, s.started_on, s.first_ever, {ENDED_ON.format("s")} as ended_on, {REASON_OF} as reason
          from ({SPELLS.format(rows="received")}) s),
        piece as materialized (  -- of a spell, in one municipality
          select p.*, lag(p.municipality_id) over w as place_before, lag(p.ended_on) over w + 1 = p.started_on as joins,
            lead(p.municipality_id) over w as place_after, lead(p.started_on) over w - 1 = p.ended_on as goes_on
          from (
            select s.client_id, r.municipality_id, greatest(s.started_on, r.started_on) as started_on,
              least(s.ended_on, coalesce(r.ended_on, date '{NEVER}')) as ended_on, s.started_on as since, s.first_ever,
              s.ended_on as until, s.reason
            from spell s join clients_residence r on r.client_id = s.client_id and r.started_on <= s.ended_on
                and coalesce(r.ended_on, date '{NEVER}') >= s.started_on
              join chain_chainmunicipality m on m.municipality_id = r.municipality_id
                and {any_of("m.chain_id", "snoer_steering_chains")}
            where s.ended_on >= snoer_benefit_flow.first - 1 and s.started_on <= day + 1) p
          window w as (partition by p.client_id order by p.started_on)),
        full_spell as (  -- of who was on partial benefit too
          select f.client_id, f.started_on, {ENDED_ON.format("f")} as ended_on from ({
        SPELLS.format(
            rows='''(select r.* from received r where r.level = 'full'
              and r.client_id in (select q.client_id from received q where q.level = 'partial'))'''
        )
    }) f),
        told as (
          select 'stock' as kind, '' as detail, p.municipality_id, d.day as on, 1 as number
          from piece p cross join (values (snoer_benefit_flow.first - 1), (day)) d(day)
          where p.ended_on > d.day and (p.started_on <= d.day or p.started_on = d.day + 1 and p.joins)
          union all
          select 'in', case when p.joins then 'within' when p.started_on > p.since then 'moved' when p.first_ever then 'first'
            else 'back' end, p.municipality_id, case when p.joins then p.started_on - 1 else p.started_on end, 1
          from piece p where p.joins is not true or p.place_before <> p.municipality_id
          union all
          select 'out', case when p.goes_on then 'within' when p.ended_on < p.until then 'moved-away'
            else coalesce(p.reason, 'other') end, p.municipality_id, p.ended_on, 1
          from piece p where p.goes_on is not true or p.place_after <> p.municipality_id
          union all
          select 'through', 'up', p.municipality_id, f.started_on, 1
          from full_spell f join piece p on p.client_id = f.client_id and f.started_on between p.started_on and p.ended_on
          where f.started_on > p.since
          union all
          select 'through', 'down', p.municipality_id, f.ended_on + 1, 1
          from full_spell f join piece p on p.client_id = f.client_id and f.ended_on + 1 between p.started_on and p.ended_on
          where f.ended_on < p.until)
        select t.kind, t.detail, t.municipality_id, case when t.kind = 'stock' then t.on else date_trunc('month', t.on)::date end,
          sum(t.number)::bigint
        from told t where t.kind = 'stock' or t.on between snoer_benefit_flow.first and day group by 1, 2, 3, 4 $$""",
    # kind: stock, in (registered, reopened), out (a reason); by the municipality where somebody lives now, or lived last.
    "snoer_file_flow(first date, day date)": f"""returns table (kind text, detail text, municipality_id bigint, month date,
        people bigint) {DEFINER} as $$
        with file as materialized (
          select c.id, c.home_id, c.registered_on, c.closed_on from clients_client c
          where {any_of("c.chain_id", "snoer_steering_chains")}),
        closing as materialized (
          select f.id, f.home_id, k.closed_on, k.reopened_on, k.reason from clients_closure k join file f on f.id = k.client_id
          union all
          select f.id, f.home_id, f.closed_on, null, '' from file f where f.closed_on is not null and not exists (
            select from clients_closure k where k.client_id = f.id and k.reopened_on is null)),
        told as (
          select 'stock' as kind, '' as detail, f.home_id, d.day as on, 1 as number
          from file f cross join (values (snoer_file_flow.first - 1), (day)) d(day) where f.registered_on <= d.day
          union all
          select 'stock', '', k.home_id, d.day, -1 from closing k cross join (values (snoer_file_flow.first - 1), (day)) d(day)
          where k.closed_on <= d.day and (k.reopened_on is null or k.reopened_on > d.day)
          union all
          select 'in', 'registered', f.home_id, f.registered_on, 1 from file f
          union all
          select 'out', k.reason, k.home_id, k.closed_on, 1 from closing k
          union all
          select 'in', 'reopened', k.home_id, k.reopened_on, 1 from closing k where k.reopened_on is not null)
        select t.kind, t.detail, t.home_id, case when t.kind = 'stock' then t.on else date_trunc('month', t.on)::date end,
          sum(t.number)::bigint
        from told t where t.kind = 'stock' or t.on between snoer_file_flow.first and day group by 1, 2, 3, 4 $$""",
    # Steps that began, by phase and partner, and by the phase of the step that the person began before ('': none). Practical
    # support is no step on the way. The municipality is that of the day, null for who lived outside the chain.
    "snoer_step_flow(first date, day date)": f"""returns table (before text, phase text, partner_id bigint,
        municipality_id bigint, month date, steps bigint) {DEFINER} as $$
        with begun as materialized (
          select s.id, s.client_id, s.phase, s.partner_id, s.started_on,
            lag(s.phase) over (partition by s.client_id order by s.started_on, s.id) as before
          from clients_step s join chain_instrument i on i.id = s.instrument_id and i.function <> 'support'
          where {any_of("s.chain_id", "snoer_steering_chains")} and s.started_on between snoer_step_flow.first and day)
        select coalesce(b.before, e.phase, ''), b.phase, b.partner_id, m.municipality_id,
          date_trunc('month', b.started_on)::date, count(*)
        from begun b left join clients_residence r on r.client_id = b.client_id and r.started_on <= b.started_on
            and (r.ended_on is null or r.ended_on >= b.started_on)
          left join chain_chainmunicipality m on m.municipality_id = r.municipality_id
            and {any_of("m.chain_id", "snoer_steering_chains")}
          left join lateral (  -- of the first in the period
            select s.phase from clients_step s join chain_instrument i on i.id = s.instrument_id and i.function <> 'support'
            where b.before is null and s.client_id = b.client_id and s.started_on < snoer_step_flow.first
            order by s.started_on desc, s.id desc limit 1) e on true
        group by 1, 2, 3, 4, 5 $$""",
    # Of who was placed on the ladder in the period, also when a plan was evaluated: how the last time in it compares with the
    # last time before it.
    "snoer_ladder_flow(first date, day date)": f"""returns table (course text, municipality_id bigint, people bigint)
        {DEFINER} as $$
        with placed as (
          select a.client_id, a.on, a.at, a.id, a.value::bigint as value
          from clients_assessment a join clients_definition d on d.id = a.definition_id and d.kind = 'ladder'
          where {any_of("a.chain_id", "snoer_steering_chains")} and a.on <= day
          union all
          select e.client_id, e.on, e.at, e.id, e.ladder from clients_evaluation e
          where {any_of("e.chain_id", "snoer_steering_chains")} and e.on <= day and e.ladder is not null),
        said as materialized (
          select p.client_id, max({PLACED}) filter (where p.on < snoer_ladder_flow.first) as before,
            max({PLACED}) filter (where p.on >= snoer_ladder_flow.first) as last
          from placed p group by p.client_id)
        select case when s.before is null then 'first' when s.last[4] > s.before[4] then 'up' when s.last[4] < s.before[4]
          then 'down' else 'same' end, c.home_id, count(*)
        from said s join clients_client c on c.id = s.client_id where s.last is not null group by 1, 2 $$""",
}
# The steps that began in a period, without those of all other years; and the places on the ladder of evaluations, by person
# too, which the facets ask for.
INDEXES = [
    'create index if not exists evaluation_placed on clients_evaluation (chain_id, client_id, "on", at, id) include (ladder)'
    " where ladder is not null",
    "create index if not exists step_begun on clients_step (chain_id, started_on)"
    " include (client_id, instrument_id, partner_id, phase, id) where started_on is not null",
]
