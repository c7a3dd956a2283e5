"""The doors of the consumers: SQS hands in a batch, the answer names the messages that must come back."""

from typing import Any

from chalice.app import Chalice, SQSEvent
from esteira.wiring.consumer import orders_consumer, payments_consumer

from consumer.batch import answer

app = Chalice(app_name="esteira-consumer")


@app.on_sqs_message(queue="orders")
def consume_orders(event: SQSEvent) -> dict[str, Any]:
    """Orders from the queue to the target."""
    return answer(event.to_dict(), event.context, "orders", orders_consumer)


@app.on_sqs_message(queue="payments")
def consume_payments(event: SQSEvent) -> dict[str, Any]:
    """Payment callbacks from the queue to the orders they belong to."""
    return answer(event.to_dict(), event.context, "payments", payments_consumer)
