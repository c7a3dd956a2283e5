"""Runs one drain task: the consumer core asks whether to go on and reports its progress through the shared state."""

import time
from collections.abc import Callable, Mapping
from threading import Event

from esteira.consumer.attempt_counts import attempts_counted
from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.outcomes import AttemptStatus
from esteira.core.names import Lane

from bridge.worker.lane_consumer import LaneConsumer
from bridge.worker.shared_state import SharedWorkerState

DRAIN_SECONDS = 38.0
"""Together with the two longest batches (33 s each) below the soft time limit of 110 s, which would cut a batch."""

CHECK_SECONDS = 0.1

GOOD = frozenset({AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE})


class DrainStop(Event):
    """Set while the worker drains, or its child is to end."""

    def __init__(self, state: SharedWorkerState, is_ending: Callable[[], bool]) -> None:
        super().__init__()
        self._state = state
        self._is_ending = is_ending

    def is_set(self) -> bool:
        """See `Event.is_set`."""
        return bool(self._state.draining) or self._is_ending()

    def wait(self, timeout: float | None = None) -> bool:
        """See `Event.wait`. Polls, because the other process cannot wake this one."""
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_set():
            left = CHECK_SECONDS if end is None else end - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, CHECK_SECONDS))
        return True


class SharedStateObserver:
    """The observer of a drain: updates the shared state, and announces changes as the Lambda consumer does."""

    def __init__(
        self, state: SharedWorkerState, lane: Lane, announce: Callable[[Lane, Mapping[str, int]], None]
    ) -> None:
        self._state = state
        self._lane = lane
        self._announce = announce

    def holding(self, messages: int) -> None:
        """See `Observer.holding`."""
        self._state.in_hand = messages

    def finished(self, counts: Mapping[AttemptStatus, int], seconds: float) -> None:
        """See `Observer.finished`."""
        good = sum(number for status, number in counts.items() if status in GOOD)
        self._state.finish(processed=good, failed=sum(counts.values()) - good, seconds=seconds)
        self._announce(self._lane, attempts_counted(self._lane, counts))


def drain_once(
    lane: LaneConsumer,
    state: SharedWorkerState,
    is_ending: Callable[[], bool],
    *,
    for_seconds: float = DRAIN_SECONDS,
) -> bool:
    """Drains the lane for a while, or until the worker drains or ends. Returns whether another task may follow."""
    stop = DrainStop(state, is_ending)
    state.in_task = 1
    try:
        drain_queue(
            lane.consumer,
            for_seconds=for_seconds,
            stop=stop,
            observer=SharedStateObserver(state, lane.lane, lane.announce),
        )
    finally:
        state.in_task = 0
    return lane.consumer.may_receive and not stop.is_set()
