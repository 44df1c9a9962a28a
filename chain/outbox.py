"""The outbox reaches the workers: at once where Redis answers, else by the sweep."""

import logging
from dataclasses import dataclass

from celery import current_app
from django.db import connection, transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kick:
    """Asks a worker to empty the chain's outbox; gives up quietly without Redis, for the sweep comes every minute."""

    chain_id: int

    def __call__(self) -> None:
        try:
            current_app.send_task("reporting.tasks.empty_outbox", [self.chain_id], retry=False)
        except Exception as error:  # kombu raises its own, redis its own: none may undo what people did
            logger.warning("outbox of chain %s waits for the sweep: %s", self.chain_id, type(error).__name__)


def kick_on_commit(chain_id: int) -> None:
    """Kick once, however many acts the transaction has."""
    kick = Kick(chain_id)
    if not any(hook == kick for _sids, hook, _robust in connection.run_on_commit):
        transaction.on_commit(kick, robust=True)
