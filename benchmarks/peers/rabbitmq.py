"""RabbitMQ with pika: a durable queue, persistent messages with publisher confirms, one message at a time."""

from collections.abc import Callable
from typing import Any

import pika

from benchmarks.peers.orders import Stores, bodies
from benchmarks.peers.places import Places
from benchmarks.peers.role import play

PREFETCH = 100
PERSISTENT = pika.BasicProperties(delivery_mode=2)


def publish(places: Places) -> None:
    """Send every order; each `basic_publish` returns when the broker has confirmed it."""
    with pika.BlockingConnection(pika.URLParameters(places["amqp_url"])) as connection:
        channel = _channel(connection, places)
        channel.confirm_delivery()
        for body in bodies(places):
            channel.basic_publish("", places["queue"], body.encode(), PERSISTENT, mandatory=True)


def consume(places: Places, ready: Callable[[], None]) -> None:
    """Handle messages one by one, and acknowledge each after its commit."""
    stores = Stores(places)
    with pika.BlockingConnection(pika.URLParameters(places["amqp_url"])) as connection:
        channel = _channel(connection, places)
        channel.basic_qos(prefetch_count=PREFETCH)

        def handle(channel: Any, method: Any, _properties: object, body: bytes) -> None:
            stores.handle(body.decode())
            channel.basic_ack(method.delivery_tag)

        channel.basic_consume(places["queue"], handle)
        ready()
        channel.start_consuming()


def _channel(connection: Any, places: Places) -> Any:
    channel = connection.channel()
    channel.queue_declare(places["queue"], durable=True)
    return channel


if __name__ == "__main__":
    play(publish=publish, consume=consume)
