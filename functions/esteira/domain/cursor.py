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
    """A position and the epoch it is valid in: (system identifier, timeline) of the source's cluster (R1)."""

    epoch: str
    position: Position
