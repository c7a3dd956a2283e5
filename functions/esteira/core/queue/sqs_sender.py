"""The sending end of a lane in SQS."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.errors import QueueUnavailable
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.message_group import message_group
from esteira.core.queue.sqs_client import queue_errors, sqs_client

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef, SendMessageBatchResultTypeDef


_REFUSALS = frozenset({"InvalidMessageContents", "InvalidParameterValue", "BatchRequestTooLong"})
"""Error codes, of a request or of one entry, for a body that SQS never accepts."""


def sending_client(queue_url: str, *, requests_in_flight: int) -> "SQSClient":
    """Return a client for so many concurrent requests. It does not retry: `BatchSender` does."""
    return sqs_client(queue_url, connections=requests_in_flight, read_timeout_seconds=5, retries=0)


class SqsQueueSender:
    """The port `QueueSender`. Messages are received `delay_seconds` after they were sent, 900 at most.

    Each message has its source's or provider's name as its group, so that one of them cannot starve the others: `group`
    where all messages have the same, else what the body says.
    """

    def __init__(self, client: "SQSClient", url: str, *, delay_seconds: int = 0, group: str | None = None) -> None:
        self._client = client
        self._url = url
        self._delay_seconds = delay_seconds
        self._group = group

    def delayed(self, seconds: int) -> "SqsQueueSender":
        """Return a sender of the same queue with this delay. Raises `QueueUnavailable`: it knows the size of a body."""
        other = SqsQueueSender(self._client, self._url, delay_seconds=seconds, group=self._group)
        other._max_message_bytes = self._max_message_bytes
        return other

    def max_message_bytes(self) -> int:
        """See `QueueSender.max_message_bytes`. The queue's MaximumMessageSize, read once."""
        return self._max_message_bytes

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """See `QueueSender.send`. If a body makes SQS refuse the whole batch, each body is sent in its own request."""
        try:
            return self._request(bodies)
        except ClientError as error:
            if _code(error) not in _REFUSALS:
                raise QueueUnavailable(f"({error})") from error
            return self._send_singly(bodies) if len(bodies) > 1 else BatchReply(refused={0: _code(error)})
        except BotoCoreError as error:
            raise QueueUnavailable(f"({error})") from error

    def _request(self, bodies: Sequence[str]) -> BatchReply:
        reply = self._client.send_message_batch(
            QueueUrl=self._url,
            Entries=[self._entry(index, body) for index, body in enumerate(bodies)],
        )
        return _batch_reply(reply)

    def _entry(self, index: int, body: str) -> "SendMessageBatchRequestEntryTypeDef":
        entry: SendMessageBatchRequestEntryTypeDef = {
            "Id": str(index),
            "MessageBody": body,
            "DelaySeconds": self._delay_seconds,
        }
        if group := self._group or message_group(body):
            entry["MessageGroupId"] = group
        return entry

    def _send_singly(self, bodies: Sequence[str]) -> BatchReply:
        replies = [self.send([body]) for body in bodies]
        return BatchReply(
            taken=frozenset(index for index, reply in enumerate(replies) if reply.taken),
            refused={index: reply.refused[0] for index, reply in enumerate(replies) if reply.refused},
        )

    @cached_property
    def _max_message_bytes(self) -> int:
        with queue_errors():
            reply = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=["MaximumMessageSize"])
        return int(reply["Attributes"]["MaximumMessageSize"])


def _batch_reply(reply: "SendMessageBatchResultTypeDef") -> BatchReply:
    return BatchReply(
        taken=frozenset(int(entry["Id"]) for entry in reply.get("Successful", [])),
        refused={
            int(entry["Id"]): f"{entry['Code']}: {entry.get('Message', '')}"
            for entry in reply.get("Failed", [])
            if entry["SenderFault"] or entry["Code"] in _REFUSALS
        },
    )


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"].rpartition(".")[2]
