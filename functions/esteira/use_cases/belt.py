"""One source and everything that its orders pass on their way to the queue."""

from dataclasses import dataclass

from esteira.clock import Clock
from esteira.use_cases.ports.checkpoints import Checkpoints
from esteira.use_cases.ports.cursors import Cursors
from esteira.use_cases.ports.rejects import Rejects
from esteira.use_cases.ports.sources import Source
from esteira.use_cases.ship import Shipper


@dataclass(frozen=True, kw_only=True)
class Belt:
    """The collaborators and limits of `publish_source`, put together once by `esteira.wiring.producer`."""

    source: Source
    cursors: Cursors
    checkpoints: Checkpoints
    rejects: Rejects
    shipper: Shipper
    clock: Clock
    page_rows: int
    lease_seconds: float
    simulate_trouble: bool
