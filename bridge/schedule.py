"""The tasks that beat sends, and how often."""

from typing import Any

from bridge.queues import MANAGER

TICK_SECONDS = 2.0
TICK = "manager.tick"


def beat_schedule() -> dict[str, Any]:
    """The manager's tick. A tick that was not taken within its period expires, because the next one supersedes it."""
    return {
        TICK: {
            "task": TICK,
            "schedule": TICK_SECONDS,
            "options": {"queue": MANAGER, "expires": TICK_SECONDS},
        }
    }
