"""The tiles of the overview. Each is built once and then shows the board as often as it changes."""

from datetime import datetime
from typing import Protocol

from console.pages.page_metrics import PageMetrics


class Tile(Protocol):
    """Something that shows the board."""

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """Brings itself up to date."""
