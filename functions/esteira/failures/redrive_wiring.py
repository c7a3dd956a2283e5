"""Builds what brings dead errors back from the settings."""

from functools import cached_property

from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_client import sqs_client
from esteira.core.queue.sqs_receiver import SqsQueueReceiver
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client
from esteira.core.settings import ErrorQueueSettings
from esteira.core.wiring import Wiring
from esteira.failures.redrive_errors import RedriveErrorsDeps

REQUESTS_IN_FLIGHT = 4


class RedriveErrors(Wiring):
    """The dependencies of `redrive_errors`. Connections open at their first use."""

    def __init__(self, settings: ErrorQueueSettings) -> None:
        super().__init__()
        self._settings = settings

    @cached_property
    def redrive_deps(self) -> RedriveErrorsDeps:
        """For `redrive_errors`."""
        settings = self._settings
        receiving = self.opened(sqs_client(settings.errors_dlq_url))
        sending = self.opened(sending_client(settings.errors_queue_url, requests_in_flight=REQUESTS_IN_FLIGHT))
        return RedriveErrorsDeps(
            dead_letters=SqsQueueReceiver(receiving, settings.errors_dlq_url),
            errors=BatchSender(queue=SqsQueueSender(sending, settings.errors_queue_url), in_flight=REQUESTS_IN_FLIGHT),
        )
