"""In-memory implementations of the callbacks' ports, for tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from esteira.callbacks.callback import Callback, CallbackState, KeptCallback, Key, Reception, patience
from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.memory import CONFLICT, MemoryTarget
from esteira.consumer.outcomes import FailureKind, Outcome, failed
from esteira.core.clock import Clock, utc_now
from esteira.core.messages import PaymentMessage
from esteira.core.payments import PaymentState

UNKNOWN_ORDER = failed(FailureKind.UNKNOWN_ORDER, "The order of this callback has not arrived yet.")


class MemoryPaymentTarget(MemoryTarget[PaymentMessage]):
    """The port `Target` for payments. `payment_states` holds the known orders and how far their payment is."""

    def __init__(self, orders: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.payment_states: dict[tuple[str, int], PaymentState | None] = dict.fromkeys(orders)
        self._seen: dict[UUID, PaymentMessage] = {}

    def apply(self, parsed_messages: Sequence[ParsedMessage[PaymentMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        return [self._apply(parsed_message.message) for parsed_message in parsed_messages]

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


@dataclass(frozen=True, kw_only=True)
class _Copies:
    """How many were sent, and when one was last heard of; None: there is none."""

    number: int
    heard_at: datetime | None


class MemoryCallbackRepository:
    """The port `CallbackRepository`. `kept` may be looked at and changed: what is processed, what has failed."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self.kept: dict[Key, KeptCallback] = {}
        self._copies: dict[Key, _Copies] = {}
        self._clock = clock
        self._lock = Lock()

    def keep(self, callback: Callback) -> Reception:
        """See `CallbackRepository.keep`."""
        with self._lock:
            known = self.kept.get(callback.key)
            if known:
                return Reception.DUPLICATE if known.callback == callback else Reception.CONFLICT
            now = self._clock()
            self.kept[callback.key] = KeptCallback(callback=callback, received_at=now)
            self._copies[callback.key] = _Copies(number=1, heard_at=now)
            return Reception.NEW

    def release(self, keys: Sequence[Key]) -> None:
        """See `CallbackRepository.release`."""
        for key in keys:
            self._copies[key] = _Copies(number=max(0, self._copies[key].number - 1), heard_at=None)

    def claim_due(self, *, limit: int, first_patience: timedelta) -> Sequence[Callback]:
        """See `CallbackRepository.claim_due`."""
        with self._lock:
            due = [key for key in self.kept if self._is_due(key, first_patience)][:limit]
            for key in due:
                self._copies[key] = _Copies(number=self._copies[key].number + 1, heard_at=self._clock())
                self.kept[key] = replace(self.kept[key], attempt=0, error=None)
            return [self.kept[key].callback for key in due]

    def page(self, state: CallbackState | None, after: Key | None, *, limit: int) -> Sequence[KeptCallback]:
        """See `CallbackRepository.page`."""
        newest = sorted(self.kept.values(), key=_place, reverse=True)
        if after:
            end = self.kept.get(after)
            newest = [one for one in newest if end and _place(one) < _place(end)]
        return [one for one in newest if _is_in(one, state)][:limit]

    def find(self, key: Key) -> KeptCallback | None:
        """See `CallbackRepository.find`."""
        return self.kept.get(key)

    def _is_due(self, key: Key, first_patience: timedelta) -> bool:
        copies = self._copies[key]
        if self.kept[key].state is not CallbackState.UNPROCESSED:
            return False
        return copies.heard_at is None or self._clock() - copies.heard_at >= patience(first_patience, copies.number)


def _place(kept: KeptCallback) -> tuple[datetime, str, str]:
    return (kept.received_at, *kept.callback.key)


def _is_in(kept: KeptCallback, state: CallbackState | None) -> bool:
    if state is CallbackState.UNPROCESSED:
        return kept.processed_at is None
    return state is None or kept.state is state
