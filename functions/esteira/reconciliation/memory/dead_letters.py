"""In-memory lists of dead orders, callbacks and look-ups, and of redrives."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from esteira.core.clock import Clock, utc_now
from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.core.names import Lane
from esteira.core.orders import OrderKey
from esteira.reconciliation.dead_letters import (
    CallbackKey,
    DeadCallback,
    DeadGroup,
    DeadLetter,
    DeadOrder,
    DeadTask,
    DoorbellKey,
)
from esteira.reconciliation.ports import OpenRedrive, RedriveEnding

K = TypeVar("K", OrderKey, CallbackKey, DoorbellKey)
UNRECORDED = "died without a record of any attempt"


@dataclass(frozen=True, kw_only=True)
class MemoryFailure:
    """The last failed attempt of an order."""

    attempt: int
    error: str
    failed_at: datetime

    @property
    def final(self) -> bool:
        """Whether no attempt follows."""
        return self.attempt >= MAX_RECEIVES


def grouped(failures: Mapping[K, MemoryFailure]) -> Sequence[DeadGroup]:
    """Return the final failures by error, the largest group first."""
    by_error: dict[str, list[K]] = defaultdict(list)
    for key, failure in sorted(failures.items()):
        if failure.final:
            by_error[failure.error].append(key)
    groups = [_group(error, {key: failures[key].failed_at for key in keys}) for error, keys in by_error.items()]
    return sorted(groups, key=lambda group: (-group.orders, group.error))


def _group(error: str, times: Mapping[K, datetime]) -> DeadGroup:
    last = max(times.values())
    return DeadGroup(
        error=error,
        orders=len(times),
        first_failed_at=min(times.values()),
        last_failed_at=last,
        example=next(key for key, at in times.items() if at == last),
    )


@dataclass(kw_only=True)
class MemoryDeadOrders:
    """The port `DeadOrders`. `arrived` and `rejected` are the orders in these terminal states."""

    failures: dict[OrderKey, MemoryFailure] = field(default_factory=dict)
    arrived: set[OrderKey] = field(default_factory=set)
    rejected: set[OrderKey] = field(default_factory=set)
    clock: Clock = utc_now

    def mark_retrying(self, keys: Sequence[OrderKey]) -> None:
        """See `DeadOrders.mark_retrying`."""
        for key in self.failures.keys() & set(keys):
            self.failures[key] = replace(self.failures[key], attempt=0)

    def mark_dead(self, keys: Sequence[OrderKey]) -> int:
        """See `DeadOrders.mark_dead`."""
        unknown = MemoryFailure(attempt=0, error=UNRECORDED, failed_at=self.clock())
        alive = [key for key in set(keys) if not self.failures.get(key, unknown).final]
        marked = [key for key in alive if key not in self.arrived | self.rejected]
        self.failures |= {key: replace(self.failures.get(key, unknown), attempt=MAX_RECEIVES) for key in marked}
        return len(marked)

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadOrders.groups`."""
        return grouped(self.failures)

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """See `DeadOrders.dead_before`."""
        yield [
            DeadOrder(key=key, message_id=order_message_id(*key))
            for key, failure in sorted(self.failures.items())
            if failure.final and failure.failed_at < moment and key not in self.arrived
        ]

    def delete_failures_of_persisted(self) -> int:
        """See `DeadOrders.delete_failures_of_persisted`."""
        arrived = self.failures.keys() & self.arrived
        for key in arrived:
            del self.failures[key]
        return len(arrived)


@dataclass(kw_only=True)
class MemoryDeadCallbacks:
    """The port `DeadCallbacks`. `failures` holds the last failures of unprocessed callbacks."""

    failures: dict[CallbackKey, MemoryFailure] = field(default_factory=dict)
    kept: dict[CallbackKey, DeadCallback] = field(default_factory=dict)

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadCallbacks.groups`."""
        return grouped(self.failures)

    def mark_retrying(self, keys: Sequence[CallbackKey]) -> None:
        """See `DeadCallbacks.mark_retrying`."""
        for key in self.failures.keys() & set(keys):
            self.failures[key] = replace(self.failures[key], attempt=0)

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """See `DeadCallbacks.dead_before`."""
        yield [
            self.kept[key]
            for key, failure in sorted(self.failures.items())
            if failure.final and failure.failed_at < moment
        ]


@dataclass(kw_only=True)
class MemoryDeadTasks:
    """The port `DeadTasks`. `failures` holds the last failures of unfinished tasks, `kept` the tasks."""

    failures: dict[DoorbellKey, MemoryFailure] = field(default_factory=dict)
    kept: dict[DoorbellKey, DeadTask] = field(default_factory=dict)

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadTasks.groups`."""
        return grouped(self.failures)

    def mark_queued(self, doorbells: Sequence[UUID]) -> None:
        """See `DeadTasks.mark_queued`."""
        for key in self.failures.keys() & {DoorbellKey(doorbell) for doorbell in doorbells}:
            del self.failures[key]

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadTask]]:
        """See `DeadTasks.dead_before`."""
        yield [
            self.kept[key]
            for key, failure in sorted(self.failures.items())
            if failure.final and failure.failed_at < moment
        ]


@dataclass(kw_only=True)
class MemoryKeptMessages:
    """The port `KeptMessages`."""

    letters: list[DeadLetter] = field(default_factory=list)

    def all(self) -> Iterator[Sequence[DeadLetter]]:
        """See `KeptMessages.all`."""
        yield list(self.letters)

    def forget_conflicts(self, letters: Sequence[DeadLetter]) -> None:
        """See `KeptMessages.forget_conflicts`."""
        self._forget(letter for letter in letters if letter.message)

    def forget_foreign(self, letters: Sequence[DeadLetter]) -> None:
        """See `KeptMessages.forget_foreign`."""
        self._forget(letter for letter in letters if letter.message is None)

    def _forget(self, letters: Iterable[DeadLetter]) -> None:
        gone = {letter.identity for letter in letters}
        self.letters = [letter for letter in self.letters if letter.identity not in gone]


@dataclass(kw_only=True)
class MemoryRedrive:
    """The record of one redrive. `running` as long as its process lives."""

    lane: Lane
    requested_by: str
    selection: Sequence[str] | None
    per_second: float | None
    moved: int = 0
    discarded: int = 0
    ending: RedriveEnding | None = None
    running: bool = True


@dataclass(kw_only=True)
class MemoryRedriveLog:
    """The port `RedriveLog`."""

    clock: Clock = utc_now
    redrives: list[MemoryRedrive] = field(default_factory=list)

    @contextmanager
    def opened(
        self, lane: Lane, *, requested_by: str, selection: Sequence[str] | None, per_second: float | None
    ) -> Iterator[OpenRedrive]:
        """See `RedriveLog.opened`."""
        interrupted = [redrive for redrive in self.redrives if not (redrive.running or redrive.ending)]
        for redrive in interrupted:
            redrive.ending = "interrupted"
        record = MemoryRedrive(lane=lane, requested_by=requested_by, selection=selection, per_second=per_second)
        self.redrives.append(record)
        try:
            yield OpenRedrive(id=len(self.redrives), requested_at=self.clock(), interrupted_before=len(interrupted))
        finally:
            record.running = False

    def count(self, redrive: OpenRedrive, moved: int) -> None:
        """See `RedriveLog.count`."""
        self.redrives[redrive.id - 1].moved = moved

    def count_discarded(self, redrive: OpenRedrive, discarded: int) -> None:
        """See `RedriveLog.count_discarded`."""
        self.redrives[redrive.id - 1].discarded = discarded

    def end(self, redrive: OpenRedrive, ending: RedriveEnding) -> None:
        """See `RedriveLog.end`."""
        self.redrives[redrive.id - 1].ending = ending
