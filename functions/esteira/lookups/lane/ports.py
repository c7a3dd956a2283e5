"""The ports of the lane `lookups`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from esteira.consumer.outcomes import FailureKind
from esteira.lookups.lane.claims import ClaimedTask, Receive
from esteira.lookups.lookup_task import TaskState


@dataclass(frozen=True, kw_only=True)
class TaskResult:
    """How a task ended. `company`: without the raw answer."""

    task: ClaimedTask
    state: TaskState
    provider: str | None = None
    company: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskFailure:
    """A failed attempt of the task of a message."""

    doorbell: UUID
    attempt: int
    error: str


DIED = f"{FailureKind.UNATTEMPTED}: its process was ended at each attempt"
"""The error of a task that was received five times and never came to an end."""


class TaskQueue(Protocol):
    """The tasks in the order of work. Every method raises `TargetUnavailable`; what is late changes nothing."""

    def claim(self, receives: Sequence[Receive]) -> Mapping[UUID, ClaimedTask]:
        """Return the tasks to work on now, by the message that carries them, the best first.

        A receive without one is a copy.
        """
        ...

    def finish(self, results: Sequence[TaskResult]) -> frozenset[UUID]:
        """Keep results, all or none, and return the ids of those tasks.

        A task that is gone or that a later receive works on is left as it is. Raises `BadRow` for data that the
        database refuses.
        """
        ...

    def put_back(self, tasks: Sequence[ClaimedTask]) -> Sequence[UUID]:
        """Queue tasks again as if they had not been claimed, and return the new messages that are to be sent."""
        ...

    def rung(self, doorbells: Sequence[UUID]) -> None:
        """Keep that these messages were sent."""
        ...

    def fail(self, failures: Sequence[TaskFailure]) -> None:
        """Keep failed attempts. The fifth ends the task as dead."""
        ...

    def failures(self, doorbells: Sequence[UUID]) -> Sequence[TaskFailure]:
        """Return the last failed attempt of the tasks of these messages that wait for their next."""
        ...

    def requeue_lost(self, lost_before: datetime) -> Sequence[TaskFailure]:
        """Queue tasks anew that were begun before `lost_before` and have no end. Only for an empty lane.

        Those that were received five times become dead; returns their last attempts.
        """
        ...


class LaterSender(Protocol):
    """Sends messages that are received later."""

    def send(self, doorbells: Sequence[UUID], *, delay_seconds: int) -> Sequence[UUID]:
        """Send a message for each, received after the delay. Returns which were sent. Raises `QueueUnavailable`."""
        ...
