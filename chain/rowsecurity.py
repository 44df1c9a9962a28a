"""Net 2: what PostgreSQL lets each membership reach, written from the models and laid over the database after migrating.

A model names its kind of table in `row_security` and its part of the file in `row_part`; RULES says what each kind
means. Policies compare with arrays from security definer functions that read the acting membership on the day in
Amsterdam, so they are computed once a statement. The functions and triggers of the apps come from their `sql` modules.
The net guards against mistakes, not against somebody who can run SQL as the application.
"""

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module

from django.apps import apps
from django.db import ProgrammingError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InvalidFunctionDefinition

from chain.parts import CONTACT_READS, CONTACT_WRITES, MANDATE_READS, OPENS_CLOSED, PARTS, ROLES, WITHOUT_FILES

APP = "snoer_app"
DEFINER = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"
# Tables without a chain or client, and what the application does with them. A table in no list is unreachable.
ALL = "select, insert, update, delete"
OPEN = {
    "chain_chain": "select",
    "chain_municipality": "select, insert, update",
    "chain_user": "select, insert, update",
    "chain_user_groups": "select",
    "chain_user_user_permissions": "select",
    "chain_cache": ALL,
    "auth_permission": "select",
    "auth_group": "select",
    "auth_group_permissions": "select",
    "django_content_type": "select",
    "django_migrations": "select",
    "django_session": ALL,
    # Read before anybody acts: who signs in by phone is found by it. The public half of a key, a name for the phone,
    # the user's id, and when it was used; a key changes its user or itself never.
    "mfa_authenticator": "select, insert, delete, update (last_used_at)",
    "account_emailaddress": ALL,
    "account_emailconfirmation": ALL,
    "pghistory_context": "select",
    "diagnosis_occupation": ALL,
    "diagnosis_occupationname": ALL,
}


def any_of(column: str, function: str) -> str:
    return f"{column} = any(array(select {function}()))"


CHAIN = any_of("chain_id", "snoer_chains")
WIDE = any_of("chain_id", "snoer_wide_chains")
SYSTEM = any_of("chain_id", "snoer_system_chains")
ADMIN = any_of("chain_id", "snoer_admin_chains")
CONTACT = any_of("chain_id", "snoer_contact_chains")
SERVICE = any_of("chain_id", "snoer_service_chains")


# That an involvement gives sight now.
HOLDS = """v.started_on <= snoer_today() and (v.seen_until is null or v.seen_until >= snoer_today())
        and (v.expires_at is null or v.expires_at > now())"""


def sees_client(c: str = "") -> str:
    """The rule of rows: SZMH by where the person lives or lived, others by involvement; closed files for few."""
    return f"""{any_of(c + "chain_id", "snoer_chains")} and {reads("client")}
        and ({any_of(c + "chain_id", "snoer_wide_chains")} or {any_of(c + "id", "snoer_personal")}
          or ({c}closed_on is null and {any_of(c + "chain_id", "snoer_open_chains")}
              or {c}closed_on is not null and {any_of(c + "chain_id", "snoer_archive_chains")})
            and ({c}lived_in && array(select snoer_municipalities()) or {c}partner_ids && array(select snoer_partners())
              or {c}lived_in = '{{}}' and {any_of(c + "chain_id", "snoer_contact_chains")}))"""


def reads(part: str) -> str:
    return f"'{part}' = any(array(select snoer_reads()))"


def writes(part: str) -> str:
    return f"'{part}' = any(array(select snoer_writes()))"


def shows(part: str) -> str:
    """That the file of a client `c` in sight shows the part (as SQL): an involvement can be for some parts only.

    Without a sub-select of a table, whose own policy would be planned anew inside that of every statement.
    """
    return f"""({any_of("c.chain_id", "snoer_wide_chains")} or {any_of("c.chain_id", "snoer_contact_chains")}
        or c.full_partner_ids && array(select snoer_partners())
        or array[c.id || ':*', c.id || ':' || {part}] && array(select snoer_shown()))"""


def exists(table: str, client: str = "client_id", part: str = "") -> str:
    """Columns carry their table's name: a bare `id` in the sub-select would be the client's own, and always be true.

    A scalar sub-select, not EXISTS, of which the planner would make a hash of all clients for a page of 25 rows.
    `part` is SQL; whoever sees a client at all sees the part `client`.
    """
    shown = f" and {shows(part)}" if part and part != "'client'" else ""
    return f"(select true from clients_client c where c.id = {table}.{client} and c.chain_id = {table}.chain_id{shown})"


def under(table: str, client: str = "client_id", part: str = "") -> str:
    return f"{CHAIN} and ({WIDE} or {exists(table, client, part)})"


def _quoted(part: str) -> str:
    return f"'{part}'"


Rules = dict[str, str | tuple[str, str]]  # verb -> rule, or (using, with check)


def _under_client(table: str, part: str, more: str = "true") -> Rules:
    shown = _quoted(part)
    see = f"{under(table, part=shown)} and {reads(part)}"
    # No short cut for those who see all: a wrong chain is refused, and a foreign id reads like one that is not there.
    put = f"{CHAIN} and {exists(table, part=shown)} and {writes(part)} and ({more})"
    return {"select": see, "insert": put, "update": (f"{see} and {writes(part)} and ({more})", put), "delete": put}


def own_step(table: str) -> str:
    """That the row stands beside a step of the acting partner, and that this is a step of the row's client."""
    return (
        f"exists (select 1 from clients_step s where s.id = {table}.step_id and {any_of('s.partner_id', 'snoer_own')})"
    )


def marked(table: str) -> str:
    """That the person whose card it is stands in sight."""
    return f"(select true from placement_mediation m where m.id = {table}.mediation_id)"


def _kept(rules: Rules) -> Rules:
    """Without the right to delete: what was done is ended, never taken away."""
    return {verb: rule for verb, rule in rules.items() if verb != "delete"}


def _section(table: str) -> str:
    return f"""{CHAIN} and {exists(table, part=f"{table}.part")} and {any_of("part", "snoer_writes")}
        and ({WIDE} or {CONTACT} or {OWN})"""


def _only(rule: str | tuple[str, str], more: str) -> str | tuple[str, str]:
    """The rule, for rows of which also `more` holds before they are changed."""
    return f"{rule} and {more}" if isinstance(rule, str) else (f"{rule[0]} and {more}", rule[1])


def _report(table: str, part: str) -> Rules:
    rules = _kept(_under_client(table, part, f"{WIDE} or {OWN}"))
    told = f"(status <> 'draft' or {WIDE} or {OWN} or {any_of('host_id', 'snoer_own')})"
    return rules | {"select": _only(rules["select"], told), "update": _only(rules["update"], "status = 'draft'")}


def _in_report(table: str, part: str, more: str, read: str, write: str) -> Rules:
    """`read` and `write`: what of `{0}`, the state of the report as the acting membership knows it (diagnosis.sql)."""
    state = f"snoer_report({table}.diagnosis_id)"
    rules = _under_client(table, part, f"({more}) and {write.format(state)}")
    return rules | {"select": _only(rules["select"], read.format(state))}


OWN = any_of("partner_id", "snoer_own")
AUTHOR = any_of("author_id", "snoer_users")
ACTING = "membership_id = (select snoer_membership())"
HEARS = f"(audience = 'chain' or {OWN})"

RULES: dict[str, Callable[[str, str], Rules]] = {
    "vocabulary": lambda table, part: {"select": CHAIN, "insert": ADMIN, "update": ADMIN, "delete": ADMIN},
    "shared": lambda table, part: {
        "select": f"{CHAIN} and {reads(part)}",
        "insert": f"{CHAIN} and {writes(part)}",
        "update": f"{CHAIN} and {writes(part)}",
    },
    # Lists of what is shared: their lines are taken away too.
    "shared_list": lambda table, part: {
        "select": f"{CHAIN} and {reads(part)}",
        "insert": f"{CHAIN} and {writes(part)}",
        "update": f"{CHAIN} and {writes(part)}",
        "delete": f"{CHAIN} and {writes(part)}",
    },
    # Shared by all, said under one's own name, and corrected by who said it.
    "shared_said": lambda table, part: {
        "select": f"{CHAIN} and {reads(part)}",
        "insert": f"{CHAIN} and {writes(part)} and {AUTHOR} and ({OWN} or {SYSTEM})",
        "update": f"{CHAIN} and {writes(part)} and ({SYSTEM} or {OWN} and {AUTHOR})",
    },
    # What triggers derive of what is shared.
    "shared_kept": lambda table, part: {"select": f"{CHAIN} and {reads(part)}"},
    # Anonymous work cards: written by triggers alone.
    "card": lambda table, part: {
        # One array of chains, for matching reads ten thousands of rows and each condition is asked of each.
        "select": f"""chain_id = any(array(select s.c from (select snoer_system_chains() union select snoer_contact_chains()
            union select snoer_service_chains()) s(c) where {reads(part)} and {any_of("s.c", "snoer_chains")}))""",
    },
    # The mark `ready for mediation` is the point of contact's; what the last step needs, of all who work on it.
    "mediation": lambda table, part: _kept(
        _under_client(table, part)
        | {"insert": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and ({WIDE} or {CONTACT})"}
    ),
    # Who asked reads what became of it; the point of contact answers, for the people in its sight.
    "card_request": lambda table, part: {
        "select": f"{CHAIN} and ({SYSTEM} or {reads(part)} and ({OWN} or {CONTACT} and {marked(table)}))",
        "update": f"{CHAIN} and ({SYSTEM} or {writes(part)} and ({OWN} or {CONTACT} and {marked(table)}))",
    },
    # A subsidy is decided by the point of contact; others register that it was asked for.
    "subsidy": lambda table, part: _kept(
        _under_client(table, part, f"{WIDE} or {CONTACT} or {OWN} and status = 'requested'")
    ),
    # Who was there, marked by the partner that was with them; a later mark takes the place of an earlier one.
    "attended": lambda table, part: _kept(
        _under_client(table, part)
        | {
            "insert": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and {AUTHOR} and ({OWN} or {SYSTEM})",
            "update": (
                f"{under(table, part=_quoted(part))} and {reads(part)} and {writes(part)}",
                f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and {AUTHOR} and ({OWN} or {SYSTEM})",
            ),
        }
    ),
    # As text: a list of varchar is written otherwise by a dump than it was read, and the fence would not be the same.
    # Practical support is decided by the point of contact; who asks says so, and that it is not needed any more.
    "support": lambda table, part: _kept(
        _under_client(table, part, f"{WIDE} or {CONTACT} or {OWN} and status::text in ('asked', 'withdrawn')")
    ),
    # A signal is told under one's own name, and decided by the point of contact.
    "cooperation": lambda table, part: _kept(
        _under_client(
            table, part, f"{WIDE} or {CONTACT} or {OWN} and {AUTHOR} and status::text in ('open', 'withdrawn')"
        )
    ),
    # Nobody gives themselves a membership, and nobody but a system touches those of systems.
    "membership": lambda table, part: {
        "select": CHAIN,
        "insert": f"{ADMIN} and not {any_of('user_id', 'snoer_users')} and (role <> 'system' or {SYSTEM})",
        "update": f"{ADMIN} and not {any_of('user_id', 'snoer_users')} and (role <> 'system' or {SYSTEM})",
    },
    "client": lambda table, part: {
        "select": sees_client(),
        "insert": f"{sees_client()} and {writes(part)}",
        "update": f"{sees_client()} and {writes(part)}",
    },
    "under_client": lambda table, part: _under_client(table, part),
    # A partner writes what is its own (steps, agreements); the point of contact, which chooses with the person, all.
    "of_partner": lambda table, part: _kept(_under_client(table, part, f"{WIDE} or {CONTACT} or {OWN}")),
    "beside_step": lambda table, part: _kept(_under_client(table, part, f"{WIDE} or {CONTACT} or {own_step(table)}")),
    # Progress is told under one's own name, and only its teller corrects it.
    "observation": lambda table, part: _kept(_under_client(table, part, f"{SYSTEM} or {OWN} and {AUTHOR}")),
    # The benefit is the point of contact's: others propose, and may correct what is not decided yet.
    "proposal": lambda table, part: _kept(
        _under_client(table, part, f"{WIDE} or {CONTACT} or status = 'proposed' and {exists(table)}")
    ),
    # What the point of contact chooses with the person: the team, the plan, the end of the file.
    "of_contact": lambda table, part: _kept(_under_client(table, part, f"{WIDE} or {CONTACT}")),
    # The asking and the asked partner, and the point of contact.
    "referral": lambda table, part: _kept(
        _under_client(table, part, f"{WIDE} or {CONTACT} or {OWN} or {any_of('asked_by_id', 'snoer_own')}")
    ),
    # Said once, under one's own name, and never changed.
    "said": lambda table, part: {
        "select": f"{under(table, part=_quoted(part))} and {reads(part)}",
        "insert": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)}"
        f" and {AUTHOR} and ({OWN} or {SYSTEM})",
    },
    # Where somebody stands, said under one's own name: each row in the part that it belongs to.
    "assessment": lambda table, part: {
        "select": f"{under(table, part=f'{table}.part')} and {any_of('part', 'snoer_reads')}",
        "insert": f"{CHAIN} and {exists(table, part=f'{table}.part')} and {any_of('part', 'snoer_writes')}"
        f" and {AUTHOR} and ({OWN} or {SYSTEM})",
    },
    # Said under one's own name, and ended by whoever says it anew.
    "followed": lambda table, part: _kept(
        _under_client(table, part)
        | {
            "insert": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and {AUTHOR} and ({OWN} or {SYSTEM})"
        }
    ),
    # A section of the intake: its owner's, and the point of contact's, which leads the talk.
    "section": lambda table, part: {
        "select": f"{under(table, part=f'{table}.part')} and {any_of('part', 'snoer_reads')}",
        "insert": _section(table),
        "update": (
            f"{under(table, part=f'{table}.part')} and {any_of('part', 'snoer_writes')}"
            f" and ({WIDE} or {CONTACT} or {OWN})",
            _section(table),
        ),
    },
    # A report is its partner's (and read where it is made) until it is given; then it changes no more. What stands in it
    # follows it: days are told under one's own name, also by the host; a conclusion of others may stand by itself.
    "report": lambda table, part: _report(table, part),
    "report_day": lambda table, part: _kept(
        _in_report(table, part, f"{SYSTEM} or {OWN} and {AUTHOR}", "{0} is not null", "{0} in ('draft', 'hosted')")
    ),
    "in_report": lambda table, part: _in_report(table, part, f"{WIDE} or {OWN}", "{0} is not null", "{0} = 'draft'"),
    "finding": lambda table, part: _kept(
        _in_report(
            table,
            part,
            f"{WIDE} or {OWN}",
            "(diagnosis_id is null or {0} is not null)",
            "(diagnosis_id is null or {0} = 'draft')",
        )
    ),
    # In a screening: chosen by who makes the round, decided by who works with the plan.
    "entry": lambda table, part: {
        "select": f"{under(table, part=_quoted(part))} and {reads(part)}",
        "insert": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes('screening')}",
        "update": f"{under(table, part=_quoted(part))} and {reads(part)} and {writes(part)}",
    },
    # The engine of terms makes them; people write down their own next step, and do what is theirs.
    "task": lambda table, part: {
        "select": f"{under(table, part=f'{table}.part')} and {any_of('part', 'snoer_reads')}",
        "insert": f"{CHAIN} and {exists(table, part=f'{table}.part')} and ({SYSTEM} or {any_of('made_by_id', 'snoer_users')})",
        "update": f"{under(table, part=f'{table}.part')} and {any_of('part', 'snoer_reads')}"
        f" and ({WIDE} or {CONTACT} or {OWN} or {any_of('made_by_id', 'snoer_users')})",
    },
    # What a partner has to know, also when the file is closed by now: it holds a number and no name.
    "news": lambda table, part: {
        "select": f"{CHAIN} and ({SYSTEM} or {OWN})",
        "insert": SYSTEM,
        "update": f"{CHAIN} and {OWN}",
        "delete": SYSTEM,
    },
    "draft": lambda table, part: {
        "select": ACTING,
        "insert": f"{CHAIN} and {ACTING} and {exists(table)}",
        "update": ACTING,
        "delete": ACTING,
    },
    # Broken through snoer_break_glass() alone; read by who broke it, the privacy officer and the point of contact.
    "glass": lambda table, part: {
        "select": f"{CHAIN} and ({ACTING} or {reads('looks')} or {CONTACT} and {exists(table)})",
    },
    "derived": lambda table, part: {"select": f"{under(table, part=_quoted(part))} and {reads(part)}"},
    "told": lambda table, part: {
        "select": f"{under(table, part=f'{table}.part')} and {any_of('part', 'snoer_reads')}",
        "insert": f"{CHAIN} and {exists(table)} and {AUTHOR} and ({OWN} or {SYSTEM})",
    },
    "note": lambda table, part: {
        "select": f"{under(table, part=_quoted(part))} and {reads(part)} and {any_of('part', 'snoer_reads')} and {HEARS}",
        "insert": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and {any_of('part', 'snoer_writes')}"
        f" and {OWN} and {AUTHOR} and {ACTING}",
        "update": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and {any_of('part', 'snoer_writes')}"
        f" and {AUTHOR} and {OWN}",
    },
    "log": lambda table, part: {
        "select": f"{CHAIN} and {reads(part)}",
        "insert": f"{CHAIN} and {ACTING} and (client_id is null or {exists(table)})",
    },
    # An outflow tells of the benefit, so it is for the point of contact.
    "result": lambda table, part: {
        "select": f"{under(table, part=_quoted(part))} and {reads(part)} and (kind = 'activation' or {WIDE} or {CONTACT})",
        "insert": f"{SYSTEM} and {exists(table)}",
        "update": f"{SYSTEM} and {exists(table)}",
        "delete": SYSTEM,
    },
    "counted": lambda table, part: {"select": CHAIN, "insert": SYSTEM, "update": SYSTEM, "delete": SYSTEM},
    "counter": lambda table, part: {"select": CHAIN, "insert": ADMIN, "update": f"{CHAIN} and {writes('client')}"},
    "outbox": lambda table, part: {"select": CHAIN, "insert": CHAIN, "update": SYSTEM, "delete": SYSTEM},
    "jobrun": lambda table, part: {"select": CHAIN, "insert": SYSTEM, "update": SYSTEM},
    "once": lambda table, part: {"select": ACTING, "insert": f"{CHAIN} and {ACTING}", "update": ACTING},
}


def mine(select: str, where: str = "true") -> str:
    """A function of the acting membership, if it holds today in Amsterdam."""
    return f"""returns setof bigint {DEFINER} rows 1 as $$ select {select} from chain_membership m
        where m.id = snoer_membership() and m.started_on <= snoer_today()
          and (m.ended_on is null or m.ended_on >= snoer_today()) and {where} $$"""


def _parts_of(verb: str) -> str:
    rows = ", ".join(
        f"('{role}', '{name}')" for name, part in PARTS.items() for role in ROLES if role in getattr(part, verb)
    )
    kept, contact = CONTACT_READS if verb == "read" else CONTACT_WRITES, _CONTACT.format("")
    only = ", ".join(f"'{part}'" for part in sorted(kept))
    mandated = "".join(
        f" and (p.part <> '{part}' or m.role = 'system' or {contact} or {contact.replace("'person'", f"'{function}'")})"
        for part, function in MANDATE_READS.items()
    )
    return (
        mine("p.part", f"(p.part not in ({only}) or m.role = 'system' or {contact}){mandated}")
        .replace("setof bigint", "setof text")
        .replace("chain_membership m", f"chain_membership m join (values {rows}) p(role, part) on p.role = m.role")
    )  # fmt: skip


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
    "snoer_users()": mine("m.user_id"),
    "snoer_chains()": mine("m.chain_id"),
    "snoer_wide_chains()": mine("m.chain_id", _roles("system", "privacy")),
    "snoer_system_chains()": mine("m.chain_id", _roles("system")),
    "snoer_admin_chains()": mine("m.chain_id", _roles("system", "admin")),
    "snoer_open_chains()": mine("m.chain_id", "m.role <> 'archive'"),
    "snoer_archive_chains()": mine("m.chain_id", f"{_roles(*sorted(OPENS_CLOSED))} and {_CONTACT.format('')}"),
    # Clients that somebody sees in person: by a broken glass, which opens a closed file too, or a screening list.
    "snoer_personal()": mine("v.client_id", f"{HOLDS} and (v.reason = 'glass' or c.closed_on is null)").replace(
        "chain_membership m",
        "chain_membership m join clients_involvement v on v.membership_id = m.id"
        " join clients_client c on c.id = v.client_id",
    ),
    # Which parts (`*`: all) of which clients somebody sees by an involvement that is in person or for some parts only.
    # Two ways in, each by its own index: as one condition it would look at everybody's, for every policy that asks.
    "snoer_shown()": mine("v.client_id || ':' || p", HOLDS)
    .replace("setof bigint", "setof text")
    .replace(
        "chain_membership m",
        f"""chain_membership m cross join lateral (
          select v.* from clients_involvement v where v.membership_id = m.id
          union all
          select v.* from clients_involvement v join chain_partner p on p.id = v.partner_id and ({_OWN})
          where v.membership_id is null and v.parts is not null and {_FILES}) v
        cross join unnest(coalesce(v.parts, '{{*}}')) p""",
    ),
    "snoer_contact_chains()": mine("m.chain_id", f"{_FILES} and {_CONTACT.format('')}"),
    "snoer_service_chains()": mine("m.chain_id", f"{_FILES} and {_SERVICE}"),
    "snoer_own()": mine("p.id").replace("chain_membership m", f"chain_membership m join chain_partner p on {_OWN}"),
    "snoer_partners()": mine("p.id", _FILES).replace(
        "chain_membership m", f"chain_membership m join chain_partner p on {_OWN}"
    ),
    "snoer_municipalities()": mine(
        "s.municipality_id",
        _FILES + " and " + _CONTACT.format(" and (d.municipality_id is null or d.municipality_id = s.municipality_id)"),
    ).replace("chain_membership m", "chain_membership m join chain_chainmunicipality s on s.chain_id = m.chain_id"),
    "snoer_reads()": _parts_of("read"),
    "snoer_writes()": _parts_of("write"),
    "snoer_memberships_of(wanted int)": f"""returns setof bigint {DEFINER} as $$
        select id from chain_membership where user_id = wanted and role <> 'system' and started_on <= snoer_today()
        and (ended_on is null or ended_on >= snoer_today()) order by id $$""",
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
        foreach task in array array['setup', 'import', 'count', 'sight', 'terms'] loop
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


def models_with_tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
            yield model


def tracked(model: type[models.Model]) -> type[models.Model] | None:
    """The model whose history this model keeps."""
    return getattr(model, "pgh_tracked_model", None)


def fenced() -> Iterator[type[models.Model]]:
    """Every table with a chain or a client; a KeyError in `rules`, and no migration, for one that says no kind."""
    for model in models_with_tables():
        columns = {field.column for field in model._meta.local_fields}
        if columns & {"chain_id", "client_id"}:
            yield model


def rules(model: type[models.Model]) -> Rules:
    """What the application may do with the rows of the model's table; of history it may read what it may read now."""
    table, source = model._meta.db_table, tracked(model)
    if source is None:
        cut = RULES[model.row_security](table, getattr(model, "row_part", ""))  # type: ignore[attr-defined]
        return _with_references(cut, " and ".join(references(model)))
    if source.row_security == "client":  # type: ignore[attr-defined]
        return {"select": under(table, "id")}
    see = RULES[source.row_security](table, getattr(source, "row_part", ""))["select"]  # type: ignore[attr-defined]
    if source.row_security == "note":  # type: ignore[attr-defined]
        # Once said to all and now to the own organisation: then what was said before is too.
        see = f"{see} and exists (select 1 from clients_note n where n.id = {table}.id)"
    return {"select": see}


def references(model: type[models.Model]) -> Iterator[str]:
    """That what the row names is of its own chain, and of its own client.

    PostgreSQL checks foreign keys as the owner: it would take any id that exists, and so tell which do.
    """
    table, own = model._meta.db_table, {field.column for field in model._meta.local_fields}
    for field in model._meta.local_fields:
        target = field.remote_field.model if field.is_relation and field.remote_field else None
        if target is None or field.column in ("chain_id", "client_id", "membership_id"):
            continue  # the first two are in every rule, and so is whose membership it is
        columns, there = {other.column for other in target._meta.local_fields}, target._meta.db_table
        if "chain_id" not in columns:
            continue
        if target.row_security == "vocabulary":  # type: ignore[attr-defined]
            rule = any_of(str(field.column), f"snoer_ids_of_{there}")
        else:
            shared = "client_id" if {"client_id"} <= columns & own else "chain_id"
            rule = f"snoer_{shared[:-3]}_has_{there}({table}.{shared}, {table}.{field.column})"
        yield f"({field.column} is null or {rule})" if field.null else rule


def _with_references(cut: Rules, named: str) -> Rules:
    if not named:
        return cut
    cut = dict(cut)
    for verb in {"insert", "update"} & set(cut):
        using, check = rule if isinstance(rule := cut[verb], tuple) else (rule, rule)
        cut[verb] = (using, f"{check} and {named}")
    return cut


def ids_of_vocabulary() -> dict[str, str]:
    """Functions that give the ids of the chain's own partners, instruments, programmes: definer, for policies that
    read the table they are on would recurse."""
    return {
        f"snoer_ids_of_{table}()": mine("t.id").replace(
            "chain_membership m", f"chain_membership m join {table} t on t.chain_id = m.chain_id"
        )
        for table in (m._meta.db_table for m in fenced() if getattr(m, "row_security", "") == "vocabulary")
    }


def things_of() -> dict[str, str]:
    """Functions that tell whether a row hangs under the client, or in the chain, that names it: see `references`."""
    return {
        f"snoer_{owner}_has_{model._meta.db_table}(owner bigint, wanted bigint)": f"""returns bool language plpgsql stable
        security definer set search_path = pg_catalog, public, pg_temp as $$ begin
        return exists (select from {model._meta.db_table} where id = wanted and {owner}_id = owner
          and chain_id = any(array(select snoer_chains()))); end $$"""
        for model in fenced()
        for owner in ("client", "chain")
        if not tracked(model) and {"id", f"{owner}_id"} <= {field.column for field in model._meta.local_fields}
    }


def statements(model: type[models.Model]) -> Iterator[str]:
    """The SQL that fences the model's table."""
    table, cut = model._meta.db_table, rules(model)
    columns = {field.column for field in model._meta.local_fields}
    yield f'alter table "{table}" enable row level security'
    yield f'revoke all on "{table}" from {APP}'
    yield f'grant {", ".join(cut)} on "{table}" to {APP}'
    for verb, rule in cut.items():
        using, check = rule if isinstance(rule, tuple) else (rule, rule)
        clause = {"insert": f"with check ({check})", "update": f"using ({using}) with check ({check})"}.get(
            verb, f"using ({using})"
        )
        yield f'create policy app_{verb} on "{table}" for {verb} to {APP} {clause}'
    if {"chain_id", "client_id"} <= columns and not tracked(model):
        # Stands for the plain keys on client and on chain, which these models therefore leave out.
        yield f'alter table "{table}" drop constraint if exists "{table}_same_chain"'
        yield (
            f'alter table "{table}" add constraint "{table}_same_chain" foreign key (client_id, chain_id)'
            " references clients_client (id, chain_id) deferrable initially deferred"
        )


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Before the migrations: extensions, and functions that columns are made of."""
    with connection.cursor() as cursor:
        for extension in ("btree_gist", "btree_gin", "pg_trgm"):
            cursor.execute(f"create extension if not exists {extension}")
        for signature, body in FIRST.items():
            cursor.execute(f"create or replace function {signature} {body}")


def _sql_modules() -> Iterator:
    for app in apps.get_app_configs():
        if app.module is not None and app.name in ("clients", "diagnosis", "placement", "development", "reporting"):
            yield import_module(f"{app.name}.sql")


def apply(connection: BaseDatabaseWrapper, log: Callable[[str], object] = lambda table: None) -> None:
    """Bring functions, triggers, policies and grants to what the models say; leave alone, unlocked, what is so already."""
    with connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {APP}")
        cursor.execute("set local check_function_bodies = off")
        functions, gone = FUNCTIONS | ids_of_vocabulary() | things_of(), False
        for module in _sql_modules():
            functions |= module.FUNCTIONS
        for signature, body in functions.items():
            name = typed(signature)
            gone |= _lay(cursor, name, f"create or replace function {signature} {body}")
            cursor.execute(f"revoke all on function {name} from public")
            cursor.execute(f"grant execute on function {name} to {APP}")
        for module in _sql_modules():
            for statement in module.TRIGGERS:
                cursor.execute(statement)
        _guard_history(cursor)
        cursor.execute(
            "select c.relname, obj_description(p.oid, 'pg_policy') from pg_policy p"
            " join pg_class c on c.oid = p.polrelid where p.polname = 'app_select'"
        )
        have = {} if gone else dict(cursor.fetchall())
        for model in fenced():
            table, todo = model._meta.db_table, list(statements(model))
            digest = hashlib.sha256("\n".join(todo).encode()).hexdigest()[:16]
            if have.get(table) == digest:
                continue
            cursor.execute("select policyname from pg_policies where schemaname = 'public' and tablename = %s", [table])
            for (policy,) in cursor.fetchall():
                cursor.execute(f'drop policy "{policy}" on "{table}"')
            for statement in todo:
                cursor.execute(statement)
            cursor.execute(f"comment on policy app_select on \"{table}\" is '{digest}'")
            log(table)
        for table, rights in OPEN.items():
            cursor.execute("select to_regclass(%s)", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f'revoke all on "{table}" from {APP}')
                cursor.execute(f'grant {rights} on "{table}" to {APP}')
        _take_away_old_functions(cursor, FIRST | functions)


def _lay(cursor, name: str, statement: str) -> bool:
    """Create or replace; a function that answers other columns than in an earlier release has to go first, and with it the
    policies that ask it: True, so that those are laid anew. Until then their tables are closed."""
    try:
        with transaction.atomic(using=cursor.db.alias):
            cursor.execute(statement)
        return False
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InvalidFunctionDefinition):
            raise
        cursor.execute(f"drop function {name} cascade")
        cursor.execute(statement)
        return True


def typed(signature: str) -> str:
    """`f(a text, most int)` as `f(text, int)`: the one that is meant, where there are more of the name."""
    name, _bracket, given = signature.partition("(")
    types = [parameter.split(maxsplit=1)[1] for parameter in given.rstrip(")").split(", ") if parameter]
    return f"{name}({', '.join(types)})"


def _take_away_old_functions(cursor, kept: dict[str, str]) -> None:
    """What an earlier release laid and this one no longer has: a definer function nobody looks after is a way in."""
    cursor.execute(
        "select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and proname like 'snoer%%'"
        " and oid <> all(select to_regprocedure(kept)::oid from unnest(%s::text[]) kept where to_regprocedure(kept) is not null)",
        [[typed(signature) for signature in kept]],
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"drop function {function} cascade")  # with it the triggers that still called it


def _guard_history(cursor) -> None:
    """History is written by the owner's functions: the application can read it, not write it.

    An update's history joins its old and new rows. PostgreSQL keeps that plan for the session, and a nested loop, kept
    from a statement of one row, would take minutes with ten thousand: so never one.
    """
    cursor.execute(
        "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname = 'public' and (p.proname like 'pgtrigger%%' or p.proname = '_pgh_attach_context')"
        " and not (p.prosecdef and 'enable_nestloop=off' = any(coalesce(p.proconfig, '{}')))"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"alter function {function} security definer set search_path = pg_catalog, public, pg_temp")
        cursor.execute(f"alter function {function} set enable_nestloop = off")


class UnsafeRole(RuntimeError):
    """The application was about to serve as a role that row-level security does not hold."""


def check_role(connection: BaseDatabaseWrapper) -> None:
    """Raise UnsafeRole where the connection's role is superuser, bypasses policies, owns tables or is member of an owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user,"
            " exists (select 1 from pg_roles a where (a.rolsuper or a.rolbypassrls) and pg_has_role(r.oid, a.oid, 'member')),"
            " exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace"
            "   and c.relkind in ('r', 'p') and pg_has_role(r.oid, c.relowner, 'member'))"
            " from pg_roles r where r.rolname = current_user"
        )
        role, above, owns = cursor.fetchone()
    if above or owns:
        raise UnsafeRole(f"the database role {role} is not held by row-level security: log in as {APP}")
