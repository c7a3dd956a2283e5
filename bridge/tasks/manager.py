"""The manager's tick, sent by beat every two seconds."""

from bridge.app import app
from bridge.queues import MANAGER
from bridge.schedule import TICK, TICK_SECONDS


@app.task(name=TICK, queue=MANAGER, expires=TICK_SECONDS)  # type: ignore[untyped-decorator]
def tick() -> None:
    """Plans, and hands out drain tasks."""
    from bridge.manager.tick import tick as tick_of
    from bridge.manager.wiring import manager

    tick_of(manager())
