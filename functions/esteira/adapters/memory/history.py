"""In-memory twins of what is known of a message."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esteira.domain.attempt_documents import AttemptDocument
from esteira.domain.history import Address, Whereabouts
from esteira.domain.messages import order_message_id


@dataclass(kw_only=True)
class MemoryAttemptHistory:
    """The port `AttemptHistory`."""

    documents: list[AttemptDocument] = field(default_factory=list)

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """See `AttemptHistory.of_message`."""
        return [one for one in self.documents if one["message_id"] == message_id and one["expireAt"] > now]


@dataclass(kw_only=True)
class MemoryWhereabouts:
    """The port `OrderWhereabouts`."""

    known: list[Whereabouts] = field(default_factory=list)

    def find(self, address: Address) -> Whereabouts | None:
        """See `OrderWhereabouts.find`."""
        return next((one for one in self.known if str(order_message_id(*one.order)) == address.message_id), None)
