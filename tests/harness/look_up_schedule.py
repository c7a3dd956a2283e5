"""The schedule of look-ups as a program that tests may kill."""

import os
import signal
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from esteira.core.settings import BookingSettings, read
from esteira.lookups.booking_wiring import Booking
from esteira.lookups.hand_over_due import HandOverResult, hand_over_due

LIFETIME_SECONDS = 60
"""A schedule ends after this time, in case its test was killed."""

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


def start_hand_over(environment: Mapping[str, str]) -> BaseProcess:
    """Start one run with these variables in a process of its own."""
    process = FORKS.Process(target=hand_over, args=(dict(environment),), daemon=True)
    process.start()
    return process


def hand_over(environment: Mapping[str, str]) -> HandOverResult:
    """Hand over all that is due."""
    os.environ.update(environment)
    signal.alarm(LIFETIME_SECONDS)
    booking = Booking(read(BookingSettings))
    try:
        return hand_over_due(booking.hand_over_deps, should_continue=lambda: True)
    finally:
        booking.close()
        signal.alarm(0)
