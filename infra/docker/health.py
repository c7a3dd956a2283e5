"""Health checks of the bridge's containers: `python -m infra.docker.health plan|workers|recovery`.

The exit code is 1 if unhealthy. A running process of beat, manager, recovery or scaler proves nothing, so the results
of its work are checked.
"""

import sys
from datetime import datetime, timedelta

from esteira.core.clock import utc_now
from esteira.core.redis import redis_client
from esteira.scaling.ports import HeartbeatStore, PlanCache
from esteira.scaling.redis import RedisHeartbeatStore, RedisPlanCache
from pydantic import SecretStr

from infra.local.environment import Environment
from infra.local.settings import LocalSettings

RECOVERY_TASKS = "esteira:celery:recovery"
"""The list of the recovery's tasks; a test compares it with the bridge's."""
MOST_WAITING = 12
"""Tasks that wait for the recovery's worker: a minute's. Those that are outdated are dropped when it takes them."""

FRESH_FOR = timedelta(seconds=30)
"""The manager plans every two seconds."""


def plan_is_fresh(plans: PlanCache, now: datetime) -> bool:
    """Whether beat and manager work: the plan is no older than `FRESH_FOR`."""
    plan = plans.get()
    return plan is not None and now - plan.at <= FRESH_FOR


def workers_beat(plans: PlanCache, beats: HeartbeatStore, now: datetime) -> bool:
    """Whether every lane with planned workers has one with a recent heartbeat."""
    plan = plans.get()
    alive = {beat.lane for beat in beats.beats() if not beat.is_missing(now)}
    return plan is not None and all(lane in alive for lane, planned in plan.lanes.items() if planned.workers)


def tasks_are_taken(waiting: int) -> bool:
    """Whether the recovery's worker takes its tasks: beat sends one every few seconds, taken or not."""
    return waiting <= MOST_WAITING


def main(question: str) -> int:
    """The exit code."""
    environment = Environment.read(LocalSettings.from_environment().place)
    client = redis_client(SecretStr(environment.redis_url))
    if question == "recovery":
        return 0 if tasks_are_taken(client.llen(RECOVERY_TASKS)) else 1
    plans, now = RedisPlanCache(client), utc_now()
    well = plan_is_fresh(plans, now) if question == "plan" else workers_beat(plans, RedisHeartbeatStore(client), now)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
