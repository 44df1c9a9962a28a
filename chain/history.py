"""History: every insert, change and deletion of a tracked row, written by statement triggers in the database itself."""

import pghistory


def keep_history(*exclude: str):
    """Decorator for a model; `exclude` names derived columns that tell nothing.

    The trigger functions are made security definer by chain.rowsecurity: the application can read history, not write it.
    """
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(),
        exclude=list(exclude), context_id_field=None,  # type: ignore[arg-type]
    )  # fmt: skip
