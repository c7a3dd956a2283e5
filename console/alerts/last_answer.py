"""What many open pages ask at the same moment is computed once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from console.feed.page_metrics import PageMetrics

P = ParamSpec("P")
T = TypeVar("T")


def last_answer(function: Callable[Concatenate[PageMetrics, P], T]) -> Callable[Concatenate[PageMetrics, P], T]:
    """Keep the last answer of a pure function of metrics, and return it while it is asked the same.

    Every page has a copy of the metrics of its own; copies of one moment are equal, which is found out in microseconds.
    """
    kept: list[tuple[object, T]] = []

    @wraps(function)
    def answered(metrics: PageMetrics, /, *args: P.args, **kwargs: P.kwargs) -> T:
        asked = (metrics.all, args, kwargs)
        if not kept or kept[0][0] != asked:
            kept[:] = [((dict(metrics.all), args, kwargs), function(metrics, *args, **kwargs))]
        return kept[0][1]

    return answered
