"""Metrics of function invocations, which the functions count themselves."""

from collections.abc import Mapping
from datetime import datetime

from esteira.core.announcing.counters import MICROSECONDS
from esteira.metrics.metric import Metric, metric


def function_totals(counts: Mapping[str, int], at: datetime) -> list[Metric]:
    """Return the totals of each function that was ever invoked."""
    names = sorted({name.split(".")[1] for name in counts if name.startswith("functions.")})
    return [figure for name in names for figure in _totals(name, counts, at)]


def _totals(function: str, counts: Mapping[str, int], at: datetime) -> list[Metric]:
    def counted(quantity: str) -> int:
        return counts.get(f"functions.{function}.{quantity}", 0)

    return [
        metric("functions.{function}.invocations", counted("invocations"), at, function=function),
        metric("functions.{function}.errors", counted("errors"), at, function=function),
        metric("functions.{function}.seconds", counted("microseconds") / MICROSECONDS, at, function=function),
    ]
