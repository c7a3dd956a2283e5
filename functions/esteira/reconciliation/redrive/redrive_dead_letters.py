"""Send dead letters back to their lane: all or some, at a limited rate, with a record in `redrives` (R8).

The order of effects is fixed: mark the orders as retrying, send, delete the letters. If the process dies after the
mark, the next redrive finds the letters; if it dies after the sending, the consumer ignores the second copy. In neither
case does an order count as dead while its message is on the lane, and none is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.queue.batching import SendStatus
from esteira.reconciliation.dead_letters import DeadLetter, MessageKey
from esteira.reconciliation.ports import OpenRedrive
from esteira.reconciliation.read_dead_letters import DeadLetterReader, reading_dead_letters
from esteira.reconciliation.redrive.request import (
    Redrive,
    RedriveDeps,
    Redriven,
    RedriveObserver,
    all_letters_visible,
    await_visible,
    recorded,
)


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
        await_visible(redrive_deps)
        all_visible = all_letters_visible(redrive_deps)
        run.move_letters()
        run.resend_without_letter(skip=not all_visible)
        run.restore_kept(skip=not all_visible)
        run.name_unknown()
    return run.done


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
    keys_with_letter: set[MessageKey] = field(default_factory=set)
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
                if self.redrive.selection.is_exhausted_by(self.matched):
                    return

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
        self._count_copies([letter for letter in matching if letter not in selected.values()])
        return list(selected.values())

    def _count_copies(self, copies: Sequence[DeadLetter]) -> None:
        done, named = self.done, self.redrive.selection.identifiers is not None
        ids = tuple(letter.received_message.sqs_message_id for letter in copies if named)
        self.done = replace(done, copies_kept=done.copies_kept + len(copies), kept_letters=(*done.kept_letters, *ids))

    def _is_selected(self, identifiers: frozenset[str]) -> bool:
        self.matched.update(identifiers & (self.redrive.selection.identifiers or frozenset()))
        return self.redrive.selection.matches(identifiers)

    def _move(self, dead_letters: Sequence[DeadLetter], reader: DeadLetterReader) -> None:
        redrive_deps = self.redrive_deps
        redrive_deps.dead_resender.mark_retrying(dead_letters)
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
            self.redrive_deps.dead_orders.mark_dead([letter.order_key for letter in unsent if letter.order_key])
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
