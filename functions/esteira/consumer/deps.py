"""What the consumer of one lane works with. Built once a process by `esteira.wiring.consumer`."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Generic

from esteira.consumer.outcomes import Outcome
from esteira.consumer.ports import AttemptLog, AttemptOutbox, Effect, Target
from esteira.consumer.retry import RetryPolicy
from esteira.core.breaker import Breaker
from esteira.core.clock import Clock, utc_now
from esteira.core.errors import AttemptLogUnavailable, TargetUnavailable
from esteira.core.messages import M
from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver
from esteira.scaling.config import LaneConfig


@dataclass(frozen=True, kw_only=True)
class LaneRules(Generic[M]):
    """What a lane's messages are, and when they may take effect."""

    lane: Lane
    model: type[M]
    validate: Callable[[M, int], Outcome | None]
    first_effect: Callable[[M], int] = lambda _message: 1


def as_deployed() -> None:
    """What flow control says where there is none."""


@dataclass(frozen=True, kw_only=True)
class ConsumerDeps(Generic[M]):
    """One lane's rules, stores and queue.

    `isolated` opens a place where a message may kill its process and not ours (R9). `outage_delay_seconds` is how long
    messages are hidden while the target is down (R10). `retry` is what was deployed; `flow` answers what flow control
    says now, None if it says nothing, and may be asked at any time (see `LaneConfigFollower`).
    """

    rules: LaneRules[M]
    target: Target[M]
    subprocess_target: Callable[[], AbstractContextManager[Effect[M]]]
    log: AttemptLog
    outbox: AttemptOutbox
    queue_receiver: QueueReceiver
    retry: RetryPolicy
    log_life: timedelta
    outage_delay_seconds: int = 120
    target_breaker: Breaker = field(default_factory=lambda: Breaker(TargetUnavailable))
    log_breaker: Breaker = field(default_factory=lambda: Breaker(AttemptLogUnavailable))
    clock: Clock = utc_now
    chance: random.Random = field(default_factory=random.Random)
    flow: Callable[[], LaneConfig | None] = as_deployed

    @property
    def retry_now(self) -> RetryPolicy:
        """The deployed policy, with the delay of this moment."""
        flow = self.flow()
        if flow is None or flow.retry_delay_seconds is None:
            return self.retry
        return replace(self.retry, delay_seconds=flow.retry_delay_seconds)

    @property
    def may_receive(self) -> bool:
        """False while the lane is paused, or the target is known to be down (R10): a receive would be spent in vain."""
        flow = self.flow()
        return not self.target_breaker.is_open and not (flow and flow.paused)
