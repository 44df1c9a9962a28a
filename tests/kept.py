"""A world that is built once in a process and laid down again for each test that asks for it.

Most tests begin with the same hundred rows. Building them through factories takes longer than the tests themselves; the
rows as PostgreSQL took them, and the objects as the factories gave them, come back in a tenth of that.
"""

import functools
import json
import pickle
from collections.abc import Callable

from django.db import connection

from chain.days import today

# What stands in the database beside what tests make.
STANDING = ("django_migrations", "django_content_type", "auth_permission")


def kept[Made](build: Callable[[], Made]) -> Callable[[], Made]:
    """For a function without arguments that makes rows and gives objects that can be pickled.

    The first time in an empty database it is really called, triggers and all; after that its rows are laid down as they
    were taken, history and derived columns too. Its days are counted from today: it is built anew after midnight.
    """
    known: dict[object, tuple[str, bytes]] = {}

    @functools.wraps(build)
    def made() -> Made:
        if found := known.get(today()):
            rows, objects = found
            _as_superuser(rows)
            return pickle.loads(objects)
        empty = not _filled()
        result = build()
        if empty:
            known[today()] = _taken(), pickle.dumps(result)
        return result

    return made


def _filled() -> list[tuple[str, str, list]]:
    """(table, its columns, its rows as JSON) of each table that has rows."""
    return _as_superuser("select pg_temp.filled()", TAKE)


def _taken() -> str:
    """SQL that lays down what stands in the database now."""
    inserts = []
    for table, columns, rows in _filled():
        text = json.dumps(rows).replace("'", "''")
        inserts.append(
            f"insert into {table} ({columns}) overriding system value "
            f"select {columns} from json_populate_recordset(null::{table}, '{text}');"
        )
    return "\n".join(inserts)


TAKE = f"""
create or replace function pg_temp.filled() returns json language plpgsql as $$
declare one record; rows json; found json[] = '{{}}'; begin
  for one in
    select format('%I', c.relname) as name,
           (select string_agg(format('%I', attname), ', ' order by attnum) from pg_attribute
             where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and c.relname not in {STANDING!r}
  loop
    execute 'select json_agg(t) from ' || one.name || ' t' into rows;
    if rows is not null then found = found || json_build_array(one.name, one.columns, rows); end if;
  end loop;
  return array_to_json(found); end $$;
"""


def _as_superuser(statement: str, before: str = "") -> list:
    """Signed in is the superuser, who may lay rows down without triggers and keys; then back to the role of before."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        (role,) = cursor.fetchone()
        cursor.execute(f"set role none; set session_replication_role = replica; {before}")
        cursor.execute(statement)
        answer = cursor.fetchone()[0] if cursor.description else []
        cursor.execute(f"set session_replication_role = origin; set role {role}")
    return answer
