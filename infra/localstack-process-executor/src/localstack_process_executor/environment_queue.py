"""Invocations that wait for an environment, and when another environment is started for them.

To start an environment costs a core for about a second; a warm invocation takes milliseconds. Invocations of a function
version wait in one line and get the environments in the order of arrival, whichever becomes free first. Another one is
started if the version has none, or if the first of the line has waited as long as a start takes, and the newest
environment has been there for as long: a burst of short invocations is over by then, and nobody waits more than about
twice as long as with an immediate start. No more than `starts_at_once` start at the same time, of all functions; of two
functions that want one, that with fewer environments is first, so that no function waits for another's burst.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from localstack_process_executor.errors import PatienceExhausted

Environment = TypeVar("Environment")
Environment_co = TypeVar("Environment_co", covariant=True)

UNMEASURED_START_S = 0.5
"""How long a start is taken to last until one was measured."""

LONGEST_HESITATION_S = 1.0
"""On a busy machine a start takes many seconds, and so do invocations: who waits then needs more environments."""


class Environments(Protocol[Environment_co]):
    """The environments of one function version. Called from any thread; only `start` may block."""

    def reserve(self) -> Environment_co | None:
        """Take a free one, or return None."""

    def start(self) -> None:
        """Start another one and add it to the free ones. Raises what went wrong."""

    def count(self) -> int:
        """How many there are, free and busy."""


@dataclass(frozen=True, kw_only=True)
class StartLimits:
    """`environments` is the most that one function version has; `patience_s` is how long an invocation waits."""

    starts_at_once: int
    environments: int
    patience_s: float


@dataclass(frozen=True, kw_only=True)
class _Waiting(Generic[Environment]):
    since: float
    grant: "Future[Environment]" = field(default_factory=Future)


@dataclass(kw_only=True)
class _Line(Generic[Environment]):
    """The line of one function version."""

    environments: Environments[Environment]
    waiting: deque[_Waiting[Environment]] = field(default_factory=deque)
    starting: int = 0
    start_s: float = UNMEASURED_START_S
    grown_at: float = -math.inf

    def size(self) -> int:
        return self.environments.count() + self.starting

    def hand_over(self) -> None:
        while self.waiting and (environment := self.environments.reserve()) is not None:
            self.waiting.popleft().grant.set_result(environment)

    def refuse_first(self, error: Exception) -> None:
        if self.waiting:
            self.waiting.popleft().grant.set_exception(error)


class EnvironmentQueue(Generic[Environment]):
    """The lines of all function versions. Each environment that becomes free must be reported by `freed`."""

    def __init__(self, limits: StartLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._lines: dict[str, _Line[Environment]] = {}
        self._starting = 0

    def take(self, version: str, environments: Environments[Environment]) -> Environment:
        """Wait for an environment and reserve it.

        Raises PatienceExhausted, what a start for this invocation raised, or the error of `end`.
        """
        waiting = _Waiting[Environment](since=self._clock())
        with self._lock:
            line = self._lines.setdefault(version, _Line(environments=environments))
            line.waiting.append(waiting)
            self._advance(line)
        return self._granted(line, waiting)

    def freed(self, version: str) -> None:
        """Give a free environment to the first in the line, or the place of an ended one to another function."""
        with self._lock:
            if line := self._lines.get(version):
                self._advance(line)

    def waiting(self, version: str) -> int:
        """How many invocations of this version wait now."""
        with self._lock:
            line = self._lines.get(version)
            return len(line.waiting) if line else 0

    def end(self, version: str, error: Exception) -> None:
        """Refuse all that wait for this version, which gets no further environment."""
        with self._lock:
            line = self._lines.pop(version, None)
            while line and line.waiting:
                line.refuse_first(error)

    def _granted(self, line: _Line[Environment], waiting: _Waiting[Environment]) -> Environment:
        patience_ends = waiting.since + self._limits.patience_s
        while (now := self._clock()) < patience_ends:
            start_due = self._start_due(line, waiting)
            wake_at = start_due if start_due > now else patience_ends
            with suppress(TimeoutError):
                return waiting.grant.result(timeout=min(wake_at, patience_ends) - now)
            with self._lock:
                self._advance(line)
        return self._given_up(line, waiting)

    def _given_up(self, line: _Line[Environment], waiting: _Waiting[Environment]) -> Environment:
        with self._lock:
            if not waiting.grant.done():
                line.waiting.remove(waiting)
                waiting.grant.set_exception(PatienceExhausted(f"no environment within {self._limits.patience_s} s"))
        return waiting.grant.result()

    def _start_due(self, line: _Line[Environment], waiting: _Waiting[Environment]) -> float:
        hesitation_s = min(line.start_s, LONGEST_HESITATION_S)
        return max(waiting.since, line.grown_at) + hesitation_s

    def _advance(self, line: _Line[Environment]) -> None:
        line.hand_over()
        while self._starting < self._limits.starts_at_once and (neediest := self._neediest()):
            threading.Thread(target=self._start, args=(neediest,), name="lambda-start", daemon=True).start()
            neediest.starting += 1
            self._starting += 1

    def _neediest(self) -> _Line[Environment] | None:
        wanting = [line for line in self._lines.values() if self._wants_another(line)]
        return min(wanting, key=lambda line: (line.size(), line.waiting[0].since), default=None)

    def _wants_another(self, line: _Line[Environment]) -> bool:
        if len(line.waiting) <= line.starting:
            return False
        size = line.size()
        overdue = self._clock() >= self._start_due(line, line.waiting[0])
        return size == 0 or (overdue and size < self._limits.environments)

    def _start(self, line: _Line[Environment]) -> None:
        since = self._clock()
        failure: Exception | None = None
        try:
            line.environments.start()
        except Exception as error:
            # For the invocation that waits for this start.
            failure = error
        with self._lock:
            line.starting -= 1
            self._starting -= 1
            if failure:
                line.refuse_first(failure)
            else:
                line.grown_at = self._clock()
                line.start_s = line.grown_at - since
            self._advance(line)
