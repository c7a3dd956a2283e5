"""The time that an action of a page may take."""

from collections.abc import Callable
from time import monotonic


def seconds_from_now(seconds: float) -> Callable[[], float]:
    """Return a function that returns how many of these seconds are left."""
    ends = monotonic() + seconds
    return lambda: ends - monotonic()
