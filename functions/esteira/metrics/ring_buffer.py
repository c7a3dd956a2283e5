"""History in fixed memory: a ring has a slot for each span of time, and a span overwrites the one a round before it.

A slot is 16 bytes: the number of its span since 1970, how many values went in, and what is kept of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from struct import Struct

from esteira.metrics.catalogue import Keep

SLOT = Struct("<IId")


@dataclass(frozen=True, kw_only=True)
class Ring:
    """Spans of `step_seconds`, as many as it has `slots`."""

    step_seconds: int
    slots: int

    @property
    def reach_seconds(self) -> int:
        """How far back it goes."""
        return self.step_seconds * self.slots

    @property
    def size_bytes(self) -> int:
        """What it takes at most, however long it is written to."""
        return self.slots * SLOT.size

    def span(self, at: datetime) -> int:
        """The number of the span that a moment lies in."""
        return int(at.timestamp()) // self.step_seconds

    def offset(self, at: datetime) -> int:
        """Where the slot of a moment begins, in bytes."""
        return self.span(at) % self.slots * SLOT.size


RINGS = (
    Ring(step_seconds=1, slots=600),
    Ring(step_seconds=60, slots=1440),
    Ring(step_seconds=3600, slots=720),
)
"""Ten minutes, a day, thirty days; 44 kB a metric."""

RING_OF_STEP = {ring.step_seconds: ring for ring in RINGS}


@dataclass(frozen=True, kw_only=True)
class Point:
    """What was kept of the span that began at `at`."""

    at: datetime
    value: float


def filled(slot: bytes, ring: Ring, keep: Keep, at: datetime, value: float) -> bytes:
    """The slot with one more value in it; what it holds of an earlier round, or nothing at all, is overwritten."""
    span = ring.span(at)
    kept_span, count, kept = SLOT.unpack(slot) if len(slot) == SLOT.size else (0, 0, 0.0)
    if keep == "last" or kept_span != span:
        return SLOT.pack(span, 1, value)
    return SLOT.pack(span, count + 1, kept + (value - kept) / (count + 1))


def points(written: bytes, ring: Ring, since: datetime, until: datetime) -> list[Point]:
    """What a ring holds of the spans that touch a stretch of time, both ends counted, in order. Gaps stay gaps."""
    first, last = ring.span(since), ring.span(until)
    found = sorted((span, value) for span, value in _slots(written) if first <= span <= last)
    return [Point(at=datetime.fromtimestamp(span * ring.step_seconds, UTC), value=value) for span, value in found]


def _slots(written: bytes) -> Iterator[tuple[int, float]]:
    whole = len(written) - len(written) % SLOT.size
    return ((span, value) for span, count, value in SLOT.iter_unpack(written[:whole]) if count)
