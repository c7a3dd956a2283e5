"""In-memory attempt history, and where an order is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.consumer.outcomes import FailureKind
from esteira.core.errors import AttemptLogUnavailable
from esteira.core.messages import order_message_id
from esteira.reconciliation.history import OrderLocation, OrderState
from esteira.reconciliation.message_reference import MessageReference


@dataclass(kw_only=True)
class MemoryAttemptHistory:
    """The port `AttemptHistory`. Tests set `away` to simulate an outage."""

    documents: list[AttemptDocument] = field(default_factory=list)
    away: bool = False

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """See `AttemptHistory.of_message`."""
        return [document for document in self._alive(now) if document["message_id"] == message_id]

    def message_received_as(self, sqs_id: str, *, now: datetime) -> str | None:
        """See `AttemptHistory.message_received_as`."""
        ids = (document["message_id"] for document in self._alive(now) if document["sqs_message_id"] == sqs_id)
        return next(ids, None)

    def attempted(self, sqs_message_ids: Sequence[str]) -> frozenset[str]:
        """See `AttemptHistory.attempted`."""
        attempts = [document for document in self.documents if not _is_unattempted(document)]
        return frozenset(sqs_message_ids) & {document["sqs_message_id"] for document in attempts}

    def _alive(self, now: datetime) -> list[AttemptDocument]:
        if self.away:
            raise AttemptLogUnavailable
        return [document for document in self.documents if document["expireAt"] > now]


@dataclass(kw_only=True)
class MemoryOrderLocator:
    """The port `OrderLocator`. `known` may hold an order several times; the state first in `_PRECEDENCE` is found."""

    known: list[OrderLocation] = field(default_factory=list)

    def find(self, reference: MessageReference) -> OrderLocation | None:
        """See `OrderLocator.find`. A rejected order has no message, so it is found by source and id only."""
        found = [location for location in self.known if _matches(location, reference)]
        return min(found, key=lambda location: _PRECEDENCE.index(location.state), default=None)


def _is_unattempted(document: AttemptDocument) -> bool:
    error = document["error"]
    return error is not None and error["kind"] == FailureKind.UNATTEMPTED


_PRECEDENCE: Sequence[OrderState] = ("conflict", "persisted", "rejected", "dead", "retrying")


def _matches(known: OrderLocation, reference: MessageReference) -> bool:
    if known.state == "rejected":
        return known.order == reference.order
    return str(order_message_id(*known.order)) == reference.message_id
