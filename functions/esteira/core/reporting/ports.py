"""The port of the storm brake."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Admission:
    """How many messages may be sent of a fingerprint now, and how many errors their counts must carry."""

    messages: int
    uncounted: int = 0


class StormBrake(Protocol):
    """Counts errors by fingerprint, and lets a few messages of each pass in a minute."""

    def admit(self, counts: Mapping[str, int]) -> Mapping[str, Admission]:
        """Count these errors, and return what may be sent of each. Raises `MetricsUnavailable` within a moment."""
        ...
