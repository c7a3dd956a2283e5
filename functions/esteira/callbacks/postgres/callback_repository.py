"""The table `callbacks`, as the HTTP function and the sweep use it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from esteira.callbacks.callback import RETENTION, Callback, CallbackState, KeptCallback, Key, Reception, resend_wait
from esteira.core.messages import MAX_RECEIVES
from esteira.core.payments import PaymentState
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.row_dates import row_date

MAX_DOUBLINGS = 32


class PostgresCallbackRepository:
    """The port `CallbackRepository`."""

    def __init__(self, database: SingleStatements) -> None:
        self._database = database

    def keep(self, callback: Callback) -> Reception:
        """See `CallbackRepository.keep`."""
        row = {
            "provider": callback.provider,
            "event_id": callback.event_id,
            "source": callback.source,
            "source_id": callback.source_id,
            "state": callback.state.value,
            "amount": callback.amount,
            "occurred_at": callback.occurred_at,
        }
        ((is_new, is_same),) = self._database.ask("callbacks/keep_callback", row)
        if is_new:
            return Reception.NEW
        return Reception.DUPLICATE if is_same else Reception.CONFLICT

    def release(self, keys: Sequence[Key]) -> None:
        """See `CallbackRepository.release`."""
        columns = {"provider": [provider for provider, _ in keys], "event_id": [event_id for _, event_id in keys]}
        self._database.ask("callbacks/release_callbacks", columns)

    def claim_due(self, *, limit: int, first_wait: timedelta) -> Sequence[Callback]:
        """See `CallbackRepository.claim_due`."""
        parameters = {"limit": limit, "dead_at": MAX_RECEIVES, "waits": _waits_by_copies(first_wait)}
        return [callback_of_row(row) for row in self._database.ask("callbacks/claim_callbacks", parameters)]

    def page(
        self, state: CallbackState | None, after: Key | None, *, limit: int, provider: str | None = None
    ) -> Sequence[KeptCallback]:
        """See `CallbackRepository.page`."""
        after_provider, event_id = after or (None, None)
        parameters = {
            "state": state,
            "provider": provider,
            "after_provider": after_provider,
            "event_id": event_id,
            "limit": limit,
            "dead_at": MAX_RECEIVES,
        }
        unprocessed = state in (CallbackState.UNPROCESSED, CallbackState.DEAD)
        name = "callbacks/list_unprocessed_callbacks" if unprocessed else "callbacks/list_callbacks"
        return [kept_callback(row) for row in self._database.ask(name, parameters)]

    def find(self, key: Key) -> KeptCallback | None:
        """See `CallbackRepository.find`."""
        rows = self._database.ask("callbacks/find_callback", {"provider": key[0], "event_id": key[1]})
        return kept_callback(rows[0]) if rows else None


def _waits_by_copies(first: timedelta) -> list[timedelta]:
    """Return `resend_wait` by the number of copies, from 0 up to the number from which it no longer grows."""
    waits = [resend_wait(first, copies) for copies in range(MAX_DOUBLINGS)]
    return waits[: waits.index(RETENTION) + 1] if RETENTION in waits else waits


def callback_of_row(row: tuple[Any, ...]) -> Callback:
    """Convert a row of provider, event id, source, source id, state, amount, and time of occurrence as text."""
    provider, event_id, source, source_id, state, amount, occurred_at = row
    return Callback(
        provider=provider,
        event_id=event_id,
        source=source,
        source_id=source_id,
        state=PaymentState(state),
        amount=amount,
        occurred_at=row_date(occurred_at),
    )


def kept_callback(row: tuple[Any, ...]) -> KeptCallback:
    """Convert a row as of `callback_of_row`, with reception, processing, and the last failed attempt and its error."""
    received_at, processed_at, attempt, error = row[7:]
    return KeptCallback(
        callback=callback_of_row(row[:7]),
        received_at=received_at,
        processed_at=processed_at,
        attempt=attempt,
        error=error,
    )
