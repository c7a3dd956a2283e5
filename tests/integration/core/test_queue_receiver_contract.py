"""Contract of `QueueReceiver`: the in-memory twin and SQS."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

import pytest
from esteira.core.errors import QueueUnavailable
from esteira.core.queue.memory import MemoryQueueReceiver
from esteira.core.queue.ports import QueueReceiver
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.queue.sqs_receiver import SqsQueueReceiver

from tests.fixtures.clock import HandClock
from tests.fixtures.messages import received_message
from tests.harness.queues import make_lane, sqs_client
from tests.harness.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class ReceiverSetup(Protocol):
    """A queue with a short visibility timeout."""

    @property
    def queue_receiver(self) -> QueueReceiver: ...

    def send(self, *bodies: str) -> None:
        """Put messages on the queue."""

    def hide_for_long(self) -> None:
        """Make the visibility timeout longer than the test, however slow the machine is."""

    def receive_later(self) -> Sequence[ReceivedMessage]:
        """Wait until a message becomes visible again, and receive it."""


class MemoryReceiverSetup:
    def __init__(self) -> None:
        self.clock = HandClock()
        self.queue_receiver = MemoryQueueReceiver(self.clock, visibility_seconds=1)
        self.send = self.queue_receiver.send

    def hide_for_long(self) -> None:
        """Time passes only by hand."""

    def receive_later(self) -> Sequence[ReceivedMessage]:
        self.clock.forward(2)
        return self.queue_receiver.receive(100, wait_seconds=0)


class SqsReceiverSetup:
    def __init__(self, client: "SQSClient") -> None:
        self.client = client
        self.url = make_lane(client, visibility_seconds=4).queue_url
        self.queue_receiver = SqsQueueReceiver(client, self.url)

    def send(self, *bodies: str) -> None:
        for body in bodies:
            self.client.send_message(QueueUrl=self.url, MessageBody=body)

    def hide_for_long(self) -> None:
        self.client.set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": "600"})

    def receive_later(self) -> Sequence[ReceivedMessage]:
        return wait_for("a message is visible again", lambda: self.queue_receiver.receive(100, wait_seconds=0))


@pytest.fixture
def on_sqs(sqs_endpoint: str) -> SqsReceiverSetup:
    return SqsReceiverSetup(sqs_client(sqs_endpoint))


@pytest.fixture(params=["memory", "sqs"])
def setup(request: pytest.FixtureRequest) -> ReceiverSetup:
    if request.param == "memory":
        return MemoryReceiverSetup()
    on_sqs: ReceiverSetup = request.getfixturevalue("on_sqs")
    return on_sqs


def receive(setup: ReceiverSetup, limit: int = 100) -> Sequence[ReceivedMessage]:
    return setup.queue_receiver.receive(limit, wait_seconds=0)


def test_many_messages_are_received_at_once(setup: ReceiverSetup) -> None:
    setup.hide_for_long()
    setup.send(*(f"body {n}" for n in range(25)))

    received = receive(setup)

    # A standard queue may deliver a message twice, so the first delivery of each counts.
    attempts = {message.body: message.attempt for message in sorted(received, key=attrgetter("attempt"), reverse=True)}
    assert attempts == {f"body {n}": 1 for n in range(25)}


def test_no_more_messages_are_received_than_the_limit(setup: ReceiverSetup) -> None:
    setup.send(*(f"body {n}" for n in range(25)))

    assert len(receive(setup, limit=13)) == 13


def test_an_empty_queue_returns_no_messages(setup: ReceiverSetup) -> None:
    assert list(receive(setup)) == []


def test_an_acknowledged_message_is_not_received_again(setup: ReceiverSetup) -> None:
    setup.send("one", "two")
    first, second = receive(setup)

    refused = setup.queue_receiver.acknowledge([first])
    later = setup.receive_later()

    assert refused == 0
    assert [message.body for message in later] == [second.body]


def test_an_unacknowledged_message_becomes_visible_again_with_a_higher_count(setup: ReceiverSetup) -> None:
    setup.send("one")
    (first,) = receive(setup)

    (again,) = setup.receive_later()

    assert (again.sqs_message_id, again.attempt) == (first.sqs_message_id, 2)


def test_a_visibility_of_0_makes_messages_visible_at_once(setup: ReceiverSetup) -> None:
    setup.send(*(f"body {n}" for n in range(25)))
    received = receive(setup)

    refused = setup.queue_receiver.change_visibility([(message, 0) for message in received])

    assert refused == 0
    # A standard queue may deliver a message twice, so messages are compared and not counted.
    assert {message.sqs_message_id for message in receive(setup)} == {message.sqs_message_id for message in received}


def test_a_long_visibility_keeps_a_message_invisible(setup: ReceiverSetup) -> None:
    setup.send("long", "short")
    delays = {"long": 100, "short": 0}

    setup.queue_receiver.change_visibility([(message, delays[message.body]) for message in receive(setup)])

    assert [message.body for message in setup.receive_later()] == ["short"]


def test_an_unknown_message_is_counted_as_refused_without_affecting_others(setup: ReceiverSetup) -> None:
    setup.send("one")
    (known,) = receive(setup)

    assert setup.queue_receiver.change_visibility([(received_message("never sent"), 5), (known, 0)]) == 1
    assert [message.body for message in receive(setup)] == ["one"]


def test_a_queue_that_does_not_exist_is_unavailable(sqs_endpoint: str) -> None:
    queue_receiver = SqsQueueReceiver(sqs_client(sqs_endpoint), f"{sqs_endpoint}/123456789012/no-such-lane")

    with pytest.raises(QueueUnavailable):
        queue_receiver.receive(10, wait_seconds=0)
    assert queue_receiver.change_visibility([(received_message("body"), 5)] * 12) == 12
