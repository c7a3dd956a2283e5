"""Growth: more rows, more sources, more workers. A cost per order that stays is the aim."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from benchmarks.contenders.esteira import Consumers, EsteiraPipeline
from benchmarks.measure.figures import Run, summarized
from benchmarks.measure.installation import own_installation
from benchmarks.measure.orders import NewOrders
from benchmarks.sections.options import Options, progress

SMALLEST_ROWS = 1000
SOURCES = (1, 2, 4, 8)
WORKERS = (1, 2, 4)
WARM_UP_ORDERS = 500


def growth(options: Options) -> dict[str, Any]:
    """Return one line for each number of rows (at two sources), of sources and of workers (at `orders` rows).

    Each is run once: rows from the fewest to the most, in the same stores, which hold more from line to line.
    """
    lines = []
    with own_installation(sources=max(SOURCES)) as installation:
        pipeline = EsteiraPipeline(installation, NewOrders())
        pipeline.consumed_by(Consumers(functions=True, workers=options.workers))
        pipeline.run(WARM_UP_ORDERS)
        for name, workers, sources, rows in _lines(options):
            pipeline.consumed_by(Consumers(functions=True, workers=workers))
            run: Run = pipeline.run(rows, sources=pipeline.sources[:sources])
            progress(f"{name}: {run.per_second:,.0f} orders/s, {run.milliseconds_an_order:.2f} ms an order")
            lines.append({"varied": name, "sources": sources, "workers": workers, **asdict(summarized(name, [run]))})
    return {"lines": lines}


def _lines(options: Options) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, workers, sources, rows."""
    for rows in row_steps(options.rows):
        yield f"{rows:,} rows", options.workers, 2, rows
    for sources in SOURCES:
        yield f"{sources} sources", options.workers, sources, options.orders
    for workers in WORKERS:
        yield f"{workers} workers", workers, 2, options.orders


def row_steps(most: int) -> list[int]:
    """Return 1,000, 10,000 and so on, up to `most`."""
    steps = [SMALLEST_ROWS]
    while steps[-1] * 10 <= most:
        steps.append(steps[-1] * 10)
    return steps
