"""The stores of reconciliation and metrics. Connections open at their first use."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pymongo.collection import Collection

from esteira.consumer.mongo import attempts_collection
from esteira.core.errors import BadSettings, SourceUnavailable, TargetUnavailable
from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_client import sqs_client
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from esteira.core.queue.sqs_receiver import SqsQueueReceiver
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.redis import redis_client
from esteira.core.settings import LaneSettings, OperatorSettings
from esteira.core.wiring import Wiring
from esteira.producer.locate_cursors import CursorLocator
from esteira.producer.ports import Source
from esteira.producer.postgres.checkpoints import PostgresCheckpoints
from esteira.producer.postgres.restarts import PostgresRestarts
from esteira.producer.postgres.sequence_source import SequenceSource
from esteira.producer.postgres.xid_source import XidSource
from esteira.producer.redis import RedisCursors
from esteira.reconciliation.postgres.dead_orders import PostgresDeadOrders
from esteira.reconciliation.postgres.source_ledger import PostgresSourceLedgerReader

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


REQUESTS_IN_FLIGHT = 8
MONGO_TIMEOUT_MS = 3000


class OperatorStores(Wiring):
    """Databases, cursors and queues by the names that they have in the settings."""

    def __init__(self, settings: OperatorSettings) -> None:
        super().__init__()
        self.settings = settings

    @cached_property
    def target(self) -> Database:
        """The target database."""
        return self.opened(Database(self.settings.target_dsn, unavailable=TargetUnavailable))

    @cached_property
    def target_statements(self) -> SingleStatements:
        """The target database, for single statements."""
        return self.opened(SingleStatements(self.settings.target_dsn, unavailable=TargetUnavailable))

    @cached_property
    def sources(self) -> Mapping[str, Database]:
        """The source databases by name."""
        return {
            name: self.opened(Database(source.dsn, unavailable=SourceUnavailable))
            for name, source in self.settings.sources.items()
        }

    @cached_property
    def source_readers(self) -> Mapping[str, PostgresSourceLedgerReader]:
        """The ledger readers of the sources by name."""
        modes = {name: source.cursor_mode for name, source in self.settings.sources.items()}
        return {name: PostgresSourceLedgerReader(database, modes[name]) for name, database in self.sources.items()}

    @cached_property
    def cursor_locator(self) -> CursorLocator:
        """The positions of the producer."""
        return CursorLocator(
            sources={name: self._source(name) for name in self.settings.sources},
            cursors=RedisCursors(self.opened(redis_client(self.settings.redis_url))),
            checkpoints=PostgresCheckpoints(self.target),
            restarts=PostgresRestarts(self.target),
        )

    @cached_property
    def dead_orders(self) -> PostgresDeadOrders:
        """The failed orders in the target."""
        return PostgresDeadOrders(self.target)

    @cached_property
    def attempts(self) -> Collection[Any]:
        """The attempt log."""
        attempts = attempts_collection(self.settings.mongo_url, serverSelectionTimeoutMS=MONGO_TIMEOUT_MS)
        self.opened(attempts.database.client)
        return attempts

    def lane(self, lane: Lane) -> LaneSettings:
        """Return the queue URLs of a lane. Raises `BadSettings` if they are not configured."""
        if lane not in self.settings.lanes:
            raise BadSettings(f"ESTEIRA_LANES: there is no lane {lane}")
        return self.settings.lanes[lane]

    def depth_reader(self, queue_url: str) -> SqsQueueDepthReader:
        """Return the reader of a queue's depth."""
        return SqsQueueDepthReader(self._sqs, queue_url)

    def queue_receiver(self, queue_url: str) -> SqsQueueReceiver:
        """Return the receiver of a queue."""
        return SqsQueueReceiver(self._sqs, queue_url, requests_in_flight=REQUESTS_IN_FLIGHT)

    def batch_sender(self, queue_url: str) -> BatchSender:
        """Return the sender of a queue."""
        return BatchSender(queue=SqsQueueSender(self._sending, queue_url), in_flight=REQUESTS_IN_FLIGHT)

    # Making a client takes a tenth of a second, and all lanes live in one service.
    @cached_property
    def _sqs(self) -> "SQSClient":
        return self.opened(sqs_client(self._any_queue_url, connections=REQUESTS_IN_FLIGHT))

    @cached_property
    def _sending(self) -> "SQSClient":
        return self.opened(sending_client(self._any_queue_url, requests_in_flight=REQUESTS_IN_FLIGHT))

    @property
    def _any_queue_url(self) -> str:
        return self.lane("orders").queue_url

    def _source(self, name: str) -> Source:
        if self.settings.sources[name].cursor_mode == "xid":
            return XidSource(name, self.sources[name])
        return SequenceSource(name, self.sources[name])
