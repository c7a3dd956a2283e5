"""A database where orders are born: read in an order that loses none, and filled by hand for demonstration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from esteira.domain.cursor import Position
from esteira.domain.handover import Row
from esteira.domain.orders import Order, OrderPayload


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

    def read_page(self, after: Position, *, limit: int, patience_seconds: float) -> Sequence[Row]:
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
