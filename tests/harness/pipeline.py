"""A small pipeline on real stores. Tests fill, publish, consume, make dead letters and query it as an operator."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

import psycopg
from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.messages import OrderMessage, encode, order_message_id
from esteira.core.settings import ConsumerSettings, LaneSettings, OperatorSettings, ProducerSettings, SourceSettings
from esteira.producer.publish_all import publish_all
from esteira.producer.wiring import Producer
from esteira.reconciliation.wiring import Operator
from pydantic import SecretStr
from redis import Redis

from tests.fixtures.messages import order
from tests.harness.queues import TestLane, messages_in, sqs_client
from tests.harness.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

TOKEN = SecretStr("a-token-for-the-tests")


@dataclass(frozen=True, kw_only=True)
class PipelineAddresses:
    """The addresses of all services."""

    source_dsns: Mapping[str, str]
    target_dsn: str
    redis_url: str
    mongo_url: str
    sqs_endpoint: str
    lane: TestLane


MakePipeline = Callable[..., "Pipeline"]
"""Takes the sources' names, `redis_url` and `visibility_seconds` of the lane."""


class Pipeline:
    """Producer, consumer and operator of one set of stores. Failures are not simulated."""

    def __init__(self, addresses: PipelineAddresses) -> None:
        self.addresses = addresses
        self.sqs: SQSClient = sqs_client(addresses.sqs_endpoint)
        self.settings = _operator_settings(addresses)
        self.operator = Operator(self.settings)
        self.producer = Producer(_producer_settings(addresses))
        self._stores = ConsumerStores(_consumer_settings(addresses))
        self._consumer = make_orders_consumer(_consumer_settings(addresses), self._stores)

    def fill(self, source: str, *checks: bool) -> list[int]:
        """Add one order for each value, with this security check. Returns their ids."""
        with psycopg.connect(self.addresses.source_dsns[source]) as connection:
            rows = connection.execute(
                "INSERT INTO orders (product, price, security_check)"
                " SELECT 'chair', 10.50, passed FROM unnest(%s::bool[]) AS passed RETURNING id",
                [list(checks)],
            ).fetchall()
        return [row[0] for row in rows]

    def insert(self, source: str, *ids: int, created_at: str = "now") -> None:
        """Add orders with these ids, and with a date that need not be one of Python's."""
        with psycopg.connect(self.addresses.source_dsns[source]) as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO orders (id, product, price, security_check, created_at) VALUES (%s, 'chair', 1, true, %s)",
                [(row_id, created_at) for row_id in ids],
            )

    def publish(self) -> None:
        """Publish all new rows."""
        publish_all(self.producer.all_publish_deps(), remaining_seconds=lambda: 60)

    def consume(self) -> None:
        """Consume until the lane is empty."""
        wait_for("the lane is empty", self.consume_once)

    def kill(self, source: str, ids: Sequence[int], *, on_record: bool = True) -> None:
        """Move the messages of these orders to the dead-letter queue, as after a fifth attempt."""
        wanted = {str(order_message_id(source, row_id)) for row_id in ids}
        for message in messages_in(self.sqs, self.addresses.lane.queue_url):
            if json.loads(message["Body"])["message_id"] in wanted:
                self.mark_dead(message["Body"])
                self.sqs.delete_message(QueueUrl=self.addresses.lane.queue_url, ReceiptHandle=message["ReceiptHandle"])
        if on_record:
            self.record_failures(source, ids, attempt=5)

    def mark_dead(self, *bodies: str) -> None:
        """Put messages into the dead-letter queue."""
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.addresses.lane.dlq_url, MessageBody=body)

    def conflict(self, source: str, row_id: int) -> OrderMessage:
        """Let an order that arrived be received again with another product, five times. Returns that message."""
        message = order(row_id, source=source, product="sofa")
        self.receive_dead(encode(message))
        return message

    def receive_dead(self, body: str) -> None:
        """Let a body be received five times, so that it becomes a dead letter."""
        self.sqs.send_message(QueueUrl=self.addresses.lane.queue_url, MessageBody=body)
        self.consume()

    def record_failures(self, source: str, ids: Sequence[int], *, attempt: int) -> None:
        """Record failed attempts of these orders."""
        with psycopg.connect(self.addresses.target_dsn) as connection:
            for row_id in ids:
                connection.execute(
                    "INSERT INTO order_failures (source, source_id, message_id, attempt, error)"
                    " VALUES (%s, %s, %s, %s, 'no luck')",
                    [source, row_id, order_message_id(source, row_id), attempt],
                )

    def forget_lane(self) -> None:
        """Purge both queues, as a restart of LocalStack does."""
        for url in (self.addresses.lane.queue_url, self.addresses.lane.dlq_url):
            self.sqs.purge_queue(QueueUrl=url)

    def forget_cursors(self) -> None:
        """Delete the cursors, as losing Redis does."""
        with Redis.from_url(self.addresses.redis_url) as redis:
            for name in self.addresses.source_dsns:
                redis.delete(f"esteira:cursor:{{{name}}}")

    def waiting(self) -> list[str]:
        """Return the bodies on the lane."""
        return [message["Body"] for message in messages_in(self.sqs, self.addresses.lane.queue_url)]

    def dead_letters(self) -> list[str]:
        """Return the bodies in the dead-letter queue."""
        return [message["Body"] for message in messages_in(self.sqs, self.addresses.lane.dlq_url)]

    @contextmanager
    def letters_hidden_for(self, *, seconds: int) -> Iterator[None]:
        """Set the dead-letter queue's visibility timeout during the block."""
        url = self.addresses.lane.dlq_url
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(seconds)})
        yield
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "30"})

    def await_letters(self, count: int) -> None:
        """Wait until `count` dead letters are visible: those of a killed reader return after the visibility timeout."""
        wait_for("all dead letters are visible", lambda: len(self.dead_letters()) == count)

    @contextmanager
    def consuming(self) -> Iterator[None]:
        """Run a consumer during the block."""
        stop = Event()
        with ThreadPoolExecutor(1) as thread:
            drained = thread.submit(drain_queue, self._consumer, for_seconds=600, stop=stop, wait_seconds=1)
            try:
                yield
            finally:
                stop.set()
                drained.result(timeout=30)

    @property
    def variables(self) -> dict[str, str]:
        """The operator's settings as environment variables."""
        settings = self.settings
        sources = {name: {"dsn": dsn} for name, dsn in self.addresses.source_dsns.items()}
        return {
            "ESTEIRA_SOURCES": json.dumps(sources),
            "ESTEIRA_TARGET_DSN": self.addresses.target_dsn,
            "ESTEIRA_REDIS_URL": self.addresses.redis_url,
            "ESTEIRA_MONGO_URL": self.addresses.mongo_url,
            "ESTEIRA_LANES": json.dumps({name: lane.model_dump() for name, lane in settings.lanes.items()}),
            "ESTEIRA_LOG_LIFE_SECONDS": str(settings.log_life_seconds),
            "ESTEIRA_SIMULATE_TROUBLE": "false",
        }

    def in_source(self, source: str, command: str) -> None:
        """Run a statement in a source."""
        with psycopg.connect(self.addresses.source_dsns[source]) as connection:
            connection.execute(command.encode())

    def in_target(self, command: str) -> list[tuple[object, ...]]:
        """Run a statement in the target and return its rows."""
        with psycopg.connect(self.addresses.target_dsn) as connection:
            cursor = connection.execute(command.encode())
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """Close all connections."""
        self.sqs.close()
        self.operator.close()
        self.producer.close()
        self._stores.close()

    def consume_once(self) -> bool:
        """Consume what is visible. Returns whether the lane is empty."""
        drain_queue(self._consumer, for_seconds=0.05, stop=Event(), wait_seconds=0)
        # Waiting and received messages are counted one after the other: one that changes in between is in neither.
        return all(self.operator.ledger_deps.lane.read().total == 0 for _ in range(2))


def _sources(addresses: PipelineAddresses) -> dict[str, SourceSettings]:
    return {name: SourceSettings(dsn=SecretStr(dsn)) for name, dsn in addresses.source_dsns.items()}


def _producer_settings(addresses: PipelineAddresses) -> ProducerSettings:
    return ProducerSettings(
        sources=_sources(addresses),
        target_dsn=SecretStr(addresses.target_dsn),
        redis_url=SecretStr(addresses.redis_url),
        orders_queue_url=addresses.lane.queue_url,
        simulate_trouble=False,
    )


def _consumer_settings(addresses: PipelineAddresses) -> ConsumerSettings:
    return ConsumerSettings(
        target_dsn=SecretStr(addresses.target_dsn),
        mongo_url=SecretStr(addresses.mongo_url),
        queue_url=addresses.lane.queue_url,
        retry_delay_seconds=1,
        simulate_trouble=False,
    )


def _operator_settings(addresses: PipelineAddresses) -> OperatorSettings:
    lane = LaneSettings(queue_url=addresses.lane.queue_url, dlq_url=addresses.lane.dlq_url)
    return OperatorSettings(
        sources=_sources(addresses),
        target_dsn=SecretStr(addresses.target_dsn),
        redis_url=SecretStr(addresses.redis_url),
        mongo_url=SecretStr(addresses.mongo_url),
        lanes={"orders": lane, "payments": lane},
        simulate_trouble=False,
    )
