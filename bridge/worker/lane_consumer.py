"""The consumer with which a worker's child drains its lane, built from the bridge's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from esteira.callbacks.payments_consumer import make_payments_consumer
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.announcing.wiring import announce
from esteira.core.names import Lane
from esteira.core.settings import BridgeSettings, ConsumerSettings
from esteira.lookups.lookups_consumer import make_lookups_consumer

MAKERS: Mapping[Lane, Callable[[ConsumerSettings, ConsumerStores], ConsumerDeps[Any]]] = {
    "orders": make_orders_consumer,
    "payments": make_payments_consumer,
    "lookups": make_lookups_consumer,
}


@dataclass(frozen=True, kw_only=True)
class LaneConsumer:
    """A lane with its consumer. `announce` publishes the lane's changes."""

    lane: Lane
    consumer: ConsumerDeps[Any]
    announce: Callable[[Lane, Mapping[str, int]], None]


def make_lane_consumer(settings: BridgeSettings, lane: Lane) -> LaneConsumer:
    """Clients of all stores; call it after the fork. Connects when first used."""
    chosen = consumer_settings(settings, lane)
    return LaneConsumer(
        lane=lane,
        consumer=MAKERS[lane](chosen, ConsumerStores(chosen, low_timeout=False)),
        announce=partial(announce, redis_url=settings.redis_url),
    )


def consumer_settings(settings: BridgeSettings, lane: Lane) -> ConsumerSettings:
    """The settings of the lane's Lambda consumer: a message must have the same outcome in both."""
    shared = ConsumerSettings.model_fields.keys() & BridgeSettings.model_fields.keys()
    values = {name: getattr(settings, name) for name in shared}
    return ConsumerSettings(**values, queue_url=settings.lanes[lane].queue_url)
