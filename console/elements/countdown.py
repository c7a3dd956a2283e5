"""A countdown that ticks in the browser."""

from datetime import datetime

from nicegui.element import Element

from console.elements.timestamps import epoch_milliseconds, send_with_now


class Countdown(Element, component="countdown.js"):
    """Shows `3 d 04:12:09`, then `04:12:09`, then how long ago it ended."""

    def __init__(self, *, day: str, ago: tuple[str, str, str]) -> None:
        """`ago`: the texts for an age in seconds, minutes and hours, with `{}` for the number."""
        super().__init__()
        self._props.update({"until": 0, "now": 0, "day": day, "ago": list(ago)})

    def count_to(self, until: datetime, *, now: datetime) -> None:
        """Count down to `until`. The remaining time is relative to the server's `now`, not to the browser's clock."""
        send_with_now(self, now, until=epoch_milliseconds(until))
