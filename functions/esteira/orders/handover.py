"""Handing a range of a source over again: what each row of it is to the target, and which rows are sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from esteira.core.identifiers import Id
from esteira.core.orders import fingerprint
from esteira.producer.cursor import Position
from esteira.producer.page import PageRow
from esteira.reconciliation.comparison import TargetRow, is_dead

MOST_ROWS = 10_000
"""Rows of one range: they are sent within the time limit of a call."""

Which = Literal["new", "all"]
"""`new`: rows that are not in the target. `all`: also those that are; what is equal there changes nothing."""


class RowKind(StrEnum):
    """What a row of a source is to the target."""

    NOT_READ = "not_read"
    """The producer has not read it yet, and will: it is never handed over again."""
    NEW = "new"
    """The target knows nothing of it: its message is under way, or lost."""
    RETRYING = "retrying"
    DEAD = "dead"
    REJECTED = "rejected"
    EQUAL = "equal"
    """It is in the target as it is here."""
    DIFFERENT = "different"
    """It is in the target with other contents: its message becomes a conflict."""


MISSING = frozenset({RowKind.NEW, RowKind.RETRYING, RowKind.DEAD, RowKind.REJECTED})
"""What is not in the target."""

SENT: Mapping[Which, frozenset[RowKind]] = {"new": MISSING, "all": MISSING | {RowKind.EQUAL, RowKind.DIFFERENT}}
"""What is handed over."""


@dataclass(frozen=True, kw_only=True)
class RangeCounts:
    """The rows of a range by kind."""

    not_read: int = 0
    new: int = 0
    retrying: int = 0
    dead: int = 0
    rejected: int = 0
    equal: int = 0
    different: int = 0

    @classmethod
    def of(cls, kinds: Sequence[RowKind]) -> "RangeCounts":
        """Count the kinds."""
        return cls(**{kind.value: number for kind, number in Counter(kinds).items()})

    def __add__(self, other: "RangeCounts") -> "RangeCounts":
        return RangeCounts(**{kind.value: self.of_kind(kind) + other.of_kind(kind) for kind in RowKind})

    def of_kind(self, kind: RowKind) -> int:
        """Return the rows of one kind."""
        return int(getattr(self, kind.value))

    @property
    def rows(self) -> int:
        """All rows of the range."""
        return sum(self.of_kind(kind) for kind in RowKind)

    def to_send(self, which: Which) -> int:
        """Return how many rows are sent."""
        return sum(self.of_kind(kind) for kind in SENT[which])


@dataclass(frozen=True, kw_only=True)
class HandoverPreview:
    """What handing over this range would send. `new` and `all` are the numbers of rows for each choice of `which`."""

    source: str
    first_id: Id
    last_id: Id
    rows: int
    new: int
    all: int
    counts: RangeCounts


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """What was handed over again, by whom, and what the range was before. `next_id`: where to go on, None at the end.

    `rejected` rows cannot be a message; they are in the list of rejects.
    """

    source: str
    first_id: Id
    last_id: Id
    which: Which
    by: str
    before: RangeCounts
    sent: int
    rejected: int
    next_id: Id | None


def kind_of(row: PageRow, known: TargetRow | None, cursor: Position) -> RowKind:
    """Return what a row is to the target. `known`: all that the target knows of it; `cursor`: the producer's."""
    if known is None:
        return RowKind.NEW if is_handed_over(row.position, cursor) else RowKind.NOT_READ
    if known.rejected:
        return RowKind.REJECTED
    if known.payload_hash is not None:
        return RowKind.EQUAL if _hash(row) == known.payload_hash else RowKind.DIFFERENT
    return RowKind.DEAD if is_dead(known) else RowKind.RETRYING


def is_handed_over(position: Position, cursor: Position) -> bool:
    """Return whether a row lies at or before the cursor. In mode `xid` a row without a stamp (x = 0) never does."""
    return position <= cursor and (position.x > 0 or cursor.x == 0)


def _hash(row: PageRow) -> str | None:
    """Return the fingerprint of a row; None if no message can carry it, so that it equals nothing."""
    order = row.order
    try:
        return fingerprint(order.product, order.price, order.security_check)
    except (TypeError, ValueError, UnicodeError):
        return None
