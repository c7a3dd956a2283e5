"""What no row can give back outlives the queues: conflicts and bodies that are no message of their lane."""

from esteira.core.messages import encode
from esteira.reconciliation.dead_letters import Selection
from esteira.reconciliation.redrive.discard_dead_letters import Discarded, discard_dead_letters, preview_discard
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive, Redriven
from esteira.reconciliation.redrive.survey_dead_letters import survey_dead_letters
from esteira.reconciliation.verify_orders import verify_orders

from tests.harness.pipeline import Pipeline

ALL = Redrive(selection=Selection(), requested_by="me@here")


def arrived(pipeline: Pipeline, source: str) -> int:
    """An order that has arrived."""
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    return row_id


def test_a_conflict_and_a_foreign_body_are_sent_again_after_the_queues_were_lost(
    pipeline: Pipeline, source: str
) -> None:
    conflict = pipeline.conflict(source, arrived(pipeline, source))
    pipeline.receive_dead("no order at all")
    pipeline.forget_lane()
    redrive_deps = pipeline.operator.redrive_deps("orders")

    survey = survey_dead_letters(redrive_deps, Selection())
    done = redrive_dead_letters(redrive_deps, ALL)

    assert (survey.kept, survey.would_send, done) == (2, 2, Redriven(restored=2))
    assert sorted(pipeline.waiting()) == sorted([encode(conflict), "no order at all"])


def test_what_is_kept_is_not_sent_beside_its_letter(pipeline: Pipeline, source: str) -> None:
    pipeline.conflict(source, arrived(pipeline, source))

    survey = survey_dead_letters(pipeline.operator.redrive_deps("orders"), Selection())
    done = redrive_dead_letters(pipeline.operator.redrive_deps("orders"), ALL)

    (cause,) = survey.groups
    assert (survey.dead_letters, survey.kept, done) == (1, 0, Redriven(dead_letters=1))
    assert cause.error.startswith("conflict: ")


def test_a_discarded_conflict_is_accepted_and_its_order_stays(pipeline: Pipeline, source: str) -> None:
    row_id = arrived(pipeline, source)
    pipeline.conflict(source, row_id)
    request = Redrive(selection=Selection(identifiers=frozenset({f"{source}:{row_id}"})), requested_by="me@here")

    preview = preview_discard(pipeline.operator.redrive_deps("orders"), request.selection)
    done = discard_dead_letters(pipeline.operator.redrive_deps("orders"), request)

    assert (preview, done, pipeline.dead_letters()) == (done, Discarded(letters=1, kept=1), [])
    assert verify_orders(pipeline.operator.ledger_deps, rows=True).ok
    assert pipeline.in_target("SELECT moved, discarded, ending FROM redrives") == [(0, 1, "finished")]


def test_a_dead_letter_that_could_still_arrive_is_not_discarded(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, ids)

    done = discard_dead_letters(pipeline.operator.redrive_deps("orders"), ALL)

    assert (done, len(pipeline.dead_letters())) == (Discarded(refused=1), 1)


def test_a_conflict_ends_when_the_target_is_corrected_and_its_message_sent_again(
    pipeline: Pipeline, source: str
) -> None:
    message = pipeline.conflict(source, arrived(pipeline, source))
    pipeline.in_target(
        f"UPDATE orders SET product = 'sofa', price = {message.payload.price}, payload_hash = '{message.payload_hash}'"
    )

    redrive_dead_letters(pipeline.operator.redrive_deps("orders"), ALL)
    pipeline.consume()

    assert verify_orders(pipeline.operator.ledger_deps).ok
    assert pipeline.in_target("SELECT count(*) FROM order_conflicts") == [(0,)]
