"""Brings the attempts that waited in the outbox to the attempt log, once that answers again."""

from collections.abc import Callable

from esteira.consumer.ports import AttemptLog, AttemptOutbox
from esteira.core.errors import AttemptLogUnavailable
from esteira.core.log import logger

PORTION_DOCUMENTS = 500
SECONDS_TO_LEAVE = 5.0
"""No portion is begun when less time is left; one takes about three at worst."""


def relay_attempts(log: AttemptLog, outbox: AttemptOutbox, *, remaining_seconds: Callable[[], float]) -> int:
    """How many documents were delivered. Several relays may run at once, and none delivers what another holds.

    A portion leaves the outbox when the log has taken it. Killed in between, it is delivered again, which changes
    nothing. Raises `TargetUnavailable` when the outbox does not answer.
    """
    delivered = 0
    try:
        while remaining_seconds() >= SECONDS_TO_LEAVE and (portion := _relay_portion(log, outbox)):
            delivered += portion
    except AttemptLogUnavailable as error:
        logger.warning("attempts go on waiting", action="relay_attempts", count=delivered, error=str(error))
        return delivered
    logger.info("attempts relayed", action="relay_attempts", count=delivered)
    return delivered


def _relay_portion(log: AttemptLog, outbox: AttemptOutbox) -> int:
    with outbox.taken(PORTION_DOCUMENTS) as documents:
        if documents:
            log.record(documents)
        return len(documents)
