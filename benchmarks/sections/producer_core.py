"""The producer's own part (read, validate, encode, cursor, checkpoint), with a queue that accepts everything."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from esteira.core.queue.batching import BatchReply
from esteira.core.queue.send_batches import BatchSender
from esteira.core.settings import ProducerSettings, SourceSettings
from esteira.producer.deps import PublishDeps
from esteira.producer.publish_source import publish_source
from esteira.producer.wiring import Producer
from pydantic import SecretStr

from benchmarks.sections.core_line import core_line
from benchmarks.sections.options import Options
from tests.harness.postgres import running_postgres
from tests.harness.redis import running_redis

SOURCE = "source1"
LIMIT_SECONDS = 3600


class NullQueue:
    """A queue that accepts everything immediately."""

    def max_message_bytes(self) -> int:
        """The limit of SQS."""
        return 1_048_576

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Accept all messages."""
        return BatchReply(taken=frozenset(range(len(bodies))))


def producer_core(options: Options) -> dict[str, Any]:
    """Return the line of the producer: each round publishes new orders."""
    with _producer() as producer:
        made = producer.publish_deps(SOURCE)
        deps = replace(made, batch_sender=BatchSender(queue=NullQueue(), in_flight=1))
        rounds = [_publish(producer, deps, options.orders) for _ in range(options.rounds + 1)]
    # The first opens the connections.
    return core_line("producer, pages of 1,000", options.orders, rounds[1:])


def _publish(producer: Producer, deps: PublishDeps, orders: int) -> tuple[float, float]:
    producer.table(SOURCE).fill(orders, false_share=0.2, seed=1)
    wall, processor = perf_counter(), process_time()
    published = publish_source(deps, remaining_seconds=lambda: LIMIT_SECONDS).published
    taken = perf_counter() - wall, process_time() - processor
    if published != orders:
        raise SystemExit(f"{published} of {orders} orders were published")
    return taken


@contextmanager
def _producer() -> Iterator[Producer]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory()))
        postgres = opened.enter_context(running_postgres(folder / "postgres"))
        redis = opened.enter_context(running_redis(folder / "redis"))
        settings = ProducerSettings(
            sources={SOURCE: SourceSettings(dsn=SecretStr(postgres.migrated("source")))},
            target_dsn=SecretStr(postgres.migrated("target")),
            redis_url=SecretStr(redis.url),
            orders_queue_url="http://127.0.0.1:1/queue",
        )
        yield opened.enter_context(closing(Producer(settings)))
