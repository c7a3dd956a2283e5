"""Records the dead whose last attempt left no record, since its process died with it or the target was away."""

from dataclasses import dataclass

from esteira.core.names import Lane
from esteira.core.queue.ports import Inbox
from esteira.reconciliation.ports import DeadOrders
from esteira.reconciliation.read_dead_letters import all_letters

LANE: Lane = "orders"


@dataclass(frozen=True, kw_only=True)
class Graveyard:
    """The dead-letter queue of the lane `orders`, and the list that should name all who lie there."""

    letters: Inbox
    dead_orders: DeadOrders


def bury_unrecorded(graveyard: Graveyard) -> int:
    """Records as dead the orders of all dead letters that are in no final state, and answers how many that were.

    Only right while the lane is at rest: else a letter may be an old copy of a message that is on its way again.
    """
    portions = all_letters(LANE, graveyard.letters)
    return sum(graveyard.dead_orders.bury([letter.key for letter in letters if letter.key]) for letters in portions)
