"""Plans and settings for the bridge's tests."""

from collections.abc import Sequence
from typing import Any

from esteira.core.names import LANES
from esteira.core.settings import BridgeSettings
from esteira.scaling.make_plan import make_plan
from esteira.scaling.observation import Heartbeat
from esteira.scaling.plan import Plan

from tests.fixtures.observations import flow, seen

TOKEN = "t" * 32


def plan_for(workers: Sequence[Heartbeat] = (), **changes: Any) -> Plan:
    """A plan with these heartbeats, for the default configuration with these changes."""
    return make_plan(flow(**changes), seen(workers=list(workers)), None)


def settings(**changes: Any) -> BridgeSettings:
    """Settings of a bridge. The addresses are never used."""
    values: dict[str, Any] = {
        "sources": {"source1": {"dsn": "postgresql://source.example/s"}},
        "target_dsn": "postgresql://target.example/t",
        "mongo_url": "mongodb://mongo.example/esteira",
        "redis_url": "redis://:geheim@redis.example/0",
        "operator_token": TOKEN,
        "lanes": {lane: {"queue_url": f"http://q/{lane}", "dlq_url": f"http://q/{lane}-dlq"} for lane in LANES},
    }
    return BridgeSettings.model_validate(values | changes)
