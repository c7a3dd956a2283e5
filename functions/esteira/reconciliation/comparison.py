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

    HOMELESS = "homeless"
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
    homes = iter(target)
    home = next(homes, None)
    for row in source:
        while home is not None and home.id < row.id:
            yield None, home
            home = next(homes, None)
        if home is not None and home.id == row.id:
            yield row, home
            home = next(homes, None)
        else:
            yield row, None
    while home is not None:
        yield None, home
        home = next(homes, None)


def needs_message(row: SourceRow, home: TargetRow | None) -> bool:
    """Whether this row was handed over and is in no final state, so that a message must carry it."""
    if home is None:
        return row.handed_over
    return home.payload_hash is None and not home.rejected and not is_dead(home)


def is_dead(home: TargetRow) -> bool:
    """Whether the order failed for the last time."""
    return home.attempt is not None and home.attempt >= MAX_RECEIVES


def compare(source: Iterable[SourceRow], target: Iterable[TargetRow]) -> Comparison:
    """Compares all rows of a source with all that the target knows of it, both in the order of their ids."""
    found = Comparison()
    last_home_id = 0
    for row, home in pair(source, target):
        if row is not None:
            found.compared += 1
            for finding in _judge(row, home):
                found.note(finding, row.id)
        elif home is not None:
            found.note(Finding.DUPLICATED if home.id == last_home_id else Finding.PHANTOM, home.id)
        last_home_id = home.id if home else last_home_id
    return found


def _judge(row: SourceRow, home: TargetRow | None) -> Iterator[Finding]:
    if needs_message(row, home):
        yield Finding.HOMELESS
    if home is None or home.payload_hash is None:
        return
    if home.rejected or is_dead(home):
        yield Finding.OVERLAPPING
    if not _same(row, home):
        yield Finding.MISMATCH


def _same(row: SourceRow, home: TargetRow) -> bool:
    fields = (row.product, row.price, row.security_check)
    return fields == (home.product, home.price, home.security_check) and fingerprint(*fields) == home.payload_hash
