"""A producer as a program that publishes repeatedly."""

from threading import Event

from esteira.core.settings import ProducerSettings, read
from esteira.producer.publish_all import publish_all
from esteira.producer.wiring import Producer

from tests.harness.forked import LIFETIME_SECONDS

POLL_SECONDS = 0.05


def publish_until_killed() -> None:
    """Publish all sources every 50 ms until it is killed."""
    producer = Producer(read(ProducerSettings))
    all_deps = producer.all_publish_deps()
    while not Event().wait(POLL_SECONDS):
        publish_all(all_deps, remaining_seconds=lambda: LIFETIME_SECONDS)
