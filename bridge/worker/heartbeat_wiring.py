"""The composition root of a worker's heartbeat, for its main process: a Redis client and nothing else."""

import os
import platform
from collections.abc import Callable

from esteira.core.clock import utc_now
from esteira.core.names import Lane
from esteira.core.redis import redis_client
from esteira.core.settings import BridgeSettings
from esteira.scaling.redis import RedisHeartbeatStore

from bridge.broker import Broker
from bridge.worker.heartbeat import HeartbeatInputs, HeartbeatSender, Identity
from bridge.worker.shared_state import SHARED_STATE
from bridge.worker.usage import UsageMeter


def make_heartbeat_sender(
    settings: BridgeSettings,
    *,
    name: str,
    lane: Lane,
    on_drain: Callable[[], None],
    on_stuck: Callable[[], None],
) -> HeartbeatSender:
    """The heartbeat sender of this process. Connects at the first heartbeat."""
    redis = redis_client(settings.redis_url)
    identity = Identity(name=name, lane=lane, host=platform.node(), pid=os.getpid(), started_at=utc_now())
    inputs = HeartbeatInputs(
        store=RedisHeartbeatStore(redis),
        tasks_waiting=lambda: Broker(redis).waiting(lane)[lane],
        on_drain=on_drain,
        on_stuck=on_stuck,
        usage=UsageMeter(identity.pid),
    )
    return HeartbeatSender(identity, SHARED_STATE, inputs)
