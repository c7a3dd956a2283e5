"""A queue whose messages go to the function `probe.keep`, and the events that arrived there."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import DeployedFunction, Deployer

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BYTES_AT_ONCE = 1_000_000
"""SQS takes 1 MiB in one request."""


@dataclass(frozen=True, kw_only=True)
class MappedQueue:
    """The queue, its function, and the file of the events."""

    sqs: "SQSClient" = field(repr=False)
    url: str
    function: DeployedFunction
    kept: Path

    def send(self, bodies: Iterable[str], **options: Any) -> None:
        """Send the bodies in their order."""
        for portion in _portions(bodies):
            entries = [{"Id": str(number), "MessageBody": body, **options} for number, body in enumerate(portion)]
            self.sqs.send_message_batch(QueueUrl=self.url, Entries=entries)  # type: ignore[arg-type]

    def deliver(self, **options: Any) -> str:
        """Start to deliver, in batches of up to 1,000 messages. Returns the mapping's id."""
        found = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        window: dict[str, Any] = {} if self.url.endswith(".fifo") else {"MaximumBatchingWindowInSeconds": 1}
        mapping = self.function.client.create_event_source_mapping(
            FunctionName=self.function.name,
            EventSourceArn=found["Attributes"]["QueueArn"],
            BatchSize=10 if self.url.endswith(".fifo") else 1000,
            FunctionResponseTypes=["ReportBatchItemFailures"],
            **window,
            **options,
        )
        return mapping["UUID"]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events that arrived, in their order. A line that is still being written is left out."""
        *lines, _ = self.kept.read_text().split("\n") if self.kept.exists() else [""]
        return [json.loads(line) for line in lines]

    def received(self, count: int) -> list[dict[str, Any]]:
        """Wait for this many records, and return all records that arrived."""

        def arrived() -> list[dict[str, Any]]:
            records = [record for event in self.events for record in event["Records"]]
            return records if len(records) >= count else []

        return wait_for(f"{count} records", arrived)

    def await_empty(self) -> None:
        """Wait until the queue holds no message, hidden ones included."""
        wait_for(f"{self.url} is empty", lambda: not self._messages("", "NotVisible"))

    def in_hand(self) -> int:
        """The number of messages that were received and not deleted yet."""
        return self._messages("NotVisible")

    def _messages(self, *kinds: str) -> int:
        names: Any = [f"ApproximateNumberOfMessages{kind}" for kind in kinds]
        counts = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(map(int, counts.values()))


def mapped_queue(
    sqs: "SQSClient",
    deploy: Deployer,
    folder: Path,
    *,
    visibility_seconds: int = 30,
    fifo: bool = False,
    seconds: float = 0,
) -> MappedQueue:
    """Create a queue and a function that takes `seconds` for each event. Nothing is delivered before `deliver`."""
    suffix, kind = (".fifo", {"FifoQueue": "true", "ContentBasedDeduplication": "true"}) if fifo else ("", {})
    attributes = {"VisibilityTimeout": str(visibility_seconds), **kind}
    url = sqs.create_queue(QueueName=f"{uuid.uuid4().hex}{suffix}", Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]
    kept = folder / "events.jsonl"
    environment = {"KEPT": str(kept), "SECONDS": str(seconds)}
    function = deploy("probe.keep", memory_mb=512, environment=environment)
    return MappedQueue(sqs=sqs, url=url, function=function, kept=kept)


def receives(records: Iterable[dict[str, Any]]) -> set[int]:
    """The receive counts of these records."""
    return {int(record["attributes"]["ApproximateReceiveCount"]) for record in records}


def _portions(bodies: Iterable[str]) -> Iterable[Sequence[str]]:
    portion: list[str] = []
    for body in bodies:
        if portion and (len(portion) == 10 or sum(len(each.encode()) for each in [*portion, body]) > BYTES_AT_ONCE):
            yield portion
            portion = []
        portion.append(body)
    yield portion
