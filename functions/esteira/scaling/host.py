"""The load of this machine: from /proc on Linux, elsewhere from the standard library."""

import os
from dataclasses import dataclass
from pathlib import Path

from esteira.scaling.observation import HostUsage

PROC = Path("/proc")

MIN_TICKS = 10
"""A tenth of a second of one core. A share of less time is not meaningful."""


@dataclass(frozen=True, kw_only=True)
class _Ticks:
    """Time since the machine started, summed over all cores, in ticks."""

    busy: int
    all: int


class MachineHost:
    """The port `Host`. CPU usage is exact between two calls; the first call returns the load average.

    Without /proc the load average stands for the CPU, and memory counts as free. In a container these are the figures
    of the machine, not of the container's limits.
    """

    def __init__(self, proc: Path = PROC) -> None:
        self._proc = proc
        self._before = self._ticks()

    def read(self) -> HostUsage:
        """See `Host.read`."""
        return HostUsage(
            cpu_percent=self._cpu_percent(), memory_percent=self._memory_percent(), cores=os.cpu_count() or 1
        )

    def _cpu_percent(self) -> float:
        before, now = self._before, self._ticks()
        if before is None or now is None or now.all - before.all < MIN_TICKS:
            return _load_percent()
        self._before = now
        return 100 * (now.busy - before.busy) / (now.all - before.all)

    def _memory_percent(self) -> float:
        try:
            lines = (self._proc / "meminfo").read_text().splitlines()
        except OSError:
            return 0
        sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
        return 100 * (1 - sizes["MemAvailable"] / sizes["MemTotal"])

    def _ticks(self) -> _Ticks | None:
        try:
            first_line = (self._proc / "stat").read_text().partition("\n")[0]
        except OSError:
            return None
        # user nice system idle iowait irq softirq steal. Guest time, which follows, is already counted in user.
        ticks = [int(number) for number in first_line.split()[1:9]]
        return _Ticks(busy=sum(ticks) - ticks[3] - ticks[4], all=sum(ticks))


class UnlimitedHost:
    """The port `Host` where workers do not run on this machine: what is busy here limits none of them."""

    def read(self) -> HostUsage:
        """See `Host.read`."""
        return HostUsage(cpu_percent=0, memory_percent=0)


def _load_percent() -> float:
    """Runnable processes per core in percent, at most 100."""
    return min(100.0, 100 * os.getloadavg()[0] / (os.cpu_count() or 1))
