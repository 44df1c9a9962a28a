"""What is to be mended in the record: numbers beyond what row security lets the reader see (access.md, rule 9), no persons."""

from chain.parts import STEERS
from chain.rowfunctions import mine
from chain.rowrules import READ, any_of

COUNTS = STEERS | {"admin", "system"}  # who reads the numbers of all of the chain
FRESH_DAYS = 7
OWN = f"""{any_of("f.chain_id", "snoer_exact_chains")} and (f.part = '' or f.part = {READ})
          and ({any_of("f.user_id", "snoer_users")} or {any_of("f.partner_id", "snoer_own")})"""

FUNCTIONS = {
    **mine("quality_chains", "m.chain_id", "m.role in ({})".format(", ".join(f"'{role}'" for role in sorted(COUNTS)))),
    # Per check, and per who can mend it (check_key null; user_id null: nobody in particular): how many, of those how many
    # since a week, how many are the reader's own, and since when the oldest is so. `own`: those of one's own partner alone,
    # of the parts that one reads.
    "snoer_flaws(only_place bigint, own bool)": f"""returns table (check_key text, partner_id bigint, user_id bigint,
        number bigint, fresh bigint, of_reader bigint, since date)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with each as materialized (
          select f.check_key, f.partner_id, f.user_id, count(*) as number,
            count(*) filter (where f.found_at > now() - interval '{FRESH_DAYS} days') as fresh, min(f.since) as since
          from reporting_flaw f
          where (not own and {any_of("f.chain_id", "snoer_quality_chains")} or own and {OWN})
            and (only_place is null or f.client_id in (select c.id from clients_client c where c.home_id = only_place))
          group by 1, 2, 3)
        select f.check_key, f.partner_id, f.user_id, sum(f.number)::bigint, sum(f.fresh)::bigint,
          coalesce(sum(f.number) filter (where {any_of("f.user_id", "snoer_users")}), 0)::bigint, min(f.since)
        from each f
        group by grouping sets ((f.check_key), (f.partner_id, f.user_id)) $$""",
}
