"""The dead whose letters are gone (LocalStack forgets its queues): they go back from what the stores know of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar

from esteira.callbacks.callback import message_of
from esteira.core.clock import Clock
from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.messages import encode
from esteira.core.queue.batching import SendStatus
from esteira.core.queue.send_batches import BatchSender
from esteira.reconciliation.dead_letters import DeadCallback, DeadOrder
from esteira.reconciliation.ports import DeadCallbacks, DeadOrders
from esteira.reconciliation.resend_orders import Resender

D = TypeVar("D", DeadOrder, DeadCallback)


class Lost(Protocol[D]):
    """The dead of one lane."""

    def died_before(self, moment: datetime) -> Iterator[Sequence[D]]:
        """Those whose last attempt failed before `moment`, in portions. Raises `TargetUnavailable`."""
        ...

    def send(self, dead: Sequence[D]) -> int:
        """Marks them as on their way, then sends them; how many there still were. Raises `Unavailable`."""
        ...


@dataclass(frozen=True, kw_only=True)
class LostOrders:
    """Orders go back from their rows in the sources; one whose row is gone cannot be sent."""

    dead_orders: DeadOrders
    resender: Resender

    def died_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """See `Lost.died_before`."""
        return self.dead_orders.died_before(moment)

    def send(self, dead: Sequence[DeadOrder]) -> int:
        """See `Lost.send`."""
        by_source = groupby(dead, key=lambda order: order.key.source)
        return sum(self.resender.resend(name, [order.key.source_id for order in group]) for name, group in by_source)


@dataclass(frozen=True, kw_only=True)
class LostCallbacks:
    """Callbacks go back from what was kept of them. One that is marked but not sent is due at a later sweep."""

    dead_callbacks: DeadCallbacks
    batch_sender: BatchSender
    clock: Clock

    def died_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """See `Lost.died_before`."""
        return self.dead_callbacks.died_before(moment)

    def send(self, dead: Sequence[DeadCallback]) -> int:
        """See `Lost.send`."""
        self.dead_callbacks.mark_retrying([one.key for one in dead])
        passing("redrive.after_mark")
        now = self.clock()
        outcomes = self.batch_sender.send(
            [encode(message_of(one.callback, read_at=now)) for one in dead], should_continue=lambda: True
        )
        passing("redrive.after_send")
        if unsent := sum(outcome.status is not SendStatus.SENT for outcome in outcomes):
            raise QueueUnavailable(f"({unsent} of {len(dead)} callbacks were not taken)")
        return len(dead)
