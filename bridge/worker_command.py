"""The command of one drain worker: the local driver starts processes with it, a Kubernetes pod runs it."""

import sys

from esteira.core.names import Lane

from bridge.queues import drain_queue_name


def worker_command(lane: Lane, name: str) -> tuple[str, ...]:
    """The command of a worker of a lane. Gossip between workers is off; Flower and remote control still see them."""
    pool = ("--pool", "prefork", "-c", "1", "--without-gossip", "--without-mingle")
    return (
        sys.executable,
        "-m",
        "bridge",
        "worker",
        "-Q",
        drain_queue_name(lane),
        "-n",
        name,
        *pool,
        "--loglevel",
        "INFO",
    )
