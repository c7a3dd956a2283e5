"""One line of the section `core`."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks.sections.options import progress


def core_line(name: str, orders: int, rounds: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Return the medians of rounds, each the seconds of wall and of processor time for so many orders."""
    per_second = median(orders / wall for wall, _ in rounds)
    progress(f"{name}: {per_second:,.0f} orders/s")
    return {
        "name": name,
        "orders": orders,
        "rounds": len(rounds),
        "per_second": per_second,
        "processor_ms_an_order": median(1000 * processor / orders for _, processor in rounds),
    }
