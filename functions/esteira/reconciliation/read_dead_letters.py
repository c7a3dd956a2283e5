"""Read a dead-letter queue once. Letters that were read stay hidden, so that none is received twice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver
from esteira.core.queue.received_message import ReceivedMessage
from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, DeadLetter, parse_dead_letter

HIDDEN_SECONDS = 900
"""Visibility timeout of hidden letters: when they become visible if the process dies."""

WAIT_SECONDS = 1
"""Long polling. A receive without it asks only some of the SQS servers, and may miss messages."""


@dataclass(kw_only=True)
class DeadLetterReader:
    """Reads all messages of a dead-letter queue once."""

    lane: Lane
    queue: QueueReceiver
    _hidden: list[ReceivedMessage] = field(default_factory=list)

    def portions(self, size: int) -> Iterator[Sequence[DeadLetter]]:
        """Iterate over all visible letters, up to `size` at a time. The caller must hide or acknowledge each."""
        while received_messages := self.queue.receive(size, wait_seconds=WAIT_SECONDS):
            yield [parse_dead_letter(received_message, self.lane) for received_message in received_messages]

    def hide(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Hide letters from further receives until `show_hidden`."""
        received_messages = [dead_letter.received_message for dead_letter in dead_letters]
        self.queue.change_visibility([(received_message, HIDDEN_SECONDS) for received_message in received_messages])
        self._hidden.extend(received_messages)

    def show_hidden(self) -> None:
        """Make the hidden letters visible again."""
        self.queue.change_visibility([(received_message, 0) for received_message in self._hidden])
        self._hidden.clear()


@contextmanager
def reading_dead_letters(lane: Lane, queue: QueueReceiver) -> Iterator[DeadLetterReader]:
    """Provide a reader whose hidden letters become visible again at the end, also after an error."""
    reader = DeadLetterReader(lane=lane, queue=queue)
    try:
        yield reader
    finally:
        reader.show_hidden()


def all_dead_letters(lane: Lane, queue: QueueReceiver) -> Iterator[Sequence[DeadLetter]]:
    """Iterate over all letters in portions, and leave them in the queue."""
    with reading_dead_letters(lane, queue) as reader:
        for dead_letters in reader.portions(DEAD_LETTERS_AT_ONCE):
            reader.hide(dead_letters)
            yield dead_letters
