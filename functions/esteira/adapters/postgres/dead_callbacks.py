"""The dead callbacks in the table `callbacks` of the target."""

from collections.abc import Sequence

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.statements import statement
from esteira.domain.letters import CallbackKey


class PostgresDeadCallbacks:
    """The port `DeadCallbacks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revive(self, keys: Sequence[CallbackKey]) -> None:
        """See `DeadCallbacks.revive`."""
        # In one order for everybody, so that no two transactions wait for each other.
        ordered = sorted(set(keys))
        columns = {"provider": [key.provider for key in ordered], "event_id": [key.event_id for key in ordered]}
        self._database.run(lambda connection: connection.execute(statement("revive_callbacks"), columns))
