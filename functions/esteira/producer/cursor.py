"""The point in a source up to which all rows are handed over."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Position:
    """The last row handed over: its transaction's id (0 for a source in `sequence` mode) and its id."""

    x: int
    id: int


START = Position(x=0, id=0)


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A position and the epoch it is valid in: the cursor mode and which life of which database this is (R1)."""

    epoch: str
    position: Position


@dataclass(frozen=True, kw_only=True)
class Resumption:
    """Where reading goes on. `renewed`: a stored cursor was of another life of the source and must be overwritten."""

    cursor: Cursor
    renewed: bool


def resume(epoch: str, limit: Position, *, stored: Cursor | None, checkpoint: Cursor | None) -> Resumption:
    """The furthest stored position that is still true of the source as it is now, else its start (R1, R5 step 2).

    Every position that this life of the source has given out lies below `limit`: one that does not tells of a restore,
    and then none of that epoch can be trusted. Reading all again is safe, since the target takes an order once. The
    checkpoint is only ever written after the cursor, so whichever of the two is ahead is right.
    """
    known = [cursor for cursor in (stored, checkpoint) if cursor is not None]
    valid = [cursor.position for cursor in known if cursor.epoch == epoch]
    restored = any(position >= limit for position in valid)
    position = START if restored else max(valid, default=START)
    return Resumption(cursor=Cursor(epoch=epoch, position=position), renewed=restored or len(valid) < len(known))
