"""What is left of files that nobody loaded: taken away after an hour, whoever they are of."""

FUNCTIONS = {
    # Whoever calls it: it tells a number, and takes away what nobody can open any more.
    "snoer_forget_uploads()": """returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare gone bigint; begin
        delete from chain_upload where made_at < now() - interval '1 hour';
        get diagnostics gone = row_count;
        return gone; end $$""",
}
