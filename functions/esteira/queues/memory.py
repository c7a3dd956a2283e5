"""In-memory twin of the ports of queues."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from esteira.core.errors import Conflict
from esteira.core.queue.depth import QueueDepth
from esteira.queues.queue import MessageState, QueuedMessage


@dataclass(kw_only=True)
class MemoryQueue:
    """The ports `QueueDepthReader`, `QueuePeeker` and `QueuePurger` of one queue. Tests set `held`.

    `emulated` False: it cannot be looked into, as on AWS. `purging`: a purge has just begun.
    """

    held: list[QueuedMessage] = field(default_factory=list)
    emulated: bool = True
    purging: bool = False

    def read(self) -> QueueDepth:
        """See `QueueDepthReader.read`."""
        counts = {state: sum(message.state is state for message in self.held) for state in MessageState}
        return QueueDepth(
            visible=counts[MessageState.VISIBLE],
            in_flight=counts[MessageState.IN_FLIGHT],
            delayed=counts[MessageState.DELAYED],
        )

    def messages(self) -> Sequence[QueuedMessage] | None:
        """See `QueuePeeker.messages`."""
        return list(self.held) if self.emulated else None

    def purge(self) -> None:
        """See `QueuePurger.purge`."""
        if self.purging:
            raise Conflict("(the queue was purged less than a minute ago; SQS allows one purge a minute)")
        self.held.clear()
