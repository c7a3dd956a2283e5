"""Cursors and leases in memory."""

import secrets
import time
from threading import Lock

from esteira.domain.cursor import Cursor
from esteira.use_cases.ports.cursors import Advance, Lease


class MemoryCursors:
    """The port `Cursors`. A lease runs out by the monotonic clock."""

    def __init__(self) -> None:
        self._cursors: dict[str, Cursor] = {}
        self._fences: dict[str, int] = {}
        self._locks: dict[str, tuple[str, float]] = {}
        self._one_at_a_time = Lock()

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        """A lease, or None while another producer holds one."""
        with self._one_at_a_time:
            _, until = self._locks.get(source, ("", 0.0))
            if until > time.monotonic():
                return None
            token = secrets.token_hex(16)
            self._locks[source] = (token, time.monotonic() + seconds)
            self._fences[source] = self._fences.get(source, 0) + 1
            return Lease(source=source, token=token, fence=self._fences[source], seconds=seconds)

    def release(self, lease: Lease) -> None:
        """Gives the lease back, if it is still this one that counts."""
        with self._one_at_a_time:
            if self._holds(lease):
                del self._locks[lease.source]

    def load(self, source: str) -> Cursor | None:
        """The cursor, or None where there is none."""
        return self._cursors.get(source)

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        """Compare and set."""
        with self._one_at_a_time:
            if self._fences.get(lease.source) != lease.fence:
                return Advance.FENCED_OFF
            if self._cursors.get(lease.source) != old:
                return Advance.ELSEWHERE
            self._cursors[lease.source] = new
            if self._holds(lease):
                self._locks[lease.source] = (lease.token, time.monotonic() + lease.seconds)
            return Advance.MOVED

    def flush(self) -> None:
        """Loses everything, as a Redis may."""
        with self._one_at_a_time:
            for everything in (self._cursors, self._fences, self._locks):
                everything.clear()

    def _holds(self, lease: Lease) -> bool:
        return self._locks.get(lease.source, ("", 0.0))[0] == lease.token
