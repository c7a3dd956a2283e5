"""Orders in the sources, and how far they are: read in the stores, as any client of them could."""

from collections.abc import Sequence
from itertools import count

import psycopg
from esteira.producer.simulation import attempts_needed

PRODUCTS = 1000

COPY = "COPY orders (id, product, price, security_check) FROM STDIN"


class NewOrders:
    """Chooses the ids of new orders, so that the simulated trouble meets as many of them as wanted.

    The number of attempts that an order needs is derived from its source and id (`attempts_needed`).
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def last(self, source: str) -> int:
        """Return the highest id so far."""
        return self._last.get(source, 0)

    def choose(self, source: str, orders: int, *, failing_once: float = 0.0) -> list[int]:
        """Return ascending ids of orders that succeed at once, and of this share (0 to 1) that do so when retried."""
        failing = round(orders * failing_once)
        candidates = count(self.last(source) + 1)
        chosen: list[int] = []
        wanted = {1: orders - failing, 2: failing}
        while any(wanted.values()):
            row_id = next(candidates)
            needed = attempts_needed(source, row_id, security_check=True, simulate=True)
            if wanted.get(needed):
                wanted[needed] -= 1
                chosen.append(row_id)
        self._last[source] = max(chosen, default=self.last(source))
        return chosen


def shares(orders: int, sources: Sequence[str]) -> dict[str, int]:
    """Divide orders among sources as evenly as possible."""
    each, more = divmod(orders, len(sources))
    return {source: each + (number < more) for number, source in enumerate(sources)}


def write_orders(dsn: str, ids: Sequence[int]) -> None:
    """Write these orders to a source in one transaction."""
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row_id in ids:
            copy.write_row((row_id, f"product {row_id % PRODUCTS}", f"{1 + row_id % PRODUCTS}.50", True))


class Arrivals:
    """Counts the orders of a target. Esteira keeps tallies, a peer's table has none and is counted."""

    TALLIED = b"SELECT coalesce(sum(rows), 0) FROM order_tallies"
    COUNTED = b"SELECT count(*) FROM orders"

    def __init__(self, dsn: str, *, tallied: bool) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)
        self._statement = self.TALLIED if tallied else self.COUNTED

    def total(self) -> int:
        """Return the number of orders."""
        row = self._connection.execute(self._statement).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
