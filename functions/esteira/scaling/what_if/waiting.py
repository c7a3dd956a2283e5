"""A lane's queue: first in, first out, in groups of messages that arrived at the same moment.

The mean is Little's law: the message-seconds that passed in the queue, divided by the messages that left it. So what
still waits at the end counts with the time that it has waited. Quantiles are of the messages that left.
Source: J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9 (1961), 383-387.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How long messages waited to be received, in seconds: 0 for one that is taken in the tick of its arrival."""

    messages: int
    mean: float
    p50: float
    p95: float
    longest: float


NOBODY_WAITED = Waiting(messages=0, mean=0, p50=0, p95=0, longest=0)


@dataclass(kw_only=True)
class Queue:
    """Groups of (arrived at, number) that wait, of (seconds waited, number) that were taken, and message-seconds."""

    waiting: deque[tuple[float, int]] = field(default_factory=deque)
    taken: list[tuple[float, int]] = field(default_factory=list)
    length: int = 0
    """The number of messages that wait."""
    message_seconds: float = 0

    def add(self, at: float, count: int) -> None:
        """Append messages that arrive at a moment."""
        if count > 0:
            self.waiting.append((at, count))
            self.length += count

    def take(self, at: float, count: int) -> int:
        """Take at most so many messages, the oldest first, and return how many there were."""
        left = count
        while left > 0 and self.waiting:
            arrived, there = self.waiting.popleft()
            part = min(there, left)
            self.taken.append((at - arrived, part))
            left -= part
            if there > part:
                self.waiting.appendleft((arrived, there - part))
        self.length -= max(count, 0) - max(left, 0)
        return max(count, 0) - max(left, 0)

    def pass_time(self, seconds: float) -> None:
        """Let what waits wait for so long."""
        self.message_seconds += self.length * seconds


def waiting_of(queues: Sequence[Queue]) -> Waiting:
    """Return mean, quantiles (nearest rank) and maximum over all messages that left these queues."""
    taken = sorted(group for queue in queues for group in queue.taken)
    total = sum(count for _, count in taken)
    if not total:
        return NOBODY_WAITED
    p50, p95, longest = _ranked(taken, [-(-total // 2), -(-total * 95 // 100), total])
    mean = sum(queue.message_seconds for queue in queues) / total
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
