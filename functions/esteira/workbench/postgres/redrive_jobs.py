"""The tables `redrive_jobs` and `redrive_items`, and the fates of messages in the tables of their lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from esteira.core.messages import MAX_RECEIVES, AnyMessage, OrderMessage, PaymentMessage
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.core.queue.received_message import as_text
from esteira.workbench.letter import LetterFilter
from esteira.workbench.postgres.letter_store import parameters
from esteira.workbench.redrive_job import OPEN, Fate, ItemState, JobState, RedriveJob, Step

FIELDS = (
    "id", "lane", "by", "created_at", "state", "canary", "per_second", "canary_body", "canary_sent_at", "reason",
    "waiting", "sent", "gone",
)  # fmt: skip
"""The columns of every statement that returns jobs, in their order."""

Row = tuple[Any, ...]


class PostgresRedriveJobs:
    """The port `RedriveJobs`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, job: RedriveJob, question: LetterFilter, ids: Sequence[str] | None) -> int:
        """See `RedriveJobs.begin`."""

        def work(connection: Connection) -> int:
            _rows(connection, "begin_job", {**asdict(job), "state": job.state.value})
            items = {**parameters(question), "job_id": job.id, "ids": list(ids) if ids is not None else None}
            added = len(_rows(connection, "begin_items", items))
            if not added:
                _rows(connection, "remove_job", {"job_id": job.id})
            return added

        return self._database.run(work)

    def find(self, job_id: UUID) -> RedriveJob | None:
        """See `RedriveJobs.find`."""
        return _first(self._ask("find_job", {"job_id": job_id}))

    def claim(self, now: datetime, until: datetime) -> RedriveJob | None:
        """See `RedriveJobs.claim`."""

        def work(connection: Connection) -> RedriveJob | None:
            claimed = _rows(connection, "claim_job", {"now": now, "until": until})
            return _first(_rows(connection, "find_job", {"job_id": claimed[0][0]})) if claimed else None

        return self._database.run(work)

    def waiting(self, job_id: UUID, limit: int) -> Sequence[str]:
        """See `RedriveJobs.waiting`."""
        return [row[0] for row in self._ask("waiting_items", {"job_id": job_id, "limit": limit})]

    def settle(self, job_id: UUID, letters: Sequence[str], state: ItemState) -> None:
        """See `RedriveJobs.settle`."""
        self._ask("settle_items", {"job_id": job_id, "letters": list(letters), "state": state.value})

    def proceed(self, job_id: UUID, step: Step, *, due_at: datetime) -> None:
        """See `RedriveJobs.proceed`."""
        values = {"state": step.state.value, "reason": step.reason, "canary_sent_at": step.canary_sent_at}
        canary = {"canary_id": step.letters[0] if step.canary_sent_at else None}
        self._ask("proceed_job", {"job_id": job_id, "due_at": due_at, "open": _open(), **values, **canary})

    def stop(self, job_id: UUID, reason: str) -> bool:
        """See `RedriveJobs.stop`."""
        return bool(self._ask("stop_job", {"job_id": job_id, "reason": reason, "open": _open()}))

    def _ask(self, name: str, values: Mapping[str, Any]) -> list[Row]:
        return self._database.run(lambda connection: _rows(connection, name, values))


class PostgresFates:
    """The port `Fates`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, message: AnyMessage, since: datetime) -> Fate:
        """See `Fates.of`."""
        name, values = _fate_question(message, since)
        ((fate,),) = self._database.run(lambda connection: _rows(connection, name, values))
        return Fate(fate)


def _fate_question(message: AnyMessage, since: datetime) -> tuple[str, Mapping[str, Any]]:
    dead_at = {"dead_at": MAX_RECEIVES}
    match message:
        case OrderMessage():
            contents = {"message_id": message.message_id, "payload_hash": message.payload_hash}
            return "fate_of_order", {**contents, **dead_at, "since": since}
        case PaymentMessage():
            return "fate_of_callback", {"provider": message.provider, "event_id": message.event_id, **dead_at}
        case _:
            return "fate_of_task", {"doorbell": message.message_id}


def _rows(connection: Connection, name: str, values: Mapping[str, Any]) -> list[Row]:
    cursor = connection.execute(statement(f"workbench/{name}"), values)
    return cursor.fetchall() if cursor.description else []


def _first(rows: Sequence[Row]) -> RedriveJob | None:
    return next((_job(row) for row in rows), None)


def _job(row: Row) -> RedriveJob:
    values = dict(zip(FIELDS, row, strict=True))
    body = values["canary_body"]
    typed = {"state": JobState(values["state"]), "canary_body": None if body is None else as_text(body)}
    return RedriveJob(**{**values, **typed})


def _open() -> list[str]:
    return [state.value for state in OPEN]
