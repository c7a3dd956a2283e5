"""The tiles of the overview. Each is built once and updated whenever the metrics change."""

from datetime import datetime
from typing import Protocol

from console.feed.page_metrics import PageMetrics


class Tile(Protocol):
    """A tile of the overview."""

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """Show the current metrics."""
