"""Stamps the rows that were there before the source had its trigger, or that came from another cluster (R1).

Each batch is a transaction of its own, stamped with its own id, so it is safe at any time, also while orders are
written and published. Until it has run, such rows wait unread and count as lag.
"""

from esteira.producer.ports import OrderTable

BATCH_ROWS = 1000


def stamp_old_orders(table: OrderTable, *, batch_rows: int = BATCH_ROWS) -> int:
    """Stamps all of them and says how many there were."""
    stamped = 0
    while batch := table.stamp_old(batch_rows):
        stamped += batch
    return stamped
