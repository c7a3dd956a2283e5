"""In-memory twin of the port of the cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from esteira.core.errors import UsageUnavailable
from esteira.costs.usage import UsedMinute, UsedPeriod


@dataclass(kw_only=True)
class MemoryMeter:
    """The port `UsageMeter`."""

    counted_since: datetime
    until: datetime
    minutes: Sequence[UsedMinute] = ()
    away: bool = False

    def since(self, moment: datetime) -> UsedPeriod:
        """See `UsageMeter.since`."""
        if self.away:
            raise UsageUnavailable
        minutes = [minute for minute in self.minutes if minute.at >= moment]
        return UsedPeriod(counted_since=self.counted_since, until=self.until, minutes=minutes)
