"""What the scaler has done, kept for the decision log. A target that is away holds a few passes up for some seconds,
and none after them: then it is known to be away.
"""

from collections import deque

from esteira.clock import Clock
from esteira.domain.names import Lane
from esteira.errors import TargetUnavailable
from esteira.use_cases.breaker import Breaker
from esteira.use_cases.ports.scaling import Action, DecisionLog, ScalingEvent

from bridge.scaler.outage import Outage

KEPT = 1000
"""So many events wait for the target; then the oldest are lost."""


class Diary:
    """Events wait here until the log has taken them, in their order."""

    def __init__(self, log: DecisionLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._waiting: deque[ScalingEvent] = deque(maxlen=KEPT)
        self._breaker = Breaker(TargetUnavailable)
        self._outage = Outage("target")

    def note(self, lane: Lane, action: Action, reason: str, *, worker: str = "") -> None:
        """Something was done just now."""
        self._waiting.append(ScalingEvent(at=self._clock(), lane=lane, action=action, worker=worker, reason=reason))

    def hand_in(self) -> None:
        """Gives the log what waits, as far as it takes it."""
        try:
            while self._waiting and not self._breaker.is_open:
                with self._breaker.guarding():
                    self._log.note(self._waiting[0])
                self._waiting.popleft()
                self._outage.end()
        except TargetUnavailable as error:
            self._outage.begin(error)
