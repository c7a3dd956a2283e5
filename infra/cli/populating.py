"""Fills sources with generated orders, with progress bars."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esteira.core.errors import SOURCE_FAULTS
from esteira.producer.fill_source import FillSource, fill_source
from esteira.producer.ports import OrderTable
from rich.markup import escape

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


@dataclass(frozen=True, kw_only=True)
class Filling:
    """The number of orders created by source, and why a source could not be filled."""

    filled: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def fill_all(tables: Mapping[str, OrderTable], count: int, *, false_share: float, seed: int | None) -> Filling:
    """Create `count` orders in each source. One that cannot be filled does not stop the others."""
    filling = Filling()
    for name, table in tables.items():
        try:
            filling.filled[name] = fill_with_progress(name, table, count, false_share=false_share, seed=seed)
        except SOURCE_FAULTS as error:
            filling.faults[name] = str(error)
    return filling


def print_not_filled(faults: Mapping[str, str]) -> None:
    """Print a line for each source that could not be filled."""
    for name, fault in faults.items():
        messages.print(f"[red]{name}: no orders added:[/] {escape(fault)}", highlight=False)
