"""Whether the bridge's programs do their work: `python -m bridge.health plan|recovery|jobs|worker|scaler`, for probes.

A running process of beat, manager, recovery, jobs, a worker or the scaler proves nothing, so the results of its work
are checked. The exit code is 1 if they are missing. While Redis is away or takes no writes nothing can be known, and
the code is 0: whoever restarts programs by it shall restart none for that.
"""

import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from esteira.core.clock import utc_now
from esteira.core.errors import BadSettings, FlowUnavailable
from esteira.core.redis import redis_client, redis_errors
from esteira.core.settings import BridgeSettings, read
from esteira.scaling.ports import HeartbeatStore, PlanCache
from esteira.scaling.redis import RedisHeartbeatStore, RedisPlanCache
from redis import Redis

from bridge.queues import JOBS, RECOVERY, waiting_key

MOST_WAITING: Mapping[str, int] = {RECOVERY: 12, JOBS: 60}
"""Tasks that wait for a worker without a heartbeat: a minute's. Outdated ones are dropped when it takes them."""

FRESH_FOR = timedelta(seconds=30)
"""The manager plans every two seconds, and the scaler makes a pass every second."""

SCALER_ALIVE = "scaler.alive"
"""A file in the folder of the workers' logs, touched after each pass of the scaler."""


def plan_is_fresh(plans: PlanCache, now: datetime) -> bool:
    """Whether beat and manager work: the plan is no older than `FRESH_FOR`."""
    plan = plans.get()
    return plan is not None and now - plan.at <= FRESH_FOR


def workers_beat(plans: PlanCache, beats: HeartbeatStore, now: datetime) -> bool:
    """Whether every lane with planned workers has one with a recent heartbeat."""
    plan = plans.get()
    alive = {beat.lane for beat in beats.beats() if not beat.is_missing(now)}
    return plan is not None and all(lane in alive for lane, planned in plan.lanes.items() if planned.workers)


def worker_beats(beats: HeartbeatStore, host: str, now: datetime) -> bool:
    """Whether a worker of this host has a recent heartbeat. Raises `FlowUnavailable` while none can be written."""
    beats.check_writable()
    return any(beat.host == host and not beat.is_missing(now) for beat in beats.beats())


def tasks_are_taken(queue: str, waiting: int) -> bool:
    """Whether a queue's worker takes its tasks: beat sends one every few seconds, taken or not."""
    return waiting <= MOST_WAITING[queue]


def is_well(question: str, client: Redis, now: datetime) -> bool:
    """The answer to a question about Redis. Raises `FlowUnavailable`."""
    plans, beats = RedisPlanCache(client), RedisHeartbeatStore(client)
    if question in MOST_WAITING:
        with redis_errors(FlowUnavailable):
            return tasks_are_taken(question, client.llen(waiting_key(question)))
    if question == "worker":
        return worker_beats(beats, platform.node(), now)
    return plan_is_fresh(plans, now) if question == "plan" else workers_beat(plans, beats, now)


def scaler_passes(settings: BridgeSettings, now: datetime) -> bool:
    """Whether the scaler of this host has made a pass lately."""
    alive = settings.worker_logs / SCALER_ALIVE
    return alive.exists() and now - datetime.fromtimestamp(alive.stat().st_mtime, UTC) <= FRESH_FOR


def main(question: str) -> int:
    """The exit code. Raises `BadSettings`."""
    settings = read(BridgeSettings)
    if question == "scaler":
        return 0 if scaler_passes(settings, utc_now()) else 1
    try:
        return 0 if is_well(question, redis_client(settings.redis_url), utc_now()) else 1
    except FlowUnavailable as error:
        sys.stderr.write(f"unknown: {error}\n")
        return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except BadSettings as error:
        sys.exit(f"error: {error}")
