"""`python -m bridge.worker LANE`: one drain worker, under a name that is never used again, as a pod runs it.

A container that is restarted keeps its host name, so the name cannot stand in a manifest.
"""

import os
import platform
import sys

from esteira.core.names import LANES, Lane

from bridge.queues import new_worker_name
from bridge.worker_command import worker_command


def main(arguments: list[str]) -> None:
    """Does not return: this process becomes the worker."""
    lane = _lane(arguments)
    command = worker_command(lane, new_worker_name(lane, platform.node()))
    os.execv(command[0], command)  # noqa: S606 - the command is ours


def _lane(arguments: list[str]) -> Lane:
    lane = next((lane for lane in LANES if [lane] == arguments), None)
    if lane is None:
        sys.exit(f"usage: python -m bridge.worker {'|'.join(LANES)}")
    return lane


if __name__ == "__main__":
    main(sys.argv[1:])
