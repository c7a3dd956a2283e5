"""A worker may live on and no longer hear its queue (R11): brokers' connections have died so before.

A child that hangs needs no dog: Celery's time limits end its task, and then the child.
"""

from collections.abc import Callable

from esteira.domain.flow.observation import WorkerState

DEAF_AFTER_SECONDS = 60.0


class Watchdog:
    """Remembers since when a worker is idle although tasks wait for it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since: float | None = None

    def barks(self, state: WorkerState, tasks_waiting: int) -> bool:
        """Whether it has been so for too long to pass by itself."""
        if state is not WorkerState.IDLE or not tasks_waiting:
            self._since = None
            return False
        now = self._monotonic()
        self._since = now if self._since is None else self._since
        return now - self._since > DEAF_AFTER_SECONDS
