"""A child process with a request/reply protocol of JSON lines over stdin and stdout. It ends at end of input."""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

EXIT_SECONDS = 2.0

NEEDED = ("LANG", "LD_LIBRARY_PATH", "PATH")
"""Variables without which Python may not start."""


class ChildDied(Exception):
    """The child ended, or was killed after a timeout, before it replied."""


def needed_variables() -> dict[str, str]:
    """Return the variables of this process that a child needs to start. None of them holds a secret."""
    return {name: os.environ[name] for name in NEEDED if name in os.environ}


class Child:
    """A running child with the import path of this process and the variables of `environment`.

    The constructor returns when the child has sent its first line, which means that it is ready.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], *, start_seconds: float) -> None:
        environment = {**environment, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(  # noqa: S603 - a fixed command, not user input
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self._read(start_seconds)

    def request(self, message: Mapping[str, Any], within_seconds: float) -> dict[str, Any]:
        """Send a request and return the reply. Raises `ChildDied`; the child has ended then."""
        try:
            self._input.write(json.dumps(message).encode() + b"\n")
            self._input.flush()
        except BrokenPipeError as error:
            raise ChildDied(self._stop()) from error
        reply: dict[str, Any] = json.loads(self._read(within_seconds))
        return reply

    def close(self) -> None:
        """Close the input of the child and wait for its end."""
        self._stop()

    @property
    def _input(self) -> IO[bytes]:
        return _require_pipe(self._process.stdin)

    @property
    def _output(self) -> IO[bytes]:
        return _require_pipe(self._process.stdout)

    def _read(self, within_seconds: float) -> bytes:
        """Read one line. Lines are short enough to arrive in one piece."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            if not selector.select(within_seconds):
                self._process.kill()
                self._stop()
                raise ChildDied(f"no reply in {within_seconds:g} s")
        line = self._output.readline()
        if not line:
            raise ChildDied(self._stop())
        return line

    def _stop(self) -> str:
        """Wait for the end, kill after `EXIT_SECONDS`, and return a description of the exit."""
        try:
            self._process.communicate(timeout=EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        code = self._process.returncode
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def _require_pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ChildDied("it has no pipe")
    return pipe
