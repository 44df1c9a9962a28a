"""SQL of the files with figures (reporting/files.py)."""

from chain.rowrules import any_of

HOURS = 24  # after which what stands in a file is taken away
DAYS = 30  # after which nothing is known of it any more
HERE = any_of("f.chain_id", "snoer_system_chains")

FUNCTIONS = {
    # What is not over half a minute after it was asked, for a job to ask a worker anew; numbers only. What is of a
    # membership that ended is not made any more.
    "snoer_report_files()": f"""returns table (membership_id bigint, file_id bigint) language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        update reporting_reportfile f set status = 'failed', ended_at = now() from chain_membership m
          where f.status in ('asked', 'running') and m.id = f.membership_id and m.ended_on < snoer_today() and {HERE};
        update reporting_reportfile f set content = null
          where f.content is not null and f.ended_at < now() - interval '{HOURS} hours' and {HERE};
        delete from reporting_reportfile f where f.ended_at < now() - interval '{DAYS} days' and {HERE};
        return query select f.membership_id, f.id from reporting_reportfile f where f.status in ('asked', 'running')
          and f.asked_at < now() - interval '30 seconds' and {HERE}; end $$""",
}
