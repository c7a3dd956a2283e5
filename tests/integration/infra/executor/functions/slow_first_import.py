"""Takes very long to import the first time, and no time the second."""

import os
import time
from pathlib import Path

been_here = Path(os.environ["TMPDIR"], "been-here")
if not been_here.exists():
    been_here.touch()
    time.sleep(300)


def handle(_event: object, _context: object) -> str:
    return "at last"
