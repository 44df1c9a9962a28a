"""A backup and its restore as docs/operations.md describes them, really tried: same rows, same fence."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from chain import embedded
from chain.acting import acting_as
from clients.models import Client
from tests.world import world

RESTORED = "snoer_restored"
FENCE = {
    "policies": "select tablename, policyname, cmd, qual, with_check from pg_policies order by 1, 2",
    "fenced": "select relname, relrowsecurity from pg_class"
    " where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    "grants": "select table_name, privilege_type from information_schema.role_table_grants where grantee = 'snoer_app'"
    " order by 1, 2",
    "functions": "select proname, prosecdef, proconfig, pg_get_userbyid(proowner),"
    " has_function_privilege('public', oid, 'execute') from pg_proc where proname like 'snoer%' order by 1",
    "triggers": "select tgrelid::regclass::text, tgname, tgenabled from pg_trigger where not tgisinternal"
    " order by 1, 2",
    "owners": "select tablename, tableowner from pg_tables where schemaname = 'public' order by 1",
    "constraints": "select conrelid::regclass::text, conname, convalidated from pg_constraint order by 1, 2",
}


def run(program: str, *arguments: str | Path) -> None:
    done = subprocess.run([embedded.programs() / program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def at(role: str, database: str) -> str:
    return embedded.database_url(settings.TEST_FOLDER, role, database).replace("postgres://", "postgresql://")


def rows(database: str) -> dict[str, Any]:
    """Every table's rows as text, as the owner, and what the fence is made of."""
    with psycopg.connect(at("snoer_owner", database)) as owner:
        tables = [
            row[0] for row in owner.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        ]
        assert "clients_client" in tables
        held: dict[str, Any] = {
            table: owner.execute(
                sql.SQL("select count(*), md5(string_agg(t::text, ';' order by t::text)) from {} t").format(
                    sql.Identifier(table)
                )
            ).fetchone()
            for table in tables
        }
        return held | {name: owner.execute(query).fetchall() for name, query in FENCE.items()}


@pytest.mark.django_db(transaction=True)
def test_a_restored_backup_holds_the_same_rows_behind_the_same_fence(trusted: Callable, tmp_path: Path) -> None:
    with trusted():
        w = world()
    name, dump = connection.settings_dict["NAME"], tmp_path / "snoer.dump"
    before = rows(name)
    assert before["clients_client"][0] > 0
    assert before["policies"]

    run("pg_dump", "--format=custom", f"--file={dump}", at("snoer_owner", name))

    with psycopg.connect(at("snoer_owner", "postgres"), autocommit=True) as owner:
        restored = f"{RESTORED}_{name}"
        owner.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(restored)))
        owner.execute(sql.SQL("create database {} owner snoer_owner").format(sql.Identifier(restored)))
        try:
            run(
                "pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={at('snoer_owner', restored)}", dump
            )
            assert rows(restored) == before
            seen = _what_the_application_sees(at("snoer_app", restored), w)
        finally:
            # By the administrator: the application's session may still be leaving, and the owner cannot end it.
            with psycopg.connect(at("postgres", "postgres"), autocommit=True) as administrator:
                administrator.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(restored)))
    with acting_as(w.acting("trainer"), "compare"):
        assert seen == sorted(Client.objects.values_list("number", flat=True))
    assert seen


def _what_the_application_sees(where: str, w: Any) -> list[str]:
    with psycopg.connect(where) as application:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("select number from clients_client")
        application.rollback()
        application.execute("select set_config('snoer.membership_id', %s, true)", [str(w.acting("trainer"))])
        return sorted(row[0] for row in application.execute("select number from clients_client"))
