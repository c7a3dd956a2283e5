"""The dependencies of the consumer of one lane. Built once a process by `esteira.consumer.wiring`."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Generic

from esteira.consumer.outcomes import Outcome
from esteira.consumer.ports import AttemptLog, AttemptOutbox, Effect, ForeignMessages, Target
from esteira.consumer.retry import RetryPolicy
from esteira.core.breaker import Breaker
from esteira.core.clock import Clock, utc_now
from esteira.core.errors import AttemptLogUnavailable, TargetUnavailable
from esteira.core.messages import M
from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver
from esteira.core.reporting.error_report import ReportErrors, report_nothing
from esteira.scaling.config import LaneConfig

BATCH_MESSAGES = 100
"""Takes about a third of a second: two of them are well within the 8 s that a worker has to end (T26)."""


@dataclass(frozen=True, kw_only=True)
class LaneRules(Generic[M]):
    """The message type of a lane, and the validation that decides whether a message may be applied: by default all may.

    `batch_messages`: how many a worker receives at once. `receives_ahead`: whether it receives more while it works on
    them; not where another worker could begin with those. `batch_seconds`: with less time left no batch is started.
    `candidate_seconds`: timeout of one poison candidate in the child process. `least_growth`: of the retry delay.
    """

    lane: Lane
    model: type[M]
    validate: Callable[[M, int], Outcome | None] = lambda _message, _attempt: None
    first_effect: Callable[[M], int] = lambda _message: 1
    batch_messages: int = BATCH_MESSAGES
    receives_ahead: bool = True
    batch_seconds: float = 3.0
    candidate_seconds: float = 5.0
    least_growth: float = 1.0


def no_lane_config() -> None:
    """The lane configuration of a consumer without flow control: none."""


@dataclass(frozen=True, kw_only=True)
class ConsumerDeps(Generic[M]):
    """The rules, stores and queue of one lane.

    `subprocess_target` opens the target in a child process, which a message may kill without harm to the consumer (R9).
    `outage_delay_seconds` is the retry delay while the target is down (R10). `retry` is the deployed policy;
    `lane_config` returns the current configuration of flow control, or None, and is cheap (see `LaneConfigFollower`).
    """

    rules: LaneRules[M]
    target: Target[M]
    subprocess_target: Callable[[], AbstractContextManager[Effect[M]]]
    log: AttemptLog
    outbox: AttemptOutbox
    foreign_messages: ForeignMessages
    queue_receiver: QueueReceiver
    retry: RetryPolicy
    log_life: timedelta
    outage_delay_seconds: int = 120
    target_breaker: Breaker = field(default_factory=lambda: Breaker(TargetUnavailable))
    log_breaker: Breaker = field(default_factory=lambda: Breaker(AttemptLogUnavailable))
    clock: Clock = utc_now
    rng: random.Random = field(default_factory=random.Random)
    lane_config: Callable[[], LaneConfig | None] = no_lane_config
    report: ReportErrors = report_nothing

    @property
    def current_retry(self) -> RetryPolicy:
        """The deployed retry policy, with the delay that flow control currently sets."""
        config = self.lane_config()
        if config is None or config.retry_delay_seconds is None:
            return self.retry
        return replace(self.retry, delay_seconds=config.retry_delay_seconds)

    @property
    def may_receive(self) -> bool:
        """False while the lane is paused or the target is known to be down (R10), since every receive counts."""
        config = self.lane_config()
        return not self.target_breaker.is_open and not (config and config.paused)
