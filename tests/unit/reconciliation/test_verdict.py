"""When the verdict of a verification is ok."""

from esteira.core.queue.depth import QueueDepth
from esteira.reconciliation.ledger import Ledger, SourceBalance, TargetStates
from esteira.reconciliation.memory.ledger import tally
from esteira.reconciliation.verdict import by_counts

from infra.cli.verdict_report import problems

ROWS = frozenset(range(1, 11))


def ledger(*, persisted: frozenset[int], messages: int) -> Ledger:
    target_states = TargetStates(persisted=tally(persisted))
    stores = {"source1": SourceBalance(handed_over=tally(ROWS), target_states=target_states)}
    return Ledger.of(stores, QueueDepth(visible=messages), stores)


def test_with_all_orders_persisted_the_verification_succeeds() -> None:
    assert by_counts(ledger(persisted=ROWS, messages=0), {}, {}).ok


def test_an_unparseable_message_does_not_explain_a_missing_order() -> None:
    verdict = by_counts(ledger(persisted=ROWS - {3}, messages=1), {}, {})

    assert not verdict.ok
    assert "1 orders are in motion" in " ".join(problems(verdict))


def test_further_copies_of_persisted_orders_do_not_fail_the_verification() -> None:
    assert by_counts(ledger(persisted=ROWS, messages=5), {}, {}).ok
