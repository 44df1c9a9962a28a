"""The security definer functions that policies compare with: who is acting, in which chain, for which partner, on the day.

Arrays, computed once a statement; on the day in Amsterdam. chain/rowsecurity.py lays them before the policies.
"""

from chain.parts import (
    CONTACT_READS,
    CONTACT_WRITES,
    MANDATE_READS,
    OPENS_CLOSED,
    OUTSIDE,
    PARTS,
    PUBLISHES,
    ROLES,
    STEERS,
    WIDE,
    WITHOUT_FILES,
)
from chain.rowrules import DEFINER, HOLDS

# That it is the acting membership, and holds today in Amsterdam.
HELD = """m.id = snoer_membership() and m.started_on <= snoer_today()
          and least(m.ended_on, m.agreed_until, 'infinity') >= snoer_today()"""


def _array(name: str, of: str, steps: str, declare: str = "", keep: bool = True) -> dict[str, str]:
    """A function that gives what `steps` put into `found`, an array.

    Policies ask such functions some two hundred times for a record page. So what was found is kept for the statement, in a
    setting beside the acting membership, which is as easily set: `asked` says by which membership, and when the statement
    came. Not to be kept is what a statement may change itself, like who sees a file in person.
    """
    kept = f"""kept := current_setting('snoer.kept_{name}', true);
          if starts_with(kept, asked) then return substr(kept, length(asked) + 1); end if;"""
    keeps = f"""
          perform set_config('snoer.kept_{name}', asked || found::text, true);"""
    return {
        f"snoer_{name}()": f"""returns {of}[] language plpgsql stable security definer
        set search_path = pg_catalog, public, pg_temp as $$
        declare asked text := current_setting('snoer.membership_id', true) || '@' || statement_timestamp() || '|';
          kept text; found {of}[]; {declare}
        begin
          {kept if keep else ""}
          {steps}{keeps if keep else ""}
          return found; end $$"""
    }


def mine(
    name: str,
    select: str,
    where: str = "true",
    source: str = "chain_membership m",
    of: str = "bigint",
    keep: bool = True,
) -> dict[str, str]:
    """The function snoer_<name>: an array of the acting membership, empty if that does not hold today in Amsterdam."""
    return _array(name, of, f"found := array(select {select} from {source} where {HELD} and {where});", keep=keep)


def _parts_of(name: str, verb: str) -> dict[str, str]:
    """The parts that the acting membership reads (or writes): chain/parts.py, written out for each role."""
    kept, contact = CONTACT_READS if verb == "read" else CONTACT_WRITES, _CONTACT.format("").replace("m.", "own_")
    mandated = "".join(
        f"""
          if '{part}' = any(found) and own_role <> 'system' and not contact
            and not {contact.replace("'person'", f"'{function}'")} then found := array_remove(found, '{part}'); end if;"""
        for part, function in MANDATE_READS.items()
    )
    steps = f"""select m.role, m.partner_id into own_role, own_partner_id from chain_membership m where {HELD};
          if own_role is null then return '{{}}'; end if;
          contact := {contact};
          found := case when contact or {_roles(*sorted(WIDE)).replace("m.", "own_")} then {_of_each_role(verb, frozenset())}
            else {_of_each_role(verb, kept)} end;{mandated}"""
    return _array(name, "text", steps, "own_role text; own_partner_id bigint; contact bool;")


def _of_each_role(verb: str, but: frozenset[str]) -> str:
    held = {
        role: [name for name, part in PARTS.items() if role in getattr(part, verb) and name not in but]
        for role in ROLES
    }
    whens = " ".join(f"when '{role}' then '{{{','.join(names)}}}'" for role, names in held.items())
    return f"(case own_role {whens} end)::text[]"


def _roles(*roles: str) -> str:
    return "m.role in ({})".format(", ".join(f"'{role}'" for role in roles))


# A partner acts for its sub-units, and for the partners that it has succeeded.
_OWN = """p.chain_id = m.chain_id and (p.id = m.partner_id or p.parent_id = m.partner_id
    or p.succeeded_by_id = m.partner_id and p.succeeded_on <= snoer_today())"""
# The point of contact for the person holds the mandate `person`, in municipalities or in all of the chain.
_CONTACT = """exists (select 1 from chain_mandate d where d.partner_id = m.partner_id and d.function = 'person'
    and d.started_on <= snoer_today() and (d.ended_on is null or d.ended_on >= snoer_today()){})"""
_SERVICE = _CONTACT.format("").replace("'person'", "'employer'")  # and for the employer, `employer`
_FILES = "m.role not in ({})".format(", ".join(f"'{role}'" for role in sorted(WITHOUT_FILES)))

# Before the migrations: what generated columns use.
FIRST = {
    # Lower case comes last, when only ASCII is left, so that it does not depend on the server's locale.
    "snoer_plain(t text)": """returns text language sql immutable strict parallel safe
        set search_path = pg_catalog, public, pg_temp as $$
        select lower(translate(regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]', '', 'g'),
          'ØøŁłĐđıŒœÆæßÞþÐð', 'OoLlDdiOoAasTtDd')) $$""",
    "snoer_sort_name(last_name text, first_name text, prefix text)": """returns text language sql immutable parallel safe
        set search_path = pg_catalog, public, pg_temp as $$
        select btrim(public.snoer_plain(last_name || ', ' || first_name || ' ' || prefix)) $$""",
}
FUNCTIONS = {
    "snoer_membership()": """returns bigint language plpgsql stable parallel safe as $$
        declare v text := current_setting('snoer.membership_id', true);
        begin
          if v is null or v = '' then
            raise exception 'nobody is acting: use acting_as()' using errcode = 'insufficient_privilege';
          end if;
          return v::bigint;
        end $$""",
    "snoer_today()": """returns date language sql stable parallel safe as $$
        select (now() at time zone 'Europe/Amsterdam')::date $$""",
    **mine("users", "m.user_id"),
    **mine("chains", "m.chain_id"),
    **mine("wide_chains", "m.chain_id", _roles(*sorted(WIDE))),
    **mine("system_chains", "m.chain_id", _roles("system")),
    # Who reads exact figures, who publishes them, and of which municipality an alderman is.
    **mine("exact_chains", "m.chain_id", f"not {_roles(*sorted(OUTSIDE))}"),
    **mine("publishing_chains", "m.chain_id", _roles("system", *sorted(PUBLISHES))),
    **mine("steering_chains", "m.chain_id", _roles("system", *sorted(STEERS))),
    **mine("governed", "m.municipality_id", _roles(*sorted(OUTSIDE))),
    **mine("admin_chains", "m.chain_id", _roles("system", "admin")),
    **mine("file_chains", "m.chain_id", _roles(*sorted(PARTS["client"].read))),
    # Whether open files (false) and closed ones (true) are opened.
    **mine(
        "opens",
        "x.closed",
        f"case when x.closed then {_roles(*sorted(OPENS_CLOSED))} and {_CONTACT.format('')}"
        " else m.role <> 'archive' end",
        source="chain_membership m cross join (values (false), (true)) x(closed)",
        of="bool",
    ),
    # Clients that somebody sees in person: by a broken glass, which opens a closed file too, or a screening list.
    **mine(
        "personal",
        "v.client_id",
        f"{HOLDS} and (v.reason = 'glass' or c.closed_on is null)",
        source="chain_membership m join clients_involvement v on v.membership_id = m.id"
        " join clients_client c on c.id = v.client_id",
        keep=False,
    ),
    # Which parts (`*`: all) of which clients somebody sees by an involvement that is in person or for some parts only.
    # Two ways in, each by its own index: as one condition it would look at everybody's, for every policy that asks.
    **mine(
        "shown",
        "v.client_id || ':' || p",
        HOLDS,
        source=f"""chain_membership m cross join lateral (
          select v.* from clients_involvement v where v.membership_id = m.id
          union all
          select v.* from clients_involvement v join chain_partner p on p.id = v.partner_id and ({_OWN})
          where v.membership_id is null and v.parts is not null and {_FILES}) v
        cross join unnest(coalesce(v.parts, '{{*}}')) p""",
        of="text",
        keep=False,
    ),
    # Chains of whose files, once in sight, all parts are.
    **mine("whole_chains", "m.chain_id", f"({_roles(*sorted(WIDE))} or {_FILES} and {_CONTACT.format('')})"),
    **mine("contact_chains", "m.chain_id", f"{_FILES} and {_CONTACT.format('')}"),
    **mine("service_chains", "m.chain_id", f"{_FILES} and {_SERVICE}"),
    **mine("own", "p.id", source=f"chain_membership m join chain_partner p on {_OWN}"),
    **mine("partners", "p.id", _FILES, source=f"chain_membership m join chain_partner p on {_OWN}"),
    **mine(
        "municipalities",
        "s.municipality_id",
        _FILES + " and " + _CONTACT.format(" and (d.municipality_id is null or d.municipality_id = s.municipality_id)"),
        source="chain_membership m join chain_chainmunicipality s on s.chain_id = m.chain_id",
    ),
    **_parts_of("reads", "read"),
    **_parts_of("writes", "write"),
    # What a provider's claims gave, only for who came from that provider; null: all.
    "snoer_memberships_of(wanted int, providers text[])": f"""returns setof bigint {DEFINER} as $$
        select id from chain_membership where user_id = wanted
        and (by_claims = '' or providers is null or by_claims = any(providers)) and role <> 'system' and started_on <= snoer_today()
        and least(ended_on, agreed_until, 'infinity') >= snoer_today()
        and not exists (select from chain_apiclient a where a.membership_id = chain_membership.id) order by id $$""",
    # Under which membership a machine acts that showed its token, and with which scopes; nothing once it was ended.
    "snoer_api_membership(wanted bigint)": f"""returns table (membership bigint, person bigint, scopes text[]) {DEFINER} as $$
        select m.id, m.user_id, a.scopes::text[] from chain_apiclient a join chain_membership m on m.id = a.membership_id
        where a.application_id = wanted and m.started_on <= snoer_today()
          and least(m.ended_on, m.agreed_until, 'infinity') >= snoer_today() $$""",
    # Begins to act and answers, under the policies, with the membership, its chain and partner: one question a request.
    "snoer_enter(wanted bigint, person bigint, context text)": f"""returns table (acting chain_membership,
        of_chain chain_chain, of_partner chain_partner, contact_point bool, own bigint[], held text[]) language plpgsql as $$ begin
        perform set_config('snoer.membership_id', wanted::text, true),
          set_config('pghistory.context_metadata', context, true);
        return query select m, c, o, {_CONTACT.format("")},
            array(select p.id from chain_partner p where {_OWN} order by p.id),
            array(select d.function || ':' || coalesce(d.municipality_id::text, '') from chain_mandate d
              where d.partner_id = m.partner_id and d.started_on <= snoer_today()
                and (d.ended_on is null or d.ended_on >= snoer_today()))
          from chain_membership m join chain_chain c on c.id = m.chain_id left join chain_partner o on o.id = m.partner_id
          where m.id = wanted and m.user_id = person; end $$""",
    "snoer_system_membership(wanted_chain bigint, wanted_job text)": f"""returns bigint {DEFINER} as $$
        select id from chain_membership where chain_id = wanted_chain and job = wanted_job and role = 'system' $$""",
    # An empty chain with its jobs: all that exists before somebody of it can act.
    "snoer_found_chain(wanted text, called text)": """returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        declare found bigint; task text; person bigint; begin
        insert into chain_chain (slug, name) values (wanted, called)
          on conflict (slug) do update set name = excluded.name;
        select id into found from chain_chain where slug = wanted;
        foreach task in array array['setup', 'import', 'count', 'sight', 'terms', 'mail', 'accounts', 'retention'] loop
          insert into chain_user (username, name, password, is_active, is_staff, is_superuser, first_name, last_name,
            email, date_joined) values ('system-' || wanted || '-' || task, 'Snoer', '!', true, false, false, '', '', '',
            now()) on conflict (username) do nothing;
          select id into person from chain_user where username = 'system-' || wanted || '-' || task;
          insert into chain_membership (user_id, chain_id, role, job, started_on)
            select person, found, 'system', task, date '2000-01-01' where not exists (
              select 1 from chain_membership where chain_id = found and job = task);
        end loop;
        insert into chain_counter (chain_id, series, next) values (found, 'client', 100001) on conflict do nothing;
        return found; end $$""",
}
