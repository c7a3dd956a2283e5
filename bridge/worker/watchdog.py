"""Detects a worker that runs but no longer fetches tasks (R11), as has happened after lost broker connections.

A child that hangs is not its concern: Celery's time limits end the task, and then the child.
"""

from collections.abc import Callable

from esteira.scaling.observation import WorkerState

STUCK_AFTER_SECONDS = 60.0


class Watchdog:
    """Measures for how long a worker has been idle although tasks wait for it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since: float | None = None

    def reset(self) -> None:
        """Begins anew."""
        self._since = None

    def is_stuck(self, state: WorkerState, tasks_waiting: int) -> bool:
        """Whether that has lasted longer than `STUCK_AFTER_SECONDS`. Call it with every heartbeat."""
        if state is not WorkerState.IDLE or not tasks_waiting:
            self._since = None
            return False
        now = self._monotonic()
        self._since = now if self._since is None else self._since
        return now - self._since > STUCK_AFTER_SECONDS
