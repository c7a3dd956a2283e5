"""Publishes what is new in one source: page by page to the queue, the cursor behind it (R5).

Invariant I: every row at or below the cursor was taken by the queue or stands in the list of rejects. So the order of
effects is fixed: send, keep the rejects, move the cursor, save the checkpoint. A death between two of them sends at
most one page again, and the consumers take an order once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from esteira.core.errors import QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.queue.batching import SendResult, SendStatus
from esteira.producer.cursor import Cursor, resume
from esteira.producer.deps import PublishDeps
from esteira.producer.page import PageRow, handled_prefix
from esteira.producer.ports import Advance, Inspection, Lease
from esteira.producer.send_rows import send_rows

RESERVE_SECONDS = 5.0
"""With less time left than this no page is read and nothing more is sent."""

LONGEST_READ_SECONDS = 10.0


class Ending(StrEnum):
    """Why a publish ended."""

    CAUGHT_UP = "caught_up"
    """All that may be read by now is handed over."""
    OUT_OF_TIME = "out_of_time"
    """The caller has no time left; the next publish goes on."""
    BUSY = "busy"
    """Another producer has the lease of this source."""
    OVERTAKEN = "overtaken"
    """The cursor was moved or wiped meanwhile; nothing was overwritten."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """What one publish did, or has done so far."""

    source: str
    published: int = 0
    rejected: int = 0
    ending: Ending | None = None
    cursor: Cursor | None = None
    horizon_age_seconds: float | None = None


Remaining = Callable[[], float]
"""Seconds left until the caller is ended."""

PageObserver = Callable[[Published], None]
"""Hears of each page."""


def publish_source(
    publish_deps: PublishDeps, *, remaining_seconds: Remaining, watch: PageObserver = lambda _: None
) -> Published:
    """Hands over all new orders of a source, or as many as the time allows.

    Raises `CursorUnavailable` before anything is sent when Redis does not answer, `SourceUnfit` and `SourceUnavailable`
    likewise; `TargetUnavailable` when no checkpoint or reject can be kept; `QueueUnavailable` when the queue did not
    take all of a page. Whatever was sent before and stands before the first hole is behind the cursor then.
    """
    lease = publish_deps.cursors.acquire(publish_deps.source.name, seconds=publish_deps.lease_seconds)
    if lease is None:
        return _told(Published(source=publish_deps.source.name, ending=Ending.BUSY))
    try:
        return _told(_publish(publish_deps, lease, remaining_seconds, watch))
    finally:
        publish_deps.cursors.release(lease)


def _told(done: Published) -> Published:
    logger.info(
        "source published",
        action="publish",
        source=done.source,
        count=done.published,
        rejected=done.rejected,
        ending=done.ending,
        horizon_age_seconds=done.horizon_age_seconds,
    )
    return done


def _publish(publish_deps: PublishDeps, lease: Lease, remaining_seconds: Remaining, watch: PageObserver) -> Published:
    inspection = publish_deps.source.inspect()
    done = Published(source=lease.source, horizon_age_seconds=inspection.horizon_age_seconds)
    here = _resume(publish_deps, lease, inspection)
    while here is not None:
        done = replace(done, cursor=here)
        time_left = remaining_seconds() - RESERVE_SECONDS
        if time_left <= 0:
            return replace(done, ending=Ending.OUT_OF_TIME)
        rows = _read_page(publish_deps, here, time_left)
        if not rows:
            return replace(done, ending=Ending.CAUGHT_UP)
        outcomes = send_rows(publish_deps, rows, go_on=lambda: remaining_seconds() > RESERVE_SECONDS)
        passing("prod.after_send_before_cursor")
        here = _advance(publish_deps, lease, here, rows[: handled_prefix(outcomes)])
        done = _count(done, outcomes)
        watch(done)
        _stop_at_hole(outcomes, remaining_seconds)
    return replace(done, ending=Ending.OVERTAKEN)


def _read_page(publish_deps: PublishDeps, here: Cursor, time_left: float) -> Sequence[PageRow]:
    patience_seconds = min(time_left, LONGEST_READ_SECONDS)
    rows = publish_deps.source.read_page(here.position, limit=publish_deps.page_rows, patience_seconds=patience_seconds)
    passing("prod.after_read")
    return rows


def _resume(publish_deps: PublishDeps, lease: Lease, inspection: Inspection) -> Cursor | None:
    """The cursor to go on from, stored where it was not; None if another producer moved it."""
    stored, checkpoint = publish_deps.cursors.load(lease.source), publish_deps.checkpoints.load(lease.source)
    resumption = resume(inspection.epoch, inspection.limit, stored=stored, checkpoint=checkpoint)
    if resumption.renewed:
        logger.warning("cursor epoch changed", action="publish", source=lease.source, epoch=inspection.epoch)
        publish_deps.checkpoints.overwrite(lease.source, resumption.cursor)
    if resumption.cursor == stored:
        return stored
    moved = publish_deps.cursors.advance(lease, old=stored, new=resumption.cursor)
    return resumption.cursor if moved is Advance.MOVED else None


def _advance(publish_deps: PublishDeps, lease: Lease, here: Cursor, handled: Sequence[PageRow]) -> Cursor | None:
    """The cursor behind the handled rows, kept in both its homes; None if another producer moved it."""
    if not handled:
        return here
    there = replace(here, position=handled[-1].position)
    if publish_deps.cursors.advance(lease, old=here, new=there) is not Advance.MOVED:
        return None
    passing("prod.after_cursor_before_ckpt")
    publish_deps.checkpoints.save(lease.source, there)
    passing("prod.after_ckpt")
    return there


def _count(done: Published, outcomes: Sequence[SendResult]) -> Published:
    fates = [outcome.status for outcome in outcomes]
    return replace(
        done,
        published=done.published + fates.count(SendStatus.SENT),
        rejected=done.rejected + fates.count(SendStatus.REFUSED),
    )


def _stop_at_hole(outcomes: Sequence[SendResult], remaining_seconds: Remaining) -> None:
    unsent = sum(outcome.status is SendStatus.UNSENT for outcome in outcomes)
    if unsent and remaining_seconds() > RESERVE_SECONDS:
        raise QueueUnavailable(f"({unsent} orders of the page were not taken)")
