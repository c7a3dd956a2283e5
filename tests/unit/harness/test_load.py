"""The standard load has exactly the promised rows."""

from tests.harness.load import Load, plan


def test_committed_rows_are_exactly_the_orders_and_the_poison_asked_for() -> None:
    committed = [
        row for transaction in plan(Load(orders=1000, seed=1)) if transaction.commits for row in transaction.rows
    ]

    assert len(committed) == 1000
    assert sum(not row.security_check for row in committed) == 17


def test_a_load_holds_some_transactions_open_and_rolls_some_back() -> None:
    transactions = plan(Load(orders=10_000, seed=1))

    assert 0.03 < sum(not one.commits for one in transactions) / len(transactions) < 0.07
    assert 0.08 < sum(one.hold_seconds > 0 for one in transactions) / len(transactions) < 0.12


def test_the_same_seed_gives_the_same_load() -> None:
    assert plan(Load(orders=100, seed=7)) == plan(Load(orders=100, seed=7))
    assert plan(Load(orders=100, seed=7)) != plan(Load(orders=100, seed=8))
