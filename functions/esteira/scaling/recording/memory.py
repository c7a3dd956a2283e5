"""The record of ticks in memory, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esteira.core.names import Lane
from esteira.scaling.recording.ports import KEPT_TICKS
from esteira.scaling.recording.recorded_tick import AttemptTotals, RecordedTick


@dataclass(kw_only=True)
class MemoryTickRecord:
    """The port `TickRecord`. Tests set `totals`."""

    totals: dict[Lane, AttemptTotals] = field(default_factory=dict)
    ticks: list[RecordedTick] = field(default_factory=list)

    def attempts(self) -> Mapping[Lane, AttemptTotals]:
        """See `TickRecord.attempts`."""
        return dict(self.totals)

    def append(self, tick: RecordedTick) -> None:
        """See `TickRecord.append`."""
        if not self.ticks or self.ticks[-1].at < tick.at:
            self.ticks = [*self.ticks, tick][-KEPT_TICKS:]

    def between(self, since: datetime, until: datetime) -> Sequence[RecordedTick]:
        """See `TickRecord.between`."""
        return [tick for tick in self.ticks if since <= tick.at < until]

    def reach(self) -> tuple[datetime, datetime] | None:
        """See `TickRecord.reach`."""
        return (self.ticks[0].at, self.ticks[-1].at) if self.ticks else None
