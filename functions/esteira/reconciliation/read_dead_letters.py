"""Goes through a dead-letter queue once, holding what it has seen so that it does not come again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver
from esteira.core.queue.received_message import ReceivedMessage
from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, DeadLetter, parse_dead_letter

HELD_SECONDS = 900
"""How long a held letter stays hidden if nobody lives to give it back."""

WAIT_SECONDS = 1
"""A receive that does not wait asks only some of SQS's servers, and finds nothing where there is something."""


@dataclass(kw_only=True)
class DeadLetterReader:
    """One walk through a dead-letter queue."""

    lane: Lane
    queue: QueueReceiver
    _held: list[ReceivedMessage] = field(default_factory=list)

    def portions(self, size: int) -> Iterator[Sequence[DeadLetter]]:
        """All letters, up to `size` at a time, until none is left to be seen. Hold or acknowledge each of them."""
        while received_messages := self.queue.receive(size, wait_seconds=WAIT_SECONDS):
            yield [parse_dead_letter(received_message, self.lane) for received_message in received_messages]

    def hold(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Keeps letters out of sight until the walk is over."""
        received_messages = [dead_letter.received_message for dead_letter in dead_letters]
        self.queue.change_visibility([(received_message, HELD_SECONDS) for received_message in received_messages])
        self._held.extend(received_messages)

    def release(self) -> None:
        """Shows the held letters again."""
        self.queue.change_visibility([(received_message, 0) for received_message in self._held])
        self._held.clear()


@contextmanager
def reading_dead_letters(lane: Lane, queue: QueueReceiver) -> Iterator[DeadLetterReader]:
    """A walk whose held letters are given back at its end, however it ends."""
    walk = DeadLetterReader(lane=lane, queue=queue)
    try:
        yield walk
    finally:
        walk.release()


def all_dead_letters(lane: Lane, queue: QueueReceiver) -> Iterator[Sequence[DeadLetter]]:
    """Every letter that there is, in portions, to be looked at only."""
    with reading_dead_letters(lane, queue) as walk:
        for dead_letters in walk.portions(DEAD_LETTERS_AT_ONCE):
            walk.hold(dead_letters)
            yield dead_letters
