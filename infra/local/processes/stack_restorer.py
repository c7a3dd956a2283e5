"""Notices that the supervisor has restarted LocalStack, which forgets its stack, and has the stack deployed again.

An event listener of the supervisor (supervisord.org/events.html), asleep until a program has started. The work is done
by a process that ends, so that no memory is held meanwhile. stdout belongs to the protocol, the log is stderr.
"""

import logging
import subprocess
import sys
import time
from contextlib import suppress

from supervisor.childutils import eventdata, listener

logger = logging.getLogger("stack_restorer")

COMMAND = (sys.executable, "-m", "infra.local.stack.restore")
TRIES = 5
PAUSE_SECONDS = 3


def main() -> None:
    """Serves events until the supervisor ends it."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    while (payload := _next_event()) is not None:
        headers, _ = eventdata(payload + "\n")
        if headers["processname"] == "localstack":
            restore()
        listener.ok()


def _next_event() -> str | None:
    """None when the supervisor is gone: what `wait` then reads has no header."""
    try:
        return str(listener.wait()[1])
    except KeyError:
        return None


def restore() -> bool:
    """Whether the stack is there again, after some tries: LocalStack may still be on its way."""
    for attempt in range(1, TRIES + 1):
        done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        if done.returncode == 0:
            return True
        logger.warning("stack not restored, attempt %d of %d", attempt, TRIES)
        time.sleep(PAUSE_SECONDS)
    return False


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
