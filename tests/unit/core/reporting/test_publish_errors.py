"""Errors are published once, counted always, and never to the harm of the work that they are about."""

import json
from collections.abc import Mapping, Sequence

import pytest
from esteira.core.errors import MetricsUnavailable, QueueUnavailable
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.memory import MemoryQueueSender
from esteira.core.reporting.error_message import ORIGINAL_CHARACTERS, ErrorMessage, decode_error
from esteira.core.reporting.memory import ProcessStormBrake
from esteira.core.reporting.ports import Admission
from esteira.core.reporting.publish_errors import ErrorPublisher, publish_errors
from esteira.core.reporting.redaction import REDACTED
from esteira.core.reporting.redis import MESSAGES_A_MINUTE

from tests.fixtures.errors import lane_message, report

CANARY = "canary-of-a-secret"


class FailingQueue(MemoryQueueSender):
    """A queue that fails in one way at every request."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
        self.requests = 0

    def send(self, bodies: Sequence[str]) -> BatchReply:  # noqa: ARG002 - the port's
        self.requests += 1
        raise self.error


class AwayBrake:
    """A brake whose Redis is away."""

    def admit(self, counts: Mapping[str, int]) -> Mapping[str, Admission]:  # noqa: ARG002 - the port's
        raise MetricsUnavailable


class HandTime:
    """Seconds that only a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def publisher(queue: MemoryQueueSender, time: HandTime | None = None) -> ErrorPublisher:
    return ErrorPublisher(queue=queue, brake=ProcessStormBrake(seconds=time or HandTime()))


def sent(queue: MemoryQueueSender) -> list[ErrorMessage]:
    return [decode_error(body) for body in queue.bodies]


def test_an_error_is_published_with_cause_place_and_original() -> None:
    queue = MemoryQueueSender()

    publish_errors(publisher(queue), [report("late", original="what was sent", message=lane_message(attempt=5))])

    (error,) = sent(queue)
    assert (error.kind, error.place, error.cause, error.original) == (
        "database",
        "consumer.orders",
        "late",
        "what was sent",
    )
    assert (error.lane, error.attempt, error.is_last, error.original_is_whole) == ("orders", 5, True, True)


def test_a_storm_of_10_000_errors_gives_a_few_messages_and_their_number() -> None:
    queue, time = MemoryQueueSender(), HandTime()
    one = publisher(queue, time)

    for _ in range(100):
        publish_errors(one, [report(f"order {number} is late") for number in range(100)])
    time.seconds = 60
    publish_errors(one, [report("order 1 is late")])

    assert len(queue.bodies) == MESSAGES_A_MINUTE + 1
    assert sum(error.uncounted for error in sent(queue)) == 10_001


def test_one_request_holds_the_first_error_of_each_kind_before_the_second_of_any() -> None:
    queue = MemoryQueueSender()
    names = "abcdefgh"

    publish_errors(publisher(queue), [report(f"cause {name}") for name in names for _ in range(3)])

    assert len(queue.bodies) == 10
    assert {error.cause for error in sent(queue)[:8]} == {f"cause {name}" for name in names}


def test_of_equal_errors_those_that_no_lane_tries_again_are_published_first() -> None:
    queue = MemoryQueueSender()
    early = [report(message=lane_message(f"m{number}", attempt=1, is_last=False)) for number in range(9)]

    publish_errors(publisher(queue), [*early, report(message=lane_message("dead"))])

    assert [error.is_last for error in sent(queue)] == [True, *[False] * (MESSAGES_A_MINUTE - 1)]


def test_no_secret_is_published() -> None:
    queue = MemoryQueueSender()
    one = ErrorPublisher(queue=queue, brake=ProcessStormBrake(), known_secrets=lambda: [CANARY])

    publish_errors(one, [report(f"no {CANARY} here", original=json.dumps({"password": "another", "x": CANARY}))])

    (error,) = sent(queue)
    assert CANARY not in queue.bodies[0]
    assert "another" not in queue.bodies[0]
    assert (error.cause, error.original_is_whole) == (f"no {REDACTED} here", False)


def test_the_addresses_of_our_services_are_not_published() -> None:
    queue = MemoryQueueSender()

    publish_errors(publisher(queue), [report("connection to 10.1.2.3:5432 refused")])

    assert "10.1.2.3" not in queue.bodies[0]


def test_a_long_original_is_cut_and_known_to_be() -> None:
    queue = MemoryQueueSender()

    publish_errors(publisher(queue), [report(original="x" * (ORIGINAL_CHARACTERS + 1))])

    (error,) = sent(queue)
    assert (len(error.original or ""), error.original_is_whole) == (ORIGINAL_CHARACTERS, False)


@pytest.mark.parametrize("original", ["\ud800 half a character", "a\x00b", "\ufffe"])
def test_an_original_with_any_character_is_published(original: str) -> None:
    queue = MemoryQueueSender()

    assert publish_errors(publisher(queue), [report(original=original)]) == 1


@pytest.mark.parametrize("error", [QueueUnavailable(), ZeroDivisionError(), RuntimeError("a bug")])
def test_publishing_never_fails(error: Exception) -> None:
    assert publish_errors(publisher(FailingQueue(error)), [report()]) == 0


def test_a_queue_that_is_away_is_left_alone_after_three_tries() -> None:
    queue = FailingQueue(QueueUnavailable())
    one = publisher(queue)

    for name in "abcdefghij":
        publish_errors(one, [report(f"cause {name}")])

    assert queue.requests == 3


def test_while_redis_is_away_a_process_brakes_by_itself_and_counts() -> None:
    queue = MemoryQueueSender()
    one = ErrorPublisher(queue=queue, brake=AwayBrake(), own_brake=ProcessStormBrake(seconds=HandTime()))

    publish_errors(one, [report()] * 3)
    publish_errors(one, [report()] * 40)

    assert len(queue.bodies) == MESSAGES_A_MINUTE
    assert sum(error.uncounted for error in sent(queue)) == 43


def test_all_receives_of_one_message_are_of_one_failure() -> None:
    queue = MemoryQueueSender()
    one = publisher(queue)

    for attempt in (1, 2, 2):
        publish_errors(one, [report(message=lane_message("m1", attempt=attempt, is_last=False))])

    errors = sent(queue)
    assert len({error.failure_id for error in errors}) == 1
    assert [error.report_id == errors[1].report_id for error in errors] == [False, True, True]
