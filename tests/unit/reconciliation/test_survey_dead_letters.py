"""The survey of a lane counts its dead letters and what is recorded as dead without one."""

from dataclasses import replace

from esteira.callbacks.callback import Callback, message_of
from esteira.core.messages import encode
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader, MemoryQueueReceiver, MemoryQueueSender
from esteira.core.queue.send_batches import BatchSender
from esteira.reconciliation.dead_letters import CallbackKey, DeadCallback, Selection
from esteira.reconciliation.memory.dead_letters import (
    MemoryDeadCallbacks,
    MemoryDeadOrders,
    MemoryFailure,
    MemoryKeptMessages,
    MemoryRedriveLog,
)
from esteira.reconciliation.redrive.request import RedriveDeps
from esteira.reconciliation.redrive.resend_dead import DeadCallbackResender, NothingToResend
from esteira.reconciliation.redrive.survey_dead_letters import survey_dead_letters

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import callback


def payments(*dead: Callback, letters: MemoryQueueReceiver) -> RedriveDeps:
    failure = MemoryFailure(attempt=5, error="no luck", failed_at=READ_AT)
    kept = {CallbackKey(*each.key): DeadCallback(callback=each) for each in dead}
    dead_callbacks = MemoryDeadCallbacks(failures=dict.fromkeys(kept, failure), kept=kept)
    batch_sender = BatchSender(queue=MemoryQueueSender(), in_flight=1)
    return RedriveDeps(
        lane="payments",
        dead_letters=letters,
        dead_letter_depth=MemoryQueueDepthReader(),
        lane_depth=MemoryQueueDepthReader(),
        batch_sender=batch_sender,
        dead_orders=MemoryDeadOrders(),
        dead_resender=DeadCallbackResender(dead_callbacks=dead_callbacks, batch_sender=batch_sender, clock=HandClock()),
        kept_messages=MemoryKeptMessages(),
        log=MemoryRedriveLog(),
    )


def test_dead_callbacks_without_a_letter_are_counted() -> None:
    letters = MemoryQueueReceiver(HandClock())
    letters.send(encode(message_of(callback("e1"), read_at=READ_AT)))

    survey = survey_dead_letters(payments(callback("e1"), callback("e2"), letters=letters), Selection())

    assert (survey.dead_letters, survey.without_letter) == (1, 1)


def test_a_lane_that_stores_no_messages_would_send_its_letters_and_nothing_else() -> None:
    letters = MemoryQueueReceiver(HandClock())
    letters.send(encode(message_of(callback("e1"), read_at=READ_AT)))
    deps = replace(payments(callback("e2"), letters=letters), dead_resender=NothingToResend())

    survey = survey_dead_letters(deps, Selection())

    assert (survey.would_send, survey.without_letter, survey.groups) == (1, 0, ())


def test_only_selected_callbacks_without_a_letter_are_counted() -> None:
    deps = payments(callback("e1"), callback("e2"), letters=MemoryQueueReceiver(HandClock()))

    survey = survey_dead_letters(deps, Selection(identifiers=frozenset({"acmepay:e2"})))

    assert (survey.dead_letters, survey.without_letter) == (0, 1)


def test_unparseable_letters_beyond_the_first_are_counted() -> None:
    letters = MemoryQueueReceiver(HandClock())
    letters.send(*(f"no callback {number}" for number in range(40)))

    survey = survey_dead_letters(payments(letters=letters), Selection())

    assert (len(survey.unparseable_letters), survey.unparseable, survey.would_send) == (20, 40, 40)


def test_copies_and_what_is_skipped_in_motion_would_not_be_sent() -> None:
    letters = MemoryQueueReceiver(HandClock())
    letters.send(*[encode(message_of(callback("e1"), read_at=READ_AT))] * 2)
    deps = replace(
        payments(callback("e2"), letters=letters),
        lane_depth=MemoryQueueDepthReader(reading=QueueDepth(visible=1)),
    )

    survey = survey_dead_letters(deps, Selection())

    assert (survey.selected, survey.copies, survey.without_letter, survey.would_send) == (2, 1, 1, 1)
