"""One process that runs a handler, together with its reaper, its Runtime API and its log."""

import contextlib
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, cast

from localstack_process_executor.events import ProcessEnded, ProcessEvent
from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.log_pipe import LogPipe
from localstack_process_executor.memory_watch import BUSY, IDLE
from localstack_process_executor.runtime_api import RuntimeApi
from localstack_process_executor.signal_names import ended_by

REAPER = Path(__file__).with_name("reaper.py")
REAPER_EXIT_LIMIT_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Launch:
    """Everything needed to start a function's process."""

    command: Sequence[str]
    code: Path
    environment: Mapping[str, str]
    limits: Mapping[str, int]
    """Resource limits by their names in the module `resource`, without `RLIMIT_`."""
    memory_limit_kib: int
    """A process that holds more, with all that it has started, is killed."""
    log_limit_bytes: int


class FunctionProcess:
    """Starts at once. `wait_for_event` returns its events, the last of which is `ProcessEnded`."""

    def __init__(self, launch: Launch) -> None:
        self.started_at = time.monotonic()
        self.logs = LogPipe(launch.log_limit_bytes)
        self._events: SimpleQueue[ProcessEvent] = SimpleQueue()
        self._api = RuntimeApi(self._events.put)
        self._pid: int | None = None
        self._max_memory_kib = 0
        status_fd, reaper_status_fd = os.pipe()
        try:
            self._reaper = self._start_reaper(launch, reaper_status_fd)
        except (OSError, ValueError):
            # ValueError: a variable that no process can have.
            self._release(status_fd)
            raise
        finally:
            os.close(reaper_status_fd)
            os.close(self.logs.write_fd)
        self._reaper_stdin = cast(IO[bytes], self._reaper.stdin)
        self._watcher = threading.Thread(target=self._watch, args=(status_fd,), daemon=True)
        self._watcher.start()

    @property
    def alive(self) -> bool:
        """Whether the process can still take an event."""
        return self._watcher.is_alive()

    @property
    def max_memory_kib(self) -> int:
        """The most memory the process has held so far (resident set)."""
        if self._pid and self.alive:
            self._max_memory_kib = max(self._max_memory_kib, _peak_memory_kib(self._pid))
        return self._max_memory_kib

    def dispatch(self, invocation: PendingInvocation) -> None:
        """Give the handler an event."""
        self._tell_reaper(BUSY)
        self._api.dispatch(invocation)

    def wait_for_event(self, *, until: float) -> ProcessEvent:
        """The next event. Raises TimeoutError when the monotonic clock passes `until` first."""
        try:
            event = self._events.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise TimeoutError from None
        self._tell_reaper(IDLE)
        return event

    def kill(self) -> None:
        """Kill the process and everything it has started, and wait until they have ended."""
        self._reaper_stdin.close()
        self._watcher.join(REAPER_EXIT_LIMIT_S)
        if self._watcher.is_alive():
            self._reaper.kill()

    def _tell_reaper(self, state: bytes) -> None:
        # It may have ended with the function, or been told to end by `kill` from another thread.
        with contextlib.suppress(BrokenPipeError, ValueError):
            self._reaper_stdin.write(state)

    def _start_reaper(self, launch: Launch, status_fd: int) -> subprocess.Popen[bytes]:
        limits = ",".join(f"{name}={value}" for name, value in launch.limits.items())
        memory = str(launch.memory_limit_kib)
        return subprocess.Popen(
            [sys.executable, "-I", "-S", str(REAPER), limits, memory, str(status_fd), *launch.command],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=self.logs.write_fd,
            stderr=self.logs.write_fd,
            pass_fds=(status_fd,),
            cwd=launch.code,
            env={**launch.environment, "AWS_LAMBDA_RUNTIME_API": self._api.address},
            start_new_session=True,
        )

    def _watch(self, status_fd: int) -> None:
        """Read log and status until the reaper has exited, then report how the function ended."""
        status = self._pump_until_end(status_fd)
        self._reaper.wait()
        self._release(status_fd)
        ending = _ending(status)
        self._max_memory_kib = ending.max_memory_kib
        self._events.put(ending)

    def _release(self, status_fd: int) -> None:
        os.close(status_fd)
        self.logs.close()
        self._api.close()

    def _pump_until_end(self, status_fd: int) -> bytes:
        status = b""
        with selectors.DefaultSelector() as selector:
            selector.register(status_fd, selectors.EVENT_READ)
            selector.register(self.logs.read_fd, selectors.EVENT_READ)
            while True:
                readable = {key.fd for key, _ in selector.select()}
                if self.logs.read_fd in readable and not self.logs.pump():
                    selector.unregister(self.logs.read_fd)
                if status_fd in readable:
                    if not (chunk := os.read(status_fd, 512)):
                        return status
                    status += chunk
                    self._pid = int(status.split()[1])


def _peak_memory_kib(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def _ending(status: bytes) -> ProcessEnded:
    """From the reaper's last line, `exit CODE KIB` or `signal NUMBER KIB`; missing if the reaper was killed itself."""
    fields = status.decode().split()[2:] or ["signal", "9", "0"]
    kind, number, max_memory_kib = fields
    cause = f"exit status {number}" if kind == "exit" else ended_by(int(number))
    return ProcessEnded(cause=cause, max_memory_kib=int(max_memory_kib))
