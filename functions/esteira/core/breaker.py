"""A circuit breaker: calls of a dependency that is known to be down fail at once (R10)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from esteira.core.errors import Unavailable

ERRORS_TO_OPEN = 3
FIRST_OPEN_SECONDS = 5.0
LONGEST_OPEN_SECONDS = 60.0


class Breaker:
    """Opens for 5 s after three errors in a row, then lets calls through. A success closes it.

    Each further error opens it for twice as long, up to 60 s. While it is open, calls raise `opens_as`. The state is
    kept in the process: each process detects an outage by itself.
    """

    def __init__(self, opens_as: type[Unavailable], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._opens_as = opens_as
        self._monotonic = monotonic
        self._lock = Lock()
        self._open_until = 0.0
        self._cause = ""
        self._close()

    @property
    def is_open(self) -> bool:
        """Whether a call would be rejected now."""
        return self._monotonic() < self._open_until

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Count the errors of a call of the dependency. Raises the dependency's `Unavailable` at once while open."""
        if self.is_open:
            raise self._opens_as("(not tried: it failed several times in a row)", cause=self._cause)
        try:
            yield
        except Unavailable as error:
            self._cause = error.cause
            self._count_error()
            raise
        self._close()

    def _close(self) -> None:
        self._errors = 0
        self._open_seconds = FIRST_OPEN_SECONDS

    def _count_error(self) -> None:
        with self._lock:
            self._errors += 1
            if self._errors >= ERRORS_TO_OPEN:
                self._open_until = self._monotonic() + self._open_seconds
                self._open_seconds = min(LONGEST_OPEN_SECONDS, self._open_seconds * 2)
