"""The folder of the shared services: in memory if it is large enough, since a run clones many databases."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.harness.reaper import reaper

MEMORY = Path("/dev/shm")
NEEDED_BYTES = 6 * 2**30
"""Twice what a run of all suites needs."""


@contextmanager
def scratch_folder(fallback: Path) -> Iterator[Path]:
    """Create a folder in memory, or in `fallback`. It is deleted at the end, also when the tests are killed."""
    folder = Path(mkdtemp(prefix="esteira-tests-", dir=MEMORY if _memory_suffices() else fallback))
    reaper().at_the_end(str(folder), ["rm", "-rf", str(folder)], os.environ)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        reaper().done(str(folder))


def _memory_suffices() -> bool:
    return MEMORY.is_mount() and shutil.disk_usage(MEMORY).free >= NEEDED_BYTES
