"""Timestamps for the browser. The server also sends its own `now`, so that a wrong browser clock does no harm."""

from datetime import datetime
from typing import Any

from nicegui.element import Element

RESEND_MILLISECONDS = 60_000
"""After this time unchanged values are sent again with a new `now`, since the clock of a browser that slept stands."""


def epoch_milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch, the unit of JavaScript."""
    return int(moment.timestamp() * 1000)


def send_with_now(element: Element, now: datetime, **values: Any) -> None:
    """Send properties of an element and the server's `now`. What the browser has, it counts on from by itself.

    So nothing is sent while the values are the same, and were sent less than `RESEND_MILLISECONDS` ago.
    """
    given, at = element.props, epoch_milliseconds(now)
    changed = any(given.get(name) != value for name, value in values.items())
    if changed or at - given["now"] >= RESEND_MILLISECONDS:
        given.update({**values, "now": at})
        element.update()
