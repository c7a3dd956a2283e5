"""Hands a page of rows to the queue, and keeps the reasons of those that no message or queue can carry (R5 step 4)."""

from collections.abc import Sequence
from datetime import datetime

from esteira.core.errors import InvalidMessage
from esteira.core.messages import encode
from esteira.core.queue.batching import Fate, Outcome
from esteira.core.queue.send_batches import GoOn
from esteira.producer.deps import Belt
from esteira.producer.order_messages import order_message
from esteira.producer.page import Row


def hand_over(belt: Belt, rows: Sequence[Row], *, go_on: GoOn) -> list[Outcome]:
    """The outcome of each row, in their order. A refused one is in the list of rejects when this returns.

    Raises `TargetUnavailable` when that list cannot be written: then nothing of the page counts as handled.
    """
    read_at = belt.clock()
    drafts = [_draft(belt, row, read_at) for row in rows]
    sent = iter(belt.shipper.send([draft for draft in drafts if isinstance(draft, str)], go_on=go_on))
    outcomes = [next(sent) if isinstance(draft, str) else draft for draft in drafts]
    reasons = {
        row.order.id: outcome.reason
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.fate is Fate.REFUSED
    }
    if reasons:
        belt.rejects.add(belt.source.name, reasons)
    return outcomes


def _draft(belt: Belt, row: Row, read_at: datetime) -> str | Outcome:
    """The body of the row's message, or why there is none."""
    try:
        message = order_message(
            row.order, source=belt.source.name, read_at=read_at, simulate_trouble=belt.simulate_trouble
        )
    except InvalidMessage as error:
        return Outcome(fate=Fate.REFUSED, reason=error.detail)
    body = encode(message)
    size_bytes, max_bytes = len(body.encode()), belt.shipper.queue.max_message_bytes()
    if size_bytes > max_bytes:
        return Outcome(fate=Fate.REFUSED, reason=f"its message has {size_bytes} bytes, the queue takes {max_bytes}")
    return body
