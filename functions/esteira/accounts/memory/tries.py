"""Tries lately, in memory."""

from datetime import datetime, timedelta


class MemoryTryLimiter:
    """The port `TryLimiter`."""

    def __init__(self) -> None:
        self._tries: dict[str, list[datetime]] = {}

    def take(self, key: str, limit: int, within: timedelta, now: datetime) -> float | None:
        """See `TryLimiter.take`."""
        tries = self._tries.setdefault(key, [])
        if len(tries) >= limit and tries[limit - 1] > now - within:
            return (tries[limit - 1] + within - now).total_seconds()
        self._tries[key] = [now, *tries][:limit]
        return None

    def forget(self, key: str) -> None:
        """See `TryLimiter.forget`."""
        self._tries.pop(key, None)
