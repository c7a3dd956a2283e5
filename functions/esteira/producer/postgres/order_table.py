"""A source's table of orders, for those who fill and list it."""

from collections.abc import Iterable, Sequence

from esteira.core.orders import Order, OrderPayload
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.ports import Filled
from esteira.producer.postgres.source_fitness import fit
from esteira.producer.postgres.source_rows import orders


class PostgresOrderTable:
    """The table `orders` of one source."""

    def __init__(self, name: str, database: Database) -> None:
        self._name = name
        self._database = database

    def fill(self, count: int, *, false_share: float, seed: int) -> Filled:
        """Makes orders inside the database, in one statement."""
        wish = {"count": count, "false_share": false_share, "seed": seed}
        with self._database.transaction() as connection, fit(self._name):
            made, first, last = connection.execute(statement("producer/fill_orders"), wish).fetchone() or (
                0,
                None,
                None,
            )
        return Filled(count=made, first_id=first or 0, last_id=last or 0)

    def load(self, payloads: Iterable[OrderPayload]) -> int:
        """Streams orders in with COPY, in one transaction without a time limit: it lasts as long as its file."""
        with self._database.transaction() as connection, fit(self._name):
            connection.execute("SET LOCAL statement_timeout = 0")
            cursor = connection.cursor()
            with cursor.copy(statement("producer/copy_orders")) as copy:
                for payload in payloads:
                    copy.write_row((payload.product, payload.price, payload.security_check))
            return cursor.rowcount

    def list_after(self, after_id: int, *, limit: int, security_check: bool | None) -> Sequence[Order]:
        """Orders with larger ids, in the order of their ids."""
        wish = {"after_id": after_id, "limit": limit, "security_check": security_check}
        with self._database.transaction() as connection, fit(self._name):
            return orders(connection.execute(statement("producer/list_orders"), wish).fetchall())

    def stamp_old(self, limit: int) -> int:
        """Stamps a batch of old rows with the id of its own transaction."""
        with self._database.transaction() as connection, fit(self._name):
            return connection.execute(statement("producer/stamp_old_orders"), {"limit": limit}).rowcount
