"""What the ledger's tile says first when several things are wrong."""

import pytest
from esteira.metrics.metric import metric

from console.alerts.ledger_balance import LedgerBalance, classify, count_of
from console.feed.page_metrics import PageMetrics
from tests.fixtures.clock import READ_AT


def ledger(**rows: int) -> PageMetrics:
    """Figures of a settled ledger that is balanced if `rows` names no fault."""
    sound = {"residual": 0, "settled": 1, "balanced": int(not rows)}
    found = (metric(f"ledger.{name}", count, READ_AT) for name, count in {**sound, **rows}.items())
    return PageMetrics({figure.name: figure for figure in found})


@pytest.mark.parametrize(
    ("rows", "balance"),
    [
        ({}, LedgerBalance.BALANCED),
        ({"balanced": 0, "settled": 0}, LedgerBalance.MOVING),
        ({"residual": 1, "conflict": 2}, LedgerBalance.UNBALANCED),
        ({"conflict": 2, "phantom": 3}, LedgerBalance.CONFLICTS),
        ({"unattempted": 1, "overlapping": 1}, LedgerBalance.UNTRIED),
        ({"unread": 1}, LedgerBalance.UNREAD),
    ],
)
def test_lost_rows_are_said_first_and_then_what_has_a_command_of_its_own(
    rows: dict[str, int], balance: LedgerBalance
) -> None:
    assert classify(ledger(**rows)) is balance


@pytest.mark.parametrize("rows", [{"phantom": 3}, {"overlapping": 1}, {"balanced": 0}])
def test_rows_of_no_source_or_in_two_states_are_not_called_lost(rows: dict[str, int]) -> None:
    assert classify(ledger(**rows)) is LedgerBalance.CONTRADICTORY


def test_a_fault_has_the_number_of_its_rows_and_a_sound_ledger_none() -> None:
    faulty = ledger(conflict=2, phantom=3, overlapping=4)

    assert count_of(LedgerBalance.CONFLICTS, faulty) == 2
    assert count_of(LedgerBalance.CONTRADICTORY, faulty) == 7
    assert count_of(LedgerBalance.UNBALANCED, faulty) == 0
    assert count_of(LedgerBalance.MOVING, faulty) == 0
