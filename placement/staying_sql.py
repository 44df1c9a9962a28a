"""Still at work: figures of all placements of the acting chain, for who may see figures (access.md, rule 9).

Numbers only, the same for all in the chain, also of people whom the reader does not see: so a definer function, which
names nobody. What is counted stands in placement/staying_figures.py, in the words that the page prints.
"""

from chain.parts import PARTS
from chain.rowfunctions import mine

SEES_FIGURES = PARTS["placements"].read | PARTS["results"].read | {"policy"}
PAID = ("regular", "secondment", "sheltered", "temporary-agency", "wage-subsidy")  # placements.PAID, which imports more
MONTHS = (3, 6, 12)


def _still(months: int) -> str:
    """Whether the person of placement b had work that many months later: in any placement q, and at the same employer."""
    there = f"b.after{months} between q.started_on and q.ended_on"
    same = "(q.id = b.id or q.employer_id = b.employer_id)"
    return f"bool_or({there}) as still{months}, bool_or({there} and {same}) as same{months}"


def _counted(months: int) -> str:
    came = f"count(*) filter (where after{months} <= day"
    return f"{came}), {came} and still{months}), {came} and same{months})"


FUNCTIONS = {
    **mine(
        "staying_chains", "m.chain_id", "m.role in ({})".format(", ".join(f"'{role}'" for role in sorted(SEES_FIGURES)))
    ),
    # `per`: '' (all together), form, employer, group or year. One row a group: placements that began and their people, and
    # of those after 3, 6 and 12 months: how many have come so far, are still at work, and are so at the same employer.
    "snoer_staying(per text, only_year int, only_form text, day date)": f"""returns table (name text, started bigint,
        people bigint, {", ".join(f"came{m} bigint, still{m} bigint, same{m} bigint" for m in MONTHS)})
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with paid as materialized (
          select p.id, p.client_id, p.employer_id, p.form_of_work, s.started_on, coalesce(s.ended_on, 'infinity') as ended_on
          from placement_placement p join clients_step s on s.id = p.step_id
          where p.chain_id = any((select snoer_staying_chains())::bigint[]) and p.form_of_work in {PAID!r}
            and s.started_on <= day),
        begun as (
          select b.*, {", ".join(f"(b.started_on + interval '{m} months')::date as after{m}" for m in MONTHS)},
            case per when 'form' then b.form_of_work when 'employer' then b.employer_id::text
              when 'year' then extract(year from b.started_on)::text when 'group' then g.code else '' end as name
          from paid b left join clients_targetgroup g on per = 'group' and g.client_id = b.client_id
          where (only_year is null or extract(year from b.started_on) = only_year)
            and (only_form = '' or b.form_of_work = only_form)
            and (per <> 'employer' or 'employers' = any((select snoer_reads())::text[]))),
        followed as (
          select b.id, b.name, b.client_id, {", ".join(f"b.after{m}" for m in MONTHS)}, {", ".join(map(_still, MONTHS))}
          from begun b join paid q on q.client_id = b.client_id
          group by b.id, b.name, b.client_id, {", ".join(f"b.after{m}" for m in MONTHS)})
        select name, count(*), count(distinct client_id), {", ".join(map(_counted, MONTHS))}
        from followed group by name $$""",
}
