"""The consumer's own part (validate, target, log), with messages that are received already."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import count, islice
from time import perf_counter, process_time

from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.process_batch import process_batch
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.clock import utc_now
from esteira.core.messages import OrderMessage, encode
from esteira.core.queue.memory import MemoryQueueReceiver
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.settings import ConsumerSettings

from tests.fixtures.messages import order, received_message

MOST_BATCHES = 300
"""Of small batches fewer orders are processed: a thousand statements say as much as ten thousand."""


@dataclass(frozen=True, kw_only=True)
class ConsumerCore:
    """A consumer, and the numbers of its next orders."""

    consumer: ConsumerDeps[OrderMessage]
    numbers: Iterator[int]

    def orders(self, wanted: int, *, batch: int) -> int:
        """Return how many orders are processed in batches of this size where so many are wanted."""
        return max(batch, min(wanted, batch * MOST_BATCHES))

    def process(self, orders: int, *, batch: int) -> tuple[float, float]:
        """Return the seconds of wall time, and of processor time of this process."""
        deliveries = [_delivery(number) for number in islice(self.numbers, orders)]
        wall, processor = perf_counter(), process_time()
        for start in range(0, orders, batch):
            process_batch(self.consumer, deliveries[start : start + batch], remaining_seconds=lambda: 30)
        return perf_counter() - wall, process_time() - processor


@contextmanager
def consumer_core(*, target_dsn: str, mongo_url: str) -> Iterator[ConsumerCore]:
    """Yield a consumer of this target and log."""
    settings = ConsumerSettings.model_validate(
        {
            "target_dsn": target_dsn,
            "mongo_url": mongo_url,
            "queue_url": "http://127.0.0.1:1/queue",
            "simulate_trouble": False,
        }
    )
    with closing(ConsumerStores(settings)) as stores:
        made = make_orders_consumer(settings, stores)
        consumer = replace(made, queue_receiver=MemoryQueueReceiver(utc_now))
        yield ConsumerCore(consumer=consumer, numbers=count(1))


def _delivery(number: int) -> ReceivedMessage:
    return received_message(encode(order(number)))
