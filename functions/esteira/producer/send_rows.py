"""Sends a page of rows to the queue, and stores the rows that no message can carry as rejects (R5 step 4)."""

from collections.abc import Sequence
from datetime import datetime

from esteira.core.errors import InvalidMessage
from esteira.core.messages import encode
from esteira.core.queue.batching import SendResult, SendStatus
from esteira.core.queue.send_batches import ShouldContinue
from esteira.producer.deps import PublishDeps
from esteira.producer.order_messages import order_message
from esteira.producer.page import PageRow


def send_rows(deps: PublishDeps, rows: Sequence[PageRow], *, should_continue: ShouldContinue) -> list[SendResult]:
    """Return the result of each row, in the same order. Refused rows are in the list of rejects on return.

    Raises `TargetUnavailable` if that list cannot be written: then no row of the page counts as handled.
    """
    read_at = deps.clock()
    drafts = [_draft(deps, row, read_at) for row in rows]
    sent = iter(
        deps.batch_sender.send([draft for draft in drafts if isinstance(draft, str)], should_continue=should_continue)
    )
    outcomes = [next(sent) if isinstance(draft, str) else draft for draft in drafts]
    reasons = {
        row.order.id: outcome.reason
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.status is SendStatus.REFUSED
    }
    if reasons:
        deps.rejects.add(deps.source.name, reasons)
    return outcomes


def _draft(deps: PublishDeps, row: PageRow, read_at: datetime) -> str | SendResult:
    """Return the body of the row's message, or a refusal with the reason."""
    try:
        message = order_message(
            row.order, source=deps.source.name, read_at=read_at, simulate_trouble=deps.simulate_trouble
        )
    except InvalidMessage as error:
        return SendResult(status=SendStatus.REFUSED, reason=error.detail)
    body = encode(message)
    size_bytes, max_bytes = len(body.encode()), deps.batch_sender.queue.max_message_bytes()
    if size_bytes > max_bytes:
        return SendResult(
            status=SendStatus.REFUSED, reason=f"its message has {size_bytes} bytes, the queue accepts {max_bytes}"
        )
    return body
