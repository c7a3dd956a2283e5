"""The ports of bulk redrives."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from esteira.core.messages import AnyMessage
from esteira.core.names import Lane
from esteira.workbench.letter import LetterFilter
from esteira.workbench.redrive_job import Fate, ItemState, JobPlace, JobState, RedriveJob, Step


class RedriveJobs(Protocol):
    """Bulk redrives and their items. Every method raises `TargetUnavailable`."""

    def begin(self, job: RedriveJob, question: LetterFilter, ids: Sequence[str] | None) -> int:
        """Keep a job with the filed letters that match as items, and return their number; 0 keeps nothing."""
        ...

    def find(self, job_id: UUID) -> RedriveJob | None:
        """Return a job with the counts of its items."""
        ...

    def page(self, lane: Lane | None, *, after: JobPlace | None, limit: int) -> Sequence[RedriveJob]:
        """Return jobs with the counts of their items, the newest first, from behind a place."""
        ...

    def claim(self, states: Sequence[JobState], now: datetime, until: datetime) -> RedriveJob | None:
        """Return a job in one of these states that is due, which nobody else gets before `until`."""
        ...

    def waiting(self, job_id: UUID, limit: int) -> Sequence[str]:
        """Return the SQS ids of items whose turn it is. Those with a message come first, so that one is the canary."""
        ...

    def settle(self, job_id: UUID, letters: Sequence[str], state: ItemState) -> None:
        """Keep what became of items."""
        ...

    def proceed(self, job_id: UUID, was: JobState, step: Step, *, due_at: datetime) -> None:
        """Keep when the next step is due, and the state after this one, unless the job is no longer in the state `was`.

        With `canary_sent_at` its one letter is kept as the canary.
        """
        ...

    def sent(self, job_id: UUID) -> Mapping[str, str]:
        """Return the bodies of the letters that were sent, by SQS id."""
        ...

    def undo(self, job_id: UUID, reason: str) -> bool:
        """Begin to undo a job, after the slice that is being sent. Returns whether nobody had begun."""
        ...

    def stop(self, job_id: UUID, reason: str) -> bool:
        """Stop an open job. Returns whether it was open."""
        ...


class Fates(Protocol):
    """What became of messages that were sent back."""

    def of(self, message: AnyMessage, since: datetime) -> Fate:
        """Return whether the target has this message, or it died after `since`. Raises `TargetUnavailable`."""
        ...
