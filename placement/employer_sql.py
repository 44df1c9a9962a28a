"""Functions about employers that look further than the policies let a page: laid by chain.rowsecurity through placement.sql."""

from chain.rowrules import DEFINER, any_of, reads, writes
from clients.models.client import TARGET_GROUPS
from clients.sql import TRIGGER, on_statements

FEWEST, FEW = (
    3,
    5,
)  # people who were placed somewhere before anything is told of them; fewer of a group than FEW is "<5"
# What a person's file calls a group, and what an employer's openness does (placement.models.employers.GROUPS).
SAME = {
    "jobs-agreement": "banenafspraak",
    "status-holder": "statushouder",
    "45plus": "45plus",
    "single-parent": "alleenstaande-ouder",
    "vso-pro": "vso-pro",
    "wajong": "wajong",
}
assert set(SAME) == set(TARGET_GROUPS)
_HELD = ", ".join(f"('{held}', '{code}')" for held, code in SAME.items())
LONG = "1 year"  # on a benefit for as long before the first day there

FUNCTIONS = {
    # Names go by trigrams, which an index cannot be asked for under a policy; places by how they begin.
    "snoer_employers_named(wanted text)": f"""returns setof bigint {DEFINER} rows 25 as $$
        select e.id from placement_employer e where e.plain like '%' || replace(replace(replace(
            snoer_plain(wanted), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
          and {any_of("e.chain_id", "snoer_chains")} and {reads("employers")}
        union select e.id from placement_employer e where starts_with(lower(e.place), lower(wanted))
          and {any_of("e.chain_id", "snoer_chains")} and {reads("employers")} $$""",
    # People of which groups worked at the employer, as numbers of nobody: only where three or more people did, without a
    # group of one, or one that is everybody; and as it was when the quarter began, so that no number tells of whoever was
    # placed yesterday (access.md, rules 3 and 9: the employer service does not read who belongs to which group).
    "snoer_groups_placed(wanted bigint)": f"""returns table (code text, number text) {DEFINER} as $$
        with worked as (
          select p.client_id, min(s.started_on) as since
          from placement_placement p join clients_step s on s.id = p.step_id
          where p.employer_id = wanted and {any_of("p.chain_id", "snoer_chains")} and {reads("employers")}
            and s.status in ('active', 'done', 'stopped') and s.started_on < date_trunc('quarter', snoer_today())
          group by p.client_id),
        told as (
          select w.client_id, g.code from worked w join clients_targetgroup t on t.client_id = w.client_id
            join (values {_HELD}) g(held, code) on g.held = t.code
          union select w.client_id, 'banenafspraak' from worked w join diagnosis_indication i on i.client_id = w.client_id
            where i.kind = 'target-group' and i.outcome = 'yes' and i.started_on <= w.since
              and (i.ended_on is null or i.ended_on >= w.since)
          union select w.client_id, '45plus' from worked w join clients_identity i on i.client_id = w.client_id
            where i.birth_date <= w.since - interval '45 years'
          union select w.client_id, 'long-on-benefit' from worked w
            where exists (select from clients_benefitperiod b where b.client_id = w.client_id
                and b.started_on <= w.since - interval '{LONG}' and (b.ended_on is null or b.ended_on >= w.since - interval '{LONG}'))
              and exists (select from clients_benefitperiod b where b.client_id = w.client_id
                and b.started_on < w.since and (b.ended_on is null or b.ended_on >= w.since - 31)))
        select t.code, case when count(*) < {FEW} then '<{FEW}' else count(*)::text end
        from told t group by t.code
        having count(*) > 1 and count(*) < (select count(*) from worked)
          and (select count(*) from worked) >= {FEWEST} $$""",
    # A contact person goes with all that was ever said of him or her; that there was contact stays. As the owner, since a
    # contact moment is corrected by its author alone, and history by nobody.
    "snoer_forget_people(wanted bigint[])": f"""returns int language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare gone bigint[]; begin
        gone := array(select p.id from placement_contactperson p where p.id = any(wanted)
          and {any_of("p.chain_id", "snoer_chains")} and {writes("employers")} order by p.id for update);
        if gone = '{{}}' then return 0; end if;
        update placement_employercontact set person_id = null where person_id = any(gone);
        update placement_vacancy set contact_id = null where contact_id = any(gone);
        delete from placement_contactperson where id = any(gone);
        delete from placement_contactpersonevent where id = any(gone);
        return cardinality(gone); end $$""",
    # Whoever spoke to an employer last says when it is time again: what was said before it does not stand any more, so that
    # the days that wait are few and an index finds them. What it was stays in the history.
    "snoer_contact_follows()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select distinct employer_id from new_rows);
        if touched = '{{}}' then return null; end if;
        update placement_employercontact c set next_on = null
        from (select distinct on (employer_id) employer_id, id from placement_employercontact
          where employer_id = any(touched) order by employer_id, "on" desc, id desc) l
        where c.employer_id = l.employer_id and c.id <> l.id and c.next_on is not null;
        return null; end $$""",
}

TRIGGERS = [
    *on_statements("placement_employercontact", "snoer_contact_follows", "snoer_contact_follows", "insert update"),
]
