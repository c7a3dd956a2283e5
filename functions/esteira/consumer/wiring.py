"""Builds the orders consumer, and what the consumers of all lanes share, from the settings."""

import sys
from datetime import timedelta
from functools import cached_property, partial

from esteira.consumer.apply_messages import CHILD_START_SECONDS
from esteira.consumer.deps import ConsumerDeps, LaneRules
from esteira.consumer.mongo import MongoAttemptLog, attempts_collection
from esteira.consumer.ports import Target
from esteira.consumer.postgres.attempt_outbox import PostgresAttemptOutbox
from esteira.consumer.postgres.foreign_messages import PostgresForeignMessages
from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.consumer.retry import RetryPolicy
from esteira.consumer.subprocess.subprocess_target import SubprocessTarget
from esteira.consumer.validate_order import first_effect_of_order, validate_order
from esteira.core.messages import M, OrderMessage
from esteira.core.postgres.target import target_database
from esteira.core.queue.sqs_client import sqs_client
from esteira.core.queue.sqs_receiver import SqsQueueReceiver
from esteira.core.redis import low_timeout_client, redis_client
from esteira.core.reporting.wiring import report
from esteira.core.settings import ConsumerSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.scaling.follow_lane_config import LaneConfigFollower
from esteira.scaling.memory import MemoryConfigCache
from esteira.scaling.ports import ConfigCache
from esteira.scaling.redis import RedisConfigCache


class ConsumerStores(Wiring):
    """The connections of one process, shared by the lanes that it serves. They open at their first use.

    With `low_timeout` a slow Redis does not delay a batch: the scaling config of before is used instead.
    """

    def __init__(self, settings: ConsumerSettings, *, low_timeout: bool = True) -> None:
        super().__init__()
        self.target = self.opened(target_database(settings))
        self.attempts = attempts_collection(settings.mongo_url)
        self.opened(self.attempts.database.client)
        self.sqs = self.opened(sqs_client(settings.queue_url))
        self.flow = LaneConfigFollower(lambda: self._config_cache)
        self._redis_url = settings.redis_url
        self._connect = low_timeout_client if low_timeout else redis_client

    @cached_property
    def _config_cache(self) -> ConfigCache:
        if self._redis_url is None:
            return MemoryConfigCache()
        return RedisConfigCache(self.opened(self._connect(self._redis_url)))


@Wired
def orders_consumer() -> ConsumerDeps[OrderMessage]:
    """Return the consumer of the lane `orders`, configured by the environment. Raises `BadSettings`."""
    settings = read(ConsumerSettings)
    return make_orders_consumer(settings, ConsumerStores(settings))


def make_orders_consumer(settings: ConsumerSettings, stores: ConsumerStores) -> ConsumerDeps[OrderMessage]:
    """Return the consumer that writes orders to the target, after simulated failures and the security check."""
    simulate = settings.simulate_trouble
    rules = LaneRules(
        lane="orders",
        model=OrderMessage,
        validate=partial(validate_order, simulate=simulate),
        first_effect=partial(first_effect_of_order, simulate=simulate),
    )
    return make_consumer(
        settings, stores, rules, PostgresOrderTarget(stores.target), "esteira.consumer.order_subprocess"
    )


def make_consumer(
    settings: ConsumerSettings, stores: ConsumerStores, rules: LaneRules[M], target: Target[M], subprocess_module: str
) -> ConsumerDeps[M]:
    """Return the consumer of a lane. `subprocess_module` is the module to run for its poison candidates."""
    child = (sys.executable, "-m", subprocess_module)
    variables = {
        "ESTEIRA_TARGET_DSN": settings.target_dsn.get_secret_value(),
        "ESTEIRA_QUEUE_URL": settings.queue_url,
    }
    return ConsumerDeps(
        rules=rules,
        target=target,
        subprocess_target=lambda: SubprocessTarget(
            child, variables, start_seconds=CHILD_START_SECONDS, seconds_each=rules.candidate_seconds
        ),
        log=MongoAttemptLog(stores.attempts),
        outbox=PostgresAttemptOutbox(stores.target),
        foreign_messages=PostgresForeignMessages(stores.target),
        queue_receiver=SqsQueueReceiver(stores.sqs, settings.queue_url),
        retry=RetryPolicy(
            delay_seconds=settings.retry_delay_seconds, growth=max(settings.retry_growth, rules.least_growth)
        ),
        log_life=timedelta(seconds=settings.log_life_seconds),
        outage_delay_seconds=settings.outage_delay_seconds,
        lane_config=partial(stores.flow.lane, rules.lane),
        report=report,
    )
