"""Builds the dependencies of the recovery worker from the bridge's settings."""

from functools import cached_property

from esteira.core.clock import utc_now
from esteira.core.errors import BadSettings
from esteira.core.queue.sqs_client import sqs_client
from esteira.core.queue.sqs_receiver import SqsQueueReceiver
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.redis import redis_client
from esteira.core.settings import BridgeSettings, read
from esteira.core.wiring import Wired
from esteira.failures.deps import RecoveryDeps
from esteira.failures.redis import RedisErrorCounts
from esteira.failures.wiring import Failures


class Recovery(Failures):
    """The dependencies of the recovery worker. Connections open at their first use."""

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._settings = settings

    @cached_property
    def recovery_deps(self) -> RecoveryDeps:
        """For `recover_failures`. Raises `BadSettings` without a queue for errors."""
        settings = self._settings
        if not settings.errors_queue_url:
            raise BadSettings("(ESTEIRA_ERRORS_QUEUE_URL is missing)")
        receiving = self.opened(sqs_client(settings.errors_queue_url))
        sending = self.opened(sending_client(settings.errors_queue_url, requests_in_flight=1))
        return RecoveryDeps(
            errors=SqsQueueReceiver(receiving, settings.errors_queue_url),
            store=self.store,
            counts=RedisErrorCounts(self.opened(redis_client(settings.redis_url))),
            lanes={lane: SqsQueueSender(sending, queues.queue_url) for lane, queues in settings.lanes.items()},
            clock=utc_now,
        )


@Wired
def recovery() -> Recovery:
    """Return the wiring of the recovery worker. Raises `BadSettings`."""
    return Recovery(read(BridgeSettings))
