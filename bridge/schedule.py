"""What beat sends, and how often."""

from typing import Any

from bridge.queues import MANAGER

TICK_SECONDS = 2.0
TICK = "manager.tick"


def beat_schedule() -> dict[str, Any]:
    """The manager's tick. One that nobody took within its period is of no use any more: the next one knows better."""
    return {
        TICK: {
            "task": TICK,
            "schedule": TICK_SECONDS,
            "options": {"queue": MANAGER, "expires": TICK_SECONDS},
        }
    }
