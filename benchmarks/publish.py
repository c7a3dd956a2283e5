"""Throughput of the producer in orders per second, without and with a real queue.

    python -m benchmarks.publish [ORDERS]

Starts its own Postgres, Redis and LocalStack, fills a source, and publishes it: to a queue that accepts everything at
no cost, which leaves the producer's own part (read, validate, encode, cursor, checkpoint), and to LocalStack with 1 to
16 requests in flight. Each line is one publish of all orders. Needs an idle machine.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from esteira.core.log import logger
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.ports import QueueSender
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.settings import ProducerSettings, SourceSettings
from esteira.producer.cursor import START, Cursor
from esteira.producer.deps import PublishDeps
from esteira.producer.publish_source import publish_source
from esteira.producer.wiring import Producer
from pydantic import SecretStr

from tests.harness.localstack import running_localstack
from tests.harness.postgres import running_postgres
from tests.harness.queues import make_lane, sqs_client
from tests.harness.redis import running_redis

DEFAULT_ORDERS = 20_000
IN_FLIGHT = (1, 2, 4, 8, 16)


class NullQueue:
    """A queue that accepts everything immediately."""

    def max_message_bytes(self) -> int:
        """The limit of LocalStack."""
        return 1_048_576

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Accept all messages."""
        return BatchReply(taken=frozenset(range(len(bodies))))


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark and print its results."""
    orders = int(arguments[0]) if arguments else DEFAULT_ORDERS
    logger.setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, _producer(Path(folder)) as (producer, queue_url):
        filled_in = _timed(lambda: producer.table("source1").fill(orders, false_share=0.2, seed=1))
        print(f"{orders} orders made in {filled_in:.1f} s")
        publish_deps = producer.publish_deps("source1")
        _report("no queue", publish_deps, NullQueue(), in_flight=1, orders=orders)
        queue = SqsQueueSender(sending_client(queue_url, requests_in_flight=max(IN_FLIGHT)), queue_url)
        for in_flight in IN_FLIGHT:
            _report("LocalStack", publish_deps, queue, in_flight=in_flight, orders=orders)


def _report(title: str, publish_deps: PublishDeps, queue: QueueSender, *, in_flight: int, orders: int) -> None:
    swapped = replace(publish_deps, batch_sender=BatchSender(queue=queue, in_flight=in_flight))
    _rewind(swapped)
    seconds = _timed(lambda: publish_source(swapped, remaining_seconds=lambda: 3600))
    print(f"{title:12} {in_flight:3} in flight   {seconds:6.2f} s   {orders / seconds:8.0f} orders/s")


def _rewind(publish_deps: PublishDeps) -> None:
    """Set cursor and checkpoint back to the start."""
    name, stored = publish_deps.source.name, publish_deps.cursors.load(publish_deps.source.name)
    start = Cursor(epoch=publish_deps.source.inspect().epoch, position=START)
    lease = publish_deps.cursors.acquire(name, seconds=1)
    if lease is None:
        raise SystemExit("the lease is held by another process; stop it and try again")
    publish_deps.cursors.advance(lease, old=stored, new=start)
    publish_deps.cursors.release(lease)
    publish_deps.checkpoints.overwrite(name, start)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _producer(folder: Path) -> Iterator[tuple[Producer, str]]:
    """Run a producer with its own services; yield it with the URL of its queue."""
    with ExitStack() as opened:
        postgres = opened.enter_context(running_postgres(folder / "postgres"))
        server = opened.enter_context(running_redis(folder / "redis"))
        emulator = opened.enter_context(running_localstack(folder / "localstack"))
        queue_url = make_lane(sqs_client(emulator.endpoint)).queue_url
        settings = ProducerSettings(
            sources={"source1": SourceSettings(dsn=SecretStr(postgres.migrated("source")))},
            target_dsn=SecretStr(postgres.migrated("target")),
            redis_url=SecretStr(server.url),
            orders_queue_url=queue_url,
        )
        producer = Producer(settings)
        opened.callback(producer.close)
        yield producer, queue_url


if __name__ == "__main__":
    main(sys.argv[1:])
