"""Environments without processes: a twin for the tests of the queue."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from localstack_process_executor.environment_queue import UNMEASURED_START_S, EnvironmentQueue, StartLimits

from tests.harness.waiting import wait_for

PATIENT = StartLimits(starts_at_once=2, environments=16, patience_s=30)

START_S = 0.8 * UNMEASURED_START_S
"""How long a start takes. Shorter than the wait for which another one starts, so a burst alone starts no second one."""


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Starts:
    """The starts of all functions of a test. They block until `may_end` is set, and take `START_S` of the clock."""

    clock: Clock
    may_end: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    now: int = 0
    most: int = 0
    names: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> None:
        with self.lock:
            self.names.append(name)
            self.now += 1
            self.most = max(self.most, self.now)
        self.may_end.wait(30)
        with self.lock:
            self.now -= 1
            self.clock.now += START_S


@dataclass
class Version:
    """The environments of one function version, each a number."""

    name: str
    starts: Callable[[str], None]
    free: list[int] = field(default_factory=list)
    total: int = 0

    def reserve(self) -> int | None:
        return self.free.pop(0) if self.free else None

    def start(self) -> None:
        self.starts(self.name)
        self.add()

    def count(self) -> int:
        return self.total

    def add(self) -> None:
        """Add a free environment."""
        self.total += 1
        self.free.append(self.total)


@dataclass
class Callers:
    """Invocations, each in a thread of its own."""

    queue: EnvironmentQueue[int]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(200))
    versions: set[str] = field(default_factory=set)

    def take(self, version: Version) -> "Future[int]":
        """Ask for an environment and keep it."""
        return self.pool.submit(self._take, version)

    def wait_in_line(self, version: Version) -> "Future[int]":
        """Ask for an environment that is not free; return when the request is in the line."""
        before = self.queue.waiting(version.name)
        request = self.take(version)
        wait_for("it waits", lambda: self.queue.waiting(version.name) == before + 1)
        return request

    def use(self, version: Version) -> "Future[int]":
        """Ask for an environment and give it back at once."""
        return self.pool.submit(self._use, version)

    def refuse_all(self) -> None:
        """End every invocation that still waits."""
        for version in self.versions:
            self.queue.end(version, RuntimeError("the test is over"))
        self.pool.shutdown()

    def _take(self, version: Version) -> int:
        self.versions.add(version.name)
        return self.queue.take(version.name, version)

    def _use(self, version: Version) -> int:
        environment = self._take(version)
        self.give_back(version, environment)
        return environment

    def give_back(self, version: Version, environment: int) -> None:
        """End an invocation."""
        version.free.append(environment)
        self.queue.freed(version.name)
