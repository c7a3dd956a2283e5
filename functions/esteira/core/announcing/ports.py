"""The port through which changes are announced and counted."""

from collections.abc import Mapping
from typing import Protocol

from esteira.core.announcing.topics import Topic


class Announcer(Protocol):
    """Publishes changes by topic, and adds to named counts."""

    def announce(self, topic: Topic, counted: Mapping[str, int]) -> None:
        """Publish the topic and add to the counts. Raises `MetricsUnavailable` within a fraction of a second."""
        ...

    def count(self, counted: Mapping[str, int]) -> None:
        """Add to the counts without publishing. Raises `MetricsUnavailable` within a fraction of a second."""
        ...
