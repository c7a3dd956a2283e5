"""An indicator for stale values."""

from datetime import datetime, timedelta

from nicegui.element import Element

from console.elements.timestamps import epoch_milliseconds, send_with_now


class Freshness(Element, component="freshness.js"):
    """Shows the age of values once they are stale, and sets `data-fresh="no"` on the nearest ancestor that has it."""

    def __init__(self, *, stale_after: timedelta, ago: tuple[str, str, str]) -> None:
        """`ago`: the texts for an age in seconds, minutes and hours, with `{}` for the number."""
        super().__init__()
        self._props.update(
            {"at": 0, "now": 0, "stale-after-ms": int(stale_after.total_seconds() * 1000), "ago": list(ago)}
        )

    def measured(self, at: datetime | None, *, now: datetime) -> None:
        """Set the time of measurement; None where nothing was measured."""
        send_with_now(self, now, at=epoch_milliseconds(at) if at else 0)
