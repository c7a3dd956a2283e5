"""Redrive on real stores: all or selected dead letters are sent again, and none is lost."""

import pytest
from esteira.core.messages import encode, order_message_id
from esteira.reconciliation.dead_letters import Selection
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive, Redriven
from esteira.reconciliation.redrive.survey_dead_letters import survey_dead_letters
from esteira.reconciliation.verify_orders import verify_orders

from tests.fixtures.messages import payment
from tests.harness.pipeline import Pipeline


@pytest.fixture
def dead(pipeline: Pipeline, source: str) -> list[int]:
    """Three dead orders whose data is valid."""
    ids = pipeline.fill(source, True, True, True)
    pipeline.publish()
    pipeline.kill(source, ids)
    return ids


def redrive(pipeline: Pipeline, *identifiers: str) -> Redriven:
    selection = Selection(identifiers=frozenset(identifiers) if identifiers else None)
    return redrive_dead_letters(
        pipeline.operator.redrive_deps("orders"), Redrive(selection=selection, requested_by="me@here")
    )


def test_all_dead_letters_are_sent_back_and_arrive(pipeline: Pipeline, dead: list[int]) -> None:
    done = redrive(pipeline)
    pipeline.consume()

    verdict = verify_orders(pipeline.operator.ledger_deps, rows=True)
    assert done == Redriven(dead_letters=3)
    assert (verdict.ok, verdict.ledger.states.persisted, pipeline.dead_letters()) == (True, 3, [])


def test_a_redriven_order_is_not_dead_while_its_message_is_on_the_lane(pipeline: Pipeline, dead: list[int]) -> None:
    redrive(pipeline)

    verdict = verify_orders(pipeline.operator.ledger_deps)
    assert (verdict.ledger.balanced, verdict.ledger.states.dead, verdict.ledger.states.retrying) == (True, 0, 3)


def test_some_are_selected_by_message_id_or_order(pipeline: Pipeline, source: str, dead: list[int]) -> None:
    done = redrive(pipeline, str(order_message_id(source, dead[0])), f"{source}:{dead[2]}", "unknown")
    pipeline.consume()

    assert done == Redriven(dead_letters=2, unknown=("unknown",))
    assert pipeline.in_target("SELECT source_id FROM orders ORDER BY 1") == [(dead[0],), (dead[2],)]
    assert len(pipeline.dead_letters()) == 1
    assert verify_orders(pipeline.operator.ledger_deps).ok


def test_dead_orders_without_a_dead_letter_are_sent_from_their_rows(pipeline: Pipeline, dead: list[int]) -> None:
    pipeline.forget_lane()

    done = redrive(pipeline)
    pipeline.consume()

    assert done == Redriven(resent=3)
    assert verify_orders(pipeline.operator.ledger_deps, rows=True).ledger.states.persisted == 3


def test_orders_without_a_letter_are_skipped_while_the_lane_is_in_motion(
    pipeline: Pipeline, source: str, dead: list[int]
) -> None:
    pipeline.forget_lane()
    pipeline.fill(source, True)
    pipeline.publish()

    done = redrive(pipeline)

    assert done == Redriven(skipped=3)
    assert verify_orders(pipeline.operator.ledger_deps).ledger.states.dead == 3


def test_a_dead_letter_that_is_no_order_is_selected_by_its_sqs_id(pipeline: Pipeline, dead: list[int]) -> None:
    pipeline.mark_dead("no order at all")
    survey = survey_dead_letters(pipeline.operator.redrive_deps("orders"), Selection())
    (unparseable,) = survey.unparseable_letters

    done = redrive(pipeline, unparseable.received_message.sqs_message_id)

    assert (survey.dead_letters, survey.unparseable, done) == (4, 1, Redriven(dead_letters=1, unparseable=1))


def test_a_survey_groups_dead_orders_and_changes_nothing(pipeline: Pipeline, dead: list[int]) -> None:
    survey = survey_dead_letters(pipeline.operator.redrive_deps("orders"), Selection())

    (group,) = survey.groups
    assert (group.orders, group.error, survey.dead_letters, survey.without_letter) == (3, "no luck", 3, 0)
    assert len(pipeline.dead_letters()) == 3


def test_each_redrive_is_recorded(pipeline: Pipeline, source: str, dead: list[int]) -> None:
    redrive(pipeline, f"{source}:{dead[0]}")

    recorded = pipeline.in_target(
        "SELECT lane, requested_by, selection, moved, finished_at >= requested_at FROM redrives"
    )
    assert recorded == [("orders", "me@here", [f"{source}:{dead[0]}"], 1, True)]


def test_an_order_with_two_dead_letters_is_sent_once_in_a_redrive(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, ids)
    pipeline.mark_dead(*pipeline.dead_letters())

    done = redrive(pipeline)

    assert done == Redriven(dead_letters=1, copies_kept=1)


def test_a_redriven_callback_is_not_dead_while_its_message_is_on_the_lane(pipeline: Pipeline, source: str) -> None:
    dead = payment("e7")
    pipeline.in_target(
        "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, attempt, error)"
        f" VALUES ('{dead.provider}', 'e7', '{source}', 1, 'paid', 1, now(), 5, 'no luck')"
    )
    pipeline.mark_dead(encode(dead))
    request = Redrive(selection=Selection(identifiers=frozenset({str(dead.message_id)})), requested_by="me@here")

    done = redrive_dead_letters(pipeline.operator.redrive_deps("payments"), request)

    assert done == Redriven(dead_letters=1)
    assert pipeline.in_target("SELECT attempt, error FROM callbacks") == [(0, None)]


def test_a_dead_callback_without_a_dead_letter_is_sent_from_its_record(pipeline: Pipeline, source: str) -> None:
    pipeline.in_target(
        "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, attempt, error)"
        f" VALUES ('pix', 'e8', '{source}', 1, 'paid', 1, now(), 5, 'no luck')"
    )
    request = Redrive(selection=Selection(identifiers=frozenset({"pix:e8"})), requested_by="me@here")

    done = redrive_dead_letters(pipeline.operator.redrive_deps("payments"), request)

    assert done == Redriven(resent=1)
    assert pipeline.in_target("SELECT attempt, error FROM callbacks WHERE event_id = 'e8'") == [(0, None)]
