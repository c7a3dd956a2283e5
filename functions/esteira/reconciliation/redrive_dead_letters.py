"""Brings dead letters back to their lane: all or some, at a rate, written down (R8).

The order of effects is fixed: mark the orders as on their way, send, delete the letters. A death after the mark leaves
letters that the next redrive finds; a death after the sending leaves a copy that the consumer absorbs. In neither case
does an order count as dead while its message is on the lane, nor is one lost.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.names import Lane
from esteira.core.orders import OrderKey
from esteira.core.queue.batching import SendStatus
from esteira.core.queue.ports import QueueDepthReader, QueueReceiver
from esteira.core.queue.send_batches import BatchSender
from esteira.reconciliation.dead_letters import CallbackKey, DeadLetter, Pace, Selection
from esteira.reconciliation.ports import DeadCallbacks, DeadOrders, OpenRedrive, RedriveLog
from esteira.reconciliation.read_dead_letters import DeadLetterReader, reading_dead_letters
from esteira.reconciliation.send_lost import Lost


@dataclass(frozen=True, kw_only=True)
class RedriveDeps:
    """The dead letters of a lane, and all that brings them back."""

    lane: Lane
    dead_letters: QueueReceiver
    dead_letter_depth: QueueDepthReader
    lane_depth: QueueDepthReader
    batch_sender: BatchSender
    dead_orders: DeadOrders
    dead_callbacks: DeadCallbacks
    lost: Lost[Any]
    log: RedriveLog
    pause: Callable[[float], object] = time.sleep
    seconds: Callable[[], float] = time.monotonic


@dataclass(frozen=True, kw_only=True)
class Redrive:
    """What is to go back, how fast, and who says so."""

    selection: Selection
    requested_by: str
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, kw_only=True)
class Redriven:
    """What a redrive did, or has done so far."""

    dead_letters: int = 0
    """Letters that went back to the lane."""
    unparseable: int = 0
    """Those of them that are no messages of this lane."""
    resent: int = 0
    """Dead ones without a letter, sent again from what the stores know of them."""
    stayed: int = 0
    """Further letters of what went back: copies, or dead again meanwhile."""
    waiting: int = 0
    """Dead ones without a letter that were not sent: while the lane moves, theirs may still be on its way."""
    unknown: tuple[str, ...] = ()
    """Names that nothing answered to."""

    @property
    def moved(self) -> int:
        """Messages that were put on the lane."""
        return self.dead_letters + self.resent


RedriveObserver = Callable[[Redriven], object]
"""Hears of each portion."""


def redrive_dead_letters(
    redrive_deps: RedriveDeps, redrive: Redrive, watch: RedriveObserver = lambda _: None
) -> Redriven:
    """Sends what is selected back to its lane. Each message goes once, also if it dies again while this runs.

    What is dead and has no letter is sent too (see `send_lost`). Raises `QueueUnavailable` when the lane does not take
    them all, and `TargetUnavailable` or `SourceUnavailable`; what was done by then is on record, and a second run does
    the rest.
    """
    record = redrive_deps.log.begin(
        redrive_deps.lane,
        requested_by=redrive.requested_by,
        selection=redrive.selection.sorted_names,
        per_second=redrive.pace.per_second,
    )
    run = _Run(redrive_deps=redrive_deps, redrive=redrive, record=record, watch=watch, begun=redrive_deps.seconds())
    all_letters_are_in_sight = (
        redrive_deps.lane_depth.read().total == 0 and redrive_deps.dead_letter_depth.read().in_flight == 0
    )
    run.move_letters()
    run.resend_lost(wait=not all_letters_are_in_sight)
    redrive_deps.log.finish(record)
    return run.done


@dataclass(kw_only=True)
class _Run:
    """A redrive under way, and what it has seen."""

    redrive_deps: RedriveDeps
    redrive: Redrive
    record: OpenRedrive
    watch: RedriveObserver
    begun: float
    done: Redriven = field(default_factory=Redriven)
    moved: set[str] = field(default_factory=set)
    seen: set[OrderKey | CallbackKey] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def move_letters(self) -> None:
        """The selected ones of the letters that there are."""
        with reading_dead_letters(self.redrive_deps.lane, self.redrive_deps.dead_letters) as walk:
            for dead_letters in walk.portions(self.redrive.pace.portion):
                chosen = self._choose(dead_letters)
                walk.hold([dead_letter for dead_letter in dead_letters if dead_letter not in chosen])
                if chosen:
                    self._move(chosen, walk)

    def resend_lost(self, *, wait: bool) -> None:
        """The selected ones of the dead that have no letter."""
        for dead in self.redrive_deps.lost.died_before(self.record.requested_at):
            lost = [one for one in dead if one.key not in self.seen and self._meant(one.names)]
            if wait:
                self.done = replace(self.done, waiting=self.done.waiting + len(lost))
            else:
                self._send_lost(lost)
        unknown = (self.redrive.selection.names or frozenset()) - self.names
        self.done = replace(self.done, unknown=tuple(sorted(unknown)))

    def _choose(self, dead_letters: Sequence[DeadLetter]) -> list[DeadLetter]:
        self.seen.update(dead_letter.about for dead_letter in dead_letters if dead_letter.about)
        meant = [dead_letter for dead_letter in dead_letters if self._meant(dead_letter.names)]
        chosen = {dead_letter.identity: dead_letter for dead_letter in meant if dead_letter.identity not in self.moved}
        self.moved.update(chosen)
        self.done = replace(self.done, stayed=self.done.stayed + len(meant) - len(chosen))
        return list(chosen.values())

    def _meant(self, names: frozenset[str]) -> bool:
        self.names.update(names & (self.redrive.selection.names or frozenset()))
        return self.redrive.selection.takes(names)

    def _move(self, dead_letters: Sequence[DeadLetter], walk: DeadLetterReader) -> None:
        redrive_deps = self.redrive_deps
        redrive_deps.dead_orders.mark_retrying(_keys(dead_letters))
        redrive_deps.dead_callbacks.mark_retrying(
            [dead_letter.callback for dead_letter in dead_letters if dead_letter.callback]
        )
        passing("redrive.after_mark")
        outcomes = redrive_deps.batch_sender.send(
            [dead_letter.received_message.body for dead_letter in dead_letters], should_continue=lambda: True
        )
        passing("redrive.after_send")
        sent = [
            dead_letter
            for dead_letter, outcome in zip(dead_letters, outcomes, strict=True)
            if outcome.status is SendStatus.SENT
        ]
        redrive_deps.dead_letters.acknowledge([dead_letter.received_message for dead_letter in sent])
        unparseable = sum(dead_letter.message is None for dead_letter in sent)
        self._count(dead_letters=self.done.dead_letters + len(sent), unparseable=self.done.unparseable + unparseable)
        self._give_up([dead_letter for dead_letter in dead_letters if dead_letter not in sent], walk)
        self._keep_pace()

    def _give_up(self, unsent: Sequence[DeadLetter], walk: DeadLetterReader) -> None:
        if unsent:
            walk.hold(unsent)
            self.redrive_deps.dead_orders.mark_dead(_keys(unsent))
            raise QueueUnavailable(f"({len(unsent)} letters were not taken; {self.done.moved} went before)")

    def _send_lost(self, lost: Sequence[Any]) -> None:
        size = self.redrive.pace.portion
        for start in range(0, len(lost), size):
            self._count(resent=self.done.resent + self.redrive_deps.lost.send(lost[start : start + size]))
            self._keep_pace()

    def _count(self, **changes: int) -> None:
        self.done = replace(self.done, **changes)  # type: ignore[arg-type]
        self.redrive_deps.log.count(self.record, self.done.moved)
        self.watch(self.done)

    def _keep_pace(self) -> None:
        self.redrive_deps.pause(
            self.redrive.pace.pause_seconds(self.done.moved, self.redrive_deps.seconds() - self.begun)
        )


def _keys(dead_letters: Sequence[DeadLetter]) -> list[OrderKey]:
    return [dead_letter.key for dead_letter in dead_letters if dead_letter.key]
