"""The list of rejected rows, in the target."""

from collections.abc import Mapping, Sequence

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement


class PostgresRejects:
    """The table `producer_rejects`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, source: str, reasons: Mapping[int, str]) -> None:
        """Store the reasons with one statement. A stored reason is not replaced."""
        rejected = {"source": source, "ids": list(reasons), "reasons": list(reasons.values())}
        with self._database.transaction() as connection:
            connection.execute(statement("producer/add_rejects"), rejected)

    def forget_before(self, source: str, epoch: str) -> None:
        """Delete the rows rejected before this restart was noted. Those of a later producer are newer, and stay."""
        with self._database.transaction() as connection:
            connection.execute(statement("producer/forget_rejects_before"), {"source": source, "epoch": epoch})

    def forget(self, source: str, ids: Sequence[int]) -> None:
        """Delete the rejects of these rows."""
        with self._database.transaction() as connection:
            connection.execute(statement("producer/forget_rejects"), {"source": source, "ids": list(ids)})

    def ids(self, source: str) -> Sequence[int]:
        """Return the rejected source ids in ascending order."""
        with self._database.transaction() as connection:
            return [id_ for (id_,) in connection.execute(statement("producer/list_reject_ids"), {"source": source})]
