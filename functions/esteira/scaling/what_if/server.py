"""What one kind of consumer does in a tick of a replay: it ends what it holds, and takes as much as it may hold."""

from dataclasses import dataclass


@dataclass(kw_only=True)
class Server:
    """`held` messages were taken and have not ended. Parts of a message are kept for the next tick."""

    held: int = 0
    _credit: float = 0
    _able: int = 0

    def room(self, capacity: float, may_hold: int) -> int:
        """Return how many messages may be taken in a tick whose work can end `capacity` of them."""
        self._credit += capacity
        self._able = int(self._credit)
        self._credit -= self._able
        return max(0, self._able + may_hold - self.held)

    def take(self, taken: int) -> int:
        """Take messages, end as many as the tick's work can, and return how many ended."""
        self.held += taken
        ended = min(self.held, self._able)
        self.held -= ended
        return ended
