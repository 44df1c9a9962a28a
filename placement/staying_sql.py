"""Still at work: figures of all placements of the acting chain, for who may see figures (access.md, rule 9).

Numbers only, the same for all in the chain, also of people whom the reader does not see: so a definer function, which
names nobody. What is counted stands in placement/staying_figures.py, in the words that the page prints.
"""

from chain.parts import PARTS
from chain.rowsecurity import mine

SEES_FIGURES = PARTS["placements"].read | PARTS["results"].read | {"policy"}
PAID = ("regular", "secondment", "sheltered", "temporary-agency", "wage-subsidy")  # placements.PAID, which imports more

FUNCTIONS = {
    "snoer_staying_chains()": mine(
        "m.chain_id", "m.role in ({})".format(", ".join(f"'{role}'" for role in sorted(SEES_FIGURES)))
    ),
    # `per`: '' (all together), form, employer, group or year. One row a group: placements that began and their people, and
    # of those after 3, 6 and 12 months: how many have come so far, are still at work, and are so at the same employer.
    "snoer_staying(per text, only_year int, only_form text, day date)": f"""returns table (name text, started bigint,
        people bigint, came3 bigint, still3 bigint, same3 bigint, came6 bigint, still6 bigint, same6 bigint,
        came12 bigint, still12 bigint, same12 bigint)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with paid as materialized (
          select p.id, p.client_id, p.employer_id, p.form_of_work, s.started_on, coalesce(s.ended_on, 'infinity') as ended_on
          from placement_placement p join clients_step s on s.id = p.step_id
          where p.chain_id = any(array(select snoer_staying_chains())) and p.form_of_work in {PAID!r}
            and s.started_on <= day),
        begun as materialized (
          select b.*, case per when 'form' then b.form_of_work when 'employer' then b.employer_id::text
              when 'year' then extract(year from b.started_on)::text when 'group' then g.code else '' end as name
          from paid b left join clients_targetgroup g on per = 'group' and g.client_id = b.client_id
          where (only_year is null or extract(year from b.started_on) = only_year)
            and (only_form = '' or b.form_of_work = only_form)
            and (per <> 'employer' or 'employers' = any(array(select snoer_reads())))),
        after as (
          select b.name, b.id, b.months, bool_or(q.there) as still,
            bool_or(q.there and (q.id = b.id or q.employer_id = b.employer_id)) as same
          from (select b.*, m.months, (b.started_on + make_interval(months => m.months))::date as until
              from begun b cross join (values (3), (6), (12)) m(months)) b
            join lateral (select q.id, q.employer_id, b.until between q.started_on and q.ended_on as there
              from paid q where q.client_id = b.client_id) q on true
          where b.until <= day group by b.name, b.id, b.months),
        counted as (
          select name, count(*) filter (where months = 3) as came3, count(*) filter (where months = 3 and still) as still3,
            count(*) filter (where months = 3 and same) as same3, count(*) filter (where months = 6) as came6,
            count(*) filter (where months = 6 and still) as still6, count(*) filter (where months = 6 and same) as same6,
            count(*) filter (where months = 12) as came12, count(*) filter (where months = 12 and still) as still12,
            count(*) filter (where months = 12 and same) as same12
          from after group by name)
        select b.name, b.started, b.people, coalesce(c.came3, 0), coalesce(c.still3, 0), coalesce(c.same3, 0),
          coalesce(c.came6, 0), coalesce(c.still6, 0), coalesce(c.same6, 0),
          coalesce(c.came12, 0), coalesce(c.still12, 0), coalesce(c.same12, 0)
        from (select name, count(*) as started, count(distinct client_id) as people from begun group by name) b
          left join counted c on c.name is not distinct from b.name $$""",
}  # fmt: skip
