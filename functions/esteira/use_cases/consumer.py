"""What the consumer of one lane works with. Built once a process by `esteira.wiring.consumer`."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic

from esteira.clock import Clock, utc_now
from esteira.domain.messages import M
from esteira.domain.names import Lane
from esteira.domain.outcomes import Outcome
from esteira.domain.retry import RetryPolicy
from esteira.errors import AttemptLogUnavailable, TargetUnavailable
from esteira.use_cases.breaker import Breaker
from esteira.use_cases.ports.attempt_log import AttemptLog, AttemptOutbox
from esteira.use_cases.ports.inbox import Inbox
from esteira.use_cases.ports.target import Effect, Target


@dataclass(frozen=True, kw_only=True)
class LaneRules(Generic[M]):
    """What a lane's messages are, and when they may take effect."""

    lane: Lane
    model: type[M]
    judge: Callable[[M, int], Outcome | None]
    first_effect: Callable[[M], int] = lambda _message: 1


@dataclass(frozen=True, kw_only=True)
class Consumer(Generic[M]):
    """One lane's rules, stores and queue.

    `isolated` opens a place where a message may kill its process and not ours (R9). `outage_delay_seconds` is how long
    messages are hidden while the target is down (R10).
    """

    rules: LaneRules[M]
    target: Target[M]
    isolated: Callable[[], AbstractContextManager[Effect[M]]]
    log: AttemptLog
    outbox: AttemptOutbox
    inbox: Inbox
    retry: RetryPolicy
    log_life: timedelta
    outage_delay_seconds: int = 120
    target_breaker: Breaker = field(default_factory=lambda: Breaker(TargetUnavailable))
    log_breaker: Breaker = field(default_factory=lambda: Breaker(AttemptLogUnavailable))
    clock: Clock = utc_now
    chance: random.Random = field(default_factory=random.Random)
