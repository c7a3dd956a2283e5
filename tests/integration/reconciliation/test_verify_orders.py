"""`verify` on real stores succeeds if every order is accounted for, and otherwise reports what is wrong."""

from esteira.reconciliation.verify_orders import verify_orders

from tests.harness.pipeline import Pipeline


def test_persisted_and_dead_orders_are_accounted_for(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(f"{source}b", True)
    ids = pipeline.fill(source, True, True, False)
    pipeline.publish()
    pipeline.kill(source, ids[2:])
    pipeline.consume()

    verdict = verify_orders(pipeline.operator.ledger_deps, rows=True)

    assert verdict.ok
    assert (verdict.ledger.states.persisted, verdict.ledger.states.dead, verdict.compared) == (3, 1, 4)


def test_an_order_is_not_read_then_queued_then_persisted(pipeline: Pipeline, source: str) -> None:
    def states() -> tuple[int, int, int]:
        found = verify_orders(pipeline.operator.ledger_deps).ledger.states
        return found.not_read, found.queued, found.persisted

    pipeline.fill(source, True)
    observed = [states()]
    pipeline.publish()
    observed.append(states())
    pipeline.consume()
    observed.append(states())

    assert observed == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_orders_whose_messages_were_lost_are_listed_as_lost(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.forget_lane()

    by_counts = verify_orders(pipeline.operator.ledger_deps)
    by_rows = verify_orders(pipeline.operator.ledger_deps, rows=True)

    assert (by_counts.ok, by_counts.ledger.residual, by_counts.lost) == (False, 2, 2)
    assert (by_rows.lost, by_rows.offenders["lost"]) == (2, [f"{source}:{row_id}" for row_id in ids])


def test_a_dead_order_that_nobody_tried_is_not_lost_and_fails_the_verification(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, ids, on_record=False)

    verdict = verify_orders(pipeline.operator.ledger_deps)

    assert (verdict.ok, verdict.lost, verdict.ledger.states.dead, verdict.unattempted) == (False, 0, 1, 1)
    assert verdict.offenders == {"unattempted": [f"{source}:{ids[0]}"]}
    assert len(pipeline.dead_letters()) == 1


def test_a_dead_order_is_accounted_for_by_the_record_of_an_earlier_attempt(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.record_failures(source, ids, attempt=4)
    pipeline.kill(source, ids, on_record=False)

    verdict = verify_orders(pipeline.operator.ledger_deps)

    assert (verdict.ok, verdict.ledger.states.dead, verdict.unattempted) == (True, 1, 0)


def test_a_message_with_other_contents_than_its_order_fails_the_verification(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.conflict(source, ids[1])

    by_counts = verify_orders(pipeline.operator.ledger_deps)
    by_rows = verify_orders(pipeline.operator.ledger_deps, rows=True)

    states = by_counts.ledger.states
    assert (by_counts.ok, by_rows.ok, states.persisted, states.conflict) == (False, False, 1, 1)
    assert by_counts.offenders == by_rows.offenders == {"conflict": [f"{source}:{ids[1]}"]}


def test_a_changed_target_row_is_a_mismatch_that_counts_cannot_see(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.in_target("UPDATE orders SET price = 11")

    assert verify_orders(pipeline.operator.ledger_deps).ok
    by_rows = verify_orders(pipeline.operator.ledger_deps, rows=True)
    assert (by_rows.ok, by_rows.mismatch, by_rows.offenders["mismatch"]) == (False, 1, [f"{source}:{ids[0]}"])


def test_a_lost_order_is_not_hidden_by_a_phantom(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.in_target("UPDATE orders SET source_id = 999 WHERE source_id = 1")

    by_counts = verify_orders(pipeline.operator.ledger_deps)
    by_rows = verify_orders(pipeline.operator.ledger_deps, rows=True)

    assert (by_counts.ok, by_counts.ledger.residual) == (False, 0)
    assert (by_rows.ok, by_rows.lost, by_rows.phantom) == (False, 1, 1)


def test_rows_of_a_source_that_is_not_configured_are_phantoms(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.in_target("UPDATE orders SET source = 'elsewhere'")

    verdict = verify_orders(pipeline.operator.ledger_deps, rows=True)

    assert (verdict.ok, verdict.lost, verdict.offenders["phantom"]) == (False, 1, ["elsewhere:1"])


def test_a_dead_order_that_also_arrived_is_reported(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.record_failures(source, ids, attempt=5)

    assert (
        verify_orders(pipeline.operator.ledger_deps).ok,
        verify_orders(pipeline.operator.ledger_deps).overlapping,
    ) == (False, 1)
    assert verify_orders(pipeline.operator.ledger_deps, rows=True).offenders == {"overlapping": [f"{source}:{ids[0]}"]}
