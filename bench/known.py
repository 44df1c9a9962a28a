"""History for the bench, and some people of whom facts were corrected today: what `as it was` has to find and count again."""

from typing import Any

FACTS = ("clients_step", "clients_benefitperiod", "clients_residence")
OF_CHAIN = ("chain_instrument", "chain_chainmunicipality", "reporting_programme")
ONE_IN = 100  # of the clients


def history(bench: Any) -> list[int]:
    """Each fact as it was registered a year ago, where there is no history yet; of one in a hundred people the first day of
    steps is corrected now, and the level of benefits. Ids of the clients."""
    for table in FACTS:
        ((columns,),) = bench.asked(
            "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            table,
        )
        bench.asked(
            f"insert into {table}event (pgh_created_at, pgh_label, pgh_obj_id, {columns})"
            f" select now() - interval '400 days', 'insert', id, {columns} from {table}"
            f" where not exists (select from {table}event where pgh_created_at < now() - interval '300 days')",
            rows=False,
        )
    for table in OF_CHAIN:
        bench.asked(f"update {table}event set pgh_created_at = now() - interval '400 days'", rows=False)
    touched = [pk for (pk,) in bench.asked("select id from clients_client where id %% %s = 0 order by id", ONE_IN)]
    for statement in (
        "update clients_step set started_on = started_on - 3 where client_id = any(%s) and started_on is not null",
        "update clients_benefitperiod set level = case level when 'full' then 'partial' else 'full' end"
        " where client_id = any(%s)",
    ):
        bench.asked(statement, touched, rows=False)
    bench.asked("vacuum analyze clients_stepevent, clients_benefitperiodevent, clients_residenceevent", rows=False)
    return touched
