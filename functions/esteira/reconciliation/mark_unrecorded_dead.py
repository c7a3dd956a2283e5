"""Record dead orders whose last attempt left no record, because its process died or the target was unavailable."""

from collections.abc import Sequence
from dataclasses import dataclass

from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver
from esteira.reconciliation.dead_letters import DeadLetter
from esteira.reconciliation.ports import DeadOrders
from esteira.reconciliation.read_dead_letters import all_dead_letters
from esteira.reconciliation.record_unattempted import AttemptStores, record_unattempted

LANE: Lane = "orders"


@dataclass(frozen=True, kw_only=True)
class DeadLetterStores:
    """The dead-letter queue of the lane `orders`, and the stores that should have a record of every order in it."""

    dead_letters: QueueReceiver
    dead_orders: DeadOrders
    attempt_stores: AttemptStores | None = None


def mark_unrecorded_dead(dead_letter_stores: DeadLetterStores) -> int:
    """Mark the orders of all dead letters as dead unless they are in a terminal state, and return their number.

    Letters of which no attempt is recorded also get a document in the attempt log.

    Only correct while the lane is at rest: otherwise a letter may be an old copy of a message that was redriven.
    """
    portions = all_dead_letters(LANE, dead_letter_stores.dead_letters)
    return sum(_mark(dead_letter_stores, dead_letters) for dead_letters in portions)


def _mark(dead_letter_stores: DeadLetterStores, dead_letters: Sequence[DeadLetter]) -> int:
    if dead_letter_stores.attempt_stores:
        record_unattempted(dead_letter_stores.attempt_stores, LANE, dead_letters)
    return dead_letter_stores.dead_orders.mark_dead([letter.order_key for letter in dead_letters if letter.order_key])
