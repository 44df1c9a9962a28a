"""The selections in the database: one definer function that applies the client's own rule (laid by diagnosis.sql).

Asked under the policies, each row of a benefit or an answer looks up its client, which takes seconds for all of a chain;
so it is asked for who sees people by where they live, and reads what the selection looks in.
"""

from chain.rowrules import reads, sees_client
from diagnosis.models.screening import SELECTIONS

BENEFITS = ("participatiewet", "ioaw", "ioaz")  # what the chain's municipalities pay
READY = ("work-fit", "job-ready")  # definitions; either of them
WORK = ("regular", "temporary-agency", "wage-subsidy", "secondment", "sheltered")  # paid work, as placement counts it
# selection -> the parts of the file that it looks in, of which the first tells why somebody is in it
PARTS = {
    "long-on-benefit": ("benefit",),
    "life-event": ("identity",),
    "participation-place": ("plan",),
    "ready-not-out": ("profile", "plan"),
    "work-ability": ("capacity",),
    "facets": (),  # those of what was chosen: reporting/facet_sql.py asks for them (selections.parts_of)
}


def _among(codes: tuple[str, ...]) -> str:
    return "({})".format(", ".join(f"'{code}'" for code in codes))


EVENT = """select i.client_id, (i.{column} + make_interval(months => x.months, days => x.days))::date as since
      from jsonb_to_recordset(p -> 'events') x("column" text, first date, last date, months int, days int)
        join clients_identity i on x."column" = '{column}' and i.chain_id = chain and i.{column} between x.first and x.last"""
# Each gives client_id and since. A change from full to partial benefit, or from one scheme to another the next day, goes on;
# a gap of a day ends it. Of an answer the last one in the word holds, also one given while the word meant something else.
SELECTS = {
    "long-on-benefit": f"""select h.client_id, lower(r) as since from (
        select b.client_id, range_agg(daterange(b.started_on, b.ended_on, '[]')) as held from clients_benefitperiod b
        where b.chain_id = chain and b.scheme in {_among(BENEFITS)} group by b.client_id) h, unnest(h.held) r
      where r @> snoer_today() and lower(r) <= (p ->> 'before')::date""",  # noqa: S608 (constants)
    "life-event": f"""select e.client_id, min(e.since) as since from ({EVENT.format(column="birth_date")}
        union all {EVENT.format(column="youngest_child_born_on")}) e group by e.client_id""",  # noqa: S608
    "participation-place": """select s.client_id, min(s.started_on) as since from clients_step s
        join chain_instrument i on i.id = s.instrument_id and i.form_of_work = 'participation-place'
      where s.chain_id = chain and s.status = 'active' group by s.client_id""",
    "ready-not-out": f"""select l.client_id, min(l."on") as since from (
        select distinct on (a.client_id, d.key) a.client_id, a."on", a.value
        from clients_definition d join clients_assessment a on a.definition_id = d.id
        where d.chain_id = chain and a.chain_id = chain and d.key in {_among(READY)}
        order by a.client_id, d.key, a."on" desc, a.at desc, a.id desc) l
      where l.value = 'yes' and not exists (select from clients_step s join chain_instrument i on i.id = s.instrument_id
        where s.client_id = l.client_id and s.chain_id = chain and s.status = 'active'
          and i.form_of_work in {_among(WORK)})
      group by l.client_id""",  # noqa: S608
    "work-ability": """select k.client_id, null::date as since from clients_capacity k
      where k.chain_id = chain and k.work_ability between (p ->> 'lowest')::int and (p ->> 'highest')::int""",
    # What the analysis counts, laid by the floor that keeps it.
    "facets": "select h.client_id, null::date as since from snoer_faceted(chain, p -> 'facets', null, null) h",
}
# Open files in sight, without who stands in a running round, was put off until a day to come, or was screened lately.
FRAME = f"""
    select c.id, coalesce(f.since, c.registered_on), count(*) over ()
    from ({{select}}) f join clients_client c on c.id = f.client_id and c.chain_id = chain
    where c.closed_on is null and {sees_client("c.")}
      and (p ->> 'home' is null or c.home_id = (p ->> 'home')::bigint)
      and (p ->> 'lead' is null or c.lead_id = (p ->> 'lead')::bigint)
      and not exists (select from diagnosis_screeningentry e join diagnosis_screening r on r.id = e.screening_id
        where e.client_id = c.id and e.chain_id = c.chain_id and (r.closed_on is null and r.ends_on >= snoer_today()
          or e.until > snoer_today() or e.decided_on > (p ->> 'screened')::date))
    order by 2, 1 limit (p ->> 'most')::int"""  # noqa: S608


def _branch(selection: str) -> str:
    allowed = " and ".join(reads(part) for part in PARTS[selection]) or "true"
    return f"""if selection = '{selection}' and {allowed} then
          return query {FRAME.replace("{select}", SELECTS[selection])}; end if;"""


FUNCTIONS = {
    "snoer_select(selection text, chain bigint, p jsonb)": """returns table (client_id bigint, since date, number bigint)
        language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
        set plan_cache_mode = force_custom_plan as $$ #variable_conflict use_column
        begin
        if not chain = any(snoer_contact_chains() || snoer_system_chains()) then return; end if;
        """
    + "\n        ".join(_branch(selection) for selection in SELECTIONS)
    + " end $$"
}
