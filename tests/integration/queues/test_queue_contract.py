"""Contract of `QueuePeeker` and `QueuePurger`: the twin and LocalStack look into a queue and purge it alike."""

import pytest
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from esteira.queues.memory import MemoryQueue
from esteira.queues.queue import MessageState, QueuedMessage
from esteira.queues.sqs import LocalStackPeeker, SqsPurger, peeking

from tests.fixtures.clock import READ_AT
from tests.harness.queues import make_lane, sqs_client


class MemorySetup:
    """A queue in memory with a message of each state."""

    def __init__(self) -> None:
        held = [
            QueuedMessage(
                sqs_message_id=state.value,
                body=state.value,
                receives=int(state is MessageState.IN_FLIGHT),
                sent_at=READ_AT,
                state=state,
            )
            for state in MessageState
        ]
        self.peeker = self.purger = self.depth = MemoryQueue(held=held)


class LocalStackSetup:
    """The same on LocalStack."""

    def __init__(self, endpoint: str) -> None:
        client = sqs_client(endpoint)
        url = make_lane(client, visibility_seconds=600).queue_url
        client.send_message(QueueUrl=url, MessageBody="in_flight")
        client.receive_message(QueueUrl=url, WaitTimeSeconds=1)
        client.send_message(QueueUrl=url, MessageBody="visible")
        client.send_message(QueueUrl=url, MessageBody="delayed", DelaySeconds=600)
        self.peeker = LocalStackPeeker(peeking(sqs_client(endpoint)), url)
        self.purger = SqsPurger(client, url)
        self.depth = SqsQueueDepthReader(client, url)


Setup = MemorySetup | LocalStackSetup


@pytest.fixture(params=["memory", "localstack"])
def setup(request: pytest.FixtureRequest) -> Setup:
    if request.param == "memory":
        return MemorySetup()
    return LocalStackSetup(request.getfixturevalue("localstack"))


def test_messages_of_every_state_are_seen(setup: Setup) -> None:
    found = setup.peeker.messages() or ()

    assert {(message.body, message.state, message.receives) for message in found} == {
        ("visible", MessageState.VISIBLE, 0),
        ("in_flight", MessageState.IN_FLIGHT, 1),
        ("delayed", MessageState.DELAYED, 0),
    }


def test_looking_twice_shows_the_same_and_changes_no_count(setup: Setup) -> None:
    before = setup.depth.read()

    assert setup.peeker.messages() == setup.peeker.messages()
    assert setup.depth.read() == before


def test_a_purge_deletes_messages_of_every_state(setup: Setup) -> None:
    setup.purger.purge()

    assert setup.depth.read().total == 0
    assert not setup.peeker.messages()


def test_an_emulator_that_cannot_be_looked_into_receives_nothing(sqs_endpoint: str) -> None:
    client = sqs_client(sqs_endpoint)
    url = make_lane(client).queue_url
    client.send_message(QueueUrl=url, MessageBody="body")

    assert LocalStackPeeker(peeking(sqs_client(sqs_endpoint)), url).messages() is None
    assert SqsQueueDepthReader(client, url).read().visible == 1
