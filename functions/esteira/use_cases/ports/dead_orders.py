"""The orders and callbacks that failed for the last time, and the record of who brought them back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from esteira.domain.letters import CallbackKey, DeadCallback, DeadGroup, DeadOrder, OrderKey
from esteira.domain.names import Lane


class DeadOrders(Protocol):
    """The target's list of failed orders. Every method raises `TargetUnavailable`."""

    def revive(self, keys: Sequence[OrderKey]) -> None:
        """Marks failed orders as on their way again, with no attempt behind them. Others are left alone."""
        ...

    def bury(self, keys: Sequence[OrderKey]) -> int:
        """Marks as dead what is neither persisted nor rejected nor dead, and answers how many that were."""
        ...

    def groups(self) -> Sequence[DeadGroup]:
        """The dead by cause, the largest group first."""
        ...

    def died_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """The dead whose last attempt failed before `moment`, of one snapshot, in portions, by source and id."""
        ...

    def forget_arrived(self) -> int:
        """Removes the failures of orders that are persisted, and answers how many that were."""
        ...


class DeadCallbacks(Protocol):
    """The target's list of callbacks, as far as they failed. Both methods raise `TargetUnavailable`."""

    def revive(self, keys: Sequence[CallbackKey]) -> None:
        """Marks unprocessed callbacks as on their way again, with no attempt behind them."""
        ...

    def died_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """The dead whose last attempt failed before `moment`, of one snapshot, in portions, by provider and event."""
        ...


@dataclass(frozen=True, kw_only=True)
class OpenRedrive:
    """A redrive that is being recorded. `requested_at` is the target's own time, as that of failures is."""

    id: int
    requested_at: datetime


class RedriveLog(Protocol):
    """Who sent what back, when, and how many went. Every method raises `TargetUnavailable`."""

    def begin(
        self, lane: Lane, *, requested_by: str, selection: Sequence[str] | None, per_second: float | None
    ) -> OpenRedrive:
        """A new record with nothing moved yet."""
        ...

    def count(self, redrive: OpenRedrive, moved: int) -> None:
        """How many went so far, in all."""
        ...

    def finish(self, redrive: OpenRedrive) -> None:
        """The redrive has come to its end."""
        ...
