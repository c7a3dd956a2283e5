"""Source and target side by side, row by row: what is without a home, doubled, invented or changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from esteira.core.messages import MAX_RECEIVES
from esteira.core.orders import fingerprint

SHOWN = 20
"""Offenders of each kind that a comparison names."""


class SourceRow(NamedTuple):
    """A row of a source, and whether it lies at or before the cursor."""

    id: int
    product: str
    price: Decimal
    security_check: bool
    handed_over: bool


class TargetRow(NamedTuple):
    """All that the target knows of one id of a source. The order's fields are None unless it is persisted."""

    id: int
    product: str | None
    price: Decimal | None
    security_check: bool | None
    payload_hash: str | None
    rejected: bool
    attempt: int | None
    """Failed attempts so far; None if none failed."""


class Finding(StrEnum):
    """What can be wrong with an id."""

    UNACCOUNTED = "homeless"
    """Handed over and in no final state: carried by a message, or lost when no message is left."""
    DUPLICATED = "duplicated"
    PHANTOM = "phantom"
    MISMATCH = "mismatch"
    OVERLAPPING = "overlapping"


@dataclass(kw_only=True)
class Comparison:
    """How many ids of one source are off in each way, and which are the first ones."""

    compared: int = 0
    counts: Counter[Finding] = field(default_factory=Counter)
    first_ids: dict[Finding, list[int]] = field(default_factory=dict)

    def note(self, finding: Finding, row_id: int) -> None:
        """Counts a finding, and keeps the id while there is room."""
        self.counts[finding] += 1
        shown = self.first_ids.setdefault(finding, [])
        if len(shown) < SHOWN:
            shown.append(row_id)


def pair(
    source: Iterable[SourceRow], target: Iterable[TargetRow]
) -> Iterator[tuple[SourceRow, TargetRow | None] | tuple[None, TargetRow]]:
    """Each row with its home. Both in the order of their ids; holds one row of each at a time.

    Asks for the first home before the first row: whatever a snapshot of the target holds has its row in a later one of
    the source.
    """
    target_states = iter(target)
    target_row = next(target_states, None)
    for row in source:
        while target_row is not None and target_row.id < row.id:
            yield None, target_row
            target_row = next(target_states, None)
        if target_row is not None and target_row.id == row.id:
            yield row, target_row
            target_row = next(target_states, None)
        else:
            yield row, None
    while target_row is not None:
        yield None, target_row
        target_row = next(target_states, None)


def needs_message(row: SourceRow, target_row: TargetRow | None) -> bool:
    """Whether this row was handed over and is in no final state, so that a message must carry it."""
    if target_row is None:
        return row.handed_over
    return target_row.payload_hash is None and not target_row.rejected and not is_dead(target_row)


def is_dead(target_row: TargetRow) -> bool:
    """Whether the order failed for the last time."""
    return target_row.attempt is not None and target_row.attempt >= MAX_RECEIVES


def compare(source: Iterable[SourceRow], target: Iterable[TargetRow]) -> Comparison:
    """Compares all rows of a source with all that the target knows of it, both in the order of their ids."""
    found = Comparison()
    last_home_id = 0
    for row, target_row in pair(source, target):
        if row is not None:
            found.compared += 1
            for finding in _findings(row, target_row):
                found.note(finding, row.id)
        elif target_row is not None:
            found.note(Finding.DUPLICATED if target_row.id == last_home_id else Finding.PHANTOM, target_row.id)
        last_home_id = target_row.id if target_row else last_home_id
    return found


def _findings(row: SourceRow, target_row: TargetRow | None) -> Iterator[Finding]:
    if needs_message(row, target_row):
        yield Finding.UNACCOUNTED
    if target_row is None or target_row.payload_hash is None:
        return
    if target_row.rejected or is_dead(target_row):
        yield Finding.OVERLAPPING
    if not _same(row, target_row):
        yield Finding.MISMATCH


def _same(row: SourceRow, target_row: TargetRow) -> bool:
    fields = (row.product, row.price, row.security_check)
    return (
        fields == (target_row.product, target_row.price, target_row.security_check)
        and fingerprint(*fields) == target_row.payload_hash
    )
