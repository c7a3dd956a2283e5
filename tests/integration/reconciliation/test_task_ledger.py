"""The ledger of look-ups: every task in one state, and no unfinished one without its message."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
from esteira.core.clock import utc_now
from esteira.core.postgres.database import Database
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader
from esteira.lookups.lookup_task import TaskState, new_task
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.ranking import AGEING
from esteira.reconciliation.postgres.task_counts import PostgresTaskCounter
from esteira.reconciliation.task_ledger import TaskLedger, TaskLedgerDeps, read_task_ledger

from tests.fixtures.lookups import lookup


def keep(dsn: str, database: Database, states: list[TaskState], *, rung_ago: timedelta | None) -> None:
    """Keep a task in each state, whose message was sent so long ago."""
    store, now = PostgresLookupStore(database), utc_now()
    for state in states:
        one = replace(lookup(), id=uuid4())
        task = new_task(one, due_at=now, now=now, ageing=AGEING)
        store.add([one], [task])
        with psycopg.connect(dsn) as connection:
            connection.execute(
                "UPDATE lookup_tasks SET state = %s, rung_at = %s WHERE id = %s",
                (state.value, now - rung_ago if rung_ago else None, task.id),
            )


def ledger(database: Database, *, on_lane: int) -> TaskLedger:
    """Read the ledger beside a lane with so many messages."""
    lane = MemoryQueueDepthReader(reading=QueueDepth(visible=on_lane))
    deps = TaskLedgerDeps(
        counter=PostgresTaskCounter(database),
        lane=lane,
        dead_letters=MemoryQueueDepthReader(reading=QueueDepth(visible=1)),
    )
    return read_task_ledger(deps)


def test_every_task_is_in_one_state(target_dsn: str, target_database: Database) -> None:
    keep(target_dsn, target_database, list(TaskState), rung_ago=timedelta(seconds=1))
    keep(target_dsn, target_database, [TaskState.QUEUED], rung_ago=None)

    read = ledger(target_database, on_lane=3)

    assert {state: number for state, number in read.states.items() if number != 1} == {TaskState.QUEUED: 2}
    assert (read.unsent, read.lost, read.done, read.in_motion, read.dead_letters) == (1, 0, 2, 4, 1)


def test_what_has_no_end_though_the_lane_is_empty_is_lost(target_dsn: str, target_database: Database) -> None:
    keep(target_dsn, target_database, list(TaskState), rung_ago=timedelta(minutes=2))

    assert ledger(target_database, on_lane=0).lost == 3
    assert ledger(target_database, on_lane=1).lost == 0


def test_what_was_sent_just_now_or_is_still_to_be_sent_is_not_lost(target_dsn: str, target_database: Database) -> None:
    keep(target_dsn, target_database, [TaskState.QUEUED], rung_ago=timedelta(seconds=1))
    keep(target_dsn, target_database, [TaskState.QUEUED], rung_ago=None)

    assert ledger(target_database, on_lane=0).lost == 0
