"""What is kept of a stay by triggers: its state and days, which follow the step, the seats and hours that there are, and
that the host of a place and who gives a group see who comes."""

from clients.sql import TRIGGER, on_statements

# Of a stay that takes a seat: until when. Who is still there past the planned end takes it today too.
UNTIL = """case when {0}.state = 'running' then greatest(coalesce({0}.held_until, 'infinity'), snoer_today())
    else coalesce({0}.held_until, 'infinity') end"""
TAKES = "{0}.state in ('held', 'running')"
# New rows that take more than they did: another place, earlier, longer, or more hours of guidance.
MORE = f"""n.{{column}} is not null and {TAKES.format("n")} and not exists (select 1 from old_rows o
    where o.id = n.id and {TAKES.format("o")} and o.{{column}} = n.{{column}} and o.held_from <= n.held_from
      and {UNTIL.format("o")} >= {UNTIL.format("n")} and o.guidance >= n.guidance)"""
# At the first day of one of them, within the days of what is new, more are there than fit: the most at once is always on
# the first day of somebody. Whoever writes last waits for the lock, and then counts the one before.
CROWDED = f"""select 1 from development_stay n
    join development_stay d on d.{{column}} = n.{{column}} and {TAKES.format("d")}
      and d.held_from >= n.held_from and d.held_from <= {UNTIL.format("n")}
    join {{table}} t on t.id = n.{{column}}
    where n.id = any(more) and (select {{sum}} from development_stay x where x.{{column}} = n.{{column}}
      and {TAKES.format("x")} and x.held_from <= d.held_from and {UNTIL.format("x")} >= d.held_from) > t.{{most}}"""


def _refuses(column: str, table: str, *rules: tuple[str, str, str]) -> str:
    """PL/pgSQL that refuses rows in `more` which make too many; a rule: what is summed, the most, the name of the refusal."""
    checks = " ".join(
        f"""if exists ({CROWDED.format(column=column, table=table, sum=total, most=most)}) then
          raise exception '% is full', '{table}' using errcode = 'check_violation', constraint = '{name}'; end if;"""
        for total, most, name in rules
    )
    return f"""perform 1 from {table} where id in (select {column} from new_rows where id = any(more)) order by id for update;
        {checks}"""


PLACE = _refuses(
    "place_id",
    "development_learningplace",
    ("count(*)", "seats", "stay_seats"),
    ("sum(x.guidance)", "guidance_hours", "stay_guidance_hours"),
)
GROUP = _refuses("group_id", "development_group", ("count(*)", "seats", "stay_group_seats"))


def _seats(old: str) -> str:
    body = "".join(
        f"""more := array(select n.id from new_rows n where {MORE.format(column=column)});
        if more <> '{{}}' then {check} end if; """
        for column, check in (("place_id", PLACE), ("group_id", GROUP))
    )
    return f"{TRIGGER} $$ declare more bigint[]; begin {body} return null; end $$".replace("old_rows", old)


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
      started_on = least(v.started_on, excluded.started_on), ended_on = excluded.ended_on, seen_until = excluded.seen_until;
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
    *on_statements("development_stay", "snoer_stay_seats", "snoer_stay_seats_new", "insert"),
    *on_statements("development_stay", "snoer_stay_seats", "snoer_stay_seats", "update"),
    *on_statements("development_stay", "snoer_stay_sight", "snoer_stay_sight", "insert update"),
    *on_statements("clients_step", "snoer_step_stays", "snoer_step_stays", "update"),
]
