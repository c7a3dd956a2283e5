"""A message as the queue delivers it, with its body not yet parsed, and the identity of a body."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedMessage:
    """One receive of one message. `attempt` is the queue's receive count: 1 at the first receive."""

    body: str
    sqs_message_id: str
    receipt_handle: str
    attempt: int
    sent_at: datetime


def as_bytes(body: str) -> bytes:
    """Return a body as bytes, whatever it holds. `as_text` is the reverse."""
    return body.encode(errors="surrogatepass")


def as_text(body: bytes) -> str:
    """Return the body that `as_bytes` encoded."""
    return body.decode(errors="surrogatepass")


def body_hash(body: str) -> str:
    """Return what identifies a body that is no message."""
    return sha256(as_bytes(body)).hexdigest()
