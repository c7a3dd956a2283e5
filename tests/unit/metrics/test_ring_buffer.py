"""History in fixed memory: slots, overwriting, gaps, means."""

from datetime import UTC, datetime, timedelta

import pytest
from esteira.metrics.catalogue import Keep
from esteira.metrics.ring_buffer import RINGS, SLOT, Ring, points, updated_slot

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SMALL = Ring(step_seconds=10, slots=4)


def written(*values: tuple[int, float], keep: Keep = "last") -> bytes:
    """Return a small ring buffer with these values at these seconds."""
    content = bytearray(SMALL.size_bytes)
    for second, value in values:
        at = NOON + timedelta(seconds=second)
        slot = slice(SMALL.offset(at), SMALL.offset(at) + SLOT.size)
        content[slot] = updated_slot(bytes(content[slot]), SMALL, keep, at, value)
    return bytes(content)


def read(content: bytes, first: int, last: int) -> list[tuple[float, float]]:
    found = points(content, SMALL, NOON + timedelta(seconds=first), NOON + timedelta(seconds=last))
    return [((point.at - NOON).total_seconds(), point.value) for point in found]


def test_the_rings_reach_back_ten_minutes_a_day_and_thirty_days() -> None:
    assert [timedelta(seconds=ring.reach_seconds) for ring in RINGS] == [
        timedelta(minutes=10),
        timedelta(days=1),
        timedelta(days=30),
    ]


def test_a_step_of_a_last_value_metric_has_the_last_value() -> None:
    assert read(written((0, 1), (3, 7), (9.9, 4)), 0, 30) == [(0, 4)]  # type: ignore[arg-type]


def test_a_step_of_a_mean_metric_has_the_mean() -> None:
    assert read(written((0, 1), (3, 7), (9, 4), (10, 8), keep="mean"), 0, 30) == [(0, 4), (10, 8)]


@pytest.mark.parametrize("keep", ["last", "mean"])
def test_a_new_span_overwrites_the_oldest_one(keep: Keep) -> None:
    assert read(written((0, 1), (10, 2), (40, 5), keep=keep), 0, 60) == [(10, 2), (40, 5)]


def test_a_span_without_values_has_no_point() -> None:
    assert read(written((0, 1), (30, 2)), 0, 30) == [(0, 1), (30, 2)]


def test_only_spans_in_the_range_are_returned_including_both_ends() -> None:
    assert read(written((0, 1), (10, 2), (20, 3), (30, 4)), 15, 20) == [(10, 2), (20, 3)]


def test_incomplete_content_is_read_up_to_the_last_complete_slot() -> None:
    assert read(written((0, 1))[: SLOT.size + 3], 0, 60) in ([], [(0, 1)])
    assert read(b"", 0, 60) == []
