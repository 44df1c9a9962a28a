"""Who is out of sight, and how the work lies among the consultants: numbers of all open files of the acting membership's chain.

They go beyond what row security lets the reader see (access.md, rule 9), so they come from definer functions that name no
person. What is counted are the tasks of the engine of terms, so that a figure, a list and a signal never differ.
"""

from chain.parts import CASEWORKERS
from chain.rowfunctions import mine
from chain.rowrules import any_of, reads
from clients.reasons import AHEAD, HEAVY, LATE, REASONS
from clients.terms import sources

SEES = CASEWORKERS | {"manager", "policy", "coordinator"}
WEIGHS = ("manager", "lead_consultant")


def _in(names: object) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))  # type: ignore[call-overload]


BITS = {reason: 1 << place for place, reason in enumerate(REASONS)}
# What makes a task tell that somebody is out of sight, by term: a bit for each reason.
TERMS = "values {}".format(
    ", ".join(f"('{source.key}', {BITS[source.unseen]})" for source in sources().values() if source.unseen)
)
OF_TERM = f"""select m.id as term_id, w.reason from clients_term m join ({TERMS}) w(source, reason) on w.source = m.source
      where {any_of("m.chain_id", "{0}")}"""
TODAY = "(select snoer_today())"  # once a statement, not once a row
# The last contact, as the engine knows it: what its term is reckoned from.
TOLD = f"""select k.client_id, max(k.since) filter (where w.reason = {BITS["contact"]}) as contact,
      bool_or(k.status = 'open' and k.due_on < {TODAY} and k.for_whom <> 'manager' and k.partner_id is null) as late
    from clients_task k left join reason w on w.term_id = k.term_id
    where k.status in ('open', 'done') and {{0}} group by 1"""
WORK = """select s.client_id, bool_or(s.status = 'active' and i.form_of_work <> '') as work,
      bool_or(s.status = 'active' and i.form_of_work = '') as step
    from clients_step s join chain_instrument i on i.id = s.instrument_id where s.status = 'active' and {0} group by 1"""
WEIGHT = f"""case when w.work and not w.step then {HEAVY["work"]} when w.step then {HEAVY["step"]}
      when p.client_id is null then {HEAVY["fresh"]} else {HEAVY["rest"]} end + case when t.late then {LATE} else 0 end"""


def _is(reason: str) -> str:
    """That the reason counts: of who has nobody in the lead, that alone."""
    alone = "" if reason == "lead" else f" and t.reasons & {BITS['lead']} = 0"
    return f"t.reasons & {BITS[reason]} > 0{alone}"


FUNCTIONS = {
    **mine("unseen_chains", "m.chain_id", f"m.role in ({_in(SEES)})"),
    **mine(
        "caseload_chains", "m.chain_id", f"m.role in ({_in(WEIGHS)}) and {any_of('m.chain_id', 'snoer_contact_chains')}"
    ),
    # Per lead (null: nobody) and all together (`whole`): open files, people out of sight, and of those by reason. Who has
    # nobody in the lead counts as that alone. What lies ahead tells of birth dates: a number for who reads those.
    "snoer_out_of_sight(only_place bigint)": f"""returns table (lead_id bigint, whole bool, files bigint, people bigint,
        {", ".join(f"of_{reason} bigint" for reason in REASONS)})
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with reason as materialized ({OF_TERM.format("snoer_unseen_chains")}),
        told as (
          select k.client_id, bit_or(w.reason) as reasons from clients_task k join reason w on w.term_id = k.term_id
          where {any_of("k.chain_id", "snoer_unseen_chains")} and k.status = 'open'
            and (w.reason <> {BITS[AHEAD]} and k.due_on < {TODAY}
              or w.reason = {BITS[AHEAD]} and k.shown_from <= {TODAY} and (select {reads("identity")}))
          group by 1)
        select c.lead_id, grouping(c.lead_id) = 1, count(*), count(*) filter (where t.reasons <> {BITS[AHEAD]}),
          {", ".join(f"count(*) filter (where {_is(reason)})" for reason in REASONS)}
        from clients_client c left join told t on t.client_id = c.id
        where {any_of("c.chain_id", "snoer_unseen_chains")} and c.closed_on is null
          and (only_place is null or c.home_id = only_place)
        group by grouping sets ((c.lead_id), ()) $$""",
    # Per lead: open files, of those how many are in work, in a step at a partner, without a plan and the rest; people of whom
    # the lead has something to do whose day has passed; the weight (clients/reasons.py); and how many days ago the last
    # contact was: the middle one and the longest.
    "snoer_caseloads()": f"""returns table (lead_id bigint, people bigint, {" bigint, ".join(HEAVY)} bigint, late bigint,
        weight bigint, middle int, longest int)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with reason as materialized ({OF_TERM.format("snoer_caseload_chains")}),
        each as (
          select c.lead_id, case when w.step then 'step' when w.work then 'work' when p.client_id is null then 'fresh'
              else 'rest' end as state, coalesce(t.late, false) as late, {WEIGHT} as weight, {TODAY} - t.contact as days
          from clients_client c
            left join ({TOLD.format(any_of("k.chain_id", "snoer_caseload_chains"))}) t on t.client_id = c.id
            left join ({WORK.format(any_of("s.chain_id", "snoer_caseload_chains"))}) w on w.client_id = c.id
            left join (select distinct l.client_id from clients_plan l
              where {any_of("l.chain_id", "snoer_caseload_chains")} and l.ended_on is null) p on p.client_id = c.id
          where {any_of("c.chain_id", "snoer_caseload_chains")} and c.closed_on is null)
        select lead_id, count(*), {", ".join(f"count(*) filter (where state = '{one}')" for one in HEAVY)},
          count(*) filter (where late), sum(weight), percentile_disc(0.5) within group (order by days), max(days)
        from each group by 1 $$""",
}
# For the list of a reason: along the days of each term.
INDEXES = [
    "create index if not exists task_by_key on clients_task (chain_id, key, due_on, id) include (client_id, shown_from)"
    " where status = 'open'",
]
