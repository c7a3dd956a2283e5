"""A consumer of orders as a program that tests may kill.

Run as `python -m tests.harness.poller SECONDS BATCH`, configured by the ESTEIRA_* variables of a consumer.
"""

import signal
import sys
from threading import Event

from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.wiring import orders_consumer


def main(seconds: float, batch_messages: int) -> None:
    """Drain the lane for `seconds`, or until SIGTERM."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    drain_queue(orders_consumer(), for_seconds=seconds, stop=stop, batch_messages=batch_messages, wait_seconds=1)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
