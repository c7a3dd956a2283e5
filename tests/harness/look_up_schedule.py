"""The schedule of look-ups as a program."""

from contextlib import closing

from esteira.core.settings import HandOverSettings, read
from esteira.lookups.booking_wiring import HandOver
from esteira.lookups.hand_over_due import HandOverResult, hand_over_due


def hand_over() -> HandOverResult:
    """Hand over all that is due."""
    with closing(HandOver(read(HandOverSettings))) as wiring:
        return hand_over_due(wiring.hand_over_deps, should_continue=lambda: True)
