"""Builds the dependencies of the callbacks' functions from the settings, each at its first use."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from esteira.callbacks.authentication import CallbackProvider, SigningSecret
from esteira.callbacks.postgres.callback_repository import PostgresCallbackRepository
from esteira.callbacks.receive_callback import ReceiveCallbackDeps
from esteira.callbacks.sweep_callbacks import SweepDeps
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.settings import CallbackSettings, TargetSettings, read
from esteira.core.wiring import Wired, Wiring

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

REQUESTS_IN_FLIGHT = 8


class KeptCallbacks(Wiring):
    """The table of callbacks, for whoever lists them. Connections open at first use and are replaced when broken."""

    def __init__(self, settings: TargetSettings) -> None:
        super().__init__()
        self._target_dsn = settings.target_dsn

    @cached_property
    def repository(self) -> PostgresCallbackRepository:
        """The table."""
        database = self.opened(SingleStatements(self._target_dsn, unavailable=TargetUnavailable))
        return PostgresCallbackRepository(database)


class Callbacks(KeptCallbacks):
    """The dependencies of the callbacks' functions."""

    def __init__(self, settings: CallbackSettings) -> None:
        super().__init__(settings)
        self._settings = settings

    @cached_property
    def receive_deps(self) -> ReceiveCallbackDeps:
        """For `receive_callback`."""
        providers = {
            name: CallbackProvider(
                secrets=[SigningSecret.of(secret) for secret in one.all_secrets],
                tolerance=timedelta(seconds=one.tolerance_seconds),
            )
            for name, one in self._settings.providers.items()
        }
        return ReceiveCallbackDeps(providers=providers, repository=self.repository, queue=self._queue, clock=utc_now)

    @cached_property
    def sweep_deps(self) -> SweepDeps:
        """For `sweep_callbacks`."""
        return SweepDeps(
            repository=self.repository,
            lane=SqsQueueDepthReader(self._sqs, self._settings.payments_queue_url),
            batch_sender=BatchSender(queue=self._queue, in_flight=REQUESTS_IN_FLIGHT),
            first_wait=timedelta(seconds=self._settings.sweep_after_seconds),
            clock=utc_now,
        )

    @cached_property
    def _queue(self) -> SqsQueueSender:
        return SqsQueueSender(self._sqs, self._settings.payments_queue_url)

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self.opened(sending_client(self._settings.payments_queue_url, requests_in_flight=REQUESTS_IN_FLIGHT))


@Wired
def callbacks() -> Callbacks:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Callbacks(read(CallbackSettings))
