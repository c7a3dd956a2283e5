"""Send dead letters back to their lane: all or some, at a limited rate, with a record in `redrives` (R8).

The order of effects is fixed: mark the orders as retrying, send, delete the letters. If the process dies after the
mark, the next redrive finds the letters; if it dies after the sending, the consumer ignores the second copy. In neither
case does an order count as dead while its message is on the lane, and none is lost.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from esteira.core.errors import QueueUnavailable, TargetUnavailable
from esteira.core.failpoints import passing
from esteira.core.names import Lane
from esteira.core.orders import OrderKey
from esteira.core.queue.batching import SendStatus
from esteira.core.queue.ports import QueueDepthReader, QueueReceiver
from esteira.core.queue.send_batches import BatchSender
from esteira.reconciliation.dead_letters import CallbackKey, DeadLetter, Pace, Selection
from esteira.reconciliation.ports import DeadCallbacks, DeadOrders, KeptMessages, OpenRedrive, RedriveLog
from esteira.reconciliation.read_dead_letters import DeadLetterReader, reading_dead_letters
from esteira.reconciliation.record_unattempted import AttemptStores
from esteira.reconciliation.resend_dead import DeadResender


@dataclass(frozen=True, kw_only=True)
class RedriveDeps:
    """Dependencies of a redrive of one lane."""

    lane: Lane
    dead_letters: QueueReceiver
    dead_letter_depth: QueueDepthReader
    lane_depth: QueueDepthReader
    batch_sender: BatchSender
    dead_orders: DeadOrders
    dead_callbacks: DeadCallbacks
    dead_resender: DeadResender[Any]
    kept_messages: KeptMessages
    log: RedriveLog
    attempt_stores: AttemptStores | None = None
    """For `survey_dead_letters`."""
    pause: Callable[[float], object] = time.sleep
    seconds: Callable[[], float] = time.monotonic


@dataclass(frozen=True, kw_only=True)
class Redrive:
    """A request: which dead letters to send back, at which rate, and by whom."""

    selection: Selection
    requested_by: str
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, kw_only=True)
class Redriven:
    """The counts of a redrive, final or so far."""

    dead_letters: int = 0
    """Dead letters sent back to the lane."""
    unparseable: int = 0
    """Those of them that are no valid messages of this lane."""
    resent: int = 0
    """Dead orders or callbacks without a letter, sent again from their rows."""
    copies_kept: int = 0
    """Further letters of messages that were sent back: copies, or dead again meanwhile. These were not sent."""
    restored: int = 0
    """Conflicts and bodies that are no message without a letter, sent again as the target keeps them."""
    rejected: int = 0
    """Dead orders without a letter that no message can carry any more. They are in the list of rejects."""
    skipped: int = 0
    """Of those without a letter: not sent because it may be hidden or still on the lane."""
    unknown: tuple[str, ...] = ()
    """Identifiers that matched nothing."""
    interrupted_before: int = 0
    """Earlier redrives whose process is gone, closed by this one."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Why, by source, for each source that could not be read: its dead orders without a letter stay dead."""

    @property
    def moved(self) -> int:
        """Messages that were sent to the lane."""
        return self.dead_letters + self.resent + self.restored


RedriveObserver = Callable[[Redriven], object]
"""Called after each portion with the counts so far."""


def redrive_dead_letters(
    redrive_deps: RedriveDeps, redrive: Redrive, on_progress: RedriveObserver = lambda _: None
) -> Redriven:
    """Send the selected dead letters back to their lane. Each message is sent once, even if it dies again meanwhile.

    Dead orders and callbacks without a letter are sent too (see `resend_dead`). Raises `QueueUnavailable` if the lane
    does not accept all messages, or `TargetUnavailable`; the record then has the messages moved so far, and a second
    run sends the rest. A source that cannot be read is named, and its orders without a letter stay dead.
    """
    with recorded(redrive_deps, redrive) as record:
        run = _RedriveRun(
            redrive_deps=redrive_deps,
            redrive=redrive,
            record=record,
            on_progress=on_progress,
            started_at=redrive_deps.seconds(),
            done=Redriven(interrupted_before=record.interrupted_before),
        )
        all_visible = all_letters_visible(redrive_deps)
        run.move_letters()
        run.resend_without_letter(skip=not all_visible)
        run.restore_kept(skip=not all_visible)
        run.name_unknown()
    return run.done


def all_letters_visible(redrive_deps: RedriveDeps) -> bool:
    """Return whether no letter is hidden or on its lane: only then is one that was not read lost."""
    return redrive_deps.lane_depth.read().total == 0 and redrive_deps.dead_letter_depth.read().in_flight == 0


@contextmanager
def recorded(redrive_deps: RedriveDeps, redrive: Redrive) -> Iterator[OpenRedrive]:
    """Record the redrive and how it ends. If the target is away at the end, the next redrive closes the record."""
    log = redrive_deps.log
    with log.opened(
        redrive_deps.lane,
        requested_by=redrive.requested_by,
        selection=redrive.selection.sorted_identifiers,
        per_second=redrive.pace.per_second,
    ) as record:
        try:
            yield record
        except BaseException as error:
            with suppress(TargetUnavailable):
                log.end(record, "failed" if isinstance(error, Exception) else "interrupted")
            raise
        log.end(record, "finished")


@dataclass(kw_only=True)
class _RedriveRun:
    """The state of one redrive."""

    redrive_deps: RedriveDeps
    redrive: Redrive
    record: OpenRedrive
    on_progress: RedriveObserver
    started_at: float
    done: Redriven = field(default_factory=Redriven)
    moved_identities: set[str] = field(default_factory=set)
    keys_with_letter: set[OrderKey | CallbackKey] = field(default_factory=set)
    identities_with_letter: set[str] = field(default_factory=set)
    matched: set[str] = field(default_factory=set)

    def move_letters(self) -> None:
        """Send back the selected letters of the dead-letter queue."""
        with reading_dead_letters(self.redrive_deps.lane, self.redrive_deps.dead_letters) as reader:
            for dead_letters in reader.portions(self.redrive.pace.batch_size):
                selected = self._select(dead_letters)
                reader.hide([letter for letter in dead_letters if letter not in selected])
                if selected:
                    self._move(selected, reader)

    def resend_without_letter(self, *, skip: bool) -> None:
        """Send the selected dead orders or callbacks that have no letter, or only count them as skipped."""
        for portion in self.redrive_deps.dead_resender.dead_before(self.record.requested_at):
            dead = [
                each
                for each in portion
                if each.key not in self.keys_with_letter and self._is_selected(each.identifiers)
            ]
            if skip:
                self.done = replace(self.done, skipped=self.done.skipped + len(dead))
            else:
                self._resend(dead)

    def restore_kept(self, *, skip: bool) -> None:
        """Send the selected kept messages that have no letter as they were, or only count them as skipped."""
        # Read before the first is sent: the consumer records a failure of it at once.
        kept = [
            letter
            for portion in self.redrive_deps.kept_messages.all()
            for letter in portion
            if letter.identity not in self.identities_with_letter and self._is_selected(letter.identifiers)
        ]
        if skip:
            self.done = replace(self.done, skipped=self.done.skipped + len(kept))
        else:
            self._restore(kept)

    def name_unknown(self) -> None:
        """Note the identifiers that matched nothing."""
        unknown = (self.redrive.selection.identifiers or frozenset()) - self.matched
        self.done = replace(self.done, unknown=tuple(sorted(unknown)))

    def _select(self, dead_letters: Sequence[DeadLetter]) -> list[DeadLetter]:
        """Return one letter of each selected message that was not moved before."""
        self.keys_with_letter.update(letter.key for letter in dead_letters if letter.key)
        self.identities_with_letter.update(letter.identity for letter in dead_letters)
        matching = [letter for letter in dead_letters if self._is_selected(letter.identifiers)]
        selected = {letter.identity: letter for letter in matching if letter.identity not in self.moved_identities}
        self.moved_identities.update(selected)
        self.done = replace(self.done, copies_kept=self.done.copies_kept + len(matching) - len(selected))
        return list(selected.values())

    def _is_selected(self, identifiers: frozenset[str]) -> bool:
        self.matched.update(identifiers & (self.redrive.selection.identifiers or frozenset()))
        return self.redrive.selection.matches(identifiers)

    def _move(self, dead_letters: Sequence[DeadLetter], reader: DeadLetterReader) -> None:
        redrive_deps = self.redrive_deps
        redrive_deps.dead_orders.mark_retrying(_order_keys(dead_letters))
        redrive_deps.dead_callbacks.mark_retrying(
            [letter.callback_key for letter in dead_letters if letter.callback_key]
        )
        passing("redrive.after_mark")
        outcomes = redrive_deps.batch_sender.send(
            [dead_letter.received_message.body for dead_letter in dead_letters], should_continue=lambda: True
        )
        passing("redrive.after_send")
        sent = [
            letter for letter, outcome in zip(dead_letters, outcomes, strict=True) if outcome.status is SendStatus.SENT
        ]
        redrive_deps.dead_letters.acknowledge([letter.received_message for letter in sent])
        redrive_deps.kept_messages.forget_foreign(sent)
        unparseable = sum(letter.message is None for letter in sent)
        self._count(dead_letters=self.done.dead_letters + len(sent), unparseable=self.done.unparseable + unparseable)
        self._fail_unsent([letter for letter in dead_letters if letter not in sent], reader)
        self._keep_rate()

    def _fail_unsent(self, unsent: Sequence[DeadLetter], reader: DeadLetterReader) -> None:
        if unsent:
            reader.hide(unsent)
            self.redrive_deps.dead_orders.mark_dead(_order_keys(unsent))
            raise QueueUnavailable(
                f"({len(unsent)} dead letters not sent, {self.done.moved} sent before; repeat the redrive)"
            )

    def _resend(self, dead: Sequence[Any]) -> None:
        size = self.redrive.pace.batch_size
        for start in range(0, len(dead), size):
            resent = self.redrive_deps.dead_resender.resend(dead[start : start + size])
            self.done = replace(self.done, unread={**self.done.unread, **resent.unread})
            self._count(resent=self.done.resent + resent.sent, rejected=self.done.rejected + resent.rejected)
            self._keep_rate()

    def _restore(self, kept: Sequence[DeadLetter]) -> None:
        size = self.redrive.pace.batch_size
        for start in range(0, len(kept), size):
            portion = kept[start : start + size]
            outcomes = self.redrive_deps.batch_sender.send(
                [letter.received_message.body for letter in portion], should_continue=lambda: True
            )
            if unsent := sum(outcome.status is not SendStatus.SENT for outcome in outcomes):
                raise QueueUnavailable(
                    f"({unsent} kept messages not sent; repeat the redrive when nothing is in motion)"
                )
            # A conflict stays recorded: the target still has other contents.
            self.redrive_deps.kept_messages.forget_foreign(portion)
            self._count(restored=self.done.restored + len(portion))
            self._keep_rate()

    def _count(self, **changes: int) -> None:
        self.done = replace(self.done, **changes)  # type: ignore[arg-type]
        self.redrive_deps.log.count(self.record, self.done.moved)
        self.on_progress(self.done)

    def _keep_rate(self) -> None:
        elapsed_seconds = self.redrive_deps.seconds() - self.started_at
        self.redrive_deps.pause(self.redrive.pace.pause_seconds(self.done.moved, elapsed_seconds))


def _order_keys(dead_letters: Sequence[DeadLetter]) -> list[OrderKey]:
    return [letter.order_key for letter in dead_letters if letter.order_key]
