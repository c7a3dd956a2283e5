"""The tables `lookups` and `lookup_tasks`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from esteira.core.failpoints import passing
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.lookups.lookup import Lookup, LookupFilter, Misfire
from esteira.lookups.lookup_task import LookupTask, NewTask, TaskState
from esteira.lookups.ports import Decide, HandedOver
from esteira.lookups.prediction.backlog import MOST_PLANNED, Backlog, Planned, Waiting, rank_step_seconds
from esteira.lookups.ranking import Priority
from esteira.lookups.schedules.recurrence import Recurrence

RECURRENCE: TypeAdapter[Recurrence] = TypeAdapter(Recurrence)

PORTION = 2000
"""Look-ups in one statement, which is shorter than its timeout however long the caller takes for all of them."""


class PostgresLookupStore:
    """The port `LookupStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, lookups: Iterable[Lookup], tasks: Sequence[NewTask] = ()) -> None:
        """See `LookupStore.add`."""
        remaining = iter(lookups)
        with self._database.transaction() as connection:
            while portion := list(islice(remaining, PORTION)):
                _copy(connection, portion)
            _add_tasks(connection, tasks)

    def find(self, owner_id: str, lookup_id: UUID) -> Lookup | None:
        """See `LookupStore.find`."""
        rows = self._ask("find_lookup", {"owner_id": owner_id, "id": lookup_id})
        return _lookup(rows[0]) if rows else None

    def page(self, owner_id: str, question: LookupFilter) -> Sequence[Lookup]:
        """See `LookupStore.page`."""
        return [
            _lookup(row)
            for row in self._ask(f"list_lookups_{question.order.value}", {"owner_id": owner_id, **asdict(question)})
        ]

    def change(self, lookup: Lookup, *, version: int) -> bool:
        """See `LookupStore.change`."""
        fields = {**asdict(lookup), "recurrence": _recurrence(lookup), "expected_version": version}
        return bool(self._ask("change_lookup", fields))

    def delete(self, owner_id: str, lookup_id: UUID) -> bool:
        """See `LookupStore.delete`."""
        return bool(self._ask("delete_lookup", {"owner_id": owner_id, "id": lookup_id}))

    def add_task(self, task: NewTask) -> bool:
        """See `LookupStore.add_task`."""
        return bool(self._ask("add_task", asdict(task)))

    def tasks_of(
        self, owner_id: str, lookup_id: UUID, limit: int, *, before: datetime | None = None
    ) -> Sequence[LookupTask]:
        """See `LookupStore.tasks_of`."""
        question = {"owner_id": owner_id, "lookup_id": lookup_id, "limit": limit, "before": before}
        return [_task(row) for row in self._ask("list_tasks", question)]

    def find_task(self, owner_id: str, task_id: UUID) -> LookupTask | None:
        """See `LookupStore.find_task`."""
        rows = self._ask("find_task", {"owner_id": owner_id, "id": task_id})
        return _task(rows[0]) if rows else None

    def tasks_between(self, owner_id: str, since: datetime, until: datetime, limit: int) -> Sequence[LookupTask]:
        """See `LookupStore.tasks_between`."""
        question = {"owner_id": owner_id, "since": since, "until": until, "limit": limit}
        return [_task(row) for row in self._ask("list_tasks_between", question)]

    def hand_over(self, now: datetime, limit: int, decide: Decide) -> HandedOver:
        """See `LookupStore.hand_over`."""
        with self._database.transaction() as connection:
            rows = connection.execute(statement("lookups/lock_due_lookups"), {"now": now, "limit": limit}).fetchall()
            due = [(lookup, decide(lookup)) for lookup in map(_lookup, rows)]
            added = _add_tasks(connection, [task for _, work in due for task in work.tasks])
            passing("lookups.before_commit")
            moves = [{"id": lookup.id, "next_due_at": work.next_due_at} for lookup, work in due]
            connection.cursor().executemany(statement("lookups/move_next_due"), moves)
        without_run = sum(work.without_run for _, work in due)
        return HandedOver(lookups=len(rows), tasks=added, without_run=without_run)

    def backlog(self, now: datetime, since: datetime, until: datetime, *, ageing: timedelta) -> Backlog:
        """See `LookupStore.backlog`."""
        step = rank_step_seconds(ageing)
        question = {"now": now, "since": since, "until": until, "step": step, "limit": MOST_PLANNED}
        return _backlog(self._ask("read_backlog", question))

    def unrung(self, lost_before: datetime, limit: int) -> Sequence[UUID]:
        """See `LookupStore.unrung`."""
        return [doorbell for (doorbell,) in self._ask("list_unrung", {"lost_before": lost_before, "limit": limit})]

    def rung(self, doorbells: Sequence[UUID], now: datetime) -> None:
        """See `LookupStore.rung`."""
        self._ask("keep_rung", {"doorbells": list(doorbells), "now": now})

    def _ask(self, name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with self._database.transaction() as connection:
            cursor = connection.execute(statement(f"lookups/{name}"), parameters)
            return cursor.fetchall() if cursor.description else []


def _copy(connection: Connection, lookups: Sequence[Lookup]) -> None:
    with connection.cursor().copy(statement("lookups/copy_lookups")) as copy:
        for lookup in lookups:
            copy.write_row(_row(lookup))


def _add_tasks(connection: Connection, tasks: Sequence[NewTask]) -> int:
    cursor = connection.cursor()
    cursor.executemany(statement("lookups/add_task"), [asdict(task) for task in tasks])
    return max(cursor.rowcount, 0) if tasks else 0


def _recurrence(lookup: Lookup) -> Jsonb | None:
    return Jsonb(lookup.recurrence.model_dump(mode="json")) if lookup.recurrence else None


def _row(lookup: Lookup) -> tuple[Any, ...]:
    return tuple(_recurrence(lookup) if name == "recurrence" else getattr(lookup, name) for name in _COLUMNS)


def _backlog(rows: Sequence[tuple[Any, ...]]) -> Backlog:
    [handed_over_at] = [at for kind, _, _, _, at, _ in rows if kind == "schedule"]
    planned = [_planned(*row[1:]) for row in rows if row[0] == "planned"]
    return Backlog(
        waiting=[Waiting(ranked_at=at, count=count) for kind, _, _, _, at, count in rows if kind == "waiting"],
        planned=planned,
        handed_over_at=handed_over_at,
        is_cut=len(planned) == MOST_PLANNED,
    )


def _planned(priority: str, recurrence: Any, time_zone: str | None, due_at: datetime, count: int) -> Planned:
    return Planned(
        priority=Priority(priority),
        due_at=due_at,
        count=count,
        recurrence=RECURRENCE.validate_python(recurrence) if recurrence else None,
        time_zone=time_zone or "UTC",
    )


_COLUMNS = (
    *("id", "owner_id", "cnpj", "priority", "recurrence", "time_zone", "misfire", "grace_seconds", "notify"),
    *("next_due_at", "version", "created_at", "changed_at"),
)
_TASK_COLUMNS = (
    *("id", "lookup_id", "cnpj", "priority", "due_at", "catch_up", "queued_at", "state", "attempts", "started_at"),
    *("finished_at", "provider", "error", "company"),
)


def _lookup(row: tuple[Any, ...]) -> Lookup:
    fields = dict(zip(_COLUMNS, row, strict=True))
    recurrence = RECURRENCE.validate_python(fields["recurrence"]) if fields["recurrence"] else None
    words = {"priority": Priority(fields["priority"]), "misfire": Misfire(fields["misfire"])}
    return Lookup(**{**fields, **words, "recurrence": recurrence})


def _task(row: tuple[Any, ...]) -> LookupTask:
    fields = dict(zip(_TASK_COLUMNS, row, strict=True))
    return LookupTask(**{**fields, "priority": Priority(fields["priority"]), "state": TaskState(fields["state"])})
