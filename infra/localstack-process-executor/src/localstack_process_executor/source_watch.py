"""Hot reloading: whether the code has changed since the process was started."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

LOOK_AGAIN_S = 1.0
"""A look at a folder of some thousand files takes longer than a short invocation."""

SHARE_OF_TIME = 0.03
"""What looks may take: one of 60 ms is repeated after two seconds. All threads of LocalStack wait for it."""


class Folders:
    """Fingerprints of folders: files, sizes and times of change.

    Each is taken at most once in `LOOK_AGAIN_S`, and in large folders so seldom that it takes `SHARE_OF_TIME`.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._looks: dict[Path, tuple[float, int]] = {}
        """When each is due again, and what it was."""

    def fingerprint(self, folder: Path) -> int:
        """Return the present fingerprint, or a recent one."""
        with self._lock:
            again_at, known = self._looks.get(folder, (float("-inf"), 0))
            began_at = self._clock()
            if began_at >= again_at:
                known = hash(frozenset(_files(folder)))
                took_s = self._clock() - began_at
                self._looks[folder] = (began_at + max(LOOK_AGAIN_S, took_s / SHARE_OF_TIME), known)
            return known


SHARED = Folders()
"""All environments of a function have the same folder, and often all functions too."""


class SourceWatch:
    """Compares a folder with how it was at the last look."""

    def __init__(self, folder: Path, folders: Folders = SHARED) -> None:
        self._folder = folder
        self._folders = folders
        self._seen = folders.fingerprint(folder)

    def changed(self) -> bool:
        """Whether anything changed since the last look (or since the beginning)."""
        before, self._seen = self._seen, self._folders.fingerprint(self._folder)
        return self._seen != before


def _files(root: Path) -> list[tuple[str, int, int]]:
    """Every file with its size and time of change, as the system lists them: with paths it takes thrice as long."""
    found, folders = [], [str(root)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    found.append(_state_of(entry))
                # Bytecode is written by running the code and is not a change.
                elif entry.name != "__pycache__" and not entry.is_symlink():
                    folders.append(entry.path)
    return found


def _state_of(file: "os.DirEntry[str]") -> tuple[str, int, int]:
    try:
        stat = file.stat()
    except OSError:  # a dangling link, or a file that an editor has just replaced
        return (file.path, 0, 0)
    return (file.path, stat.st_size, stat.st_mtime_ns)
