"""Locks, so that one command at a time changes a home. The kernel releases them when the process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.home import Home


@contextmanager
def only_one(home: Home, purpose: str) -> Iterator[None]:
    """Holds the lock of this name; waits while another process holds it."""
    home.make()
    with (home.run / f"{purpose}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_held(home: Home, purpose: str) -> bool:
    """Whether a process holds the lock now."""
    home.make()
    with (home.run / f"{purpose}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
