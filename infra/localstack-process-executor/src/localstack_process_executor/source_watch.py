"""Hot reloading: whether the code has changed since the process was started."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

LOOK_AGAIN_S = 1.0
"""A look at a folder of some thousand files takes longer than a short invocation."""


class Folders:
    """Fingerprints of folders: files, sizes and times of change. Each is taken at most once in `LOOK_AGAIN_S`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._looks: dict[Path, tuple[float, int]] = {}

    def fingerprint(self, folder: Path) -> int:
        """Return the present fingerprint, or one that is not older than `LOOK_AGAIN_S`."""
        with self._lock:
            taken_at, known = self._looks.get(folder, (float("-inf"), 0))
            if self._clock() - taken_at >= LOOK_AGAIN_S:
                known = hash(frozenset(_files(folder)))
                self._looks[folder] = (self._clock(), known)
            return known


SHARED = Folders()
"""All environments of a function have the same folder, and often all functions too."""


class SourceWatch:
    """Compares a folder with how it was at the last look. An edit is seen after `LOOK_AGAIN_S` at the latest."""

    def __init__(self, folder: Path, folders: Folders = SHARED) -> None:
        self._folder = folder
        self._folders = folders
        self._seen = folders.fingerprint(folder)

    def changed(self) -> bool:
        """Whether anything changed since the last look (or since the beginning)."""
        before, self._seen = self._seen, self._folders.fingerprint(self._folder)
        return self._seen != before


def _files(root: Path) -> list[tuple[str, int, int]]:
    found = []
    for folder, subfolders, names in os.walk(root):
        # Bytecode is written by running the code and is not a change.
        subfolders[:] = [name for name in subfolders if name != "__pycache__"]
        found += [_state_of(Path(folder, name)) for name in names]
    return found


def _state_of(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:  # a dangling link, or a file that an editor has just replaced
        return (str(path), 0, 0)
    return (str(path), stat.st_size, stat.st_mtime_ns)
