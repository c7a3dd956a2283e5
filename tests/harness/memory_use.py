"""How much memory a block needed at most, beyond what was in use before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 1024 * 1024


class Growth:
    """`mib` is known after the block."""

    mib = 0.0


@contextmanager
def peak_growth() -> Iterator[Growth]:
    """Measure the peak of the resident memory of this process during the block."""
    # Resets the peak to the present size; see proc_pid_clear_refs(5).
    Path("/proc/self/clear_refs").write_text("5")
    before, growth = _kib("VmRSS"), Growth()
    yield growth
    growth.mib = (_kib("VmHWM") - before) / 1024


def _kib(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
