"""How many messages a queue holds."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class QueueDepth:
    """How many messages a queue holds, by what hinders their receipt."""

    visible: int = 0
    in_flight: int = 0
    delayed: int = 0

    @property
    def total(self) -> int:
        """All messages, whatever hides them."""
        return self.visible + self.in_flight + self.delayed
