"""Starts programs again that the supervisor has given up (state FATAL), without end and with a pause.

An event listener of the supervisor (supervisord.org/events.html): every few seconds it looks for such programs. The
supervisor itself gives a program up after four starts in a row that lasted less than a second, and never tries again,
also when the program only could not start because of an outage that has ended since. stdout carries the protocol,
stderr the log.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from xmlrpc.client import Fault

from supervisor.childutils import getRPCInterface, listener

logger = logging.getLogger("program_restorer")

PAUSE_SECONDS = 10
"""From the last end of a program to its next start."""


def main() -> None:
    """Handles events until the supervisor stops it."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    supervisor = getRPCInterface(os.environ).supervisor
    while _await_event():
        # While it shuts down, the supervisor answers with a fault.
        with suppress(Fault):
            restore(supervisor.getAllProcessInfo(), lambda name: supervisor.startProcess(name, False), now=time.time())
        listener.ok()


def restore(programs: list[dict[str, Any]], start: Callable[[str], object], *, now: float) -> None:
    """Starts the programs among `programs` that were given up at least `PAUSE_SECONDS` before `now`."""
    for program in programs:
        if _is_due(program, now):
            name = f"{program['group']}:{program['name']}"
            logger.error("program given up, starting it again: program=%s", name)
            # Somebody else may have started it just now.
            with suppress(Fault):
                start(name)


def _is_due(program: Mapping[str, Any], now: float) -> bool:
    return bool(program["statename"] == "FATAL" and now - program["stop"] >= PAUSE_SECONDS)


def _await_event() -> bool:
    """False if the supervisor has ended: `wait` then reads no header."""
    try:
        listener.wait()
    except KeyError:
        return False
    return True


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
