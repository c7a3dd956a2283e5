"""The queues of all lanes, and what is read beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.errors import NotFound
from esteira.core.names import Lane
from esteira.core.queue.ports import QueueDepthReader, QueueReceiver
from esteira.metrics.ports import MetricsStore
from esteira.queues.ports import QueuePeeker, QueuePurger
from esteira.queues.queue import Side
from esteira.reconciliation.repair_ledger import RepairDeps
from esteira.scaling.ports import DecisionLog, ScalingConfigRepository


@dataclass(frozen=True, kw_only=True)
class QueueAccess:
    """One queue: counting, looking into it, receiving from it and purging it."""

    depth: QueueDepthReader
    peeker: QueuePeeker
    receiver: QueueReceiver
    purger: QueuePurger


@dataclass(frozen=True, kw_only=True)
class QueuesDeps:
    """Dependencies of the use cases of this feature."""

    queues: Mapping[tuple[Lane, Side], QueueAccess]
    metrics: MetricsStore
    decisions: DecisionLog
    configs: ScalingConfigRepository
    repair: RepairDeps
    clock: Clock

    def access(self, lane: str, side: Side) -> QueueAccess:
        """Return the access to one queue. Raises `NotFound`."""
        found = next((access for (name, each), access in self.queues.items() if (name, each) == (lane, side)), None)
        if found is None:
            raise NotFound("(lane)")
        return found
