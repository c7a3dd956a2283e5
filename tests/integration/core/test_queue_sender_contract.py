"""Contract of `QueueSender`: the in-memory twin and SQS."""

from collections.abc import Sequence
from typing import Protocol

import pytest
from esteira.core.errors import QueueUnavailable
from esteira.core.queue.memory import MemoryQueueSender
from esteira.core.queue.ports import QueueSender
from esteira.core.queue.sqs_sender import SqsQueueSender, sending_client

from tests.harness.ports import free_port
from tests.harness.queues import make_lane, messages_in, sqs_client


class SenderSetup(Protocol):
    """A queue, and the bodies in it."""

    @property
    def queue(self) -> QueueSender: ...

    def bodies(self) -> Sequence[str]: ...


class MemorySenderSetup:
    def __init__(self) -> None:
        self.queue = MemoryQueueSender()

    def bodies(self) -> Sequence[str]:
        return self.queue.bodies


class SqsSenderSetup:
    def __init__(self, endpoint: str) -> None:
        self._client = sqs_client(endpoint)
        self._url = make_lane(self._client).queue_url
        self.queue = SqsQueueSender(self._client, self._url)

    def bodies(self) -> Sequence[str]:
        return [message["Body"] for message in messages_in(self._client, self._url)]


@pytest.fixture(params=["memory", "sqs"])
def setup(request: pytest.FixtureRequest) -> SenderSetup:
    """On LocalStack, since moto accepts any character."""
    return MemorySenderSetup() if request.param == "memory" else SqsSenderSetup(request.getfixturevalue("localstack"))


def test_a_batch_is_accepted_and_the_reply_lists_each_message(setup: SenderSetup) -> None:
    reply = setup.queue.send(["one", "Açúcar", "three"])

    assert (reply.taken, dict(reply.refused)) == (frozenset({0, 1, 2}), {})
    assert sorted(setup.bodies()) == ["Açúcar", "one", "three"]


def test_a_body_with_a_forbidden_character_is_refused_without_affecting_others(setup: SenderSetup) -> None:
    reply = setup.queue.send(["one", "\uffff", "three"])

    assert (reply.taken, set(reply.refused)) == (frozenset({0, 2}), {1})
    assert sorted(setup.bodies()) == ["one", "three"]


def test_a_body_larger_than_the_limit_is_refused(setup: SenderSetup) -> None:
    limit = setup.queue.max_message_bytes()

    reply = setup.queue.send(["x" * (limit + 1)])

    assert (reply.taken, set(reply.refused)) == (frozenset(), {0})


def test_a_body_of_exactly_the_limit_is_accepted(setup: SenderSetup) -> None:
    limit = setup.queue.max_message_bytes()

    reply = setup.queue.send(["x" * limit])

    assert reply.taken == frozenset({0})


def test_an_unreachable_queue_is_unavailable() -> None:
    url = f"http://127.0.0.1:{free_port()}/000000000000/orders"
    queue = SqsQueueSender(sending_client(url, requests_in_flight=1), url)

    with pytest.raises(QueueUnavailable):
        queue.send(["one"])


def test_a_queue_that_does_not_exist_is_unavailable(localstack: str) -> None:
    queue = SqsQueueSender(sqs_client(localstack), f"{localstack}/000000000000/none")

    with pytest.raises(QueueUnavailable):
        queue.max_message_bytes()


def test_a_message_carries_the_group_of_its_source_or_provider_wherever_it_comes_from(localstack: str) -> None:
    client = sqs_client(localstack)
    url = make_lane(client).queue_url

    SqsQueueSender(client, url).send(
        ['{"source":"shop"}', '{"source":"shop","provider":"acme"}', '{"id":1}', "no JSON"]
    )

    messages = messages_in(client, url)
    groups = {message["Body"]: message["Attributes"].get("MessageGroupId") for message in messages}
    assert list(groups.values()) == ["shop", "acme", None, None]


def test_a_sender_of_one_group_gives_it_to_every_message(localstack: str) -> None:
    client = sqs_client(localstack)
    url = make_lane(client).queue_url

    SqsQueueSender(client, url, group="shop").send(['{"source":"shop"}', "no JSON"])

    assert {message["Attributes"]["MessageGroupId"] for message in messages_in(client, url)} == {"shop"}
