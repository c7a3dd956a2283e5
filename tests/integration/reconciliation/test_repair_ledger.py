"""Repair on real stores: orders whose messages were lost are sent again once the lane is at rest."""

from esteira.reconciliation.repair_ledger import Repaired, locate_all, repair_ledger, republish_missing
from esteira.reconciliation.resend_orders import Resent
from esteira.reconciliation.verify_orders import verify_orders

from tests.harness.pipeline import Pipeline


def test_orders_whose_messages_were_lost_are_sent_again(pipeline: Pipeline, source: str) -> None:
    waiting, retrying, dead = pipeline.fill(source, True, True, True)
    pipeline.fill(f"{source}b", True)
    pipeline.publish()
    pipeline.kill(source, [dead])
    pipeline.record_failures(source, [retrying], attempt=2)
    pipeline.forget_lane()

    repaired = repair_ledger(pipeline.operator.repair_deps)
    pipeline.consume()

    states = verify_orders(pipeline.operator.ledger_deps, rows=True).ledger.states
    assert repaired == Repaired(done=True, republished=3)
    assert (states.persisted, states.dead, states.retrying) == (3, 1, 0)
    assert pipeline.in_target("SELECT source_id, attempt FROM order_failures") == [(dead, 5)]
    assert waiting != retrying


def test_a_lost_order_that_no_message_can_carry_any_more_is_rejected_and_not_sent(
    pipeline: Pipeline, source: str
) -> None:
    pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.forget_lane()
    pipeline.in_source(source, "UPDATE orders SET product = repeat('x', 2000000) WHERE id = 1")

    repaired = repair_ledger(pipeline.operator.repair_deps)

    assert repaired == Repaired(done=True, republished=1, rejected=1)
    assert pipeline.operator.ledger_deps.lane.read().total == 1


def test_a_repaired_order_has_five_attempts_again(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.record_failures(source, ids, attempt=4)
    pipeline.forget_lane()

    repair_ledger(pipeline.operator.repair_deps)

    assert pipeline.in_target("SELECT attempt FROM order_failures") == [(0,)]


def test_nothing_is_sent_again_while_messages_are_under_way(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()

    repaired = repair_ledger(pipeline.operator.repair_deps)

    assert repaired == Repaired(done=False)
    assert pipeline.operator.ledger_deps.lane.read().total == 1


def test_a_balanced_ledger_is_not_changed(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()

    assert repair_ledger(pipeline.operator.repair_deps) == Repaired(done=True)


def test_failure_records_of_persisted_orders_are_deleted(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.record_failures(source, ids, attempt=5)

    repaired = repair_ledger(pipeline.operator.repair_deps)

    assert repaired == Repaired(done=True, failures_removed=1)
    assert verify_orders(pipeline.operator.ledger_deps).ok


def test_no_order_is_lost_after_redis_lost_its_data(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.forget_cursors()

    assert verify_orders(pipeline.operator.ledger_deps, rows=True).ok
    pipeline.in_target("DELETE FROM producer_checkpoint")
    assert verify_orders(pipeline.operator.ledger_deps, rows=True).ok
    pipeline.publish()
    pipeline.consume()
    assert verify_orders(pipeline.operator.ledger_deps, rows=True).ledger.states.persisted == 2


def test_orders_lost_with_the_queues_are_sent_again_even_while_new_orders_move(pipeline: Pipeline, source: str) -> None:
    ledger_deps = pipeline.operator.ledger_deps
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.forget_lane()
    lost_up_to = locate_all(ledger_deps.sources, ledger_deps.cursors)[0]
    pipeline.fill(source, True)
    pipeline.publish()

    resent = republish_missing(pipeline.operator.repair_deps, lost_up_to)

    assert (resent, ledger_deps.lane.read().total) == (Resent(sent=1), 2)
    pipeline.consume()
    assert verify_orders(ledger_deps, rows=True).ledger.states.persisted == 2
