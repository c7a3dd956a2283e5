"""Fills sources with generated or loaded orders, with progress bars."""

from collections.abc import Iterator
from pathlib import Path

from esteira.core.orders import OrderPayload
from esteira.producer.fill_source import FillSource, fill_source
from esteira.producer.load_orders import BadLine, LoadedOrders, load_orders
from esteira.producer.ports import OrderTable
from rich.progress import open as open_with_progress

from infra.cli.orders_csv import read_orders
from infra.cli.output import messages
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


def load_with_progress(table: OrderTable, path: Path, *, strict: bool) -> LoadedOrders:
    """Load a CSV file (UTF-8, with or without a byte-order mark) line by line."""
    return load_orders(table, _lines(path), strict=strict)


def _lines(path: Path) -> Iterator[OrderPayload | BadLine]:
    # Undecodable bytes become characters that no product may contain, so that their line is reported as invalid.
    with open_with_progress(
        path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="", description=path.name, console=messages
    ) as text:
        yield from read_orders(text)
