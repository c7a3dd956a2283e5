"""The host's load, read from /proc."""

from pathlib import Path

import pytest
from esteira.scaling.host import MachineHost

MEMINFO = "MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable: 250 kB\n"


def write(proc: Path, *, busy: int, idle: int, waiting: int = 0) -> None:
    # user nice system idle iowait irq softirq steal guest guest_nice
    (proc / "stat").write_text(f"cpu  {busy} 0 0 {idle} {waiting} 0 0 0 {busy} 0\ncpu0 1 2 3\n")
    (proc / "meminfo").write_text(MEMINFO)


def test_the_cpu_is_what_was_worked_since_the_last_reading(tmp_path: Path) -> None:
    write(tmp_path, busy=1000, idle=1000)
    host = MachineHost(tmp_path)

    write(tmp_path, busy=1030, idle=1050, waiting=20)
    first = host.read()
    write(tmp_path, busy=1130, idle=1050, waiting=20)
    second = host.read()

    assert (first.cpu_percent, second.cpu_percent) == (30, 100)


def test_memory_that_can_be_had_is_free(tmp_path: Path) -> None:
    write(tmp_path, busy=1, idle=1)

    assert MachineHost(tmp_path).read().memory_percent == 75


@pytest.mark.parametrize("folder", ["missing", "unchanged"])
def test_without_figures_the_load_average_speaks(tmp_path: Path, folder: str) -> None:
    if folder == "unchanged":
        write(tmp_path, busy=1000, idle=1000)

    reading = MachineHost(tmp_path).read()

    assert 0 <= reading.cpu_percent <= 100
    assert reading.memory_percent == (75 if folder == "unchanged" else 0)


def test_this_machine_can_be_read() -> None:
    reading = MachineHost().read()

    assert 0 <= reading.cpu_percent <= 100
    assert 0 <= reading.memory_percent <= 100
