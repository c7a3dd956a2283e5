"""CPU and memory that a worker uses, including its children."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psutil

BYTES_PER_MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class UsageSample:
    """100 % is one core. Memory pages that processes share are counted once per process."""

    cpu_percent: float
    memory_mib: float


class UsageMeter:
    """Measures a process and its children. CPU is the mean since the previous sample."""

    def __init__(self, pid: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._main = psutil.Process(pid)
        self._monotonic = monotonic
        self._then = (monotonic(), self._seconds(self._family()))

    def sample(self) -> UsageSample:
        """The usage now. Zero where the process has ended."""
        family = self._family()
        before, now = self._then, (self._monotonic(), self._seconds(family))
        self._then = now
        elapsed, worked = now[0] - before[0], now[1] - before[1]
        # The seconds of a child that has ended are gone, so the difference can be negative.
        share = max(0.0, worked) / elapsed if elapsed > 0 else 0.0
        return UsageSample(cpu_percent=round(100 * share, 1), memory_mib=round(self._memory(family), 1))

    def _family(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            return [self._main, *self._main.children(recursive=True)]
        return []

    @staticmethod
    def _seconds(family: list[psutil.Process]) -> float:
        total = 0.0
        for process in family:
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system
        return total

    @staticmethod
    def _memory(family: list[psutil.Process]) -> float:
        total = 0
        for process in family:
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total / BYTES_PER_MIB
