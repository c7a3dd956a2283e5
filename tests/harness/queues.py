"""SQS for tests: moto's server, and lanes on it or on LocalStack."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import boto3
from botocore.config import Config
from esteira.core.messages import MAX_RECEIVES

from tests.harness.child import Child
from tests.harness.ports import free_port, listening

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef


@dataclass(frozen=True, kw_only=True)
class TestLane:
    """A queue with its dead-letter queue, by URL."""

    __test__ = False

    queue_url: str
    dlq_url: str


@contextmanager
def running_moto(folder: Path) -> Iterator[str]:
    """Run moto's server in a separate process. Yields its endpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = (str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port))
    child = Child("moto", command, folder=folder)
    try:
        child.await_ready(lambda: listening(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop()
        shutil.rmtree(folder)


def sqs_client(endpoint: str, **options: Any) -> "SQSClient":
    """Return a client of this endpoint, independent of the environment. `options` are passed to botocore's Config."""
    config = Config(retries={"max_attempts": 2}, **options)
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return session.client("sqs", endpoint_url=endpoint, config=config)


def make_lane(sqs: "SQSClient", *, visibility_seconds: int = 12, max_receives: int = MAX_RECEIVES) -> TestLane:
    """Create a lane with unique queue names and a redrive policy of `max_receives`."""
    name = f"lane-{uuid4().hex[:12]}"
    dlq_url = sqs.create_queue(QueueName=f"{name}-dlq")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dlq_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": max_receives})
    queue = sqs.create_queue(
        QueueName=name, Attributes={"VisibilityTimeout": str(visibility_seconds), "RedrivePolicy": redrive}
    )
    return TestLane(queue_url=queue["QueueUrl"], dlq_url=dlq_url)


def messages_in(sqs: "SQSClient", queue_url: str) -> list["MessageTypeDef"]:
    """Return all visible messages with attributes, and make them visible again. Needs a queue without readers."""
    found: list[MessageTypeDef] = []
    while received := _receive(sqs, queue_url):
        found.extend(received)
    for message in found:
        sqs.change_message_visibility(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    return found


def _receive(sqs: "SQSClient", queue_url: str) -> list["MessageTypeDef"]:
    reply = sqs.receive_message(
        QueueUrl=queue_url,
        MaxNumberOfMessages=10,
        VisibilityTimeout=600,
        WaitTimeSeconds=0,
        MessageSystemAttributeNames=["All"],
    )
    return reply.get("Messages", [])
