"""A producer over real Postgres and Redis with a stub queue, and the final state of the orders."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event, Thread

from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.core.messages import OrderMessage, decode
from esteira.core.names import CursorMode
from esteira.core.settings import ProducerSettings
from esteira.producer.deps import PublishDeps
from esteira.producer.publish_all import PublishResult, publish_all
from esteira.producer.publish_source import Ending, Published
from esteira.producer.show_source import show_source
from esteira.producer.wiring import Producer

from tests.fixtures.messages import parsed_message
from tests.harness.checker import Ends, read_ends
from tests.harness.load import Key
from tests.harness.publisher import POLL_SECONDS
from tests.harness.sqs_stub import ReplyPolicy, SqsStub, accept_all, running_sqs_stub
from tests.harness.waiting import wait_for

PAGE_ROWS = 100
LEASE_SECONDS = 0.2
"""Short, so that another producer can take over at once after a kill."""

BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A producer with its stores in one test. `sources` maps names to DSNs."""

    sources: Mapping[str, str]
    target_dsn: str
    redis_url: str
    endpoint: str
    queue: SqsStub = field(default_factory=SqsStub)
    modes: Mapping[str, CursorMode] = field(default_factory=dict)
    """Cursor modes of sources that are not in mode `xid`."""

    @cached_property
    def producer(self) -> Producer:
        """A producer in the process of the test."""
        fields = {name.removeprefix("ESTEIRA_").lower(): value for name, value in self.environment.items()}
        return Producer(
            ProducerSettings.model_validate(fields | {"sources": json.loads(self.environment["ESTEIRA_SOURCES"])})
        )

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The variables of a producer in a separate process."""
        return {
            "ESTEIRA_SOURCES": json.dumps(
                {name: {"dsn": dsn, "cursor_mode": self.modes.get(name, "xid")} for name, dsn in self.sources.items()}
            ),
            "ESTEIRA_TARGET_DSN": self.target_dsn,
            "ESTEIRA_REDIS_URL": self.redis_url,
            "ESTEIRA_ORDERS_QUEUE_URL": f"{self.endpoint}/queue/us-east-1/000000000000/orders",
            "ESTEIRA_PAGE_ROWS": str(PAGE_ROWS),
            "ESTEIRA_LEASE_SECONDS": str(LEASE_SECONDS),
            "ESTEIRA_SENDS_IN_FLIGHT": "4",
        }

    def publish(self, *deps: PublishDeps) -> list[PublishResult]:
        """Publish once with these dependencies, by default those of every source."""
        return publish_all(deps or self.producer.all_publish_deps(), remaining_seconds=lambda: 60)

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Publish every 50 ms in the background."""
        stop = Event()

        def run() -> None:
            while not stop.wait(POLL_SECONDS):
                self.publish()

        thread = Thread(target=run, name="publisher")
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def publish_remaining(self, *deps: PublishDeps) -> None:
        """Publish until every row is handed over."""
        wait_for(
            "all rows are published",
            lambda: all(_caught_up(result) for result in self.publish(*deps)) and not self.lag_rows,
        )

    def wait_until_sent(self, messages: float, *, every_seconds: float = 0.05) -> None:
        """Wait until the queue has accepted this number of messages."""
        wait_for(
            f"{messages:g} messages",
            lambda: len(self.queue.accepted) >= messages,
            every_seconds=every_seconds,
        )

    @property
    def lag_rows(self) -> int:
        """Rows that no publish has read yet."""
        return sum(show_source(deps).lag_rows for deps in self.producer.all_publish_deps())

    @property
    def sent(self) -> list[Key]:
        """The orders in the queue, duplicates included."""
        bodies = [json.loads(body) for body in list(self.queue.accepted)]
        return [(body["source"], body["source_id"]) for body in bodies]

    @property
    def resent_rows(self) -> int:
        """The number of duplicate messages."""
        return len(self.sent) - len(set(self.sent))

    def ends(self) -> Ends:
        """Apply the queued orders to the target and return the final state. Those that must fail count as dead."""
        messages = [decode(OrderMessage, body) for body in self.queue.accepted]
        good = [parsed_message(message) for message in messages if message.payload.security_check]
        target = PostgresOrderTarget(self.producer.target)
        for start in range(0, len(good), BATCH):
            target.apply(good[start : start + BATCH])
        dead = [(message.source, message.source_id) for message in messages if not message.payload.security_check]
        return read_ends(self.target_dsn, dead)


@contextmanager
def running_publication(
    *,
    sources: Mapping[str, str],
    target_dsn: str,
    redis_url: str,
    reply_policy: ReplyPolicy = accept_all,
    modes: Mapping[str, CursorMode] | None = None,
) -> Iterator[Publication]:
    """Run a producer with these stores and a separate stub queue with this reply policy."""
    queue = SqsStub(reply_policy=reply_policy)
    with running_sqs_stub(queue) as endpoint:
        publication = Publication(
            sources=sources,
            target_dsn=target_dsn,
            redis_url=redis_url,
            endpoint=endpoint,
            queue=queue,
            modes=modes or {},
        )
        with closing(publication.producer):
            yield publication


MakePublication = Callable[..., Publication]
"""Takes the `reply_policy` of the queue, which may refuse entries."""


def _caught_up(result: PublishResult) -> bool:
    return isinstance(result, Published) and result.ending is Ending.CAUGHT_UP
