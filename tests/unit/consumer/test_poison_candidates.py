"""A poison candidate is applied alone, after all other messages are committed and acknowledged."""

from collections.abc import Sequence
from contextlib import nullcontext, suppress

import pytest
from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.memory import MemoryOrderTarget
from esteira.consumer.outcomes import FailureKind, Outcome, failed
from esteira.consumer.poison import has_recorded_failure, needs_recorded_failure
from esteira.consumer.process_batch import process_batch
from esteira.core.messages import OrderMessage, encode
from esteira.core.queue.received_message import ReceivedMessage

from tests.fixtures.messages import order, received_message
from tests.fixtures.orders_consumer import OrdersFixture


class ProcessKilled(BaseException):
    """Simulates the end of the process. No handler catches it."""


class KillingTarget(MemoryOrderTarget):
    """Raises for the product `crash`, and records the batches."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[int]] = []

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        self.batches.append([parsed.message.source_id for parsed in parsed_messages])
        if any(parsed.message.payload.product == "crash" for parsed in parsed_messages):
            raise ProcessKilled
        return super().apply(parsed_messages)


class Isolation:
    """Contains a crash, as a child process does."""

    def __init__(self, target: KillingTarget) -> None:
        self._target = target

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        try:
            return self._target.apply(parsed_messages)
        except ProcessKilled:
            return [failed(FailureKind.KILLED, "Its process ended: SIGKILL.")]


def fixture_with(target: KillingTarget, *, simulate: bool = False) -> OrdersFixture:
    return OrdersFixture(simulate=simulate, target=target, subprocess_target=lambda: nullcontext(Isolation(target)))


def process(fixture: OrdersFixture, *received_messages: ReceivedMessage) -> None:
    process_batch(fixture.consumer, received_messages, remaining_seconds=lambda: 30)


def received(message: OrderMessage, attempt: int) -> ReceivedMessage:
    return received_message(encode(message), attempt=attempt)


def failure_at(attempt: int, kind: FailureKind = FailureKind.UNAVAILABLE) -> RecordedFailure[OrderMessage]:
    return RecordedFailure(message=order(1), attempt=attempt, error=f"{kind}: something")


@pytest.mark.parametrize(
    ("attempt", "first_effect", "recorded", "poison_candidate"),
    [
        (1, 1, None, False),
        (2, 1, None, False),
        (3, 1, None, True),
        (3, 1, failure_at(1), True),
        (3, 1, failure_at(2), False),
        (3, 1, failure_at(2, FailureKind.KILLED), True),
        (3, 1, failure_at(2, FailureKind.OUT_OF_TIME), True),
        (5, 5, None, False),
        (5, 4, failure_at(4), False),
        (5, 4, failure_at(3), True),
        (4, 3, failure_at(5), False),
    ],
)
def test_a_poison_candidate_was_received_often_and_has_no_recorded_failure(
    attempt: int, first_effect: int, recorded: RecordedFailure[OrderMessage] | None, poison_candidate: bool
) -> None:
    assert (
        needs_recorded_failure(attempt, first_effect) and not has_recorded_failure(attempt, recorded)
    ) == poison_candidate


def test_poison_candidates_are_applied_alone_after_all_others() -> None:
    target = KillingTarget()

    process(
        fixture_with(target), received(order(1), 5), received(order(2), 1), received(order(3), 3), received(order(4), 2)
    )

    assert target.batches == [[2, 4], [1], [3]]


def test_the_others_are_acknowledged_before_a_poison_candidate_is_applied() -> None:
    target = KillingTarget()
    fixture = fixture_with(target)
    queued = fixture.receive(order(1))

    process(fixture, *queued, received(order(2), 3))

    assert len(fixture.queue_receiver) == 0


def test_an_order_with_its_last_failure_recorded_is_applied_with_the_others() -> None:
    target = KillingTarget()
    target.record_failures([failure_at(3)])

    process(fixture_with(target), received(order(1), 4), received(order(2), 1))

    assert target.batches == [[1, 2]]


def test_an_order_with_a_simulated_failure_is_no_poison_candidate() -> None:
    target = KillingTarget()

    process(fixture_with(target, simulate=True), received(order(1, needed=5), 5), received(order(2), 1))

    assert target.batches == [[1, 2]]


def test_crashing_orders_become_dead_letters_and_no_good_order_is_lost() -> None:
    target = KillingTarget()
    fixture = fixture_with(target)
    crashing = {20, 21, 50, 99}
    fixture.queue_receiver.send(
        *(encode(order(n, product="crash" if n in crashing else "chair")) for n in range(1, 101))
    )

    while len(fixture.queue_receiver):
        with suppress(ProcessKilled):
            drain_once(fixture)
        fixture.clock.forward(30)

    assert len(target.arrived) == 96
    assert len(fixture.queue_receiver.dead) == 4


def drain_once(fixture: OrdersFixture) -> None:
    received_messages = fixture.queue_receiver.receive(1000, wait_seconds=0)
    result = process_batch(fixture.consumer, received_messages, remaining_seconds=lambda: 30)
    fixture.queue_receiver.acknowledge(result.done)
