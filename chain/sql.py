"""Functions and triggers of the ground floor, laid at `migrate` (chain/rowsecurity.py)."""

# With a partner that has agreements, the access of its people and of its units ends with the last of those that join up from
# today on: each begins on the day after another at the latest. A later one opens again on its first day (a job of every night).
AGREED = """update chain_membership m set agreed_until = snoer_agreed_until(m.partner_id, m.agreed_until)
    where m.chain_id = {chain} and m.partner_id is not null and m.role <> 'privacy'
      and m.agreed_until is distinct from snoer_agreed_until(m.partner_id, m.agreed_until)"""
FUNCTIONS = {
    # Null: without end. With none that holds today: the last day of one that is over, or a day in the past that stays as it
    # `was`. Asked by the two triggers and the job, as the owner; of who calls it, it counts what they read.
    "snoer_agreed_until(of_partner bigint, was date)": """returns date language sql stable
        set search_path = pg_catalog, public, pg_temp as $$
        with a as (select a.started_on, coalesce(a.ended_on, 'infinity') as ended_on
          from chain_partner p join chain_partneragreement a on a.partner_id in (p.id, p.parent_id) where p.id = of_partner)
        select case
          when exists (select from a where snoer_today() between started_on and ended_on) then nullif((
            select min(a.ended_on) from a where a.ended_on >= snoer_today() and not exists (
              select from a later where later.started_on <= a.ended_on + 1 and later.ended_on > a.ended_on)), 'infinity')
          when exists (select from a) then coalesce((select max(a.ended_on) from a where a.ended_on < snoer_today()),
            case when was < snoer_today() then was else snoer_today() - 1 end) end $$""",
    "snoer_agreement_changed()": f"""returns trigger language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare touched bigint; begin
        for touched in select distinct chain_id from changed loop {AGREED.format(chain="touched")}; end loop;
        return null; end $$""",
    # A membership takes what its partner has; who writes it cannot say otherwise.
    "snoer_membership_agreed()": """returns trigger language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        if new.role = 'privacy' or new.partner_id is null then new.agreed_until := null; return new; end if;
        new.agreed_until := snoer_agreed_until(new.partner_id, case tg_op when 'UPDATE' then old.agreed_until end);
        return new; end $$""",
    # A day passing fires no trigger: how many memberships of the chain opened, or end otherwise than before.
    "snoer_renew_agreed(wanted_chain bigint)": f"""returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare changed bigint; begin
        {AGREED.format(chain="wanted_chain")} and m.chain_id = any((select snoer_system_chains())::bigint[]);
        get diagnostics changed = row_count;
        return changed; end $$""",
}
# Of a phone's key the data is the key itself: the application notes used codes in that of others only.
KEY_STAYS = """returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$ begin
        if new.user_id <> old.user_id or new.type <> old.type or old.type = 'webauthn' and new.data <> old.data then
          raise exception 'a way to sign in never changes hands' using errcode = 'insufficient_privilege';
        end if;
        return new; end $$"""
FUNCTIONS["snoer_key_stays()"] = KEY_STAYS
# Whoever calls it: it tells a number. Of the tokens of a machine the last one stays, which tells when it was last used.
FUNCTIONS["snoer_forget_sent()"] = """returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare gone bigint; begin
        delete from oauth2_provider_accesstoken t where t.expires < now() and exists (
          select 1 from oauth2_provider_accesstoken later
            where later.application_id = t.application_id and later.id > t.id);
        delete from chain_once where at < now() - interval '7 days';
        get diagnostics gone = row_count;
        return gone; end $$"""
TRIGGERS = [
    """create or replace trigger key_stays before update on mfa_authenticator
        for each row execute function snoer_key_stays()""",
    *(
        f"""create or replace trigger agreement_{verb} after {verb} on chain_partneragreement
        referencing {"old" if verb == "delete" else "new"} table as changed
        for each statement execute function snoer_agreement_changed()"""
        for verb in ("insert", "update", "delete")
    ),
    """create or replace trigger membership_agreed before insert or update on chain_membership
        for each row execute function snoer_membership_agreed()""",
]
