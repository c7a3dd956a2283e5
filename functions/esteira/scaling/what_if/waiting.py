"""A lane's queue in a replay: first in, first out, in groups of messages that arrived at the same moment."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How long messages waited, in seconds and whole ticks: 0 for one that is taken in the tick of its arrival."""

    messages: int
    mean: float
    p50: float
    p95: float
    longest: float


NOBODY_WAITED = Waiting(messages=0, mean=0, p50=0, p95=0, longest=0)


@dataclass(kw_only=True)
class Queue:
    """Groups of (arrived at, number) that wait, and of (seconds waited, number) that were taken."""

    waiting: deque[tuple[float, int]] = field(default_factory=deque)
    taken: list[tuple[float, int]] = field(default_factory=list)

    @property
    def length(self) -> int:
        """The number of messages that wait."""
        return sum(count for _, count in self.waiting)

    def add(self, at: float, count: int) -> None:
        """Append messages that arrive at a moment."""
        if count:
            self.waiting.append((at, count))

    def take(self, at: float, count: int) -> int:
        """Take at most so many messages, the oldest first, and return how many there were."""
        left = count
        while left and self.waiting:
            arrived, there = self.waiting.popleft()
            part = min(there, left)
            self.taken.append((at - arrived, part))
            left -= part
            if there > part:
                self.waiting.appendleft((arrived, there - part))
        return count - left


def waiting_of(taken: Sequence[tuple[float, int]]) -> Waiting:
    """Return mean, quantiles (nearest rank) and maximum over all messages of these groups."""
    total = sum(count for _, count in taken)
    if not total:
        return NOBODY_WAITED
    p50, p95, longest = _ranked(sorted(taken), [-(-total // 2), -(-total * 95 // 100), total])
    mean = sum(seconds * count for seconds, count in taken) / total
    return Waiting(messages=total, mean=mean, p50=p50, p95=p95, longest=longest)


def _ranked(ordered: Sequence[tuple[float, int]], ranks: Sequence[int]) -> Iterator[float]:
    """The seconds waited by the messages of these ranks, which count from 1."""
    for rank in ranks:
        passed = 0
        for seconds, count in ordered:
            passed += count
            if passed >= rank:
                yield seconds
                break
