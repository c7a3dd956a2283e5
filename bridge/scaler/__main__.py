"""`python -m bridge.scaler`: scales until SIGTERM or SIGINT, and then ends its workers gracefully."""

import signal
import sys
import time
from collections.abc import Callable
from threading import Event

from esteira.core.errors import BadSettings
from esteira.core.settings import BridgeSettings, read

from bridge.health import SCALER_ALIVE
from bridge.scaler.single_instance import single_instance_lock
from bridge.scaler.wiring import make_scaler

PASS_SECONDS = 1.0
WORKERS_END_WITHIN_SECONDS = 10.0
"""They need 8 s at most (R12)."""


def main() -> None:
    """Returns after SIGTERM or SIGINT."""
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    settings = read(BridgeSettings)
    # On Kubernetes it holds for one pod; two scalers of pods do no harm, since each sets what the plan says.
    lock = single_instance_lock(settings.worker_logs, lambda: stopping.wait(PASS_SECONDS))
    if lock is None:
        return
    scaler = make_scaler(settings)
    while not stopping.wait(PASS_SECONDS):
        scaler.pass_once()
        (settings.worker_logs / SCALER_ALIVE).touch()
    scaler.end(_wait_until)


def _wait_until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + WORKERS_END_WITHIN_SECONDS
    while not (done := condition()) and time.monotonic() < end:
        time.sleep(0.1)
    return done


if __name__ == "__main__":
    try:
        main()
    except BadSettings as error:
        sys.exit(f"error: {error}")
