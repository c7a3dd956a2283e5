"""History in fixed memory: slots, rounds, gaps, means."""

from datetime import UTC, datetime, timedelta

import pytest
from esteira.metrics.catalogue import Keep
from esteira.metrics.ring_buffer import RINGS, SLOT, Ring, points, updated_slot

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SMALL = Ring(step_seconds=10, slots=4)


def written(*values: tuple[int, float], keep: Keep = "last") -> bytes:
    """A small ring buffer after these values at these seconds."""
    ring = bytearray(SMALL.size_bytes)
    for second, value in values:
        at = NOON + timedelta(seconds=second)
        place = slice(SMALL.offset(at), SMALL.offset(at) + SLOT.size)
        ring[place] = updated_slot(bytes(ring[place]), SMALL, keep, at, value)
    return bytes(ring)


def read(ring: bytes, first: int, last: int) -> list[tuple[float, float]]:
    found = points(ring, SMALL, NOON + timedelta(seconds=first), NOON + timedelta(seconds=last))
    return [((point.at - NOON).total_seconds(), point.value) for point in found]


def test_the_rings_reach_back_ten_minutes_a_day_and_thirty_days() -> None:
    assert [timedelta(seconds=ring.reach_seconds) for ring in RINGS] == [
        timedelta(minutes=10),
        timedelta(days=1),
        timedelta(days=30),
    ]


def test_a_step_keeps_the_last_value_where_that_is_right() -> None:
    assert read(written((0, 1), (3, 7), (9.9, 4)), 0, 30) == [(0, 4)]  # type: ignore[arg-type]


def test_a_step_keeps_the_mean_where_that_is_right() -> None:
    assert read(written((0, 1), (3, 7), (9, 4), (10, 8), keep="mean"), 0, 30) == [(0, 4), (10, 8)]


@pytest.mark.parametrize("keep", ["last", "mean"])
def test_a_new_round_overwrites_the_one_before_it(keep: Keep) -> None:
    assert read(written((0, 1), (10, 2), (40, 5), keep=keep), 0, 60) == [(10, 2), (40, 5)]


def test_gaps_stay_gaps() -> None:
    assert read(written((0, 1), (30, 2)), 0, 30) == [(0, 1), (30, 2)]


def test_only_what_is_asked_for_is_told_both_ends_counted() -> None:
    assert read(written((0, 1), (10, 2), (20, 3), (30, 4)), 15, 20) == [(10, 2), (20, 3)]


def test_what_was_never_written_to_its_end_is_read_as_far_as_it_goes() -> None:
    assert read(written((0, 1))[: SLOT.size + 3], 0, 60) in ([], [(0, 1)])
    assert read(b"", 0, 60) == []
