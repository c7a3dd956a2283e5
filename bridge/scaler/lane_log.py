"""One log file for all workers of a lane. Workers append, and the scaler truncates: no writer could rotate it."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO

MAX_BYTES = 10 * 1024 * 1024
OLDER_FILES = 2


class LaneLog:
    """At most three files of about 10 MiB: `path`, and older lines in `path.1` and `path.2`.

    A line written while the file is truncated may be lost.
    """

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._path = path
        self._max_bytes = max_bytes

    def open(self) -> IO[bytes]:
        """The file for one more writer, in append mode, so that it goes on at the new end after a truncation."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self._path.open("ab")

    def truncate(self) -> None:
        """Moves the content to `path.1` if the file is too long."""
        with suppress(FileNotFoundError):
            if self._path.stat().st_size <= self._max_bytes:
                return
            for age in range(OLDER_FILES, 1, -1):
                with suppress(FileNotFoundError):
                    self._older(age - 1).replace(self._older(age))
            shutil.copyfile(self._path, self._older(1))
            os.truncate(self._path, 0)

    def _older(self, age: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{age}")
