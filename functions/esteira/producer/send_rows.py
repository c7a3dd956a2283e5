"""Hands a page of rows to the queue, and keeps the reasons of those that no message or queue can carry (R5 step 4)."""

from collections.abc import Sequence
from datetime import datetime

from esteira.core.errors import InvalidMessage
from esteira.core.messages import encode
from esteira.core.queue.batching import SendResult, SendStatus
from esteira.core.queue.send_batches import ShouldContinue
from esteira.producer.deps import PublishDeps
from esteira.producer.order_messages import order_message
from esteira.producer.page import PageRow


def send_rows(publish_deps: PublishDeps, rows: Sequence[PageRow], *, go_on: ShouldContinue) -> list[SendResult]:
    """The outcome of each row, in their order. A refused one is in the list of rejects when this returns.

    Raises `TargetUnavailable` when that list cannot be written: then nothing of the page counts as handled.
    """
    read_at = publish_deps.clock()
    drafts = [_draft(publish_deps, row, read_at) for row in rows]
    sent = iter(
        publish_deps.batch_sender.send([draft for draft in drafts if isinstance(draft, str)], should_continue=go_on)
    )
    outcomes = [next(sent) if isinstance(draft, str) else draft for draft in drafts]
    reasons = {
        row.order.id: outcome.reason
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.status is SendStatus.REFUSED
    }
    if reasons:
        publish_deps.rejects.add(publish_deps.source.name, reasons)
    return outcomes


def _draft(publish_deps: PublishDeps, row: PageRow, read_at: datetime) -> str | SendResult:
    """The body of the row's message, or why there is none."""
    try:
        message = order_message(
            row.order, source=publish_deps.source.name, read_at=read_at, simulate_trouble=publish_deps.simulate_trouble
        )
    except InvalidMessage as error:
        return SendResult(status=SendStatus.REFUSED, reason=error.detail)
    body = encode(message)
    size_bytes, max_bytes = len(body.encode()), publish_deps.batch_sender.queue.max_message_bytes()
    if size_bytes > max_bytes:
        return SendResult(
            status=SendStatus.REFUSED, reason=f"its message has {size_bytes} bytes, the queue takes {max_bytes}"
        )
    return body
