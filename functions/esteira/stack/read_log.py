"""The end of a function's log, and search in it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.stack.deps import StackDeps
from esteira.stack.function import LogLine
from esteira.stack.ports import LogQuery

MOST_LINES = 200
SPANS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
"""How far back is looked, one after the other, until there are enough lines."""


@dataclass(frozen=True, kw_only=True)
class LogTail:
    """The last lines that match, newest first. `since`: how far back was looked.

    `complete` False: there are more lines than were read, so that the newest may be missing.
    """

    lines: Sequence[LogLine]
    since: datetime
    complete: bool


def read_log(
    deps: StackDeps, name: str, *, since: datetime | None, phrase: str = "", limit: int = MOST_LINES
) -> LogTail:
    """Return the last lines since then, of the last seven days at most. Raises `NotFound` and `StackUnavailable`."""
    deployed_name, now = deps.function(name).deployed_name, deps.clock()
    earliest = max(since or now - SPANS[-1], now - SPANS[-1])
    tail = LogTail(lines=(), since=now, complete=True)
    for start in _starts(earliest, now):
        query = LogQuery(deployed_name=deployed_name, since=start, until=now, phrase=phrase)
        tail = _tail(deps, query, limit)
        if len(tail.lines) >= limit:
            break
    return tail


def _starts(earliest: datetime, now: datetime) -> Sequence[datetime]:
    inside = [now - span for span in SPANS if now - span > earliest]
    return [*inside, earliest]


def _tail(deps: StackDeps, query: LogQuery, limit: int) -> LogTail:
    portion = deps.logs.read(query)
    last = deque(portion.lines, maxlen=limit)
    return LogTail(lines=list(reversed(last)), since=query.since, complete=portion.complete)
