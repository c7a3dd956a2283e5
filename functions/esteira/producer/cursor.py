"""The cursor of a source: the position up to which every row was handed over, and the rule that resumes from it."""

from dataclasses import dataclass

from esteira.core.identifiers import Id


@dataclass(frozen=True, kw_only=True, order=True)
class Position:
    """The last row handed over: `x` is the id of its transaction (0 in `sequence` mode), `id` that of the row."""

    x: Id
    id: Id


START = Position(x=0, id=0)


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A position and the epoch in which it is valid: cursor mode, cluster, time line and database (R1)."""

    epoch: str
    position: Position


@dataclass(frozen=True, kw_only=True)
class Resumption:
    """The cursor to continue from. `renewed`: a stored cursor belongs to another epoch and must be overwritten."""

    cursor: Cursor
    renewed: bool


def resume(epoch: str, limit: Position, *, stored: Cursor | None, checkpoint: Cursor | None) -> Resumption:
    """Return the furthest stored position that is valid in this epoch, or the start of the source (R1, R5 step 2).

    All positions of an epoch lie below `limit`. A stored one that does not was made before a restore, and then no
    position of that epoch can be trusted. Reading everything again is safe: the target inserts an order only once.
    The checkpoint is always written after the cursor, so the further one of the two is right.
    """
    known = [cursor for cursor in (stored, checkpoint) if cursor is not None]
    valid = [cursor.position for cursor in known if cursor.epoch == epoch]
    restored = any(position >= limit for position in valid)
    position = START if restored else max(valid, default=START)
    return Resumption(cursor=Cursor(epoch=epoch, position=position), renewed=restored or len(valid) < len(known))
