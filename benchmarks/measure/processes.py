"""Processor time and memory of programs with all their descendants, read from /proc.

A process's own time counts while it lives. When it has ended and its parent has waited for it, the kernel has added it
to the parent's `cutime` and `cstime`, which count as well: so each second counts once, and none is lost with a process
that ended between two readings, except of one that nobody waited for.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import psutil

Classifier = Callable[[str, psutil.Process], str]
"""Takes the name of a program and one of its processes; returns under which name to count it."""

Roots = Callable[[], Mapping[str, int]]
"""Returns the process id of each program that runs now."""


def as_the_program(program: str, _process: psutil.Process) -> str:
    """Count every process under the name of its program."""
    return program


class Processes:
    """The programs of one installation. `classify` may count some of their processes under another name."""

    def __init__(self, roots: Roots, classify: Classifier = as_the_program) -> None:
        self._roots = roots
        self._classify = classify

    def processor_seconds(self) -> dict[str, float]:
        """Return the processor time since each program started, with that of its ended descendants."""
        found: dict[str, float] = {}
        for name, process in self._all():
            with suppress(psutil.Error):
                times = process.cpu_times()
                spent = times.user + times.system + times.children_user + times.children_system
                found[name] = found.get(name, 0.0) + spent
        return found

    def reset_peaks(self) -> None:
        """Let the kernel begin the highest memory of every process anew: see proc_pid_clear_refs(5)."""
        for _, process in self._all():
            with suppress(OSError):
                Path(f"/proc/{process.pid}/clear_refs").write_text("5")

    def peak_mib(self) -> dict[str, float]:
        """Return the highest resident memory of the processes of each program that still run, since the reset.

        Pages that several processes share, such as Postgres's buffers, count in each of them.
        """
        found: dict[str, float] = {}
        for name, process in self._all():
            with suppress(OSError):
                found[name] = found.get(name, 0.0) + _peak_kib(process.pid) / 1024
        return found

    def _all(self) -> Iterator[tuple[str, psutil.Process]]:
        for program, pid in self._roots().items():
            with suppress(psutil.NoSuchProcess):
                root = psutil.Process(pid)
                for process in (root, *root.children(recursive=True)):
                    with suppress(psutil.Error):
                        yield self._classify(program, process), process


def spent(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Return the processor time between two readings.

    The time of a process that ended in between has moved to its parent, so one name may be below 0; the sum is right.
    """
    names = before.keys() | after.keys()
    return {name: after.get(name, 0.0) - before.get(name, 0.0) for name in sorted(names)}


def _peak_kib(pid: int) -> int:
    """Return the highest resident memory of a process; 0 of one that has ended and was not waited for."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
