"""Builds the dependencies of the producer from the settings, each at its first use."""

from collections.abc import Sequence
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from esteira.core.clock import utc_now
from esteira.core.errors import BadSettings, NotFound, SourceUnavailable, TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.redis import redis_client
from esteira.core.settings import ProducerSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.producer.deps import PublishDeps
from esteira.producer.ports import HorizonReader, OrderTable, Source
from esteira.producer.postgres.checkpoints import PostgresCheckpoints
from esteira.producer.postgres.horizon import PostgresHorizonReader
from esteira.producer.postgres.order_table import PostgresOrderTable
from esteira.producer.postgres.rejects import PostgresRejects
from esteira.producer.postgres.restarts import PostgresRestarts
from esteira.producer.postgres.sequence_source import SequenceSource
from esteira.producer.postgres.xid_source import XidSource
from esteira.producer.redis import RedisCursors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Producer(Wiring):
    """The dependencies of the producer's functions. Connections open at first use and are replaced when broken."""

    def __init__(self, settings: ProducerSettings) -> None:
        super().__init__()
        self._settings = settings
        self._databases: dict[str, Database] = {}
        self._batch_senders: dict[str, BatchSender] = {}
        self._building = RLock()

    @property
    def names(self) -> Sequence[str]:
        """The names of the configured sources."""
        return list(self._settings.sources)

    def publish_deps(self, name: str) -> PublishDeps:
        """For `publish_source` of one source. Raises `NotFound`, which lists the known sources."""
        settings = self._settings
        with self._building:
            return PublishDeps(
                source=self._source(name),
                cursors=self._cursors,
                checkpoints=PostgresCheckpoints(self.target),
                restarts=PostgresRestarts(self.target),
                rejects=PostgresRejects(self.target),
                batch_sender=self._batch_sender(name),
                clock=utc_now,
                page_rows=settings.page_rows,
                lease_seconds=settings.lease_seconds,
                simulate_trouble=settings.simulate_trouble,
            )

    def all_publish_deps(self) -> Sequence[PublishDeps]:
        """For `publish_all`."""
        return [self.publish_deps(name) for name in self.names]

    def table(self, name: str) -> OrderTable:
        """The table of orders of a source. Raises `NotFound`, which lists the known sources."""
        return PostgresOrderTable(name, self._database(name))

    def horizon(self, name: str) -> HorizonReader:
        """Who holds up the horizon of a source. Raises `NotFound`, which lists the known sources."""
        database = self._database(name)
        return PostgresHorizonReader(name, database, self._settings.sources[name].cursor_mode)

    def _source(self, name: str) -> Source:
        database = self._database(name)
        if self._settings.sources[name].cursor_mode == "xid":
            return XidSource(name, database)
        return SequenceSource(name, database)

    def _database(self, name: str) -> Database:
        if name not in self._settings.sources:
            raise NotFound(f"(source; known are: {', '.join(self.names)})")
        with self._building:
            if name not in self._databases:
                self._databases[name] = self._connect(name)
            return self._databases[name]

    def _connect(self, name: str) -> Database:
        try:
            return self.opened(Database(self._settings.sources[name].dsn, unavailable=SourceUnavailable))
        except BadSettings as error:
            raise BadSettings(f"(ESTEIRA_SOURCES, {name}: its dsn is no Postgres connection string)") from error

    @cached_property
    def target(self) -> Database:
        """The target database."""
        return self.opened(Database(self._settings.target_dsn, unavailable=TargetUnavailable))

    @cached_property
    def _cursors(self) -> RedisCursors:
        return RedisCursors(self.opened(redis_client(self._settings.redis_url)))

    def _batch_sender(self, name: str) -> BatchSender:
        """The sender of a source's orders. Kept, because it knows the size of a body once it has sent."""
        if name not in self._batch_senders:
            queue = SqsQueueSender(self._sending, self._settings.orders_queue_url, group=name)
            self._batch_senders[name] = BatchSender(queue=queue, in_flight=self._settings.sends_in_flight)
        return self._batch_senders[name]

    @cached_property
    def _sending(self) -> "SQSClient":
        # Sources are published at once, so each of them may have that many requests in flight.
        requests = self._settings.sends_in_flight * len(self._settings.sources)
        return self.opened(sending_client(self._settings.orders_queue_url, requests_in_flight=requests))


@Wired
def producer() -> Producer:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Producer(read(ProducerSettings))
