"""A consumer of look-ups as a program that tests may kill.

Run as `python -m tests.harness.look_up_poller SECONDS`, configured by the ESTEIRA_* variables of a consumer.
"""

import signal
import sys
from threading import Event

from esteira.consumer.drain_queue import drain_queue
from esteira.lookups.lookups_consumer import lookups_consumer


def main(seconds: float) -> None:
    """Drain the lane for `seconds`, or until SIGTERM."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    drain_queue(lookups_consumer(), for_seconds=seconds, stop=stop, wait_seconds=1)


if __name__ == "__main__":
    main(float(sys.argv[1]))
