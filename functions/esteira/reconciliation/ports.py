"""Ports of reconciliation: the rows of sources and target, dead orders and callbacks, redrives, attempt histories."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.names import Lane
from esteira.core.orders import Order, OrderKey
from esteira.lookups.lookup_task import TaskState
from esteira.producer.cursor import Position
from esteira.reconciliation.balance import SourceCount, Tally, TargetStates
from esteira.reconciliation.comparison import SourceRow, TargetRow
from esteira.reconciliation.dead_letters import CallbackKey, DeadCallback, DeadGroup, DeadLetter, DeadOrder, DeadTask
from esteira.reconciliation.history import OrderLocation
from esteira.reconciliation.message_reference import MessageReference


class SourceLedgerReader(Protocol):
    """Reads one source. Every method raises `SourceUnavailable`."""

    def count(self, cursor: Position) -> SourceCount:
        """Count the rows on both sides of the cursor, in one snapshot."""
        ...

    def past(self, cursor: Position, ids: Sequence[int]) -> Tally:
        """Return the tally of those `ids` that are rows past the cursor."""
        ...

    def rows(self, cursor: Position) -> Iterator[SourceRow]:
        """Iterate over all rows sorted by id, in constant memory, in one snapshot that the first `next` takes."""
        ...

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        """Return the rows with these ids, as far as they exist."""
        ...


class TargetLedgerReader(Protocol):
    """Reads what the target knows of all sources. Every method raises `TargetUnavailable`."""

    def target_states(self) -> Mapping[str, TargetStates]:
        """Return the rows by source and state, in one snapshot. Sources without rows are left out."""
        ...

    def duplicated(self) -> Mapping[str, int]:
        """Return the number of persisted rows with a duplicate key by source: none if the primary key exists."""
        ...

    def conflicts(self, limit: int) -> Sequence[OrderKey]:
        """Return the first `limit` orders that are in conflict, sorted."""
        ...

    def unattempted(self, limit: int) -> Sequence[OrderKey]:
        """Return the first `limit` dead orders of which no attempt is recorded, sorted."""
        ...

    def ids_from(self, source: str, first_id: int) -> Iterator[Sequence[int]]:
        """Iterate in portions over the ids from `first_id` on that the target knows of a source, unsorted."""
        ...

    def rows(self, source: str) -> Iterator[TargetRow]:
        """Iterate over all that is known of a source, sorted by id, in the same way as `SourceLedgerReader.rows`."""
        ...


class CursorReader(Protocol):
    """Reads the producer's cursors."""

    def position(self, source: str) -> Position:
        """Return the position of the last row handed over. Raises `CursorUnavailable`."""
        ...


class DeadOrders(Protocol):
    """The failed orders in the target. Every method raises `TargetUnavailable`."""

    def mark_retrying(self, keys: Sequence[OrderKey]) -> None:
        """Reset the attempts of failed orders, so that they count as retrying. Other keys are ignored."""
        ...

    def mark_dead(self, keys: Sequence[OrderKey]) -> int:
        """Mark orders as dead that are not persisted, rejected or dead, and return their number."""
        ...

    def groups(self) -> Sequence[DeadGroup]:
        """Return the dead orders grouped by error, the largest group first."""
        ...

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """Iterate in portions over orders that died before `moment`, in one snapshot, sorted by source and id."""
        ...

    def delete_failures_of_persisted(self) -> int:
        """Delete the failure records of persisted orders, and return their number."""
        ...


class DeadCallbacks(Protocol):
    """The failed callbacks in the target. Every method raises `TargetUnavailable`."""

    def mark_retrying(self, keys: Sequence[CallbackKey]) -> None:
        """Reset the attempts of unprocessed callbacks, so that they count as retrying."""
        ...

    def groups(self) -> Sequence[DeadGroup]:
        """Return the dead callbacks grouped by error, the largest group first."""
        ...

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """Iterate in portions over callbacks that died before `moment`, in one snapshot, sorted by key."""
        ...


class DeadTasks(Protocol):
    """The dead tasks of look-ups in the target. Every method raises `TargetUnavailable`."""

    def mark_queued(self, doorbells: Sequence[UUID]) -> None:
        """Queue the unfinished tasks of these messages, which are dead letters, again."""
        ...

    def groups(self) -> Sequence[DeadGroup]:
        """Return the dead tasks grouped by error, the largest group first."""
        ...

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadTask]]:
        """Iterate in portions over tasks that died before `moment`, in one snapshot, sorted by id."""
        ...


@dataclass(frozen=True, kw_only=True)
class TaskCounts:
    """The tasks of look-ups by state; those that are still to be sent; and those of which nothing was heard lately."""

    states: Mapping[TaskState, int]
    unsent: int
    silent: int


class TaskCounter(Protocol):
    """Counts the tasks of look-ups."""

    def count(self) -> TaskCounts:
        """Return the counts of one snapshot. Raises `TargetUnavailable`."""
        ...


class KeptMessages(Protocol):
    """The messages of one lane that no row can give back when their dead letters are lost: conflicts and bodies that
    are no message. All methods raise `TargetUnavailable`.
    """

    def all(self) -> Iterator[Sequence[DeadLetter]]:
        """Iterate in portions over all of them, as the letters that they were."""
        ...

    def forget_conflicts(self, letters: Sequence[DeadLetter]) -> None:
        """Forget those of the letters that are conflicts."""
        ...

    def forget_foreign(self, letters: Sequence[DeadLetter]) -> None:
        """Forget those of the letters that are no message."""
        ...


RedriveEnding = Literal["finished", "failed", "interrupted"]
"""How a redrive ended. *interrupted*: its process was ended; it may have sent a few messages more than it counted."""


@dataclass(frozen=True, kw_only=True)
class OpenRedrive:
    """An open record of a redrive. `requested_at` is by the target's clock, as the times of failures are."""

    id: int
    requested_at: datetime
    interrupted_before: int = 0
    """Earlier redrives that were closed now, because their processes are gone."""


class RedriveLog(Protocol):
    """Records of redrives: who requested which, when, how many messages were sent, and how it ended.

    Raises `TargetUnavailable`.
    """

    def opened(
        self, lane: Lane, *, requested_by: str, selection: Sequence[str] | None, per_second: float | None
    ) -> AbstractContextManager[OpenRedrive]:
        """Create a record with 0 messages moved, which counts as running during the block.

        First close, as *interrupted*, the records whose process is gone. The block must `end` its own.
        """
        ...

    def count(self, redrive: OpenRedrive, moved: int) -> None:
        """Set the total of messages moved so far."""
        ...

    def count_discarded(self, redrive: OpenRedrive, discarded: int) -> None:
        """Set the number of letters and kept messages that were discarded instead of sent."""
        ...

    def end(self, redrive: OpenRedrive, ending: RedriveEnding) -> None:
        """Record how the redrive ended, and when."""
        ...


class AttemptHistory(Protocol):
    """A store of attempt documents: the log, or the outbox that they are delivered from."""

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """Return the documents of a message that have not expired, in any order.

        Raises `AttemptLogUnavailable` or `TargetUnavailable`.
        """
        ...

    def message_received_as(self, sqs_id: str, *, now: datetime) -> str | None:
        """Return the id of the message whose attempts, not expired, have this SQS id. Raises as `of_message`."""
        ...

    def attempted(self, sqs_message_ids: Sequence[str]) -> frozenset[str]:
        """Return those SQS message ids of which a consumer recorded an attempt. Raises as `of_message` does."""
        ...


class AttemptCounts(Protocol):
    """Counts in the attempt log."""

    def count_by_source(self, *, since: datetime) -> Mapping[str, int]:
        """Return the number of attempts that ended since then, by source. Attempts without an order are left out.

        Raises `AttemptLogUnavailable`.
        """
        ...


class OrderLocator(Protocol):
    """Finds one order in the target."""

    def find(self, reference: MessageReference) -> OrderLocation | None:
        """Return the state of the order, or None if the target does not know it. Raises `TargetUnavailable`."""
        ...
