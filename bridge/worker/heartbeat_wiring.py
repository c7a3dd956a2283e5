"""The composition root of a worker's heartbeat, for its main process: a client of Redis and nothing else."""

import os
import platform
from collections.abc import Callable

from esteira.adapters.redis.cursors import connect
from esteira.adapters.redis.plans_and_heartbeats import RedisHeartbeatBoard
from esteira.clock import utc_now
from esteira.domain.names import Lane
from esteira.settings import BridgeSettings

from bridge.broker import Broker
from bridge.worker.heartbeat import Identity, Pulse, Surroundings
from bridge.worker.shared_state import SLATE
from bridge.worker.usage import Usage


def make_pulse(
    settings: BridgeSettings,
    *,
    name: str,
    lane: Lane,
    on_drain: Callable[[], None],
    on_deaf: Callable[[], None],
) -> Pulse:
    """The pulse of this process. Nothing is connected before the first beat."""
    redis = connect(settings.redis_url)
    identity = Identity(name=name, lane=lane, host=platform.node(), pid=os.getpid(), started_at=utc_now())
    around = Surroundings(
        board=RedisHeartbeatBoard(redis),
        tasks_waiting=lambda: Broker(redis).waiting(lane)[lane],
        on_drain=on_drain,
        on_deaf=on_deaf,
        usage=Usage(identity.pid),
    )
    return Pulse(identity, SLATE, around)
