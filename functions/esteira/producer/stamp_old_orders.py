"""Stamps the rows that are older than the source's stamping trigger, or that came from another cluster (R1).

Each batch is a transaction of its own and stamps with its own id, so it is safe at any time, also while orders are
written and published. Until it has run, such rows are not read and count as lag.
"""

from esteira.producer.ports import OrderTable

BATCH_ROWS = 1000


def stamp_old_orders(table: OrderTable, *, batch_rows: int = BATCH_ROWS) -> int:
    """Stamp all of them, `batch_rows` in a transaction. Returns the count."""
    stamped = 0
    while batch := table.stamp_old(batch_rows):
        stamped += batch
    return stamped
