"""Memory of a console after page loads: `python -m benchmarks.page_loads [OVERVIEW] [SIGN_IN]`.

Loads the overview (with a session, without a browser), the sign-in page and unknown addresses, each on a console of its
own, and prints the resident memory before, at its highest, and after the time in which such pages are let go.
"""

import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil

from tests.integration.console.running_memory_console import MemoryConsole, running_memory_console

SETTLE_SECONDS = 75
"""Longer than the console keeps a page that never connected."""


def main() -> None:
    """Run each case in a console of its own and print one line per case."""
    overview, sign_in = (int(word) for word in (*sys.argv[1:], "1200", "3000")[:2])
    cases = {"/": overview, "/sign-in": sign_in, "/no-such-page": sign_in}
    for path, loads in cases.items():
        with tempfile.TemporaryDirectory() as folder, running_memory_console(Path(folder)) as console:
            _measure(console, path, loads)


def _measure(console: MemoryConsole, path: str, loads: int) -> None:
    process = psutil.Process(console.pid)
    with httpx.Client(base_url=console.url, cookies=console.session(), timeout=30) as browser:
        for _ in range(20):
            browser.get(path)
        before = highest = _mebibytes(process)
        started = time.perf_counter()
        for _ in range(loads):
            browser.get(path)
            highest = max(highest, _mebibytes(process))
        seconds = time.perf_counter() - started
        kept = console.kept()
        time.sleep(SETTLE_SECONDS)
        print(
            f"{loads} loads of {path} in {seconds:.0f} s: {before:.0f} MiB before, {highest:.0f} at the highest with "
            f"{kept['clients']} pages kept; {_mebibytes(process):.0f} MiB and {console.kept()['clients']} pages "
            f"{SETTLE_SECONDS} s later",
            flush=True,
        )


def _mebibytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


if __name__ == "__main__":
    main()
