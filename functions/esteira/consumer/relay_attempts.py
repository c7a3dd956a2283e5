"""The relay: delivers the attempts in the outbox to the attempt log, once that is available again."""

from collections.abc import Callable

from esteira.consumer.ports import AttemptLog, AttemptOutbox
from esteira.core.errors import AttemptLogUnavailable
from esteira.core.log import logger

CHUNK_DOCUMENTS = 500
RESERVE_SECONDS = 5.0
"""With less time left than this no chunk is started; one takes about three seconds at worst."""


def relay_attempts(log: AttemptLog, outbox: AttemptOutbox, *, remaining_seconds: Callable[[], float]) -> int:
    """Deliver documents while time remains. Returns their number. Concurrent relays skip each other's documents.

    A chunk leaves the outbox when the log has stored it. After a crash in between it is delivered again, which is
    idempotent. Raises `TargetUnavailable` if the outbox is not reachable.
    """
    delivered = 0
    try:
        while remaining_seconds() >= RESERVE_SECONDS and (chunk := _relay_chunk(log, outbox)):
            delivered += chunk
    except AttemptLogUnavailable as error:
        logger.warning("attempts not relayed", action="relay_attempts", count=delivered, error=str(error))
        return delivered
    logger.info("attempts relayed", action="relay_attempts", count=delivered)
    return delivered


def _relay_chunk(log: AttemptLog, outbox: AttemptOutbox) -> int:
    with outbox.take(CHUNK_DOCUMENTS) as documents:
        if documents:
            log.record(documents)
        return len(documents)
