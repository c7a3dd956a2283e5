"""Looking into queues of LocalStack, and purging queues of SQS."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from botocore.exceptions import ClientError

from esteira.core.errors import Conflict
from esteira.core.queue.sqs_client import queue_errors
from esteira.queues.queue import MessageState, QueuedMessage

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

PEEKING_PATH = "/_aws/sqs/messages?ShowInvisible=true&ShowDelayed=true"
"""Where LocalStack answers a ReceiveMessage with all messages of a queue, and receives none."""

NOT_FOUND = 404


class NoEmulator:
    """The port `QueuePeeker` on AWS."""

    def messages(self) -> None:
        """See `QueuePeeker.messages`."""
        return


class LocalStackPeeker:
    """The port `QueuePeeker` on LocalStack. `client` is one of `peeking`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def messages(self) -> Sequence[QueuedMessage] | None:
        """See `QueuePeeker.messages`. Another emulator does not know the address, so that nothing is received."""
        with queue_errors():
            try:
                reply = self._client.receive_message(QueueUrl=self._url)
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == NOT_FOUND:
                    return None
                raise
        return [_queued(message) for message in reply.get("Messages", ())]


def peeking(client: "SQSClient") -> "SQSClient":
    """Make a client ask there, for messages in flight and delayed ones too. From then on it receives nothing."""
    client.meta.events.register("before-call.sqs.ReceiveMessage", _ask_for_everything)
    return client


class SqsPurger:
    """The port `QueuePurger`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def purge(self) -> None:
        """See `QueuePurger.purge`."""
        with queue_errors():
            try:
                self._client.purge_queue(QueueUrl=self._url)
            except self._client.exceptions.PurgeQueueInProgress:
                raise Conflict("(the queue was purged less than a minute ago; SQS allows one purge a minute)") from None


def _ask_for_everything(params: dict[str, Any], **_: object) -> None:
    params["url"] = urljoin(params["url"], PEEKING_PATH)


def _queued(message: "MessageTypeDef") -> QueuedMessage:
    # IsVisible and IsDelayed are LocalStack's own attributes.
    attributes = {str(name): value for name, value in message["Attributes"].items()}
    return QueuedMessage(
        sqs_message_id=message["MessageId"],
        body=message["Body"],
        receives=int(attributes.get("ApproximateReceiveCount", 0)),
        sent_at=datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
        state=_state(attributes),
    )


def _state(attributes: dict[str, str]) -> MessageState:
    if attributes.get("IsDelayed") == "true":
        return MessageState.DELAYED
    return MessageState.VISIBLE if attributes.get("IsVisible") == "true" else MessageState.IN_FLIGHT
