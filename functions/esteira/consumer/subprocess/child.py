"""A child process that is asked in lines of JSON and answers each with one. It ends when its input does."""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

END_SECONDS = 2.0


class ChildDied(Exception):
    """The child ended, or had to be ended, before it answered."""


class Child:
    """A running child with our import path, and our environment changed by `variables`.

    Made, it has said its first line: it is ready.
    """

    def __init__(self, command: Sequence[str], variables: Mapping[str, str], *, start_seconds: float) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **variables}
        self._process = subprocess.Popen(  # noqa: S603 - the command is ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self._read(start_seconds)

    def ask(self, question: Mapping[str, Any], within_seconds: float) -> dict[str, Any]:
        """The answer to a question. Raises `ChildDied`; then there is no child any more."""
        try:
            self._input.write(json.dumps(question).encode() + b"\n")
            self._input.flush()
        except BrokenPipeError as error:
            raise ChildDied(self._end()) from error
        answer: dict[str, Any] = json.loads(self._read(within_seconds))
        return answer

    def end(self) -> None:
        """Lets the child end, and waits for it."""
        self._end()

    @property
    def _input(self) -> IO[bytes]:
        return _there(self._process.stdin)

    @property
    def _output(self) -> IO[bytes]:
        return _there(self._process.stdout)

    def _read(self, within_seconds: float) -> bytes:
        """One line. They are short enough to come in one piece."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            if not selector.select(within_seconds):
                self._process.kill()
                self._end()
                raise ChildDied(f"no answer in {within_seconds:g} s")
        line = self._output.readline()
        if not line:
            raise ChildDied(self._end())
        return line

    def _end(self) -> str:
        """How it ended. It has a moment for that."""
        try:
            self._process.communicate(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        code = self._process.returncode
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ChildDied("it has no pipe")
    return pipe
