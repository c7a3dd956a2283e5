"""The comparison of source and target finds each kind of fault, and reports none where there is none."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from esteira.core.orders import fingerprint
from esteira.reconciliation.comparison import SHOWN, Finding, SourceRow, TargetRow, compare

PRICE = Decimal("10.50")


def row(row_id: int, *, product: str = "chair", handed_over: bool = True) -> SourceRow:
    return SourceRow(row_id, product, PRICE, True, handed_over)


def target_row(row_id: int, *, product: str = "chair", price: Decimal = PRICE, attempt: int | None = None) -> TargetRow:
    return TargetRow(row_id, product, price, True, fingerprint(product, price, True), False, attempt)


def failed(row_id: int, attempt: int) -> TargetRow:
    return TargetRow(row_id, None, None, None, None, False, attempt)


REJECTED = TargetRow(1, None, None, None, None, True, None)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([], [], {}),
        ([row(1), row(2)], [target_row(1), target_row(2)], {}),
        ([row(1)], [], {Finding.UNACCOUNTED: [1]}),
        ([row(1, handed_over=False)], [], {}),
        ([row(1, handed_over=False)], [target_row(1)], {}),
        ([row(1)], [REJECTED], {}),
        ([row(1)], [failed(1, 5)], {}),
        ([row(1)], [failed(1, 4)], {Finding.UNACCOUNTED: [1]}),
        ([row(1)], [target_row(1, attempt=5)], {Finding.OVERLAPPING: [1]}),
        ([row(1)], [target_row(1, attempt=2)], {}),
        ([row(1)], [target_row(1)._replace(rejected=True)], {Finding.OVERLAPPING: [1]}),
        ([row(1)], [target_row(1, product="table")], {Finding.MISMATCH: [1]}),
        ([row(1)], [target_row(1, price=Decimal("10.5"))], {}),
        ([row(1)], [target_row(1)._replace(payload_hash="0" * 64)], {Finding.MISMATCH: [1]}),
        ([row(1)], [target_row(1, product="table")._replace(edited=True)], {Finding.EDITED: [1]}),
        ([row(1)], [target_row(1)._replace(edited=True)], {}),
        ([row(1)], [target_row(1)._replace(product="table", edited=True)], {Finding.MISMATCH: [1]}),
        ([row(2)], [target_row(1), target_row(2), target_row(3)], {Finding.PHANTOM: [1, 3]}),
        ([row(1), row(2)], [target_row(1), target_row(1), target_row(2)], {Finding.DUPLICATED: [1]}),
        ([row(1)], [target_row(1), target_row(1), target_row(1)], {Finding.DUPLICATED: [1, 1]}),
        ([row(1)], [REJECTED._replace(id=0), target_row(1)], {Finding.PHANTOM: [0]}),
        ([row(1), row(3)], [target_row(2), target_row(3, product="x")],
         {Finding.UNACCOUNTED: [1], Finding.PHANTOM: [2], Finding.MISMATCH: [3]}),
    ],
)  # fmt: skip
def test_each_fault_is_reported_with_its_id(
    source: Sequence[SourceRow], target: Sequence[TargetRow], expected: dict[Finding, list[int]]
) -> None:
    found = compare(source, target)

    assert found.first_ids == expected


def test_all_findings_are_counted_and_the_first_ids_kept() -> None:
    found = compare([row(number) for number in range(1, 101)], [])

    assert found.counts[Finding.UNACCOUNTED] == 100
    assert found.first_ids[Finding.UNACCOUNTED] == list(range(1, SHOWN + 1))
