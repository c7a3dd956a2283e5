"""Send orders again that were handed over before, from their rows in the source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.orders import OrderKey
from esteira.core.queue.batching import SendResult, SendStatus
from esteira.producer.cursor import START
from esteira.producer.deps import PublishDeps
from esteira.producer.page import PageRow
from esteira.producer.send_rows import send_rows
from esteira.reconciliation.ports import DeadOrders, SourceLedgerReader


@dataclass(frozen=True, kw_only=True)
class Resent:
    """What became of orders or callbacks that were to be sent again."""

    sent: int = 0
    rejected: int = 0
    """Those that no message can carry any more. They are in the list of rejects."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Why, by source, for each source that could not be read."""

    def __add__(self, other: "Resent") -> "Resent":
        return Resent(
            sent=self.sent + other.sent,
            rejected=self.rejected + other.rejected,
            unread={**self.unread, **other.unread},
        )


@dataclass(frozen=True, kw_only=True)
class Resender:
    """Sends orders of the configured sources to the lane again."""

    sources: Mapping[str, SourceLedgerReader]
    publish_deps: Mapping[str, PublishDeps]
    dead_orders: DeadOrders

    def resend(self, source: str, ids: Sequence[int]) -> Resent:
        """Send the orders with these ids, as `send_again` does, and return how many were sent and rejected."""
        counts = Counter(result.status for result in self.send_again(source, ids).values())
        return Resent(sent=counts[SendStatus.SENT], rejected=counts[SendStatus.REFUSED])

    def send_again(self, source: str, ids: Sequence[int]) -> Mapping[int, SendResult]:
        """Send the orders with these ids, as far as their rows exist. Returns by id whether each was sent or refused.

        Orders are marked as retrying before they are sent: if the process dies in between, they count as lost and are
        sent again, and none counts as dead while its message exists. Raises `QueueUnavailable` unless all were sent.
        """
        orders = self.sources[source].orders(ids) if source in self.sources else ()
        if not orders:
            return {}
        self.dead_orders.mark_retrying([OrderKey(source, order.id) for order in orders])
        passing("redrive.after_mark")
        # The position is not used, because the cursor does not move.
        rows = [PageRow(position=START, order=order) for order in orders]
        outcomes = send_rows(self.publish_deps[source], rows, should_continue=lambda: True)
        passing("redrive.after_send")
        if unsent := sum(outcome.status is SendStatus.UNSENT for outcome in outcomes):
            raise QueueUnavailable(f"({unsent} of {len(orders)} orders of {source} were not sent; repeat the command)")
        return {order.id: outcome for order, outcome in zip(orders, outcomes, strict=True)}
