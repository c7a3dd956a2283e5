"""The load of this machine. On Linux from /proc; elsewhere what the standard library can tell."""

import os
from dataclasses import dataclass
from pathlib import Path

from esteira.domain.flow.observation import HostReading

PROC = Path("/proc")

FEWEST_TICKS = 10
"""A tenth of a second of one core. Shares of less than that say nothing."""


@dataclass(frozen=True, kw_only=True)
class _Ticks:
    """Time since the machine started, of all cores, in ticks."""

    busy: int
    all: int


class MachineHost:
    """The port `Host`. Between two readings the CPU's share of work is exact; the first one is the load average's.

    Without /proc the load average is all there is to say of the CPU, and memory counts as free. Within a container
    these are the figures of the machine, not of the container's limits.
    """

    def __init__(self, proc: Path = PROC) -> None:
        self._proc = proc
        self._before = self._ticks()

    def read(self) -> HostReading:
        """See `Host.read`."""
        return HostReading(cpu_percent=self._cpu_percent(), memory_percent=self._memory_percent())

    def _cpu_percent(self) -> float:
        before, now = self._before, self._ticks()
        if before is None or now is None or now.all - before.all < FEWEST_TICKS:
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
        # user nice system idle iowait irq softirq steal; guests' time, which follows, is counted in user already.
        spent = [int(ticks) for ticks in first_line.split()[1:9]]
        return _Ticks(busy=sum(spent) - spent[3] - spent[4], all=sum(spent))


def _load_percent() -> float:
    """How many processes want to run for each core, as a share, the whole at most."""
    return min(100.0, 100 * os.getloadavg()[0] / (os.cpu_count() or 1))
