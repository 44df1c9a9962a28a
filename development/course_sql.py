"""What is kept of the course of a step by triggers: an extension lengthens the step that runs, a pause lies within its days.

Whoever writes waits for who ends or moves the step at that moment, and is then refused by name where it cannot be any more.
"""

from clients.sql import TRIGGER, on_statements

ROW = "returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as"
REFUSED = "raise exception '{0}' using errcode = 'check_violation', constraint = '{0}'"
# Outside the days of its step: before it began, or going on after its last day.
OUTSIDE = """{p}.started_on < {s}.started_on or {s}.started_on is null
    or {s}.ended_on is not null and coalesce({p}.ended_on, 'infinity') > {s}.ended_on"""

FUNCTIONS = {
    "snoer_extension_keep()": f"""{ROW} $$ declare s clients_step; begin
        select * into s from clients_step where id = new.step_id for update;
        if s.status <> 'active' then {REFUSED.format("extension_of_a_running_step")}; end if;
        if new.was_until is distinct from s.planned_end then {REFUSED.format("extension_of_the_end_there_is")}; end if;
        if new.until < s.started_on then {REFUSED.format("extension_after_the_start")}; end if;
        return new; end $$""",
    "snoer_extended()": f"""{TRIGGER} $$ begin
        update clients_step s set planned_end = n.until, version = s.version + 1 from new_rows n where s.id = n.step_id;
        return null; end $$""",
    "snoer_pause_keep()": f"""{ROW} $$ declare s clients_step; begin
        select * into s from clients_step where id = new.step_id for share;
        if {OUTSIDE.format(p="new", s="s")} then {REFUSED.format("pause_within_step")}; end if;
        return new; end $$""",
    # A step that ends, ends the pause in it; one that would have begun later never was.
    "snoer_step_pauses()": f"""{TRIGGER} $$ declare moved bigint[]; begin
        moved := array(select p.step_id from development_pause p where p.step_id in (
          select id from (select id, started_on, ended_on from new_rows
            except select id, started_on, ended_on from old_rows) r));
        if moved = '{{}}' then return null; end if;
        delete from development_pause p using clients_step s
          where p.step_id = any(moved) and s.id = p.step_id and p.started_on > s.ended_on;
        update development_pause p set ended_on = s.ended_on, version = p.version + 1 from clients_step s
          where p.step_id = any(moved) and s.id = p.step_id and coalesce(p.ended_on, 'infinity') > s.ended_on;
        if exists (select from development_pause p join clients_step s on s.id = p.step_id
            where p.step_id = any(moved) and ({OUTSIDE.format(p="p", s="s")})) then
          {REFUSED.format("pause_within_step")}; end if;
        return null; end $$""",
}

TRIGGERS = [
    "create or replace trigger snoer_extension_keep before insert on development_extension"
    " for each row execute function snoer_extension_keep()",
    *on_statements("development_extension", "snoer_extended", "snoer_extended", "insert"),
    "create or replace trigger snoer_pause_keep before insert or update on development_pause"
    " for each row execute function snoer_pause_keep()",
    *on_statements("clients_step", "snoer_step_pauses", "snoer_step_pauses", "update"),
]
