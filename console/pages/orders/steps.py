"""The steps of a story in the order of time, as its picture shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from esteira.core.messages import MAX_RECEIVES
from esteira.core.row_dates import RowDate, nearest_date
from esteira.orders.story import Story, StoryAttempt, StoryCallback

Kind = Literal[
    "created",
    "not_read",
    "rejected",
    "published",
    "sent_again",
    "failed",
    "succeeded",
    "dead",
    "conflict",
    "redriven",
    "persisted",
    "under_way",
    "lost",
    "callback",
    "callback_waits",
]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step. `names` stand in its text in the visitor's language; `detail` is shown below it as it is."""

    kind: Kind
    at: RowDate | None = None
    names: tuple[str, ...] = ()
    detail: str = ""


def steps(story: Story) -> Sequence[Step]:
    """Return all steps, the first first; at the end, without a time, what the order waits for."""
    dated = sorted(_past(story), key=lambda step: (step.at is None, nearest_date(step.at or "infinity")))
    return [*dated, *_open_end(story)]


def _past(story: Story) -> Iterator[Step]:
    row, target = story.source_row, story.target_row
    if row and row.created_at:
        yield Step(kind="created", at=row.created_at, names=(story.source,), detail=row.product or "")
    if story.published == "rejected":
        yield Step(kind="rejected", at=story.since, detail=story.reason or "")
    yield from _readings(story.attempts)
    for attempt in story.attempts:
        yield from _attempt(attempt)
    yield from _letters(story)
    for redrive in story.redrives:
        yield Step(kind="redriven", at=redrive.requested_at, names=(redrive.requested_by,))
    if target:
        yield Step(kind="persisted", at=target.processed_at)
    for callback in story.callbacks:
        yield _callback(callback)


def _readings(attempts: Sequence[StoryAttempt]) -> Iterator[Step]:
    """Yield each time at which the row was read and sent. A letter that is sent back keeps its time."""
    read = sorted({attempt.read_at for attempt in attempts if attempt.read_at})
    for number, at in enumerate(read):
        yield Step(kind="sent_again" if number else "published", at=at)


def _attempt(attempt: StoryAttempt) -> Iterator[Step]:
    number = (str(attempt.attempt),)
    if attempt.error is None:
        yield Step(kind="succeeded", at=attempt.ended_at, names=number)
        return
    yield Step(kind="failed", at=attempt.ended_at, names=number, detail=attempt.error)
    if attempt.attempt >= MAX_RECEIVES:
        yield Step(kind="dead", at=attempt.ended_at)


def _letters(story: Story) -> Iterator[Step]:
    """Yield conflicts, and the death of an order whose last attempt is not recorded."""
    died = any(attempt.attempt >= MAX_RECEIVES and attempt.error for attempt in story.attempts)
    for letter in story.letters:
        if letter.kind == "conflict" or not died:
            yield Step(kind=letter.kind, at=letter.since, detail=letter.error)


def _callback(callback: StoryCallback) -> Step:
    kind: Kind = "callback" if callback.processed_at else "callback_waits"
    at = callback.processed_at or callback.received_at
    return Step(kind=kind, at=at, names=(callback.provider, callback.state.value), detail=callback.error or "")


def _open_end(story: Story) -> Iterator[Step]:
    if story.target_row is None:
        match story.state:
            case "not_read":
                yield Step(kind="not_read")
            case "moving" | "retrying":
                yield Step(kind="under_way")
            case "rejected" | "dead":
                yield Step(kind="lost")
