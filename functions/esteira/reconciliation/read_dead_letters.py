"""Goes through a dead-letter queue once, holding what it has seen so that it does not come again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from esteira.core.names import Lane
from esteira.core.queue.ports import Inbox
from esteira.core.queue.received_message import Delivery
from esteira.reconciliation.dead_letters import PORTION_LETTERS, Letter, open_letter

HELD_SECONDS = 900
"""How long a held letter stays hidden if nobody lives to give it back."""

WAIT_SECONDS = 1
"""A receive that does not wait asks only some of SQS's servers, and finds nothing where there is something."""


@dataclass(kw_only=True)
class Reading:
    """One walk through a dead-letter queue."""

    lane: Lane
    queue: Inbox
    _held: list[Delivery] = field(default_factory=list)

    def portions(self, size: int) -> Iterator[Sequence[Letter]]:
        """All letters, up to `size` at a time, until none is left to be seen. Hold or acknowledge each of them."""
        while deliveries := self.queue.receive(size, wait_seconds=WAIT_SECONDS):
            yield [open_letter(delivery, self.lane) for delivery in deliveries]

    def hold(self, letters: Sequence[Letter]) -> None:
        """Keeps letters out of sight until the walk is over."""
        deliveries = [letter.delivery for letter in letters]
        self.queue.hide([(delivery, HELD_SECONDS) for delivery in deliveries])
        self._held.extend(deliveries)

    def release(self) -> None:
        """Shows the held letters again."""
        self.queue.hide([(delivery, 0) for delivery in self._held])
        self._held.clear()


@contextmanager
def reading(lane: Lane, queue: Inbox) -> Iterator[Reading]:
    """A walk whose held letters are given back at its end, however it ends."""
    walk = Reading(lane=lane, queue=queue)
    try:
        yield walk
    finally:
        walk.release()


def all_letters(lane: Lane, queue: Inbox) -> Iterator[Sequence[Letter]]:
    """Every letter that there is, in portions, to be looked at only."""
    with reading(lane, queue) as walk:
        for letters in walk.portions(PORTION_LETTERS):
            walk.hold(letters)
            yield letters
