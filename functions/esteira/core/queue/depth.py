"""The number of messages in a queue."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class QueueDepth:
    """Numbers of messages in a queue: receivable now, received and not yet deleted, and sent with a delay."""

    visible: int = 0
    in_flight: int = 0
    delayed: int = 0

    @property
    def total(self) -> int:
        """The number of all messages."""
        return self.visible + self.in_flight + self.delayed
