"""The receiving end of a lane: one contract, kept in memory and on SQS."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import pytest
from esteira.adapters.memory.inbox import MemoryInbox
from esteira.adapters.sqs.inbox import SqsInbox
from esteira.domain.deliveries import Delivery
from esteira.errors import QueueUnavailable
from esteira.use_cases.ports.inbox import Inbox

from tests.making import HandClock, delivery
from tests.services.queues import make_lane, sqs_client
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class World(Protocol):
    """A queue whose messages come back a second after they were received."""

    @property
    def inbox(self) -> Inbox: ...

    def send(self, *bodies: str) -> None:
        """Puts messages on the queue."""

    def receive_later(self) -> Sequence[Delivery]:
        """Receives when something comes back, within a few seconds."""


class MemoryWorld:
    def __init__(self) -> None:
        self.clock = HandClock()
        self.inbox = MemoryInbox(self.clock, visibility_seconds=1)
        self.send = self.inbox.send

    def receive_later(self) -> Sequence[Delivery]:
        self.clock.forward(2)
        return self.inbox.receive(100, wait_seconds=0)


class SqsWorld:
    def __init__(self, client: "SQSClient") -> None:
        self.client = client
        self.url = make_lane(client, visibility_seconds=4).queue_url
        self.inbox = SqsInbox(client, self.url)

    def send(self, *bodies: str) -> None:
        for body in bodies:
            self.client.send_message(QueueUrl=self.url, MessageBody=body)

    def receive_later(self) -> Sequence[Delivery]:
        return wait_for("something comes back", lambda: self.inbox.receive(100, wait_seconds=0), within_seconds=10)


@pytest.fixture
def on_sqs(sqs_endpoint: str) -> SqsWorld:
    return SqsWorld(sqs_client(sqs_endpoint))


@pytest.fixture(params=["memory", "sqs"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "memory":
        return MemoryWorld()
    kept: World = request.getfixturevalue("on_sqs")
    return kept


def receive(world: World, limit: int = 100) -> Sequence[Delivery]:
    return world.inbox.receive(limit, wait_seconds=0)


def test_many_messages_are_received_at_once(world: World) -> None:
    world.send(*(f"body {n}" for n in range(25)))

    received = receive(world)

    assert {one.body for one in received} == {f"body {n}" for n in range(25)}
    assert {one.attempt for one in received} == {1}


def test_no_more_are_received_than_asked_for(world: World) -> None:
    world.send(*(f"body {n}" for n in range(25)))

    assert len(receive(world, limit=13)) == 13


def test_an_empty_queue_gives_nothing(world: World) -> None:
    assert list(receive(world)) == []


def test_what_is_acknowledged_never_comes_back(world: World) -> None:
    world.send("one", "two")
    first, second = receive(world)

    refused = world.inbox.acknowledge([first])
    later = world.receive_later()

    assert refused == 0
    assert [one.body for one in later] == [second.body]


def test_what_is_neither_acknowledged_nor_hidden_comes_back_with_a_count_more(world: World) -> None:
    world.send("one")
    (first,) = receive(world)

    (again,) = world.receive_later()

    assert (again.sqs_message_id, again.attempt) == (first.sqs_message_id, 2)


def test_what_is_hidden_for_no_time_comes_back_at_once(world: World) -> None:
    world.send(*(f"body {n}" for n in range(25)))
    received = receive(world)

    refused = world.inbox.hide([(one, 0) for one in received])

    assert refused == 0
    assert len(receive(world)) == 25


def test_what_is_hidden_for_long_stays_away(world: World) -> None:
    world.send("long", "short")
    delays = {"long": 100, "short": 0}

    world.inbox.hide([(one, delays[one.body]) for one in receive(world)])

    assert [one.body for one in world.receive_later()] == ["short"]


def test_a_message_that_the_queue_does_not_know_is_counted_and_does_no_harm(world: World) -> None:
    world.send("one")
    (known,) = receive(world)

    assert world.inbox.hide([(delivery("never sent"), 5), (known, 0)]) == 1
    assert [one.body for one in receive(world)] == ["one"]


def test_a_queue_that_is_not_there_is_said_to_be_unavailable(sqs_endpoint: str) -> None:
    inbox = SqsInbox(sqs_client(sqs_endpoint), f"{sqs_endpoint}/123456789012/no-such-lane")

    with pytest.raises(QueueUnavailable):
        inbox.receive(10, wait_seconds=0)
    assert inbox.hide([(delivery("body"), 5)] * 12) == 12
