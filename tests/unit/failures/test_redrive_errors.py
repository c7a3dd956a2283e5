"""Errors that died unread go back to their queue; what cannot be read stays and is named."""

from collections.abc import Sequence

import pytest
from esteira.core.errors import QueueUnavailable
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.memory import MemoryQueueReceiver, MemoryQueueSender
from esteira.core.queue.send_batches import BatchSender
from esteira.core.reporting.error_message import encode_error
from esteira.failures.redrive_errors import RedriveErrorsDeps, RedrivenErrors, redrive_errors

from tests.fixtures.clock import HandClock
from tests.fixtures.errors import error


class ShortSender(MemoryQueueSender):
    """A queue that takes one request and is away then, while `away`."""

    away = True

    def send(self, bodies: Sequence[str]) -> BatchReply:
        if self.away and self.bodies:
            raise QueueUnavailable
        return super().send(bodies)


@pytest.fixture
def dead_letters() -> MemoryQueueReceiver:
    return MemoryQueueReceiver(HandClock())


def redriven(dead_letters: MemoryQueueReceiver, queue: MemoryQueueSender) -> RedrivenErrors:
    errors = BatchSender(queue=queue, in_flight=1, pause=lambda _: None)
    return redrive_errors(RedriveErrorsDeps(dead_letters=dead_letters, errors=errors))


def bodies(number: int) -> list[str]:
    return [encode_error(error(f"m{each}")) for each in range(number)]


def test_all_that_can_be_read_goes_back_and_is_gone_from_the_dead_letters(dead_letters: MemoryQueueReceiver) -> None:
    given, queue = bodies(230), MemoryQueueSender()
    dead_letters.send(*given)

    done = redriven(dead_letters, queue)

    assert (done.sent, list(done.left), len(dead_letters)) == (230, [], 0)
    assert sorted(queue.bodies) == sorted(given)


def test_what_cannot_be_read_is_left_named_and_visible(dead_letters: MemoryQueueReceiver) -> None:
    queue = MemoryQueueSender()
    dead_letters.send("no error", *bodies(2), '{"schema": 1}')

    done = redriven(dead_letters, queue)

    received = {each.sqs_message_id: each.body for each in dead_letters.receive(10, wait_seconds=0)}
    assert (done.sent, len(queue.bodies)) == (2, 2)
    assert {left.sqs_message_id: bool(left.reason) for left in done.left} == dict.fromkeys(received, True)
    assert set(received.values()) == {"no error", '{"schema": 1}'}


def test_what_the_queue_refuses_is_left_and_named(dead_letters: MemoryQueueReceiver) -> None:
    long = encode_error(error("m1", original="x" * 9_000))
    dead_letters.send(long)

    done = redriven(dead_letters, MemoryQueueSender(max_message_bytes=5_000))

    assert (done.sent, len(done.left), len(dead_letters)) == (0, 1, 1)
    assert "refuses" in done.left[0].reason


def test_a_second_redrive_sends_what_a_queue_that_went_away_did_not_take(dead_letters: MemoryQueueReceiver) -> None:
    queue = ShortSender()
    dead_letters.send(*bodies(25))
    with pytest.raises(QueueUnavailable, match="15 errors not sent, 10 sent before"):
        redriven(dead_letters, queue)
    queue.away = False

    done = redriven(dead_letters, queue)

    assert (done.sent, len(queue.bodies), len(dead_letters)) == (15, 25, 0)


def test_nothing_dead_sends_nothing(dead_letters: MemoryQueueReceiver) -> None:
    assert redriven(dead_letters, MemoryQueueSender()) == RedrivenErrors(sent=0, left=[])
