"""What AWS would bill of a request to SQS, S3, SES, Secrets Manager or CloudWatch Logs.

LocalStack's mappings fetch and delete up to 10,000 messages in one request; AWS counts one request for each ten.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from localstack_process_executor.meter import Amounts

MESSAGES_A_REQUEST = 10
CHUNK_BYTES = 64 * 1024
"""A request to SQS counts once for each 64 KiB of its messages (AWS, "Amazon SQS pricing")."""

LOG_EVENT_BYTES = 26
"""What CloudWatch Logs adds to the text of each event (AWS, "PutLogEvents")."""

Shape = Mapping[str, Any]
Billing = Callable[[Shape, Shape], Amounts]
"""From a request and its answer to the amounts."""


def billed(service: str, operation: str, request: Shape, answer: Shape) -> tuple[str, Amounts] | None:
    """Return the resource and the amounts of a request that succeeded; None if AWS would not bill it."""
    if service == "sqs":
        url = request.get("QueueUrl")
        amounts = _SQS.get(operation, _one)(request, answer)
        return (str(url).rpartition("/")[2], amounts) if url else None
    if service == "s3":
        return str(request.get("Bucket", "")), Amounts(requests=1)
    if service == "logs" and operation == "PutLogEvents":
        return str(request["logGroupName"]), _log_events(request["logEvents"])
    if service == "ses" and operation in {"SendEmail", "SendRawEmail"}:
        return "", Amounts(requests=1, items=_recipients(request))
    if service == "secretsmanager":
        return str(request.get("SecretId", "")), Amounts(requests=1)
    return None


def _one(_request: Shape, _answer: Shape) -> Amounts:
    return Amounts(requests=1)


def _sent(request: Shape, _answer: Shape) -> Amounts:
    return _messages([request], body="MessageBody")


def _sent_batch(request: Shape, _answer: Shape) -> Amounts:
    return _messages(request["Entries"], body="MessageBody")


def _received(_request: Shape, answer: Shape) -> Amounts:
    messages = answer.get("Messages") or ()
    return _messages(messages, body="Body") if messages else Amounts(requests=1, empty=1)


def _deleted(_request: Shape, _answer: Shape) -> Amounts:
    return Amounts(requests=1, items=1)


def _batch(_request: Shape, answer: Shape) -> Amounts:
    done, failed = len(answer.get("Successful") or ()), len(answer.get("Failed") or ())
    return Amounts(requests=-(-(done + failed) // MESSAGES_A_REQUEST), items=done)


_SQS: Mapping[str, Billing] = {
    "SendMessage": _sent,
    "SendMessageBatch": _sent_batch,
    "ReceiveMessage": _received,
    "DeleteMessage": _deleted,
    "DeleteMessageBatch": _batch,
    "ChangeMessageVisibility": _deleted,
    "ChangeMessageVisibilityBatch": _batch,
}


def _messages(messages: Sequence[Shape], *, body: str) -> Amounts:
    sizes = [_size(message, body) for message in messages]
    requests = sum(max(1, -(-sum(ten) // CHUNK_BYTES)) for ten in _tens(sizes))
    grouped = requests if any(message.get("MessageGroupId") for message in messages) else 0
    return Amounts(requests=requests, grouped=grouped, items=len(sizes), bytes=sum(sizes))


def _size(message: Shape, body: str) -> int:
    attributes = message.get("MessageAttributes") or {}
    return _bytes(message[body]) + sum(_bytes(name) + _attribute_bytes(value) for name, value in attributes.items())


def _attribute_bytes(value: Shape) -> int:
    binary = value.get("BinaryValue") or b""
    return _bytes(value.get("DataType") or "") + _bytes(value.get("StringValue") or "") + len(binary)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _tens(sizes: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sizes)
    while ten := list(islice(rest, MESSAGES_A_REQUEST)):
        yield ten


def _log_events(events: Sequence[Shape]) -> Amounts:
    size = sum(_bytes(event["message"]) + LOG_EVENT_BYTES for event in events)
    return Amounts(requests=1, items=len(events), bytes=size)


def _recipients(request: Shape) -> int:
    """Return the number of recipients: each is billed as a mail. A raw mail may name them only in its header."""
    named = request.get("Destinations") or [
        address for addresses in (request.get("Destination") or {}).values() for address in addresses
    ]
    return max(1, len(named))
