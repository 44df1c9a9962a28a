"""What is kept of a stay by triggers: its state and days, which follow the step; that no more people are there than fit;
and that the host of a place and who gives a group see who comes."""

from clients.sql import TRIGGER, on_statements

# The last day on which a stay `{0}` takes its seat; who is still there past the planned end takes it today too.
LAST = """case when {0}.held_until is null then 'infinity' else greatest({0}.held_until, {0}.held_from,
      case when {0}.state = 'running' then (select snoer_today()) end) end"""
# The days on which it takes one; null where it takes none.
DAYS = f"""case when {{0}}.state in ('held', 'running') and {{0}}.held_from is not null
      then daterange({{0}}.held_from, nullif({LAST}, 'infinity'), '[]') end"""
# What is new about the rows of a statement, by place or group: the days on which somebody takes a seat, and those on which
# more hours of guidance, who did not take them there before. Who leaves earlier, or asks for less, is never refused, however
# full it is. Grouped, not joined: a plan that was made for one row stays the plan for all of them.
ADDED = f"""(select there, range_agg(seats) as seats, range_agg(hours) as hours from (
      select there, days - had as seats, case when guidance > was then days else days - had end as hours from (
        select id, there, range_agg(days) filter (where is_new) as days, max(guidance) filter (where is_new) as guidance,
          coalesce(range_agg(days) filter (where not is_new), '{{{{}}}}') as had,
          coalesce(max(guidance) filter (where not is_new and days is not null), 0) as was
        from (select true as is_new, n.id, n.{{column}} as there, n.guidance, {DAYS.format("n")} as days from new_rows n
          union all select false, p.id, p.{{column}}, p.guidance, {DAYS.format("p")} from old_rows p) rows
        where there is not null group by id, there) each
      where days is not null and (guidance > was or days - had <> '{{{{}}}}')) more group by there)"""
# Those who take a seat or wait at the places or groups `{there}`, each read once.
STAYS = f"""(select x.{{column}} as there, x.state, x.guidance, x.held_from as first, {LAST.format("x")} as last
    from development_stay x where x.{{column}} = any({{there}}) and x.state in ('held', 'running', 'waiting'))"""
# Of these `stays`: how many are there, and the hours that they take, from each day of the period on which that changes.
LOAD = """(select there, since, sum(sum(people)) over w as people, sum(sum(hours)) over w as hours
    from (select there, greatest(first, {since}) as since, 1 as people, guidance as hours from stays
        where state <> 'waiting' and last >= {since} and first <= {until}
      union all select there, last + 1, -1, -guidance from stays
        where state <> 'waiting' and last >= {since} and first <= {until} and last < {until}) moves
    group by there, since window w as (partition by there order by since))"""


def _refuses(column: str, table: str, rules: str) -> str:
    """PL/pgSQL that refuses what is added where too many would be; `rules`: of what is added `a`, the place `t` and the
    load `l`, the name of the refusal. Whoever writes last waits for the lock, and then counts the one before."""
    added = ADDED.format(column=column)
    return f"""touched := array(select there from {added} a);
        if touched <> '{{}}' then
          perform 1 from {table} where id = any(touched) order by id for no key update;
          select case {rules} end as name into refused
            from {added} a join {table} t on t.id = a.there
              join (with stays as materialized {STAYS.format(column=column, there="touched")}
                select there, people, hours, daterange(since, lead(since) over (partition by there order by since)) as days
                from {LOAD.format(since="date '-infinity'", until="date 'infinity'")} m) l on l.there = a.there
            where case {rules} end is not null limit 1;
          if refused is not null then
            raise exception '% is full', '{table}' using errcode = 'check_violation', constraint = refused;
          end if;
        end if; """


OVER = "when not a.seats <@ daterange(t.started_on, t.ended_on, '[]') then '{}'"
MANY = "when l.people > t.seats and a.seats && l.days then '{}'"
HOURS = "when l.hours > t.guidance_hours and a.hours && l.days then 'stay_guidance_hours'"
CHECKS = _refuses(
    "place_id",
    "development_learningplace",
    f"{OVER.format('stay_place_over')} {MANY.format('stay_seats')} {HOURS}",
) + _refuses("group_id", "development_group", f"{OVER.format('stay_group_over')} {MANY.format('stay_group_seats')}")


def _seats(old: str) -> str:
    body = CHECKS.replace("old_rows", old)
    return f"{TRIGGER} $$ declare touched bigint[]; refused text; begin {body} return null; end $$"


# Who has somebody there that another partner's step is for: the host of the place, and who gives the group.
HOSTS = (
    ("stay", "development_learningplace", "place_id", "host_id"),
    ("stay-group", "development_group", "group_id", "partner_id"),
)
SIGHT = "".join(
    f"""
    insert into clients_involvement as v (client_id, chain_id, partner_id, reason, parts, source, source_id, started_on,
      ended_on, seen_until)
    select n.client_id, n.chain_id, h.{host}, 'stay', array['client', 'contact', 'plan'], '{source}', n.id,
      least(n.held_from, snoer_today()), e.day, e.day
    from new_rows n join clients_step s on s.id = n.step_id join {table} h on h.id = n.{column},
      lateral (select case when n.state = 'over' then coalesce(n.held_until, snoer_today() - 1) end as day) e
    where n.state <> 'waiting' and h.{host} <> s.partner_id and n.held_from is not null
    on conflict (source, source_id, membership_id) do update set partner_id = excluded.partner_id,
      started_on = least(v.started_on, excluded.started_on), ended_on = excluded.ended_on, seen_until = excluded.seen_until
      where (v.partner_id, v.started_on, v.seen_until) is distinct from
        (excluded.partner_id, least(v.started_on, excluded.started_on), excluded.seen_until);
    update clients_involvement v set ended_on = snoer_today() - 1, seen_until = snoer_today() - 1
    from new_rows n join clients_step s on s.id = n.step_id left join {table} h on h.id = n.{column}
    where v.source = '{source}' and v.source_id = n.id and v.seen_until is null
      and (n.state = 'waiting' or n.held_from is null or h.{host} is null or h.{host} = s.partner_id);"""
    for source, table, column, host in HOSTS
)

FUNCTIONS = {
    "snoer_stay_keep()": """returns trigger language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare s clients_step; begin
        select * into s from clients_step where id = new.step_id;
        if s.status = 'active' then new.reserved := new.place_id is not null or new.group_id is not null; end if;
        new.state := case when s.status = 'active' then 'running' when s.status <> 'planned' then 'over'
          when new.reserved then 'held' else 'waiting' end;
        new.held_from := case when s.status <> 'cancelled' then coalesce(s.started_on, s.planned_on) end;
        new.held_until := case when s.status <> 'cancelled' then coalesce(s.ended_on, s.planned_end) end;
        return new; end $$""",
    "snoer_stay_seats_new()": _seats("(select * from development_stay where false)"),
    "snoer_stay_seats()": _seats("old_rows"),
    "snoer_stay_sight()": f"{TRIGGER} $$ begin {SIGHT} return null; end $$",
    # What a statement changed of steps, which may be all of them: by hashing, whatever plan was made for the first.
    "snoer_step_stays()": f"""{TRIGGER} $$ declare moved bigint[]; begin
        moved := array(select id from (select id, status, planned_on, planned_end, started_on, ended_on from new_rows
          except select id, status, planned_on, planned_end, started_on, ended_on from old_rows) r);
        if moved <> '{{}}' then
          update development_stay set state = state where step_id = any(moved);
        end if; return null; end $$""",
}

TRIGGERS = [
    "create or replace trigger snoer_stay_keep before insert or update on development_stay"
    " for each row execute function snoer_stay_keep()",
    # Triggers go by name: the person's row first, then the place's; two at once take them in the same order.
    *on_statements("development_stay", "snoer_stay_host", "snoer_stay_sight", "insert update"),
    *on_statements("development_stay", "snoer_stay_seats", "snoer_stay_seats_new", "insert"),
    *on_statements("development_stay", "snoer_stay_seats", "snoer_stay_seats", "update"),
    *on_statements("clients_step", "snoer_step_stays", "snoer_step_stays", "update"),
]
