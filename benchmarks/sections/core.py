"""The cores without a queue between them, on services of their own: what they could do if nothing else took time."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.process_batch import process_batch
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.clock import utc_now
from esteira.core.log import logger
from esteira.core.messages import OrderMessage, encode
from esteira.core.queue.memory import MemoryQueueReceiver
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.settings import ConsumerSettings

from benchmarks.sections.core_line import core_line
from benchmarks.sections.options import Options
from benchmarks.sections.producer_core import producer_core
from tests.fixtures.messages import order, received_message
from tests.harness.mongo import running_mongo
from tests.harness.postgres import running_postgres

BATCHES = (1, 10, 100, 1000)
WARM_UP_ORDERS = 200
MOST_BATCHES = 300
"""Of small batches fewer orders are processed: a thousand statements say as much as ten thousand."""


def core(options: Options) -> dict[str, Any]:
    """Return a line for each batch of the consumer, and one for the producer."""
    logger.setLevel(logging.ERROR)
    return {"lines": [*_consumer_lines(options), producer_core(options)]}


def _consumer_lines(options: Options) -> Iterator[dict[str, Any]]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory()))
        settings = ConsumerSettings.model_validate(
            {
                "target_dsn": opened.enter_context(running_postgres(folder / "postgres")).migrated("target"),
                "mongo_url": opened.enter_context(running_mongo(folder / "mongo")).url(),
                "queue_url": "http://127.0.0.1:1/queue",
                "simulate_trouble": False,
            }
        )
        stores = opened.enter_context(closing(ConsumerStores(settings)))
        made = make_orders_consumer(settings, stores)
        consumer = replace(made, queue_receiver=MemoryQueueReceiver(utc_now))
        numbers = count(1)
        _process(consumer, numbers, WARM_UP_ORDERS, batch=WARM_UP_ORDERS)
        for batch in BATCHES:
            orders = max(batch, min(options.orders, batch * MOST_BATCHES))
            rounds = [_process(consumer, numbers, orders, batch=batch) for _ in range(options.rounds)]
            yield core_line(f"consumer, batches of {batch:,}", orders, rounds)


def _process(
    consumer: ConsumerDeps[OrderMessage], numbers: Iterator[int], orders: int, *, batch: int
) -> tuple[float, float]:
    """Return the seconds of wall and of processor time of the consumer's own process."""
    deliveries = [_delivery(number) for number in islice(numbers, orders)]
    wall, processor = perf_counter(), process_time()
    for start in range(0, orders, batch):
        process_batch(consumer, deliveries[start : start + batch], remaining_seconds=lambda: 30)
    return perf_counter() - wall, process_time() - processor


def _delivery(number: int) -> ReceivedMessage:
    return received_message(encode(order(number)))
