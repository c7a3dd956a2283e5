"""Dependencies of `publish_source` for unit tests: in memory, without waiting, each part replaceable."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from esteira.adapters.memory.checkpoints import MemoryCheckpoints
from esteira.adapters.memory.cursors import MemoryCursors
from esteira.adapters.memory.outgoing import MemoryOutgoingQueue
from esteira.adapters.memory.rejects import MemoryRejects
from esteira.adapters.memory.sources import MemorySource
from esteira.clock import utc_now
from esteira.use_cases.belt import Belt
from esteira.use_cases.ports.outgoing import OutgoingQueue
from esteira.use_cases.publish_source import Published, publish_source
from esteira.use_cases.ship import Shipper

GOOD = ("Coffee beans", Decimal("12.50"), True)


def plenty() -> float:
    """Seconds left: more than any test needs."""
    return 3600


@dataclass(kw_only=True)
class PublishFixture:
    """In-memory publish dependencies, with access to each part."""

    source: MemorySource = field(default_factory=MemorySource)
    cursors: MemoryCursors = field(default_factory=MemoryCursors)
    checkpoints: MemoryCheckpoints = field(default_factory=MemoryCheckpoints)
    rejects: MemoryRejects = field(default_factory=MemoryRejects)
    queue: MemoryOutgoingQueue = field(default_factory=MemoryOutgoingQueue)
    page_rows: int = 10
    pauses: list[float] = field(default_factory=list)

    def deps(self, *, through: OutgoingQueue | None = None) -> Belt:
        """The dependencies, with the own queue or the one given."""
        return Belt(
            source=self.source,
            cursors=self.cursors,
            checkpoints=self.checkpoints,
            rejects=self.rejects,
            shipper=Shipper(queue=through or self.queue, in_flight=2, pause=self.pauses.append),
            clock=utc_now,
            page_rows=self.page_rows,
            lease_seconds=30,
            simulate_trouble=True,
        )

    def publish(self, *, through: OutgoingQueue | None = None) -> Published:
        """Publishes once without a time limit."""
        return publish_source(self.deps(through=through), remaining_seconds=plenty)

    @property
    def sent_ids(self) -> list[int]:
        """The source ids in the queue, ascending, duplicates included."""
        return sorted(body["source_id"] for body in self.sent)

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The messages in the queue."""
        return [json.loads(body) for body in self.queue.bodies]

    @property
    def cursor_id(self) -> int | None:
        """The id at which the cursor stands."""
        cursor = self.cursors.load(self.source.name)
        return cursor.position.id if cursor else None
