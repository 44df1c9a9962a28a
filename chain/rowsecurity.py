"""Net 2: what PostgreSQL lets each membership reach, written from the models and laid over the database after migrating.

A model names its kind of table in `row_security` and its part of the file in `row_part`; chain/rowrules.py says what each
kind means, chain/rowfunctions.py who is acting. The functions and triggers of the apps come from their `sql` modules. The
net guards against mistakes, not against somebody who can run SQL as the application.
"""

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InvalidFunctionDefinition

from chain.rowfunctions import FIRST, FUNCTIONS, mine
from chain.rowrules import APP, ERASER, RULES, Rules, any_of, under

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
    # the user's id, and when it was used; a key changes its user or itself never (chain/sql.py). Of an app and of
    # recovery codes the secret, encrypted, and which codes were used.
    "mfa_authenticator": "select, insert, delete, update (last_used_at, data)",
    # Who signs in elsewhere, and from where each is signed in; nothing of clients.
    "socialaccount_socialaccount": ALL,
    "socialaccount_socialapp": "select",
    "socialaccount_socialtoken": "select, delete",  # none is kept
    "usersessions_usersession": ALL,
    # Machines: read before anybody acts. Which membership one acts under is fenced (chain_apiclient).
    "oauth2_provider_application": "select, insert, update, delete",
    "oauth2_provider_accesstoken": ALL,
    "oauth2_provider_refreshtoken": "select",
    "oauth2_provider_grant": "select",
    "oauth2_provider_idtoken": "select",
    "oauth2_provider_devicegrant": "select",
    "account_emailaddress": ALL,
    "account_emailconfirmation": ALL,
    "pghistory_context": "select",
    "diagnosis_occupation": ALL,
    "diagnosis_occupationname": ALL,
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
        if (
            columns & {"chain_id", "client_id"} and model._meta.db_table not in OPEN
        ):  # a library's `client_id` is no client
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
    functions: dict[str, str] = {}
    for table in (m._meta.db_table for m in fenced() if getattr(m, "row_security", "") == "vocabulary"):
        source = f"chain_membership m join {table} t on t.chain_id = m.chain_id"
        functions |= mine(f"ids_of_{table}", "t.id", source=source, keep=False)
    return functions


def things_of() -> dict[str, str]:
    """Functions that tell whether a row hangs under the client, or in the chain, that names it: see `references`."""
    return {
        f"snoer_{owner}_has_{model._meta.db_table}(owner bigint, wanted bigint)": f"""returns bool language plpgsql stable
        security definer set search_path = pg_catalog, public, pg_temp as $$ begin
        return exists (select from {model._meta.db_table} where id = wanted and {owner}_id = owner
          and chain_id = any((select snoer_chains())::bigint[])); end $$"""
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
        if app.module is not None and app.name in (
            "chain",
            "clients",
            "diagnosis",
            "placement",
            "development",
            "reporting",
        ):
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
        functions |= _lay_for_others(cursor)
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


def _lay_for_others(cursor) -> dict[str, str]:
    """Functions written from the models, that the application may not call (SNOER_ERASURE): laid for the role that may."""
    module = import_module(settings.SNOER_ERASURE)
    functions: dict[str, str] = module.functions()
    for signature, body in functions.items():
        name = typed(signature)
        _lay(cursor, name, f"create or replace function {signature} {body}")
        cursor.execute(f"revoke all on function {name} from public, {APP}, {ERASER}")
        if role := module.CALLED_BY.get(signature):
            cursor.execute(f"grant usage on schema public to {role}")
            cursor.execute(f"grant execute on function {name} to {role}")
    return functions


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
