"""The dependencies of `publish_source`: one source, its cursor stores, the rejects and the queue."""

from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.queue.send_batches import BatchSender
from esteira.producer.ports import Checkpoints, Cursors, Rejects, Restarts, Source


@dataclass(frozen=True, kw_only=True)
class PublishDeps:
    """The adapters and limits of `publish_source` for one source, built by `esteira.producer.wiring`."""

    source: Source
    cursors: Cursors
    checkpoints: Checkpoints
    restarts: Restarts
    rejects: Rejects
    batch_sender: BatchSender
    clock: Clock
    page_rows: int
    lease_seconds: float
    simulate_trouble: bool
