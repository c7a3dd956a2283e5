"""A notification is stored once and sent once; an unavailable queue delays it without loss."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from esteira.callbacks.callback import MAX_BODY_BYTES, Callback, Key, Notification, Reception
from esteira.callbacks.memory import MemoryCallbackRepository
from esteira.callbacks.ports import CallbackRepository
from esteira.callbacks.receive_callback import (
    CallbackProvider,
    CallbackReceipt,
    CallbackRequest,
    ReceiveCallbackDeps,
    receive_callback,
)
from esteira.callbacks.signatures import sign
from esteira.core.errors import BadSignature, Conflict, NotFound, QueueUnavailable, TargetUnavailable, TooLarge
from esteira.core.messages import PaymentMessage, decode
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.memory import MemoryQueueSender
from esteira.core.queue.ports import QueueSender
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import NOTIFICATION

SECRET = "a-secret-of-acmepay"
EVENT = NOTIFICATION | {"occurred_at": "2026-07-01T09:00:00-03:00"}


class UnreachableQueue(MemoryQueueSender):
    """A queue that does not answer."""

    asked = 0

    def send(self, bodies: Sequence[str]) -> BatchReply:
        del bodies
        self.asked += 1
        raise QueueUnavailable


class LostOnRelease(MemoryCallbackRepository):
    """A database that fails after the callback is stored."""

    def release(self, keys: Sequence[Key]) -> None:
        del keys
        raise TargetUnavailable


class UnreachableCallbacks(MemoryCallbackRepository):
    """A database that does not answer."""

    def keep(self, callback: Callback) -> Reception:
        del callback
        raise TargetUnavailable


class ReceiveFixture:
    """In-memory dependencies of `receive_callback`, and the results of deliveries."""

    def __init__(self, *, queue: QueueSender | None = None, repository: MemoryCallbackRepository | None = None) -> None:
        self.clock = HandClock()
        self.queue = MemoryQueueSender()
        self.repository = repository or MemoryCallbackRepository(self.clock)
        self.receive_deps = ReceiveCallbackDeps(
            providers={"acmepay": CallbackProvider(secret=SecretStr(SECRET), tolerance=timedelta(minutes=5))},
            repository=self.repository,
            queue=queue or self.queue,
            clock=self.clock,
        )

    def deliver(self, body: bytes, *, provider: str = "acmepay", signature: str | None = None) -> CallbackReceipt:
        signed = sign(body, secret=SECRET, at=READ_AT) if signature is None else signature
        delivered = CallbackRequest(provider=provider, signature=signed, body=body)
        return receive_callback(self.receive_deps, delivered, Notification.model_validate_json)

    def event(self, **changed: Any) -> CallbackReceipt:
        return self.deliver(json.dumps(EVENT | changed).encode())

    def lost(self, repository: CallbackRepository | None = None) -> Sequence[Callback]:
        return (repository or self.repository).claim_due(limit=9, first_patience=timedelta(minutes=30))


def test_a_new_callback_is_kept_and_its_message_sent() -> None:
    fixture = ReceiveFixture()

    received = fixture.event()

    (body,) = fixture.queue.bodies
    message = decode(PaymentMessage, body)
    assert received == CallbackReceipt(provider="acmepay", event_id="e1", duplicate=False)
    assert list(fixture.repository.kept) == [("acmepay", "e1")]
    assert (message.provider, message.event_id, message.source_id, message.state) == ("acmepay", "e1", 1, "paid")
    assert message.occurred_at == READ_AT


def test_the_same_event_again_is_a_duplicate_and_nothing_is_sent() -> None:
    fixture = ReceiveFixture()

    received = [fixture.event(), fixture.event(amount=10)]

    assert [one.duplicate for one in received] == [False, True]
    assert len(fixture.queue.bodies) == 1


def test_the_same_event_with_other_contents_is_a_conflict() -> None:
    fixture = ReceiveFixture()
    fixture.event()

    with pytest.raises(Conflict):
        fixture.event(state="refunded")

    assert len(fixture.queue.bodies) == 1


def test_with_the_queue_down_the_provider_is_answered_and_the_sweep_finds_the_callback() -> None:
    fixture = ReceiveFixture(queue=UnreachableQueue())

    received = fixture.event()

    assert not received.duplicate
    assert [one.event_id for one in fixture.lost()] == ["e1"]


def test_a_queue_that_takes_no_message_leaves_it_to_the_sweep() -> None:
    fixture = ReceiveFixture(queue=MemoryQueueSender(max_message_bytes=1))

    fixture.event()

    assert [one.event_id for one in fixture.lost()] == ["e1"]


def test_a_queue_known_to_be_down_is_not_called() -> None:
    queue = UnreachableQueue()
    fixture = ReceiveFixture(queue=queue)

    for number in range(10):
        fixture.event(event_id=f"e{number}")

    assert (queue.asked, len(fixture.lost())) == (3, 9)


def test_a_callback_that_can_be_neither_sent_nor_released_is_found_when_nothing_is_heard_of_it() -> None:
    clock = HandClock()
    repository = LostOnRelease(clock)
    fixture = ReceiveFixture(queue=UnreachableQueue(), repository=repository)

    fixture.event()
    at_once = fixture.lost()
    clock.forward(1800)

    assert (list(at_once), [one.event_id for one in fixture.lost()]) == ([], ["e1"])


def test_without_a_database_the_provider_is_told_to_come_again() -> None:
    fixture = ReceiveFixture(repository=UnreachableCallbacks())

    with pytest.raises(TargetUnavailable):
        fixture.event()

    assert fixture.queue.bodies == []


def test_size_is_looked_at_before_provider_and_provider_before_signature_and_signature_before_contents() -> None:
    fixture = ReceiveFixture()
    large, small = b"x" * (MAX_BODY_BYTES + 1), b"no json"

    refusals: list[type[Exception]] = []
    for body, provider, signature in [
        (large, "nobody", ""),
        (small, "nobody", ""),
        (small, "acmepay", ""),
        (small, "acmepay", None),
    ]:
        with pytest.raises((TooLarge, NotFound, BadSignature, ValueError)) as refusal:
            fixture.deliver(body, provider=provider, signature=signature)
        refusals.append(refusal.type)

    assert refusals[:3] == [TooLarge, NotFound, BadSignature]
    assert issubclass(refusals[3], ValueError)
    assert fixture.repository.kept == {}


def test_a_body_of_the_largest_size_is_let_in() -> None:
    body = json.dumps(EVENT).encode().ljust(MAX_BODY_BYTES)

    assert not ReceiveFixture().deliver(body).duplicate
