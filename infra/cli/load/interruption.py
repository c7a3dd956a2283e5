"""Ctrl-C as a request to stop after the present step."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


@contextmanager
def stopped_by_interrupt() -> Iterator[Event]:
    """The first Ctrl-C sets the event; a second one raises KeyboardInterrupt. Only for the main thread."""
    stop = Event()

    def request(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, request)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
