"""The manager's tick, sent by beat every two seconds."""

from bridge.app import app
from bridge.queues import MANAGER
from bridge.schedule import TICK, TICK_SECONDS
from bridge.tasks.drain import dispatch


@app.task(name=TICK, queue=MANAGER, expires=TICK_SECONDS)  # type: ignore[untyped-decorator]
def tick() -> None:
    """Plans capacity and dispatches drain tasks."""
    from bridge.manager.tick import tick as run_tick
    from bridge.manager.wiring import manager

    run_tick(manager(dispatch))
