"""History in fixed memory: ring buffers with a slot for each span of time. A new span overwrites the oldest one.

A slot is 16 bytes: the number of its span since 1970, the number of its values, and their last value or mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from struct import Struct

from esteira.metrics.catalogue import Keep

SLOT = Struct("<IId")


@dataclass(frozen=True, kw_only=True)
class Ring:
    """The layout of a ring buffer: `slots` spans of `step_seconds` each."""

    step_seconds: int
    slots: int

    @property
    def reach_seconds(self) -> int:
        """The period that it covers."""
        return self.step_seconds * self.slots

    @property
    def size_bytes(self) -> int:
        """Its largest size, however much is written to it."""
        return self.slots * SLOT.size

    def span(self, at: datetime) -> int:
        """Return the number of the span that contains a time."""
        return int(at.timestamp()) // self.step_seconds

    def offset(self, at: datetime) -> int:
        """Return the position in bytes of the slot for a time."""
        return self.span(at) % self.slots * SLOT.size


RINGS = (
    Ring(step_seconds=1, slots=600),
    Ring(step_seconds=60, slots=1440),
    Ring(step_seconds=3600, slots=720),
)
"""Ten minutes, a day and thirty days: 44 kB per metric."""

RING_OF_STEP = {ring.step_seconds: ring for ring in RINGS}


@dataclass(frozen=True, kw_only=True)
class Point:
    """The value of the span that began at `at`."""

    at: datetime
    value: float


def updated_slot(slot: bytes, ring: Ring, keep: Keep, at: datetime, value: float) -> bytes:
    """Return the slot with one more value. A slot of an earlier span, or an empty one, is overwritten."""
    span = ring.span(at)
    stored_span, count, stored = SLOT.unpack(slot) if len(slot) == SLOT.size else (0, 0, 0.0)
    if keep == "last" or stored_span != span:
        return SLOT.pack(span, 1, value)
    return SLOT.pack(span, count + 1, stored + (value - stored) / (count + 1))


def points(content: bytes, ring: Ring, since: datetime, until: datetime) -> list[Point]:
    """Return the points of the spans from that of `since` to that of `until`, in order. Empty spans have no point."""
    first, last = ring.span(since), ring.span(until)
    found = sorted((span, value) for span, value in _slots(content) if first <= span <= last)
    return [Point(at=datetime.fromtimestamp(span * ring.step_seconds, UTC), value=value) for span, value in found]


def _slots(content: bytes) -> Iterator[tuple[int, float]]:
    complete = len(content) - len(content) % SLOT.size
    return ((span, value) for span, count, value in SLOT.iter_unpack(content[:complete]) if count)
