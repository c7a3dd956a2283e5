"""The turns to ask providers, in Redis. Lost, every provider may get one burst at once (R13)."""

import math
from collections.abc import Sequence
from importlib import resources

from redis import Redis

from esteira.core.errors import TurnsUnavailable
from esteira.core.redis import redis_errors
from esteira.lookups.turns import breaker
from esteira.lookups.turns.breaker import Outcome, RecentPast
from esteira.lookups.turns.pace import MICROSECONDS, Pace, Turn, turns_from

TURNS = "esteira:lookups:turns"
PAUSES = "esteira:lookups:pauses"
BREAKERS = "esteira:lookups:breakers"
QUESTIONS = "esteira:lookups:questions"

MINUTES_READ = 3
"""The present one and two whole ones."""
COUNTS_KEPT_SECONDS = 300

_PAUSED, _SUSPENDED, _PROBE = 1, 2, 3


class RedisTurnLimiter:
    """The port `TurnLimiter`, shared by all functions and workers. Its time is that of Redis."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._take = client.register_script(_script("take_turns"))
        self._pause = client.register_script(_script("pause"))
        self._settle = client.register_script(_script("settle"))

    def take(self, provider: str, pace: Pace, *, within_seconds: float = 0.0, count: int = 1) -> Sequence[Turn]:
        """See `TurnLimiter.take`."""
        keys = [f"{stem}:{provider}" for stem in (TURNS, PAUSES, BREAKERS)]
        within = int(within_seconds * MICROSECONDS)
        limits = [pace.interval, pace.tolerance, pace.ahead, count, within, breaker.PROBE, breaker.RECHECK]
        with redis_errors(TurnsUnavailable):
            granted, now, early, state = self._take(keys=keys, args=limits)
        if granted:
            turns = turns_from(now, early, pace, granted)
            return [_probe(turns[0])] if state == _PROBE else turns
        return [_refusal(now, early, state)]

    def refusal(self, provider: str) -> Turn | None:
        """See `TurnLimiter.refusal`."""
        with redis_errors(TurnsUnavailable), self._client.pipeline(transaction=False) as pipeline:
            pipeline.time()
            pipeline.pttl(f"{PAUSES}:{provider}")
            pipeline.hmget(f"{BREAKERS}:{provider}", "openings", "open_until")
            (seconds, micros), paused, (openings, open_until) = pipeline.execute()
        now = seconds * MICROSECONDS + micros
        if paused > 0:
            return _refusal(now, paused * 1000, _PAUSED)
        return _refusal(now, max(int(open_until) - now, breaker.RECHECK), _SUSPENDED) if openings else None

    def pause(self, provider: str, seconds: float) -> None:
        """See `TurnLimiter.pause`."""
        with redis_errors(TurnsUnavailable):
            self._pause(keys=[f"{PAUSES}:{provider}"], args=[math.ceil(seconds * 1000)])

    def settle(self, provider: str, outcome: Outcome, seconds: float) -> None:
        """See `TurnLimiter.settle`."""
        limits = [breaker.ERRORS_TO_OPEN, breaker.WINDOW, breaker.FIRST_OPEN, breaker.LONGEST_OPEN]
        micros = int(seconds * MICROSECONDS)
        with redis_errors(TurnsUnavailable):
            self._settle(
                keys=[f"{BREAKERS}:{provider}", f"{QUESTIONS}:{provider}"],
                args=[outcome.value, micros, *limits, COUNTS_KEPT_SECONDS],
            )

    def recent_past(self, provider: str) -> RecentPast:
        """See `TurnLimiter.recent_past`."""
        with redis_errors(TurnsUnavailable), self._client.pipeline(transaction=False) as pipeline:
            minute = self._client.time()[0] // 60
            pipeline.hexists(f"{BREAKERS}:{provider}", "openings")
            for ago in range(MINUTES_READ):
                pipeline.hmget(f"{QUESTIONS}:{provider}:{minute - ago}", "questions", "failures", "microseconds")
            is_suspended, *counts = pipeline.execute()
        questions, failures, micros = (sum(int(each or 0) for each in column) for column in zip(*counts, strict=True))
        return RecentPast(
            questions=questions, failures=failures, seconds=micros / MICROSECONDS, is_suspended=bool(is_suspended)
        )


def _refusal(now: int, micros: int, state: int) -> Turn:
    wait = micros / MICROSECONDS
    return Turn(granted=False, at=now, wait_seconds=wait, paused=state == _PAUSED, suspended=state == _SUSPENDED)


def _probe(turn: Turn) -> Turn:
    return Turn(granted=True, at=turn.at, wait_seconds=turn.wait_seconds, probe=True)


def _script(name: str) -> str:
    return resources.files(__package__).joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
