"""The cursor of a source: the position up to which every row was handed over, and the epoch in which it is valid."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from esteira.core.identifiers import Id
from esteira.producer.evidence import Evidence


@dataclass(frozen=True, kw_only=True, order=True)
class Position:
    """The last row handed over: `x` is the id of its transaction (0 in `sequence` mode), `id` that of the row."""

    x: Id
    id: Id


START = Position(x=0, id=-(2**63))
"""Before every row: ids of zero and below are read too, so that each becomes a reject."""


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A position, the epoch in which it is valid, and what is remembered of the rows before it (R1).

    The epoch is the origin (cursor mode, cluster, time line, database), and from the second epoch of a source on also
    `#` and its number. Numbers only grow, so that of two stored cursors the later epoch is known.
    """

    epoch: str
    position: Position
    evidence: Evidence | None = field(default=None, compare=False)
    """None in cursors of older versions."""

    @property
    def origin(self) -> str:
        """Cursor mode, cluster, time line and database."""
        return self.epoch.partition("#")[0]

    @property
    def mode(self) -> str:
        """The cursor mode, which decides what a position means."""
        return self.epoch.partition(":")[0]

    @property
    def number(self) -> int:
        """The number of the epoch, from 1."""
        return int(self.epoch.partition("#")[2] or 1)

    def next_epoch(self, origin: str) -> str:
        """Return the epoch after this one."""
        return f"{origin}#{self.number + 1}"


def latest(cursors: Iterable[Cursor | None]) -> Cursor | None:
    """Return the furthest cursor of the latest epoch: the checkpoint is always written after the cursor (R5 step 2)."""
    known = [cursor for cursor in cursors if cursor is not None]
    return max(known, key=lambda cursor: (cursor.number, cursor.position), default=None)
