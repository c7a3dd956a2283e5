"""The dependencies of the recovery."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver, QueueSender
from esteira.failures.ports import ErrorCounts, FailureStore


@dataclass(frozen=True, kw_only=True)
class RecoveryDeps:
    """The queue `errors`, the failures, what was counted, and the lanes to which originals are sent again."""

    errors: QueueReceiver
    store: FailureStore
    counts: ErrorCounts
    lanes: Mapping[Lane, QueueSender]
    clock: Clock
