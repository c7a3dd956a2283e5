"""The receiving end of a lane, in SQS's batches of ten, several in flight."""

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
"""The most messages that one request may hold."""
TRIES = 3

Delay = tuple[ReceivedMessage, int]


class SqsQueueReceiver:
    """The port `Inbox`."""

    def __init__(self, client: "SQSClient", url: str, *, requests_in_flight: int = 8) -> None:
        self._client = client
        self._url = url
        self._requests_in_flight = requests_in_flight

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:
        """See `Inbox.receive`. One request waits; if it is filled, others fetch the rest at once."""
        first = self._receive(min(limit, BATCH), wait_seconds)
        if len(first) < BATCH or limit <= BATCH:
            return first
        sizes = [len(part) for part in _batches(range(limit - BATCH))]
        rest = self._threads.map(lambda size: self._receive(size, 0), sizes)
        return [*first, *(received_message for part in rest for received_message in part)]

    def acknowledge(self, received_messages: Sequence[ReceivedMessage]) -> int:
        """See `Inbox.acknowledge`. What is refused is tried three times."""
        left = list(received_messages)
        for _ in range(TRIES):
            if not left:
                break
            left = self._in_batches(self._delete, left)
        return len(left)

    def change_visibility(self, delays_seconds: Sequence[Delay]) -> int:
        """See `Inbox.hide`."""
        return len(self._in_batches(self._change_visibility, delays_seconds))

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._requests_in_flight, thread_name_prefix="receive")

    def _in_batches(self, send: Callable[[Sequence[T]], list[T]], items: Sequence[T]) -> list[T]:
        """Sends all, answers what was refused."""
        return [item for refused in self._threads.map(send, _batches(items)) for item in refused]

    def _receive(self, limit: int, wait_seconds: int) -> list[ReceivedMessage]:
        with queue_errors():
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=limit,
                WaitTimeSeconds=wait_seconds,
                MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
            )
        return [_received_message(message) for message in answer.get("Messages", ())]

    def _delete(self, received_messages: Sequence[ReceivedMessage]) -> list[ReceivedMessage]:
        def ask() -> Iterable[str]:
            answer = self._client.delete_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(at), "ReceiptHandle": one.receipt_handle} for at, one in enumerate(received_messages)
                ],
            )
            return [entry["Id"] for entry in answer.get("Successful", ())]

        return _refused(received_messages, ask)

    def _change_visibility(self, delays: Sequence[Delay]) -> list[Delay]:
        def ask() -> Iterable[str]:
            answer = self._client.change_message_visibility_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(at), "ReceiptHandle": one.receipt_handle, "VisibilityTimeout": seconds}
                    for at, (one, seconds) in enumerate(delays)
                ],
            )
            return [entry["Id"] for entry in answer.get("Successful", ())]

        return _refused(delays, ask)


def _refused(items: Sequence[T], ask: Callable[[], Iterable[str]]) -> list[T]:
    """The items that the queue did not list as successful: an answer that leaves one out has not done it."""
    try:
        with queue_errors():
            successful = set(ask())
    except QueueUnavailable as error:
        logger.warning("request refused by the queue", count=len(items), error=str(error))
        return list(items)
    return [item for at, item in enumerate(items) if str(at) not in successful]


def _batches(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[at : at + BATCH] for at in range(0, len(items), BATCH)]


def _received_message(message: "MessageTypeDef") -> ReceivedMessage:
    attributes = message["Attributes"]
    return ReceivedMessage(
        body=message["Body"],
        sqs_message_id=message["MessageId"],
        receipt_handle=message["ReceiptHandle"],
        attempt=int(attributes["ApproximateReceiveCount"]),
        sent_at=datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
    )
