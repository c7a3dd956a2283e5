"""Starts MiniStack: removes what the last one left behind, then replaces its own process.

A separate program because the supervisor may restart MiniStack at any time, and because nothing of its environment may
reach MiniStack, which reads some two hundred variables and hands all that it has on to the functions.
"""

import os
import sys
from pathlib import Path

from infra.local.processes.process_marker import PROCESS_MARKER
from infra.local.services.ministack import command, prepare_folders


def main(arguments: list[str]) -> None:
    """`arguments` are the folder of MiniStack and its port. Does not return."""
    folder, port = arguments
    prepare_folders(Path(folder))
    started = command(Path(folder), int(port))
    mark = {PROCESS_MARKER: os.environ.get(PROCESS_MARKER, "")}
    os.execve(started.arguments[0], started.arguments, started.environment | mark)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
