"""Metrics are computed at most once a second, and always after the last change."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from esteira.metrics.debounce import RefreshState, seconds_to_wait


@pytest.mark.parametrize(
    ("beat", "wait"),
    [
        (RefreshState(), 0),
        (RefreshState(started_at=90), None),
        (RefreshState(started_at=90, announced_at=89), None),
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
        "nothing moves and nothing was announced",
        "the last announcement is covered",
        "an announcement after a long rest",
        "an announcement soon after a computation",
        "an announcement the moment a computation began",
        "something moves, without announcement",
        "something moves, and the pause is over",
        "something moves and is announced",
        "a computation takes long",
        "a computation takes longer than the longest pause",
    ],
)
def test_the_wait_until_the_next_computation(beat: RefreshState, wait: float | None) -> None:
    assert seconds_to_wait(beat, 100) == wait


@pytest.mark.parametrize("seed", range(20))
def test_no_second_has_two_computations_and_the_last_change_is_never_missed(seed: int) -> None:
    chance = random.Random(seed)
    changes = sorted(chance.uniform(0, 20) for _ in range(chance.randint(1, 200)))
    begun = _computations(changes, took_seconds=chance.uniform(0, 0.15))

    pauses = [later - earlier for earlier, later in pairwise(begun)]

    assert all(pause >= 1 - 1e-9 for pause in pauses)
    assert begun[-1] >= changes[-1]
    assert all(any(change <= at <= change + 1.2 for at in begun) for change in changes)


def _computations(changes: list[float], *, took_seconds: float) -> list[float]:
    """The moments at which a watcher starts computing: it polls every 10 ms, except while it computes."""
    beat, begun, busy_until = RefreshState(), [], 0.0
    for tick in range(2500):
        now = tick / 100
        heard = [change for change in changes if change <= now]
        beat = replace(beat, announced_at=heard[-1] if heard else None)
        if now >= busy_until and seconds_to_wait(beat, now) == 0:
            begun.append(now)
            beat, busy_until = replace(beat, started_at=now, took_seconds=took_seconds), now + took_seconds
    return begun
