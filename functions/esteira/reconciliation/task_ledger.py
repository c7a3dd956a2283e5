"""The ledger of company look-ups: every task in its one state, and whether each unfinished one has its message."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.queue.ports import QueueDepthReader
from esteira.lookups.lookup_task import FINISHED, TaskState
from esteira.reconciliation.ports import TaskCounter, TaskCounts


@dataclass(frozen=True, kw_only=True)
class TaskLedgerDeps:
    """Dependencies of `read_task_ledger`."""

    counter: TaskCounter
    lane: QueueDepthReader
    dead_letters: QueueDepthReader


@dataclass(frozen=True, kw_only=True)
class TaskLedger:
    """The tasks by state, and the messages on the lane and in its dead-letter queue.

    `unsent`: queued tasks whose message the schedule will send. `lost`: unfinished ones whose message is gone, which an
    empty lane proves; the schedule queues them anew.
    """

    states: Mapping[TaskState, int]
    unsent: int
    lost: int
    messages: int
    dead_letters: int

    @property
    def done(self) -> int:
        """Tasks with an answer."""
        return sum(self.states[state] for state in FINISHED)

    @property
    def in_motion(self) -> int:
        """Tasks without an end."""
        return sum(self.states.values()) - self.done - self.states[TaskState.DEAD]


def read_task_ledger(deps: TaskLedgerDeps) -> TaskLedger:
    """Return the ledger of all look-ups. Raises `TargetUnavailable` and `QueueUnavailable`.

    The lane is read first: a message that is handled meanwhile leaves a task with an end, and none that seems lost.
    """
    lane = deps.lane.read()
    counts: TaskCounts = deps.counter.count()
    return TaskLedger(
        states={state: counts.states.get(state, 0) for state in TaskState},
        unsent=counts.unsent,
        lost=counts.silent if lane.total == 0 else 0,
        messages=lane.total,
        dead_letters=deps.dead_letters.read().total,
    )
