"""Look at the messages of a queue.

On an emulator that changes nothing. On AWS a queue cannot be looked into: its messages can only be received and put
back, which counts as a receive. So these are two use cases, and the second one is for operators who know that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from esteira.core.queue.received_message import ReceivedMessage
from esteira.queues.deps import QueuesDeps
from esteira.queues.queue import QueuedMessage, Side

MOST_MESSAGES = 1000
"""In a queue that is looked into: the emulator answers with all of them at once."""

MOST_SHOWN = 50
MOST_RECEIVED = 10


class Obstacle(StrEnum):
    """Why a queue was not looked into: only an emulator can do that, or it holds too many messages."""

    NO_EMULATOR = "no_emulator"
    TOO_MANY = "too_many"


@dataclass(frozen=True, kw_only=True)
class Peeked:
    """The oldest messages of a queue that match. `matching`: how many do; `total`: how many the queue held.

    With an `obstacle` there are none. `by_receiving`: each of them was received once more for it.
    """

    messages: Sequence[QueuedMessage] = ()
    matching: int = 0
    total: int = 0
    obstacle: Obstacle | None = None
    by_receiving: bool = False


def peek_queue(deps: QueuesDeps, lane: str, side: Side, *, text: str = "", limit: int = MOST_SHOWN) -> Peeked:
    """Return the oldest messages whose body or id holds `text`, without receiving.

    Raises `NotFound` and `QueueUnavailable`.
    """
    access = deps.access(lane, side)
    total = access.depth.read().total
    if total > MOST_MESSAGES:
        return Peeked(total=total, obstacle=Obstacle.TOO_MANY)
    found = access.peeker.messages()
    if found is None:
        return Peeked(total=total, obstacle=Obstacle.NO_EMULATOR)
    matching = sorted((each for each in found if _matches(each, text)), key=lambda message: message.sent_at)
    return Peeked(messages=matching[:limit], matching=len(matching), total=len(found))


def receive_to_peek(deps: QueuesDeps, lane: str, side: Side) -> Peeked:
    """Receive up to ten messages and put them back at once. Each counts as received once more.

    From a lane's queue this can make a dead letter of a message that was received four times before. Raises `NotFound`
    and `QueueUnavailable`.
    """
    access = deps.access(lane, side)
    received = access.receiver.receive(MOST_RECEIVED, wait_seconds=1)
    access.receiver.change_visibility([(message, 0) for message in received])
    messages = [_queued(message) for message in received]
    total = max(access.depth.read().total, len(messages))
    return Peeked(messages=messages, matching=len(messages), total=total, by_receiving=True)


def _matches(message: QueuedMessage, text: str) -> bool:
    return text in message.body or text == message.sqs_message_id


def _queued(message: ReceivedMessage) -> QueuedMessage:
    return QueuedMessage(
        sqs_message_id=message.sqs_message_id, body=message.body, receives=message.attempt, sent_at=message.sent_at
    )
