-- The roles of a Snoer database, made once by a superuser; run it again at will.
-- Passwords (or whatever pg_hba.conf asks) are the administrator's: `alter role snoer_app password '...'`.
--   snoer_owner   owns the database and its tables, migrates, makes and restores dumps; nobody works as it
--   snoer_app     web, worker and beat: owns nothing, is member of nothing, is held by row-level security
--   snoer_eraser  carries out approved deletions after the retention periods, and nothing else
do $$
declare
    name text;
begin
    foreach name in array array['snoer_owner', 'snoer_app', 'snoer_eraser'] loop
        if not exists (select 1 from pg_roles where rolname = name) then
            execute format('create role %I login nosuperuser nocreatedb nocreaterole noinherit nobypassrls', name);
        end if;
    end loop;
end
$$;
