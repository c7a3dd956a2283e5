"""The storm brake of one process: the twin of the one in Redis, and in its place while Redis is away."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock

from esteira.core.reporting.ports import Admission
from esteira.core.reporting.redis import FINGERPRINTS_A_MINUTE, MESSAGES_A_MINUTE

OTHER = "other"


class ProcessStormBrake:
    """The port `StormBrake`. What it holds back is counted by the fingerprint's next message."""

    def __init__(self, *, seconds: Callable[[], float] = time.time) -> None:
        self._seconds = seconds
        self._minute = -1
        self._sent: Counter[str] = Counter()
        self._held_back: Counter[str] = Counter()
        self._lock = Lock()

    def admit(self, counts: Mapping[str, int]) -> Mapping[str, Admission]:
        """See `StormBrake.admit`. Never raises."""
        with self._lock:
            self._begin_minute()
            return {fingerprint: self._admit(fingerprint, number) for fingerprint, number in counts.items()}

    def _begin_minute(self) -> None:
        minute = int(self._seconds() // 60)
        if minute != self._minute:
            self._minute = minute
            self._sent.clear()

    def _admit(self, fingerprint: str, number: int) -> Admission:
        name = fingerprint if fingerprint in self._held_back or self._has_room else OTHER
        self._held_back[name] += number
        messages = 0 if name != fingerprint else min(number, MESSAGES_A_MINUTE - self._sent[name])
        if messages <= 0:
            return Admission(messages=0)
        self._sent[name] += messages
        uncounted, self._held_back[name] = self._held_back[name], 0
        return Admission(messages=messages, uncounted=uncounted)

    @property
    def _has_room(self) -> bool:
        return len(self._held_back) < FINGERPRINTS_A_MINUTE
