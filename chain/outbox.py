"""The outbox reaches the workers: at once where Redis answers, else by the sweep."""

import logging
import time
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import connection, transaction

logger = logging.getLogger(__name__)
QUIET_SECONDS = 10  # after a failure nobody else waits for it so long
_quiet_until = 0.0


def send(task: str, *arguments: Any) -> bool:
    """Ask a worker for the task; False, without an error and within two seconds, where Redis does not answer."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        current_app.send_task(task, list(arguments), retry=False)
    except Exception as error:  # kombu raises its own, redis its own: none may undo what people did
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("%s waits for the sweep: %s", task, type(error).__name__)
        return False
    return True


@dataclass(frozen=True)
class Kick:
    """Asks a worker to empty the chain's outbox; gives up quietly without Redis, for the sweep comes every minute."""

    chain_id: int

    def __call__(self) -> None:
        send("reporting.tasks.empty_outbox", self.chain_id)


def kick_on_commit(chain_id: int) -> None:
    """Kick once, however many acts the transaction has."""
    kick = Kick(chain_id)
    if not any(hook == kick for _sids, hook, _robust in connection.run_on_commit):  # type: ignore[misc]
        transaction.on_commit(kick, robust=True)
