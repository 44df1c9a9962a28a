"""History: every insert, change and deletion of a tracked row, written by statement triggers in the database itself."""

import pghistory
from django.db.backends.base.base import BaseDatabaseWrapper
from pgtrigger import prune
from pgtrigger.registry import registered


def keep_history(*exclude: str):
    """Decorator for a model; `exclude` names derived columns that tell nothing.

    The trigger functions are made security definer by chain.rowsecurity: the application can read history, not write it.
    """
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(),
        exclude=list(exclude), context_id_field=None,  # type: ignore[arg-type]
    )  # fmt: skip


def lay(connection: BaseDatabaseWrapper) -> None:
    """Bring the triggers to what the models say; what is so already is left alone, unlocked.

    They are not operations of the migrations: for each of those Django makes its picture of all models anew, which took
    five times as long as everything else in an empty database.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname, obj_description(oid, 'pg_trigger') from pg_trigger"
            " where tgname like 'pgtrigger%%' and tgparentid = 0"
        )
        have = dict(cursor.fetchall())
        cursor.execute("select to_regproc('_pgh_attach_context') is null")
        if cursor.fetchone()[0]:  # where the tables were made without migrations
            from pghistory.models import Context

            Context.install_pgh_attach_context_func(using=connection.alias)
    for model, trigger in registered():
        if have.get(trigger.get_pgid(model)) != trigger.compile(model).hash:
            trigger.install(model, database=connection.alias)
    prune(database=connection.alias)
