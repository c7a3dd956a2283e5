"""Search of the orders in the target."""

from collections.abc import Sequence
from typing import Any

from psycopg.rows import dict_row

from esteira.core.messages import MAX_RECEIVES
from esteira.core.orders import MAX_SOURCE_ID, OrderKey
from esteira.core.payments import PaymentState
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.row_dates import date_text, row_date
from esteira.orders.found_order import FoundOrder, FoundState, OrderFilter, Place

LAST_SOURCE = "z" * 40
"""Not before the name of any source, in any collation."""

MOST_ATTEMPTS = 2**15 - 1
"""As many as the column can hold."""


class PostgresOrderSearch:
    """The port `OrderSearch` over the views `orders_*`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, question: OrderFilter) -> Sequence[FoundOrder]:
        """See `OrderSearch.page`."""
        name = "orders/find_orders" if question.names_one_order else "orders/search_orders"
        with self._database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
            # Compiling the plan takes ten times as long as reading a page.
            connection.execute("SELECT set_config('jit', 'off', true)")
            found = cursor.execute(statement(name), parameters(question)).fetchall()
        return [_found(row) for row in found]


def parameters(question: OrderFilter) -> dict[str, Any]:
    """Return the parameters of both statements. What does not restrict has the value that admits all rows."""
    # The end of the range too, since the index is entered at the place.
    before = question.before or Place(question.until or "infinity", MAX_SOURCE_ID, LAST_SOURCE)
    return {
        "states": list(question.states),
        "dead_at": MAX_RECEIVES,
        "least_attempts": 0 if "retrying" in question.states else MAX_RECEIVES,
        "most_attempts": MOST_ATTEMPTS if "dead" in question.states else MAX_RECEIVES - 1,
        "source": question.source,
        "source_id": question.source_id,
        "message_id": question.message_id,
        "since": question.since or "-infinity",
        "until": question.until or "infinity",
        "before_since": date_text(before.since),
        "before_id": before.source_id,
        "before_source": before.source,
        "limit": question.limit,
    }


def _found(row: dict[str, Any]) -> FoundOrder:
    return FoundOrder(
        order=OrderKey(row["source"], row["source_id"]),
        state=_state(row["state"], row["attempts"]),
        since=row_date(row["since"]),
        attempts=row["attempts"],
        reason=row["reason"],
        product=row["product"],
        price=row["price"],
        payment_state=PaymentState(row["payment_state"]) if row["payment_state"] else None,
    )


def _state(state: Any, attempts: int) -> FoundState:
    if state != "failed":
        return state  # type: ignore[no-any-return]
    return "dead" if attempts >= MAX_RECEIVES else "retrying"
