"""Where the shared services keep their files: in memory where there is room, since a run clones many databases."""

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
def scratch_folder(otherwise: Path) -> Iterator[Path]:
    """A folder that is gone at the end, in memory or else in `otherwise`; also when the tests are killed."""
    folder = Path(mkdtemp(prefix="esteira-tests-", dir=MEMORY if _room_in_memory() else otherwise))
    reaper().at_the_end(str(folder), ["rm", "-rf", str(folder)], os.environ)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        reaper().done(str(folder))


def _room_in_memory() -> bool:
    return MEMORY.is_mount() and shutil.disk_usage(MEMORY).free >= NEEDED_BYTES
