"""The periods that a page of the audit log is read in."""

from datetime import timedelta
from itertools import pairwise

import pytest
from esteira.audit.mongo.windows import LONGEST, windows

from tests.fixtures.clock import READ_AT


@pytest.mark.parametrize("is_open", [True, False])
def test_the_periods_have_no_gap_and_reach_the_beginning_of_time(is_open: bool) -> None:
    periods = list(windows(READ_AT, is_open=is_open))

    assert all(newer.since == older.until for newer, older in pairwise(periods))
    assert (periods[0].until, periods[-1].since) == (None if is_open else READ_AT, None)


def test_the_first_period_is_short_and_all_of_them_are_few() -> None:
    periods = list(windows(READ_AT, is_open=False))

    assert periods[0].since == READ_AT - timedelta(minutes=1)
    assert len(periods) <= 24
    assert periods[-1].until is not None
    assert periods[-1].until < READ_AT - LONGEST / 4
