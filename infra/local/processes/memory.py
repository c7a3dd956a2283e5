"""Memory of a program and its child processes."""

from contextlib import suppress

import psutil

MIB = 1024 * 1024


def memory_mib(pid: int) -> int | None:
    """Return the memory of a process and its descendants in MiB; None if it has ended.

    A page that several processes share is divided among them (proportional set size, PSS), so the sum counts it once.
    """
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return sum(map(own_bytes, [process, *process.children(recursive=True)])) // MIB
    return None


def own_bytes(process: psutil.Process) -> int:
    """Return the proportional set size; where the system has none or denies it, the resident set size.

    A process that has ended since it was listed has no memory, and does not hide that of the others.
    """
    with suppress(psutil.Error, AttributeError):
        return int(process.memory_full_info().pss)
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0
