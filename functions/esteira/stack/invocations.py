"""Invocations, read from what Lambda itself writes into a function's log, and their figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from esteira.stack.function import LogLine

REPORT = "REPORT RequestId:"
ERROR = "[ERROR]"
"""How the runtime begins the line of an exception that a handler raised."""

_REPORT = re.compile(
    r"REPORT RequestId: (?P<id>\S+)\s+Duration: (?P<ms>[\d.]+) ms\s.*?Max Memory Used: (?P<memory>\d+) MB"
    r"(?:\s+Init Duration: (?P<init>[\d.]+) ms)?(?:.*?Status: (?P<status>\w+))?",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """An invocation that ended. `init_seconds`: how long its process took to start; None if that ran already."""

    request_id: str
    ended_at: datetime
    seconds: float
    memory_mib: int
    failed: bool
    init_seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Figures of a function over a period. None: there was no invocation. `complete` False: only of its beginning."""

    invocations: int
    errors: int
    cold_starts: int
    p50_seconds: float | None
    p95_seconds: float | None
    most_memory_mib: int | None
    last: Invocation | None
    complete: bool = True


def invocations(lines: Sequence[LogLine]) -> Iterator[Invocation]:
    """Yield the invocations in these lines, which are in order of time.

    An exception's line belongs to the report that follows it in its stream: a process does one thing at a time.
    """
    raised: set[str] = set()
    for line in lines:
        match = _REPORT.match(line.text)
        if match:
            yield _invocation(match, line, raised=line.stream in raised)
            raised.discard(line.stream)
        elif line.text.startswith(ERROR):
            raised.add(line.stream)


def figures(found: Sequence[Invocation], *, complete: bool = True) -> Figures:
    """Return the figures of these invocations."""
    seconds = sorted(each.seconds for each in found)
    return Figures(
        invocations=len(found),
        errors=sum(each.failed for each in found),
        cold_starts=sum(each.init_seconds is not None for each in found),
        p50_seconds=percentile(seconds, 50),
        p95_seconds=percentile(seconds, 95),
        most_memory_mib=max((each.memory_mib for each in found), default=None),
        last=max(found, key=lambda each: each.ended_at, default=None),
        complete=complete,
    )


def percentile(ascending: Sequence[float], percent: int) -> float | None:
    """Return the least value that is not exceeded by so many percent of the values; None without values."""
    rank = -(-len(ascending) * percent // 100)
    return ascending[max(rank, 1) - 1] if ascending else None


def _invocation(match: re.Match[str], line: LogLine, *, raised: bool) -> Invocation:
    init = match["init"]
    return Invocation(
        request_id=match["id"],
        ended_at=line.at,
        seconds=float(match["ms"]) / 1000,
        memory_mib=int(match["memory"]),
        failed=raised or match["status"] is not None,
        init_seconds=float(init) / 1000 if init else None,
    )
