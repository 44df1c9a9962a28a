"""The Celery application. A worker refuses to start as a database role that row-level security does not hold."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chain.settings")
app = Celery("snoer")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_role(**_kwargs) -> None:
    """Celery offers no other way in before the first task."""
    from django.db import connection

    from chain.rowsecurity import check_role

    check_role(connection)
    connection.close()


@beat_init.connect
def sweep_at_once(**_kwargs) -> None:
    """What waited while nothing ran does not wait for the first minute, and the page that everything works knows it."""
    from chain.outbox import send

    send("reporting.tasks.sweep")
