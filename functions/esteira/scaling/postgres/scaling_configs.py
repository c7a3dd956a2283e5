"""The table `flow_versions`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from pydantic import ValidationError

from esteira.core.errors import Outdated, TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.config_change import DEFAULT_VERSION


class PostgresScalingConfigRepository:
    """The port `ScalingConfigRepository`. A version of another release that cannot be parsed makes it unavailable:
    an older version, or the defaults, could let a paused lane receive.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> ConfigVersion:
        """See `ScalingConfigRepository.current`."""
        return next(iter(self.history(1)), DEFAULT_VERSION)

    def change(self, configuration: ScalingConfig, *, expected: int, by: str, at: datetime) -> ConfigVersion:
        """See `ScalingConfigRepository.change`. One statement: no other change comes between check and write."""
        row = {"expected": expected, "configuration": Jsonb(configuration.model_dump(mode="json")), "by": by, "at": at}
        added = self._ask("scaling/add_flow_version", row)
        if not added:
            raise Outdated(self.current().version)
        return _version(added[0])

    def history(self, limit: int) -> Sequence[ConfigVersion]:
        """See `ScalingConfigRepository.history`."""
        return [_version(row) for row in self._ask("scaling/list_flow_versions", {"limit": limit})]

    def _ask(self, name: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).fetchall()


def _version(row: tuple[Any, ...]) -> ConfigVersion:
    version, configuration, changed_by, changed_at = row
    try:
        config = ScalingConfig.model_validate(configuration).with_new_lanes()
    except ValidationError as error:
        raise TargetUnavailable(
            f"(version {version} of the scaling configuration cannot be parsed by this release)"
        ) from error
    return ConfigVersion(version=version, configuration=config, changed_by=changed_by, changed_at=changed_at)
