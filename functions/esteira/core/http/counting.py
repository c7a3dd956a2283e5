"""Counts an invocation when it ends, well or badly."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from esteira.core.announcing.counters import invocation_counted

CountInvocation = Callable[[Mapping[str, int]], None]
"""Adds to the counts. Never raises, and hardly ever takes time."""


@dataclass
class Invocation:
    """`failed` may be set by who knows; an exception says so by itself."""

    failed: bool = False


@contextmanager
def counted(function: str, count: CountInvocation) -> Iterator[Invocation]:
    """Counts what runs within it as one invocation of a function."""
    invocation, begun = Invocation(), time.perf_counter()
    try:
        yield invocation
    except BaseException:
        invocation.failed = True
        raise
    finally:
        seconds = time.perf_counter() - begun
        count(invocation_counted(function, seconds=seconds, failed=invocation.failed))
