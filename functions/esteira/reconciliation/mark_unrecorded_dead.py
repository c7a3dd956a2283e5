"""Records the dead whose last attempt left no record, since its process died with it or the target was away."""

from dataclasses import dataclass

from esteira.core.names import Lane
from esteira.core.queue.ports import QueueReceiver
from esteira.reconciliation.ports import DeadOrders
from esteira.reconciliation.read_dead_letters import all_dead_letters

LANE: Lane = "orders"


@dataclass(frozen=True, kw_only=True)
class DeadLetterStores:
    """The dead-letter queue of the lane `orders`, and the list that should name all who lie there."""

    dead_letters: QueueReceiver
    dead_orders: DeadOrders


def mark_unrecorded_dead(dead_letter_stores: DeadLetterStores) -> int:
    """Records as dead the orders of all dead letters that are in no final state, and answers how many that were.

    Only right while the lane is at rest: else a letter may be an old copy of a message that is on its way again.
    """
    portions = all_dead_letters(LANE, dead_letter_stores.dead_letters)
    return sum(
        dead_letter_stores.dead_orders.mark_dead([dead_letter.key for dead_letter in dead_letters if dead_letter.key])
        for dead_letters in portions
    )
