"""One command at a time changes a home. The lock is the kernel's: it ends with the process that holds it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.home import Home


@contextmanager
def only_one(home: Home, purpose: str) -> Iterator[None]:
    """Waits until nobody else holds the lock of this name, and holds it."""
    home.make()
    with (home.run / f"{purpose}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_held(home: Home, purpose: str) -> bool:
    """Whether somebody holds the lock at this moment."""
    home.make()
    with (home.run / f"{purpose}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
