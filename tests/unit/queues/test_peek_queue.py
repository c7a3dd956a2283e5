"""Looking into a queue changes nothing where that is possible, and says where it is not."""

from esteira.queues.peek_queue import MOST_MESSAGES, Obstacle, peek_queue, receive_to_peek
from esteira.queues.queue import MessageState, Side

from tests.fixtures.clock import HandClock
from tests.fixtures.queues import QueuesOnTwins, queued


def test_the_oldest_messages_are_shown_first_and_stay_as_they_are() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held += [queued(3), queued(1, state=MessageState.IN_FLIGHT), queued(2, state=MessageState.DELAYED)]
    before = list(twins.orders.held)

    peeked = peek_queue(twins.deps, "orders", Side.QUEUE, limit=2)

    assert [message.sqs_message_id for message in peeked.messages] == ["sqs-1", "sqs-2"]
    assert (peeked.matching, peeked.total, peeked.by_receiving) == (3, 3, False)
    assert twins.orders.held == before


def test_a_text_of_the_body_or_a_whole_id_finds_a_message() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held += [queued(1), queued(22)]

    found = [peek_queue(twins.deps, "orders", Side.QUEUE, text=text) for text in ('"source_id":22', "sqs-22")]

    assert [[message.sqs_message_id for message in peeked.messages] for peeked in found] == [["sqs-22"], ["sqs-22"]]


def test_on_aws_a_queue_is_not_looked_into() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held.append(queued(1))
    twins.orders.emulated = False

    peeked = peek_queue(twins.deps, "orders", Side.QUEUE)

    assert (peeked.obstacle, peeked.messages, peeked.total) == (Obstacle.NO_EMULATOR, (), 1)


def test_a_queue_with_very_many_messages_is_not_fetched_as_a_whole() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held += [queued(number) for number in range(1, MOST_MESSAGES + 2)]

    assert peek_queue(twins.deps, "orders", Side.QUEUE).obstacle is Obstacle.TOO_MANY


def test_messages_that_were_received_to_look_at_them_can_be_received_at_once() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.receiver.send("a", "b")

    peeked = receive_to_peek(twins.deps, "orders", Side.QUEUE)

    assert peeked.by_receiving
    assert [message.receives for message in peeked.messages] == [1, 1]
    assert twins.receiver.hidden_seconds == [0, 0]
