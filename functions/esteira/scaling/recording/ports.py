"""The port of the record of ticks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from esteira.core.names import Lane
from esteira.scaling.recording.recorded_tick import AttemptTotals, RecordedTick

KEPT_TICKS = 43_200
"""A day of ticks of two seconds."""


class TickRecord(Protocol):
    """The ticks of the last day. It may be lost with Redis (R13). All methods raise `FlowUnavailable`."""

    def attempts(self) -> Mapping[Lane, AttemptTotals]:
        """Return the attempts counted by now."""
        ...

    def append(self, tick: RecordedTick) -> None:
        """Record a tick. Of more than `KEPT_TICKS`, the oldest are deleted. One not later than the last is ignored."""
        ...

    def between(self, since: datetime, until: datetime) -> Sequence[RecordedTick]:
        """Return the ticks from `since` to before `until`, in order of time."""
        ...

    def reach(self) -> tuple[datetime, datetime] | None:
        """Return the times of the first and the last tick; None where there is none."""
        ...
