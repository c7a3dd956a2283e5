"""Publishes the new rows of one source: page by page to the queue, then the cursor moves (R5).

Invariant I: every row at or below the cursor was accepted by the queue or is in the list of rejects. So the order of
effects is fixed: send, store the rejects, move the cursor, save the checkpoint. A crash between two of them sends at
most one page again, and the target inserts an order only once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.queue.batching import SendResult, SendStatus
from esteira.producer.cursor import Cursor
from esteira.producer.deps import PublishDeps
from esteira.producer.evidence import REMEMBERED_ROWS
from esteira.producer.locate_cursors import noted_restart
from esteira.producer.page import PageRow, handled_prefix
from esteira.producer.ports import Advance, Lease
from esteira.producer.resume import Resumption, resume
from esteira.producer.send_rows import send_rows

RESERVE_SECONDS = 5.0
"""With less time left than this no further page is read and nothing more is sent."""

LONGEST_READ_SECONDS = 10.0


class Ending(StrEnum):
    """Why a publish ended."""

    CAUGHT_UP = "caught_up"
    """Everything below the horizon was handed over."""
    OUT_OF_TIME = "out_of_time"
    """The caller's time is used up; the next publish continues."""
    BUSY = "busy"
    """Another producer holds the lease of this source."""
    OVERTAKEN = "overtaken"
    """Another producer moved the cursor, or it was lost; nothing was overwritten."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """The result of one publish, or its progress so far."""

    source: str
    published: int = 0
    rejected: int = 0
    ending: Ending | None = None
    cursor: Cursor | None = None
    restart: str | None = None
    """Why the source is taken to have begun anew, and was read from its start; None if it continued."""
    horizon_age_seconds: float | None = None


Remaining = Callable[[], float]
"""Returns the seconds until the caller's timeout."""

PageObserver = Callable[[Published], None]
"""Called after each page with the progress so far."""


def publish_source(
    deps: PublishDeps, *, remaining_seconds: Remaining, on_page: PageObserver = lambda _: None
) -> Published:
    """Send all new orders of a source, or as many as the time allows.

    Raises `CursorUnavailable`, `SourceUnfit` and `SourceUnavailable` before anything is sent if Redis or the source
    cannot be used; `TargetUnavailable` if no checkpoint or reject can be stored; `QueueUnavailable` if the queue did
    not accept all of a page. The cursor has then passed everything that was handled before the first gap.
    """
    lease = deps.cursors.acquire(deps.source.name, seconds=deps.lease_seconds)
    if lease is None:
        return _logged(Published(source=deps.source.name, ending=Ending.BUSY))
    try:
        return _logged(_publish(deps, lease, remaining_seconds, on_page))
    finally:
        deps.cursors.release(lease)


def _logged(done: Published) -> Published:
    logger.info(
        "source published",
        action="publish",
        source=done.source,
        count=done.published,
        rejected=done.rejected,
        ending=done.ending,
        restart=done.restart,
        horizon_age_seconds=done.horizon_age_seconds,
    )
    return done


def _publish(deps: PublishDeps, lease: Lease, remaining_seconds: Remaining, on_page: PageObserver) -> Published:
    inspection = deps.source.inspect()
    stored = deps.cursors.load(lease.source)
    resumption = resume(deps.source, inspection, stored=stored, checkpoint=deps.checkpoints.load(lease.source))
    cursor = _store(deps, lease, stored, resumption)
    done = Published(
        source=lease.source, restart=resumption.restart, horizon_age_seconds=inspection.horizon_age_seconds
    )
    while cursor is not None:
        done = replace(done, cursor=cursor)
        time_left = remaining_seconds() - RESERVE_SECONDS
        if time_left <= 0:
            return replace(done, ending=Ending.OUT_OF_TIME)
        rows = _read_page(deps, cursor, time_left)
        if not rows:
            return replace(done, ending=Ending.CAUGHT_UP)
        outcomes = send_rows(deps, rows, should_continue=lambda: remaining_seconds() > RESERVE_SECONDS)
        passing("prod.after_send_before_cursor")
        cursor = _advance(deps, lease, cursor, rows[: handled_prefix(outcomes)])
        done = _count(done, outcomes)
        on_page(done)
        _raise_if_unsent(outcomes, remaining_seconds)
    return replace(done, ending=Ending.OVERTAKEN)


def _read_page(deps: PublishDeps, cursor: Cursor, time_left: float) -> Sequence[PageRow]:
    timeout_seconds = min(time_left, LONGEST_READ_SECONDS)
    rows = deps.source.read_page(cursor.position, limit=deps.page_rows, timeout_seconds=timeout_seconds)
    passing("prod.after_read")
    return rows


def _store(deps: PublishDeps, lease: Lease, stored: Cursor | None, resumption: Resumption) -> Cursor | None:
    """Return the cursor to continue from, stored in Redis if it was not. None if another producer moved it."""
    cursor = resumption.cursor
    if resumption.renewed:
        noted_restart(deps.restarts, lease.source, resumption)
        if resumption.restart:
            deps.rejects.forget_before(lease.source, cursor.epoch)
        logger.warning("cursor epoch changed", action="publish", source=lease.source, epoch=cursor.epoch)
        deps.checkpoints.overwrite(lease.source, cursor)
    if stored == cursor and stored.evidence == cursor.evidence:
        return cursor
    return _moved(deps, lease, stored, cursor)


def _advance(deps: PublishDeps, lease: Lease, cursor: Cursor, handled: Sequence[PageRow]) -> Cursor | None:
    """Move cursor and checkpoint past the handled rows. Returns the new cursor, None if another producer moved it."""
    if not handled:
        return cursor
    evidence = cursor.evidence and cursor.evidence.after(row.remembered for row in handled[-REMEMBERED_ROWS:])
    advanced = replace(cursor, position=handled[-1].position, evidence=evidence)
    return _moved(deps, lease, cursor, advanced)


def _moved(deps: PublishDeps, lease: Lease, old: Cursor | None, new: Cursor) -> Cursor | None:
    """Move cursor, then checkpoint. Returns the new cursor, None if another producer moved it."""
    if deps.cursors.advance(lease, old=old, new=new) is not Advance.MOVED:
        return None
    passing("prod.after_cursor_before_ckpt")
    deps.checkpoints.save(lease.source, new)
    passing("prod.after_ckpt")
    return new


def _count(done: Published, outcomes: Sequence[SendResult]) -> Published:
    statuses = [outcome.status for outcome in outcomes]
    return replace(
        done,
        published=done.published + statuses.count(SendStatus.SENT),
        rejected=done.rejected + statuses.count(SendStatus.REFUSED),
    )


def _raise_if_unsent(outcomes: Sequence[SendResult], remaining_seconds: Remaining) -> None:
    unsent = sum(outcome.status is SendStatus.UNSENT for outcome in outcomes)
    if unsent and remaining_seconds() > RESERVE_SECONDS:
        raise QueueUnavailable(f"({unsent} orders of the page were not accepted)")
