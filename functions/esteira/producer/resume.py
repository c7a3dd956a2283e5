"""Finds the cursor to continue from, and notices a source that began anew (R1, R5 step 2).

A source begins anew when its rows are replaced by others whose ids or transactions are not above those already read:
after TRUNCATE … RESTART IDENTITY, a copy put back, a restore into a new table. Continuing at the old position would
then skip rows. The last rows handed over are read again: if the latest of them is unchanged, everything before it is
the same history, whatever was rewritten or failed over. If another row has its id, the history is another one. If all
are gone, the marks decide. In doubt everything is read again, which is safe: the target inserts an order only once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from esteira.producer.cursor import START, Cursor, Position, latest
from esteira.producer.evidence import Evidence, RememberedRow
from esteira.producer.ports import Inspection, Source

OLD_START = Position(x=0, id=0)
"""The start of a source in cursors of older versions."""


@dataclass(frozen=True, kw_only=True)
class Resumption:
    """The cursor to continue from, and whether it begins another epoch than the stored ones."""

    cursor: Cursor
    renewed: bool = False
    restart: str | None = None
    """Why the source is taken to have begun anew; None if it continues."""


def resume(source: Source, inspection: Inspection, *, stored: Cursor | None, checkpoint: Cursor | None) -> Resumption:
    """Return the furthest stored cursor if the source continues its history, else its start in a new epoch.

    A cursor without evidence, from an older version, is adopted with the row at its position. Raises the errors of
    `Source`.
    """
    known = latest((stored, checkpoint))
    evidence = Evidence(marks=inspection.marks)
    if known is None or known.mode != inspection.mode or known.position in (START, OLD_START):
        return _from_start(known, inspection, evidence)
    found = [row.remembered for row in source.read_rows(_ids(known))]
    if restart := _restart(known, inspection, found):
        cursor = Cursor(epoch=known.next_epoch(inspection.epoch), position=START, evidence=evidence)
        return Resumption(cursor=cursor, renewed=True, restart=restart)
    evidence = replace(evidence, rows=known.evidence.rows if known.evidence else _at(known.position, found))
    return _continued(known, inspection, evidence)


def _from_start(known: Cursor | None, inspection: Inspection, evidence: Evidence) -> Resumption:
    """Return the start: nothing was handed over yet, or positions have another meaning in the cursor mode of now."""
    renewed = known is not None and known.origin != inspection.epoch
    epoch = known.next_epoch(inspection.epoch) if known and renewed else known.epoch if known else inspection.epoch
    return Resumption(cursor=Cursor(epoch=epoch, position=START, evidence=evidence), renewed=renewed)


def _continued(known: Cursor, inspection: Inspection, evidence: Evidence) -> Resumption:
    """Return the known position. After a failover or a move its epoch is a new one, with the origin of now."""
    renewed = known.origin != inspection.epoch
    epoch = known.next_epoch(inspection.epoch) if renewed else known.epoch
    return Resumption(cursor=replace(known, epoch=epoch, evidence=evidence), renewed=renewed)


def _ids(known: Cursor) -> Sequence[int]:
    return known.evidence.ids if known.evidence and known.evidence.rows else [known.position.id]


def _at(position: Position, found: Sequence[RememberedRow]) -> tuple[RememberedRow, ...]:
    return tuple(row for row in found if (row.x, row.id) == (position.x, position.id))


def _restart(known: Cursor, inspection: Inspection, found: Sequence[RememberedRow]) -> str | None:
    """Return why the source is taken to have begun anew, or None."""
    if known.position >= inspection.limit:
        return "its ids or transactions are below those already read, as after a restore"
    if known.evidence is None:
        return _other_origin(known, inspection)
    for distance, row in enumerate(reversed(known.evidence.rows)):
        present = [each for each in found if each.id == row.id]
        if present and not any(row.is_same_as(each) for each in present):
            return f"another row has the id {row.id}"
        if present and distance == 0:
            return None
        if present:
            break
    return _suspicious_mark(known.evidence, known, inspection)


def _suspicious_mark(evidence: Evidence, known: Cursor, inspection: Inspection) -> str | None:
    """Return the mark by which the source may have begun anew, where the last row handed over is gone."""
    before, now = evidence.marks, inspection.marks
    if before.table != now.table:
        return "its table orders was created anew"
    if before.sequence != now.sequence:
        return "the sequence of its ids was restarted"
    if before.handed_out and now.handed_out and now.handed_out < before.handed_out:
        return "the sequence of its ids went back, as after an older copy was put back"
    if known.origin == inspection.epoch and now.lsn < before.lsn:
        return "its write-ahead log went back, as after an older copy was put back"
    return _other_origin(known, inspection)


def _other_origin(known: Cursor, inspection: Inspection) -> str | None:
    if known.origin == inspection.epoch:
        return None
    return "it is in another cluster, time line or database"
