"""A message as the queue delivers it, with its body not yet parsed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedMessage:
    """One receive of one message. `attempt` is the queue's receive count: 1 at the first receive."""

    body: str
    sqs_message_id: str
    receipt_handle: str
    attempt: int
    sent_at: datetime
