"""In-memory implementations of `Announcer`: one for tests, and one for installations without Redis."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from esteira.core.announcing.topics import Topic


@dataclass(kw_only=True)
class MemoryAnnouncer:
    """The port `Announcer`: keeps the announced topics and the counts."""

    counted: Counter[str] = field(default_factory=Counter)
    topics: list[Topic] = field(default_factory=list)

    def announce(self, topic: Topic, counted: Mapping[str, int]) -> None:
        """See `Announcer.announce`."""
        self.topics.append(topic)
        self.count(counted)

    def count(self, counted: Mapping[str, int]) -> None:
        """See `Announcer.count`."""
        self.counted.update(counted)


@dataclass(frozen=True, kw_only=True)
class NullAnnouncer:
    """The port `Announcer` where no Redis is configured: does nothing."""

    def announce(self, topic: Topic, counted: Mapping[str, int]) -> None:
        """See `Announcer.announce`."""

    def count(self, counted: Mapping[str, int]) -> None:
        """See `Announcer.count`."""
