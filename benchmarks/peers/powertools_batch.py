"""SQS with the batch processor of AWS Lambda Powertools: a handler a record, deleted ten at a time.

The process polls as Lambda's event source mapping does and calls the handler with an event, but without an invocation
between them, which is to the peer's advantage.
"""

from collections.abc import Callable, Sequence
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from benchmarks.peers.orders import Stores
from benchmarks.peers.places import Places
from benchmarks.peers.role import play
from benchmarks.peers.sqs import publish, receive, sqs_client


def consume(places: Places, ready: Callable[[], None]) -> None:
    """Poll until ended, and delete the records of which the handler does not report a failure."""
    sqs, stores = sqs_client(places), Stores(places)
    processor = BatchProcessor(event_type=EventType.SQS)

    def handle(record: SQSRecord) -> None:
        stores.handle(record.body)

    ready()
    while True:
        messages = list(receive(sqs, places["queue_url"]))
        if messages:
            event = {"Records": [_record(message) for message in messages]}
            reply = process_partial_response(event=event, record_handler=handle, processor=processor, context=None)
            _delete(
                sqs, places["queue_url"], messages, {str(each["itemIdentifier"]) for each in reply["batchItemFailures"]}
            )


def _record(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "eventSource": "aws:sqs",
    }


def _delete(sqs: Any, queue_url: str, messages: Sequence[dict[str, Any]], failed: set[str]) -> None:
    done = [message for message in messages if message["MessageId"] not in failed]
    entries = [{"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in enumerate(done)]
    if entries:
        sqs.delete_message_batch(QueueUrl=queue_url, Entries=entries)


if __name__ == "__main__":
    play(publish=publish, consume=consume)
