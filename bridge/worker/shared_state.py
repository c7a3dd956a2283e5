"""The numbers that the two processes of a drain worker share, in memory that both of them map.

Created before the fork. Every field has one writer and is written atomically, so no lock is needed that could stay
locked when a process dies.
"""

import ctypes
import math
import mmap

SMOOTHED_OVER_SECONDS = 20.0
"""Time constant of the rate's exponential mean, in seconds of work."""


class SharedWorkerState(ctypes.Structure):
    """`draining` is written by the main process, everything else by the child."""

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
    def shared(cls) -> "SharedWorkerState":
        """A new state, all zero, that forked children share."""
        return cls.from_buffer(mmap.mmap(-1, ctypes.sizeof(cls)))

    def begin_child(self, pid: int) -> None:
        """A child has started; its predecessor's task and messages are gone."""
        self.child_pid, self.in_task, self.in_hand = pid, 0, 0

    def finish(self, *, processed: int, failed: int, seconds: float) -> None:
        """The child has finished the batch in hand."""
        self.rate_per_second = smoothed(self.rate_per_second, processed + failed, seconds)
        self.processed += processed
        self.failed += failed
        self.in_hand = 0


def smoothed(rate_per_second: float, messages: int, seconds: float) -> float:
    """The rate after one more batch: an exponential mean, weighted by seconds of work and not by batches."""
    if seconds <= 0:
        return rate_per_second
    if not rate_per_second:
        return messages / seconds
    share = 1 - math.exp(-seconds / SMOOTHED_OVER_SECONDS)
    return rate_per_second + share * (messages / seconds - rate_per_second)


SHARED_STATE = SharedWorkerState.shared()
"""This worker's. Created when the main process imports this module, so before it forks."""
