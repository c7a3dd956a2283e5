"""A queue whose messages go to a function, and what became of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conformance.cloud import Cloud
from conformance.deployed import Deployed
from conformance.stored_log import seen
from conformance.waiting import wait_for


@dataclass(frozen=True, kw_only=True)
class MappedQueue:
    """`dead_url` is the queue of what was received twice in vain."""

    cloud: Cloud
    url: str
    dead_url: str
    arn: str
    function: Deployed

    def send(self, bodies: Sequence[str], **options: Any) -> None:
        """Send up to ten messages."""
        entries = [{"Id": str(number), "MessageBody": body, **options} for number, body in enumerate(bodies)]
        self.cloud.queues.send_message_batch(QueueUrl=self.url, Entries=entries)  # type: ignore[arg-type]

    def deliver(self, **options: Any) -> str:
        """Start to deliver; the mapping's id."""
        mapping = self.cloud.functions.create_event_source_mapping(
            **{"FunctionName": self.function.name, "EventSourceArn": self.arn, **options}
        )
        return mapping["UUID"]

    def records(self, count: int) -> list[Any]:
        """The records that the function was given, once there are this many."""

        def look() -> list[Any]:
            records = [record for event in seen(self.cloud, self.function) for record in event["Records"]]
            return records if len(records) >= count else []

        return wait_for(f"{count} records", look)

    def batches(self, count: int) -> list[int]:
        """The sizes of the events that held these records."""
        self.records(count)
        return [len(event["Records"]) for event in seen(self.cloud, self.function)]

    def dead(self, count: int) -> list[str]:
        """The bodies of this many dead letters, sorted."""
        return sorted(message["Body"] for message in received(self.cloud, self.dead_url, count))

    def await_empty(self) -> None:
        """Wait until it holds no message, hidden ones included."""
        names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

        def empty() -> bool:
            found = self.cloud.queues.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
            return not any(map(int, found.values()))

        wait_for("the queue is empty", empty)


def mapped_queue(cloud: Cloud, *, fifo: bool = False, visibility_s: int = 25) -> MappedQueue:
    """A new queue and a new function. Nothing is delivered before `deliver`."""
    dead_url, dead_arn = cloud.queue(fifo=fifo)
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": "2"})
    url, arn = cloud.queue(fifo=fifo, VisibilityTimeout=str(visibility_s), RedrivePolicy=redrive)
    function = cloud.own_function("speech.show", Timeout=min(20, visibility_s))
    return MappedQueue(cloud=cloud, url=url, dead_url=dead_url, arn=arn, function=function)


def received(cloud: Cloud, url: str, count: int) -> list[Any]:
    """This many messages of a queue."""
    messages: list[Any] = []

    def arrived() -> bool:
        reply = cloud.queues.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"]
        )
        messages.extend(reply.get("Messages", []))
        return len(messages) >= count

    wait_for(f"{count} messages in {url}", arrived)
    return messages
