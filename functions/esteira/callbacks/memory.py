"""In-memory implementations of the callbacks' ports, for tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from esteira.callbacks.callback import Callback, CallbackState, KeptCallback, Key, Reception, resend_wait
from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.memory import CONFLICT, MemoryTarget
from esteira.consumer.outcomes import FailureKind, Outcome, failed
from esteira.core.clock import Clock, utc_now
from esteira.core.messages import PaymentMessage
from esteira.core.payments import PaymentState

UNKNOWN_ORDER = failed(FailureKind.UNKNOWN_ORDER, "The order of this callback has not arrived yet.")


class MemoryPaymentTarget(MemoryTarget[PaymentMessage]):
    """The port `Target` for payments. `payment_states` holds the known orders with the state of their payment."""

    def __init__(self, orders: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.payment_states: dict[tuple[str, int], PaymentState | None] = dict.fromkeys(orders)
        self._received: dict[UUID, PaymentMessage] = {}

    def apply(self, parsed_messages: Sequence[ParsedMessage[PaymentMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        return [self._apply(parsed_message.message) for parsed_message in parsed_messages]

    def _apply(self, message: PaymentMessage) -> Outcome:
        known = self._received.setdefault(message.message_id, message)
        if _contents(known) != _contents(message):
            return CONFLICT
        key = (message.source, message.source_id)
        if key not in self.payment_states:
            return UNKNOWN_ORDER
        self.payment_states[key] = _furthest(self.payment_states[key], message.state)
        return self._keep(message)


def _contents(message: PaymentMessage) -> tuple[object, ...]:
    return message.source, message.source_id, message.state, message.amount


def _furthest(current: PaymentState | None, new: PaymentState) -> PaymentState:
    order = list(PaymentState)
    return max((state for state in (current, new) if state), key=order.index)


@dataclass(frozen=True, kw_only=True)
class _Copies:
    """The number of messages sent for a callback, and the time of the last activity; None if none is under way."""

    number: int
    last_activity_at: datetime | None


class MemoryCallbackRepository:
    """The port `CallbackRepository`. Tests may read and change `kept`, for example to mark callbacks as processed."""

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
            self._copies[callback.key] = _Copies(number=1, last_activity_at=now)
            return Reception.NEW

    def release(self, keys: Sequence[Key]) -> None:
        """See `CallbackRepository.release`."""
        for key in keys:
            self._copies[key] = _Copies(number=max(0, self._copies[key].number - 1), last_activity_at=None)

    def claim_due(self, *, limit: int, first_wait: timedelta) -> Sequence[Callback]:
        """See `CallbackRepository.claim_due`."""
        with self._lock:
            due = [key for key in self.kept if self._is_due(key, first_wait)][:limit]
            for key in due:
                self._copies[key] = _Copies(number=self._copies[key].number + 1, last_activity_at=self._clock())
                self.kept[key] = replace(self.kept[key], attempt=0, error=None)
            return [self.kept[key].callback for key in due]

    def page(
        self, state: CallbackState | None, after: Key | None, *, limit: int, provider: str | None = None
    ) -> Sequence[KeptCallback]:
        """See `CallbackRepository.page`."""
        newest = sorted(self.kept.values(), key=_sort_key, reverse=True)
        if after:
            end = self.kept.get(after)
            newest = [kept for kept in newest if end and _sort_key(kept) < _sort_key(end)]
        return [kept for kept in newest if _has_state(kept, state) and provider in (None, kept.callback.provider)][
            :limit
        ]

    def find(self, key: Key) -> KeptCallback | None:
        """See `CallbackRepository.find`."""
        return self.kept.get(key)

    def _is_due(self, key: Key, first_wait: timedelta) -> bool:
        copies = self._copies[key]
        if self.kept[key].state is not CallbackState.UNPROCESSED:
            return False
        return copies.last_activity_at is None or self._clock() - copies.last_activity_at >= resend_wait(
            first_wait, copies.number
        )


def _sort_key(kept: KeptCallback) -> tuple[datetime, str, str]:
    return (kept.received_at, *kept.callback.key)


def _has_state(kept: KeptCallback, state: CallbackState | None) -> bool:
    if state is CallbackState.UNPROCESSED:
        return kept.processed_at is None
    return state is None or kept.state is state
