"""Row-by-row comparison of source and target: unaccounted, duplicated, phantom, different and overlapping orders."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from esteira.core.messages import MAX_RECEIVES
from esteira.core.orders import fingerprint

SHOWN = 20
"""Orders that a verdict lists of each kind of finding."""


class SourceRow(NamedTuple):
    """A row of a source, and whether it lies at or before the cursor."""

    id: int
    product: str
    price: Decimal
    security_check: bool
    handed_over: bool


class TargetRow(NamedTuple):
    """Everything that the target knows of one id of a source. The order's fields are None unless it is persisted."""

    id: int
    product: str | None
    price: Decimal | None
    security_check: bool | None
    payload_hash: str | None
    rejected: bool
    attempt: int | None
    """Failed attempts so far, None if there are none."""
    edited: bool = False
    """Whether it arrived from a dead letter with the contents that an operator gave it."""


class Finding(StrEnum):
    """What can be wrong with an id of a source."""

    UNACCOUNTED = "unaccounted"
    """Handed over and in no terminal state: under way while a message carries it, otherwise lost."""
    DUPLICATED = "duplicated"
    PHANTOM = "phantom"
    MISMATCH = "mismatch"
    EDITED = "edited"
    """Differs from its source row because an operator changed its dead letter: no fault."""
    OVERLAPPING = "overlapping"


@dataclass(kw_only=True)
class Comparison:
    """The number of findings of each kind in one source, and the first ids of each kind."""

    compared: int = 0
    counts: Counter[Finding] = field(default_factory=Counter)
    first_ids: dict[Finding, list[int]] = field(default_factory=dict)

    def add(self, finding: Finding, row_id: int) -> None:
        """Count a finding, and keep its id if fewer than `SHOWN` are kept."""
        self.counts[finding] += 1
        shown = self.first_ids.setdefault(finding, [])
        if len(shown) < SHOWN:
            shown.append(row_id)


def pair(
    source: Iterable[SourceRow], target: Iterable[TargetRow]
) -> Iterator[tuple[SourceRow, TargetRow | None] | tuple[None, TargetRow]]:
    """Merge source and target rows by id. Both must be sorted by id; one row of each is in memory at a time.

    Reads the first target row before the first source row, so that the target's snapshot is the older one: every row
    that it holds is then also in the snapshot of the source.
    """
    target_rows = iter(target)
    target_row = next(target_rows, None)
    for row in source:
        while target_row is not None and target_row.id < row.id:
            yield None, target_row
            target_row = next(target_rows, None)
        if target_row is not None and target_row.id == row.id:
            yield row, target_row
            target_row = next(target_rows, None)
        else:
            yield row, None
    while target_row is not None:
        yield None, target_row
        target_row = next(target_rows, None)


def needs_message(row: SourceRow, target_row: TargetRow | None) -> bool:
    """Return whether a row was handed over and is in no terminal state, so that a message must carry it."""
    if target_row is None:
        return row.handed_over
    return target_row.payload_hash is None and not target_row.rejected and not is_dead(target_row)


def is_dead(target_row: TargetRow) -> bool:
    """Return whether the order used up its attempts."""
    return target_row.attempt is not None and target_row.attempt >= MAX_RECEIVES


def compare(source: Iterable[SourceRow], target: Iterable[TargetRow]) -> Comparison:
    """Compare all rows of a source with all that the target knows of it, both sorted by id."""
    comparison = Comparison()
    last_target_id = None
    for row, target_row in pair(source, target):
        if row is not None:
            comparison.compared += 1
            for finding in _findings(row, target_row):
                comparison.add(finding, row.id)
        elif target_row is not None:
            comparison.add(Finding.DUPLICATED if target_row.id == last_target_id else Finding.PHANTOM, target_row.id)
        last_target_id = target_row.id if target_row else last_target_id
    return comparison


def _findings(row: SourceRow, target_row: TargetRow | None) -> Iterator[Finding]:
    if needs_message(row, target_row):
        yield Finding.UNACCOUNTED
    if target_row is None or target_row.payload_hash is None:
        return
    if target_row.rejected or is_dead(target_row):
        yield Finding.OVERLAPPING
    if not _has_fields_of(row, target_row):
        yield Finding.EDITED if target_row.edited and _has_fields_of(target_row, target_row) else Finding.MISMATCH


def _has_fields_of(row: SourceRow | TargetRow, target_row: TargetRow) -> bool:
    """Return whether a target row has these fields, and the hash of them."""
    fields = (target_row.product, target_row.price, target_row.security_check)
    return (row.product, row.price, row.security_check) == fields and _hash(target_row) == target_row.payload_hash


def _hash(row: TargetRow) -> str | None:
    if row.product is None or row.price is None or row.security_check is None:
        return None
    return fingerprint(row.product, row.price, row.security_check)
