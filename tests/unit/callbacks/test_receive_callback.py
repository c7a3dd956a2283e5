"""A notification is stored once and sent once; an unavailable queue delays it without loss."""

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from esteira.callbacks.callback import MAX_BODY_BYTES, Callback, Key, Notification, Reception
from esteira.callbacks.memory import MemoryCallbackRepository
from esteira.callbacks.receive_callback import (
    CallbackReceipt,
    CallbackRequest,
    ReceiveCallbackDeps,
    receive_callback,
)
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.decoding import decoded
from esteira.core.errors import (
    BadRequest,
    BadSignature,
    Conflict,
    NotFound,
    QueueUnavailable,
    TargetUnavailable,
    TooLarge,
)
from esteira.core.messages import PaymentMessage, decode
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.memory import MemoryQueueSender
from esteira.core.queue.ports import QueueSender

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import NOTIFICATION
from tests.fixtures.providers import provider as signing_with

SECRET = "a-secret-of-acmepay"
EVENT = NOTIFICATION | {"occurred_at": "2026-07-01T09:00:00-03:00"}


class UnavailableQueue(MemoryQueueSender):
    """A queue that cannot be reached."""

    calls = 0

    def send(self, bodies: Sequence[str]) -> BatchReply:
        del bodies
        self.calls += 1
        raise QueueUnavailable


class UnavailableOnRelease(MemoryCallbackRepository):
    """A database that fails after the callback is stored."""

    def release(self, keys: Sequence[Key]) -> None:
        del keys
        raise TargetUnavailable


class UnavailableCallbacks(MemoryCallbackRepository):
    """A database that cannot be reached."""

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
            providers={"acmepay": signing_with(SECRET)},
            repository=self.repository,
            queue=queue or self.queue,
            clock=self.clock,
        )

    def deliver(self, body: bytes, *, provider: str = "acmepay", signature: str | None = None) -> CallbackReceipt:
        signed = sign(body, secret=SECRET, at=READ_AT) if signature is None else signature
        request = CallbackRequest(provider=provider, headers={HEADER: signed}, body=body)
        return receive_callback(self.receive_deps, request, partial(decoded, model=Notification))

    def event(self, **changed: Any) -> CallbackReceipt:
        return self.deliver(json.dumps(EVENT | changed).encode())

    def due(self) -> Sequence[Callback]:
        """What the sweep would send now."""
        return self.repository.claim_due(limit=9, first_wait=timedelta(minutes=30))


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

    assert [each.duplicate for each in received] == [False, True]
    assert len(fixture.queue.bodies) == 1


def test_the_same_event_with_other_contents_is_a_conflict() -> None:
    fixture = ReceiveFixture()
    fixture.event()

    with pytest.raises(Conflict):
        fixture.event(state="refunded")

    assert len(fixture.queue.bodies) == 1


def test_a_conflict_tells_what_was_accepted_before_and_which_fields_differ() -> None:
    fixture = ReceiveFixture()
    fixture.event()

    with pytest.raises(Conflict, match="another state and another amount") as refused:
        fixture.event(state="refunded", amount="1.50")

    accepted = refused.value.accepted or {}
    assert (accepted["source_id"], accepted["state"], accepted["amount"]) == ("1", "paid", "10.00")


def test_with_the_queue_down_the_callback_is_accepted_and_left_to_the_sweep() -> None:
    fixture = ReceiveFixture(queue=UnavailableQueue())

    received = fixture.event()

    assert not received.duplicate
    assert [each.event_id for each in fixture.due()] == ["e1"]


def test_a_callback_that_the_queue_rejects_is_left_to_the_sweep() -> None:
    fixture = ReceiveFixture(queue=MemoryQueueSender(max_message_bytes=1))

    fixture.event()

    assert [each.event_id for each in fixture.due()] == ["e1"]


def test_a_queue_known_to_be_down_is_not_called() -> None:
    queue = UnavailableQueue()
    fixture = ReceiveFixture(queue=queue)

    for number in range(10):
        fixture.event(event_id=f"e{number}")

    assert (queue.calls, len(fixture.due())) == (3, 9)


def test_a_callback_that_can_be_neither_sent_nor_released_is_due_after_the_wait() -> None:
    clock = HandClock()
    repository = UnavailableOnRelease(clock)
    fixture = ReceiveFixture(queue=UnavailableQueue(), repository=repository)

    fixture.event()
    at_once = fixture.due()
    clock.forward(1800)

    assert (list(at_once), [each.event_id for each in fixture.due()]) == ([], ["e1"])


def test_without_a_database_the_callback_is_refused() -> None:
    fixture = ReceiveFixture(repository=UnavailableCallbacks())

    with pytest.raises(TargetUnavailable):
        fixture.event()

    assert fixture.queue.bodies == []


def test_size_provider_signature_and_contents_are_checked_in_this_order() -> None:
    fixture = ReceiveFixture()
    large, small = b"x" * (MAX_BODY_BYTES + 1), b"no json"

    refusals: list[type[Exception]] = []
    for body, provider, signature in [
        (large, "unknown", ""),
        (small, "unknown", ""),
        (small, "acmepay", ""),
        (small, "acmepay", None),
    ]:
        with pytest.raises((TooLarge, NotFound, BadSignature, BadRequest)) as refusal:
            fixture.deliver(body, provider=provider, signature=signature)
        refusals.append(refusal.type)

    assert refusals == [TooLarge, NotFound, BadSignature, BadRequest]
    assert fixture.repository.kept == {}


def test_a_body_of_the_maximum_size_is_accepted() -> None:
    body = json.dumps(EVENT).encode().ljust(MAX_BODY_BYTES)

    assert not ReceiveFixture().deliver(body).duplicate
