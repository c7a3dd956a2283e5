"""What both peers on SQS share: a client, and sending in batches of ten, one request at a time."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import boto3

from benchmarks.peers.orders import bodies
from benchmarks.peers.places import Places

BATCH = 10
WAIT_SECONDS = 1


def sqs_client(places: Places) -> Any:
    """Return a client of the emulator."""
    return boto3.client(
        "sqs",
        endpoint_url=places["sqs_endpoint"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def publish(places: Places) -> None:
    """Send every order, ten a request."""
    sqs, remaining = sqs_client(places), bodies(places)
    while batch := list(islice(remaining, BATCH)):
        entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(batch)]
        refused = sqs.send_message_batch(QueueUrl=places["queue_url"], Entries=entries).get("Failed")
        if refused:
            raise SystemExit(f"SQS refused {len(refused)} messages")


def receive(sqs: Any, queue_url: str) -> Iterator[dict[str, Any]]:
    """Receive up to ten messages once, waiting at most a second for the first."""
    reply = sqs.receive_message(
        QueueUrl=queue_url, MaxNumberOfMessages=BATCH, WaitTimeSeconds=WAIT_SECONDS, MessageSystemAttributeNames=["All"]
    )
    yield from reply.get("Messages", ())
