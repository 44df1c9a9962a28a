"""What each kind of table lets each membership do: the `using` and `with check` of its policies, as text.

A model names its kind in `row_security` and its part of the file in `row_part`; chain/rowsecurity.py lays the policies that
RULES says over its table. They compare with arrays from the functions of chain/rowfunctions.py, computed once a statement.
"""

from collections.abc import Callable

APP = "snoer_app"
ERASER = "snoer_eraser"  # carries out approved erasures, by one function
DEFINER = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"


def any_of(column: str, function: str, of: str = "bigint") -> str:
    """That the column is among what a function of the acting membership gives (chain/rowfunctions.py)."""
    return f"{column} = any((select {function}())::{of}[])"


# The parts that are read, and written, for rows that say which part they belong to.
READ = "any((select snoer_reads())::text[])"
WRITTEN = "any((select snoer_writes())::text[])"
CHAIN = any_of("chain_id", "snoer_chains")
WIDE = any_of("chain_id", "snoer_wide_chains")
SYSTEM = any_of("chain_id", "snoer_system_chains")
ADMIN = any_of("chain_id", "snoer_admin_chains")
CONTACT = any_of("chain_id", "snoer_contact_chains")
SERVICE = any_of("chain_id", "snoer_service_chains")
EXACT = any_of("chain_id", "snoer_exact_chains")
STEERS = any_of("chain_id", "snoer_steering_chains")
PUBLISHES = any_of("chain_id", "snoer_publishing_chains")


# That an involvement gives sight now.
HOLDS = """v.started_on <= snoer_today() and (v.seen_until is null or v.seen_until >= snoer_today())
        and (v.expires_at is null or v.expires_at > now())"""


def sees_client(c: str = "") -> str:
    """The rule of rows: SZMH by where the person lives or lived, others by involvement; closed files for few."""
    return f"""{any_of(c + "chain_id", "snoer_file_chains")}
        and ({any_of(f"({c}closed_on is not null)", "snoer_opens", "bool")}
            and ({c}lived_in && (select snoer_municipalities()) or {c}partner_ids && (select snoer_partners())
              or {c}lived_in = '{{}}' and {any_of(c + "chain_id", "snoer_contact_chains")})
          or {any_of(c + "chain_id", "snoer_wide_chains")} or {any_of(c + "id", "snoer_personal")})"""


def reads(part: str) -> str:
    """As an answer of its own, of which the planner expects half: of a part among the parts it would expect a twentieth."""
    return f"(select '{part}' = any(snoer_reads()))"


def writes(part: str) -> str:
    return f"(select '{part}' = any(snoer_writes()))"


def shows(part: str) -> str:
    """That the file of a client `c` in sight shows the part (as SQL): an involvement can be for some parts only.

    Without a sub-select of a table, whose own policy would be planned anew inside that of every statement.
    """
    return f"""({any_of("c.chain_id", "snoer_whole_chains")} or c.full_partner_ids && (select snoer_partners())
        or array[c.id || ':*', c.id || ':' || {part}] && (select snoer_shown()))"""


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
    return f"""{CHAIN} and {exists(table, part=f"{table}.part")} and part = {WRITTEN}
        and ({WIDE} or {CONTACT} or {OWN})"""


def _letter(table: str) -> str:
    return f"""{CHAIN} and {exists(table, part=f"{table}.part")} and part = {WRITTEN}
        and ({SYSTEM} or {OWN} and {AUTHOR})"""


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
        "select": f"""chain_id = any((select case when {reads(part)}
            then snoer_system_chains() || snoer_contact_chains() || snoer_service_chains() end)::bigint[])""",
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
        "select": f"{under(table, part=f'{table}.part')} and part = {READ}",
        "insert": f"{CHAIN} and {exists(table, part=f'{table}.part')} and part = {WRITTEN}"
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
        "select": f"{under(table, part=f'{table}.part')} and part = {READ}",
        "insert": _section(table),
        "update": (
            f"{under(table, part=f'{table}.part')} and part = {WRITTEN} and ({WIDE} or {CONTACT} or {OWN})",
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
        "select": f"{under(table, part=f'{table}.part')} and part = {READ}",
        "insert": f"{CHAIN} and {exists(table, part=f'{table}.part')} and ({SYSTEM} or {any_of('made_by_id', 'snoer_users')})",
        "update": f"{under(table, part=f'{table}.part')} and part = {READ}"
        f" and ({WIDE} or {CONTACT} or {OWN} or {any_of('made_by_id', 'snoer_users')})",
    },
    # Each in the part that it belongs to; who writes it keeps it until it is final.
    "letter": lambda table, part: {
        "select": f"{under(table, part=f'{table}.part')} and part = {READ}",
        "insert": _letter(table),
        "update": (
            f"{under(table, part=f'{table}.part')} and part = {READ} and status = 'draft' and ({OWN} or {SYSTEM})",
            _letter(table),
        ),
        "delete": f"{CHAIN} and {exists(table, part=f'{table}.part')} and status = 'draft' and {OWN} and {AUTHOR}",
    },
    # Asked for by who plans with the person, sent by the job; a colleague's digest is of the job alone.
    "mail": lambda table, part: {
        "select": f"{CHAIN} and ({SYSTEM} or {exists(table, part=_quoted(part))} and {reads(part)})",
        "insert": f"{CHAIN} and ({SYSTEM} or {exists(table, part=_quoted(part))} and {writes('plan')})",
        "update": SYSTEM,
        "delete": SYSTEM,
    },
    # What colleagues of one partner arrange among themselves.
    "of_colleagues": lambda table, part: {
        "select": f"{CHAIN} and {reads(part)} and ({any_of('partner_id', 'snoer_partners')} or {SYSTEM})",
        "insert": f"{CHAIN} and {writes(part)} and ({OWN} or {SYSTEM})",
        "update": f"{CHAIN} and {writes(part)} and ({OWN} or {SYSTEM})",
    },
    # One's own, whoever of the chain.
    "own": lambda table, part: {
        "select": ACTING,
        "insert": f"{CHAIN} and {ACTING}",
        "update": ACTING,
        "delete": ACTING,
    },
    # Said by the administrator of the own acts; read by administrators, by who watches over them, and by whom they are about.
    "user_act": lambda table, part: {
        "select": f"{CHAIN} and ({ADMIN} or {reads(part)} or {any_of('user_id', 'snoer_users')})",
        "insert": f"{ADMIN} and {ACTING}",
    },
    # What a trigger keeps of one's own looks.
    "opened": lambda table, part: {"select": f"{ACTING} and {CHAIN}"},
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
        "select": f"{under(table, part=f'{table}.part')} and part = {READ}",
        "insert": f"{CHAIN} and {exists(table)} and {AUTHOR} and ({OWN} or {SYSTEM})",
    },
    # What the person says beside a part of the file, for all who read that part; put in and withdrawn with the rights.
    "statement": lambda table, part: {
        "select": f"{under(table, part=f'{table}.part')} and (part = {READ} or {reads(part)})",
        "insert": f"{CHAIN} and {exists(table)} and {writes(part)} and {AUTHOR}",
        "update": f"{CHAIN} and {exists(table)} and {writes(part)}",
    },
    # Each in the part that it is about; taken away by who put it there.
    "document": lambda table, part: {
        "select": f"{under(table, part=f'{table}.part')} and part = {READ}",
        "insert": f"{CHAIN} and {exists(table, part=f'{table}.part')} and part = {WRITTEN}"
        f" and {AUTHOR} and ({OWN} or {SYSTEM})",
        "delete": f"{CHAIN} and {exists(table, part=f'{table}.part')} and ({SYSTEM} or {OWN} and {AUTHOR})",
    },
    # A list to be erased: put together under one's own name, approved or sent back under that of another, and then left to
    # the role snoer_eraser, but for who approved it: taken back, until it is carried out. Who proposed it and what was approved
    # stay (a trigger: a policy does not compare old with new).
    "erasure": lambda table, part: {
        "select": f"{CHAIN} and {reads(part)}",
        "insert": f"{CHAIN} and {writes(part)} and {any_of('proposed_by_id', 'snoer_users')} and approved_by_id is null",
        "update": (
            f"{CHAIN} and {writes(part)} and withdrawn_at is null and carried_out_at is null"
            f" and (approved_at is null or {any_of('approved_by_id', 'snoer_users')})",
            f"{CHAIN} and {writes(part)} and (approved_by_id is null or {any_of('approved_by_id', 'snoer_users')})"
            " and carried_out_at is null",
        ),
    },
    # A file on such a list; it stays when the file itself is gone.
    "erasure_entry": lambda table, part: {
        "select": f"{CHAIN} and {reads(part)}",
        "insert": f"{CHAIN} and {writes(part)} and {exists(table)} and erased_at is null and (select true from"
        f" clients_erasure r where r.id = {table}.erasure_id and r.approved_at is null and r.withdrawn_at is null)",
    },
    "note": lambda table, part: {
        "select": f"{under(table, part=_quoted(part))} and {reads(part)} and part = {READ} and {HEARS}",
        "insert": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and part = {WRITTEN}"
        f" and {OWN} and {AUTHOR} and {ACTING}",
        "update": f"{CHAIN} and {exists(table, part=_quoted(part))} and {writes(part)} and part = {WRITTEN}"
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
    # Kept by jobs, for numbers that definer functions give; read by no person.
    "job": lambda table, part: dict.fromkeys(("select", "insert", "update", "delete"), SYSTEM),
    # What is to be mended of a person, for who reads that part of the file; of no person, for all of the chain.
    "flaw": lambda table, part: {
        "select": f"{EXACT} and (client_id is null"
        f" or ({WIDE} or {exists(table, part=f'{table}.part')}) and part = {READ})",
        "insert": SYSTEM,
        "update": SYSTEM,
        "delete": SYSTEM,
    },
    # Exact, for who steers, drafts too; once published, it stays as it is.
    "edition": lambda table, part: {
        "select": STEERS,
        "insert": f"{PUBLISHES} and {AUTHOR} and published_at is null",
        "update": (f"{PUBLISHES} and published_at is null", PUBLISHES),
        "delete": f"{PUBLISHES} and published_at is null",
    },
    # What leaves the chain: for who steers, and for an alderman once it is published, of the own municipality and of all.
    "outside": lambda table, part: {
        "select": f"{CHAIN} and ({STEERS} or published and (municipality_id is null or {any_of('municipality_id', 'snoer_governed')}))",
        "insert": f"{PUBLISHES} and not published",
        "update": (f"{PUBLISHES} and not published", PUBLISHES),
        "delete": f"{PUBLISHES} and not published",
    },
    "counted": lambda table, part: {"select": EXACT, "insert": SYSTEM, "update": SYSTEM, "delete": SYSTEM},
    "counter": lambda table, part: {"select": CHAIN, "insert": ADMIN, "update": f"{CHAIN} and {writes('client')}"},
    "outbox": lambda table, part: {"select": CHAIN, "insert": CHAIN, "update": SYSTEM, "delete": SYSTEM},
    "jobrun": lambda table, part: {"select": CHAIN, "insert": SYSTEM, "update": SYSTEM},
    "once": lambda table, part: {"select": ACTING, "insert": f"{CHAIN} and {ACTING}", "update": ACTING},
}
