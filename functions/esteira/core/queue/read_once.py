"""Reads a queue once. Messages that were read stay hidden, so that none is received twice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from esteira.core.queue.ports import QueueReceiver
from esteira.core.queue.received_message import ReceivedMessage

HIDDEN_SECONDS = 900
"""Visibility timeout of hidden messages: when they become visible if the process dies."""

WAIT_SECONDS = 1
"""Long polling. A receive without it asks only some of the SQS servers, and may miss messages."""


@dataclass(kw_only=True)
class OnceReader:
    """Reads all messages of a queue once."""

    queue: QueueReceiver
    _hidden: list[ReceivedMessage] = field(default_factory=list)

    def portions(self, size: int) -> Iterator[Sequence[ReceivedMessage]]:
        """Iterate over all visible messages, up to `size` at a time. The caller must hide or acknowledge each."""
        while received_messages := self.queue.receive(size, wait_seconds=WAIT_SECONDS):
            yield received_messages

    def hide(self, received_messages: Sequence[ReceivedMessage]) -> None:
        """Hide messages from further receives until `show_hidden`."""
        self.queue.change_visibility([(received_message, HIDDEN_SECONDS) for received_message in received_messages])
        self._hidden.extend(received_messages)

    def show_hidden(self) -> None:
        """Make the hidden messages visible again."""
        self.queue.change_visibility([(received_message, 0) for received_message in self._hidden])
        self._hidden.clear()


@contextmanager
def reading_once(queue: QueueReceiver) -> Iterator[OnceReader]:
    """Provide a reader whose hidden messages become visible again at the end, also after an error."""
    reader = OnceReader(queue=queue)
    try:
        yield reader
    finally:
        reader.show_hidden()
