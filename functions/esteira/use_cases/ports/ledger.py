"""What the ledger reads: the books of each source, those of the target, the cursors and the lane's counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from esteira.domain.comparison import SourceRow, TargetRow
from esteira.domain.cursor import Position
from esteira.domain.ledger import Homes, QueueReading, SourceCount, Tally
from esteira.domain.orders import Order


class SourceBooks(Protocol):
    """One source, read only. All raise `SourceUnavailable`."""

    def count(self, cursor: Position) -> SourceCount:
        """The rows on both sides of the cursor, in one snapshot."""
        ...

    def past(self, cursor: Position, ids: Sequence[int]) -> Tally:
        """Those of `ids` that are rows past the cursor."""
        ...

    def rows(self, cursor: Position) -> Iterator[SourceRow]:
        """All rows in the order of their ids, of one snapshot that is taken at the first `next`, in constant memory."""
        ...

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        """The rows of these ids that exist."""
        ...


class TargetBooks(Protocol):
    """What the target knows of every source, read only. All raise `TargetUnavailable`."""

    def homes(self) -> Mapping[str, Homes]:
        """The rows of every source that has any, by state, in one snapshot."""
        ...

    def duplicated(self) -> Mapping[str, int]:
        """Per source the persisted rows beyond the first of their key: none, unless the primary key is gone."""
        ...

    def ids_from(self, source: str, first_id: int) -> Iterator[Sequence[int]]:
        """The ids of at least `first_id` that the target knows of a source, in portions."""
        ...

    def rows(self, source: str) -> Iterator[TargetRow]:
        """Everything known of a source in the order of the ids, as `SourceBooks.rows` gives its own."""
        ...


class CursorReader(Protocol):
    """Where the producer stands."""

    def position(self, source: str) -> Position:
        """The last row handed over. Raises `CursorUnavailable`."""
        ...


class QueueGauge(Protocol):
    """The counts of one queue."""

    def read(self) -> QueueReading:
        """How many messages it holds. Raises `QueueUnavailable`."""
        ...
