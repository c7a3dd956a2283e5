"""How much load is due when: a function of time alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.cli.load.schedule import PEAK, Pattern, Schedule

STEADY = Schedule(rate_per_second=10, seconds=20)
BURSTY = Schedule(rate_per_second=10, seconds=20, pattern=Pattern.BURSTY)

SCHEDULES = st.builds(
    Schedule,
    rate_per_second=st.floats(min_value=0.01, max_value=100_000),
    seconds=st.floats(min_value=0.1, max_value=86_400),
    pattern=st.sampled_from(Pattern),
)


@pytest.mark.parametrize(
    ("schedule", "elapsed_seconds", "due"),
    [
        (STEADY, -1, 0),
        (STEADY, 0, 0),
        (STEADY, 0.05, 0),
        (STEADY, 0.15, 1),
        (STEADY, 10, 100),
        (STEADY, 19.99, 199),
        (STEADY, 20, 200),
        (STEADY, 1000, 200),
        (BURSTY, 0, 0),
        (BURSTY, 1, 50),
        (BURSTY, 2, 100),
        (BURSTY, 9.9, 100),
        (BURSTY, 11, 150),
        (BURSTY, 12, 200),
        (BURSTY, 20, 200),
        (Schedule(rate_per_second=0.5, seconds=3), 3, 2),
        (Schedule(rate_per_second=10, seconds=5, pattern=Pattern.BURSTY), 0.5, 25),
        (Schedule(rate_per_second=10, seconds=5, pattern=Pattern.BURSTY), 1, 50),
        (Schedule(rate_per_second=10, seconds=14, pattern=Pattern.BURSTY), 2.8, 140),
    ],
)
def test_what_is_due_at_a_moment(schedule: Schedule, elapsed_seconds: float, due: int) -> None:
    assert schedule.due(elapsed_seconds) == due


@given(schedule=SCHEDULES, moments=st.lists(st.floats(min_value=0, max_value=1), min_size=2).map(sorted))
def test_what_is_due_never_decreases_and_ends_at_the_total(schedule: Schedule, moments: list[float]) -> None:
    due = [schedule.due(moment * schedule.seconds) for moment in [0, *moments, 1]]

    assert due == sorted(due)
    assert (due[0], due[-1]) == (0, schedule.total)


@given(schedule=SCHEDULES, begin=st.floats(min_value=0, max_value=1), share=st.floats(min_value=0, max_value=1))
def test_no_period_has_more_than_the_peak(schedule: Schedule, begin: float, share: float) -> None:
    since = begin * schedule.seconds
    until = since + share * (schedule.seconds - since)

    grown = schedule.due(until) - schedule.due(since)

    assert grown <= PEAK * schedule.total * (until - since) / schedule.seconds + 2
