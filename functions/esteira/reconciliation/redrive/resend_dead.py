"""Resend dead orders and callbacks whose letters were lost, for example when LocalStack restarted, from their rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar

from esteira.callbacks.callback import message_of
from esteira.core.clock import Clock
from esteira.core.errors import SOURCE_FAULTS, QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.messages import encode
from esteira.core.queue.batching import SendStatus
from esteira.core.queue.send_batches import BatchSender
from esteira.lookups.lane.doorbells import send_doorbells
from esteira.reconciliation.dead_letters import DeadCallback, DeadGroup, DeadLetter, DeadOrder, DeadTask
from esteira.reconciliation.ports import DeadCallbacks, DeadOrders, DeadTasks
from esteira.reconciliation.resend_orders import Resender, Resent

D = TypeVar("D", DeadOrder, DeadCallback, DeadTask)


class DeadResender(Protocol[D]):
    """Finds and resends the dead orders, callbacks or look-ups of one lane."""

    def mark_retrying(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Mark what letters carry as tried again, before they are sent. Raises `TargetUnavailable`."""
        ...

    def dead_before(self, moment: datetime) -> Iterator[Sequence[D]]:
        """Iterate in portions over those that died before `moment`. Raises `TargetUnavailable`."""
        ...

    def groups(self) -> Sequence[DeadGroup]:
        """Return all of them by cause, the largest group first. Raises `TargetUnavailable`."""
        ...

    def resend(self, dead: Sequence[D]) -> Resent:
        """Mark them as retrying, send them, and return how many were sent and rejected.

        Raises `Unavailable` unless all others were sent.

        A source that cannot be read is named in the result; its orders stay dead, and those of the others are sent.
        """
        ...


class NothingToResend:
    """For a lane whose messages are stored nowhere but in its queues: a redrive sends its letters, and nothing else."""

    def mark_retrying(self, dead_letters: Sequence[DeadLetter]) -> None:
        """See `DeadResender.mark_retrying`. Nothing is marked: the lane's target records its failures by itself."""

    def dead_before(self, moment: datetime) -> Iterator[Sequence[D]]:  # noqa: ARG002 - the port's signature
        """See `DeadResender.dead_before`. Yields nothing."""
        return iter(())

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadResender.groups`. Returns none."""
        return ()

    def resend(self, dead: Sequence[D]) -> Resent:  # noqa: ARG002 - the port's signature
        """See `DeadResender.resend`. `dead_before` gives nothing to send."""
        return Resent()


@dataclass(frozen=True, kw_only=True)
class DeadOrderResender:
    """Sends orders from their rows in the sources. An order whose row was deleted is skipped."""

    dead_orders: DeadOrders
    resender: Resender

    def mark_retrying(self, dead_letters: Sequence[DeadLetter]) -> None:
        """See `DeadResender.mark_retrying`."""
        self.dead_orders.mark_retrying([letter.order_key for letter in dead_letters if letter.order_key])

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """See `DeadResender.dead_before`."""
        return self.dead_orders.dead_before(moment)

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadResender.groups`."""
        return self.dead_orders.groups()

    def resend(self, dead: Sequence[DeadOrder]) -> Resent:
        """See `DeadResender.resend`."""
        resent = Resent()
        for name, group in groupby(dead, key=lambda order: order.key.source):
            try:
                resent += self.resender.resend(name, [order.key.source_id for order in group])
            except SOURCE_FAULTS as error:
                resent += Resent(unread={name: str(error)})
        return resent


@dataclass(frozen=True, kw_only=True)
class DeadCallbackResender:
    """Sends callbacks from their stored rows. One that is marked but not sent is sent by a later sweep."""

    dead_callbacks: DeadCallbacks
    batch_sender: BatchSender
    clock: Clock

    def mark_retrying(self, dead_letters: Sequence[DeadLetter]) -> None:
        """See `DeadResender.mark_retrying`."""
        self.dead_callbacks.mark_retrying([letter.callback_key for letter in dead_letters if letter.callback_key])

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """See `DeadResender.dead_before`."""
        return self.dead_callbacks.dead_before(moment)

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadResender.groups`."""
        return self.dead_callbacks.groups()

    def resend(self, dead: Sequence[DeadCallback]) -> Resent:
        """See `DeadResender.resend`."""
        self.dead_callbacks.mark_retrying([each.key for each in dead])
        passing("redrive.after_mark")
        now = self.clock()
        outcomes = self.batch_sender.send(
            [encode(message_of(each.callback, read_at=now)) for each in dead], should_continue=lambda: True
        )
        passing("redrive.after_send")
        if unsent := sum(outcome.status is not SendStatus.SENT for outcome in outcomes):
            raise QueueUnavailable(f"({unsent} of {len(dead)} callbacks were not sent; the sweep sends them later)")
        return Resent(sent=len(dead))


@dataclass(frozen=True, kw_only=True)
class DeadTaskResender:
    """Queues the dead tasks of look-ups again. One that is not sent here is sent by the schedule."""

    dead_tasks: DeadTasks
    batch_sender: BatchSender
    clock: Clock

    def mark_retrying(self, dead_letters: Sequence[DeadLetter]) -> None:
        """See `DeadResender.mark_retrying`."""
        self.dead_tasks.mark_queued([letter.doorbell_key.doorbell for letter in dead_letters if letter.doorbell_key])

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadTask]]:
        """See `DeadResender.dead_before`."""
        return self.dead_tasks.dead_before(moment)

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadResender.groups`."""
        return self.dead_tasks.groups()

    def resend(self, dead: Sequence[DeadTask]) -> Resent:
        """See `DeadResender.resend`."""
        self.dead_tasks.mark_queued([each.doorbell for each in dead])
        passing("redrive.after_mark")
        sent = send_doorbells(self.batch_sender, [each.doorbell for each in dead], self.clock)
        passing("redrive.after_send")
        if unsent := len(dead) - len(sent):
            raise QueueUnavailable(f"({unsent} of {len(dead)} look-ups were not sent; the schedule sends them later)")
        return Resent(sent=len(dead))
