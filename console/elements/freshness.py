"""How old what stands around it is."""

from datetime import datetime, timedelta

from nicegui.element import Element

from console.elements.timestamps import epoch_milliseconds


class Freshness(Element, component="freshness.js"):
    """Shows nothing while the figures are fresh; then their age, and greys the nearest ancestor with `data-fresh`."""

    def __init__(self, *, stale_after: timedelta, ago: tuple[str, str, str]) -> None:
        """`ago` says "{} ago" in seconds, minutes and hours."""
        super().__init__()
        self._props.update(
            {"at": 0, "now": 0, "stale-after-ms": int(stale_after.total_seconds() * 1000), "ago": list(ago)}
        )

    def measured(self, at: datetime | None, *, now: datetime) -> None:
        """The moment the figures were measured at; None where there are none."""
        self._props.update({"at": epoch_milliseconds(at) if at else 0, "now": epoch_milliseconds(now)})
        self.update()
