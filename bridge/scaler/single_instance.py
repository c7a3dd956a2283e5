"""One active scaler for each log folder: a second one stands by until the first has ended, however it ended."""

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import IO

from esteira.core.log import logger

NAME = "scaler.lock"


def single_instance_lock(folder: Path, wait: Callable[[], bool]) -> IO[bytes] | None:
    """The lock, to be kept open as long as the scaler runs. Waits for it with `wait`; None when that returns True."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / NAME).open("ab")
    logged = False
    while not _locked(lock):
        if not logged:
            logger.warning("another scaler is active", action="scale")
            logged = True
        if wait():
            lock.close()
            return None
    return lock


def _locked(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
