"""Sends the originals that are due to their lanes again: claimed, sent, kept as sent.

A crash in between sends them once more, which the consumers' identity of a message absorbs.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.core.queue.batching import MAX_BATCH_ENTRIES, BatchReply
from esteira.failures.deps import RecoveryDeps
from esteira.failures.failure import Failure

QUEUE_AWAY_DELAY = timedelta(minutes=1)
REFUSED = "The queue of its lane refuses its original."
NO_LANE = "Its lane is not known to this installation."


def resend_due(deps: RecoveryDeps) -> int:
    """Send what is due, a request for each ten. Returns how many were sent. Raises `TargetUnavailable`."""
    sent = 0
    while claimed := deps.store.claim(MAX_BATCH_ENTRIES, deps.clock()):
        passing("recovery.after_claim")
        sent += sum(_resend(deps, lane, failures) for lane, failures in _by_lane(claimed).items())
        if len(claimed) < MAX_BATCH_ENTRIES:
            break
    return sent


def _by_lane(claimed: Sequence[Failure]) -> dict[Lane | None, list[Failure]]:
    lanes: defaultdict[Lane | None, list[Failure]] = defaultdict(list)
    for failure in claimed:
        lanes[failure.lane].append(failure)
    return lanes


def _resend(deps: RecoveryDeps, lane: Lane | None, failures: Sequence[Failure]) -> int:
    queue = deps.lanes.get(lane) if lane else None
    if queue is None:
        deps.store.park(failures, NO_LANE, deps.clock())
        return 0
    try:
        reply = queue.send([failure.original or "" for failure in failures])
    except QueueUnavailable as error:
        logger.warning("originals not sent", action="recover", lane=lane, count=len(failures), error=str(error))
        reply = BatchReply()
    passing("recovery.after_send")
    return _record(deps, failures, reply)


def _record(deps: RecoveryDeps, failures: Sequence[Failure], reply: BatchReply) -> int:
    sent = [failure for index, failure in enumerate(failures) if index in reply.taken]
    refused = [failure for index, failure in enumerate(failures) if index in reply.refused]
    others = [failure for failure in failures if failure not in sent and failure not in refused]
    if sent:
        deps.store.sent(sent, deps.clock())
    if refused:
        deps.store.park(refused, REFUSED, deps.clock())
    if others:
        deps.store.put_back(others, deps.clock() + QUEUE_AWAY_DELAY)
    return len(sent)
