"""Sends orders again that were handed over before, from their rows in the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.orders import OrderKey
from esteira.core.queue.batching import SendStatus
from esteira.producer.cursor import START
from esteira.producer.deps import PublishDeps
from esteira.producer.page import PageRow
from esteira.producer.send_rows import send_rows
from esteira.reconciliation.ports import DeadOrders, SourceLedgerReader


@dataclass(frozen=True, kw_only=True)
class Resender:
    """The way back onto the lane, for each configured source."""

    sources: Mapping[str, SourceLedgerReader]
    all_publish_deps: Mapping[str, PublishDeps]
    dead_orders: DeadOrders

    def resend(self, source: str, ids: Sequence[int]) -> int:
        """Sends the orders of these ids, and answers how many there were; one whose row is gone cannot be sent.

        Marked before it is sent, so a death in between leaves an order that is counted as missing and sent again, and
        never one that is counted as dead while its message lives. Raises `QueueUnavailable` when not all were taken.
        """
        orders = self.sources[source].orders(ids) if source in self.sources else ()
        if not orders:
            return 0
        self.dead_orders.mark_retrying([OrderKey(source, order.id) for order in orders])
        passing("redrive.after_mark")
        # A place in the source is of no use here: the cursor does not move.
        rows = [PageRow(position=START, order=order) for order in orders]
        outcomes = send_rows(self.all_publish_deps[source], rows, go_on=lambda: True)
        passing("redrive.after_send")
        unsent = sum(outcome.status is SendStatus.UNSENT for outcome in outcomes)
        if unsent:
            raise QueueUnavailable(f"({unsent} of {len(orders)} orders of {source} were not taken)")
        return len(orders)
