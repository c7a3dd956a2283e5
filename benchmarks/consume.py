"""Throughput of the consumer's core without a queue: `python -m benchmarks.consume [BATCHES]`.

Starts its own services and processes batches of 1,000 orders as Lambda hands them in, including validation. Prints
attempts per second of wall time, and per second of processor time of the consumer's own process, which is what one core
could do with the stores on other machines. Cases: Postgres and the MongoDB stand-in; the attempt log in memory;
the same messages again (duplicates); simulated failures, where most attempts fail on purpose.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.memory import MemoryAttemptLog
from esteira.consumer.process_batch import process_batch
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.clock import utc_now
from esteira.core.log import logger
from esteira.core.messages import OrderMessage, encode
from esteira.core.queue.memory import MemoryQueueReceiver
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.settings import ConsumerSettings

from tests.fixtures.messages import order, received_message
from tests.harness.mongo import running_mongo
from tests.harness.postgres import running_postgres

BATCH_ORDERS = 1000


@dataclass(frozen=True, kw_only=True)
class ConsumerSpeed:
    """Number of attempts, and the seconds they took."""

    attempts: int
    wall_seconds: float
    processor_seconds: float


def main() -> None:
    """Run the benchmark and print one line per case."""
    batches = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    logger.setLevel(logging.ERROR)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(running_postgres(folder / "postgres"))
        mongo = stack.enter_context(running_mongo(folder / "mongo"))
        settings = ConsumerSettings.model_validate(
            {
                "target_dsn": postgres.migrated("target"),
                "mongo_url": mongo.url(),
                "queue_url": "http://127.0.0.1:1/queue",
            }
        )
        stores = ConsumerStores(settings)
        stack.callback(stores.close)
        _measure(settings, stores, batches)


def _measure(settings: ConsumerSettings, stores: ConsumerStores, batches: int) -> None:
    plain = _consumer(settings.model_copy(update={"simulate_trouble": False}), stores)
    in_memory = replace(plain, log=MemoryAttemptLog())
    failing = _consumer(settings, stores)
    numbers = iter(range(1, sys.maxsize))
    _run(plain, _batches(numbers, 1))
    print(_line("Postgres and attempt log", _run(plain, _batches(numbers, batches))))
    again = list(_batches(numbers, batches))
    print(_line("Postgres alone", _run(in_memory, again)))
    print(_line("duplicates, Postgres alone", _run(in_memory, again)))
    print(_line("simulated failures, all stores", _run(failing, _batches(numbers, batches, failing=True))))


def _consumer(settings: ConsumerSettings, stores: ConsumerStores) -> ConsumerDeps[OrderMessage]:
    return replace(make_orders_consumer(settings, stores), queue_receiver=MemoryQueueReceiver(utc_now))


def _batches(numbers: Iterator[int], count: int, *, failing: bool = False) -> Iterator[list[ReceivedMessage]]:
    for _ in range(count):
        yield [_delivery(number, needed=1 + number % 5 if failing else 1) for number in islice(numbers, BATCH_ORDERS)]


def _delivery(number: int, *, needed: int) -> ReceivedMessage:
    """Return one attempt of an order that succeeds at attempt number `needed`."""
    return received_message(encode(order(number, needed=needed)), attempt=1 + number // 5 % needed)


def _run(
    consumer: ConsumerDeps[OrderMessage], batches: Iterator[list[ReceivedMessage]] | Sequence[list[ReceivedMessage]]
) -> ConsumerSpeed:
    attempts, wall, processor = 0, 0.0, 0.0
    for batch in batches:
        wall_start, processor_start = time.perf_counter(), time.process_time()
        process_batch(consumer, batch, remaining_seconds=lambda: 30)
        wall += time.perf_counter() - wall_start
        processor += time.process_time() - processor_start
        attempts += len(batch)
    return ConsumerSpeed(attempts=attempts, wall_seconds=wall, processor_seconds=processor)


def _line(what: str, speed: ConsumerSpeed) -> str:
    by_clock, by_processor = speed.attempts / speed.wall_seconds, speed.attempts / speed.processor_seconds
    return f"{what:<32}{by_clock:>9,.0f} attempts/s of wall time{by_processor:>9,.0f} attempts/s of processor time"


if __name__ == "__main__":
    main()
