"""Waiting for a condition, with a time limit."""

import time
from collections.abc import Callable


def wait_until(
    condition: Callable[[], bool], *, seconds: float, failure: Callable[[], Exception], pause_seconds: float = 0.05
) -> None:
    """Returns as soon as `condition` holds. Raises what `failure` returns if it does not hold within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise failure()
        time.sleep(pause_seconds)
