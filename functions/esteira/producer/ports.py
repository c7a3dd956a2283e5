"""What the producer needs from outside: sources, cursors, checkpoints and the list of rejects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from esteira.core.orders import Order, OrderPayload
from esteira.producer.cursor import Cursor, Position
from esteira.producer.page import PageRow


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What a source says of itself before it is read.

    `epoch` names the cursor `mode` and this life of the database; every position given out in it lies below `limit`.
    `horizon_age_seconds` is the age of the oldest open transaction that rows may have to wait for.
    """

    mode: str
    epoch: str
    limit: Position
    horizon_age_seconds: float


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Rows not yet read after some position, and rows in all."""

    unread_rows: int
    total_rows: int


class Source(Protocol):
    """A source as the producer reads it. Every method raises `SourceUnavailable` when the database does not answer."""

    @property
    def name(self) -> str:
        """The name under which its orders travel."""

    def inspect(self) -> Inspection:
        """Its epoch and limit. Raises `SourceUnfit`, saying what is wrong, where reading it could lose rows."""

    def read_page(self, after: Position, *, limit: int, patience_seconds: float) -> Sequence[PageRow]:
        """The next rows after a position, in order, never past one that may still get an older neighbour.

        Takes no longer than `patience_seconds`; with writers in the way that long it answers no rows.
        """

    def measure(self, after: Position) -> Measure:
        """How far behind a reader at this position is."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """How many orders were made, and the smallest and largest of their ids (others may have written between)."""

    count: int
    first_id: int
    last_id: int


class OrderTable(Protocol):
    """A source's table of orders. Every method raises `SourceUnavailable` when the database does not answer."""

    def fill(self, count: int, *, false_share: float, seed: int) -> Filled:
        """Makes that many orders; about `false_share` of them fail the security check. Equal seeds, equal orders."""

    def load(self, payloads: Iterable[OrderPayload]) -> int:
        """Adds these orders, all or none; streams. What the iterable raises comes out and leaves nothing behind."""

    def list_after(self, after_id: int, *, limit: int, security_check: bool | None) -> Sequence[Order]:
        """Orders with larger ids, in the order of their ids."""

    def stamp_old(self, limit: int) -> int:
        """Stamps up to `limit` rows that no transaction of this cluster has stamped, and says how many (mode xid)."""


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


class Checkpoints(Protocol):
    """One checkpoint a source. Every method raises `TargetUnavailable` when the database does not answer."""

    def load(self, source: str) -> Cursor | None:
        """The checkpoint, or None where there is none."""

    def save(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor if it is ahead of the kept one in the same epoch, or the first. Never goes back."""

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor whatever was kept: for the first one of a new epoch."""


class Rejects(Protocol):
    """The list of rejected rows. Every method raises `TargetUnavailable` when the database does not answer."""

    def add(self, source: str, reasons: Mapping[int, str]) -> None:
        """Keeps the reason of each source id. One that is there already stays as it is."""

    def ids(self, source: str) -> Sequence[int]:
        """The source ids rejected so far, ascending."""
