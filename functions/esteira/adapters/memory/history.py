"""In-memory twins of what is known of a message."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esteira.domain.attempt_documents import AttemptDocument
from esteira.domain.history import Address, OrderState, Whereabouts
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
    """The port `OrderWhereabouts`. `known` may hold one order several times: the state that counts first is found."""

    known: list[Whereabouts] = field(default_factory=list)

    def find(self, address: Address) -> Whereabouts | None:
        """See `OrderWhereabouts.find`. A rejected order has no message, so it is found by source and id only."""
        found = [one for one in self.known if _matches(one, address)]
        return min(found, key=lambda one: _COUNTS_FIRST.index(one.state), default=None)


_COUNTS_FIRST: Sequence[OrderState] = ("persisted", "rejected", "dead", "retrying")


def _matches(known: Whereabouts, address: Address) -> bool:
    if known.state == "rejected":
        return known.order == address.order
    return str(order_message_id(*known.order)) == address.message_id
