"""When a closed file is past its date, asked of the whole chain at once; what is laid over the lists to be erased.

Which facts make what of a file stands in the registry SNOER_RETAINED: dicts of a kind of RETAINED and conditions on `c`,
the client. A file is kept for the longest of the terms that hold on the day of its closing; where the chain has no rule for
one of its kinds, it has no date, and nobody proposes it. Nor as long as something that the person asked is open.
"""

from chain.registry import registered
from chain.rowrules import APP, any_of, reads, sees_client

# Of the floor itself: something began, a plan was agreed, or the benefit ended by work (which goes on being counted).
SIGNS = {
    "provision": (
        "exists (select from clients_step s where s.client_id = c.id and s.started_on is not null)",
        "exists (select from clients_planversion v where v.client_id = c.id)",
        "exists (select from clients_benefitperiod b where b.client_id = c.id and b.end_reason = 'work')",
    ),
}


def _any(kind: str) -> str:
    found = [condition for signs in registered("SNOER_RETAINED") for condition in signs.get(kind, ())]
    return f"({' or '.join(found)})"


# What the person asked is answered before anything goes (AVG article 12): the answer needs the file.
ASKED = "exists (select from clients_rightsrequest q where q.client_id = c.id and q.status = 'open')"


def kept(where: str) -> str:
    """SQL: of each closed file for which `where` (on `c`) holds: client_id, chain_id, number, closed_on, kind, due_on, rule."""
    return f"""select c.id as client_id, c.chain_id, c.number, c.closed_on, k.kind, k.due_on, k.rule
        from clients_client c cross join lateral (
          select case when f.kinds = '{{}}' then array['broken-off'] else f.kinds end as kinds from (
            select array_remove(array[case when {_any("provision")} then 'provision' end,
              case when {_any("refused")} then 'refused' end], null) as kinds) f) f
        cross join lateral (
          select (array_agg(d.kind order by d.due_on desc))[1] as kind, max(d.due_on) as due_on,
            (array_agg(d.source order by d.due_on desc))[1] as rule, count(distinct d.kind) as known from (
            select r.kind, r.source,
              (c.closed_on + make_interval(months => r.months::int, weeks => r.weeks::int))::date as due_on
            from clients_retentionrule r where r.chain_id = c.chain_id and r.kind = any(f.kinds)
              and r.started_on <= c.closed_on and (r.ended_on is null or r.ended_on >= c.closed_on)) d) k
        where c.closed_on is not null and k.known = cardinality(f.kinds) and not {ASKED} and {where}"""


def functions() -> dict[str, str]:
    return {
        # Files past their date, the longest past first, for who reads of retention; not those that a list waits for already.
        # `before`: why an earlier list kept it. `most` null: all.
        "snoer_due_files(most int)": f"""returns table (client_id bigint, number text, closed_on date, kind text, due_on date,
            rule text, before text) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
            select k.client_id, k.number, k.closed_on, k.kind, k.due_on, k.rule, (
              select e.why_kept from clients_erasureentry e join clients_erasure r on r.id = e.erasure_id
              where e.client_id = k.client_id and e.act = 'keep' and r.approved_at is not null order by r.approved_at desc limit 1)
            from ({kept(f"{sees_client('c.')} and {reads('retention')} and {any_of('c.chain_id', 'snoer_chains')}")}) k
            where k.due_on <= snoer_today() and not exists (
              select from clients_erasureentry e join clients_erasure r on r.id = e.erasure_id
              where e.client_id = k.client_id and e.erased_at is null and r.withdrawn_at is null and r.carried_out_at is null
                and (e.act = 'erase' or r.approved_at is null))
            order by k.due_on, k.client_id limit most $$""",
        # Until when one closed file is kept, for who reads of retention; no row where it has no date.
        "snoer_kept_until(wanted bigint)": f"""returns table (kind text, due_on date, rule text) language sql stable
            security definer set search_path = pg_catalog, public, pg_temp as $$
            select k.kind, k.due_on, k.rule
            from ({kept(f"c.id = wanted and {sees_client('c.')} and {reads('retention')}")}) k $$""",
        "snoer_keep_proposer()": f"""returns trigger language plpgsql as $$ begin
            if (new.proposed_by_id, new.chain_id) is distinct from (old.proposed_by_id, old.chain_id) then
              raise exception 'who proposed a list stays' using errcode = 'insufficient_privilege'; end if;
            if current_user = '{APP}' and old.approved_at is not null and (new.withdrawn_at is null
                or (new.approved_by_id, new.approved_at, new.proof) is distinct from (old.approved_by_id, old.approved_at, old.proof))
            then raise exception 'an approved list is only taken back' using errcode = 'insufficient_privilege'; end if;
            return new; end $$""",
    }


TRIGGERS = [
    "create or replace trigger snoer_proposer before update on clients_erasure"
    " for each row execute function snoer_keep_proposer()",
]
