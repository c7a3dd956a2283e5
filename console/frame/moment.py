"""What a page that follows the feed is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.alerts.alert import Alert
from console.feed.page_metrics import PageMetrics


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The metrics, what is wrong, and the time."""

    metrics: PageMetrics
    alerts: Sequence[Alert]
    now: datetime


Show = Callable[[Moment], None]


class LiveFeed(Protocol):
    """The feed, for the content of one page."""

    @property
    def moment(self) -> Moment:
        """What was shown last."""
        ...

    def follow(self, show: Show) -> None:
        """Show the current moment, then each one that comes."""
        ...
