"""Deploys the stack again after the supervisor has restarted the emulator, which loses its stack at each restart.

An event listener of the supervisor (supervisord.org/events.html): it waits until a program has started. The work is
done in a subprocess, so that its memory is released afterwards. stdout carries the protocol, stderr the log.
"""

import logging
import subprocess
import sys
import time
from contextlib import suppress

from supervisor.childutils import eventdata, listener

logger = logging.getLogger("stack_restorer")

EMULATORS = ("localstack", "ministack")

COMMAND = (sys.executable, "-m", "infra.local.stack.restore")
TRIES = 5
PAUSE_SECONDS = 3


def main() -> None:
    """Handles events until the supervisor stops it."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    while (payload := _next_event()) is not None:
        headers, _ = eventdata(payload + "\n")
        if headers["processname"] in EMULATORS:
            restore()
        listener.ok()


def _next_event() -> str | None:
    """None if the supervisor has ended: `wait` then reads no header."""
    try:
        return str(listener.wait()[1])
    except KeyError:
        return None


def restore() -> bool:
    """Whether the stack was restored. Tries several times: the emulator may still be starting."""
    for attempt in range(1, TRIES + 1):
        done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        if done.returncode == 0:
            return True
        logger.warning("stack not restored, retrying: attempt=%d attempts=%d", attempt, TRIES)
        time.sleep(PAUSE_SECONDS)
    return False


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
