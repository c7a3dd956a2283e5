"""Builds the dependencies of the callbacks and the payments consumer from the settings, each at its first use."""

from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from esteira.callbacks.postgres.callback_repository import PostgresCallbackRepository
from esteira.callbacks.postgres.payment_target import PostgresPaymentTarget
from esteira.callbacks.receive_callback import CallbackProvider, ReceiveCallbackDeps
from esteira.callbacks.sweep_callbacks import SweepDeps
from esteira.callbacks.validate_payment import validate_payment
from esteira.consumer.deps import ConsumerDeps, LaneRules
from esteira.consumer.wiring import ConsumerStores, make_consumer
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import PaymentMessage
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.settings import CallbackSettings, ConsumerSettings, read
from esteira.core.wiring import Wiring

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@cache
def payments_consumer() -> ConsumerDeps[PaymentMessage]:
    """Return the consumer of the lane `payments`, configured by the environment. Raises `BadSettings`."""
    settings = read(ConsumerSettings)
    return make_payments_consumer(settings, ConsumerStores(settings))


def make_payments_consumer(settings: ConsumerSettings, stores: ConsumerStores) -> ConsumerDeps[PaymentMessage]:
    """Return the consumer that applies callbacks to the payment state of their orders."""
    rules = LaneRules(lane="payments", model=PaymentMessage, validate=validate_payment)
    target = PostgresPaymentTarget(stores.target)
    return make_consumer(settings, stores, rules, target, "esteira.callbacks.payment_subprocess")


REQUESTS_IN_FLIGHT = 8


class Callbacks(Wiring):
    """The dependencies of the callbacks' functions. Connections open at first use and are replaced when broken."""

    def __init__(self, settings: CallbackSettings) -> None:
        super().__init__()
        self._settings = settings

    @cached_property
    def receive_deps(self) -> ReceiveCallbackDeps:
        """For `receive_callback`."""
        providers = {
            name: CallbackProvider(secret=one.secret, tolerance=timedelta(seconds=one.tolerance_seconds))
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
    def repository(self) -> PostgresCallbackRepository:
        """The table of callbacks."""
        return PostgresCallbackRepository(self._database)

    @cached_property
    def _database(self) -> SingleStatements:
        return self.opened(SingleStatements(self._settings.target_dsn, unavailable=TargetUnavailable))

    @cached_property
    def _queue(self) -> SqsQueueSender:
        return SqsQueueSender(self._sqs, self._settings.payments_queue_url)

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self.opened(sending_client(self._settings.payments_queue_url, requests_in_flight=REQUESTS_IN_FLIGHT))


@cache
def callbacks() -> Callbacks:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Callbacks(read(CallbackSettings))
