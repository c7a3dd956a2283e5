"""What the two processes of a drain worker tell each other: a few numbers in memory that both of them see.

Made before the fork. Every field has one writer and is written in one piece, so there is no lock to die with.
"""

import ctypes
import math
import mmap

SMOOTHED_OVER_SECONDS = 20.0
"""How long ago the work was that still counts for the rate."""


class Slate(ctypes.Structure):
    """`draining` is written by the main process, all else by the child."""

    _fields_ = (
        ("draining", ctypes.c_int64),
        ("in_task", ctypes.c_int64),
        ("in_hand", ctypes.c_int64),
        ("processed", ctypes.c_int64),
        ("failed", ctypes.c_int64),
        ("child_pid", ctypes.c_int64),
        ("rate_per_second", ctypes.c_double),
    )
    draining: int
    in_task: int
    in_hand: int
    processed: int
    failed: int
    child_pid: int
    rate_per_second: float

    @classmethod
    def shared(cls) -> "Slate":
        """An empty one that a child made by fork sees too."""
        return cls.from_buffer(mmap.mmap(-1, ctypes.sizeof(cls)))

    def begin_child(self, pid: int) -> None:
        """A child has begun; what the one before it held is gone."""
        self.child_pid, self.in_task, self.in_hand = pid, 0, 0

    def finish(self, *, processed: int, failed: int, seconds: float) -> None:
        """The child is through with the messages that it had in hand."""
        self.rate_per_second = smoothed(self.rate_per_second, processed + failed, seconds)
        self.processed += processed
        self.failed += failed
        self.in_hand = 0


def smoothed(rate_per_second: float, messages: int, seconds: float) -> float:
    """The rate after one more batch: a mean that forgets with the time that was worked, not with the batches."""
    if seconds <= 0:
        return rate_per_second
    if not rate_per_second:
        return messages / seconds
    share = 1 - math.exp(-seconds / SMOOTHED_OVER_SECONDS)
    return rate_per_second + share * (messages / seconds - rate_per_second)


SLATE = Slate.shared()
"""This worker's. Made when the main process imports this, so before it forks."""
