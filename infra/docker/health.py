"""Health checks of containers: `python -m infra.docker.health plan|workers|recovery|jobs|rounds`.

The exit code is 1 if unhealthy. A running process of beat, manager, recovery, jobs or scaler proves nothing, so the
results of its work are checked; `rounds` are those of relay and restorer.
"""

import sys
import time
from datetime import datetime, timedelta

from esteira.core.clock import utc_now
from esteira.core.redis import redis_client
from esteira.scaling.ports import HeartbeatStore, PlanCache
from esteira.scaling.redis import RedisHeartbeatStore, RedisPlanCache
from pydantic import SecretStr

from infra.docker.rounds import is_recent
from infra.local.environment import Environment
from infra.local.settings import LocalSettings

TASKS = {"recovery": "esteira:celery:recovery", "jobs": "esteira:celery:jobs"}
"""The lists of the tasks of workers without a heartbeat; a test compares them with the bridge's."""
MOST_WAITING = {"recovery": 12, "jobs": 60}
"""Tasks that wait for such a worker: a minute's. Those that are outdated are dropped when it takes them."""

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


def tasks_are_taken(queue: str, waiting: int) -> bool:
    """Whether a queue's worker takes its tasks: beat sends one every few seconds, taken or not."""
    return waiting <= MOST_WAITING[queue]


def main(question: str) -> int:
    """The exit code."""
    if question == "rounds":
        return 0 if is_recent(time.time()) else 1
    environment = Environment.read(LocalSettings.from_environment().place)
    client = redis_client(SecretStr(environment.redis_url))
    if question in TASKS:
        return 0 if tasks_are_taken(question, client.llen(TASKS[question])) else 1
    plans, now = RedisPlanCache(client), utc_now()
    well = plan_is_fresh(plans, now) if question == "plan" else workers_beat(plans, RedisHeartbeatStore(client), now)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
