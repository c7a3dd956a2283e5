"""The causes of deaths in `order_failures`, `order_conflicts`, `callbacks` and `lookup_tasks`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from esteira.core.messages import order_message_id
from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.reconciliation.dead_letters import CallbackKey, DoorbellKey, MessageKey
from esteira.workbench.letter import Cause


class PostgresCauses:
    """The port `Causes`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, keys: Sequence[MessageKey]) -> Mapping[MessageKey, Cause]:
        """See `Causes.of`."""
        return self._database.run(lambda connection: dict(_causes(connection, keys)))


def _causes(connection: Connection, keys: Sequence[MessageKey]) -> Iterable[tuple[MessageKey, Cause]]:
    orders = {order_message_id(*key): key for key in keys if isinstance(key, OrderKey)}
    callbacks = [key for key in keys if isinstance(key, CallbackKey)]
    doorbells = [key.doorbell for key in keys if isinstance(key, DoorbellKey)]
    if orders:
        for message_id, *cause in _rows(connection, "order_causes", {"message_ids": list(orders)}):
            yield orders[message_id], _cause(cause)
    if callbacks:
        columns = {"provider": [key.provider for key in callbacks], "event_id": [key.event_id for key in callbacks]}
        for provider, event_id, *cause in _rows(connection, "callback_causes", columns):
            yield CallbackKey(provider, event_id), _cause(cause)
    if doorbells:
        yield from _task_causes(connection, doorbells)


def _task_causes(connection: Connection, doorbells: Sequence[UUID]) -> Iterable[tuple[MessageKey, Cause]]:
    for doorbell, *cause in _rows(connection, "task_causes", {"doorbells": doorbells}):
        yield DoorbellKey(doorbell), _cause(cause)


def _rows(connection: Connection, name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return connection.execute(statement(f"workbench/{name}"), parameters).fetchall()


def _cause(values: Sequence[Any]) -> Cause:
    attempt, error, died_at = values
    return Cause(attempt=attempt, error=error, died_at=died_at)
