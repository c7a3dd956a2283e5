"""What a queue does with a message. On the dead-letter queue of `errors`, from which nothing of ours receives."""

import json
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack
from tests.harness.waiting import wait_for

QUEUE = "ErrorsDlq"
MOST_BYTES = 1024 * 1024
DELAY_SECONDS = 3
WITHIN_SECONDS = 30


def _hidden_and_shown(stack: DeployedStack) -> object:
    body = _sent(stack)
    first = _received(stack, body)
    hidden = _receive(stack, body)
    _show(stack, first)
    again = _received(stack, body)
    _delete(stack, again)
    return {"hidden": not hidden, "receives": again["Attributes"]["ApproximateReceiveCount"]}


def _delayed(stack: DeployedStack) -> object:
    body = _sent(stack, DelaySeconds=DELAY_SECONDS)
    at_once = _receive(stack, body)
    later = _received(stack, body)
    _delete(stack, later)
    return {"at once": bool(at_once), "later": later["Body"] == body}


def _largest(stack: DeployedStack) -> object:
    body = "x" * MOST_BYTES
    stack.client("sqs").send_message(QueueUrl=stack.resources[QUEUE], MessageBody=body)
    received = _received(stack, body)
    _delete(stack, received)
    return len(received["Body"])


def _too_large(stack: DeployedStack) -> object:
    half = "x" * (MOST_BYTES // 2 + 1)
    entries = [{"Id": name, "MessageBody": half} for name in ("first", "second")]
    return _refusal(
        lambda: stack.client("sqs").send_message_batch(QueueUrl=stack.resources[QUEUE], Entries=entries)
    ).rsplit(".", 1)[-1]


def _purged_twice(stack: DeployedStack) -> object:
    sqs, url = stack.client("sqs"), stack.resources[QUEUE]
    sqs.purge_queue(QueueUrl=url)
    return _refusal(lambda: sqs.purge_queue(QueueUrl=url)).rsplit(".", 1)[-1]


def _without_signature(stack: DeployedStack) -> object:
    url = stack.place.endpoint_url or f"https://sqs.{stack.place.session.region_name}.amazonaws.com"
    reply = stack.stranger.post(
        url,
        headers={"X-Amz-Target": "AmazonSQS.ListQueues", "Content-Type": "application/x-amz-json-1.0"},
        content=json.dumps({}),
    )
    return reply.status_code


def _refusal(ask: Any) -> str:
    try:
        ask()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "taken"


def _sent(stack: DeployedStack, **options: Any) -> str:
    body = str(uuid4())
    stack.client("sqs").send_message(QueueUrl=stack.resources[QUEUE], MessageBody=body, **options)
    return body


def _receive(stack: DeployedStack, body: str) -> Any:
    reply = stack.client("sqs").receive_message(
        QueueUrl=stack.resources[QUEUE],
        MaxNumberOfMessages=10,
        VisibilityTimeout=60,
        MessageSystemAttributeNames=["ApproximateReceiveCount"],
    )
    return next((one for one in reply.get("Messages", ()) if one["Body"] == body), None)


def _received(stack: DeployedStack, body: str) -> Any:
    return wait_for(
        "the message is received", lambda: _receive(stack, body), within_seconds=WITHIN_SECONDS, every_seconds=0.2
    )


def _show(stack: DeployedStack, message: Any) -> None:
    stack.client("sqs").change_message_visibility(
        QueueUrl=stack.resources[QUEUE], ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
    )


def _delete(stack: DeployedStack, message: Any) -> None:
    stack.client("sqs").delete_message(QueueUrl=stack.resources[QUEUE], ReceiptHandle=message["ReceiptHandle"])


CASES = (
    Case(
        name="a received message is hidden until its visibility is set to zero",
        area="SQS",
        expected={"hidden": True, "receives": "2"},
        observe=_hidden_and_shown,
    ),
    Case(
        name="a delayed message is not received before its time",
        area="SQS",
        expected={"at once": False, "later": True},
        observe=_delayed,
    ),
    Case(name="a message may have 1 MiB", area="SQS", expected=MOST_BYTES, observe=_largest),
    Case(
        name="a request of more than 1 MiB is refused", area="SQS", expected="BatchRequestTooLong", observe=_too_large
    ),
    Case(
        name="a queue is not purged twice within a minute",
        area="SQS",
        expected="PurgeQueueInProgress",
        observe=_purged_twice,
    ),
    Case(name="a request without a signature is refused", area="IAM", expected=403, observe=_without_signature),
)
