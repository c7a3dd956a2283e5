"""Ctrl-C as a request to end in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


@contextmanager
def stopped_by_interrupt() -> Iterator[Event]:
    """The event is set by the first Ctrl-C; a second one interrupts as ever. Only for the main thread."""
    stop = Event()

    def request(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, request)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
