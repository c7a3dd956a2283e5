"""The Celery queues by purpose, and the names of the workers that serve a lane."""

from secrets import token_hex

from esteira.core.names import LANES, Lane

MANAGER = "manager"
JOBS = "jobs"
RECOVERY = "recovery"

KEY_PREFIX = "esteira:celery:"
"""Prefix of all of Celery's keys, which share a Redis with ours (R13)."""


def drain_queue_name(lane: Lane) -> str:
    """The queue of a lane's drain tasks."""
    return f"drain.{lane}"


ALL = (MANAGER, *(drain_queue_name(lane) for lane in LANES), JOBS, RECOVERY)


def waiting_key(queue: str) -> str:
    """The Redis list that holds a queue's waiting tasks."""
    return f"{KEY_PREFIX}{queue}"


def new_worker_name(lane: Lane, host: str) -> str:
    """A node name that is never used again."""
    return f"{lane}-{token_hex(4)}@{host}"


def lane_of_queue(queue: str) -> Lane | None:
    """The lane that a queue's tasks drain; None for other queues."""
    return next((lane for lane in LANES if drain_queue_name(lane) == queue), None)
