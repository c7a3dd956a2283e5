"""A source's table of orders, as used to fill, load, list and stamp it."""

from collections.abc import Iterable, Sequence

from esteira.core.orders import Order, OrderPayload
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.ports import Filled
from esteira.producer.postgres.source_fitness import source_errors
from esteira.producer.postgres.source_rows import listed_orders


class PostgresOrderTable:
    """The table `orders` of one source."""

    def __init__(self, name: str, database: Database) -> None:
        self._name = name
        self._database = database

    def fill(self, count: int, *, false_share: float, seed: int) -> Filled:
        """Create orders inside the database with one statement."""
        parameters = {"count": count, "false_share": false_share, "seed": seed}
        with self._database.transaction() as connection, source_errors(self._name):
            row = connection.execute(statement("producer/fill_orders"), parameters).fetchone()
        count_created, first_id, last_id = row or (0, None, None)
        return Filled(count=count_created, first_id=first_id or 0, last_id=last_id or 0)

    def load(self, payloads: Iterable[OrderPayload]) -> int:
        """Stream orders in with COPY, in one transaction without a timeout, since it lasts as long as its file."""
        with self._database.transaction() as connection, source_errors(self._name):
            connection.execute("SET LOCAL statement_timeout = 0")
            cursor = connection.cursor()
            with cursor.copy(statement("producer/copy_orders")) as copy:
                for payload in payloads:
                    copy.write_row((payload.product, payload.price, payload.security_check))
            return cursor.rowcount

    def list_after(self, after_id: int | None, *, limit: int, security_check: bool | None) -> Sequence[Order]:
        """See `OrderTable.list_after`."""
        parameters = {"after_id": after_id, "limit": limit, "security_check": security_check}
        with self._database.transaction() as connection, source_errors(self._name):
            found = connection.execute(statement("producer/list_orders"), parameters).fetchall()
        return listed_orders(found, undecodable="replace")

    def stamp_old(self, limit: int) -> int:
        """Stamp up to `limit` old rows with the id of this transaction. Returns the count."""
        with self._database.transaction() as connection, source_errors(self._name):
            return connection.execute(statement("producer/stamp_old_orders"), {"limit": limit}).rowcount
