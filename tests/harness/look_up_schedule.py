"""The schedule of look-ups as a program that tests may kill."""

import os
import signal
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from esteira.core.settings import HandOverSettings, read
from esteira.lookups.booking_wiring import HandOver
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
    wiring = HandOver(read(HandOverSettings))
    try:
        return hand_over_due(wiring.hand_over_deps, should_continue=lambda: True)
    finally:
        wiring.close()
        signal.alarm(0)
