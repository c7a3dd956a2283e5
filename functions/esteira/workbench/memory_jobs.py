"""In-memory bulk redrives, and fates of messages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from esteira.core.messages import AnyMessage
from esteira.workbench.letter import LetterFilter
from esteira.workbench.memory import MemoryLetterStore
from esteira.workbench.redrive_job import OPEN, Fate, ItemState, JobState, RedriveJob, Step


@dataclass(kw_only=True)
class MemoryFates:
    """The port `Fates`: of messages by id. A message that is not named is pending."""

    known: dict[UUID, Fate] = field(default_factory=dict)

    def of(self, message: AnyMessage, since: datetime) -> Fate:  # noqa: ARG002 - the port has it
        """See `Fates.of`."""
        return self.known.get(message.message_id, Fate.PENDING)


@dataclass(kw_only=True)
class MemoryRedriveJobs:
    """The port `RedriveJobs`."""

    letters: MemoryLetterStore
    jobs: dict[UUID, RedriveJob] = field(default_factory=dict)
    items: dict[UUID, dict[str, ItemState]] = field(default_factory=dict)
    due: dict[UUID, datetime] = field(default_factory=dict)

    def begin(self, job: RedriveJob, question: LetterFilter, ids: Sequence[str] | None) -> int:
        """See `RedriveJobs.begin`."""
        matching = self.letters.page(question, after=None, limit=len(self.letters.letters))[::-1]
        chosen = [letter for letter in matching if ids is None or letter.sqs_message_id in ids]
        ordered = sorted(chosen, key=lambda letter: letter.message_id is None)
        if ordered:
            self.jobs[job.id], self.due[job.id] = job, job.created_at
            self.items[job.id] = {letter.sqs_message_id: ItemState.WAITING for letter in ordered}
        return len(ordered)

    def find(self, job_id: UUID) -> RedriveJob | None:
        """See `RedriveJobs.find`."""
        job = self.jobs.get(job_id)
        if job is None:
            return None
        counts = Counter(self.items[job_id].values())
        return replace(
            job,
            waiting=counts[ItemState.WAITING],
            sent=counts[ItemState.SENT],
            gone=counts[ItemState.GONE],
        )

    def claim(self, now: datetime, until: datetime) -> RedriveJob | None:
        """See `RedriveJobs.claim`."""
        due = [job for job in self.jobs.values() if job.state in OPEN and self.due[job.id] <= now]
        if not due:
            return None
        job = min(due, key=lambda each: self.due[each.id])
        self.due[job.id] = until
        return self.find(job.id)

    def waiting(self, job_id: UUID, limit: int) -> Sequence[str]:
        """See `RedriveJobs.waiting`."""
        return [letter for letter, state in self.items[job_id].items() if state is ItemState.WAITING][:limit]

    def settle(self, job_id: UUID, letters: Sequence[str], state: ItemState) -> None:
        """See `RedriveJobs.settle`."""
        self.items[job_id] |= dict.fromkeys(letters, state)

    def proceed(self, job_id: UUID, step: Step, *, due_at: datetime) -> None:
        """See `RedriveJobs.proceed`."""
        job = self.jobs[job_id]
        if job.state not in OPEN:
            return
        self.due[job_id] = due_at
        self.jobs[job_id] = replace(job, state=step.state, reason=step.reason)
        if step.canary_sent_at:
            canary = self.letters.find(job.lane, step.letters[0])
            self.jobs[job_id] = replace(
                self.jobs[job_id], canary_body=canary.body if canary else "", canary_sent_at=step.canary_sent_at
            )

    def stop(self, job_id: UUID, reason: str) -> bool:
        """See `RedriveJobs.stop`."""
        is_open = self.jobs[job_id].state in OPEN
        if is_open:
            self.jobs[job_id] = replace(self.jobs[job_id], state=JobState.STOPPED, reason=reason)
        return is_open
