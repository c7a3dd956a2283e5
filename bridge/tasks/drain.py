"""A bounded drain of one lane: a poller, not a message (R11). The manager hands it out anew as long as it is wanted."""

from esteira.domain.names import Lane

from bridge.app import app
from bridge.worker.here import HERE
from bridge.worker.slate import SLATE

DRAIN = "drain"
EXPIRES_SECONDS = 30
"""A task that nobody took for so long was meant for a worker that is gone."""


@app.task(name=DRAIN, expires=EXPIRES_SECONDS)  # type: ignore[untyped-decorator]
def drain(lane: Lane) -> None:
    """Drains the lane, if it is this worker's and it is not asked to drain itself."""
    from bridge.worker.draining import drain_once

    if HERE.drained and HERE.drained.lane == lane and not SLATE.draining:
        drain_once(HERE.drained, SLATE, lambda: HERE.last_wish.spoken)
