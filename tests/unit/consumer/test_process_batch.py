"""Processing a batch: target, attempt log and retry delays, in that order, with every failure."""

from collections.abc import Sequence

import pytest
from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.memory import MemoryOrderTarget
from esteira.consumer.outcomes import AttemptStatus, Outcome
from esteira.consumer.process_batch import process_batch
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.messages import OrderMessage, encode

from tests.fixtures.messages import order, received_message
from tests.fixtures.orders_consumer import OrdersFixture


def plenty() -> float:
    return 30


class DownTarget(MemoryOrderTarget):
    """Fails as if the database were not reachable, and counts its calls."""

    calls = 0

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        self.calls += 1
        raise TargetUnavailable(f"({len(parsed_messages)} arrivals)")

    def record_failures(self, failures: Sequence[RecordedFailure[OrderMessage]]) -> None:
        self.calls += 1
        raise TargetUnavailable(f"({len(failures)} failures)")


class PickyTarget(MemoryOrderTarget):
    """Refuses the data of one product, and records the batch sizes."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        self.sizes.append(len(parsed_messages))
        if any(parsed.message.payload.product == "bad" for parsed in parsed_messages):
            raise BadRow("(numeric field overflow)")
        return super().apply(parsed_messages)


def test_good_orders_arrive_and_are_to_be_acknowledged() -> None:
    fixture = OrdersFixture()
    received_messages = fixture.receive(order(1), order(2))

    result = process_batch(fixture.consumer, received_messages, remaining_seconds=plenty)

    assert set(fixture.target.arrived) == {order(1).message_id, order(2).message_id}
    assert (len(result.done), result.failed_ids) == (2, [])


def test_every_attempt_is_logged() -> None:
    fixture = OrdersFixture(simulate=True)
    received_messages = fixture.receive(order(1), order(2, needed=3), "no order")

    process_batch(fixture.consumer, received_messages, remaining_seconds=plenty)

    statuses = sorted(document["status"] for document in fixture.log.documents.values())
    assert statuses == ["failed", "refused", "succeeded"]


def test_a_second_copy_is_a_duplicate_and_acknowledged() -> None:
    fixture = OrdersFixture()
    received_messages = fixture.receive(order(1), order(1))

    result = process_batch(fixture.consumer, received_messages, remaining_seconds=plenty)

    assert result.counts == {AttemptStatus.SUCCEEDED: 1, AttemptStatus.DUPLICATE: 1}
    assert not result.failed


def test_the_same_order_with_other_contents_is_refused_and_changes_nothing() -> None:
    fixture = OrdersFixture()
    process_batch(fixture.consumer, fixture.receive(order(1)), remaining_seconds=plenty)

    result = process_batch(
        fixture.consumer, [received_message(encode(order(1, product="sofa")))], remaining_seconds=plenty
    )

    assert result.counts == {AttemptStatus.REFUSED: 1}
    assert fixture.target.arrived[order(1).message_id].payload.product == "chair"


def test_a_body_that_is_no_message_is_kept_since_no_row_could_give_it_back() -> None:
    fixture = OrdersFixture()

    process_batch(fixture.consumer, [received_message("no order")], remaining_seconds=plenty)

    assert list(fixture.foreign_messages.bodies) == [("orders", "no order")]


def test_a_failed_message_is_hidden_for_the_retry_delay() -> None:
    fixture = OrdersFixture(simulate=True)
    received_messages = fixture.receive(order(1, needed=2))

    process_batch(fixture.consumer, received_messages, remaining_seconds=plenty)

    (hidden,) = fixture.queue_receiver.hidden_seconds
    assert 10 <= hidden <= 11


def test_a_permanent_failure_is_hidden_for_a_second() -> None:
    fixture = OrdersFixture()
    received_messages = fixture.receive("no order")

    process_batch(fixture.consumer, received_messages, remaining_seconds=plenty)

    assert fixture.queue_receiver.hidden_seconds == [1]


def test_failures_are_recorded_until_the_order_arrives() -> None:
    fixture = OrdersFixture(simulate=True)
    first = fixture.receive(order(1, needed=2))
    process_batch(fixture.consumer, first, remaining_seconds=plenty)
    recorded = fixture.target.failures[order(1).message_id]

    fixture.clock.forward(11)
    process_batch(fixture.consumer, fixture.queue_receiver.receive(10, wait_seconds=0), remaining_seconds=plenty)

    assert (recorded.attempt, recorded.error) == (1, "simulated: Simulated trouble: succeeds on attempt 2.")
    assert not fixture.target.failures


def test_a_row_that_the_database_refuses_does_not_affect_the_others() -> None:
    target = PickyTarget()
    fixture = OrdersFixture(target=target)
    received_messages = fixture.receive(*(order(n, product="bad" if n == 700 else "chair") for n in range(1, 1001)))

    result = process_batch(fixture.consumer, received_messages, remaining_seconds=plenty)

    assert result.counts == {AttemptStatus.SUCCEEDED: 999, AttemptStatus.REFUSED: 1}
    assert len(target.sizes) <= 21


def test_with_the_target_down_every_message_fails_and_is_logged() -> None:
    fixture = OrdersFixture(target=DownTarget())
    received_messages = fixture.receive(order(1), order(2))

    result = process_batch(fixture.consumer, received_messages, remaining_seconds=plenty)

    assert len(result.failed) == 2
    assert [document["status"] for document in fixture.log.documents.values()] == ["failed", "failed"]


def test_a_target_known_to_be_down_is_not_called_and_messages_are_hidden_longer() -> None:
    target = DownTarget()
    fixture = OrdersFixture(target=target, outage_delay_seconds=200)
    for n in range(3):
        process_batch(fixture.consumer, fixture.receive(order(n + 1)), remaining_seconds=plenty)
    calls_before = target.calls

    process_batch(fixture.consumer, fixture.receive(order(9)), remaining_seconds=plenty)

    assert target.calls == calls_before
    assert fixture.queue_receiver.hidden_seconds[-1] == 200


def test_with_the_log_down_orders_arrive_and_attempts_are_kept_in_the_outbox() -> None:
    fixture = OrdersFixture()
    fixture.log.available = False

    result = process_batch(fixture.consumer, fixture.receive(order(1)), remaining_seconds=plenty)

    assert not result.failed
    assert [document["status"] for document in fixture.outbox.documents.values()] == ["succeeded"]


def test_messages_that_are_not_started_in_time_return_to_the_queue_at_once() -> None:
    fixture = OrdersFixture()
    received_messages = fixture.receive(order(1), order(2))

    result = process_batch(fixture.consumer, received_messages, remaining_seconds=lambda: 2.9)

    assert len(result.failed) == 2
    assert not fixture.target.arrived
    assert fixture.queue_receiver.hidden_seconds == [0, 0]


@pytest.mark.parametrize("attempt", [1, 2, 5])
def test_an_order_that_failed_its_security_check_never_arrives(attempt: int) -> None:
    fixture = OrdersFixture(simulate=True)

    process_batch(
        fixture.consumer,
        [received_message(encode(order(good=False, needed=1)), attempt=attempt)],
        remaining_seconds=plenty,
    )

    assert not fixture.target.arrived
