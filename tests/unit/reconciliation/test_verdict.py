"""When the verdict of a verification is ok."""

from esteira.core.queue.depth import QueueDepth
from esteira.reconciliation.balance import SourceBalance, Tally, TargetStates
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.memory.ledger import tally
from esteira.reconciliation.verdict import by_counts

from infra.cli.verdict_report import problems

ROWS = frozenset(range(1, 11))


def ledger(*, persisted: frozenset[int], messages: int, conflict: int = 0, unattempted: int = 0) -> Ledger:
    ids = sorted(persisted)
    target_states = TargetStates(
        persisted=tally(ids[conflict:]),
        conflict=tally(ids[:conflict]),
        dead=tally(ROWS - persisted) if unattempted else Tally(),
        unattempted=unattempted,
    )
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


def test_a_conflict_fails_the_verification_and_says_what_to_do() -> None:
    verdict = by_counts(ledger(persisted=ROWS, messages=0, conflict=2), {}, {"conflict": ["source1:1", "source1:2"]})

    (problem,) = problems(verdict)
    assert (verdict.ok, verdict.conflict, verdict.ledger.balanced) == (False, 2, True)
    assert problem.startswith("2 orders are in the target with other contents")
    assert "redrive --discard" in problem


def test_dead_orders_that_nobody_tried_fail_the_verification() -> None:
    verdict = by_counts(ledger(persisted=ROWS - {1, 2}, messages=0, unattempted=2), {}, {})

    (problem,) = problems(verdict)
    assert (verdict.ok, verdict.lost, verdict.unattempted) == (False, 0, 2)
    assert "nobody tried" in problem


def test_orders_in_motion_on_a_paused_lane_are_explained_by_the_pause() -> None:
    (problem,) = problems(by_counts(ledger(persisted=ROWS - {3}, messages=1), {}, {}), ["orders"])

    assert "`esteira resume orders`" in problem
    assert "esteira wait" not in problem
