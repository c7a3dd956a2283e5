"""The in-memory twins of the lane's ports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from esteira.core.clock import Clock, utc_now
from esteira.core.messages import MAX_RECEIVES
from esteira.lookups.lane.claims import BoundTask, ClaimedTask, Receive, Standing, exchanged, of_standing
from esteira.lookups.lane.ports import DIED, TaskFailure, TaskResult
from esteira.lookups.lookup_task import FINISHED, NewTask, TaskState
from esteira.lookups.mails import TaskOutcome, ended_mails, started_mails
from esteira.mail.mail import NewMail, Recipient


@dataclass(frozen=True, kw_only=True)
class MemoryTask:
    """A task with what became of it."""

    task: NewTask
    state: TaskState = TaskState.QUEUED
    attempts: int = 0
    rung_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = None
    result: TaskResult | None = None

    @property
    def bound(self) -> BoundTask:
        """The task with its message."""
        return BoundTask(
            id=self.task.id,
            doorbell=self.task.doorbell,
            rung_at=self.rung_at,
            state=self.state,
            attempts=self.attempts,
        )

    @property
    def outcome(self) -> TaskOutcome:
        """The task, and where it is now."""
        company = self.result.company if self.result else None
        return TaskOutcome(task=self.task, state=self.state, company=company, detail=self.error or "")

    def is_silent_since(self, moment: datetime) -> bool:
        """Whether it was begun, and has no end, and neither its message nor its first attempt is newer than this."""
        times = [at for at in (self.rung_at, self.started_at) if at]
        return self.state in {TaskState.RUNNING, TaskState.RETRYING} and max(times) < moment

    def rebound(self, doorbell: UUID, rung_at: datetime | None) -> "MemoryTask":
        """Return it with another message."""
        return replace(self, task=replace(self.task, doorbell=doorbell), rung_at=rung_at)


@dataclass(kw_only=True)
class MemoryTaskQueue:
    """The port `TaskQueue`. `kept` holds the tasks by id, `mails` the mails about them by event.

    `recipients`: who gets mails, by the id of the owner.
    """

    kept: dict[UUID, MemoryTask] = field(default_factory=dict)
    clock: Clock = utc_now
    recipients: dict[str, Recipient] = field(default_factory=dict)
    mails: dict[str, NewMail] = field(default_factory=dict)

    def add(self, tasks: Sequence[NewTask]) -> None:
        """Queue tasks."""
        self.kept |= {task.id: MemoryTask(task=task) for task in tasks}

    def claim(self, receives: Sequence[Receive]) -> Mapping[UUID, ClaimedTask]:
        """See `TaskQueue.claim`."""
        numbers = {receive.doorbell: receive.number for receive in receives}
        bound = [each.bound for each in self.kept.values() if each.task.doorbell in numbers]
        own = of_standing(Standing.BEST, bound, numbers)
        fresh = [each for each in self.kept.values() if each.state is TaskState.QUEUED]
        fresh.sort(key=lambda each: each.task.ranked_at)
        best = [each.bound for each in fresh[: len(own)]]
        for change in exchanged(own, best):
            self.kept[change.id] = self.kept[change.id].rebound(change.doorbell, change.rung_at)
        chosen = [task.id for task in best + of_standing(Standing.OWN, bound, numbers)]
        claimed = {self.kept[id_].task.doorbell: self._started(id_, numbers) for id_ in chosen}
        self._add_mails(started_mails(list(claimed.values()), self.recipients))
        return claimed

    def finish(self, results: Sequence[TaskResult]) -> frozenset[UUID]:
        """See `TaskQueue.finish`."""
        current = [result for result in results if self._is_current(result.task)]
        for result in current:
            kept = self.kept[result.task.id]
            self.kept[result.task.id] = replace(
                kept, state=result.state, finished_at=self.clock(), error=None, result=result
            )
        self._mail_ends([result.task.id for result in current])
        return frozenset(result.task.id for result in current)

    def put_back(self, tasks: Sequence[ClaimedTask]) -> Sequence[UUID]:
        """See `TaskQueue.put_back`."""
        current = [task for task in tasks if self._is_current(task)]
        for task in current:
            kept = replace(self.kept[task.id], state=TaskState.QUEUED, attempts=0)
            self.kept[task.id] = kept.rebound(uuid4(), None)
        return [self.kept[task.id].task.doorbell for task in current]

    def rung(self, doorbells: Sequence[UUID]) -> None:
        """See `TaskQueue.rung`."""
        for id_, kept in self.kept.items():
            if kept.task.doorbell in doorbells:
                self.kept[id_] = replace(kept, rung_at=self.clock())

    def fail(self, failures: Sequence[TaskFailure]) -> None:
        """See `TaskQueue.fail`."""
        by_doorbell = {failure.doorbell: failure for failure in failures}
        for id_, kept in self.kept.items():
            failure = by_doorbell.get(kept.task.doorbell)
            if failure and kept.attempts <= failure.attempt and kept.state not in {*FINISHED, TaskState.DEAD}:
                self.kept[id_] = self._failed(kept, failure)
                self._mail_ends([id_])

    def failures(self, doorbells: Sequence[UUID]) -> Sequence[TaskFailure]:
        """See `TaskQueue.failures`."""
        return [
            TaskFailure(doorbell=kept.task.doorbell, attempt=kept.attempts, error=kept.error or "")
            for kept in self.kept.values()
            if kept.task.doorbell in doorbells and kept.state is TaskState.RETRYING
        ]

    def requeue_lost(self, lost_before: datetime) -> Sequence[TaskFailure]:
        """See `TaskQueue.requeue_lost`."""
        lost = [each for each in self.kept.values() if each.is_silent_since(lost_before)]
        dead = [each for each in lost if each.attempts >= MAX_RECEIVES]
        for each in lost:
            self.kept[each.task.id] = replace(each, state=TaskState.QUEUED, attempts=0, rung_at=None, finished_at=None)
        failures = [TaskFailure(doorbell=each.task.doorbell, attempt=each.attempts, error=DIED) for each in dead]
        for each, failure in zip(dead, failures, strict=True):
            self.kept[each.task.id] = self._failed(each, failure)
        self._mail_ends([each.task.id for each in dead])
        return failures

    def _started(self, id_: UUID, numbers: Mapping[UUID, int]) -> ClaimedTask:
        kept, task = self.kept[id_], self.kept[id_].task
        attempt = numbers[task.doorbell]
        started_at = kept.started_at or self.clock()
        self.kept[id_] = replace(
            kept, state=TaskState.RUNNING, attempts=attempt, started_at=started_at, finished_at=None
        )
        return ClaimedTask(
            id=id_,
            lookup_id=task.lookup_id,
            owner_id=task.owner_id,
            cnpj=task.cnpj,
            notify=task.notify,
            doorbell=task.doorbell,
            attempt=attempt,
        )

    def _mail_ends(self, ids: Sequence[UUID]) -> None:
        ends = [self.kept[id_].outcome for id_ in ids]
        self._add_mails(ended_mails(ends, self.recipients))

    def _add_mails(self, mails: Sequence[NewMail]) -> None:
        self.mails = {mail.event: mail for mail in mails} | self.mails

    def _is_current(self, task: ClaimedTask) -> bool:
        kept = self.kept.get(task.id)
        return kept is not None and (kept.state, kept.attempts) == (TaskState.RUNNING, task.attempt)

    def _failed(self, kept: MemoryTask, failure: TaskFailure) -> MemoryTask:
        dead = failure.attempt >= MAX_RECEIVES
        return replace(
            kept,
            state=TaskState.DEAD if dead else TaskState.RETRYING,
            attempts=failure.attempt,
            error=failure.error,
            finished_at=self.clock() if dead else None,
        )


@dataclass
class MemoryLaterSender:
    """The port `LaterSender`. `sent` has the messages with their delays."""

    sent: dict[UUID, int] = field(default_factory=dict)

    def send(self, doorbells: Sequence[UUID], *, delay_seconds: int) -> Sequence[UUID]:
        """See `LaterSender.send`."""
        self.sent |= dict.fromkeys(doorbells, delay_seconds)
        return list(doorbells)
