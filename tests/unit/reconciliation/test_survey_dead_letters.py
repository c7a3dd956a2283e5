"""The survey of a lane counts its dead letters and what is recorded as dead without one."""

from esteira.callbacks.callback import Callback, message_of
from esteira.core.messages import encode
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
from esteira.reconciliation.redrive_dead_letters import RedriveDeps
from esteira.reconciliation.resend_dead import DeadCallbackResender
from esteira.reconciliation.survey_dead_letters import survey_dead_letters

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
        dead_callbacks=dead_callbacks,
        dead_resender=DeadCallbackResender(dead_callbacks=dead_callbacks, batch_sender=batch_sender, clock=HandClock()),
        kept_messages=MemoryKeptMessages(),
        log=MemoryRedriveLog(),
    )


def test_dead_callbacks_without_a_letter_are_counted() -> None:
    letters = MemoryQueueReceiver(HandClock())
    letters.send(encode(message_of(callback("e1"), read_at=READ_AT)))

    survey = survey_dead_letters(payments(callback("e1"), callback("e2"), letters=letters), Selection())

    assert (survey.dead_letters, survey.without_letter) == (1, 1)


def test_only_selected_callbacks_without_a_letter_are_counted() -> None:
    deps = payments(callback("e1"), callback("e2"), letters=MemoryQueueReceiver(HandClock()))

    survey = survey_dead_letters(deps, Selection(identifiers=frozenset({"acmepay:e2"})))

    assert (survey.dead_letters, survey.without_letter) == (0, 1)
