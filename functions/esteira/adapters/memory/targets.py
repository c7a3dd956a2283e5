"""Twins of the lanes' targets, for tests and for trying things out."""

from collections.abc import Mapping, Sequence
from typing import Generic
from uuid import UUID

from esteira.domain.attempts import Arrival, NotedFailure
from esteira.domain.messages import M, OrderMessage, PaymentMessage
from esteira.domain.outcomes import DUPLICATE, SUCCEEDED, Outcome, Trouble, failed
from esteira.domain.payments import PaymentState

CONFLICT = failed(Trouble.CONFLICT, "Held already, with other contents.")
UNKNOWN_ORDER = failed(Trouble.UNKNOWN_ORDER, "The order of this callback has not arrived yet.")

OrderKey = tuple[str, int]


class MemoryTarget(Generic[M]):
    """What both lanes share: messages that arrived, and failures noted of those that have not."""

    def __init__(self) -> None:
        self.arrived: dict[UUID, M] = {}
        self.failures: dict[UUID, NotedFailure[M]] = {}

    def note_failures(self, failures: Sequence[NotedFailure[M]]) -> None:
        """See `Target.note_failures`."""
        for failure in failures:
            key = failure.message.message_id
            known = self.failures.get(key)
            if key not in self.arrived and (known is None or failure.attempt >= known.attempt):
                self.failures[key] = failure

    def noted_failures(self, arrivals: Sequence[Arrival[M]]) -> Mapping[UUID, NotedFailure[M]]:
        """See `Target.noted_failures`."""
        ids = {arrival.message_id for arrival in arrivals}
        return {key: failure for key, failure in self.failures.items() if key in ids}

    def _keep(self, message: M) -> Outcome:
        known = self.arrived.setdefault(message.message_id, message)
        self.failures.pop(message.message_id, None)
        return SUCCEEDED if known is message else DUPLICATE


class MemoryOrderTarget(MemoryTarget[OrderMessage]):
    """The port `Target` for orders. `arrived` holds the orders by message id."""

    def apply(self, arrivals: Sequence[Arrival[OrderMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        return [self._apply(arrival.message) for arrival in arrivals]

    def _apply(self, message: OrderMessage) -> Outcome:
        known = self.arrived.get(message.message_id, message)
        return CONFLICT if known.payload_hash != message.payload_hash else self._keep(message)


class MemoryPaymentTarget(MemoryTarget[PaymentMessage]):
    """The port `Target` for payments. `payment_states` holds the known orders and how far their payment is."""

    def __init__(self, orders: Sequence[OrderKey]) -> None:
        super().__init__()
        self.payment_states: dict[OrderKey, PaymentState | None] = dict.fromkeys(orders)
        self._seen: dict[UUID, PaymentMessage] = {}

    def apply(self, arrivals: Sequence[Arrival[PaymentMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        return [self._apply(arrival.message) for arrival in arrivals]

    def _apply(self, message: PaymentMessage) -> Outcome:
        known = self._seen.setdefault(message.message_id, message)
        if _contents(known) != _contents(message):
            return CONFLICT
        key = (message.source, message.source_id)
        if key not in self.payment_states:
            return UNKNOWN_ORDER
        self.payment_states[key] = _further(self.payment_states[key], message.state)
        return self._keep(message)


def _contents(message: PaymentMessage) -> tuple[object, ...]:
    return message.source, message.source_id, message.state, message.amount


def _further(one: PaymentState | None, other: PaymentState) -> PaymentState:
    order = list(PaymentState)
    return max((state for state in (one, other) if state), key=order.index)
