"""How much memory a function's processes hold, and when the reaper looks. Standard library only: the reaper runs it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

BUSY, IDLE = b"b", b"i"
"""What LocalStack tells the reaper. At the start the function is busy with init."""

LOOK_EVERY_S = {BUSY: 0.05, IDLE: 30.0}
"""Between invocations only background threads can take more memory."""

PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


def memory_kib(pids: list[int], *, limit_kib: int) -> int:
    """Return the resident memory of these processes; what they share counts once if the sum is above the limit.

    To find what is shared takes milliseconds, the sum microseconds. Processes that have ended hold nothing.
    """
    resident = sum(map(_resident_kib, pids))
    if resident <= limit_kib or len(pids) == 1:
        return resident
    return sum(map(_proportional_kib, pids))


def descendants(pid: int) -> Iterator[int]:
    """The living children of a process, their children, and so on. None where the kernel does not list children."""
    for child in _children(pid):
        yield child
        yield from descendants(child)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):  # the process or one of its threads has ended
        for thread in os.listdir(f"/proc/{pid}/task"):
            found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_bytes().split())
    return found


def _resident_kib(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * PAGE_KIB
    return 0


def _proportional_kib(pid: int) -> int:
    """A page that n processes share counts an nth."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1])
    return 0
