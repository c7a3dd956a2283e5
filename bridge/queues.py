"""The broker's queues, by purpose, and the names of the workers that serve a lane."""

from secrets import token_hex

from esteira.domain.flow.config import LANES
from esteira.domain.names import Lane

MANAGER = "manager"
JOBS = "jobs"
RECOVERY = "recovery"

KEY_PREFIX = "esteira:celery:"
"""Before every key of the broker's, so that they do not mix with ours in the same Redis (R13)."""


def drain_queue_name(lane: Lane) -> str:
    """Where the drain tasks of a lane wait."""
    return f"drain.{lane}"


ALL = (MANAGER, *(drain_queue_name(lane) for lane in LANES), JOBS, RECOVERY)


def waiting_key(queue: str) -> str:
    """The Redis list in which a queue's tasks wait."""
    return f"{KEY_PREFIX}{queue}"


def new_worker_name(lane: Lane, host: str) -> str:
    """A node name that was never used before."""
    return f"{lane}-{token_hex(4)}@{host}"


def lane_of_queue(queue: str) -> Lane | None:
    """The lane that a queue's tasks drain; None where they do something else."""
    return next((lane for lane in LANES if drain_queue_name(lane) == queue), None)
