"""The order of work in the table `lookup_tasks`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from esteira.core.clock import Clock
from esteira.core.messages import MAX_RECEIVES
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.lookups.lane.claims import BoundTask, ClaimedTask, Receive, Standing, exchanged, of_standing
from esteira.lookups.lane.ports import DIED, TaskFailure, TaskResult
from esteira.lookups.lookup_task import TaskState
from esteira.lookups.mails import TaskOutcome
from esteira.lookups.postgres.lookup_mails import LookupMails


class PostgresTaskQueue:
    """The port `TaskQueue`. The mails about a change are added in its transaction."""

    def __init__(self, database: Database, mails: LookupMails, *, clock: Clock) -> None:
        self._database = database
        self._mails = mails
        self._clock = clock

    def claim(self, receives: Sequence[Receive]) -> Mapping[UUID, ClaimedTask]:
        """See `TaskQueue.claim`."""
        return self._database.run(lambda connection: self._claim(connection, receives))

    def finish(self, results: Sequence[TaskResult]) -> frozenset[UUID]:
        """See `TaskQueue.finish`."""
        columns = _task_columns([result.task for result in results]) | {
            "states": [result.state.value for result in results],
            "providers": [result.provider for result in results],
            "companies": [Jsonb(result.company) if result.company else None for result in results],
            "now": self._clock(),
        }
        return self._database.run(lambda connection: self._finish(connection, results, columns))

    def put_back(self, tasks: Sequence[ClaimedTask]) -> Sequence[UUID]:
        """See `TaskQueue.put_back`."""
        columns = _task_columns(tasks) | {"doorbells": [uuid4() for _ in tasks]}
        return self._database.run(lambda connection: _ids(connection, "put_tasks_back", columns))

    def rung(self, doorbells: Sequence[UUID]) -> None:
        """See `TaskQueue.rung`."""
        parameters = {"doorbells": list(doorbells), "now": self._clock()}
        self._database.run(lambda connection: connection.execute(statement("lookups/keep_rung"), parameters))

    def fail(self, failures: Sequence[TaskFailure]) -> None:
        """See `TaskQueue.fail`."""
        columns = {
            "doorbells": [failure.doorbell for failure in failures],
            "attempts": [failure.attempt for failure in failures],
            "errors": [failure.error for failure in failures],
            "dead_at": MAX_RECEIVES,
            "now": self._clock(),
        }
        self._database.run(lambda connection: self._fail(connection, "fail_tasks", columns))

    def failures(self, doorbells: Sequence[UUID]) -> Sequence[TaskFailure]:
        """See `TaskQueue.failures`."""
        query, parameters = statement("lookups/list_task_failures"), {"doorbells": list(doorbells)}
        rows = self._database.run(lambda connection: connection.execute(query, parameters).fetchall())
        return [TaskFailure(doorbell=doorbell, attempt=attempt, error=error) for doorbell, attempt, error in rows]

    def requeue_lost(self, lost_before: datetime) -> Sequence[TaskFailure]:
        """See `TaskQueue.requeue_lost`."""
        columns = {"lost_before": lost_before, "dead_at": MAX_RECEIVES, "died": DIED, "now": self._clock()}
        dead = self._database.run(lambda connection: self._fail(connection, "requeue_lost", columns))
        return [TaskFailure(doorbell=task.doorbell, attempt=task.attempt, error=DIED) for task in dead]

    def _finish(
        self, connection: Connection, results: Sequence[TaskResult], columns: Mapping[str, Any]
    ) -> frozenset[UUID]:
        kept = frozenset(_ids(connection, "finish_tasks", columns))
        ends = [
            TaskOutcome(task=result.task, state=result.state, company=result.company)
            for result in results
            if result.task.id in kept
        ]
        self._mails.ended(connection, ends, self._clock())
        return kept

    def _fail(self, connection: Connection, name: str, columns: Mapping[str, Any]) -> list[ClaimedTask]:
        """Run a statement that may end tasks as dead, and return those that it ended."""
        rows = connection.execute(statement(f"lookups/{name}"), columns).fetchall()
        dead = [(_claimed(row), error) for *row, state, error in rows if state == TaskState.DEAD]
        ends = [TaskOutcome(task=task, state=TaskState.DEAD, detail=error) for task, error in dead]
        self._mails.ended(connection, ends, self._clock())
        return [task for task, _ in dead]

    def _claim(self, connection: Connection, receives: Sequence[Receive]) -> dict[UUID, ClaimedTask]:
        numbers = {receive.doorbell: receive.number for receive in receives}
        bound = _lock_bound(connection, list(numbers))
        best = _exchange_with_best(connection, of_standing(Standing.BEST, bound, numbers))
        chosen = best + of_standing(Standing.OWN, bound, numbers)
        return self._start(connection, [(task, numbers[task.doorbell]) for task in chosen])

    def _start(self, connection: Connection, chosen: Sequence[tuple[BoundTask, int]]) -> dict[UUID, ClaimedTask]:
        columns = {
            "ids": [task.id for task, _ in chosen],
            "attempts": [number for _, number in chosen],
            "now": self._clock(),
        }
        rows = connection.execute(statement("lookups/start_tasks"), columns).fetchall() if chosen else []
        claimed = {task.id: task for task in map(_claimed, rows)}
        self._mails.started(connection, list(claimed.values()), self._clock())
        return {task.doorbell: claimed[task.id] for task, _ in chosen}


def _claimed(row: Sequence[Any]) -> ClaimedTask:
    id_, lookup_id, owner_id, cnpj, notify, doorbell, attempt = row
    return ClaimedTask(
        id=id_,
        lookup_id=lookup_id,
        owner_id=owner_id,
        cnpj=cnpj,
        notify=notify,
        doorbell=doorbell,
        attempt=attempt,
    )


def _bound(row: Sequence[Any]) -> BoundTask:
    id_, doorbell, rung_at, state, attempts = row
    return BoundTask(id=id_, doorbell=doorbell, rung_at=rung_at, state=TaskState(state), attempts=attempts)


def _lock_bound(connection: Connection, doorbells: list[UUID]) -> list[BoundTask]:
    """Lock the tasks of these messages.

    A task that was waited for may have exchanged its message meanwhile; the one that has it now is found by the next
    statement, which sees what was committed.
    """
    found: list[BoundTask] = []
    missing = doorbells
    while missing:
        parameters = {"doorbells": missing}
        rows = connection.execute(statement("lookups/lock_bound_tasks"), parameters).fetchall()
        found += [_bound(row) for row in rows]
        known = {task.doorbell for task in found}
        left = {"doorbells": [doorbell for doorbell in missing if doorbell not in known]}
        rows = connection.execute(statement("lookups/find_bound_tasks"), left).fetchall() if left["doorbells"] else []
        missing = [doorbell for (doorbell,) in rows]
    return found


def _exchange_with_best(connection: Connection, own: Sequence[BoundTask]) -> list[BoundTask]:
    """Return the best fresh tasks, as many as `own`, bound to the messages of `own`."""
    if not own:
        return []
    rows = connection.execute(statement("lookups/lock_best_tasks"), {"limit": len(own)}).fetchall()
    best = [_bound(row) for row in rows]
    changes = {task.id: task for task in exchanged(own, best)}
    if changes:
        columns = {
            "ids": list(changes),
            "doorbells": [task.doorbell for task in changes.values()],
            "rung_at": [task.rung_at for task in changes.values()],
        }
        connection.execute(statement("lookups/exchange_doorbells"), columns)
    return [changes.get(task.id, task) for task in best]


def _task_columns(tasks: Sequence[ClaimedTask]) -> dict[str, Any]:
    return {"ids": [task.id for task in tasks], "attempts": [task.attempt for task in tasks]}


def _ids(connection: Connection, name: str, parameters: Mapping[str, Any]) -> list[UUID]:
    return [id_ for (id_,) in connection.execute(statement(f"lookups/{name}"), parameters).fetchall()]
