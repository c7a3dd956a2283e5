"""One source and everything that its orders pass on their way to the queue."""

from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.queue.send_batches import BatchSender
from esteira.producer.ports import Checkpoints, Cursors, Rejects, Source


@dataclass(frozen=True, kw_only=True)
class PublishDeps:
    """The collaborators and limits of `publish_source`, put together once by `esteira.wiring.producer`."""

    source: Source
    cursors: Cursors
    checkpoints: Checkpoints
    rejects: Rejects
    batch_sender: BatchSender
    clock: Clock
    page_rows: int
    lease_seconds: float
    simulate_trouble: bool
