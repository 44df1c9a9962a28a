"""The SQL of an import: temporary tables for the files, what is wrong with them as a whole, and what is written.

Statements over whole tables, in their order. Parameters: chain (id), placement (beginning of a placement's step ref),
source and author (of the timeline), number (the first new client's).
"""

from django.utils.translation import gettext_noop

STAGED = """
drop table if exists pg_temp.snoer_clients, pg_temp.snoer_residences, pg_temp.snoer_benefits, pg_temp.snoer_steps,
  pg_temp.snoer_placements, pg_temp.snoer_people, pg_temp.snoer_all_steps;
create temporary table snoer_clients (line int, bad boolean, ref text, bsn_index text, bsn_cipher bytea,
  first_name text, prefix text, last_name text, birth_date date, postcode text, house_number text, phone text,
  email text, language text, work_ability smallint, target_groups text[], registered_on date) on commit drop;
create temporary table snoer_residences (line int, bad boolean, client_ref text, municipality_id bigint,
  started_on date, ended_on date) on commit drop;
create temporary table snoer_benefits (line int, bad boolean, client_ref text, scheme text, level text, started_on date,
  ended_on date, end_reason text) on commit drop;
create temporary table snoer_steps (line int, bad boolean, ref text, client_ref text, instrument_id bigint,
  partner_id bigint, planned_on date, started_on date, ended_on date, status text,
  hours_per_week smallint) on commit drop;
create temporary table snoer_placements (line int, bad boolean, ref text, client_ref text, employer text,
  instrument_id bigint, started_on date, ended_on date, end_reason text, hours_per_week smallint) on commit drop;
create temporary table snoer_people (ref text, client_id bigint, new boolean) on commit drop;
"""

# What only the file as a whole, or the chain, can say: (file, column, reason, query). A query gives the line and
# perhaps a number for the reason; %(chain)s is the chain.
TWICE = gettext_noop("staat ook op regel %d")
NOBODY = gettext_noop("niemand heeft deze verwijzing")
ANOTHER = gettext_noop("deze verwijzing hoort in de keten bij iemand anders")
OVERLAP = gettext_noop("overlapt met regel %d")
OVERLAP_CHAIN = gettext_noop("overlapt met een periode die de keten al kent")


def _twice(table: str, key: str) -> str:
    return f"""select line, first from (select line, min(line) over (partition by {key}) as first from snoer_{table}
        where {key} is not null) t where line > first"""  # noqa: S608


def _nobody(table: str) -> str:
    return f"""select t.line from snoer_{table} t where t.client_ref is not null
        and not exists (select 1 from snoer_people p where p.ref = t.client_ref)"""  # noqa: S608


def _overlap(table: str, fact: str, scheme: str) -> str:
    """Periods as they would stand afterwards: those of the file, and those of the chain that the file does not name.

    Gives the line and that of the period before it, which is empty for one of the chain.
    """
    key = f"client_ref, started_on{', ' + scheme if scheme else ''}"
    same = f"and i.{scheme} = r.{scheme}" if scheme else ""
    both = f"and g.{scheme} = f.{scheme}" if scheme else ""
    return f"""with final as (
        select line, client_ref, started_on, ended_on, {scheme or "null"} as scheme from (
          select *, row_number() over (partition by {key} order by line) as n from snoer_{table} where not bad) t
        where n = 1
        union all
        select null, p.ref, r.started_on, r.ended_on, {("r." + scheme) if scheme else "null"}
        from {fact} r join snoer_people p on p.client_id = r.client_id
        where r.chain_id = %(chain)s and not p.new and not exists (
          select 1 from snoer_{table} i where i.client_ref = p.ref and i.started_on = r.started_on {same})
      ), marked as (
        select *, max(coalesce(ended_on, 'infinity')) over (partition by client_ref, scheme
          order by started_on rows between unbounded preceding and 1 preceding) as before from final
      ), suspect as materialized (select distinct client_ref from marked where before >= started_on)
      select coalesce(f.line, g.line), case when f.line is null then null else g.line end
      from (select f.* from final f where client_ref in (select client_ref from suspect)) f
      join (select g.* from final g where client_ref in (select client_ref from suspect)) g
        on g.client_ref = f.client_ref {both.replace(scheme, "scheme") if scheme else ""}
        and g.started_on < f.started_on and coalesce(g.ended_on, 'infinity') >= f.started_on
      where f.line is not null or g.line is not null"""  # noqa: S608


WHOLE: list[tuple[str, str, str, str, str]] = [  # file, column, query, reason, reason where the query gives no number
    ("clients", "client_ref", _twice("clients", "ref"), TWICE, ""),
    ("clients", "bsn", _twice("clients", "bsn_index"), gettext_noop("dit BSN staat ook op regel %d"), ""),
    ("clients", "bsn", """
        select n.line from snoer_clients n
        join clients_identity i on i.chain_id = %(chain)s and i.bsn_index = n.bsn_index
        join clients_client c on c.id = i.client_id
        where c.ref is distinct from n.ref and not exists (
          select 1 from snoer_clients o where o.ref = c.ref and not o.bad and o.bsn_index <> i.bsn_index)
     """, "", gettext_noop("dit BSN heeft in de keten al iemand anders")),
    *((file, "client_ref", _nobody(file), "", NOBODY) for file in ("residences", "benefits", "steps", "placements")),
    ("residences", "started_on", _twice("residences", "(client_ref, started_on)"), TWICE, ""),
    ("residences", "started_on", _overlap("residences", "clients_residence", ""), OVERLAP, OVERLAP_CHAIN),
    ("benefits", "started_on", _twice("benefits", "(client_ref, scheme, started_on)"), TWICE, ""),
    ("benefits", "started_on", _overlap("benefits", "clients_benefitperiod", "scheme"), OVERLAP, OVERLAP_CHAIN),
    ("steps", "step_ref", _twice("steps", "ref"), TWICE, ""),
    ("steps", "step_ref", """
        select t.line from snoer_steps t join clients_step s on s.chain_id = %(chain)s and s.ref = t.ref
        join snoer_people p on p.ref = t.client_ref where s.client_id is distinct from p.client_id
     """, "", ANOTHER),
    ("placements", "placement_ref", _twice("placements", "ref"), TWICE, ""),
    ("placements", "placement_ref", """
        select t.line from snoer_placements t join placement_placement s on s.chain_id = %(chain)s and s.ref = t.ref
        join snoer_people p on p.ref = t.client_ref where s.client_id is distinct from p.client_id
     """, "", ANOTHER),
]  # fmt: skip

# An empty field of clients.csv is unknown: it takes nothing away of what the chain knows. (A prefix is part of a name.)
WRITE: list[tuple[str, str, str]] = [  # (stage, "added" or "changed" and kind, statement); one that returns tells whom it changed
    ("clients", "", """
        update clients_client c set first_name = coalesce(n.first_name, c.first_name), prefix = coalesce(n.prefix, ''),
          last_name = n.last_name, registered_on = n.registered_on, version = c.version + 1
        from snoer_clients n join snoer_people p on p.ref = n.ref
        where c.id = p.client_id and (c.first_name, c.prefix, c.last_name, c.registered_on) is distinct from
          (coalesce(n.first_name, c.first_name), coalesce(n.prefix, ''), n.last_name, n.registered_on)
        returning p.client_id"""),
    ("clients", "added clients", """
        with made as (
          insert into clients_client (chain_id, number, ref, first_name, prefix, last_name, alias, lived_in,
            partner_ids, source, registered_on, version)
          select %(chain)s, %(number)s + row_number() over (order by n.line) - 1, n.ref, coalesce(n.first_name, ''),
            coalesce(n.prefix, ''), n.last_name, '', '{}', '{}', 'import', n.registered_on, 1
          from snoer_clients n where not exists (select 1 from snoer_people p where p.ref = n.ref and not p.new)
          returning id, ref)
        update snoer_people p set client_id = made.id from made where made.ref = p.ref"""),
    ("clients", "", """
        update clients_identity i set bsn_index = null, bsn_cipher = null
        from snoer_clients n join snoer_people p on p.ref = n.ref
        where i.client_id = p.client_id and not p.new and n.bsn_index <> i.bsn_index and exists (
          select 1 from snoer_clients o where o.bsn_index = i.bsn_index)"""),  # two people who change BSNs
    ("clients", "", """
        update clients_identity i set bsn_index = coalesce(n.bsn_index, i.bsn_index),
          bsn_cipher = case when n.bsn_index is distinct from i.bsn_index and n.bsn_index is not null then n.bsn_cipher
            else i.bsn_cipher end,
          birth_date = coalesce(n.birth_date, i.birth_date), version = i.version + 1
        from snoer_clients n join snoer_people p on p.ref = n.ref
        where i.client_id = p.client_id and not p.new and (i.bsn_index, i.birth_date) is distinct from
          (coalesce(n.bsn_index, i.bsn_index), coalesce(n.birth_date, i.birth_date))
        returning p.client_id"""),
    ("clients", "", """
        insert into clients_identity (client_id, chain_id, bsn_index, bsn_cipher, birth_date, version)
        select p.client_id, %(chain)s, n.bsn_index, n.bsn_cipher, n.birth_date, 1
        from snoer_clients n join snoer_people p on p.ref = n.ref
        where p.new or not exists (select 1 from clients_identity i where i.client_id = p.client_id)"""),
    ("clients", "", """
        update clients_contact c set postcode = coalesce(n.postcode, c.postcode),
          house_number = coalesce(n.house_number, c.house_number), phone = coalesce(n.phone, c.phone),
          email = coalesce(n.email, c.email), language = coalesce(n.language, c.language), version = c.version + 1
        from snoer_clients n join snoer_people p on p.ref = n.ref
        where c.client_id = p.client_id and not p.new
          and (c.postcode, c.house_number, c.phone, c.email, c.language) is distinct from (
          coalesce(n.postcode, c.postcode), coalesce(n.house_number, c.house_number), coalesce(n.phone, c.phone),
          coalesce(n.email, c.email), coalesce(n.language, c.language))
        returning p.client_id"""),
    ("clients", "", """
        insert into clients_contact (client_id, chain_id, postcode, house_number, phone, email, language, version)
        select p.client_id, %(chain)s, coalesce(n.postcode, ''), coalesce(n.house_number, ''), coalesce(n.phone, ''),
          coalesce(n.email, ''), coalesce(n.language, 'nld'), 1
        from snoer_clients n join snoer_people p on p.ref = n.ref
        where p.new or not exists (select 1 from clients_contact c where c.client_id = p.client_id)"""),
    ("clients", "", """
        update clients_capacity c set work_ability = n.work_ability, version = c.version + 1
        from snoer_clients n join snoer_people p on p.ref = n.ref
        where c.client_id = p.client_id and not p.new and n.work_ability is not null
          and c.work_ability is distinct from n.work_ability
        returning p.client_id"""),
    ("clients", "", """
        insert into clients_capacity (client_id, chain_id, work_ability, version)
        select p.client_id, %(chain)s, n.work_ability, 1 from snoer_clients n join snoer_people p on p.ref = n.ref
        where p.new or not exists (select 1 from clients_capacity c where c.client_id = p.client_id)"""),
    ("clients", "changed target groups", """
        delete from clients_targetgroup t using snoer_clients n, snoer_people p
        where p.ref = n.ref and not p.new and t.client_id = p.client_id and t.chain_id = %(chain)s
          and n.target_groups is not null and t.code <> all(n.target_groups)"""),
    ("clients", "added target groups", """
        insert into clients_targetgroup (client_id, chain_id, code)
        select p.client_id, %(chain)s, code from snoer_clients n join snoer_people p on p.ref = n.ref,
          unnest(n.target_groups) code
        where p.new or not exists (
          select 1 from clients_targetgroup t where t.client_id = p.client_id and t.code = code.code)"""),
    ("residences", "changed residences", """
        update clients_residence r set municipality_id = n.municipality_id, ended_on = n.ended_on
        from snoer_residences n join snoer_people p on p.ref = n.client_ref
        where r.client_id = p.client_id and not p.new and r.started_on = n.started_on
          and (r.municipality_id, r.ended_on) is distinct from (n.municipality_id, n.ended_on)"""),
    ("residences", "added residences", """
        insert into clients_residence (client_id, chain_id, municipality_id, started_on, ended_on)
        select p.client_id, %(chain)s, n.municipality_id, n.started_on, n.ended_on
        from snoer_residences n join snoer_people p on p.ref = n.client_ref
        where p.new or not exists (select 1 from clients_residence r
          where r.client_id = p.client_id and r.started_on = n.started_on)"""),
    ("benefits", "changed benefits", """
        update clients_benefitperiod b set level = n.level, ended_on = n.ended_on,
          end_reason = coalesce(n.end_reason, ''), version = b.version + 1
        from snoer_benefits n join snoer_people p on p.ref = n.client_ref
        where b.client_id = p.client_id and not p.new and b.scheme = n.scheme and b.started_on = n.started_on
          and (b.level, b.ended_on, b.end_reason) is distinct from
          (n.level, n.ended_on, coalesce(n.end_reason, ''))"""),
    ("benefits", "added benefits", """
        insert into clients_benefitperiod
          (client_id, chain_id, scheme, level, started_on, ended_on, end_reason, version)
        select p.client_id, %(chain)s, n.scheme, n.level, n.started_on, n.ended_on, coalesce(n.end_reason, ''), 1
        from snoer_benefits n join snoer_people p on p.ref = n.client_ref
        where p.new or not exists (select 1 from clients_benefitperiod b
          where b.client_id = p.client_id and b.scheme = n.scheme and b.started_on = n.started_on)"""),
    # A placement is a step too; both kinds in one statement, since each statement works out anew who sees the person.
    ("steps", "", """
        create temporary table snoer_all_steps on commit drop as
        select n.ref, p.client_id, p.new, n.instrument_id, n.partner_id, n.planned_on, n.started_on, n.ended_on,
          n.status, n.hours_per_week, i.phase, i.track
        from snoer_steps n join snoer_people p on p.ref = n.client_ref join chain_instrument i on i.id = n.instrument_id
        union all
        select %(placement)s || n.ref, p.client_id, p.new, n.instrument_id, i.partner_id, null, n.started_on,
          n.ended_on, case when n.ended_on is null then 'active' else 'done' end, n.hours_per_week, i.phase, i.track
        from snoer_placements n join snoer_people p on p.ref = n.client_ref
        join chain_instrument i on i.id = n.instrument_id"""),
    ("steps", "", "analyze snoer_all_steps"),
    ("steps", "changed steps", """
        update clients_step s set instrument_id = n.instrument_id, partner_id = n.partner_id, planned_on = n.planned_on,
          started_on = n.started_on, ended_on = n.ended_on, status = n.status, hours_per_week = n.hours_per_week,
          phase = n.phase, track = n.track, version = s.version + 1,
          stopped_for = case when n.status = 'stopped' then s.stopped_for else '' end
        from snoer_all_steps n
        where s.client_id = n.client_id and not n.new and s.chain_id = %(chain)s and s.ref = n.ref
          and (s.instrument_id, s.partner_id, s.planned_on, s.started_on, s.ended_on, s.status, s.hours_per_week)
          is distinct from
          (n.instrument_id, n.partner_id, n.planned_on, n.started_on, n.ended_on, n.status, n.hours_per_week)"""),
    ("steps", "added steps", """
        insert into clients_step (client_id, chain_id, ref, instrument_id, partner_id, planned_on, started_on, ended_on,
          status, hours_per_week, phase, track, goal, result, stopped_for, version)
        select n.client_id, %(chain)s, n.ref, n.instrument_id, n.partner_id, n.planned_on, n.started_on, n.ended_on,
          n.status, n.hours_per_week, n.phase, n.track, '', '', '', 1
        from snoer_all_steps n
        where n.new or not exists (select 1 from clients_step s where s.chain_id = %(chain)s and s.ref = n.ref)"""),
    ("placements", "added employers", """
        insert into placement_employer (chain_id, name, place, kind, kvk, sbi, sector, website, trains, checked, version)
        select distinct %(chain)s, n.employer, '', 'employer', '', '', '', '', '0', false, 1 from snoer_placements n
        where n.employer is not null and not exists (
          select 1 from placement_employer e where e.chain_id = %(chain)s and e.name = n.employer)"""),
    ("placements", "changed placements", """
        update placement_placement t set employer_id = e.id, form_of_work = i.form_of_work,
          end_reason = coalesce(n.end_reason, '')
        from snoer_placements n join chain_instrument i on i.id = n.instrument_id
        left join placement_employer e on e.chain_id = %(chain)s and e.name = n.employer
        where t.chain_id = %(chain)s and t.ref = n.ref and (t.employer_id, t.form_of_work, t.end_reason)
          is distinct from (e.id, i.form_of_work, coalesce(n.end_reason, ''))"""),
    ("placements", "added placements", """
        insert into placement_placement (step_id, client_id, chain_id, ref, employer_id, form_of_work, job, contract,
          quick_start, learning, end_reason)
        select s.id, s.client_id, %(chain)s, n.ref, e.id, i.form_of_work, '', '', false, false, coalesce(n.end_reason, '')
        from snoer_all_steps a
        join clients_step s on s.chain_id = %(chain)s and s.ref = a.ref and s.client_id = a.client_id
        join chain_instrument i on i.id = a.instrument_id
        left join snoer_placements n on a.ref = %(placement)s || n.ref
        left join placement_employer e on e.chain_id = %(chain)s and e.name = n.employer
        where i.form_of_work <> '' and a.started_on is not null
          and (a.new or not exists (select 1 from placement_placement t where t.step_id = s.id))"""),
    ("timeline", "", """
        insert into clients_event (client_id, chain_id, act, part, params, about, about_id, "on", author_id)
        select p.client_id, %(chain)s, 'registered', 'client', jsonb_build_object('source', %(source)s::text), 'client',
          p.client_id, n.registered_on, %(author)s
        from snoer_clients n join snoer_people p on p.ref = n.ref where p.new"""),
]  # fmt: skip

# Who is meant by which reference: everybody of clients.csv, and whom else the chain knows by a reference in the files.
PEOPLE = (
    """insert into snoer_people select distinct on (n.ref) n.ref, c.id, c.id is null from snoer_clients n
left join clients_client c on c.chain_id = %(chain)s and c.ref = n.ref where n.ref is not null""",
    """insert into snoer_people select c.ref, c.id, false from clients_client c
where c.chain_id = %(chain)s and c.ref in (select client_ref from snoer_residences union
  select client_ref from snoer_benefits union select client_ref from snoer_steps union
  select client_ref from snoer_placements) and c.ref not in (select ref from snoer_people)""",
)
