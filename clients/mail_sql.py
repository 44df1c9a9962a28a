"""How much e-mail waits in the acting chain, and since when: numbers alone, for the page that says whether everything works."""

from chain.rowrules import any_of

FUNCTIONS = {
    "snoer_mail_waiting(wanted_chain bigint)": f"""returns table (waits bigint, oldest timestamptz) language sql stable
        security definer set search_path = pg_catalog, public, pg_temp as $$
        select count(*), min(made_at) from clients_mail where chain_id = wanted_chain and status = 'waiting'
          and {any_of("chain_id", "snoer_chains")} $$""",
}
