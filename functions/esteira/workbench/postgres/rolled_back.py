"""A database whose transactions are all rolled back: an adapter that is given it works, and changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection


class RolledBackDatabase(Database):
    """As `Database`, but every transaction is rolled back at its end."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction; roll back at the end. Raises as `Database.transaction`."""
        with super().transaction() as connection, connection.transaction(force_rollback=True):
            yield connection
