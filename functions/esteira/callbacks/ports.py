"""The repository of callbacks. When a message counts as lost is decided by `callback.resend_wait`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from esteira.callbacks.callback import Callback, CallbackState, KeptCallback, Key, Reception


class CallbackRepository(Protocol):
    """Callbacks by provider and event id. Every method raises `TargetUnavailable`."""

    def keep(self, callback: Callback) -> Reception:
        """Store a callback if it is new, and count one copy of its message as sent now.

        A stored callback is not changed. Takes one round trip, and concurrent calls are safe. Raises `BadRow` if the
        database refuses the data.
        """
        ...

    def release(self, keys: Sequence[Key]) -> None:
        """Undo the count of the last copy of each callback, because it did not reach the queue."""
        ...

    def claim_due(self, *, limit: int, first_wait: timedelta) -> Sequence[Callback]:
        """Return the oldest callbacks whose copies count as lost (see `callback.resend_wait`), except dead ones.

        For each, count a new copy as sent now and reset its attempts.
        """
        ...

    def page(
        self, state: CallbackState | None, after: Key | None, *, limit: int, provider: str | None = None
    ) -> Sequence[KeptCallback]:
        """Return callbacks that were received before `after`, the last received first; those of a provider, or all."""
        ...

    def find(self, key: Key) -> KeptCallback | None:
        """Return one callback, or None if it is unknown."""
        ...
