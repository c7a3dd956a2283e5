"""When a verification may say yes."""

from esteira.adapters.memory.books import tally
from esteira.domain.ledger import Homes, Ledger, QueueReading, SourceReading
from esteira.domain.verdict import by_counts

from infra.cli.verdict_report import problems

ROWS = frozenset(range(1, 11))


def ledger(*, persisted: frozenset[int], messages: int) -> Ledger:
    homes = Homes(persisted=tally(persisted))
    stores = {"source1": SourceReading(handed_over=tally(ROWS), homes=homes)}
    return Ledger.of(stores, QueueReading(visible=messages), stores)


def test_all_arrived_is_a_yes() -> None:
    assert by_counts(ledger(persisted=ROWS, messages=0), {}).ok


def test_a_message_of_nobody_knows_what_is_no_proof_that_a_missing_order_is_on_its_way() -> None:
    verdict = by_counts(ledger(persisted=ROWS - {3}, messages=1), {})

    assert not verdict.ok
    assert "1 orders are on their way" in " ".join(problems(verdict))


def test_further_copies_of_what_has_arrived_are_no_reason_for_a_no() -> None:
    assert by_counts(ledger(persisted=ROWS, messages=5), {}).ok
