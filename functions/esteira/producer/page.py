"""A page of a source's rows, and how far the cursor may follow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from esteira.core.orders import Order
from esteira.core.queue.batching import SendResult, SendStatus
from esteira.producer.cursor import Position


@dataclass(frozen=True, kw_only=True)
class PageRow:
    """An order and its place in the order of reading."""

    position: Position
    order: Order


def handled_prefix(outcomes: Iterable[SendResult]) -> int:
    """How many rows from the first on are all handled: the cursor may pass these and no other (invariant I)."""
    return sum(1 for _ in takewhile(lambda outcome: outcome.status is not SendStatus.UNSENT, outcomes))
