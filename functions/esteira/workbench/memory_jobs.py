"""In-memory bulk redrives, and fates of messages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from esteira.core.messages import AnyMessage
from esteira.core.names import Lane
from esteira.workbench.letter import FiledLetter, LetterFilter
from esteira.workbench.memory import MemoryLetterStore
from esteira.workbench.redrive_job import OPEN, UNDO, Fate, ItemState, JobPlace, JobState, RedriveJob, Step


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
    bodies: dict[UUID, dict[str, str]] = field(default_factory=dict)

    def begin(self, job: RedriveJob, question: LetterFilter, ids: Sequence[str] | None) -> int:
        """See `RedriveJobs.begin`."""
        matching = self.letters.page(question, after=None, limit=len(self.letters.letters))[::-1]
        chosen = [letter for letter in matching if ids is None or letter.sqs_message_id in ids]
        known = chosen if ids is not None else [each for each in chosen if not self._has_unfinished_edit(each)]
        ordered = sorted(known, key=lambda letter: letter.message_id is None)
        if ordered:
            self.jobs[job.id], self.due[job.id] = replace(job, question=question, ids=ids), job.created_at
            self.bodies[job.id] = {letter.sqs_message_id: letter.body for letter in ordered}
            self.items[job.id] = {letter.sqs_message_id: ItemState.WAITING for letter in ordered}
        return len(ordered)

    def _has_unfinished_edit(self, letter: FiledLetter) -> bool:
        return bool(self.letters.unfinished_edits(letter.lane, letter.sqs_message_id))

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
            undone=counts[ItemState.UNDONE],
        )

    def page(self, lane: Lane | None, *, after: JobPlace | None, limit: int) -> Sequence[RedriveJob]:
        """See `RedriveJobs.page`."""
        found = [job for job_id in self.jobs if (job := self.find(job_id)) and lane in (None, job.lane)]
        ordered = sorted(found, key=lambda job: job.place, reverse=True)
        return [job for job in ordered if after is None or job.place < after][:limit]

    def claim(self, states: Sequence[JobState], now: datetime, until: datetime) -> RedriveJob | None:
        """See `RedriveJobs.claim`."""
        due = [job for job in self.jobs.values() if job.state in states and self.due[job.id] <= now]
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

    def proceed(self, job_id: UUID, was: JobState, step: Step, *, due_at: datetime) -> None:
        """See `RedriveJobs.proceed`."""
        job = self.jobs[job_id]
        self.due[job_id] = due_at
        if job.state is not was:
            return
        self.jobs[job_id] = replace(job, state=step.state, reason=step.reason or job.reason)
        if step.canary_sent_at:
            (canary,) = step.letters
            self.jobs[job_id] = replace(
                self.jobs[job_id],
                canary_id=canary,
                canary_body=self.bodies[job_id][canary],
                canary_sent_at=step.canary_sent_at,
            )

    def sent(self, job_id: UUID) -> Mapping[str, str]:
        """See `RedriveJobs.sent`."""
        sent = [letter for letter, state in self.items[job_id].items() if state is ItemState.SENT]
        return {letter: self.bodies[job_id][letter] for letter in sent}

    def stop(self, job_id: UUID, reason: str) -> bool:
        """See `RedriveJobs.stop`."""
        return self._end(job_id, JobState.STOPPED, reason, if_=self.jobs[job_id].state in OPEN)

    def undo(self, job_id: UUID, reason: str) -> bool:
        """See `RedriveJobs.undo`."""
        return self._end(job_id, JobState.UNDOING, reason, if_=self.jobs[job_id].state not in UNDO)

    def _end(self, job_id: UUID, state: JobState, reason: str, *, if_: bool) -> bool:
        if if_:
            self.jobs[job_id] = replace(self.jobs[job_id], state=state, reason=reason)
        return if_
