"""Metrics are computed at most once a second, and always after the last change."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from esteira.metrics.debounce import RefreshState, seconds_to_wait


@pytest.mark.parametrize(
    ("state", "wait"),
    [
        (RefreshState(), 0),
        (RefreshState(started_at=90), 5),
        (RefreshState(started_at=90, announced_at=89), 5),
        (RefreshState(started_at=85), 0),
        (RefreshState(started_at=90, announced_at=95), 0),
        (RefreshState(started_at=99.7, announced_at=99.9), pytest.approx(0.7)),
        (RefreshState(started_at=99.7, announced_at=99.7), pytest.approx(0.7)),
        (RefreshState(started_at=97, moving=True), 2),
        (RefreshState(started_at=95, moving=True), 0),
        (RefreshState(started_at=97, moving=True, announced_at=98), 0),
        (RefreshState(started_at=98, announced_at=99, took_seconds=1), pytest.approx(1)),
        (RefreshState(started_at=98, moving=True, took_seconds=2), pytest.approx(4)),
    ],
    ids=[
        "nothing computed yet",
        "at rest, nothing announced",
        "announced before the last computation",
        "at rest, pause over",
        "announced long after the last computation",
        "announced soon after the last computation",
        "announced when the last computation started",
        "moving, not announced",
        "moving, pause over",
        "moving, announced",
        "a long computation",
        "a computation longer than the longest pause",
    ],
)
def test_the_wait_until_the_next_computation(state: RefreshState, wait: float) -> None:
    assert seconds_to_wait(state, 100) == wait


@pytest.mark.parametrize("seed", range(20))
def test_no_second_has_two_computations_and_the_last_change_is_never_missed(seed: int) -> None:
    random_numbers = random.Random(seed)
    changes = sorted(random_numbers.uniform(0, 20) for _ in range(random_numbers.randint(1, 200)))
    starts = _computations(changes, took_seconds=random_numbers.uniform(0, 0.15))

    pauses = [later - earlier for earlier, later in pairwise(starts)]

    assert all(pause >= 1 - 1e-9 for pause in pauses)
    assert starts[-1] >= changes[-1]
    assert all(any(change <= start <= change + 1.2 for start in starts) for change in changes)


def _computations(changes: list[float], *, took_seconds: float) -> list[float]:
    """The start times of computations, by a refresher that polls every 10 ms except while it computes."""
    state, starts, busy_until = RefreshState(), [], 0.0
    for tick in range(2500):
        now = tick / 100
        past = [change for change in changes if change <= now]
        state = replace(state, announced_at=past[-1] if past else None)
        if now >= busy_until and seconds_to_wait(state, now) == 0:
            starts.append(now)
            state, busy_until = replace(state, started_at=now, took_seconds=took_seconds), now + took_seconds
    return starts
