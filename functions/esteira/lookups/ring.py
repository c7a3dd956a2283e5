"""Sends the messages that carry tasks to the lane `lookups`. What is not sent here the schedule sends later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from esteira.core.clock import Clock
from esteira.core.failpoints import passing
from esteira.core.queue.ports import QueueDepthReader
from esteira.core.queue.send_batches import BatchSender
from esteira.core.reporting.error_report import ReportErrors, report_nothing
from esteira.lookups.lane.doorbells import send_doorbells
from esteira.lookups.lane.lost import report_of_dead
from esteira.lookups.lane.ports import TaskQueue
from esteira.lookups.ports import LookupStore

PAGE = 500
RETENTION = timedelta(days=4)
"""How long the lane keeps a message: `MessageRetentionPeriod` in template.yaml."""


@dataclass(frozen=True, kw_only=True)
class RingDeps:
    """Dependencies of `ring`."""

    store: LookupStore
    batch_sender: BatchSender
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class RingWhatIsDueDeps:
    """Dependencies of `ring_what_is_due`.

    While the lane is empty, a task without an end `lost_after` its message was sent counts as one whose message is
    lost. A lane with messages may hold it, until SQS deletes it. `report` publishes what died with its process.
    """

    ring: RingDeps
    tasks: TaskQueue
    lane: QueueDepthReader
    lost_after: timedelta
    report: ReportErrors = report_nothing


def ring(deps: RingDeps, doorbells: Sequence[UUID], *, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Send a message for each doorbell and keep which were sent. Returns how many.

    Raises `TargetUnavailable` and `QueueUnavailable`. A message sent twice is harmless.
    """
    sent = send_doorbells(deps.batch_sender, doorbells, deps.clock, should_continue=should_continue)
    passing("lookups.after_ring")
    deps.store.rung(sent, deps.clock())
    return len(sent)


def ring_what_is_due(deps: RingWhatIsDueDeps, *, should_continue: Callable[[], bool]) -> int:
    """Send the messages that were not sent yet, and those that were lost. Returns how many. Raises as `ring` does."""
    empty = deps.lane.read().total == 0
    lost_after = deps.lost_after if empty else max(RETENTION, deps.lost_after)
    if empty:
        _requeue_lost(deps)
    total = 0
    while should_continue():
        doorbells = deps.ring.store.unrung(deps.ring.clock() - lost_after, PAGE)
        sent = ring(deps.ring, doorbells, should_continue=should_continue) if doorbells else 0
        total += sent
        if sent < PAGE:
            break
    return total


def _requeue_lost(deps: RingWhatIsDueDeps) -> None:
    clock = deps.ring.clock
    dead = deps.tasks.requeue_lost(clock() - deps.lost_after)
    deps.report([report_of_dead(each, clock) for each in dead])
