"""Scaling events on their way to the decision log. An unavailable database delays a few passes by some seconds at most:
then the breaker opens, and events wait in memory.
"""

from collections import deque

from esteira.core.breaker import Breaker
from esteira.core.clock import Clock
from esteira.core.errors import TargetUnavailable
from esteira.core.names import Lane
from esteira.scaling.ports import Action, DecisionLog, ScalingEvent

from bridge.scaler.outage_log import OutageLog

MAX_WAITING = 1000
"""Events that wait for the database; beyond it the oldest are dropped."""


class ScalingEventLog:
    """Keeps events in their order until the decision log has stored them."""

    def __init__(self, log: DecisionLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._waiting: deque[ScalingEvent] = deque(maxlen=MAX_WAITING)
        self._breaker = Breaker(TargetUnavailable)
        self._outage = OutageLog("target")

    def record(self, lane: Lane, action: Action, reason: str, *, worker: str = "") -> None:
        """Adds an event that happened now."""
        self._waiting.append(ScalingEvent(at=self._clock(), lane=lane, action=action, worker=worker, reason=reason))

    def flush(self) -> None:
        """Stores the waiting events, as far as the database takes them."""
        try:
            while self._waiting and not self._breaker.is_open:
                with self._breaker.guarding():
                    self._log.record_event(self._waiting[0])
                self._waiting.popleft()
                self._outage.succeeded()
        except TargetUnavailable as error:
            self._outage.failed(error)
