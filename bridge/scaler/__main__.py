"""`python -m bridge.scaler`: scales until it is told to end, and then ends its workers gently."""

import signal
import sys
import time
from collections.abc import Callable
from threading import Event

from esteira.errors import BadSettings
from esteira.settings import BridgeSettings, read

from bridge.scaler.single_instance import become_the_only_one
from bridge.scaler.wiring import make_scaler

PASS_SECONDS = 1.0
WORKERS_END_WITHIN_SECONDS = 10.0
"""R12: they need 8 at most."""


def main() -> None:
    """Returns after SIGTERM or SIGINT."""
    told_to_end = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_end.set())
    settings = read(BridgeSettings)
    lock = become_the_only_one(settings.worker_logs, lambda: told_to_end.wait(PASS_SECONDS))
    if lock is None:
        return
    scaler = make_scaler(settings)
    while not told_to_end.wait(PASS_SECONDS):
        scaler.pass_once()
    scaler.end(_came_true)


def _came_true(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + WORKERS_END_WITHIN_SECONDS
    while not (done := condition()) and time.monotonic() < end:
        time.sleep(0.1)
    return done


if __name__ == "__main__":
    try:
        main()
    except BadSettings as error:
        sys.exit(f"error: {error}")
