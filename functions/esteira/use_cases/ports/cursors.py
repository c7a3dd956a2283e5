"""Where the producer keeps its place, and who may move it."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from esteira.domain.cursor import Cursor


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right to publish a source, for a while. The fence grows with each lease, so a late holder is found out."""

    source: str
    token: str
    fence: int
    seconds: float


class Advance(Enum):
    """What became of an attempt to move a cursor."""

    MOVED = 1
    ELSEWHERE = 0
    FENCED_OFF = -1


class Cursors(Protocol):
    """Cursors and leases by source. Every method raises `CursorUnavailable` when Redis does not answer."""

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        """A lease, or None while another producer holds one."""

    def release(self, lease: Lease) -> None:
        """Gives the lease back, if it is still this one that counts."""

    def load(self, source: str) -> Cursor | None:
        """The cursor, or None where there is none (yet, or any more)."""

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        """Sets the cursor and renews the lease if it still is `old` and no later lease was given out."""
