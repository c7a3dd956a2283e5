"""Where callbacks are kept between their receipt and their effect. The rule of what was lost is the domain's."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from esteira.callbacks.callback import Callback, CallbackState, KeptCallback, Key, Reception


class CallbackRepository(Protocol):
    """Callbacks by provider and event id. Every method raises `TargetUnavailable`."""

    def keep(self, callback: Callback) -> Reception:
        """Keeps a callback that is new, counting one copy of its message as sent this moment.

        One that is known stays as it is. In one round trip, and safe to ask any number of times at once. Raises
        `BadRow` if the database refuses the data.
        """
        ...

    def release(self, keys: Sequence[Key]) -> None:
        """Takes back the copy that was counted last: it did not reach the queue."""
        ...

    def claim_due(self, *, limit: int, first_patience: timedelta) -> Sequence[Callback]:
        """The oldest callbacks whose copies count as lost (see `domain.callbacks.patience`); none that is dead.

        Of each a new copy is counted as sent this moment, with no attempt behind it.
        """
        ...

    def page(self, state: CallbackState | None, after: Key | None, *, limit: int) -> Sequence[KeptCallback]:
        """Callbacks that were received before `after` was, the last received first."""
        ...

    def find(self, key: Key) -> KeptCallback | None:
        """One callback."""
        ...
