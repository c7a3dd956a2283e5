"""The workbench on real stores and queues: what is broken is filed, tried, mended and sent back."""

from collections.abc import Iterator

import pytest
from esteira.core.errors import Conflict, NotFound, Unprocessable
from esteira.core.messages import encode
from esteira.reconciliation.verify_orders import verify_orders
from esteira.workbench.file_dead_letters import NO_MESSAGE, Filed, file_dead_letters
from esteira.workbench.file_due_letters import file_due_letters
from esteira.workbench.letter import FiledLetter, LetterFilter
from esteira.workbench.redrive_edited import redrive_edited
from esteira.workbench.rehearse_dead_letter import Rehearsed, rehearse_dead_letter
from esteira.workbench.show_dead_letter import show_dead_letter
from esteira.workbench.wiring import Workbench

from tests.fixtures.dead_letters import filed
from tests.fixtures.messages import order, payment
from tests.harness.pipeline import Pipeline
from tests.harness.queues import messages_in

GOOD, BROKEN = '"price":"10.50"', '"price":"ten"'


@pytest.fixture
def workbench(pipeline: Pipeline) -> Iterator[Workbench]:
    workbench = Workbench(pipeline.settings)
    yield workbench
    workbench.close()


@pytest.fixture
def broken(pipeline: Pipeline, source: str) -> str:
    """The body of an order whose price is no number any more: a dead letter."""
    pipeline.fill(source, True)
    pipeline.publish()
    queue_url = pipeline.addresses.lane.queue_url
    (message,) = messages_in(pipeline.sqs, queue_url)
    pipeline.sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    body = message["Body"].replace(GOOD, BROKEN)
    pipeline.mark_dead(body)
    return body


def only_letter(workbench: Workbench) -> FiledLetter:
    file_dead_letters(workbench.deps, "orders")
    (letter,) = workbench.deps.store.page(LetterFilter(), after=None, limit=9)
    return letter


def test_a_letter_is_filed_with_the_error_that_the_target_knows_and_stays_in_its_queue(
    pipeline: Pipeline, workbench: Workbench, source: str
) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, [row_id])

    letter = only_letter(workbench)

    assert (letter.key, letter.source, letter.error, letter.attempt) == (f"{source}:{row_id}", source, "no luck", 5)
    assert pipeline.dead_letters() == [letter.body]


def test_a_lane_is_filed_anew_when_its_depth_has_changed(pipeline: Pipeline, workbench: Workbench) -> None:
    pipeline.mark_dead("one")
    file_due_letters(workbench.deps, ["orders"])
    assert file_due_letters(workbench.deps, ["orders"]) == 0
    pipeline.mark_dead("two")
    pipeline.in_target("UPDATE dead_letter_filings SET at = at - interval '1 minute'")

    assert file_due_letters(workbench.deps, ["orders"]) == 1

    assert workbench.deps.store.filings()["orders"].letters == 2
    assert {letter.body for letter in workbench.deps.store.page(LetterFilter(), after=None, limit=9)} == {"one", "two"}


def test_a_broken_letter_is_shown_beside_the_row_of_its_source(workbench: Workbench, broken: str, source: str) -> None:
    letter = only_letter(workbench)

    shown = show_dead_letter(workbench.show_deps, "orders", letter.sqs_message_id)

    assert shown.story
    assert shown.story.source_row
    assert (shown.letter, shown.story.source, str(shown.story.source_row.price)) == (letter, source, "10.50")
    assert (shown.story.target_row, shown.edits, shown.unfinished_edits) == (None, [], [])


def test_a_letter_of_nothing_known_is_shown_by_itself(pipeline: Pipeline, workbench: Workbench) -> None:
    pipeline.mark_dead("no message")

    shown = show_dead_letter(workbench.show_deps, "orders", only_letter(workbench).sqs_message_id)

    assert (shown.letter.body, shown.story, shown.history) == ("no message", None, None)


def test_letters_that_left_their_queue_are_forgotten(pipeline: Pipeline, workbench: Workbench) -> None:
    pipeline.mark_dead("no message")
    only_letter(workbench)
    pipeline.forget_lane()

    assert file_dead_letters(workbench.deps, "orders") == Filed(letters=0, forgotten=1, complete=True)
    assert workbench.deps.store.page(LetterFilter(), after=None, limit=9) == []


def test_a_dead_order_with_a_broken_field_is_mended_and_arrives(
    pipeline: Pipeline, workbench: Workbench, broken: str
) -> None:
    letter = only_letter(workbench)
    assert (letter.error, letter.key) == (NO_MESSAGE, None)

    edited = redrive_edited(workbench.deps, letter, broken.replace(BROKEN, GOOD), by="ana")
    pipeline.consume()

    verdict = verify_orders(pipeline.operator.ledger_deps, rows=True)
    assert (verdict.ok, verdict.ledger.states.persisted, pipeline.dead_letters()) == (True, 1, [])
    assert [(change.path, change.before, change.after) for change in edited.changes] == [
        ("payload.price", "ten", "10.50")
    ]
    assert workbench.deps.store.edits("orders", letter.sqs_message_id) == [edited.edit]
    assert (edited.edit.by, edited.edit.before, workbench.deps.store.find("orders", letter.sqs_message_id)) == (
        "ana",
        broken,
        None,
    )
    assert pipeline.in_target("SELECT requested_by, moved, ending FROM redrives") == [("ana", 1, "finished")]


def test_an_order_that_arrives_edited_is_named_so_and_is_no_mismatch(
    pipeline: Pipeline, workbench: Workbench, broken: str, source: str
) -> None:
    letter = only_letter(workbench)
    mended = broken.replace(BROKEN, GOOD).replace('"product":"', '"product":"sofa and ')

    redrive_edited(workbench.deps, letter, mended, by="ana")
    pipeline.consume()

    verdict = verify_orders(pipeline.operator.ledger_deps, rows=True)
    assert (verdict.ok, verdict.mismatch, verdict.edited) == (True, 0, 1)
    assert verdict.offenders == {"edited": [f"{source}:1"]}


def test_an_edited_order_is_not_dead_while_its_message_is_on_the_lane(
    pipeline: Pipeline, workbench: Workbench, source: str
) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, ids)
    letter = only_letter(workbench)

    redrive_edited(workbench.deps, letter, letter.body.replace("chair", "sofa"), by="ana")

    states = verify_orders(pipeline.operator.ledger_deps).ledger.states
    assert (states.dead, states.retrying) == (0, 1)


def test_an_edit_that_changes_the_identity_is_refused_and_the_letter_stays(
    pipeline: Pipeline, workbench: Workbench, broken: str, source: str
) -> None:
    letter = only_letter(workbench)

    with pytest.raises(Conflict, match="source_id"):
        redrive_edited(workbench.deps, letter, encode(order(7, source=source)), by="ana")

    assert pipeline.dead_letters() == [broken]


def test_a_letter_that_left_its_queue_is_not_sent_back(pipeline: Pipeline, workbench: Workbench, broken: str) -> None:
    letter = only_letter(workbench)
    pipeline.forget_lane()

    with pytest.raises(NotFound):
        redrive_edited(workbench.deps, letter, broken.replace(BROKEN, GOOD), by="ana")

    assert pipeline.waiting() == []


def test_a_rehearsal_tells_what_would_happen_and_changes_nothing(
    pipeline: Pipeline, workbench: Workbench, broken: str
) -> None:
    letter = only_letter(workbench)

    as_it_is = rehearse_dead_letter(workbench.deps, letter, None)
    mended = rehearse_dead_letter(workbench.deps, letter, broken.replace(BROKEN, GOOD))

    assert as_it_is.failure
    assert as_it_is.failure.startswith("invalid: ")
    assert mended == Rehearsed(failure=None, changed=True)
    assert pipeline.in_target("SELECT count(*) FROM orders") == [(0,)]
    assert pipeline.dead_letters() == [broken]


def test_a_rehearsal_meets_the_rules_of_the_lane(pipeline: Pipeline, workbench: Workbench) -> None:
    pipeline.mark_dead(encode(order(good=False)))

    rehearsed = rehearse_dead_letter(workbench.deps, only_letter(workbench), None)

    assert rehearsed == Rehearsed(failure="security check: The order did not pass its security check.", changed=False)


def test_a_callback_is_rehearsed_too(pipeline: Pipeline, workbench: Workbench) -> None:
    pipeline.mark_dead(encode(payment()))
    file_dead_letters(workbench.deps, "payments")
    (letter,) = workbench.deps.store.page(LetterFilter(lane="payments"), after=None, limit=9)

    rehearsed = rehearse_dead_letter(workbench.deps, letter, None)

    assert rehearsed.failure
    assert rehearsed.failure.startswith("unknown order: ")
    assert pipeline.in_target("SELECT count(*) FROM callbacks") == [(0,)]


def test_a_lane_whose_work_cannot_be_undone_has_no_rehearsal(workbench: Workbench) -> None:
    with pytest.raises(Unprocessable, match="no rehearsal"):
        rehearse_dead_letter(workbench.deps, filed("{}", lane="lookups"), None)
