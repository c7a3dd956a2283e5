"""The pause after an error: longer after each one in a row, and never shorter than the server asks for."""

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 30.0
MOST_ASKED_SECONDS = 300.0
"""A server's own wish is followed up to this."""


class Backoff:
    """One second after the first error, twice as long after each further one, at most 30 seconds."""

    def __init__(self, first_seconds: float = FIRST_SECONDS) -> None:
        self.first_seconds = first_seconds
        self._next = first_seconds

    def failed(self, asked_seconds: float = 0) -> float:
        """Counts an error; returns for how many seconds to wait."""
        pause, self._next = self._next, min(LONGEST_SECONDS, 2 * self._next)
        return max(pause, min(asked_seconds, MOST_ASKED_SECONDS))

    def succeeded(self) -> None:
        """The next error is the first one again."""
        self._next = self.first_seconds
