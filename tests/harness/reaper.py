"""Ends what the tests started, also when the test process is killed.

A process of its own waits on a pipe whose other end only the test process holds. The pipe closes when that process
ends in whatever way; the reaper then kills the process groups, and runs the commands, that are still on its list.
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
    """The test process's end of the pipe. Every instruction is sent at once."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__], stdin=subprocess.PIPE, start_new_session=True, text=True
        )

    def watch(self, group: int) -> None:
        """Kill this process group if the tests end without having ended it."""
        self._say("watch", group)

    def forget(self, group: int) -> None:
        """This process group has ended."""
        self._say("forget", group)

    def at_the_end(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run this command if the tests end without having called `done`."""
        self._say("command", [name, list(command), dict(environment)])

    def done(self, name: str) -> None:
        """The command of this name is not needed any more."""
        self._say("done", name)

    def close(self) -> None:
        """Ends the reaper, which ends whatever is still on its list."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _say(self, verb: str, what: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([verb, what]) + "\n")
        self._process.stdin.flush()


@cache
def reaper() -> Reaper:
    """The one reaper of this test process, started at first use. It ends with the process."""
    return Reaper()


def _reap(orders: IO[str]) -> None:
    groups: set[int] = set()
    commands: Commands = {}
    for line in orders:
        verb, what = json.loads(line)
        if verb == "watch":
            groups.add(what)
        elif verb == "forget":
            groups.discard(what)
        elif verb == "command":
            commands[what[0]] = (what[1], what[2])
        else:
            commands.pop(what, None)
    _end(groups, commands)


def _end(groups: set[int], commands: Commands) -> None:
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    for command, environment in commands.values():
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    _reap(sys.stdin)
