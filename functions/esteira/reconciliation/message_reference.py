"""How people name a message: by its id, by its order, by its callback, or by the queue's id."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from esteira.core.errors import Unprocessable
from esteira.core.messages import order_message_id, payment_message_id
from esteira.core.numbers import whole_number
from esteira.core.orders import MAX_SOURCE_ID, MIN_SOURCE_ID, OrderKey
from esteira.reconciliation.dead_letters import CallbackKey

FORMS = (
    "give an order as SOURCE:ID, a callback as PROVIDER:EVENT_ID or PROVIDER/EVENT_ID, or a message id or SQS id, "
    "which are UUIDs"
)

MAX_CHARACTERS = 300

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_KEY = re.compile(r"(?P<owner>[a-z][a-z0-9_-]{0,30})(?P<mark>[:/])(?P<key>[^\x00-\x1f\x7f]{1,200})")


@dataclass(frozen=True, kw_only=True)
class MessageReference:
    """Identifies one message: by its id, and by the order or the callback in it, if that was given."""

    message_id: str
    order: OrderKey | None = None
    callback: CallbackKey | None = None


def references(text: str) -> Sequence[MessageReference]:
    """Return the messages that a text can mean, the likeliest first. Raises `Unprocessable`, which names the forms.

    `acmepay:7` can be an order and a callback, `acmepay/7` only a callback. The SQS id of a message whose body is not
    valid may have its prefix `sqs:` or not.
    """
    if sqs_id := sqs_id_of(text):
        return [MessageReference(message_id=sqs_id), MessageReference(message_id=f"sqs:{sqs_id}")]
    match = _KEY.fullmatch(text)
    if match is None:
        raise Unprocessable(f"({text[:MAX_CHARACTERS]!r} names no message; {FORMS})")
    order = _order(match["owner"], match["key"]) if match["mark"] == ":" else None
    callback = CallbackKey(match["owner"], match["key"])
    known = [MessageReference(message_id=str(order_message_id(*order)), order=order)] if order else []
    return [*known, MessageReference(message_id=str(payment_message_id(*callback)), callback=callback)]


def sqs_id_of(text: str) -> str | None:
    """Return the UUID in a text that may be the id of a message, a look-up's with its prefix, or of SQS; or None."""
    bare = text.removeprefix("sqs:").removeprefix("lookup:")
    return str(UUID(bare)) if _UUID.fullmatch(bare) else None


def _order(source: str, text: str) -> OrderKey | None:
    source_id = whole_number(text)
    if source_id is None or not MIN_SOURCE_ID <= source_id <= MAX_SOURCE_ID:
        return None
    return OrderKey(source, source_id)
