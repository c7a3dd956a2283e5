"""The receiving end of a lane in SQS: batches of ten, several requests in flight."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from esteira.core.errors import QueueUnavailable
from esteira.core.log import logger
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.queue.sqs_client import queue_errors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef


T = TypeVar("T")

BATCH = 10
"""Limit of SQS: messages in one request."""
TRIES = 3

Delay = tuple[ReceivedMessage, int]


class SqsQueueReceiver:
    """The port `QueueReceiver`."""

    def __init__(self, client: "SQSClient", url: str, *, requests_in_flight: int = 8) -> None:
        self._client = client
        self._url = url
        self._requests_in_flight = requests_in_flight

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:
        """See `QueueReceiver.receive`. Only the first request waits; if it is full, others fetch the rest at once."""
        first = self._receive(min(limit, BATCH), wait_seconds)
        if len(first) < BATCH or limit <= BATCH:
            return first
        sizes = [len(part) for part in _batches(range(limit - BATCH))]
        rest = self._threads.map(lambda size: self._receive(size, 0), sizes)
        return [*first, *(message for part in rest for message in part)]

    def visibility_seconds(self) -> int:
        """See `QueueReceiver.visibility_seconds`."""
        return self._visibility_seconds

    def acknowledge(self, received_messages: Sequence[ReceivedMessage]) -> int:
        """See `QueueReceiver.acknowledge`. Refused messages are tried three times."""
        refused = list(received_messages)
        for _ in range(TRIES):
            if not refused:
                break
            refused = self._in_batches(self._delete, refused)
        return len(refused)

    def change_visibility(self, delays_seconds: Sequence[Delay]) -> int:
        """See `QueueReceiver.change_visibility`."""
        return len(self._in_batches(self._change_visibility, delays_seconds))

    @cached_property
    def _visibility_seconds(self) -> int:
        with queue_errors():
            reply = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=["VisibilityTimeout"])
        return int(reply["Attributes"]["VisibilityTimeout"])

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._requests_in_flight, thread_name_prefix="receive")

    def _in_batches(self, send: Callable[[Sequence[T]], list[T]], items: Sequence[T]) -> list[T]:
        """Send all items in batches, and return the refused ones."""
        return [item for refused in self._threads.map(send, _batches(items)) for item in refused]

    def _receive(self, limit: int, wait_seconds: int) -> list[ReceivedMessage]:
        with queue_errors():
            reply = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=limit,
                WaitTimeSeconds=wait_seconds,
                MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
            )
        return [_received_message(message) for message in reply.get("Messages", ())]

    def _delete(self, received_messages: Sequence[ReceivedMessage]) -> list[ReceivedMessage]:
        def request() -> Iterable[str]:
            reply = self._client.delete_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(index), "ReceiptHandle": message.receipt_handle}
                    for index, message in enumerate(received_messages)
                ],
            )
            return [entry["Id"] for entry in reply.get("Successful", ())]

        return _refused(received_messages, request)

    def _change_visibility(self, delays: Sequence[Delay]) -> list[Delay]:
        def request() -> Iterable[str]:
            reply = self._client.change_message_visibility_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(index), "ReceiptHandle": message.receipt_handle, "VisibilityTimeout": seconds}
                    for index, (message, seconds) in enumerate(delays)
                ],
            )
            return [entry["Id"] for entry in reply.get("Successful", ())]

        return _refused(delays, request)


def _refused(items: Sequence[T], request: Callable[[], Iterable[str]]) -> list[T]:
    """Return the items that the reply does not list as successful; all of them when the request fails."""
    try:
        with queue_errors():
            successful = set(request())
    except QueueUnavailable as error:
        logger.warning("queue request failed", count=len(items), error=str(error))
        return list(items)
    return [item for index, item in enumerate(items) if str(index) not in successful]


def _batches(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def _received_message(message: "MessageTypeDef") -> ReceivedMessage:
    attributes = message["Attributes"]
    return ReceivedMessage(
        body=message["Body"],
        sqs_message_id=message["MessageId"],
        receipt_handle=message["ReceiptHandle"],
        attempt=int(attributes["ApproximateReceiveCount"]),
        sent_at=datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
    )
