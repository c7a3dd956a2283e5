"""Builds the dependencies of the look-ups' functions from the settings, each at its first use."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.redis import redis_client
from esteira.core.reporting.wiring import report
from esteira.core.sealing import FernetSealer
from esteira.core.settings import BookingSettings, HandOverSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.lookups.booking.book_lookup import BookDeps
from esteira.lookups.booking.preview_lookups import PreviewDeps
from esteira.lookups.hand_over_due import HandOverDeps
from esteira.lookups.postgres.lookup_mails import LookupMails
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.postgres.task_queue import PostgresTaskQueue
from esteira.lookups.redis import RedisTurnLimiter
from esteira.lookups.ring import RingDeps, RingWhatIsDueDeps

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

REQUESTS_IN_FLIGHT = 8


class Booking(Wiring):
    """The dependencies of the look-ups' function. Connections open at their first use."""

    def __init__(self, settings: BookingSettings) -> None:
        super().__init__()
        self._settings = settings

    @cached_property
    def book_deps(self) -> BookDeps:
        """For what users do."""
        return BookDeps(ring=self._ring_deps, ageing=self._ageing)

    @cached_property
    def preview_deps(self) -> PreviewDeps:
        """For the previews. Without Redis they know nothing of the recent past of the providers."""
        settings = self._settings
        redis_url = settings.redis_url
        return PreviewDeps(
            store=self.store,
            clock=utc_now,
            ageing=self._ageing,
            turn_limiter=RedisTurnLimiter(self.opened(redis_client(redis_url))) if redis_url else None,
            providers=settings.lookup_providers,
            patience_seconds=settings.lookup_patience_seconds,
            in_flight=settings.lookup_in_flight,
        )

    @cached_property
    def store(self) -> PostgresLookupStore:
        """The look-ups and their tasks."""
        return PostgresLookupStore(self._database)

    @cached_property
    def _ring_deps(self) -> RingDeps:
        queue = SqsQueueSender(self._sqs, self._settings.lookups_queue_url)
        sender = BatchSender(queue=queue, in_flight=REQUESTS_IN_FLIGHT)
        return RingDeps(store=self.store, batch_sender=sender, clock=utc_now)

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self.opened(sending_client(self._settings.lookups_queue_url, requests_in_flight=REQUESTS_IN_FLIGHT))

    @property
    def _ageing(self) -> timedelta:
        return timedelta(seconds=self._settings.lookup_ageing_seconds)

    @cached_property
    def _database(self) -> Database:
        return self.opened(Database(self._settings.target_dsn, unavailable=TargetUnavailable))


class HandOver(Booking):
    """The dependencies of the schedule. Connections open at their first use."""

    def __init__(self, settings: HandOverSettings) -> None:
        super().__init__(settings)
        self._sealer = FernetSealer(settings.secrets_key)
        self._lost_after = timedelta(seconds=settings.lookup_lost_after_seconds)

    @cached_property
    def hand_over_deps(self) -> HandOverDeps:
        """For `hand_over_due`."""
        ring_due = RingWhatIsDueDeps(
            ring=self._ring_deps,
            tasks=PostgresTaskQueue(self._database, LookupMails(self._sealer), clock=utc_now),
            lane=SqsQueueDepthReader(self._sqs, self._settings.lookups_queue_url),
            lost_after=self._lost_after,
            report=report,
        )
        return HandOverDeps(ring_due=ring_due, ageing=self._ageing)


@Wired
def booking() -> Booking:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Booking(read(BookingSettings))


@Wired
def handing_over() -> HandOver:
    """Return the wiring of the schedule's process. Raises `BadSettings`."""
    return HandOver(read(HandOverSettings))
