"""What placement keeps by triggers: the positions of a vacancy, work cards and who may see whose. Laid by chain.rowsecurity."""

from clients.sql import TRIGGER, on_statements
from placement import (
    card_sql,
    employer_sql,
    finding_sql,
    introduction_sql,
    match_sql,
    staying_sql,
    vacancy_sql,
    work_sql,
)

FUNCTIONS = {
    # Also counted by who does not see whom: a position is taken whoever took it. One too many breaks the table's constraint.
    "snoer_positions(touched bigint[])": """returns void language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        perform 1 from placement_vacancy where id = any(touched) order by id for update;
        update placement_vacancy v set taken = n.number from (
          select t.id, count(s.id) filter (where s.status in ('planned', 'active', 'done')) as number
          from unnest(touched) t(id) left join placement_placement p on p.vacancy_id = t.id
            left join clients_step s on s.id = p.step_id group by t.id) n
        where v.id = n.id and v.taken <> n.number; end $$""",
    "snoer_placement_taken()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select distinct vacancy_id from new_rows where vacancy_id is not null);
        if tg_op = 'UPDATE' then
          touched := array(select unnest(touched) union select vacancy_id from old_rows where vacancy_id is not null);
        end if;
        if touched <> '{{}}' then perform snoer_positions(touched); end if; return null; end $$""",
    "snoer_step_taken()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select distinct p.vacancy_id from new_rows n join placement_placement p on p.step_id = n.id
          where p.vacancy_id is not null);
        if touched <> '{{}}' then perform snoer_positions(touched); end if; return null; end $$""",
    **card_sql.FUNCTIONS,
    **employer_sql.FUNCTIONS,
    **finding_sql.FUNCTIONS,
    **introduction_sql.FUNCTIONS,
    **match_sql.FUNCTIONS,
    **staying_sql.FUNCTIONS,
    **vacancy_sql.FUNCTIONS,
    **work_sql.FUNCTIONS,
}

TRIGGERS = [
    *on_statements("placement_placement", "snoer_placement_taken", "snoer_placement_taken", "insert update"),
    *on_statements("clients_step", "snoer_step_taken", "snoer_step_taken", "update"),
    *card_sql.TRIGGERS,
    *employer_sql.TRIGGERS,
    *match_sql.TRIGGERS,
    *vacancy_sql.TRIGGERS,
]
