"""Waiting for a condition, with an end to it."""

import time
from collections.abc import Callable


def wait_until(
    condition: Callable[[], bool], *, seconds: float, failure: Callable[[], Exception], pause_seconds: float = 0.05
) -> None:
    """Returns as soon as `condition` holds; raises what `failure` makes when it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise failure()
        time.sleep(pause_seconds)
