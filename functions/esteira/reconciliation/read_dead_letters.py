"""Read a dead-letter queue once. Letters that were read stay hidden, so that none is received twice."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver
from esteira.core.queue.read_once import OnceReader, reading_once
from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, DeadLetter, parse_dead_letter


@dataclass(frozen=True, kw_only=True)
class DeadLetterReader:
    """Reads all messages of a dead-letter queue once."""

    lane: Lane
    reader: OnceReader

    def portions(self, size: int) -> Iterator[Sequence[DeadLetter]]:
        """Iterate over all visible letters, up to `size` at a time. The caller must hide or acknowledge each."""
        for received_messages in self.reader.portions(size):
            yield [parse_dead_letter(received_message, self.lane) for received_message in received_messages]

    def hide(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Hide letters from further receives until the reading ends."""
        self.reader.hide([dead_letter.received_message for dead_letter in dead_letters])


@contextmanager
def reading_dead_letters(lane: Lane, queue: QueueReceiver) -> Iterator[DeadLetterReader]:
    """Provide a reader whose hidden letters become visible again at the end, also after an error."""
    with reading_once(queue) as reader:
        yield DeadLetterReader(lane=lane, reader=reader)


def all_dead_letters(lane: Lane, queue: QueueReceiver) -> Generator[Sequence[DeadLetter]]:
    """Iterate over all letters in portions, and leave them in the queue."""
    with reading_dead_letters(lane, queue) as reader:
        for dead_letters in reader.portions(DEAD_LETTERS_AT_ONCE):
            reader.hide(dead_letters)
            yield dead_letters
