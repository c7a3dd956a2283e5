"""What the use case needs."""

from datetime import datetime
from typing import Protocol

from esteira.costs.usage import UsedPeriod


class UsageMeter(Protocol):
    """What was used."""

    def since(self, moment: datetime) -> UsedPeriod:
        """Return the minutes that began then or later. Raises `UsageUnavailable`."""
        ...
