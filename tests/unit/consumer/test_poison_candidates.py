"""A poison candidate is tried alone and last, after all other messages are safe."""

from collections.abc import Sequence
from contextlib import nullcontext, suppress

import pytest
from esteira.consumer.attempts import Arrival, NotedFailure
from esteira.consumer.memory import MemoryOrderTarget
from esteira.consumer.outcomes import Outcome, Trouble, failed
from esteira.consumer.poison import has_alibi, needs_alibi
from esteira.consumer.process_batch import process_batch
from esteira.core.messages import OrderMessage, encode
from esteira.core.queue.received_message import Delivery

from tests.fixtures.messages import delivery, order
from tests.fixtures.orders_consumer import OrdersFixture


class ProcessKilled(BaseException):
    """Simulates the end of the process: not caught by any handler."""


class KillingTarget(MemoryOrderTarget):
    """Raises for the product `crash`, and records the batches."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[int]] = []

    def apply(self, arrivals: Sequence[Arrival[OrderMessage]]) -> Sequence[Outcome]:
        self.batches.append([arrival.message.source_id for arrival in arrivals])
        if any(arrival.message.payload.product == "crash" for arrival in arrivals):
            raise ProcessKilled
        return super().apply(arrivals)


class Isolation:
    """Contains a crash, as a child process does."""

    def __init__(self, target: KillingTarget) -> None:
        self._target = target

    def apply(self, arrivals: Sequence[Arrival[OrderMessage]]) -> Sequence[Outcome]:
        try:
            return self._target.apply(arrivals)
        except ProcessKilled:
            return [failed(Trouble.KILLED, "Its process ended: SIGKILL.")]


def fixture_with(target: KillingTarget, *, simulate: bool = False) -> OrdersFixture:
    return OrdersFixture(simulate=simulate, target=target, isolated=lambda: nullcontext(Isolation(target)))


def process(fixture: OrdersFixture, *deliveries: Delivery) -> None:
    process_batch(fixture.consumer, deliveries, remaining_seconds=lambda: 30)


def again(message: OrderMessage, attempt: int) -> Delivery:
    return delivery(encode(message), attempt=attempt)


def note(attempt: int, kind: Trouble = Trouble.UNAVAILABLE) -> NotedFailure[OrderMessage]:
    return NotedFailure(message=order(1), attempt=attempt, error=f"{kind}: something")


@pytest.mark.parametrize(
    ("attempt", "first_effect", "noted", "suspect"),
    [
        (1, 1, None, False),
        (2, 1, None, False),
        (3, 1, None, True),
        (3, 1, note(1), True),
        (3, 1, note(2), False),
        (3, 1, note(2, Trouble.KILLED), True),
        (3, 1, note(2, Trouble.OUT_OF_TIME), True),
        (5, 5, None, False),
        (5, 4, note(4), False),
        (5, 4, note(3), True),
        (4, 3, note(5), False),
    ],
)
def test_a_poison_candidate_was_received_often_and_has_no_recorded_failure(
    attempt: int, first_effect: int, noted: NotedFailure[OrderMessage] | None, suspect: bool
) -> None:
    assert (needs_alibi(attempt, first_effect) and not has_alibi(attempt, noted)) == suspect


def test_poison_candidates_are_tried_alone_after_all_others() -> None:
    target = KillingTarget()

    process(fixture_with(target), again(order(1), 5), again(order(2), 1), again(order(3), 3), again(order(4), 2))

    assert target.batches == [[2, 4], [1], [3]]


def test_the_others_are_acknowledged_before_a_poison_candidate_is_tried() -> None:
    target = KillingTarget()
    fixture = fixture_with(target)
    queued = fixture.receive(order(1))

    process(fixture, *queued, again(order(2), 3))

    assert len(fixture.inbox) == 0


def test_a_slowly_retried_order_with_its_last_failure_on_record_stays_with_the_others() -> None:
    target = KillingTarget()
    target.note_failures([note(3)])

    process(fixture_with(target), again(order(1), 4), again(order(2), 1))

    assert target.batches == [[1, 2]]


def test_an_order_with_a_simulated_failure_is_no_poison_candidate() -> None:
    target = KillingTarget()

    process(fixture_with(target, simulate=True), again(order(1, needed=5), 5), again(order(2), 1))

    assert target.batches == [[1, 2]]


def test_crashing_orders_become_dead_letters_and_no_good_order_is_lost() -> None:
    target = KillingTarget()
    fixture = fixture_with(target)
    crashing = {20, 21, 50, 99}
    fixture.inbox.send(*(encode(order(n, product="crash" if n in crashing else "chair")) for n in range(1, 101)))

    while len(fixture.inbox):
        with suppress(ProcessKilled):
            drain_once(fixture)
        fixture.clock.forward(30)

    assert len(target.arrived) == 96
    assert len(fixture.inbox.dead) == 4


def drain_once(fixture: OrdersFixture) -> None:
    deliveries = fixture.inbox.receive(1000, wait_seconds=0)
    result = process_batch(fixture.consumer, deliveries, remaining_seconds=lambda: 30)
    fixture.inbox.acknowledge(result.done)
