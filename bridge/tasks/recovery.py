"""The recovery's run, sent by beat every few seconds."""

import time

from bridge.app import app
from bridge.queues import RECOVERY
from bridge.schedule import RECOVER, RECOVER_SECONDS

RUN_SECONDS = 30.0
"""Together with the longest batch far below the soft time limit of 70 s."""


@app.task(name=RECOVER, queue=RECOVERY, expires=RECOVER_SECONDS)  # type: ignore[untyped-decorator]
def recover() -> None:
    """Takes errors from their queue, and sends again what is due."""
    from esteira.failures.recover_failures import recover_failures
    from esteira.failures.recovery_wiring import recovery

    end = time.monotonic() + RUN_SECONDS
    recover_failures(recovery().recovery_deps, should_continue=lambda: time.monotonic() < end)
