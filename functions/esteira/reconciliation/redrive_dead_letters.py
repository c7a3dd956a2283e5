"""Brings dead letters back to their lane: all or some, at a rate, written down (F38, R8).

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
from esteira.core.queue.batching import Fate
from esteira.core.queue.ports import Inbox, QueueGauge
from esteira.core.queue.send_batches import Shipper
from esteira.reconciliation.dead_letters import CallbackKey, Letter, Pace, Selection
from esteira.reconciliation.ports import DeadCallbacks, DeadOrders, OpenRedrive, RedriveLog
from esteira.reconciliation.read_dead_letters import Reading, reading
from esteira.reconciliation.send_lost import Lost


@dataclass(frozen=True, kw_only=True)
class Office:
    """The dead letters of a lane, and all that brings them back."""

    lane: Lane
    letters: Inbox
    letters_gauge: QueueGauge
    lane_gauge: QueueGauge
    shipper: Shipper
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

    letters: int = 0
    """Letters that went back to the lane."""
    foreign: int = 0
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
        return self.letters + self.resent


Watcher = Callable[[Redriven], object]
"""Hears of each portion."""


def redrive_dead_letters(office: Office, redrive: Redrive, watch: Watcher = lambda _: None) -> Redriven:
    """Sends what is selected back to its lane. Each message goes once, also if it dies again while this runs.

    What is dead and has no letter is sent too (see `send_lost`). Raises `QueueUnavailable` when the lane does not take
    them all, and `TargetUnavailable` or `SourceUnavailable`; what was done by then is on record, and a second run does
    the rest.
    """
    record = office.log.begin(
        office.lane,
        requested_by=redrive.requested_by,
        selection=redrive.selection.sorted_names,
        per_second=redrive.pace.per_second,
    )
    run = _Run(office=office, redrive=redrive, record=record, watch=watch, begun=office.seconds())
    all_letters_are_in_sight = office.lane_gauge.read().total == 0 and office.letters_gauge.read().in_flight == 0
    run.move_letters()
    run.resend_lost(wait=not all_letters_are_in_sight)
    office.log.finish(record)
    return run.done


@dataclass(kw_only=True)
class _Run:
    """A redrive under way, and what it has seen."""

    office: Office
    redrive: Redrive
    record: OpenRedrive
    watch: Watcher
    begun: float
    done: Redriven = field(default_factory=Redriven)
    moved: set[str] = field(default_factory=set)
    seen: set[OrderKey | CallbackKey] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def move_letters(self) -> None:
        """The selected ones of the letters that there are."""
        with reading(self.office.lane, self.office.letters) as walk:
            for letters in walk.portions(self.redrive.pace.portion):
                chosen = self._choose(letters)
                walk.hold([letter for letter in letters if letter not in chosen])
                if chosen:
                    self._move(chosen, walk)

    def resend_lost(self, *, wait: bool) -> None:
        """The selected ones of the dead that have no letter."""
        for dead in self.office.lost.died_before(self.record.requested_at):
            lost = [one for one in dead if one.key not in self.seen and self._meant(one.names)]
            if wait:
                self.done = replace(self.done, waiting=self.done.waiting + len(lost))
            else:
                self._send_lost(lost)
        unknown = (self.redrive.selection.names or frozenset()) - self.names
        self.done = replace(self.done, unknown=tuple(sorted(unknown)))

    def _choose(self, letters: Sequence[Letter]) -> list[Letter]:
        self.seen.update(letter.about for letter in letters if letter.about)
        meant = [letter for letter in letters if self._meant(letter.names)]
        chosen = {letter.identity: letter for letter in meant if letter.identity not in self.moved}
        self.moved.update(chosen)
        self.done = replace(self.done, stayed=self.done.stayed + len(meant) - len(chosen))
        return list(chosen.values())

    def _meant(self, names: frozenset[str]) -> bool:
        self.names.update(names & (self.redrive.selection.names or frozenset()))
        return self.redrive.selection.takes(names)

    def _move(self, letters: Sequence[Letter], walk: Reading) -> None:
        office = self.office
        office.dead_orders.revive(_keys(letters))
        office.dead_callbacks.revive([letter.callback for letter in letters if letter.callback])
        passing("redrive.after_mark")
        outcomes = office.shipper.send([letter.delivery.body for letter in letters], go_on=lambda: True)
        passing("redrive.after_send")
        sent = [letter for letter, outcome in zip(letters, outcomes, strict=True) if outcome.fate is Fate.SENT]
        office.letters.acknowledge([letter.delivery for letter in sent])
        foreign = sum(letter.message is None for letter in sent)
        self._count(letters=self.done.letters + len(sent), foreign=self.done.foreign + foreign)
        self._give_up([letter for letter in letters if letter not in sent], walk)
        self._keep_pace()

    def _give_up(self, unsent: Sequence[Letter], walk: Reading) -> None:
        if unsent:
            walk.hold(unsent)
            self.office.dead_orders.bury(_keys(unsent))
            raise QueueUnavailable(f"({len(unsent)} letters were not taken; {self.done.moved} went before)")

    def _send_lost(self, lost: Sequence[Any]) -> None:
        size = self.redrive.pace.portion
        for start in range(0, len(lost), size):
            self._count(resent=self.done.resent + self.office.lost.send(lost[start : start + size]))
            self._keep_pace()

    def _count(self, **changes: int) -> None:
        self.done = replace(self.done, **changes)  # type: ignore[arg-type]
        self.office.log.count(self.record, self.done.moved)
        self.watch(self.done)

    def _keep_pace(self) -> None:
        self.office.pause(self.redrive.pace.pause_seconds(self.done.moved, self.office.seconds() - self.begun))


def _keys(letters: Sequence[Letter]) -> list[OrderKey]:
    return [letter.key for letter in letters if letter.key]
