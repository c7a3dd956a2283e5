"""The turns to ask providers, in Redis. Lost, every provider may get one burst at once (R13)."""

import math
from importlib import resources

from redis import Redis

from esteira.core.errors import TurnsUnavailable
from esteira.core.redis import redis_errors
from esteira.lookups.pace import MICROSECONDS, Pace, Turn

TURNS = "esteira:lookups:turns"
PAUSES = "esteira:lookups:pauses"


class RedisTurnLimiter:
    """The port `TurnLimiter`, shared by all functions and workers. Its time is that of Redis."""

    def __init__(self, client: Redis) -> None:
        self._take = client.register_script(_script("take_turn"))
        self._pause = client.register_script(_script("pause"))

    def take(self, provider: str, pace: Pace) -> Turn:
        """See `TurnLimiter.take`."""
        keys = [f"{TURNS}:{provider}", f"{PAUSES}:{provider}"]
        with redis_errors(TurnsUnavailable):
            granted, at, wait, paused = self._take(keys=keys, args=[pace.interval, pace.tolerance])
        return Turn(granted=bool(granted), at=at, wait_seconds=wait / MICROSECONDS, paused=bool(paused))

    def pause(self, provider: str, seconds: float) -> None:
        """See `TurnLimiter.pause`."""
        with redis_errors(TurnsUnavailable):
            self._pause(keys=[f"{PAUSES}:{provider}"], args=[math.ceil(seconds * 1000)])


def _script(name: str) -> str:
    return resources.files(__package__).joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
