"""What reconciliation reads and changes: ledgers of sources and target, dead letters, redrives, histories."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.names import Lane
from esteira.core.orders import Order, OrderKey
from esteira.producer.cursor import Position
from esteira.reconciliation.comparison import SourceRow, TargetRow
from esteira.reconciliation.dead_letters import CallbackKey, DeadCallback, DeadGroup, DeadOrder
from esteira.reconciliation.history import Address, OrderLocation
from esteira.reconciliation.ledger import SourceCount, Tally, TargetStates


class SourceLedgerReader(Protocol):
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


class TargetLedgerReader(Protocol):
    """What the target knows of every source, read only. All raise `TargetUnavailable`."""

    def target_states(self) -> Mapping[str, TargetStates]:
        """The rows of every source that has any, by state, in one snapshot."""
        ...

    def duplicated(self) -> Mapping[str, int]:
        """Per source the persisted rows beyond the first of their key: none, unless the primary key is gone."""
        ...

    def ids_from(self, source: str, first_id: int) -> Iterator[Sequence[int]]:
        """The ids of at least `first_id` that the target knows of a source, in portions."""
        ...

    def rows(self, source: str) -> Iterator[TargetRow]:
        """Everything known of a source in the order of the ids, as `SourceLedgerReader.rows` gives its own."""
        ...


class CursorReader(Protocol):
    """Where the producer stands."""

    def position(self, source: str) -> Position:
        """The last row handed over. Raises `CursorUnavailable`."""
        ...


class DeadOrders(Protocol):
    """The target's list of failed orders. Every method raises `TargetUnavailable`."""

    def mark_retrying(self, keys: Sequence[OrderKey]) -> None:
        """Marks failed orders as on their way again, with no attempt behind them. Others are left alone."""
        ...

    def mark_dead(self, keys: Sequence[OrderKey]) -> int:
        """Marks as dead what is neither persisted nor rejected nor dead, and answers how many that were."""
        ...

    def groups(self) -> Sequence[DeadGroup]:
        """The dead by cause, the largest group first."""
        ...

    def died_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """The dead whose last attempt failed before `moment`, of one snapshot, in portions, by source and id."""
        ...

    def forget_arrived(self) -> int:
        """Removes the failures of orders that are persisted, and answers how many that were."""
        ...


class DeadCallbacks(Protocol):
    """The target's list of callbacks, as far as they failed. Both methods raise `TargetUnavailable`."""

    def mark_retrying(self, keys: Sequence[CallbackKey]) -> None:
        """Marks unprocessed callbacks as on their way again, with no attempt behind them."""
        ...

    def died_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """The dead whose last attempt failed before `moment`, of one snapshot, in portions, by provider and event."""
        ...


@dataclass(frozen=True, kw_only=True)
class OpenRedrive:
    """A redrive that is being recorded. `requested_at` is the target's own time, as that of failures is."""

    id: int
    requested_at: datetime


class RedriveLog(Protocol):
    """Who sent what back, when, and how many went. Every method raises `TargetUnavailable`."""

    def begin(
        self, lane: Lane, *, requested_by: str, selection: Sequence[str] | None, per_second: float | None
    ) -> OpenRedrive:
        """A new record with nothing moved yet."""
        ...

    def count(self, redrive: OpenRedrive, moved: int) -> None:
        """How many went so far, in all."""
        ...

    def finish(self, redrive: OpenRedrive) -> None:
        """The redrive has come to its end."""
        ...


class AttemptHistory(Protocol):
    """A place where attempt documents are: the log, or where they wait for it."""

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """The documents of a message whose life is not over, in any order.

        Raises `AttemptLogUnavailable` or `TargetUnavailable`.
        """
        ...


class AttemptCounts(Protocol):
    """The attempt log as a whole."""

    def count_by_source(self, *, since: datetime) -> Mapping[str, int]:
        """How many attempts ended since then, by the source of their order; those of no order are left out.

        Raises `AttemptLogUnavailable`.
        """
        ...


class OrderLocator(Protocol):
    """The target's knowledge of one order."""

    def find(self, address: Address) -> OrderLocation | None:
        """Where it is, or None if the target does not know it. Raises `TargetUnavailable`."""
        ...
