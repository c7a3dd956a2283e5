"""Waiting until a supervised program answers, or failing with the end of its log."""

import time
from collections.abc import Callable

from infra.errors import ServiceFailed
from infra.local.home import Home
from infra.local.processes.supervisor import Supervisor
from infra.local.waiting import wait_until

READY_WITHIN_SECONDS = 90
SUPERVISOR_ASKED_EVERY_SECONDS = 1.0
"""Its answer lists every program and costs both sides more than the question to the service itself."""
LOG_LINES_SHOWN = 15


def wait_for_service(home: Home, name: str, ready: Callable[[], bool]) -> None:
    """Returns when the service answers. Raises `ServiceFailed`, with the end of its log, when it does not."""
    supervisor = Supervisor(home)
    ask_supervisor_at = time.monotonic()

    def ready_or_failed() -> bool:
        nonlocal ask_supervisor_at
        if (now := time.monotonic()) >= ask_supervisor_at:
            ask_supervisor_at = now + SUPERVISOR_ASKED_EVERY_SECONDS
            if _gave_up(supervisor, name):
                raise _failure(home, name)
        return ready()

    wait_until(ready_or_failed, seconds=READY_WITHIN_SECONDS, failure=lambda: _failure(home, name), pause_seconds=0.1)


def _gave_up(supervisor: Supervisor, name: str) -> bool:
    return any(process.name == name and process.state == "FATAL" for process in supervisor.processes())


def _failure(home: Home, name: str) -> ServiceFailed:
    log = home.logs / f"{name}.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return ServiceFailed("\n".join([f"({name}, {log})", *lines[-LOG_LINES_SHOWN:]]))
