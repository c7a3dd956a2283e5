"""Ends everything that the tests started, also when the test process is killed.

A separate process waits on a pipe whose other end only the test process holds. The pipe closes when that process
ends for any reason. The reaper then kills the registered process groups and runs the registered commands.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import IO

Commands = dict[str, tuple[list[str], dict[str, str]]]


class Reaper:
    """The test process's end of the pipe. Every instruction is sent immediately."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__], stdin=subprocess.PIPE, start_new_session=True, text=True
        )

    def watch(self, group: int) -> None:
        """Register a process group to be killed at the end of the tests."""
        self._send("watch", group)

    def forget(self, group: int) -> None:
        """Remove a process group, which has ended."""
        self._send("forget", group)

    def at_the_end(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Register a command to be run at the end of the tests, unless `done` is called before."""
        self._send("command", [name, list(command), dict(environment)])

    def done(self, name: str) -> None:
        """Remove the command of this name."""
        self._send("done", name)

    def close(self) -> None:
        """End the reaper, which kills and runs everything that is still registered."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _send(self, verb: str, value: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([verb, value]) + "\n")
        self._process.stdin.flush()


@cache
def reaper() -> Reaper:
    """Return the reaper of this test process, started at first use. It ends with the process."""
    return Reaper()


def _reap(instructions: IO[str]) -> None:
    groups: set[int] = set()
    commands: Commands = {}
    for line in instructions:
        verb, value = json.loads(line)
        if verb == "watch":
            groups.add(value)
        elif verb == "forget":
            groups.discard(value)
        elif verb == "command":
            commands[value[0]] = (value[1], value[2])
        else:
            commands.pop(value, None)
    _end(groups, commands)


def _end(groups: set[int], commands: Commands) -> None:
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    for command, environment in commands.values():
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    _reap(sys.stdin)
