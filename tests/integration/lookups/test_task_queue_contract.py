"""The order of work on the lane: one contract, kept in memory and in Postgres."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

import pytest
from cryptography.fernet import Fernet
from esteira.core.errors import SealBroken
from esteira.core.messages import MAX_RECEIVES
from esteira.core.postgres.database import Database
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.sealing import FernetSealer
from esteira.lookups.lane.claims import ClaimedTask, Receive
from esteira.lookups.lane.memory import MemoryTaskQueue
from esteira.lookups.lane.ports import DIED, TaskFailure, TaskQueue, TaskResult
from esteira.lookups.lookup_task import LookupTask, NewTask, TaskState, new_task
from esteira.lookups.postgres.lookup_mails import LookupMails
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.postgres.task_queue import PostgresTaskQueue
from esteira.lookups.ranking import AGEING, Priority
from esteira.mail.mail import Recipient
from esteira.mail.mail_kind import MailKind
from esteira.mail.postgres.outbox import PostgresOutbox
from esteira.mail.postgres.recipient_book import PostgresRecipientBook
from pydantic import SecretStr

from tests.fixtures.clock import HandClock
from tests.fixtures.digests import OWNED, new_sealer
from tests.fixtures.lookups import NOON, OWNER, lookup

MINUTE = timedelta(minutes=1)
COMPANY = {"name": "IPÊ TÊXTIL LTDA", "qsa": []}


@dataclass(frozen=True)
class Kept:
    """What is kept of a task."""

    state: TaskState
    attempts: int
    error: str | None
    finished_at: datetime | None


class BrokenSealer(FernetSealer):
    """A sealer that cannot seal."""

    def __init__(self) -> None:
        super().__init__(SecretStr(Fernet.generate_key().decode()))

    def seal(self, secret: SecretStr) -> bytes:  # noqa: ARG002 - the port has it
        raise SealBroken


class Lane(Protocol):
    """A task queue that tests can fill and look into."""

    queue: TaskQueue

    def add(self, *tasks: NewTask) -> None: ...

    def kept(self, task: NewTask) -> Kept: ...

    def admit(self, recipient: Recipient) -> None: ...

    def mailed(self) -> list[MailKind]: ...


class MemoryLane:
    def __init__(self, clock: HandClock) -> None:
        self.memory = MemoryTaskQueue(clock=clock)
        self.queue: TaskQueue = self.memory

    def add(self, *tasks: NewTask) -> None:
        self.memory.add(tasks)

    def kept(self, task: NewTask) -> Kept:
        one = self.memory.kept[task.id]
        return Kept(one.state, one.attempts, one.error, one.finished_at)

    def admit(self, recipient: Recipient) -> None:
        self.memory.recipients[recipient.id] = recipient

    def mailed(self) -> list[MailKind]:
        return [mail.kind for mail in self.memory.mails.values()]


class PostgresLane:
    def __init__(self, database: Database, statements: SingleStatements, clock: HandClock) -> None:
        self.queue: TaskQueue = PostgresTaskQueue(database, LookupMails(new_sealer()), clock=clock)
        self._store = PostgresLookupStore(database)
        self._outbox = PostgresOutbox(statements)
        self._book = PostgresRecipientBook(statements)

    def add(self, *tasks: NewTask) -> None:
        self._store.add([replace(lookup(), id=task.lookup_id) for task in tasks], tasks)

    def kept(self, task: NewTask) -> Kept:
        (one,) = self._store.tasks_of(OWNER, task.lookup_id, limit=1)
        return Kept(one.state, one.attempts, one.error, one.finished_at)

    def admit(self, recipient: Recipient) -> None:
        self._book.keep(recipient)

    def mailed(self) -> list[MailKind]:
        return [mail.kind for mail in self._outbox.page(None, None, 100)]

    def shown(self, task: NewTask) -> LookupTask:
        (one,) = self._store.tasks_of(OWNER, task.lookup_id, limit=1)
        return one


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def postgres_lane(target_database: Database, statements: SingleStatements, clock: HandClock) -> PostgresLane:
    return PostgresLane(target_database, statements, clock)


@pytest.fixture(params=["memory", "postgres"])
def lane(request: pytest.FixtureRequest, clock: HandClock) -> Lane:
    if request.param == "memory":
        return MemoryLane(clock)
    lane: Lane = request.getfixturevalue("postgres_lane")
    return lane


def task(minutes: int = 0, priority: Priority = Priority.NORMAL) -> NewTask:
    at = NOON + minutes * MINUTE
    return new_task(replace(lookup(), id=uuid4(), priority=priority), due_at=at, now=at, ageing=AGEING)


def received(*tasks: NewTask, number: int = 1) -> list[Receive]:
    return [Receive(doorbell=each.doorbell, number=number) for each in tasks]


def claimed(lane: Lane, *receives: Receive) -> Sequence[ClaimedTask]:
    return list(lane.queue.claim(receives).values())


def result(task: ClaimedTask) -> TaskResult:
    return TaskResult(task=task, state=TaskState.SUCCEEDED, provider="brasilapi", company=COMPANY)


def failure(doorbell: UUID, attempt: int) -> TaskFailure:
    return TaskFailure(doorbell=doorbell, attempt=attempt, error="providers down: none answers")


def test_a_first_receive_takes_the_best_task_and_leaves_its_own_to_the_message_of_that(lane: Lane) -> None:
    low, high = task(0, Priority.LOW), task(1, Priority.HIGH)
    lane.add(low, high)

    (first,) = claimed(lane, *received(low))
    (second,) = claimed(lane, *received(high))

    assert (first.id, first.doorbell) == (high.id, low.doorbell)
    assert (second.id, second.doorbell) == (low.id, high.doorbell)
    assert (lane.kept(high).state, first.attempt) == (TaskState.RUNNING, 1)


def test_tasks_are_taken_by_rank_however_their_messages_come(lane: Lane) -> None:
    tasks = [task(minute, priority) for minute in range(6) for priority in (Priority.LOW, Priority.NORMAL)]
    lane.add(*tasks)

    taken = [one.id for each in reversed(tasks) for one in claimed(lane, *received(each))]

    assert taken == [each.id for each in sorted(tasks, key=lambda each: each.ranked_at)]


def test_a_batch_takes_as_many_tasks_as_it_has_messages(lane: Lane) -> None:
    tasks = [task(minute) for minute in range(5)]
    lane.add(*tasks)

    taken = {one.id for one in claimed(lane, *received(tasks[4], tasks[3], tasks[0]))}

    assert taken == {each.id for each in tasks[:3]}


def test_a_message_that_is_received_again_works_on_its_own_task(lane: Lane) -> None:
    low, high = task(0, Priority.LOW), task(1, Priority.HIGH)
    lane.add(low, high)
    claimed(lane, *received(low))

    (again,) = claimed(lane, *received(low, number=2))

    assert (again.id, again.attempt) == (high.id, 2)


def test_a_message_without_a_task_is_a_copy(lane: Lane) -> None:
    assert claimed(lane, Receive(doorbell=uuid4(), number=1)) == []


def test_a_copy_finds_nothing_to_do_while_its_task_is_worked_on_and_when_it_is_done(lane: Lane) -> None:
    one = task()
    lane.add(one)
    (first,) = claimed(lane, *received(one))

    assert claimed(lane, *received(one)) == []
    lane.queue.finish([result(first)])
    assert claimed(lane, *received(one, number=3)) == []


def test_a_result_ends_a_task(lane: Lane, clock: HandClock) -> None:
    one = task()
    lane.add(one)
    (first,) = claimed(lane, *received(one))

    assert lane.queue.finish([result(first)]) == {one.id}
    assert lane.kept(one) == Kept(TaskState.SUCCEEDED, 1, None, clock())


def test_a_receive_that_is_late_changes_nothing(lane: Lane) -> None:
    one = task()
    lane.add(one)
    (late,) = claimed(lane, *received(one))
    claimed(lane, *received(one, number=2))

    assert lane.queue.finish([result(late)]) == frozenset()
    assert list(lane.queue.put_back([late])) == []
    assert lane.kept(one).state is TaskState.RUNNING


def test_what_is_put_back_has_all_its_attempts_and_a_new_message(lane: Lane) -> None:
    one = task()
    lane.add(one)
    (first,) = claimed(lane, *received(one))

    (doorbell,) = lane.queue.put_back([first])

    assert (lane.kept(one).state, lane.kept(one).attempts) == (TaskState.QUEUED, 0)
    assert claimed(lane, *received(one, number=2)) == []
    (again,) = claimed(lane, Receive(doorbell=doorbell, number=1))
    assert (again.id, again.attempt) == (one.id, 1)


@pytest.mark.parametrize(("attempt", "state"), [(1, TaskState.RETRYING), (MAX_RECEIVES, TaskState.DEAD)])
def test_a_failure_is_kept_and_the_fifth_is_the_last(lane: Lane, attempt: int, state: TaskState) -> None:
    one = task()
    lane.add(one)
    claimed(lane, *received(one, number=attempt))

    lane.queue.fail([failure(one.doorbell, attempt)])

    assert (lane.kept(one).state, lane.kept(one).error) == (state, "providers down: none answers")
    assert [each.attempt for each in lane.queue.failures([one.doorbell])] == ([1] if attempt == 1 else [])


def test_an_older_failure_changes_nothing(lane: Lane) -> None:
    one = task()
    lane.add(one)
    claimed(lane, *received(one, number=3))

    lane.queue.fail([failure(one.doorbell, 2)])

    assert lane.kept(one).state is TaskState.RUNNING


def test_a_dead_task_is_taken_up_again_by_its_own_message(lane: Lane) -> None:
    better, dead = task(0), task(1)
    lane.add(dead)
    claimed(lane, *received(dead, number=MAX_RECEIVES))
    lane.queue.fail([failure(dead.doorbell, MAX_RECEIVES)])
    lane.add(better)

    (again,) = claimed(lane, *received(dead))

    assert (again.id, again.attempt) == (dead.id, 1)


def test_consumers_at_the_same_time_share_the_tasks_and_none_is_lost(postgres_lane: PostgresLane) -> None:
    lane = postgres_lane
    tasks = [task(minute % 7, list(Priority)[minute % 3]) for minute in range(120)]
    lane.add(*tasks)
    batches = [tasks[start : start + 3] for start in range(0, 120, 3)]

    with ThreadPoolExecutor(4) as consumers:
        taken = [
            one.id for part in consumers.map(lambda batch: claimed(lane, *received(*batch)), batches) for one in part
        ]

    assert Counter(taken) == Counter(each.id for each in tasks)


def test_the_result_is_kept_with_the_task(postgres_lane: PostgresLane, clock: HandClock) -> None:
    lane = postgres_lane
    one = task()
    lane.add(one)
    lane.queue.finish([result(each) for each in claimed(lane, *received(one))])

    shown = lane.shown(one)

    assert (shown.provider, shown.company, shown.started_at, shown.finished_at) == (
        "brasilapi",
        COMPANY,
        clock(),
        clock(),
    )


def test_what_lost_its_message_is_queued_anew_or_dead_after_five_receives(lane: Lane, clock: HandClock) -> None:
    running, retrying, killed = task(0), task(1), task(2)
    lane.add(running, retrying, killed)
    claimed(lane, *received(running, retrying, number=2), *received(killed, number=MAX_RECEIVES))
    lane.queue.fail([failure(retrying.doorbell, 2)])
    begun_at = clock()
    clock.forward(60)

    early = list(lane.queue.requeue_lost(begun_at))
    untouched = [lane.kept(each).state for each in (running, retrying, killed)]
    dead = list(lane.queue.requeue_lost(clock()))

    assert untouched == [TaskState.RUNNING, TaskState.RETRYING, TaskState.RUNNING]
    assert [(lane.kept(each).state, lane.kept(each).attempts) for each in (running, retrying)] == [
        (TaskState.QUEUED, 0)
    ] * 2
    assert lane.kept(killed) == Kept(TaskState.DEAD, MAX_RECEIVES, DIED, clock())
    assert (early, dead) == ([], [TaskFailure(doorbell=killed.doorbell, attempt=MAX_RECEIVES, error=DIED)])


def test_the_owner_of_a_task_that_died_with_its_processes_gets_the_mail_of_its_failure_once(
    lane: Lane, clock: HandClock
) -> None:
    killed, silent = task(0), replace(task(1), notify=False)
    lane.admit(OWNED)
    lane.add(killed, silent)
    claimed(lane, *received(killed, silent, number=MAX_RECEIVES))
    clock.forward(60)

    dead = [len(lane.queue.requeue_lost(clock())) for _ in range(3)]

    assert dead == [2, 0, 0]
    assert sorted(lane.mailed()) == [MailKind.LOOKUP_FAILED, MailKind.LOOKUP_STARTED]


def test_schedules_at_the_same_time_end_a_lost_task_once(postgres_lane: PostgresLane, clock: HandClock) -> None:
    tasks = [task(minute) for minute in range(20)]
    postgres_lane.admit(OWNED)
    postgres_lane.add(*tasks)
    claimed(postgres_lane, *received(*tasks, number=MAX_RECEIVES))
    clock.forward(60)

    with ThreadPoolExecutor(4) as schedules:
        ended = list(schedules.map(lambda _: postgres_lane.queue.requeue_lost(clock()), range(4)))

    assert Counter(one.doorbell for part in ended for one in part) == Counter(each.doorbell for each in tasks)
    assert Counter(postgres_lane.mailed()) == {MailKind.LOOKUP_STARTED: 20, MailKind.LOOKUP_FAILED: 20}


def test_a_lost_task_does_not_end_without_its_mail(
    postgres_lane: PostgresLane, target_database: Database, clock: HandClock
) -> None:
    killed = task()
    postgres_lane.admit(OWNED)
    postgres_lane.add(killed)
    claimed(postgres_lane, *received(killed, number=MAX_RECEIVES))
    clock.forward(60)

    with pytest.raises(SealBroken):
        PostgresTaskQueue(target_database, LookupMails(BrokenSealer()), clock=clock).requeue_lost(clock())

    assert postgres_lane.kept(killed).state is TaskState.RUNNING
