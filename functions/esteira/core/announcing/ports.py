"""Who is told of a change."""

from collections.abc import Mapping
from typing import Protocol

from esteira.core.announcing.topics import Topic


class Announcer(Protocol):
    """Tells whoever listens that something changed, and counts what was done."""

    def announce(self, topic: Topic, counted: Mapping[str, int]) -> None:
        """Says so, and adds to the counts. Raises `MetricsUnavailable` within a fraction of a second."""
        ...

    def count(self, counted: Mapping[str, int]) -> None:
        """Adds to the counts and tells nobody. Raises `MetricsUnavailable` within a fraction of a second."""
        ...
