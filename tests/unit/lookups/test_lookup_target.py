"""What becomes of the tasks of a batch: kept, put back, or failed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.outcomes import AttemptStatus, FailureKind, Outcome
from esteira.core.errors import BadRow, QueueUnavailable
from esteira.core.messages import LookupMessage, encode
from esteira.lookups.company import Company
from esteira.lookups.lane.lookup_target import LookupTarget
from esteira.lookups.lane.memory import MemoryLaterSender, MemoryTaskQueue
from esteira.lookups.lane.ports import TaskResult
from esteira.lookups.lookup_task import NewTask, TaskState, new_task
from esteira.lookups.ranking import AGEING
from esteira.lookups.trials import FailureKind as LookUpFailureKind
from esteira.lookups.trials import LookUpFailure, Trial, TrialKind

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.lookups import NOON, lookup
from tests.fixtures.messages import received_message
from tests.fixtures.provider_answers import company

DOWN = Trial(provider="brasilapi", kind=TrialKind.DOWN, reason="It answered 500.")
BUSY = Trial(provider="brasilapi", kind=TrialKind.BUSY, reason="No turn.", wait_seconds=20)
ANSWERS: dict[str, Company | LookUpFailure] = {
    "found": company(),
    "not found": LookUpFailure(
        kind=LookUpFailureKind.NOT_FOUND, trials=[Trial(provider="brasilapi", kind=TrialKind.NOT_FOUND)]
    ),
    "no turn": LookUpFailure(kind=LookUpFailureKind.TRY_AGAIN, trials=[BUSY], retry_after_seconds=20),
    "down": LookUpFailure(kind=LookUpFailureKind.TRY_AGAIN, trials=[BUSY, DOWN], retry_after_seconds=20),
    "unusable": LookUpFailure(
        kind=LookUpFailureKind.NO_ANSWER, trials=[Trial(provider="brasilapi", kind=TrialKind.BROKEN)]
    ),
}


class PickyTaskQueue(MemoryTaskQueue):
    """A database that refuses the data of one task."""

    refused: UUID | None = None

    def finish(self, results: Sequence[TaskResult]) -> frozenset[UUID]:
        """See `TaskQueue.finish`."""
        if self.refused in {result.task.id for result in results}:
            raise BadRow("(its data)")
        return super().finish(results)


class AwayLaterSender(MemoryLaterSender):
    """A queue that is away."""

    def send(self, doorbells: Sequence[UUID], *, delay_seconds: int) -> Sequence[UUID]:  # noqa: ARG002 - the port's
        """See `LaterSender.send`."""
        raise QueueUnavailable


class Lane:
    """A target over twins. In place of a CNPJ a task names the answer that it gets."""

    def __init__(self, *answers: str, later: MemoryLaterSender | None = None) -> None:
        self.later = later or MemoryLaterSender()
        self.queue = PickyTaskQueue(clock=HandClock())
        self.tasks = [task(answer) for answer in answers]
        self.queue.add(self.tasks)
        self._threads = ThreadPoolExecutor(2)

    def apply(self, *, attempt: int = 1) -> list[Outcome]:
        target = LookupTarget(
            tasks=self.queue, look_up=answered, executor=self._threads, later=self.later, clock=HandClock()
        )
        with self._threads:
            return list(target.apply([parsed(each, attempt) for each in self.tasks]))

    def states(self) -> list[TaskState]:
        return [self.queue.kept[each.id].state for each in self.tasks]


def task(answer: str) -> NewTask:
    return new_task(replace(lookup(), id=uuid4(), cnpj=answer), due_at=NOON, now=NOON, ageing=AGEING)


def answered(name: str, _at: datetime) -> Company | LookUpFailure:
    return ANSWERS[name]


def parsed(one: NewTask, attempt: int) -> ParsedMessage[LookupMessage]:
    message = LookupMessage(message_id=one.doorbell, read_at=READ_AT)
    return ParsedMessage(received_message=received_message(encode(message), attempt=attempt), message=message)


@pytest.mark.parametrize(
    ("answer", "status", "state"),
    [
        ("found", AttemptStatus.SUCCEEDED, TaskState.SUCCEEDED),
        ("not found", AttemptStatus.SUCCEEDED, TaskState.NOT_FOUND),
        ("no turn", AttemptStatus.DEFERRED, TaskState.QUEUED),
        ("down", AttemptStatus.FAILED, TaskState.RUNNING),
        ("unusable", AttemptStatus.FAILED, TaskState.RUNNING),
    ],
)
def test_an_answer_decides_what_becomes_of_the_task(answer: str, status: AttemptStatus, state: TaskState) -> None:
    lane = Lane(answer)

    (outcome,) = lane.apply()

    assert (outcome.status, lane.states()) == (status, [state])
    assert outcome.facts
    assert outcome.facts["task_id"] == str(lane.tasks[0].id)


def test_a_failure_says_how_each_provider_answered() -> None:
    (outcome,) = Lane("down").apply()

    assert outcome.failure
    assert (outcome.failure.kind, outcome.failure.sentence) == (
        FailureKind.PROVIDERS_DOWN,
        "brasilapi: It answered 500.",
    )


def test_what_had_no_turn_comes_back_after_its_wait_by_a_new_message() -> None:
    lane = Lane("no turn", "found")

    lane.apply()

    kept = lane.queue.kept[lane.tasks[0].id]
    ((doorbell, delay),) = lane.later.sent.items()
    assert (kept.task.doorbell, kept.attempts, kept.rung_at) == (doorbell, 0, HandClock()())
    assert doorbell not in {each.doorbell for each in lane.tasks}
    assert 20 <= delay <= 40


def test_what_cannot_be_sent_again_now_is_left_to_the_schedule() -> None:
    lane = Lane("no turn", later=AwayLaterSender())

    (outcome,) = lane.apply()

    assert outcome.status is AttemptStatus.DEFERRED
    assert lane.queue.kept[lane.tasks[0].id].rung_at is None


def test_data_that_the_database_refuses_fails_its_own_task_alone() -> None:
    lane = Lane("found", "found", "found")
    lane.queue.refused = lane.tasks[1].id

    outcomes = lane.apply()

    kinds = [outcome.failure.kind if outcome.failure else None for outcome in outcomes]
    assert kinds == [None, FailureKind.BAD_ROW, None]
    assert lane.states() == [TaskState.SUCCEEDED, TaskState.RUNNING, TaskState.SUCCEEDED]


def test_a_task_that_was_taken_over_meanwhile_makes_its_message_a_copy() -> None:
    lane = Lane("found")
    lane.queue.kept[lane.tasks[0].id] = replace(lane.queue.kept[lane.tasks[0].id], state=TaskState.RUNNING, attempts=2)

    (outcome,) = lane.apply(attempt=2)

    assert outcome.status is AttemptStatus.DUPLICATE
