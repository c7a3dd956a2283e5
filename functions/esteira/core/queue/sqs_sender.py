"""Sending to an SQS queue."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.errors import QueueUnavailable
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.sqs_client import queue_errors, sqs_client

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchResultTypeDef


_REFUSALS = frozenset({"InvalidMessageContents", "InvalidParameterValue", "BatchRequestTooLong"})
"""Codes for a body that no later try will get in: of a whole request, or of one entry."""


def sending_client(queue_url: str, *, requests_in_flight: int) -> "SQSClient":
    """A client for many threads. It tries once: its caller decides what to send again, and when."""
    return sqs_client(queue_url, connections=requests_in_flight, read_timeout_seconds=5, retries=0)


class SqsQueueSender:
    """A queue by its URL."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def max_message_bytes(self) -> int:
        """The queue's MaximumMessageSize, asked for once."""
        return self._max_message_bytes

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """One SendMessageBatch. Refused for a body's sake, each goes alone, so that one body stops no other."""
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
            Entries=[{"Id": str(index), "MessageBody": body} for index, body in enumerate(bodies)],
        )
        return _understand(reply)

    def _send_singly(self, bodies: Sequence[str]) -> BatchReply:
        replies = [self.send([body]) for body in bodies]
        return BatchReply(
            taken=frozenset(index for index, reply in enumerate(replies) if reply.taken),
            refused={index: reply.refused[0] for index, reply in enumerate(replies) if reply.refused},
        )

    @cached_property
    def _max_message_bytes(self) -> int:
        with queue_errors():
            found = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=["MaximumMessageSize"])
        return int(found["Attributes"]["MaximumMessageSize"])


def _understand(reply: "SendMessageBatchResultTypeDef") -> BatchReply:
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
