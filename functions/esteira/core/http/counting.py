"""Counts each invocation of a function when it ends, with its duration and whether it failed."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from esteira.core.announcing.counters import invocation_counted

CountInvocation = Callable[[Mapping[str, int]], None]
"""Adds to the counts. Never raises, and must not delay the invocation."""


@dataclass
class Invocation:
    """One invocation. The caller may set `failed`; an exception sets it as well."""

    failed: bool = False


@contextmanager
def counted(function: str, count: CountInvocation) -> Iterator[Invocation]:
    """Count the block as one invocation of a function, also when it raises."""
    invocation, started = Invocation(), time.perf_counter()
    try:
        yield invocation
    except BaseException:
        invocation.failed = True
        raise
    finally:
        seconds = time.perf_counter() - started
        count(invocation_counted(function, seconds=seconds, failed=invocation.failed))
