"""The whole file of one person in one question: every table of SNOER_FILE_SECTIONS, also parts that the asker reads of nobody.

The person has a right to all that is kept (AVG article 15), also to notes that a partner keeps to itself; who makes the copy
has not. So the rows come from a definer function, which asks itself whether the membership makes whole files of this person,
and leaves a look at all parts whatever is done with the answer. No BSN, and no index of one, is among the columns.
"""

from collections.abc import Iterator

from django.db import models

from chain.models import Membership
from chain.parts import OPENS_CLOSED, PARTS
from chain.rowrules import any_of, reads, sees_client
from clients.whole_file_tables import SECRET, FileTable, history_of, tables

NAMES = ("name", "title", "code")  # by which a row of another table is called
SECRETS = "array[{}]".format(", ".join(f"'{name}'" for name in sorted(SECRET)))
OPENERS = ", ".join(f"'{role}'" for role in sorted(OPENS_CLOSED))
ALL = ", ".join(f"'{part}'" for part in PARTS)


def _named(one: models.ForeignKey) -> str:
    """A select of what the row is called that the field points at; "" where it has no name of its own."""
    other, column = one.related_model._meta, f"t.{one.column}"
    there = {each.name: each for each in other.fields}
    if one.related_model is Membership:
        return f"""(select u.name || coalesce(', ' || p.name, '') from chain_membership o join chain_user u on u.id = o.user_id
          left join chain_partner p on p.id = o.partner_id where o.id = {column})"""
    if name := next((name for name in NAMES if name in there), ""):
        return f"(select o.{there[name].column} from {other.db_table} o where o.id = {column})"
    if "instrument" in there:
        return f"""(select i.name from {other.db_table} o join chain_instrument i on i.id = o.instrument_id
          where o.id = {column})"""
    if "employer" in there:
        return f"""(select e.name from {other.db_table} o join placement_employer e on e.id = o.employer_id
          where o.id = {column})"""
    return ""


def _row(table: FileTable) -> str:
    """The row `t` of the table as JSON, with what its keys are called under the name of the field."""
    keys = {one.name: _named(one) for one in table.fields if isinstance(one, models.ForeignKey)}
    named = "".join(f", '{name}', {select}" for name, select in keys.items() if select)
    has = " || jsonb_build_object('bsn', t.bsn_index is not null)" if table.model == "clients.Identity" else ""
    return f"(to_jsonb(t) - {SECRETS}) || jsonb_build_object({named[2:]}){has}"


def _selects() -> Iterator[str]:
    for table in tables():
        db = table.of._meta.db_table
        yield f"""select 'rows', '{table.model}', (select jsonb_agg({_row(table)} order by t.id)
          from {db} t where {table.link})"""
        event = history_of(table.of)
        if event is None:
            continue
        who = """(select u.name from chain_membership o join chain_user u on u.id = o.user_id
          where o.id::text = t.pgh_context ->> 'membership')"""
        of = (
            table.link
            if "t.client_id" in table.link
            else f"t.pgh_obj_id in (select t.id from {db} t where {table.link})"
        )
        yield f"""select 'history', '{table.model}', (select jsonb_agg({_row(table)} || jsonb_build_object('pgh_by', {who})
          order by t.pgh_id) from {event._meta.db_table} t where {of})"""


def functions() -> dict[str, str]:
    each = "\n        union all ".join(_selects())
    return {
        # Consultants of the point of contact of an open file in their sight, its lead consultants and archivist of a closed one.
        "snoer_makes_whole_file(wanted bigint)": f"""returns bool language sql stable security definer
        set search_path = pg_catalog, public, pg_temp as $$
        select exists (select from clients_client c where c.id = wanted and {sees_client("c.")} and {reads("rights")}
          and {any_of("c.chain_id", "snoer_contact_chains")} and exists (select from chain_membership m
            where m.id = snoer_membership() and case when c.closed_on is null then m.role in ('consultant', 'lead_consultant')
              else m.role in ({OPENERS}) end)) $$""",
        "snoer_whole_file(wanted bigint)": f"""returns jsonb language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp set jit = off as $$ declare found jsonb; begin
        if not snoer_makes_whole_file(wanted) then return null; end if;
        insert into clients_look (id, chain_id, client_id, asked, membership_id, parts, why, at)
          select gen_random_uuid(), c.chain_id, c.id, '', snoer_membership(), array[{ALL}], 'whole-file', now()
          from clients_client c where c.id = wanted;
        select jsonb_object_agg(kind || ':' || model, rows) into found from (
        {each}) a(kind, model, rows) where rows is not null;
        return found; end $$""",
    }
