"""The tables `redrive_jobs` and `redrive_items`, and the fates of messages in the tables of their lanes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from esteira.core.messages import MAX_RECEIVES, AnyMessage, LookupMessage, OrderMessage, PaymentMessage
from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.core.queue.received_message import as_text
from esteira.workbench.letter import LetterFilter
from esteira.workbench.postgres.letter_store import parameters
from esteira.workbench.redrive_job import OPEN, UNDO, Fate, ItemState, JobPlace, JobState, RedriveJob, Step

FIELDS = (
    "id", "lane", "by", "created_at", "state", "canary", "per_second", "question", "ids", "repeats", "canary_id",
    "canary_body", "canary_sent_at", "reason", "waiting", "sent", "gone", "undone",
)  # fmt: skip
"""The columns of every statement that returns jobs, in their order."""

QUESTION = TypeAdapter(LetterFilter)

Row = tuple[Any, ...]


class PostgresRedriveJobs:
    """The port `RedriveJobs`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, job: RedriveJob, question: LetterFilter, ids: Sequence[str] | None) -> int:
        """See `RedriveJobs.begin`."""

        def work(connection: Connection) -> int:
            chosen = list(ids) if ids is not None else None
            asked = {"question": QUESTION.dump_json(question).decode(), "ids": chosen, "repeats": job.repeats}
            _rows(connection, "begin_job", {**_new_job(job), **asked})
            items = {**parameters(question), "job_id": job.id, "ids": chosen}
            added = len(_rows(connection, "begin_items", items))
            if not added:
                _rows(connection, "remove_job", {"job_id": job.id})
            return added

        return self._database.run(work)

    def find(self, job_id: UUID) -> RedriveJob | None:
        """See `RedriveJobs.find`."""
        return _first(self._ask("find_job", {"job_id": job_id}))

    def page(self, lane: Lane | None, *, after: JobPlace | None, limit: int) -> Sequence[RedriveJob]:
        """See `RedriveJobs.page`."""
        created_at, job_id = after or (None, None)
        place = {"after_created_at": created_at, "after_id": job_id, "limit": limit}
        return [_job(row) for row in self._ask("list_jobs", {"lane": lane, **place})]

    def claim(self, states: Sequence[JobState], now: datetime, until: datetime) -> RedriveJob | None:
        """See `RedriveJobs.claim`."""

        def work(connection: Connection) -> RedriveJob | None:
            question = {"states": [state.value for state in states], "now": now, "until": until}
            claimed = _rows(connection, "claim_job", question)
            return _first(_rows(connection, "find_job", {"job_id": claimed[0][0]})) if claimed else None

        return self._database.run(work)

    def waiting(self, job_id: UUID, limit: int) -> Sequence[str]:
        """See `RedriveJobs.waiting`."""
        return [row[0] for row in self._ask("waiting_items", {"job_id": job_id, "limit": limit})]

    def settle(self, job_id: UUID, letters: Sequence[str], state: ItemState) -> None:
        """See `RedriveJobs.settle`."""
        self._ask("settle_items", {"job_id": job_id, "letters": list(letters), "state": state.value})

    def proceed(self, job_id: UUID, was: JobState, step: Step, *, due_at: datetime) -> None:
        """See `RedriveJobs.proceed`."""
        values = {"state": step.state.value, "reason": step.reason, "canary_sent_at": step.canary_sent_at}
        canary = {"canary_id": step.letters[0] if step.canary_sent_at else None}
        self._ask("proceed_job", {"job_id": job_id, "was": was.value, "due_at": due_at, **values, **canary})

    def sent(self, job_id: UUID) -> Mapping[str, str]:
        """See `RedriveJobs.sent`."""
        return {letter: as_text(body) for letter, body in self._ask("sent_items", {"job_id": job_id})}

    def stop(self, job_id: UUID, reason: str) -> bool:
        """See `RedriveJobs.stop`."""
        return self._end(job_id, JobState.STOPPED, reason, from_=OPEN)

    def undo(self, job_id: UUID, reason: str) -> bool:
        """See `RedriveJobs.undo`."""
        return self._end(job_id, JobState.UNDOING, reason, from_=[each for each in JobState if each not in UNDO])

    def _end(self, job_id: UUID, state: JobState, reason: str, *, from_: Sequence[JobState]) -> bool:
        values = {"job_id": job_id, "state": state.value, "reason": reason, "from": [each.value for each in from_]}
        return bool(self._ask("end_job", values))

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
        case LookupMessage():
            return "fate_of_task", {"doorbell": message.message_id}


def _rows(connection: Connection, name: str, values: Mapping[str, Any]) -> list[Row]:
    cursor = connection.execute(statement(f"workbench/{name}"), values)
    return cursor.fetchall() if cursor.description else []


def _first(rows: Sequence[Row]) -> RedriveJob | None:
    return next((_job(row) for row in rows), None)


def _job(row: Row) -> RedriveJob:
    values = dict(zip(FIELDS, row, strict=True))
    body = values["canary_body"]
    question = QUESTION.validate_python(values["question"])
    canary_body = None if body is None else as_text(body)
    return RedriveJob(
        **{**values, "state": JobState(values["state"]), "question": question, "canary_body": canary_body}
    )


def _new_job(job: RedriveJob) -> dict[str, Any]:
    names = ("id", "lane", "by", "created_at", "canary", "per_second")
    return {**{name: getattr(job, name) for name in names}, "state": job.state.value}
