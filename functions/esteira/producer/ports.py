"""Ports of the producer: sources, cursors, checkpoints and the list of rejects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from esteira.core.identifiers import Id
from esteira.core.orders import Order, OrderPayload
from esteira.producer.cursor import Cursor, Position
from esteira.producer.evidence import Marks
from esteira.producer.horizon import HorizonHolder
from esteira.producer.page import PageRow


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """The state of a source before it is read.

    `epoch` names cursor mode, cluster, time line and database. All positions of it lie below `limit`.
    `horizon_age_seconds` is the age of the oldest open transaction that holds up the horizon.
    """

    mode: str
    epoch: str
    limit: Position
    marks: Marks
    horizon_age_seconds: float


@dataclass(frozen=True, kw_only=True)
class Measure:
    """The number of rows after a position, and of all rows."""

    unread_rows: int
    total_rows: int


class Source(Protocol):
    """A source as the producer reads it. Every method raises `SourceUnavailable` if the database is not reachable."""

    @property
    def name(self) -> str:
        """The name of the source, which its messages carry."""

    def inspect(self) -> Inspection:
        """Return epoch and limit. Raises `SourceUnfit` with the reason if reading this source could skip rows."""

    def read_page(self, after: Position, *, limit: int, timeout_seconds: float) -> Sequence[PageRow]:
        """Return the next rows after a position, in reading order and below the horizon, at most `limit`.

        Takes at most `timeout_seconds`. Returns no rows if open transactions hold up the horizon for that long.
        """

    def read_rows(self, ids: Sequence[int]) -> Sequence[PageRow]:
        """Return the rows with these ids, as far as they exist, in any order. `x` of a row without a stamp is 0."""

    def measure(self, after: Position) -> Measure:
        """Count the rows after a position, and all rows."""


class HorizonReader(Protocol):
    """The open transactions of a source. Raises `SourceUnavailable` if the database is not reachable."""

    def holders(self, limit: int) -> Sequence[HorizonHolder]:
        """Return the transactions that hold up the horizon, the longest open first."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The number of orders created, and their smallest and largest id (ids between may belong to other writers)."""

    count: int
    first_id: Id
    last_id: Id


class OrderTable(Protocol):
    """A source's table of orders. Every method raises `SourceUnavailable` if the database is not reachable."""

    def fill(self, count: int, *, false_share: float, seed: int) -> Filled:
        """Create `count` orders; about `false_share` of them fail the security check. Equal seeds make equal orders."""

    def load(self, payloads: Iterable[OrderPayload]) -> int:
        """Stream these orders in, all or none, and return the count. An exception of the iterable rolls back."""

    def list_after(self, after_id: int | None, *, limit: int, security_check: bool | None) -> Sequence[Order]:
        """Return up to `limit` orders with ids above `after_id`, or from the first one on, sorted by id."""

    def stamp_old(self, limit: int) -> int:
        """Stamp up to `limit` rows that no transaction of this cluster has stamped (mode `xid`). Returns the count."""


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right to publish a source for `seconds`. The fence grows with each lease, which exposes an expired holder."""

    source: str
    token: str
    fence: int
    seconds: float


class Advance(Enum):
    """The result of moving a cursor: moved, changed by another producer meanwhile, or refused for an outdated fence."""

    MOVED = 1
    CONFLICT = 0
    FENCED_OFF = -1


class Cursors(Protocol):
    """Cursors and leases by source. Every method raises `CursorUnavailable` if Redis is not reachable."""

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        """Acquire the lease of a source. Returns None while another producer holds it."""

    def release(self, lease: Lease) -> None:
        """Release the lease if it is still the current one."""

    def load(self, source: str) -> Cursor | None:
        """Return the cursor, or None if none is stored (not yet, or lost)."""

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        """Replace `old` by `new` and renew the lease, unless the cursor is not `old` or a later lease was acquired."""


class Checkpoints(Protocol):
    """One checkpoint for each source. Every method raises `TargetUnavailable` if the target is not reachable."""

    def load(self, source: str) -> Cursor | None:
        """Return the checkpoint, or None if none is stored."""

    def save(self, source: str, cursor: Cursor) -> None:
        """Store the cursor if it is the first, or not behind the stored one of the same epoch. Never moves back."""

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Store the cursor unconditionally: for the first one of a new epoch."""


@dataclass(frozen=True, kw_only=True)
class Restart:
    """A source that began anew: why it is taken for one, and the epoch that began."""

    epoch: str
    reason: str


class Restarts(Protocol):
    """The sources that began anew. Every method raises `TargetUnavailable` if the target is not reachable."""

    def note(self, source: str, restart: Restart) -> bool:
        """Store the restart as open, unless it is known. Returns whether it is new."""

    def open(self) -> Mapping[str, Restart]:
        """Return the latest open restart of each source that has one."""

    def settle(self, source: str, *, by: str) -> bool:
        """Close the open restarts of a source: its orders were compared, or accepted. Returns whether one was open."""


class Rejects(Protocol):
    """The list of rejected rows. Every method raises `TargetUnavailable` if the target is not reachable."""

    def add(self, source: str, reasons: Mapping[int, str]) -> None:
        """Store the reason for each source id. A stored reason is not replaced."""

    def forget_before(self, source: str, epoch: str) -> None:
        """Forget the rows rejected before this epoch was noted as a restart: their ids may belong to other rows now."""

    def forget(self, source: str, ids: Sequence[int]) -> None:
        """Forget these rows: the queue has accepted messages of them."""

    def ids(self, source: str) -> Sequence[int]:
        """Return the rejected source ids in ascending order."""
