"""The rows of a page, and how far the cursor may advance over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from esteira.core.orders import Order
from esteira.core.queue.batching import SendResult, SendStatus
from esteira.producer.cursor import Position
from esteira.producer.evidence import RememberedRow


@dataclass(frozen=True, kw_only=True)
class PageRow:
    """An order and its position in the reading order of its source."""

    position: Position
    order: Order

    @property
    def remembered(self) -> RememberedRow:
        """What is remembered of this row when it was handed over."""
        return RememberedRow.of(self.order, self.position.x)


def handled_prefix(outcomes: Iterable[SendResult]) -> int:
    """Return the number of rows before the first unsent one. The cursor may pass these and no others (invariant I)."""
    return sum(1 for _ in takewhile(lambda outcome: outcome.status is not SendStatus.UNSENT, outcomes))
