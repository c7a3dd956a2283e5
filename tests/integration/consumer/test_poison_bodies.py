"""Bodies that are no messages use up their receives, on every lane, with the attempt log up or down."""

from collections.abc import Iterator
from contextlib import closing
from threading import Event
from typing import Any

import pytest
from esteira.callbacks.payments_consumer import make_payments_consumer
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.mongo import MongoAttemptLog, attempts_collection
from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.consumer.relay_attempts import relay_attempts
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.messages import MAX_RECEIVES, AnyMessage, encode
from esteira.core.postgres.database import Database
from esteira.core.settings import ConsumerSettings
from esteira.reconciliation.mongo import MongoAttemptHistory
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT
from tests.fixtures.messages import order, parsed_message, payment
from tests.harness.ports import free_port
from tests.harness.queues import TestLane, make_lane, messages_in, sqs_client

BODIES = [
    '{"$where":1,"a.b":{"":1},"n":"\\u0000","s":"\\ud800"}',
    '{"$where":1,"a.b":{"":1},"n":"\\u0000"}',
    "1" * 4301,
    "[" * 100_000,
    '{"a":' * 50_000,
    '{"source_id":' + "9" * 5000 + "}",
    '{"\\u0000":1,"$set":{"a.$[]":1}}',
    '"\\udfff"',
    "\U0010ffff\x7f",
]
NEIGHBOURS = range(1, 6)


class PoisonedLane:
    """A lane with all bodies and five good messages."""

    def __init__(self, name: str, lane: TestLane, settings: ConsumerSettings, sqs_endpoint: str) -> None:
        self.stores = ConsumerStores(settings)
        self.sqs = sqs_client(sqs_endpoint)
        self.lane = lane
        make: Any = {"orders": make_orders_consumer, "payments": make_payments_consumer}[name]
        good: dict[str, list[AnyMessage]] = {
            "orders": [order(number) for number in NEIGHBOURS],
            "payments": [payment(f"e{number}", source_id=number) for number in NEIGHBOURS],
        }
        self.consumer: ConsumerDeps[Any] = make(settings, self.stores)
        self.poison_ids = [self.send(body) for body in BODIES]
        self.good_ids = [self.send(encode(message)) for message in good[name]]

    def send(self, body: str) -> str:
        return self.sqs.send_message(QueueUrl=self.lane.queue_url, MessageBody=body)["MessageId"]

    def drain(self) -> None:
        """Consume until all bodies are dead letters."""
        stop = Event()
        while len(messages_in(self.sqs, self.lane.dlq_url)) < len(BODIES):
            drain_queue(self.consumer, for_seconds=1, stop=stop, wait_seconds=1)

    def close(self) -> None:
        self.stores.close()
        self.sqs.close()


@pytest.fixture(params=["orders", "payments"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["log up", "log down"])
def log_url(request: pytest.FixtureRequest, own_mongo_url: str) -> str:
    return own_mongo_url if request.param == "log up" else f"mongodb://127.0.0.1:{free_port()}/?directConnection=true"


@pytest.fixture
def poisoned(
    name: str, log_url: str, target_dsn: str, target_database: Database, sqs_endpoint: str
) -> Iterator[PoisonedLane]:
    if name == "payments":
        PostgresOrderTarget(target_database).apply([parsed_message(order(number)) for number in NEIGHBOURS])
    with closing(sqs_client(sqs_endpoint)) as sqs:
        lane = make_lane(sqs, visibility_seconds=30)
    settings = ConsumerSettings(
        target_dsn=SecretStr(target_dsn),
        mongo_url=SecretStr(log_url),
        queue_url=lane.queue_url,
        retry_delay_seconds=1,
        simulate_trouble=False,
    )
    with closing(PoisonedLane(name, lane, settings, sqs_endpoint)) as made:
        yield made


def test_poison_bodies_die_after_five_attempts_and_their_neighbours_arrive_at_the_first(
    poisoned: PoisonedLane, own_mongo_url: str
) -> None:
    attempts = attempts_collection(SecretStr(own_mongo_url))

    poisoned.drain()
    relay_attempts(MongoAttemptLog(attempts), poisoned.consumer.outbox, remaining_seconds=lambda: 60)

    history = MongoAttemptHistory(attempts)
    for sqs_message_id in poisoned.poison_ids:
        documents = history.of_message(f"sqs:{sqs_message_id}", now=READ_AT)
        assert sorted(document["attempt"] for document in documents) == [*range(1, MAX_RECEIVES + 1)]
        assert {document["status"] for document in documents} == {"refused"}
    neighbours = [*attempts.find({"sqs_message_id": {"$in": poisoned.good_ids}})]
    assert [(each["attempt"], each["status"]) for each in neighbours] == [(1, "succeeded")] * len(NEIGHBOURS)
    with poisoned.consumer.outbox.take(1) as left:
        assert left == []
    attempts.database.client.close()
