"""The one thing that the role snoer_eraser may do: `snoer_erase(entry)` takes a file away in all tables, with its history.

The body is written from the models, when the fence is laid: a table that comes to hang under a client is erased with it. What
leads to a person without a column `client_id` stands in SNOER_ERASED_BESIDE, what is kept of it without a person in
SNOER_KEPT_OF_ERASED. It is the owner's function: it asks nobody who acts, but what was approved, by whom, and the calendar.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from chain.registry import registered
from chain.rowrules import ERASER
from chain.rowsecurity import fenced, tracked
from clients.retention_sql import ASKED, kept

NEXT = "\n        "
OWN = ("clients_client", "clients_erasureentry")  # handled by themselves


@dataclass(frozen=True)
class Beside:
    """Rows that lead to the person by another way: `where` is SQL on `t`, with `the_person`; asked before anything goes."""

    table: str
    where: str


BESIDE = (
    # Arrangements about this person alone; those about several stay, without the person's line.
    Beside(
        "clients_handover",
        "exists (select from clients_handoverperson p where p.handover_id = t.id and p.client_id = the_person)"
        " and not exists (select from clients_handoverperson p where p.handover_id = t.id and p.client_id <> the_person)",
    ),
    Beside(
        "clients_bulk",
        "exists (select from clients_bulkline p where p.bulk_id = t.id and p.client_id = the_person)"
        " and not exists (select from clients_bulkline p where p.bulk_id = t.id and p.client_id <> the_person)",
    ),
)


class Unreachable(RuntimeError):
    """A table names rows of a person and is in no list: it would be left behind, pointing at what is gone."""


def tables() -> list[str]:
    """The tables that hang under a client."""
    return sorted(
        model._meta.db_table
        for model in fenced()
        if not tracked(model)
        and model._meta.db_table not in OWN
        and any(field.column == "client_id" for field in model._meta.local_fields)
    )


def history() -> dict[str, str]:
    """Every table of history -> the table that it is of."""
    return {
        model._meta.db_table: source._meta.db_table
        for model in apps.get_models()
        if (source := tracked(model)) is not None
    }


def beside() -> list[Beside]:
    return [one for several in registered("SNOER_ERASED_BESIDE") for one in several]


def _check(under: set[str]) -> None:
    """Every row that names a row under a client goes with it."""
    reached = under | {one.table for one in beside()} | {"clients_client"}
    for model in fenced():
        if tracked(model) or model._meta.db_table in reached | set(OWN):
            continue
        for field in model._meta.local_fields:
            target = field.remote_field.model if field.remote_field else None
            if target is not None and issubclass(target, models.Model) and target._meta.db_table in reached:
                raise Unreachable(f"{model._meta.db_table}.{field.column}")


def _gone(table: str, where: str, alias: str = "") -> str:
    return f"""with gone as (delete from "{table}" {alias} where {where} returning 1) select count(*) into n from gone;
        if n > 0 then counts := counts || jsonb_build_object('{table}', coalesce((counts->>'{table}')::int, 0) + n); end if;"""


def _rows(under: list[str]) -> Iterator[str]:
    ways = beside()
    with_chain = {
        m._meta.db_table for m in fenced() if any(field.column == "chain_id" for field in m._meta.local_fields)
    }
    for place, one in enumerate(ways):
        yield f"ids_{place} := array(select t.id from {one.table} t where {one.where});"
    for place, one in enumerate(ways):
        yield _gone(one.table, f"id = any(ids_{place})")
    yield "for pass in 1..2 loop"  # what triggers make of the first goes with the second
    yield from (_gone(table, "client_id = the_person") for table in under)
    yield "end loop;"
    yield _gone("clients_client", "id = the_person")
    of = {one.table: f"id = any(ids_{place})" for place, one in enumerate(ways)} | {"clients_client": "id = the_person"}
    of |= dict.fromkeys(under, "client_id = the_person")
    for table, source in history().items():
        of_chain = "chain_id = c.chain_id and" if table in with_chain else ""
        if source in of:
            yield _gone(table, of[source])
        # What else was written on a page of the person's: its address stands beside it, as why.
        yield f"""update "{table}" set pgh_context = pgh_context - 'why'
            where {of_chain} pgh_context->>'why' like '%' || the_number || '%' and pgh_context->>'why' ~ named;"""


# Lines for the workers that name the person, of whatever topic; what is still to be counted has been asked about before.
_JOBS = """
    delete from chain_outbox where chain_id = c.chain_id and (payload->'client' = to_jsonb(the_person)
      or payload->'clients' = jsonb_build_array(the_person) or (payload->>'event')::bigint = any(told));
    update chain_outbox set payload = jsonb_set(payload, '{clients}', (
        select jsonb_agg(v) from jsonb_array_elements(payload->'clients') v where v <> to_jsonb(the_person)))
      where chain_id = c.chain_id and payload->'clients' @> to_jsonb(the_person);
    delete from chain_once where chain_id = c.chain_id and led_to ~ named;
    update clients_look set asked = '' where chain_id = c.chain_id and client_id is null and asked <> '' and asked ~ named;
"""


def functions() -> dict[str, str]:
    """Laid for snoer_eraser alone. The entry's outcome: `erased`, `done` (before), `kept` (reopened, asked something, or not
    past its date any more: told on the list) or `later` (its results are still to be counted); and the stored names of its documents."""
    under = tables()
    _check(set(under))
    keeps = "\n".join(registered("SNOER_KEPT_OF_ERASED"))
    ids = " ".join(f"ids_{place} bigint[];" for place, _one in enumerate(beside()))
    return {
        "snoer_erase(wanted bigint)": f"""returns table (became text, documents uuid[]) language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        #variable_conflict use_column
        declare e clients_erasureentry; r clients_erasure; c clients_client; the_person bigint; the_number text; named text;
          n int; counts jsonb := '{{}}'; told bigint[]; stored_names uuid[] := '{{}}'; {ids} begin
        select x.* into r from clients_erasure x join clients_erasureentry l on l.erasure_id = x.id where l.id = wanted
          for update of x;  -- one of a list at a time
        select l.* into e from clients_erasureentry l where l.id = wanted for update;
        if e.id is not null and e.erased_at is not null then return query select 'done', '{{}}'::uuid[]; return; end if;
        if e.id is null or e.act <> 'erase' or r.approved_at is null or r.approved_by_id is null
            or r.approved_by_id = r.proposed_by_id or r.withdrawn_at is not null then
          raise exception 'not approved' using errcode = 'insufficient_privilege'; end if;
        select x.* into c from clients_client x where x.id = e.client_id and x.chain_id = e.chain_id for update;
        the_person := c.id; the_number := c.number;
        if not exists (select from ({kept("c.id = the_person")}) k where k.due_on <= snoer_today()) then
          update clients_erasureentry set act = 'keep', why_kept = case
            when c.closed_on is null then 'Het dossier is weer open.'
            when {ASKED} then 'Er loopt een verzoek van de inwoner.'
            else 'De bewaartermijn is niet voorbij.' end where id = e.id;
          perform snoer_list_done(r.id, '{{}}');
          return query select 'kept', '{{}}'::uuid[]; return;
        end if;
        if exists (select from chain_outbox where chain_id = c.chain_id and topic = 'facts' and done_at is null
            and (payload->'clients' @> to_jsonb(the_person) or not payload ? 'clients')) then
          return query select 'later', '{{}}'::uuid[]; return;
        end if;
        perform set_config('pghistory.context_metadata', '{{"why": "erase"}}', true);
        named := '(^|[^0-9A-Za-z])' || the_number || '($|[^0-9A-Za-z])';
        told := array(select id from clients_event where client_id = the_person);
        stored_names := array(select stored from clients_document where client_id = the_person);
        {keeps}
        {NEXT.join(_rows(under))}
        {_JOBS}
        -- On this list and on earlier ones nothing of the person stays but the days and the rule.
        update clients_erasureentry set client_id = null, number = '#' || id, why_kept = case act when 'keep' then '-' else '' end
          where client_id = the_person;
        update clients_erasureentry set erased_at = now() where id = e.id;
        perform snoer_list_done(r.id, counts);
        return query select 'erased', stored_names; end $$""",
        # Adds to the proof, and ends the list with its last file.
        "snoer_list_done(list bigint, counts jsonb)": """returns void language sql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        update clients_erasure r set version = version + 1,
          proof = r.proof || jsonb_build_object(
            'files', (select count(*) from clients_erasureentry e where e.erasure_id = r.id and e.erased_at is not null),
            'rows', (select coalesce(jsonb_object_agg(x.key, x.number), '{}') from (
              select a.key, sum(a.value::int) as number from (
                select * from jsonb_each_text(coalesce(r.proof->'rows', '{}')) union all
                select * from jsonb_each_text(counts)) a group by a.key) x)),
          carried_out_at = case when exists (select from clients_erasureentry e where e.erasure_id = r.id and e.act = 'erase'
            and e.erased_at is null) then null else now() end
        where r.id = list $$""",
    }


CALLED_BY = {"snoer_erase(wanted bigint)": ERASER}  # the other is called by it, as the owner
