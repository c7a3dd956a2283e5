"""The table `flow_versions`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from pydantic import ValidationError

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.statements import statement
from esteira.domain.flow.config import FlowConfiguration, FlowVersion
from esteira.domain.flow.config_change import NEVER_CHANGED
from esteira.errors import Outdated, TargetUnavailable


class PostgresFlowBook:
    """The port `FlowBook`. With a version that another release kept and this one does not understand it is unavailable:
    one before it, or the defaults, would have a paused lane receive.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> FlowVersion:
        """See `FlowBook.current`."""
        return next(iter(self.history(1)), NEVER_CHANGED)

    def change(self, configuration: FlowConfiguration, *, expected: int, by: str, at: datetime) -> FlowVersion:
        """See `FlowBook.change`. One statement, so that nobody comes between looking and writing."""
        row = {"expected": expected, "configuration": Jsonb(configuration.model_dump(mode="json")), "by": by, "at": at}
        added = self._ask("add_flow_version", row)
        if not added:
            raise Outdated(self.current().version)
        return _version(added[0])

    def history(self, limit: int) -> Sequence[FlowVersion]:
        """See `FlowBook.history`."""
        return [_version(row) for row in self._ask("list_flow_versions", {"limit": limit})]

    def _ask(self, name: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).fetchall()


def _version(row: tuple[Any, ...]) -> FlowVersion:
    version, configuration, changed_by, changed_at = row
    try:
        understood = FlowConfiguration.model_validate(configuration)
    except ValidationError as error:
        raise TargetUnavailable(f"(version {version} of the flow is none that is understood here)") from error
    return FlowVersion(version=version, configuration=understood, changed_by=changed_by, changed_at=changed_at)
