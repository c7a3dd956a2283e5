"""Handlers of the consumers: SQS delivers a batch, the answer names the messages to redeliver."""

from typing import Any

from chalice.app import Chalice, SQSEvent
from esteira.callbacks.payments_consumer import payments_consumer
from esteira.consumer.wiring import orders_consumer
from esteira.lookups.lookups_consumer import lookups_consumer

from consumer.batch import answer

app = Chalice(app_name="esteira-consumer")


@app.on_sqs_message(queue="orders")
def consume_orders(event: SQSEvent) -> dict[str, Any]:
    """Write orders from the queue to the target."""
    return answer(event.to_dict(), event.context, "orders", orders_consumer)


@app.on_sqs_message(queue="payments")
def consume_payments(event: SQSEvent) -> dict[str, Any]:
    """Apply payment callbacks from the queue to their orders."""
    return answer(event.to_dict(), event.context, "payments", payments_consumer)


@app.on_sqs_message(queue="lookups")
def consume_lookups(event: SQSEvent) -> dict[str, Any]:
    """Look up companies."""
    return answer(event.to_dict(), event.context, "lookups", lookups_consumer)
