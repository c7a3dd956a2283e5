"""A lane with orders, consumers that tests may kill, and the final state of the orders."""

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import psycopg
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.mongo import attempts_collection
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.messages import MAX_RECEIVES, OrderMessage, encode
from esteira.core.settings import ConsumerSettings
from pydantic import SecretStr
from pymongo.collection import Collection

from tests.harness.checker import Ends, dead_keys, read_ends
from tests.harness.child import Child
from tests.harness.environment import aws_variables
from tests.harness.load import Journal, Key
from tests.harness.queues import TestLane, make_lane, sqs_client
from tests.harness.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

POLLER = "tests.harness.poller"

MakeConsumption = Callable[..., "Consumption"]
"""Takes `visibility_seconds`."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """Addresses of the services of a test."""

    sqs_endpoint: str
    target_dsn: str
    mongo_url: str


class Consumption:
    """One lane and its consumers. `visibility_seconds` is how long a killed consumer's messages stay invisible."""

    def __init__(self, services: Services, folder: Path, *, visibility_seconds: int = 2) -> None:
        self.services = services
        self.journal = Journal()
        self.sqs: SQSClient = sqs_client(services.sqs_endpoint, max_pool_connections=8)
        self.lane: TestLane = make_lane(self.sqs, visibility_seconds=visibility_seconds)
        self._folder = folder
        self._opened = ExitStack()
        self._pollers = 0

    def send(self, messages: Sequence[OrderMessage]) -> None:
        """Send orders to the lane as a producer does, and record them as committed in their source."""
        for message in messages:
            self.journal.record(message.source, {message.source_id: message.payload}, sure=True)
        batches = [messages[at : at + 10] for at in range(0, len(messages), 10)]
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(self._send, batches))

    def consumer(self, **changes: Any) -> ConsumerDeps[OrderMessage]:
        """Return a consumer in the process of the test, with `changes` to its settings."""
        settings = ConsumerSettings.model_validate({**self._fields, **changes})
        stores = ConsumerStores(settings)
        self._opened.callback(stores.close)
        return make_orders_consumer(settings, stores)

    @contextmanager
    def poller(self, *, batch: int = 10, module: str = POLLER, **variables: str) -> Iterator[Child]:
        """Run a consumer in a separate process. `variables` are added to its environment."""
        child = self.start_poller(batch=batch, module=module, **variables)
        try:
            yield child
        finally:
            child.stop()

    def start_poller(self, *, batch: int = 10, module: str = POLLER, **variables: str) -> Child:
        """Start a consumer like `poller`; the caller must stop it."""
        self._pollers += 1
        command = (sys.executable, "-m", module, "600", str(batch))
        environment = {**os.environ, **self._environment, **variables}
        return Child(f"poller-{self._pollers}", command, folder=self._folder, environment=environment)

    def await_rest(self) -> None:
        """Wait until a running consumer has emptied the lane, invisible messages included."""
        wait_for(
            "the lane is empty",
            lambda: self._count(self.lane.queue_url) == 0,
            every_seconds=0.3,
        )

    def count_arrived(self) -> int:
        """Return the number of orders in the target."""
        with psycopg.connect(self.services.target_dsn) as connection:
            rows = connection.execute("SELECT count(*) FROM orders").fetchall()
        return int(rows[0][0])

    def ends(self) -> Ends:
        """Return the final state of the orders."""
        return read_ends(self.services.target_dsn, self.dead())

    def dead(self) -> list[Key]:
        """Return the keys of the dead letters, duplicates included."""
        return dead_keys(self.sqs, self.lane.dlq_url)

    def count_dead(self) -> int:
        """Return the number of dead letters."""
        return self._count(self.lane.dlq_url)

    @cached_property
    def attempts(self) -> Collection[Any]:
        """The attempt log."""
        return attempts_collection(SecretStr(self.services.mongo_url))

    def count_in_flight(self) -> int:
        """Return the number of messages that were received and neither acknowledged nor returned."""
        return self._count(self.lane.queue_url, "NotVisible")

    def statuses(self) -> Counter[str]:
        """Return the number of attempts by status."""
        return Counter(document["status"] for document in self.attempts.find())

    def arrived_by_log(self) -> set[Key]:
        """Return the orders that succeeded according to the log."""
        arrived = self.attempts.find({"status": {"$in": ["succeeded", "duplicate"]}})
        return {(document["origin"]["source"], document["origin"]["source_id"]) for document in arrived}

    def wasted_receives(self) -> int:
        """Return the number of receives without a logged attempt: messages that were received but not processed."""
        numbers: defaultdict[Key, set[int]] = defaultdict(set)
        for document in self.attempts.find():
            numbers[document["origin"]["source"], document["origin"]["source_id"]].add(document["attempt"])
        dead = set(self.dead())
        received = sum(MAX_RECEIVES if key in dead else max(numbers[key]) for key in numbers.keys() | dead)
        return received - sum(map(len, numbers.values()))

    def close(self) -> None:
        """Close the connections."""
        self._opened.close()
        self.attempts.database.client.close()
        self.sqs.close()

    def _send(self, messages: Sequence[OrderMessage]) -> None:
        entries: Any = [{"Id": str(at), "MessageBody": encode(message)} for at, message in enumerate(messages)]
        reply = self.sqs.send_message_batch(QueueUrl=self.lane.queue_url, Entries=entries)
        assert len(reply["Successful"]) == len(messages)

    @contextmanager
    def draining(self, consumer: ConsumerDeps[OrderMessage], *, batch: int = 100) -> Iterator[None]:
        """Drain the lane with this consumer in a thread during the block."""
        stop = Event()
        with ThreadPoolExecutor(1) as thread:
            drained = thread.submit(
                drain_queue, consumer, for_seconds=600, stop=stop, batch_messages=batch, wait_seconds=1
            )
            try:
                yield
            finally:
                stop.set()
                drained.result(timeout=60)

    def _count(self, queue_url: str, *kinds: str) -> int:
        """Return the message count of these kinds, of all by default. Exact on an emulator."""
        kinds = kinds or ("", "NotVisible", "Delayed")
        names: Any = [f"ApproximateNumberOfMessages{kind}" for kind in kinds]
        counts = self.sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
        return sum(map(int, counts.values()))

    @property
    def _fields(self) -> Mapping[str, Any]:
        return {
            "target_dsn": self.services.target_dsn,
            "mongo_url": self.services.mongo_url,
            "queue_url": self.lane.queue_url,
            "retry_delay_seconds": 1,
            "outage_delay_seconds": 1,
            "simulate_trouble": False,
        }

    @property
    def _environment(self) -> Mapping[str, str]:
        fields = {
            f"ESTEIRA_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
            for name, value in self._fields.items()
        }
        return fields | aws_variables(self.services.sqs_endpoint)
