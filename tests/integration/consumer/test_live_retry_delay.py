"""The retry delay follows flow control while a consumer runs, and keeps its last value while Redis is down."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.redis import redis_client
from esteira.scaling.configure_scaling import ConfigureScalingDeps, change_lane, pause_lane
from esteira.scaling.postgres.scaling_configs import PostgresScalingConfigRepository
from esteira.scaling.redis import RedisConfigCache
from pydantic import SecretStr

from tests.fixtures.messages import order
from tests.harness.consumption import Consumption, Services
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for

DEPLOYED_SECONDS = 900
"""Longer than the test: a message is redelivered in time only if flow control sets the delay."""


@pytest.fixture
def consumption(
    sqs_endpoint: str, migrated_target: Callable[[], str], own_mongo_url: str, tmp_path: Path
) -> Iterator[Consumption]:
    services = Services(sqs_endpoint=sqs_endpoint, target_dsn=migrated_target(), mongo_url=own_mongo_url)
    made = Consumption(services, tmp_path, visibility_seconds=900)
    yield made
    made.close()


@pytest.fixture
def control(consumption: Consumption, own_redis: RedisServer) -> Iterator[ConfigureScalingDeps]:
    database = Database(SecretStr(consumption.services.target_dsn), unavailable=TargetUnavailable)
    with redis_client(SecretStr(own_redis.url), decode=False) as client:
        yield ConfigureScalingDeps(
            configs=PostgresScalingConfigRepository(database), cache=RedisConfigCache(client), clock=utc_now
        )
    database.close()


def await_statuses(consumption: Consumption, **statuses: int) -> None:
    wait_for(str(statuses), lambda: consumption.statuses() == statuses)


def test_after_a_change_the_next_failure_gets_the_new_delay(
    consumption: Consumption, control: ConfigureScalingDeps, own_redis: RedisServer
) -> None:
    consumer = consumption.consumer(
        simulate_trouble=True, retry_delay_seconds=DEPLOYED_SECONDS, redis_url=own_redis.url
    )

    with consumption.draining(consumer):
        consumption.send([order(1, needed=2)])
        await_statuses(consumption, failed=1)
        change_lane(control, "orders", {"version": 0, "retry_delay_seconds": 1})
        wait_for("the change applies", lambda: consumer.current_retry.delay_seconds == 1)
        consumption.send([order(2, needed=3)])
        await_statuses(consumption, failed=3, succeeded=1)

    assert consumption.ends().arrived == {("source1", 2)}


def test_a_paused_lane_uses_no_receive_and_continues_when_it_is_resumed(
    consumption: Consumption, control: ConfigureScalingDeps, own_redis: RedisServer
) -> None:
    pause_lane(control, "orders", paused=True, by="ana")
    consumer = consumption.consumer(redis_url=own_redis.url)
    consumption.send([order(1)])

    with consumption.draining(consumer):
        wait_for("the pause applies", lambda: not consumer.may_receive)
        attempts_while_paused = consumption.attempts.count_documents({})
        pause_lane(control, "orders", paused=False, by="ana")
        await_statuses(consumption, succeeded=1)

    (attempt,) = consumption.attempts.find()
    assert (attempts_while_paused, attempt["attempt"]) == (0, 1)


def test_orders_are_processed_while_redis_is_down(consumption: Consumption, own_redis: RedisServer) -> None:
    own_redis.child.kill()
    consumer = consumption.consumer(simulate_trouble=True, redis_url=own_redis.url)
    consumption.send([order(1), order(2, needed=2)])

    with consumption.draining(consumer):
        await_statuses(consumption, failed=1, succeeded=2)

    assert consumption.ends().arrived == {("source1", 1), ("source1", 2)}
