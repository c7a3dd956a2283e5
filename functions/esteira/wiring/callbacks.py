"""The composition root of the callbacks' doors: each part built when first asked for, once a process."""

from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from esteira.adapters.postgres.callback_book import PostgresCallbackBook
from esteira.adapters.postgres.single_statements import SingleStatements
from esteira.adapters.sqs.gauge import SqsQueueGauge
from esteira.adapters.sqs.outgoing import SqsOutgoingQueue, sending_client
from esteira.clock import utc_now
from esteira.errors import TargetUnavailable
from esteira.settings import CallbackSettings, read
from esteira.use_cases.receive_callback import Desk, Provider
from esteira.use_cases.ship import Shipper
from esteira.use_cases.sweep_callbacks import Sweeper

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

REQUESTS_IN_FLIGHT = 8


class Callbacks:
    """What the callbacks' doors need. Nothing is connected before it is used, and a broken connection is replaced."""

    def __init__(self, settings: CallbackSettings) -> None:
        self._settings = settings

    @cached_property
    def desk(self) -> Desk:
        """Where notifications are received."""
        providers = {
            name: Provider(secret=one.secret, tolerance=timedelta(seconds=one.tolerance_seconds))
            for name, one in self._settings.providers.items()
        }
        return Desk(providers=providers, book=self.book, queue=self._queue, clock=utc_now)

    @cached_property
    def sweeper(self) -> Sweeper:
        """What sends again."""
        return Sweeper(
            book=self.book,
            lane=SqsQueueGauge(self._sqs, self._settings.payments_queue_url),
            shipper=Shipper(queue=self._queue, in_flight=REQUESTS_IN_FLIGHT),
            first_patience=timedelta(seconds=self._settings.sweep_after_seconds),
            clock=utc_now,
        )

    @cached_property
    def book(self) -> PostgresCallbackBook:
        """The callbacks."""
        return PostgresCallbackBook(self._database)

    def close(self) -> None:
        """Gives back all connections."""
        self._database.close()
        self._sqs.close()

    @cached_property
    def _database(self) -> SingleStatements:
        return SingleStatements(self._settings.target_dsn, unavailable=TargetUnavailable)

    @cached_property
    def _queue(self) -> SqsOutgoingQueue:
        return SqsOutgoingQueue(self._sqs, self._settings.payments_queue_url)

    @cached_property
    def _sqs(self) -> "SQSClient":
        return sending_client(self._settings.payments_queue_url, requests_in_flight=REQUESTS_IN_FLIGHT)


@cache
def callbacks() -> Callbacks:
    """The callbacks of this process. Raises `BadSettings`."""
    return Callbacks(read(CallbackSettings))
