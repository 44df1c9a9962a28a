"""Stale is decided by the database: what changes a fact puts its clients into the outbox, also in bulk and import."""

from clients.sql import TRIGGER, on_statements
from reporting import (
    contributions_sql,
    facet_sql,
    files_sql,
    flow_sql,
    known_sql,
    paths_sql,
    quality_sql,
    returns_sql,
    waiting_sql,
)

MANY = 5000  # beyond so many clients of one statement all are counted anew

FUNCTIONS = {
    "snoer_facts()": f"""{TRIGGER} $$ begin
        if tg_op = 'INSERT' then
          insert into chain_outbox (chain_id, topic, payload) select chain_id, 'facts', case when count(distinct client_id) > {MANY}
            then '{{}}' else jsonb_build_object('clients', jsonb_agg(distinct client_id)) end from new_rows group by chain_id;
        elsif tg_op = 'DELETE' then
          insert into chain_outbox (chain_id, topic, payload) select chain_id, 'facts', case when count(distinct client_id) > {MANY}
            then '{{}}' else jsonb_build_object('clients', jsonb_agg(distinct client_id)) end from old_rows group by chain_id;
        else
          insert into chain_outbox (chain_id, topic, payload) select chain_id, 'facts', case when count(distinct client_id) > {MANY}
            then '{{}}' else jsonb_build_object('clients', jsonb_agg(distinct client_id)) end
            from (select chain_id, client_id from new_rows union select chain_id, client_id from old_rows) r group by chain_id;
        end if;
        return null; end $$""",
    # After a bulk of new rows, so that the first count and the first pages are planned for what there is.
    "snoer_renew_statistics()": """returns void language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        analyze clients_client, clients_identity, clients_contact, clients_residence, clients_benefitperiod, clients_step,
          clients_involvement, clients_word, clients_event, placement_placement; end $$""",
    **facet_sql.FUNCTIONS,
    **quality_sql.FUNCTIONS,
    **files_sql.FUNCTIONS,
    **flow_sql.FUNCTIONS,
    **paths_sql.FUNCTIONS,
    **waiting_sql.FUNCTIONS,
    **contributions_sql.FUNCTIONS,
    **returns_sql.FUNCTIONS,
}
TRIGGERS = [
    *(
        statement
        for table in ("clients_step", "clients_benefitperiod", "clients_residence")
        for statement in on_statements(table, "snoer_facts", "snoer_facts")
    ),
    *waiting_sql.INDEXES,
    *known_sql.INDEXES,
    *flow_sql.INDEXES,
    *facet_sql.TRIGGERS,
]
