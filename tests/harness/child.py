"""A server as a child process with its own process group and its output in a file. It ends with the tests."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.harness.reaper import reaper
from tests.harness.waiting import wait_for


class ServiceDied(Exception):
    """A server of the tests ended unexpectedly; the end of its output follows."""


class Child:
    """A running program. Signals go to its whole process group."""

    def __init__(
        self, name: str, command: Sequence[str], *, folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.output = folder / f"{name}.log"
        self._command = tuple(command)
        self._folder = folder
        self._environment = dict(os.environ if environment is None else environment)
        self._process = self._start()

    @property
    def pid(self) -> int:
        """The process's id, which is its group's id too."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the program has not ended yet."""
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.poll()

    def await_ready(self, ready: Callable[[], bool]) -> None:
        """Wait until `ready()` is true. Raises `ServiceDied` with the end of its output if the program ends first."""

        def poll() -> bool:
            if self._process.poll() is not None:
                raise ServiceDied(f"{self.name}, exit {self._process.returncode}:\n{self._last_output()}")
            return ready()

        wait_for(f"{self.name} is ready ({self.output})", poll)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the group."""
        os.killpg(self.pid, number)

    def kill(self) -> None:
        """Send SIGKILL and wait for the end."""
        self.stop(signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM, *, within_seconds: float = 15) -> None:
        """Send the signal, then SIGKILL after the timeout. Does nothing if the program has ended."""
        if self._process.poll() is None:
            self.send(number)
            self._await_end(within_seconds)
        self._kill_group()

    def restart(self) -> None:
        """Start the stopped program again, with the same command and folder."""
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.output.open("ab") as output:
            process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        reaper().watch(process.pid)
        return process

    def _await_end(self, within_seconds: float) -> None:
        try:
            self._process.wait(within_seconds)
        except subprocess.TimeoutExpired:
            self.send(signal.SIGKILL)
            self._process.wait()

    def _kill_group(self) -> None:
        """Kill the remaining processes of the group, such as a forked worker."""
        with suppress(ProcessLookupError):
            self.send(signal.SIGKILL)
        reaper().forget(self.pid)

    def _last_output(self, lines: int = 30) -> str:
        return "\n".join(self.output.read_text(errors="replace").splitlines()[-lines:])
