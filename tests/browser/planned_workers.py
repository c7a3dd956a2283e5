"""A plan and heartbeats in Redis, as the manager and workers write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import redis as driver
from esteira.core.clock import utc_now
from esteira.core.names import Lane
from esteira.scaling.observation import Heartbeat, HostUsage, Observation, WorkerState
from esteira.scaling.plan import LanePlan, Plan, Rule
from esteira.scaling.redis import PLAN, USAGE, WORKERS, RedisHeartbeatStore, RedisPlanCache

LONG = timedelta(hours=1)


@contextmanager
def planned_workers(redis_url: str) -> Iterator[None]:
    """Orders get four workers by their maximum, of which three run; payments are paused. Deleted afterwards.

    Plan and heartbeats lie in the future, so that they never grow old during a test.
    """
    now = utc_now()
    with driver.Redis.from_url(redis_url) as client:
        RedisPlanCache(client).put(
            Plan(
                at=now + LONG,
                version=1,
                lanes={"orders": _lane(4, Rule.MAXIMUM), "payments": _lane(0, Rule.PAUSED)},
                observation=Observation(at=now, lanes={}, host=HostUsage(cpu_percent=1, memory_percent=1)),
            )
        )
        for number in range(3):
            RedisHeartbeatStore(client).beat(_beat("orders", number))
        try:
            yield
        finally:
            client.delete(PLAN, WORKERS, *(f"{USAGE}orders-{number}" for number in range(3)))


def _lane(workers: int, rule: Rule) -> LanePlan:
    return LanePlan(
        needed=9,
        workers=workers,
        concurrency=2,
        receiving=rule is not Rule.PAUSED,
        rule=rule,
        reason="",
        changed_at=utc_now() - LONG,
    )


def _beat(lane: Lane, number: int) -> Heartbeat:
    return Heartbeat(
        name=f"{lane}-{number}",
        lane=lane,
        host="here",
        pid=number,
        state=WorkerState.BUSY,
        in_hand=500 + number,
        started_at=utc_now(),
        at=utc_now() + LONG,
    )
