"""Wait until a paused lane is quiet: no consumer begins a receive, and none holds messages."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from esteira.consumer.drain_queue import WAIT_SECONDS as WORKER_POLL_SECONDS
from esteira.core.names import Lane
from esteira.core.queue.ports import QueueDepthReader

QUIET_WITHIN_SECONDS = 120
"""A batch in hand is finished within half a minute; messages that failed stay hidden for their retry delay."""
POLL_SECONDS = 0.2


class StoppingMappings(Protocol):
    """What tells whether the Lambda consumers of a lane still receive. Both methods raise `MappingsUnavailable`."""

    def has_stopped(self, lane: Lane) -> bool:
        """Whether no new poll begins."""
        ...

    def last_poll_seconds(self, lane: Lane) -> int:
        """Within how many seconds a poll ends that runs when the mapping stops."""
        ...


@dataclass(frozen=True, kw_only=True)
class QuietDeps:
    """The consumers of a lane, and its queue."""

    mappings: StoppingMappings
    depth: QueueDepthReader
    pause: Callable[[float], object] = time.sleep
    seconds: Callable[[], float] = time.monotonic


def wait_until_quiet(quiet_deps: QuietDeps, lane: Lane, *, limit_seconds: float = QUIET_WITHIN_SECONDS) -> bool:
    """Return whether the lane became quiet in time. Raises `MappingsUnavailable` or `QueueUnavailable`.

    First the Lambda consumers' mapping must have stopped. A poll that runs then ends within its window, and that of a
    worker within its long poll; nothing tells when, so that time must pass. If the mapping was only about to start, it
    has started meanwhile, and is waited for again. Last, no message may be in flight.
    """
    deadline = quiet_deps.seconds() + limit_seconds
    return _wait(quiet_deps, lambda: _polls_have_ended(quiet_deps, lane), deadline) and _wait(
        quiet_deps, lambda: quiet_deps.depth.read().in_flight == 0, deadline
    )


def _polls_have_ended(quiet_deps: QuietDeps, lane: Lane) -> bool:
    if not quiet_deps.mappings.has_stopped(lane):
        return False
    quiet_deps.pause(max(quiet_deps.mappings.last_poll_seconds(lane), WORKER_POLL_SECONDS))
    return quiet_deps.mappings.has_stopped(lane)


def _wait(quiet_deps: QuietDeps, condition: Callable[[], bool], deadline: float) -> bool:
    while not (met := condition()) and quiet_deps.seconds() < deadline:
        quiet_deps.pause(POLL_SECONDS)
    return met
