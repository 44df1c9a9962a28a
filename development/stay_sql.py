"""What is kept of a stay by triggers: its state and days, which follow the step; that no more people are there than fit;
and that the host of a place and who gives a group see who comes."""

from clients.sql import TRIGGER, on_statements

# The days on which a stay `{0}` takes a seat; null where it takes none.
DAYS = "snoer_stay_days({0}.state, {0}.held_from, {0}.held_until)"
# What is new about the rows of a statement: the days on which they take a seat, and those on which more hours of guidance,
# that they did not take there before. Who leaves earlier, or asks for less, is never refused, however full it is.
ADDED = f"""(select n.id, n.{{column}} as there, n.days - o.days as seats,
      case when n.guidance > o.guidance then n.days else n.days - o.days end as hours
    from (select r.*, datemultirange({DAYS.format("r")}) as days from new_rows r where r.{{column}} is not null) n,
      lateral (select coalesce(max(p.guidance), 0) as guidance,
          coalesce(range_agg({DAYS.format("p")}), '{{{{}}}}') as days
        from old_rows p where p.id = n.id and p.{{column}} = n.{{column}} and {DAYS.format("p")} is not null) o
    where n.days is not null and (n.guidance > o.guidance or n.days - o.days <> '{{{{}}}}'))"""
# How many are there and the hours that they take, from each day on which that changes until the next. In `{there}` only.
LOAD = """select there, people, hours, daterange(since, lead(since) over (partition by there order by since)) as days
    from (select there, since, sum(sum(people)) over w as people, sum(sum(hours)) over w as hours
      from (select x.{column} as there, lower(d.days) as since, 1 as people, x.guidance as hours {taking}
        union all select x.{column}, upper(d.days), -1, -x.guidance {taking} and not upper_inf(d.days)) moves
      group by there, since window w as (partition by there order by since)) sums"""
TAKING = f"""from development_stay x, lateral (select {DAYS.format("x")} as days) d
    where x.{{column}} = any({{there}}) and x.state in ('held', 'running') and d.days is not null"""


def load(column: str, there: str) -> str:
    return LOAD.format(column=column, taking=TAKING.format(column=column, there=there))


def _refuses(column: str, table: str, rules: str) -> str:
    """PL/pgSQL that refuses what is added where too many would be; `rules`: of what is added `a`, the place `t` and the
    load `l`, the name of the refusal. Whoever writes last waits for the lock, and then counts the one before."""
    added = ADDED.format(column=column)
    return f"""touched := array(select distinct there from {added} a);
        if touched <> '{{}}' then
          perform 1 from {table} where id = any(touched) order by id for no key update;
          select case {rules} end as name into refused
            from {added} a join {table} t on t.id = a.there join ({load(column, "touched")}) l on l.there = a.there
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
    # Without a last day it has no end. Who is still there past the planned end takes the seat today too.
    "snoer_stay_days(state varchar, since date, until date)": """returns daterange language sql stable parallel safe as $$
        select case when state in ('held', 'running') and since is not null then daterange(since, case when until is not null
          then greatest(until, since, case when state = 'running' then snoer_today() end) end, '[]') end $$""",
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
    # Of a statement that touches all steps only what has a stay is looked at.
    "snoer_step_stays()": f"""{TRIGGER} $$ declare moved bigint[]; begin
        moved := array(select n.id from new_rows n join development_stay y on y.step_id = n.id join old_rows o on o.id = n.id
          where (n.status, n.planned_on, n.planned_end, n.started_on, n.ended_on)
            is distinct from (o.status, o.planned_on, o.planned_end, o.started_on, o.ended_on));
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
