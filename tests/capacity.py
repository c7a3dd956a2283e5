"""Heartbeats and plans for tests, with defaults for every field that a test does not name."""

from datetime import datetime
from typing import Any

from esteira.domain.flow.observation import Heartbeat, HostUsage, Observation, WorkerState
from esteira.domain.flow.plan import LanePlan, Plan, Rule

from tests.making import READ_AT


def beat(name: str, **changes: Any) -> Heartbeat:
    """An idle worker of the lane `orders`."""
    fields: dict[str, Any] = {
        "lane": "orders",
        "host": "here",
        "pid": 1,
        "state": WorkerState.IDLE,
        "started_at": READ_AT,
        "at": READ_AT,
    }
    return Heartbeat(name=name, **(fields | changes))


def plan(*, at: datetime = READ_AT) -> Plan:
    """Orders need nine workers and get four; payments are paused."""
    return Plan(
        at=at,
        version=1,
        lanes={"orders": _lane(9, 4), "payments": _lane(0, 0, receiving=False)},
        observation=Observation(at=at, lanes={}, host=HostUsage(cpu_percent=1, memory_percent=1)),
    )


def _lane(needed: int, workers: int, *, receiving: bool = True) -> LanePlan:
    return LanePlan(
        needed=needed,
        workers=workers,
        concurrency=2,
        receiving=receiving,
        rule=Rule.MAXIMUM if receiving else Rule.PAUSED,
        reason="",
        changed_at=READ_AT,
    )
