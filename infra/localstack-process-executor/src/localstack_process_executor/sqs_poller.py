"""Delivers the messages that LocalStack received from a queue, in the place of its own poller.

LocalStack's poller counts the messages of a batch and not their bytes. It reads every body as JSON and writes it anew,
also where no filter asks for that, and if one body cannot be read, all messages of the batch are given up.
"""

import json
import logging
import time
from collections.abc import Sequence
from threading import BoundedSemaphore, Thread
from typing import Any

from botocore.exceptions import ClientError
from localstack.services.lambda_.event_source_mapping.event_processor import PartialBatchFailureError
from localstack.services.lambda_.event_source_mapping.pipe_utils import to_json_str
from localstack.services.lambda_.event_source_mapping.pollers.poller import parse_batch_item_failures
from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller, transform_into_events

from localstack_process_executor.limits import MAX_REQUEST_BYTES
from localstack_process_executor.sqs_records import Record, Records, cut

LOG = logging.getLogger(__name__)

EVENT_BYTES = MAX_REQUEST_BYTES["RequestResponse"]
ENTRIES_AT_ONCE = 10
"""Limit of SQS: messages in one request."""
LATE_SECONDS = 1.0
"""After so long the visibility timeout is looked at, also before the first event: it waited for the batches before."""
DELIVERIES_AT_ONCE = 2
"""The least `MaximumConcurrency` that AWS accepts, so that no mapping exceeds its own. AWS begins with five."""


class EventSizedSqsPoller(SqsPoller):
    """Hands received messages over in events of at most 6 MB, with their bodies as they were sent.

    One batch is received while two are delivered, so that three are held at most.
    """

    _polled_at = 0.0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """See `SqsPoller`."""
        super().__init__(*arguments, **options)
        self._free = BoundedSemaphore(DELIVERIES_AT_ONCE)

    def poll_events(self) -> None:
        """Receive once, and deliver. See `Poller.poll_events`."""
        self._polled_at = time.monotonic()
        super().poll_events()

    def handle_messages(self, messages: Sequence[Any]) -> None:
        """Deliver the messages, once fewer than two batches are being delivered, while the caller receives the next.

        Messages of a FIFO queue are delivered before the next are received: they have an order.
        """
        if self.is_fifo_queue:
            self._hand_over(messages, self._polled_at)
            return
        self._free.acquire()
        Thread(target=self._deliver_all, args=(messages, self._polled_at), name="sqs-delivery", daemon=True).start()

    def close(self) -> None:
        """Wait until what is in hand is delivered. See `Poller.close`."""
        for _ in range(DELIVERIES_AT_ONCE):
            self._free.acquire()
        self._free.release(DELIVERIES_AT_ONCE)

    def _deliver_all(self, messages: Sequence[Any], hidden_since: float) -> None:
        try:
            self._hand_over(messages, hidden_since)
        finally:
            self._free.release()

    def _hand_over(self, messages: Sequence[Any], hidden_since: float) -> None:
        """Deliver the messages, each in one invocation, and delete those that succeeded or that no filter wants.

        What fails stays in the queue. An invocation that fails does not hold up the next, except in a FIFO queue.
        """
        try:
            records = self.add_source_metadata(self._wanted(transform_into_events(messages)))
            parts = list(cut(records, _bytes_in_event, limit_bytes=EVENT_BYTES))
        except Exception as error:
            self._warn("Batch not delivered", len(messages), error)
            return
        for number, part in enumerate(parts):
            if number or time.monotonic() - hidden_since > LATE_SECONDS:
                waiting = Records(record for later in parts[number:] for record in later)
                hidden_since = self._keep_hidden(waiting, hidden_since)
            if not self._deliver(part) and self.is_fifo_queue:
                return

    def _wanted(self, records: list[Record]) -> list[Record]:
        """Return the records that match the mapping's filter, if it has one, and delete the others from the queue.

        A record that the filter cannot judge is neither delivered nor deleted: its receives count.
        """
        if not self.filter_patterns:
            return records
        judged = [(record, self._matches(record)) for record in records]
        self._delete(Records(record for record, matches in judged if matches is False))
        return [record for record, matches in judged if matches]

    def _matches(self, record: Record) -> bool | None:
        try:
            return bool(self.filter_events([{**record, "body": _parsed(record["body"])}]))
        except Exception as error:
            self._warn("Filter not applied", 1, error)
            return None

    def _deliver(self, part: Records) -> bool:
        """Invoke the function once, delete what succeeded, and return whether everything did."""
        try:
            failed = self._failed(part)
            self._delete(Records(record for record in part if record["messageId"] not in failed))
        except Exception as error:
            self._warn("Batch not processed", len(part), error)
            return False
        return not failed

    def _failed(self, part: Records) -> set[str]:
        try:
            self.processor.process_events_batch(part)
        except PartialBatchFailureError as error:
            ids = {record["messageId"] for record in part}
            return set(parse_batch_item_failures(error.partial_failure_payload, ids))
        return set()

    def _delete(self, records: Records) -> None:
        messages = [{"MessageId": each["messageId"], "ReceiptHandle": each["receiptHandle"]} for each in records]
        self.delete_messages(messages, {message["MessageId"] for message in messages})

    def _keep_hidden(self, waiting: Records, hidden_since: float) -> float:
        """Start the visibility timeout of waiting messages anew when half of it is over. Returns when it started.

        Then none is received a second time before its turn, if an invocation takes at most the other half. AWS
        recommends a sixth.
        """
        try:
            timeout_s = self._visibility_timeout_s()
            if time.monotonic() - hidden_since < timeout_s / 2:
                return hidden_since
            for start in range(0, len(waiting), ENTRIES_AT_ONCE):
                self._hide(waiting[start : start + ENTRIES_AT_ONCE], timeout_s)
        except ClientError as error:
            self._warn("Visibility timeout not extended", len(waiting), error)
        return time.monotonic()

    def _visibility_timeout_s(self) -> int:
        found = self.source_client.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["VisibilityTimeout"])
        return int(found["Attributes"]["VisibilityTimeout"])

    def _hide(self, records: Sequence[Record], timeout_s: int) -> None:
        entries = [
            {"Id": str(number), "ReceiptHandle": record["receiptHandle"], "VisibilityTimeout": timeout_s}
            for number, record in enumerate(records)
        ]
        self.source_client.change_message_visibility_batch(QueueUrl=self.queue_url, Entries=entries)

    def _warn(self, message: str, count: int, error: Exception) -> None:
        LOG.warning("%s: %d messages of %s (%s)", message, count, self.source_arn, _reason(error))


def _bytes_in_event(record: Record) -> int:
    # As LocalStack writes the event: ASCII only, so that characters are bytes.
    return len(to_json_str(record))


def _parsed(body: str) -> Any:
    """Return the body as filters read it: the value if it is JSON, else the text."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body


def _reason(error: Exception) -> str:
    """Return the error's kind and code. Its text may quote the event or the function's answer."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "ClientError"))
    details = getattr(error, "error", None) or {}
    return details.get("functionError") or type(error).__name__
