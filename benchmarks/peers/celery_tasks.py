"""Celery on Redis: a task an order, acknowledged after it has run."""

from functools import cache

from celery import Celery
from celery.signals import worker_ready

from benchmarks.peers.orders import Stores, bodies
from benchmarks.peers.places import Places, places
from benchmarks.peers.role import READY, play

app = Celery("peer", broker=places()["redis_url"])
app.conf.update(
    task_acks_late=True,
    task_ignore_result=True,
    task_default_queue=places()["queue"],
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    # Else what is printed becomes a line of the log.
    worker_redirect_stdouts=False,
)


@cache
def stores() -> Stores:
    """Return the connections of this process, opened by its first task."""
    return Stores(places())


@app.task(name="handle_order")  # type: ignore[untyped-decorator]
def handle_order(body: str) -> None:
    """Write one order."""
    stores().handle(body)


@worker_ready.connect  # type: ignore[untyped-decorator]
def _tell_ready(**_fields: object) -> None:
    print(READY, flush=True)


def publish(places: Places) -> None:
    """Send a task for every order."""
    for body in bodies(places):
        handle_order.delay(body)


def consume(_places: Places, _ready: object) -> None:
    """Run a worker with one process; it says itself when it is ready."""
    app.worker_main(["worker", "--concurrency=1", "--loglevel=WARNING", "--without-gossip", "--without-mingle"])


if __name__ == "__main__":
    play(publish=publish, consume=consume)
