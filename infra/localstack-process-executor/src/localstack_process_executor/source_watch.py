"""Hot reloading: whether the code has changed since the process was started."""

import os
from pathlib import Path


class SourceWatch:
    """Compares a folder with how it was at the last look: files, sizes and times of change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = self._fingerprint()

    def changed(self) -> bool:
        """Whether anything changed since the last look (or since the beginning)."""
        before, self._seen = self._seen, self._fingerprint()
        return self._seen != before

    def _fingerprint(self) -> int:
        return hash(frozenset(self._files()))

    def _files(self) -> list[tuple[str, int, int]]:
        found = []
        for folder, subfolders, names in os.walk(self._folder):
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
