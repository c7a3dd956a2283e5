"""Publishes new orders while more are being made."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from esteira.producer.deps import PublishDeps
from esteira.producer.publish_all import publish_all
from esteira.producer.publish_source import Published

PAUSE_SECONDS = 0.5


@contextmanager
def publishing_in_background(
    all_publish_deps: Sequence[PublishDeps], announce: Callable[[], None]
) -> Iterator[Counter[str]]:
    """Publishes repeatedly in the background; counts the published orders by source. Does nothing without sources.

    Errors are ignored: whoever publishes the rest afterwards meets and reports them.
    """
    published: Counter[str] = Counter()
    stop = Event()

    def run() -> None:
        while not stop.wait(PAUSE_SECONDS):
            outcomes = publish_all(all_publish_deps, remaining_seconds=lambda: math.inf)
            published.update({one.source: one.published for one in outcomes if isinstance(one, Published)})
            announce()

    if not all_publish_deps:
        yield published
        return
    publisher = Thread(target=run, name="publisher")
    publisher.start()
    try:
        yield published
    finally:
        stop.set()
        publisher.join()
