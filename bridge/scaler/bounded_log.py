"""One log file for all workers of a lane. They append, the scaler cuts: no writer can rotate it."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO

LONGEST_BYTES = 10 * 1024 * 1024
OLDER = 2


class BoundedLog:
    """At most three files of about 10 MiB: `path`, and older lines in `path.1` and `path.2`.

    A line written while the file is cut may be lost.
    """

    def __init__(self, path: Path, *, longest_bytes: int = LONGEST_BYTES) -> None:
        self._path = path
        self._longest_bytes = longest_bytes

    def open(self) -> IO[bytes]:
        """For one more writer. In append mode a writer goes on at the end, wherever that is."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self._path.open("ab")

    def cut(self) -> None:
        """Makes room, if the file is too long."""
        with suppress(FileNotFoundError):
            if self._path.stat().st_size <= self._longest_bytes:
                return
            for age in range(OLDER, 1, -1):
                with suppress(FileNotFoundError):
                    self._older(age - 1).replace(self._older(age))
            shutil.copyfile(self._path, self._older(1))
            os.truncate(self._path, 0)

    def _older(self, age: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{age}")
