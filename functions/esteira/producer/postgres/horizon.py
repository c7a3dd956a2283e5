"""Who holds up the horizon of a source: its open transactions, by the views of the server."""

from collections.abc import Mapping, Sequence

from esteira.core.names import CursorMode
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.horizon import HorizonHolder, without_literals
from esteira.producer.postgres.source_fitness import source_errors

STATEMENTS: Mapping[CursorMode, str] = {
    "xid": "producer/list_xid_holders",
    "sequence": "producer/list_sequence_holders",
}


class PostgresHorizonReader:
    """The port `HorizonReader`. In mode `xid` every transaction of the cluster that has written counts (R1), in mode
    `sequence` those that may insert an order (R2).
    """

    def __init__(self, name: str, database: Database, mode: CursorMode) -> None:
        self._name = name
        self._database = database
        self._statement = STATEMENTS[mode]

    def holders(self, limit: int) -> Sequence[HorizonHolder]:
        """See `HorizonReader.holders`."""
        with self._database.transaction() as connection, source_errors(self._name):
            found = connection.execute(statement(self._statement), {"limit": limit}).fetchall()
        return [
            HorizonHolder(
                pid=pid,
                application=application or None,
                database=database,
                since=since,
                state=state,
                query=without_literals(query) if query else None,
            )
            for pid, application, database, since, state, query in found
        ]
