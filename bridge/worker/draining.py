"""One drain task from within: what the consumer core asks (go on?) and tells (so many in hand), kept on the slate."""

import time
from collections.abc import Callable, Mapping
from threading import Event

from esteira.domain.metrics.throughput import attempts_counted
from esteira.domain.names import Lane
from esteira.domain.outcomes import Status
from esteira.use_cases.drain_queue import drain_queue

from bridge.worker.lane_consumer import Drained
from bridge.worker.shared_state import Slate

DRAIN_SECONDS = 38.0
"""With the longest batch (30 s) it ends before the soft time limit of 70 s, which would cut a batch."""

BATCH_MESSAGES = 100
"""Takes about a third of a second: whoever is told to end has finished it long before 8 s are over (T26)."""

LOOK_SECONDS = 0.1

GOOD = frozenset({Status.SUCCEEDED, Status.DUPLICATE})


class Stop(Event):
    """Set when the worker drains, or its child is to end."""

    def __init__(self, slate: Slate, is_ending: Callable[[], bool]) -> None:
        super().__init__()
        self._slate = slate
        self._is_ending = is_ending

    def is_set(self) -> bool:
        """See `Event.is_set`."""
        return bool(self._slate.draining) or self._is_ending()

    def wait(self, timeout: float | None = None) -> bool:
        """See `Event.wait`. The other process cannot wake us: we look."""
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_set():
            left = LOOK_SECONDS if end is None else end - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, LOOK_SECONDS))
        return True


class SlateObserver:
    """The observer of a drain: keeps the numbers that are beaten, and announces the change as Lambda's door does."""

    def __init__(self, slate: Slate, lane: Lane, announce: Callable[[Lane, Mapping[str, int]], None]) -> None:
        self._slate = slate
        self._lane = lane
        self._announce = announce

    def holding(self, messages: int) -> None:
        """See `Observer.holding`."""
        self._slate.in_hand = messages

    def finished(self, counts: Mapping[Status, int], seconds: float) -> None:
        """See `Observer.finished`."""
        good = sum(number for status, number in counts.items() if status in GOOD)
        self._slate.finish(processed=good, failed=sum(counts.values()) - good, seconds=seconds)
        self._announce(self._lane, attempts_counted(self._lane, counts))


def drain_once(
    drained: Drained, slate: Slate, is_ending: Callable[[], bool], *, for_seconds: float = DRAIN_SECONDS
) -> bool:
    """Drains the lane for a while, or until the worker is asked to drain or to end. Whether it might go on at once."""
    stop = Stop(slate, is_ending)
    slate.in_task = 1
    try:
        drain_queue(
            drained.consumer,
            for_seconds=for_seconds,
            stop=stop,
            observer=SlateObserver(slate, drained.lane, drained.announce),
            batch_messages=BATCH_MESSAGES,
        )
    finally:
        slate.in_task = 0
    return drained.consumer.may_receive and not stop.is_set()
