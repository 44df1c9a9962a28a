"""The analysis in the database: numbers of the caseload that name no person, and who is behind them for who may see them.

The numbers are of all open files of the chain, the same for everybody who steers (access.md, rule 9), so they come from
definer functions over rows that no person reads. In `p` stands, by kind, the place of the group that it is narrowed to
(reporting/facet_kinds.py), the same for a figure, a list and a screening round, so that these never differ.
"""

from chain.rowrules import any_of, reads, sees_client, shows
from clients.sql import TOUCHED, TRIGGER, on_statements
from reporting.facet_kinds import KINDS

MANY = 5000  # beyond so many clients of one statement all are renewed
SOME = 2000  # of the people that somebody sees no more are counted
MEMBERS = range(len(KINDS["group"].groups) + 1)
# Kind -> the column of the row `f`. Somebody may be in several target groups: those are bits of `groups`.
COLUMNS = {key: "coalesce(f.home_id, 0)" if key == "place" else f"f.{key}" for key in KINDS if key != "group"}
IN_GROUP = "case {0} when 0 then {1} = 0 else {1} >> ({0}) - 1 & 1 = 1 end"


def _narrowed(key: str) -> str:
    """The parameter is looked up once a statement."""
    wanted = f"(select (p ->> '{key}')::int)"
    there = IN_GROUP.format(wanted, "f.groups") if key == "group" else f"{COLUMNS[key]} = {wanted}"
    return f"({wanted} is null or {there})"


NARROWED = "\n          and ".join(_narrowed(key) for key in KINDS)
OURS = f"""from reporting_facet f where {any_of("f.chain_id", "snoer_steering_chains")}
          and {NARROWED}"""
# Kinds are grouped together, three or four packed into one number, and then taken apart: what costs time is a row in a group.
PACKED = {
    "one": ("age", "duration", "ability"),
    "two": ("ladder", "household", "education", "language"),
    "three": ("place",),
}


def _packed(kinds: tuple[str, ...]) -> str:
    return " + ".join(f"{COLUMNS[key]}::bigint * {100**place}" for place, key in enumerate(reversed(kinds)))


def _apart(name: str, kinds: tuple[str, ...], key: str) -> str:
    place = len(kinds) - 1 - kinds.index(key)
    value = f"j.{name}" if len(kinds) == 1 else f"j.{name} / {100**place} % 100"
    return f"select '{key}', ({value})::bigint, sum(j.people)::bigint from j where j.{name} is not null group by 2"


def _chosen(parameter: str) -> str:
    """The group of the row in the kind that is asked for, which is compared once a statement; null for target groups."""
    which = " ".join(f"when (select {parameter} = '{key}') then {column}" for key, column in COLUMNS.items())
    return f"case {which} end::bigint"


# Whom the list shows: by the rule of rows, and each kind that is asked for to who reads that part of this file.
MAY = "\n          and ".join(
    f"((select p ->> '{kind.key}') is null or (select {reads(kind.part)}) and {shows(f"'{kind.part}'")})"
    for kind in KINDS.values()
    if kind.part != "client"
)
# Of a client `c`: open, in sight, and later by name than the last one shown.
SEEN = f"""c.closed_on is null and {sees_client("c.")}
          and {MAY}"""
# Whom one does not see has no place in the order: after such a person the list begins anew, as after one that is not there.
LAST = f"""after := (select l.id from clients_client l where l.id = after and l.chain_id = chain and {sees_client("l.")});"""
AFTER = (
    "(after is null or (c.sort_name, c.id) > ((select l.sort_name from clients_client l where l.id = after), after))"
)
STALE = f"""insert into chain_outbox (chain_id, topic, payload) select c.chain_id, 'facet', case when count(*) > {MANY}
          then '{{}}' else jsonb_build_object('clients', jsonb_agg(c.id)) end
        from clients_client c where c.id = any(touched) group by 1;"""
MEMBER = f"(values {', '.join(f'({number})' for number in MEMBERS)}) m(number)"

FUNCTIONS = {
    # Per kind and place of the group the number of people, of municipalities by id; kind '' is all of them.
    "snoer_caseload(p jsonb)": f"""returns table (kind text, of_group bigint, people bigint)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with j as materialized (
          select g.one, g.two, g.three, g.groups, count(*) as people
          from (select {", ".join(f"{_packed(kinds)} as {name}" for name, kinds in PACKED.items())}, f.groups
          {OURS}) g
          group by grouping sets ((g.one), (g.two), (g.three), (g.groups)))
        {"\n        union all ".join(_apart(name, kinds, key) for name, kinds in PACKED.items() for key in kinds)}
        union all select 'group', m.number, coalesce(sum(j.people), 0)::bigint from {MEMBER}
          join j on j.groups is not null and {IN_GROUP.format("m.number", "j.groups")} group by 2
        union all select '', 0, coalesce(sum(j.people), 0)::bigint from j where j.groups is not null $$""",
    # Two kinds, crossed. Where one is the target group, whose groups do not add up, the people of each group of the other
    # kind come too, with null for the target group.
    "snoer_caseload_crossed(one text, other text, p jsonb)": f"""returns table (of_one bigint, of_other bigint, people bigint)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with j as materialized (
          select g.of_one, g.of_other, g.bits, count(*) as people
          from (select {_chosen("one")} as of_one, {_chosen("other")} as of_other,
            case when one = 'group' or other = 'group' then f.groups end as bits
          {OURS}) g group by 1, 2, 3)
        select j.of_one, j.of_other, sum(j.people)::bigint from j group by 1, 2
        union all
        select coalesce(j.of_one, m.number), coalesce(j.of_other, m.number), sum(j.people)::bigint
        from {MEMBER} join j on j.bits is not null and {IN_GROUP.format("m.number", "j.bits")} group by 1, 2 $$""",
    # Who they are, by name, after the one given: open files in sight, for who reads the parts that are asked for; with how
    # many these are together, at most SOME and one. Few are put in order; of more the names are gone along until the page is full.
    "snoer_faceted(chain bigint, p jsonb, after bigint, most int)": f"""returns table (client_id bigint, number bigint)
        language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
        set plan_cache_mode = force_custom_plan as $$ #variable_conflict use_column
        declare few bigint[]; begin
        if after is not null then {LAST} end if;
        few := array(select c.id from reporting_facet f join clients_client c on c.id = f.client_id and c.chain_id = f.chain_id
          where f.chain_id = chain and {SEEN}
          and {NARROWED} limit {SOME + 1});
        if cardinality(few) <= {SOME} then
          return query select c.id, cardinality(few)::bigint from clients_client c where c.id = any(few) and {AFTER}
            order by c.sort_name, c.id limit most;
        else
          return query select c.id, cardinality(few)::bigint from clients_client c where c.chain_id = chain and {SEEN} and {AFTER}
            and (select true from reporting_facet f where f.client_id = c.id and f.chain_id = chain
          and {NARROWED})
            order by c.sort_name, c.id limit most;
        end if; end $$""",
    # Benefits and homes stand in the outbox as facts; these are the other things that a facet is made of.
    "snoer_facet_changed()": f"""{TRIGGER} $$ declare touched bigint[]; begin {TOUCHED} {STALE} return null; end $$""",
    # Of a file itself: that it is there, open or closed. Without a join of old and new rows, as with its words.
    "snoer_file_changed()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        if tg_op = 'INSERT' then touched := array(select id from new_rows);
        else touched := array(select id from (select id, closed_on from new_rows except select id, closed_on from old_rows) r);
        end if;
        {STALE} return null; end $$""",
}
TRIGGERS = [
    *on_statements("clients_client", "snoer_file_changed", "snoer_file_changed", "insert update"),
    *(
        trigger
        for table in (
            "clients_identity",
            "clients_capacity",
            "clients_contact",
            "clients_targetgroup",
            "diagnosis_education",
        )
        for trigger in on_statements(table, f"snoer_{table}_facet", "snoer_facet_changed")
    ),
    *on_statements("clients_assessment", "snoer_assessment_facet", "snoer_facet_changed", "insert"),
    *on_statements("clients_evaluation", "snoer_evaluation_facet", "snoer_facet_changed", "insert"),
]
