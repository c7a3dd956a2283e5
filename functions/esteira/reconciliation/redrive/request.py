"""What a redrive is asked for, needs, counts and records."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from esteira.core.errors import TargetUnavailable
from esteira.core.names import Lane
from esteira.core.queue.ports import QueueDepthReader, QueueReceiver
from esteira.core.queue.send_batches import BatchSender
from esteira.reconciliation.dead_letters import Pace, Selection
from esteira.reconciliation.ports import (
    DeadOrders,
    KeptMessages,
    OpenRedrive,
    RedriveLog,
)
from esteira.reconciliation.record_unattempted import AttemptStores
from esteira.reconciliation.redrive.resend_dead import DeadResender

READER_WAIT_SECONDS = 3
"""How long a redrive waits for a reader that hides letters. A filing of a few hundred takes less."""
READER_LOOK_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class RedriveDeps:
    """Dependencies of a redrive of one lane."""

    lane: Lane
    dead_letters: QueueReceiver
    dead_letter_depth: QueueDepthReader
    lane_depth: QueueDepthReader
    batch_sender: BatchSender
    dead_orders: DeadOrders
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
    kept_letters: tuple[str, ...] = ()
    """The SQS ids of those, if letters were named."""
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


def all_letters_visible(redrive_deps: RedriveDeps) -> bool:
    """Return whether no letter is hidden or on its lane: only then is one that was not read lost."""
    return redrive_deps.lane_depth.read().total == 0 and redrive_deps.dead_letter_depth.read().in_flight == 0


def await_visible(redrive_deps: RedriveDeps) -> None:
    """Wait a moment while another reader hides letters: the workbench's filing reads them from time to time."""
    end = redrive_deps.seconds() + READER_WAIT_SECONDS
    while redrive_deps.dead_letter_depth.read().in_flight and redrive_deps.seconds() < end:
        redrive_deps.pause(READER_LOOK_SECONDS)


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
