"""Contract of `QueueDepthReader`: the in-memory twin and SQS count the messages of a queue alike."""

from typing import TYPE_CHECKING, Protocol

import pytest
from esteira.core.errors import QueueUnavailable
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader
from esteira.core.queue.ports import QueueDepthReader
from esteira.core.queue.sqs_depth import SqsQueueDepthReader

from tests.harness.queues import make_lane, sqs_client

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class QueueSetup(Protocol):
    """A queue without consumers, and its depth reader."""

    @property
    def depth_reader(self) -> QueueDepthReader: ...

    def hold(self, *, visible: int = 0, in_flight: int = 0, delayed: int = 0) -> None:
        """Put so many messages of each kind into the empty queue."""


class MemoryQueueSetup:
    def __init__(self) -> None:
        self.depth_reader = MemoryQueueDepthReader()

    def hold(self, *, visible: int = 0, in_flight: int = 0, delayed: int = 0) -> None:
        self.depth_reader.reading = QueueDepth(visible=visible, in_flight=in_flight, delayed=delayed)


class SqsQueueSetup:
    def __init__(self, client: "SQSClient") -> None:
        self._client = client
        self._url = make_lane(client, visibility_seconds=600).queue_url
        self.depth_reader = SqsQueueDepthReader(client, self._url)

    def hold(self, *, visible: int = 0, in_flight: int = 0, delayed: int = 0) -> None:
        self._send(in_flight)
        for _ in range(in_flight):
            self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=1, WaitTimeSeconds=0)
        self._send(visible)
        self._send(delayed, delay_seconds=600)

    def _send(self, count: int, *, delay_seconds: int = 0) -> None:
        for _ in range(count):
            self._client.send_message(QueueUrl=self._url, MessageBody="body", DelaySeconds=delay_seconds)


@pytest.fixture
def on_sqs(sqs_endpoint: str) -> SqsQueueSetup:
    return SqsQueueSetup(sqs_client(sqs_endpoint))


@pytest.fixture(params=["memory", "sqs"])
def setup(request: pytest.FixtureRequest) -> QueueSetup:
    if request.param == "memory":
        return MemoryQueueSetup()
    on_sqs: QueueSetup = request.getfixturevalue("on_sqs")
    return on_sqs


def test_an_empty_queue_holds_nothing(setup: QueueSetup) -> None:
    assert setup.depth_reader.read() == QueueDepth()


def test_visible_received_and_delayed_messages_are_counted_separately(setup: QueueSetup) -> None:
    setup.hold(visible=3, in_flight=2, delayed=1)

    reading = setup.depth_reader.read()

    assert reading == QueueDepth(visible=3, in_flight=2, delayed=1)
    assert reading.total == 6


def test_reading_changes_nothing(setup: QueueSetup) -> None:
    setup.hold(visible=2)

    assert [setup.depth_reader.read(), setup.depth_reader.read()] == [QueueDepth(visible=2)] * 2


def test_a_queue_that_does_not_exist_is_reported_as_unavailable(sqs_endpoint: str) -> None:
    depth_reader = SqsQueueDepthReader(sqs_client(sqs_endpoint), f"{sqs_endpoint}/123456789012/no-such-lane")

    with pytest.raises(QueueUnavailable):
        depth_reader.read()
