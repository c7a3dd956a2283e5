"""SQS with boto3: receive ten, handle each message by itself, delete each after its commit."""

from collections.abc import Callable

from benchmarks.peers.orders import Stores
from benchmarks.peers.places import Places
from benchmarks.peers.role import play
from benchmarks.peers.sqs import publish, receive, sqs_client


def consume(places: Places, ready: Callable[[], None]) -> None:
    """Poll until ended."""
    sqs, stores = sqs_client(places), Stores(places)
    ready()
    while True:
        for message in receive(sqs, places["queue_url"]):
            stores.handle(message["Body"])
            sqs.delete_message(QueueUrl=places["queue_url"], ReceiptHandle=message["ReceiptHandle"])


if __name__ == "__main__":
    play(publish=publish, consume=consume)
