"""One scaler at a time for each folder of logs: a second one stands by until the first has ended, however it ended."""

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import IO

from esteira.log import logger

NAME = "scaler.lock"


def become_the_only_one(folder: Path, wait: Callable[[], bool]) -> IO[bytes] | None:
    """The lock, to be kept as long as the scaler lives; None when `wait` says that there is nothing to wait for."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / NAME).open("ab")
    told = False
    while not _locked(lock):
        if not told:
            logger.warning("another scaler is at work", action="scale")
            told = True
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
