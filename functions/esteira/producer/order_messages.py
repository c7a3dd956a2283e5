"""Converts a row of a source to its message, or to the reason why no message can carry it."""

from datetime import datetime

from pydantic import ValidationError

from esteira.core.decoding import faults_in
from esteira.core.errors import InvalidMessage
from esteira.core.messages import OrderMessage, order_message_id
from esteira.core.orders import Order, OrderPayload
from esteira.producer.simulation import attempts_needed


def order_message(order: Order, *, source: str, read_at: datetime, simulate_trouble: bool) -> OrderMessage:
    """Return the message of an order. Raises `InvalidMessage`, which names each invalid field but never its value."""
    try:
        payload = OrderPayload(product=order.product, price=order.price, security_check=order.security_check)
        return OrderMessage(
            message_id=order_message_id(source, order.id),
            source=source,
            source_id=order.id,
            read_at=read_at,
            attempts_needed=attempts_needed(
                source, order.id, security_check=order.security_check, simulate=simulate_trouble
            ),
            payload=payload,
            payload_hash=payload.fingerprint(),
        )
    except ValidationError as error:
        raise InvalidMessage(faults_in(error)) from None
