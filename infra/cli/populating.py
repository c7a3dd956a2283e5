"""Fills sources with generated orders, with progress bars."""

from esteira.producer.fill_source import FillSource, fill_source
from esteira.producer.ports import OrderTable

from infra.cli.publishing import bars

CHUNK_ORDERS = 10_000


def fill_with_progress(name: str, table: OrderTable, count: int, *, false_share: float, seed: int | None) -> int:
    """Create `count` orders in chunks, which keeps transactions short. Returns the number created."""
    created = 0
    with bars() as progress:
        task = progress.add_task(name, total=count)
        for number, start in enumerate(range(0, count, CHUNK_ORDERS)):
            command = FillSource(
                count=min(CHUNK_ORDERS, count - start),
                false_share=false_share,
                seed=None if seed is None else (seed + number) % 2**31,
            )
            created += fill_source(table, command).count
            progress.update(task, completed=created)
    return created
