"""The tables `failures`, `failure_groups` and `failure_counts`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.core.reporting.error_message import ErrorMessage
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.decision import changed, is_news, new_failure
from esteira.failures.failure import Failure, FailureFilter, FailureGroup, FailureState, GroupFilter, Settlement
from esteira.failures.ports import CountedMinute

FIELDS = tuple(field.name for field in fields(Failure))
"""The columns of every statement that returns failures, in their order."""

Row = tuple[Any, ...]


class PostgresFailureStore:
    """The port `FailureStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, errors: Sequence[ErrorMessage], now: datetime) -> None:
        """See `FailureStore.keep`. In a fixed order, so that two workers do not wait for each other."""

        def work(connection: Connection) -> None:
            news = [error for error in sorted(errors, key=_order) if _keep(connection, error, now)]
            for error in sorted(news, key=lambda error: error.fingerprint):
                connection.execute(statement("failures/keep_group"), _group_row(error))

        self._database.run(work)

    def count(self, minutes: Sequence[CountedMinute]) -> None:
        """See `FailureStore.count`."""
        counted = [(name, one.minute, number) for one in minutes for name, number in one.counts.items()]
        parameters = {
            "fingerprints": [name for name, _, _ in counted],
            "minutes": [datetime.fromtimestamp(minute * 60, UTC) for _, minute, _ in counted],
            "counts": [number for _, _, number in counted],
        }
        self._ask("keep_counts", parameters)

    def claim(self, limit: int, now: datetime) -> Sequence[Failure]:
        """See `FailureStore.claim`."""
        return _failures(self._ask("claim_failures", {"limit": limit, "now": now}))

    def sent(self, claimed: Sequence[Failure], now: datetime) -> None:
        """See `FailureStore.sent`."""
        state = FailureState.RETRIED.value
        self._ask("finish_claim", {**_claims(claimed), "state": state, "reason": None, "now": now})

    def put_back(self, claimed: Sequence[Failure], due_at: datetime) -> None:
        """See `FailureStore.put_back`."""
        self._ask("put_back_claim", {**_claims(claimed), "due_at": due_at})

    def park(self, claimed: Sequence[Failure], reason: str, now: datetime) -> None:
        """See `FailureStore.park`."""
        state = FailureState.PARKED.value
        self._ask("finish_claim", {**_claims(claimed), "state": state, "reason": reason, "now": now})

    def settle(self, failure_id: UUID, settlement: Settlement) -> Failure | None:
        """See `FailureStore.settle`."""
        return _first(self._ask("settle_failure", {**_plain(asdict(settlement)), "id": failure_id}))

    def find(self, failure_id: UUID) -> Failure | None:
        """See `FailureStore.find`."""
        return _first(self._ask("find_failure", {"id": failure_id}))

    def page(self, question: FailureFilter) -> Sequence[Failure]:
        """See `FailureStore.page`."""
        return _failures(self._ask("list_failures", _plain(asdict(question))))

    def groups(self, question: GroupFilter) -> Sequence[FailureGroup]:
        """See `FailureStore.groups`."""
        at, fingerprint = question.after or (None, None)
        parameters = {
            "kind": question.kind,
            "component": question.component,
            "after_at": at,
            "after_fingerprint": fingerprint,
            "limit": question.limit,
        }
        return [_group(row) for row in self._ask("list_groups", parameters)]

    def forget(self, before: datetime) -> int:
        """See `FailureStore.forget`."""
        removed = self._ask("forget_failures", {"before": before})
        self._ask("forget_counts", {"before": before})
        self._ask("forget_groups", {"before": before})
        return len(removed)

    def _ask(self, name: str, parameters: Mapping[str, Any]) -> list[Row]:
        return self._database.run(lambda connection: _rows(connection, name, parameters))


def _keep(connection: Connection, error: ErrorMessage, now: datetime) -> bool:
    """Keep one error, and return whether it was not received before, as far as the failure tells."""
    new = new_failure(error, now)
    if _rows(connection, "insert_failure", _plain(asdict(new))):
        return True
    failure = _failures(_rows(connection, "lock_failure", {"id": new.id}))[0]
    if is_news(error, failure):
        connection.execute(statement("failures/change_failure"), _plain(asdict(changed(failure, error, now))))
    return error.report_id != failure.report_id


def _order(error: ErrorMessage) -> tuple[UUID, datetime]:
    return error.failure_id, error.at


def _group_row(error: ErrorMessage) -> Mapping[str, Any]:
    return {
        "fingerprint": error.fingerprint,
        "kind": error.kind.value,
        "component": error.component,
        "place": error.place,
        "cause": error.normalised,
        "at": error.at,
        "uncounted": error.uncounted,
    }


def _rows(connection: Connection, name: str, parameters: Mapping[str, Any]) -> list[Row]:
    cursor = connection.execute(statement(f"failures/{name}"), parameters)
    return cursor.fetchall() if cursor.description else []


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without enumerations, which the driver would store by their names."""
    return {
        name: value.value if isinstance(value, ErrorKind | FailureState) else value for name, value in values.items()
    }


def _claims(claimed: Sequence[Failure]) -> dict[str, Any]:
    return {"ids": [failure.id for failure in claimed], "tries": [failure.tries for failure in claimed]}


def _failures(rows: Iterable[Row]) -> list[Failure]:
    return [_failure(dict(zip(FIELDS, row, strict=True))) for row in rows]


def _first(rows: Sequence[Row]) -> Failure | None:
    return next(iter(_failures(rows)), None)


def _failure(values: Mapping[str, Any]) -> Failure:
    typed = {"kind": ErrorKind(values["kind"]), "state": FailureState(values["state"])}
    return Failure(**{**values, **typed})


def _group(row: Row) -> FailureGroup:
    fingerprint, kind, component, place, cause, first_at, last_at, count, states = row
    return FailureGroup(
        fingerprint=fingerprint,
        kind=ErrorKind(kind) if kind else None,
        component=component,
        place=place,
        cause=cause,
        first_at=first_at,
        last_at=last_at,
        count=count,
        states={FailureState(state): number for state, number in states.items()},
    )
