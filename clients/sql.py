"""The record's own functions and triggers: derived columns, sight, search words. Laid by chain.rowsecurity.

Trigger functions are statement level over transition tables, so that one import is one pass, and security definer, so
that the application cannot write what is derived.
"""

from django.conf import settings

from chain.parts import WITH_REFERRAL
from chain.rowfunctions import mine
from chain.rowrules import APP, CHAIN, any_of, sees_client, writes
from clients import loading_sql, look_sql, mail_sql, manage_sql, retention_sql, terms, unseen_sql, whole_file_sql

TRIGGER = "returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as"
DAYS = settings.SIGHT_AFTER_STEP_DAYS
MOST_A_DAY = 5  # glasses that one membership may break in 24 hours
OPENED_LAST = 20  # files that a membership finds again as what it opened last
ALWAYS = ", ".join(f"'{part}'" for part in sorted(WITH_REFERRAL))
# The clients of the statement's rows, old and new.
TOUCHED = """
    if tg_op = 'INSERT' then touched := array(select distinct client_id from new_rows);
    elsif tg_op = 'DELETE' then touched := array(select distinct client_id from old_rows);
    else touched := array(select client_id from new_rows union select client_id from old_rows); end if;"""

# A closed file, by the BSN, that the acting membership may bring back: it registers, and where the person lived.
RETURNING = f"""from clients_identity i join clients_client c on c.id = i.client_id and c.chain_id = i.chain_id
          where i.bsn_index = wanted_bsn and c.closed_on is not null
            and {any_of("c.chain_id", "snoer_registrar_chains")} and {writes("identity")}
            and (c.lived_in && (select snoer_municipalities())
              or c.lived_in = '{{}}' and {any_of("c.chain_id", "snoer_contact_chains")})"""

FUNCTIONS = {
    # Monday to Friday; from a Saturday or Sunday it counts as from the Friday before. clients.terms.after() knows the same.
    "snoer_workdays_after(since date, days int)": """returns date language sql immutable strict parallel safe as $$
        select case when days = 0 then since else since - greatest(extract(isodow from since)::int - 5, 0) + days
          + 2 * ((least(extract(isodow from since)::int, 5) - 1 + days) / 5) end $$""",
    "snoer_keep_derived()": f"""returns trigger language plpgsql as $$ begin
        if current_user = '{APP}' then  -- Django writes all columns back: keep silently
          if tg_op = 'INSERT' then
            new.home_id := null; new.lived_in := '{{}}'; new.partner_ids := '{{}}'; new.full_partner_ids := '{{}}';
          else
            new.home_id := old.home_id; new.lived_in := old.lived_in;
            new.partner_ids := old.partner_ids; new.full_partner_ids := old.full_partner_ids;
          end if;
        end if;
        return new; end $$""",
    "snoer_lives()": f"""{TRIGGER} $$ declare touched bigint[]; begin {TOUCHED}
        update clients_client c set home_id = l.home, lived_in = l.lived_in from (
          select t.id as client_id, (array_agg(r.municipality_id order by r.started_on desc))[1] as home,
            coalesce(array_agg(distinct s.municipality_id order by s.municipality_id)
              filter (where s.id is not null), '{{}}') as lived_in
          from unnest(touched) t(id) left join clients_residence r on r.client_id = t.id
            left join chain_chainmunicipality s on s.chain_id = r.chain_id and s.municipality_id = r.municipality_id
          group by t.id) l
        where c.id = l.client_id and (c.home_id, c.lived_in) is distinct from (l.home, l.lived_in);
        return null; end $$""",
    "snoer_step_sight()": f"""{TRIGGER} $$ begin
        insert into clients_involvement (client_id, chain_id, partner_id, reason, source, source_id,
          started_on, ended_on, seen_until)
        select n.client_id, n.chain_id, n.partner_id, case when i.form_of_work <> '' then 'placement' else 'step' end,
          'step', n.id,
          least(n.started_on, n.planned_on, (n.registered_at at time zone 'Europe/Amsterdam')::date), e.day, e.day + {DAYS}
        from new_rows n join chain_instrument i on i.id = n.instrument_id
          left join clients_involvement v on v.source = 'step' and v.source_id = n.id,  -- cancelled before: no new day by touching it again
          lateral (select case when n.status in ('planned', 'active') then null
                          else coalesce(n.ended_on, v.ended_on, snoer_today()) end as day) e
        on conflict (source, source_id, membership_id) do update set partner_id = excluded.partner_id,
          started_on = excluded.started_on, ended_on = excluded.ended_on, seen_until = excluded.seen_until
          where (clients_involvement.partner_id, clients_involvement.started_on, clients_involvement.ended_on)
            is distinct from (excluded.partner_id, excluded.started_on, excluded.ended_on);
        return null; end $$""",
    "snoer_member_sight()": f"""{TRIGGER} $$ begin
        insert into clients_involvement (client_id, chain_id, partner_id, reason, source, source_id,
          started_on, ended_on, seen_until)
        select n.client_id, n.chain_id, n.partner_id, 'team', 'teammember', n.id, n.started_on, n.ended_on, n.ended_on
        from new_rows n on conflict (source, source_id, membership_id) do update set partner_id = excluded.partner_id,
          started_on = excluded.started_on, ended_on = excluded.ended_on, seen_until = excluded.seen_until;
        return null; end $$""",
    # A referral shows what was shared, from the question to the last day; what follows from it, a step, shows the rest.
    "snoer_referral_sight()": f"""{TRIGGER} $$ begin
        insert into clients_involvement (client_id, chain_id, partner_id, reason, parts, source, source_id,
          started_on, ended_on, seen_until)
        select n.client_id, n.chain_id, n.partner_id, 'referral', array(select unnest(n.shared)
            union select unnest(array[{ALWAYS}]::varchar[]) order by 1), 'referral', n.id,
          n.asked_on, n.closed_on, n.closed_on
        from new_rows n on conflict (source, source_id, membership_id) do update set partner_id = excluded.partner_id,
          parts = excluded.parts, started_on = excluded.started_on, ended_on = excluded.ended_on,
          seen_until = excluded.seen_until;
        return null; end $$""",
    # Who takes a colleague's people over takes the colleague's place in their case teams: of the same partner, with the
    # same task, from today. The one way for a partner that is not the point of contact, and no more than an exchange: it
    # neither lengthens its own sight nor brings in another partner.
    "snoer_pass_team(wanted bigint[])": f"""returns table (person_id bigint, joined_id bigint) language sql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        with people as (
          select p.id, p.client_id, h.giver_id, h.taker_id from clients_handoverperson p
            join clients_handover h on h.id = p.handover_id
            join clients_client c on c.id = p.client_id and c.chain_id = p.chain_id
          where p.id = any(wanted) and p.status = 'asked' and h.kind = 'move' and h.status = 'asked'
            and {any_of("h.partner_id", "snoer_own")} and {any_of("h.taker_id", "snoer_users")}
            and c.closed_on is null and {sees_client("c.")} and {writes("plan")}),
        ended as (
          update clients_teammember t set ended_on = greatest(t.started_on, snoer_today()) from people p
          where t.client_id = p.client_id and t.user_id = p.giver_id and t.ended_on is null and not t.is_lead
            and {any_of("t.partner_id", "snoer_own")}
          returning p.id, p.taker_id, t.client_id, t.chain_id, t.partner_id, t.task),
        joined as (
          insert into clients_teammember (client_id, chain_id, partner_id, user_id, task, is_lead, started_on)
          select e.client_id, e.chain_id, e.partner_id, e.taker_id, e.task, false, snoer_today() from ended e
          where not exists (select from clients_teammember o
            where o.client_id = e.client_id and o.user_id = e.taker_id and o.ended_on is null)
          returning id, client_id)
        select e.id, j.id from ended e left join joined j on j.client_id = e.client_id $$""",
    # Break the glass: a partner's coordinator in any open file of the chain, the point of contact in a closed one. Gives
    # the client's id, or nothing, for whatever reason: not there, not allowed, too often. Made here, with the look and
    # the lead consultant's task, so that none of the three can be left out.
    "snoer_break_glass(wanted text, why text)": f"""returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        declare m chain_membership; c clients_client; g bigint; until timestamptz := now() + interval '24 hours'; begin
        select * into m from chain_membership where id = snoer_membership() and chain_id = any((select snoer_chains())::bigint[])
          for update;  -- two at once: else each counts without the other
        select * into c from clients_client where chain_id = m.chain_id and number = wanted;
        if c.id is null or m.partner_id is null or btrim(coalesce(why, '')) = '' then return null; end if;
        if not (m.role = 'coordinator' and c.closed_on is null
          or m.role in ('consultant', 'lead_consultant') and c.closed_on is not null
            and (c.lived_in && (select snoer_municipalities())
              or c.lived_in = '{{}}' and {any_of("c.chain_id", "snoer_contact_chains")})) then return null; end if;
        if (select count(*) from clients_glass where membership_id = m.id and at > now() - interval '24 hours') >= {MOST_A_DAY}
          then return null; end if;
        insert into clients_glass (client_id, chain_id, membership_id, reason, at, expires_at)
          values (c.id, c.chain_id, m.id, btrim(why), now(), until) returning id into g;
        insert into clients_look (id, chain_id, client_id, asked, membership_id, parts, why, at)
          values (gen_random_uuid(), c.chain_id, c.id, wanted, m.id, array['client'], 'glass', now());
        insert into clients_task (client_id, chain_id, key, about, about_id, nth, part, since, due_on, shown_from, for_whom,
          text, made_by_id, made_at, status, result)
          values (c.id, c.chain_id, 'glass', 'glass', g, 1, 'client', snoer_today(), snoer_today(), snoer_today(), 'lead',
            '', m.user_id, now(), 'open', '');
        return c.id; end $$""",
    "snoer_glass_sight()": f"""{TRIGGER} $$ begin
        insert into clients_involvement (client_id, chain_id, partner_id, membership_id, reason, source, source_id,
          started_on, ended_on, seen_until, expires_at)
        select n.client_id, n.chain_id, m.partner_id, m.id, 'glass', 'glass', n.id,
          (n.at at time zone 'Europe/Amsterdam')::date, d.last, d.last, n.expires_at
        from new_rows n join chain_membership m on m.id = n.membership_id,
          lateral (select (n.expires_at at time zone 'Europe/Amsterdam')::date as last) d;
        return null; end $$""",
    # The end of a file. Whoever closes it does not see it any more, which a policy would take for a wrong row: so the
    # last word is said here, of a file that is in sight and open, by who writes it.
    "snoer_close_file(wanted bigint, day date)": f"""returns bool language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        update clients_client c set closed_on = day, version = c.version + 1
        where c.id = wanted and c.closed_on is null and {sees_client("c.")} and {writes("client")}
          and {any_of("c.chain_id", "snoer_contact_chains")};
        return found; end $$""",
    # The number of the closed file that a BSN is of, for who may register the person and so bring the file back.
    "snoer_closed_file(wanted_bsn text)": f"""returns text language sql stable security definer
        set search_path = pg_catalog, public, pg_temp as $$ select c.number {RETURNING} $$""",
    # The file comes back, with the acting consultant in the lead; gives its id, or nothing where there is none (any more).
    "snoer_bring_back(wanted_bsn text, why text)": f"""returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare found bigint; person bigint; begin
        if btrim(coalesce(why, '')) = '' then return null; end if;
        select c.id into found {RETURNING} for update of c;
        person := (snoer_users())[1];
        if found is null then return null; end if;
        update clients_closure set reopened_on = snoer_today(), reopened_why = btrim(why), reopened_by_id = person
          where client_id = found and reopened_on is null;
        update clients_client set closed_on = null, lead_id = person, version = version + 1 where id = found;
        return found; end $$""",
    # Whose file a membership opened last: a look at one person alone, not a list, a search or a refusal. It never waits:
    # where another page of the same membership tells of the same person right now, that is enough.
    "snoer_opened()": f"""{TRIGGER} $$ declare one clients_look; begin
        if (select count(*) from new_rows) <> 1 then return null; end if;
        select * into one from new_rows where client_id is not null and why in ('contact-point', 'involvement', 'glass')
          and parts <> array['identity']::varchar[];
        if one.id is null or one.client_id = (select r.client_id from clients_recent r
          where r.membership_id = one.membership_id order by r.at desc limit 1) then return null; end if;
        if not pg_try_advisory_xact_lock(hashtextextended('opened ' || one.membership_id || ' ' || one.client_id, 0))
          then return null; end if;
        insert into clients_recent (client_id, chain_id, membership_id, at)
          values (one.client_id, one.chain_id, one.membership_id, one.at)
          on conflict (membership_id, client_id) do update set at = excluded.at;
        delete from clients_recent where id in (select r.id from clients_recent r where r.id in (
          select o.id from clients_recent o where o.membership_id = one.membership_id
          order by o.at desc offset {OPENED_LAST}) for update skip locked);
        return null; end $$""",
    # Of one act for many: what is not over half a minute after it was asked, for a job to ask a worker anew; numbers only.
    # What is of a membership that ended is stopped, what has been over for a month forgotten.
    "snoer_bulks()": f"""returns table (membership_id bigint, bulk_id bigint) language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        with ended as (
          update clients_bulk b set status = 'stopped', ended_at = now(), values = '{{}}' from chain_membership m
          where b.status in ('asked', 'running') and m.id = b.membership_id and m.ended_on < snoer_today()
            and {any_of("b.chain_id", "snoer_system_chains")} returning b.id)
        update clients_bulkline l set status = 'refused' from ended where l.bulk_id = ended.id and l.status = 'todo';
        with old as (select b.id from clients_bulk b where b.ended_at < now() - interval '30 days'
            and {any_of("b.chain_id", "snoer_system_chains")}),
          gone as (delete from clients_bulkline l using old where l.bulk_id = old.id)
        delete from clients_bulk b using old where b.id = old.id;
        return query select b.membership_id, b.id from clients_bulk b where b.status in ('asked', 'running')
          and b.asked_at < now() - interval '30 seconds' and {any_of("b.chain_id", "snoer_system_chains")}; end $$""",
    # A note is no event, and is a contact all the same.
    "snoer_contacted()": f"""{TRIGGER} $$ begin
        insert into chain_outbox (chain_id, topic, payload)
        select chain_id, 'contact', jsonb_build_object('clients', jsonb_agg(distinct client_id)) from new_rows group by 1
          having count(distinct client_id) <= 5000;  -- of more, the night makes the tasks
        return null; end $$""",
    "snoer_involved()": f"""{TRIGGER} $$ declare touched bigint[]; begin {TOUCHED}
        perform snoer_refresh_sight(touched); return null; end $$""",
    # Lock first: else two writers each miss the other's row.
    "snoer_refresh_sight(touched bigint[])": """returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare changed bigint; begin
        perform 1 from clients_client where id = any(touched) order by id for update;
        update clients_client c set partner_ids = n.some, full_partner_ids = n.full from (
          select t.id, coalesce(array_agg(distinct v.partner_id order by v.partner_id)
              filter (where v.partner_id is not null), '{}') as some,
            coalesce(array_agg(distinct v.partner_id order by v.partner_id)
              filter (where v.partner_id is not null and v.parts is null), '{}') as full
          from unnest(touched) t(id) left join clients_involvement v on v.client_id = t.id and v.membership_id is null
            and v.started_on <= snoer_today() and (v.seen_until is null or v.seen_until >= snoer_today())
          group by t.id) n
        where c.id = n.id and (c.partner_ids, c.full_partner_ids) is distinct from (n.some, n.full);
        get diagnostics changed = row_count;
        return changed; end $$""",
    # Time passing fires no trigger: once a day, the clients whose sight begins or has ended.
    "snoer_end_sight(wanted_chain bigint)": """returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        return snoer_refresh_sight(array(select distinct c.id from clients_client c join clients_involvement v
          on v.client_id = c.id and v.membership_id is null
          where c.chain_id = wanted_chain and c.chain_id = any((select snoer_system_chains())::bigint[])
          and (v.seen_until < snoer_today() and v.partner_id = any(c.partner_ids)
            or v.started_on <= snoer_today() and (v.seen_until is null or v.seen_until >= snoer_today())
              and not (v.partner_id = any(c.partner_ids)
                and (v.parts is not null or v.partner_id = any(c.full_partner_ids)))))); end $$""",
    # Without a join of old and new rows, whose plan would be kept for the session, whatever the number of rows.
    "snoer_words()": f"""{TRIGGER} $$ declare renamed bigint[]; begin
        if tg_op = 'UPDATE' then
          renamed := array(select id from (select id, sort_name, alias from new_rows
            except select id, sort_name, alias from old_rows) r);
          if renamed = '{{}}' then return null; end if;
          delete from clients_word where client_id = any(renamed);
        end if;
        insert into clients_word (client_id, chain_id, word)
        select distinct n.id, n.chain_id, w from new_rows n,
          regexp_split_to_table(n.sort_name || ' ' || snoer_plain(n.alias), '[^a-z0-9]+') w
        where w <> '' and (renamed is null or n.id = any(renamed));
        return null; end $$""",
    # Misspelt names: the two longest words (the first) say who may be meant, all words how likely that is. The client's
    # rule stands inside, so that the ids themselves are one's own.
    "snoer_alike(wanted text[], most int)": f"""returns table (client_id bigint, score real) language sql stable
        security definer set search_path = pg_catalog, public, pg_temp as $$
        select l.client_id, avg(l.score)::real from (
          select m.client_id, t.typed, max(similarity(w.word, t.typed)) as score from (
            select distinct w.client_id from unnest(wanted[1:2]) t(typed), clients_word w
            where w.chain_id = (select (snoer_chains())[1]) and w.word % t.typed and similarity(w.word, t.typed) >= 0.35) m
          join clients_word w on w.client_id = m.client_id, unnest(wanted) t(typed) group by 1, 2) l
        join clients_client c on c.id = l.client_id where {sees_client("c.")}
        group by 1 having min(l.score) >= 0.25 order by 2 desc, 1 limit least(most, 100) $$""",
    # Whether somebody is on record in the chain already: numbers, for those who register, also of files out of sight.
    "snoer_duplicates(wanted_bsn text, wanted_name text, wanted_birth date)": f"""returns table (number text, reason text)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
        select c.number, case when i.bsn_index = wanted_bsn then 'bsn' else 'name' end
        from clients_identity i join clients_client c on c.id = i.client_id
        where {CHAIN.replace("chain_id", "c.chain_id")} and {any_of("c.chain_id", "snoer_registrar_chains")}
          and i.chain_id = c.chain_id and (i.bsn_index = wanted_bsn
            or i.birth_date = wanted_birth and similarity(c.sort_name, wanted_name) >= 0.6)
        order by 2, 1 limit 5 $$""",
    **mine("registrar_chains", "m.chain_id", writes("identity")),
    **terms.engine(),
    **unseen_sql.FUNCTIONS,
    **manage_sql.FUNCTIONS,
    **mail_sql.FUNCTIONS,
    **loading_sql.FUNCTIONS,
    **retention_sql.functions(),
    **look_sql.FUNCTIONS,
    **whole_file_sql.functions(),
}


def on_statements(table: str, name: str, function: str, operations: str = "insert update delete") -> list[str]:
    """Statement triggers: transition tables admit one operation a trigger."""
    rows = {
        "insert": "referencing new table as new_rows",
        "update": "referencing new table as new_rows old table as old_rows",
        "delete": "referencing old table as old_rows",
    }
    return [
        f"create or replace trigger {name}_{operation} after {operation} on {table} {rows[operation]}"
        f" for each statement execute function {function}()"
        for operation in operations.split()
    ]


TRIGGERS = [
    *retention_sql.TRIGGERS,
    "create or replace trigger snoer_keep before insert or update of home_id, lived_in, partner_ids, full_partner_ids"
    " on clients_client"
    " for each row execute function snoer_keep_derived()",
    *on_statements("clients_client", "snoer_words", "snoer_words", "insert update"),
    *on_statements("clients_residence", "snoer_lives", "snoer_lives"),
    *on_statements("clients_step", "snoer_step_sight", "snoer_step_sight", "insert update"),
    *on_statements("clients_teammember", "snoer_member_sight", "snoer_member_sight", "insert update"),
    *on_statements("clients_referral", "snoer_referral_sight", "snoer_referral_sight", "insert update"),
    *on_statements("clients_glass", "snoer_glass_sight", "snoer_glass_sight", "insert"),
    *on_statements("clients_look", "snoer_opened", "snoer_opened", "insert"),
    *on_statements("clients_note", "snoer_contacted", "snoer_contacted", "insert update"),
    *on_statements("clients_involvement", "snoer_involved", "snoer_involved"),
    "create index if not exists word_similar on clients_word using gin (chain_id, word gin_trgm_ops)",
    "create index if not exists client_latest on clients_client (chain_id, registered_on, id)",
    "create index if not exists step_open_of_partner on clients_step (partner_id, chain_id)"
    " where status in ('planned', 'active')",
    *unseen_sql.INDEXES,
    "create index if not exists task_oldest on clients_task (chain_id, due_on) where status = 'open'",
    "create index if not exists identity_birth on clients_identity (chain_id, birth_date)",
]
