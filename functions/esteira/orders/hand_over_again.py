"""Hands a range of a source over again: sends the messages of rows that the producer handed over before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from esteira.core.errors import Conflict
from esteira.core.log import logger
from esteira.core.numbers import Whole
from esteira.core.queue.batching import SendStatus
from esteira.orders.handover import MOST_ROWS, SENT, HandedOver, RangeCounts, Which
from esteira.orders.preview_handover import HandoverRange, Kinds, SurveyDeps, count_range, portions_of
from esteira.producer.ports import Rejects
from esteira.reconciliation.resend_orders import Resender

RESERVE_SECONDS = 8.0
"""With less time left than this no further portion is sent."""

Remaining = Callable[[], float]


class HandOver(HandoverRange, frozen=True, extra="forbid"):
    """A range that was previewed. `expected`: how many rows the preview said would be sent, for this choice of `which`.

    `new`: what is not in the target. `all`: also what is there; a row that is different there becomes a conflict.
    """

    which: Which = "new"
    expected: Annotated[Whole, Field(ge=0, le=MOST_ROWS)]


@dataclass(frozen=True, kw_only=True)
class HandoverDeps:
    """Dependencies of `hand_over_again`: those of the preview, the sender, and the list of rejects."""

    survey: SurveyDeps
    resender: Resender
    rejects: Rejects


@dataclass(frozen=True, kw_only=True)
class _Progress:
    """What was sent so far. `next_id`: the first row that was not looked at, None if there is none."""

    sent: int = 0
    rejected: int = 0
    next_id: int | None = None


def hand_over_again(
    deps: HandoverDeps, source: str, command: HandOver, *, by: str, remaining_seconds: Remaining
) -> HandedOver:
    """Send the rows of the range again, as many as the time allows; `next_id` says where to go on.

    Raises `Conflict` if the range is not what the preview said, `QueueUnavailable` if the queue did not take all of a
    portion, and the errors of `preview_handover`. Whatever was sent before an error stays sent; repeating sends the
    rest, and an order that arrives twice changes nothing.
    """
    before = count_range(deps.survey, source, command)
    if (planned := before.to_send(command.which)) != command.expected:
        raise Conflict(f"(the preview said {command.expected} rows, and now they are {planned}; preview again)")
    done = _send(deps, source, command, remaining_seconds)
    return _logged(source, command, by, before, done)


def _send(deps: HandoverDeps, source: str, command: HandOver, remaining_seconds: Remaining) -> _Progress:
    done = _Progress()
    for kinds in portions_of(deps.survey, source, command):
        if remaining_seconds() < RESERVE_SECONDS:
            return _Progress(sent=done.sent, rejected=done.rejected, next_id=min(kinds))
        sent, rejected = _send_portion(deps, source, _chosen(kinds, command.which))
        done = _Progress(sent=done.sent + sent, rejected=done.rejected + rejected)
    return done


def _chosen(kinds: Kinds, which: Which) -> Sequence[int]:
    return [row_id for row_id, kind in kinds.items() if kind in SENT[which]]


def _send_portion(deps: HandoverDeps, source: str, ids: Sequence[int]) -> tuple[int, int]:
    """Send these rows, and forget the rejects among them that were accepted: only then, so that a row is always either
    in the list of rejects or in the queue.
    """
    results = deps.resender.send_again(source, ids) if ids else {}
    sent = [row_id for row_id, result in results.items() if result.status is SendStatus.SENT]
    if sent:
        deps.rejects.forget(source, sent)
    return len(sent), len(results) - len(sent)


def _logged(source: str, command: HandOver, by: str, before: RangeCounts, done: _Progress) -> HandedOver:
    logger.info(
        "orders handed over again", action="handover", source=source, by=by, count=done.sent, rejected=done.rejected
    )
    return HandedOver(
        source=source,
        first_id=command.first_id,
        last_id=command.last_id,
        which=command.which,
        by=by,
        before=before,
        sent=done.sent,
        rejected=done.rejected,
        next_id=done.next_id,
    )
