"""Merges work that is found only when it is asked for: finding a repetition in a user's time zone takes time."""

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush

from esteira.lookups.prediction.drain import Work

Source = tuple[float, Iterator[Work]]
"""Work in the order in which it is ready, and a time before which nothing of it is."""


def lazily_merged(sources: Sequence[Source]) -> Iterator[Work]:
    """Yield the work of all sources in the order in which it is ready. A source is asked when its time has come."""
    heap: list[tuple[float, int, Work | None, Iterator[Work]]]
    heap = [(earliest, number, None, source) for number, (earliest, source) in enumerate(sources)]
    heapify(heap)
    while heap:
        ready, number, work, source = heappop(heap)
        if work is not None:
            yield work
            heappush(heap, (ready, number, None, source))
        elif (found := next(source, None)) is not None:
            heappush(heap, (found.ready, number, found, source))
