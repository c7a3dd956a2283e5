"""The consumer announces its changes, and returns the same to Lambda with or without Redis."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from consumer.batch import answer
from esteira.core.announcing import wiring as announcements
from esteira.core.announcing.redis import CHANNEL
from esteira.core.messages import encode
from esteira.core.redis import redis_client
from esteira.metrics.redis import RedisMetricsStore
from pydantic import SecretStr
from redis import Redis

from tests.fixtures.lambda_context import LambdaContext
from tests.fixtures.messages import order
from tests.fixtures.orders_consumer import OrdersFixture
from tests.harness.environment import environment
from tests.harness.redis import RedisServer


@pytest.fixture
def receive(own_redis: RedisServer) -> Iterator[Callable[[], Any]]:
    """A call of the consumer, after a cold start, with one order that succeeds and one that is refused."""
    fixture = OrdersFixture()
    with environment({"ESTEIRA_REDIS_URL": own_redis.url}, announcements._configured_url):
        yield lambda: answer(_event(), LambdaContext(), "orders", lambda: fixture.consumer)


def test_a_batch_is_announced_and_its_attempts_are_counted(own_redis: RedisServer, receive: Callable[[], Any]) -> None:
    with Redis.from_url(own_redis.url) as client, client.pubsub(ignore_subscribe_messages=True) as listener:
        listener.subscribe(CHANNEL)
        listener.get_message(timeout=5)
        receive()
        announcement = listener.get_message(timeout=5)

    assert announcement
    assert announcement["data"] == b"orders"
    counts = dict(RedisMetricsStore(redis_client(SecretStr(own_redis.url), decode=False)).counts())
    assert counts.pop("functions.consume_orders.microseconds") > 0
    assert counts == {
        "attempts.orders.succeeded": 1,
        "attempts.orders.refused": 1,
        "functions.consume_orders.invocations": 1,
    }


def test_a_batch_that_fails_as_a_whole_counts_as_an_error(own_redis: RedisServer, receive: Callable[[], Any]) -> None:
    del receive
    answer({"Records": [7]}, LambdaContext(), "payments", lambda: OrdersFixture().consumer)

    counts = RedisMetricsStore(redis_client(SecretStr(own_redis.url), decode=False)).counts()
    assert [counts[f"functions.consume_payments.{name}"] for name in ("invocations", "errors")] == [1, 1]


def test_lambda_gets_the_same_answer_when_changes_cannot_be_announced(
    own_redis: RedisServer, receive: Callable[[], Any]
) -> None:
    own_redis.child.kill()

    answers = [receive() for _ in range(5)]

    assert answers == [{"batchItemFailures": [{"itemIdentifier": "m1"}]}] * 5


def _event() -> dict[str, Any]:
    records = [
        {
            "messageId": f"m{number}",
            "receiptHandle": f"r{number}",
            "body": encode(message),
            "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1782907200000"},
        }
        for number, message in enumerate([order(1), order(2, good=False)])
    ]
    return {"Records": records}
