"""Contract of `Host`: the in-memory twin and the files of /proc tell the same load."""

from pathlib import Path
from typing import Protocol

import pytest
from esteira.scaling.host import MachineHost
from esteira.scaling.memory import MemoryHost
from esteira.scaling.observation import HostUsage
from esteira.scaling.ports import Host


class HostSetup(Protocol):
    """A machine whose load a test decides."""

    @property
    def host(self) -> Host: ...

    def work(self, *, cpu_percent: int, memory_percent: int) -> None:
        """Time passes with this load."""


class MemoryHostSetup:
    def __init__(self) -> None:
        self.host = MemoryHost()

    def work(self, *, cpu_percent: int, memory_percent: int) -> None:
        self.host.usage = HostUsage(cpu_percent=cpu_percent, memory_percent=memory_percent)


class ProcHostSetup:
    """A folder with the two files of /proc that are read. Each stretch of work takes 100 ticks."""

    def __init__(self, proc: Path) -> None:
        self._proc = proc
        self._busy = self._idle = 1000
        self._write(memory_percent=0)
        self.host = MachineHost(proc)

    def work(self, *, cpu_percent: int, memory_percent: int) -> None:
        self._busy += cpu_percent
        self._idle += 100 - cpu_percent
        self._write(memory_percent=memory_percent)

    def _write(self, *, memory_percent: int) -> None:
        # user nice system idle iowait irq softirq steal
        (self._proc / "stat").write_text(f"cpu  {self._busy} 0 0 {self._idle} 0 0 0 0\n")
        (self._proc / "meminfo").write_text(f"MemTotal: 1000 kB\nMemAvailable: {1000 - 10 * memory_percent} kB\n")


@pytest.fixture(params=["memory", "proc"])
def setup(request: pytest.FixtureRequest, tmp_path: Path) -> HostSetup:
    return MemoryHostSetup() if request.param == "memory" else ProcHostSetup(tmp_path)


@pytest.mark.parametrize(("cpu_percent", "memory_percent"), [(0, 0), (30, 75), (100, 100)])
def test_a_reading_is_the_load_in_percent_of_the_whole_machine(
    setup: HostSetup, cpu_percent: int, memory_percent: int
) -> None:
    setup.work(cpu_percent=cpu_percent, memory_percent=memory_percent)

    reading = setup.host.read()

    assert reading.cpu_percent == cpu_percent
    assert reading.memory_percent == pytest.approx(memory_percent)


def test_a_reading_covers_the_time_since_the_one_before(setup: HostSetup) -> None:
    readings = []
    for cpu_percent in (80, 20):
        setup.work(cpu_percent=cpu_percent, memory_percent=50)
        readings.append(setup.host.read().cpu_percent)

    assert readings == [80, 20]
